"""Random but allowed answers, for properties that must hold for all of them."""

from hypothesis import strategies as st

from tests.maturity.editions import KEYS
from tests.maturity.scoring.shipped import (
    COSTS,
    DX_KEYS,
    HORIZONS,
    NOTHING_MOVES,
    PRACTICES,
    SIRI,
    UNKNOWN,
    inputs,
)

NOT_APPLICABLE = {"state": "not_applicable", "reason": "outside_site"}

keys = st.sampled_from(KEYS)
levels = st.integers(0, 5)
targets = st.one_of(st.just({}), st.builds(lambda target: {"target": target}, levels))
decided = st.builds(lambda level, target: {"current": level} | target, levels, targets)
missing = st.one_of(targets, st.builds(lambda target: {"state": "unknown"} | target, targets))
any_answer = st.one_of(decided, missing, st.just(NOT_APPLICABLE))
any_answers = st.dictionaries(keys, any_answer)

dx_answers = st.one_of(
    st.dictionaries(st.sampled_from(DX_KEYS), st.one_of(decided, missing)),
    st.fixed_dictionaries(dict.fromkeys(DX_KEYS, st.one_of(decided, decided, decided, missing))),
    st.fixed_dictionaries(dict.fromkeys(DX_KEYS, decided)),
)

_ends = st.lists(levels, min_size=2, max_size=2).map(sorted)
bounds = _ends.map(lambda ends: {"low": ends[0], "high": ends[1]})
quick = st.dictionaries(st.sampled_from([f"quick.{key}" for key in SIRI.bounded_units]), bounds)
"""Bounds of the quick units of `siri`."""

_bands = st.fixed_dictionaries(
    dict.fromkeys(KEYS, st.one_of(decided, decided, decided, st.just(NOT_APPLICABLE)))
)
_options = {
    key: [o.key for o in SIRI.item(f"priorities.{key}").options] for key in ("industry", "kpis")
}
_inputs = st.builds(
    lambda industry, horizon, shares, kpis: inputs(
        industry=industry, horizon=horizon, cost_shares=shares, kpis=kpis
    ),
    st.sampled_from(_options["industry"]),
    st.sampled_from(HORIZONS),
    st.fixed_dictionaries(dict.fromkeys(COSTS, st.integers(0, 20).map(str))),
    st.permutations(_options["kpis"]).map(lambda kpis: kpis[:5]),
)
priority_answers = st.builds(lambda bands, given: bands | given, _bands, _inputs)
"""Bands for every dimension, a few of which do not apply, and the four inputs."""

_practice = st.sampled_from(
    [*({"answer": answer} for answer in ("yes", "yes", "yes", "partly", "no")), UNKNOWN]
)
_practices = st.fixed_dictionaries({}, optional=dict.fromkeys(PRACTICES, _practice))
_away = st.dictionaries(st.sampled_from(["L2-scenario", "L2-relief"]), st.just(NOTHING_MOVES))
tiers_answers = st.builds(lambda given, away: given | away, _practices, _away)
