"""Where to begin (docs/scoring.md, section 10); the big cases are in test_vectors.py."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maturity.scoring import as_json, score
from tests.maturity.scoring.answer_strategies import levels, priority_answers
from tests.maturity.scoring.shipped import (
    COSTS,
    DX,
    HORIZONS,
    KPIS,
    OUTSIDE,
    SIRI,
    SIRI_KEYS,
    UNKNOWN,
    inputs,
    same_level,
)

BEST = SIRI.tables.best_in_class["Energy & Chemicals"]
PROCESS, TECHNOLOGY, ORGANISATION = SIRI_KEYS[:3], SIRI_KEYS[3:12], SIRI_KEYS[12:]
ONES = dict.fromkeys(SIRI_KEYS, 1)
NO_COSTS = dict.fromkeys(COSTS, "0")


def priorities_of(answers):
    return score(SIRI, answers).priorities


def ranked(answers):
    return [value.dimension for value in priorities_of(answers).chosen.values]


def sums(found):
    return {r.horizon: sum(value.impact for value in r.values) for r in found.rankings}


def test_factors_are_sums_over_the_tables():
    values = priorities_of(same_level(SIRI_KEYS, 1) | inputs()).chosen.values
    (vi,) = (value for value in values if value.dimension == "VI")
    cost, kpi, proximity = Fraction(219, 100), Fraction(13), Fraction(3)
    assert (vi.cost.value, vi.kpi.value, vi.proximity.value) == (cost, kpi, proximity)
    assert vi.cost.share == cost / Fraction(91, 4)
    assert vi.kpi.share == kpi / 156
    assert vi.proximity.share == proximity / 42
    weights = (Fraction(3, 10), Fraction(4, 10), Fraction(3, 10))
    shares = (vi.cost.share, vi.kpi.share, vi.proximity.share)
    assert vi.impact == sum(weight * share for weight, share in zip(weights, shares, strict=True))


def test_json_of_the_priorities_has_exactly_the_agreed_keys():
    found = as_json(score(SIRI, same_level(SIRI_KEYS, 1) | inputs()))["priorities"]
    assert list(found) == [
        "horizon",
        "values",
        "recommended",
        "horizons",
        "totals",
        "tables",
        "missing",
    ]
    assert (found["horizon"], found["missing"]) == ("strategic", [])
    assert found["totals"] == {"cost": "22.75", "kpi": "156", "proximity": "42"}
    assert found["tables"] == {"version": SIRI.tables.version, "hash": SIRI.tables.hash}
    assert list(found["horizons"]) == HORIZONS
    assert found["horizons"]["tactical"]["weights"] == {
        "cost": "0.45",
        "kpi": "0.3",
        "proximity": "0.25",
    }
    assert list(found["horizons"]["tactical"]) == ["weights", "values", "recommended"]
    assert found["values"][1] == {
        "dimension": "VI",
        "cost": "2.19",
        "kpi": "13",
        "proximity": "3",
        "impact": "0.083641025641",
        "rank": 2,
    }


def test_proximity_is_never_negative():
    values = priorities_of(same_level(SIRI_KEYS, 5) | inputs()).chosen.values
    assert {value.proximity.value for value in values} == {0}


@pytest.mark.parametrize(
    ("bands", "costs", "expected"),
    [
        (BEST, COSTS, ("0.7", "0.75", "0.8")),
        (ONES, NO_COSTS, ("0.7", "0.55", "0.4")),
        (BEST, NO_COSTS, ("0.4", "0.3", "0.2")),
        (ONES, COSTS, ("1", "1", "1")),
    ],
)
def test_factor_whose_total_is_zero_contributes_nothing(bands, costs, expected):
    answers = {key: {"current": band} for key, band in bands.items()} | inputs(cost_shares=costs)
    assert sums(priorities_of(answers)) == {
        horizon: Fraction(total) for horizon, total in zip(HORIZONS, expected, strict=True)
    }


def test_dimension_without_any_factor_has_the_impact_zero():
    kpis = [
        "inventory_efficiency",
        "planning_scheduling_effectiveness",
        "utilities_efficiency",
        "safety",
        "production_flexibility",
    ]
    answers = dict.fromkeys(SIRI_KEYS, OUTSIDE) | same_level(["IPL", "SFA"], 5)
    found = priorities_of(answers | inputs(cost_shares=NO_COSTS, kpis=kpis))
    assert [(v.dimension, v.impact, v.rank) for v in found.chosen.values] == [
        ("SFA", Fraction(2, 5), 1),
        ("IPL", 0, 2),
    ]


def test_dimension_that_does_not_apply_leaves_totals_and_candidates():
    answers = same_level(SIRI_KEYS, 1) | {"VI": OUTSIDE} | inputs()
    found = priorities_of(answers)
    assert found.totals == {
        "cost": Fraction(91, 4) - Fraction(219, 100),
        "kpi": 156 - 13,
        "proximity": 42 - 3,
    }
    assert found.missing == ()
    for ranking in found.rankings:
        assert sorted(value.dimension for value in ranking.values) == sorted(SIRI_KEYS[1:])
        assert [value.rank for value in ranking.values] == list(range(1, 16))
        assert "VI" not in ranking.recommended
        assert len(ranking.recommended) == 4
    assert set(sums(found).values()) == {1}


@pytest.mark.parametrize(
    ("applying", "recommended"),
    [
        (["SFC", "FC"], ("SFC", "FC")),
        (["SG"], ("SG",)),
        (["SG", "VI", "FC"], ("VI", "FC", "SG")),
        (["FC", "SFC", "EC", "FA", "EA"], ("FA", "EA", "SFC", "FC")),
        ([], ()),
    ],
)
def test_fewer_than_four_are_recommended_where_fewer_are_left(applying, recommended):
    answers = dict.fromkeys(SIRI_KEYS, OUTSIDE) | same_level(applying, 1) | inputs()
    found = priorities_of(answers)
    assert found.chosen.recommended == recommended
    assert len(found.chosen.values) == len(applying)


def test_best_of_each_block_comes_before_a_better_one_of_another_block():
    best_first = ranked(same_level(SIRI_KEYS, 1) | inputs())
    recommended = priorities_of(same_level(SIRI_KEYS, 1) | inputs()).chosen.recommended
    assert best_first[:4] == ["SFI", "VI", "IIC", "LC"]
    assert recommended == ("VI", "SFI", "IIC", "LC")


def test_best_of_a_block_is_recommended_however_low_it_ranks():
    # The process dimensions are beyond the best of the industry, all others far behind it.
    kpis = ["safety", "security", "utilities_efficiency", "time_to_market", "workforce_flexibility"]
    costs = NO_COSTS | {"labour": "100"}
    answers = same_level(SIRI_KEYS, 0) | same_level(PROCESS, 5) | {"VI": OUTSIDE}
    chosen = priorities_of(answers | inputs(kpis=kpis, cost_shares=costs)).chosen
    order = [value.dimension for value in chosen.values]
    assert order.index("IPL") > 10
    assert order.index("HI") > order.index("IPL")
    assert chosen.recommended[0] == "IPL"
    assert {"HI", "VI"}.isdisjoint(chosen.recommended)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"SG": UNKNOWN}, ["SG"]),
        ({"SG": {"target": 3}, "VI": UNKNOWN}, ["VI", "SG"]),
        ({"priorities.kpis": {}, "HI": {}}, ["priorities.kpis", "HI"]),
        (
            {"priorities.kpis": {}, "priorities.industry": {}},
            ["priorities.industry", "priorities.kpis"],
        ),
        (
            {"priorities.cost_shares": {}, "priorities.horizon": {}},
            ["priorities.horizon", "priorities.cost_shares"],
        ),
        ({key: {} for key in SIRI_KEYS}, SIRI_KEYS),
    ],
)
def test_open_dimension_or_missing_input_leaves_no_ranking_and_is_named(changes, missing):
    answers = same_level(SIRI_KEYS, 1) | inputs() | changes
    found = priorities_of(answers)
    assert list(found.missing) == missing
    assert (found.rankings, found.totals, found.chosen) == ((), {}, None)
    assert as_json(score(SIRI, answers))["priorities"] == {
        "horizon": None if "priorities.horizon" in missing else "strategic",
        "values": [],
        "recommended": [],
        "horizons": {},
        "totals": {},
        "tables": {"version": SIRI.tables.version, "hash": SIRI.tables.hash},
        "missing": missing,
    }


def test_one_input_alone_asks_for_the_other_three():
    answers = same_level(SIRI_KEYS, 1) | {"priorities.kpis": {"value": KPIS}}
    found = priorities_of(answers)
    assert found.missing == ("priorities.industry", "priorities.horizon", "priorities.cost_shares")
    assert found.horizon is None


def test_bounds_of_a_quick_pass_are_no_bands():
    answers = same_level([key for key in SIRI_KEYS if key not in ("SFA", "EA", "FA")], 1) | inputs()
    found = priorities_of(answers | {"quick.automation": {"low": 1, "high": 1}})
    assert (found.missing, found.rankings) == (("SFA", "EA", "FA"), ())


def test_no_priorities_without_inputs():
    assert priorities_of(same_level(SIRI_KEYS, 1)) is None
    assert as_json(score(SIRI, {}))["priorities"] is None


def test_no_priorities_without_tables():
    edition = SIRI.with_tables(None)
    assert score(edition, same_level(SIRI_KEYS, 1)).priorities is None
    assert score(DX, {}).priorities is None


def test_exact_tie_goes_to_the_lower_number():
    values = {
        v.dimension: v for v in priorities_of(same_level(SIRI_KEYS, 1) | inputs()).chosen.values
    }
    assert values["SFC"].impact == values["FC"].impact
    assert values["SFC"].proximity == values["FC"].proximity
    assert values["FC"].rank == values["SFC"].rank + 1


def test_tie_in_impact_goes_to_the_larger_proximity():
    # HI:  0.45 × 1/4 + 0.3 × 3/24 + 0.25 × 1/5 = 0.2
    # SFC: 0.45 × 0 + 0.3 × 8/24 + 0.25 × 2/5 = 0.2
    bands = {"HI": {"current": 3}} | same_level(["IPL", "SFC", "FC"], 2)
    given = inputs(
        industry="Textiles (Fabric, Garments, Leather & Footwear)",
        horizon="tactical",
        cost_shares=NO_COSTS | {"research_development": "40"},
        kpis=[
            "utilities_efficiency",
            "process_quality",
            "production_flexibility",
            "security",
            "time_to_market",
        ],
    )
    chosen = priorities_of(dict.fromkeys(SIRI_KEYS, OUTSIDE) | bands | given).chosen
    found = [(value.dimension, value.impact, value.proximity.value) for value in chosen.values]
    hi, sfc = ("HI", Fraction(1, 5), 1), ("SFC", Fraction(1, 5), 2)
    assert found.index(sfc) + 1 == found.index(hi)


@given(priority_answers)
def test_impacts_sum_to_one_unless_a_total_is_zero(answers):
    found = priorities_of(answers)
    assume(found.rankings and found.rankings[0].values)
    for ranking in found.rankings:
        counted = sum(w for name, w in ranking.weights.items() if found.totals[name])
        assert sum(value.impact for value in ranking.values) == counted
        for name, total in found.totals.items():
            factors = [getattr(value, name) for value in ranking.values]
            assert sum(factor.value for factor in factors) == total
            assert sum(factor.share for factor in factors) == (1 if total else 0)


@given(priority_answers)
def test_ranking_is_by_impact_then_proximity_then_number(answers):
    for ranking in priorities_of(answers).rankings:
        order = [
            (-value.impact, -value.proximity.value, SIRI_KEYS.index(value.dimension))
            for value in ranking.values
        ]
        assert order == sorted(order)
        assert [value.rank for value in ranking.values] == list(range(1, len(order) + 1))


@given(priority_answers)
def test_recommended_are_the_best_of_each_block_then_the_best_of_the_rest(answers):
    for ranking in priorities_of(answers).rankings:
        order = [value.dimension for value in ranking.values]
        expected = []
        for block in (PROCESS, TECHNOLOGY, ORGANISATION):
            expected += [key for key in order if key in block][:1]
        expected += [key for key in order if key not in expected]
        assert list(ranking.recommended) == expected[:4]


@given(priority_answers, st.sampled_from([2, 3, 5]))
def test_scaling_all_costs_alike_changes_nothing(answers, factor):
    shares = answers["priorities.cost_shares"]["value"]
    scaled = {key: str(int(share) * factor) for key, share in shares.items()}
    changed = answers | {"priorities.cost_shares": {"value": scaled}}
    before, after = priorities_of(answers), priorities_of(changed)
    for one, other in zip(before.rankings, after.rankings, strict=True):
        assert [(v.dimension, v.impact) for v in one.values] == [
            (v.dimension, v.impact) for v in other.values
        ]
        assert one.recommended == other.recommended


@given(priority_answers, st.sampled_from(SIRI_KEYS), levels, levels)
def test_raising_a_band_never_raises_its_own_proximity(answers, key, one, other):
    lower, higher = sorted((one, other))

    def proximity_at(band):
        found = priorities_of(answers | {key: {"current": band}})
        (value,) = (v for v in found.rankings[0].values if v.dimension == key)
        return value.proximity

    before, after = proximity_at(lower), proximity_at(higher)
    assert after.value <= before.value
    assert after.share <= before.share


@given(priority_answers, st.randoms(use_true_random=False))
def test_order_of_answers_costs_and_kpis_does_not_matter(answers, random):
    def shuffled(mapping):
        pairs = list(mapping.items())
        random.shuffle(pairs)
        return dict(pairs)

    kpis = list(answers["priorities.kpis"]["value"])
    random.shuffle(kpis)
    costs = shuffled(answers["priorities.cost_shares"]["value"])
    changed = answers | {
        "priorities.kpis": {"value": kpis},
        "priorities.cost_shares": {"value": costs},
    }
    assert as_json(score(SIRI, shuffled(changed))) == as_json(score(SIRI, answers))


@given(priority_answers, st.sampled_from(HORIZONS))
def test_chosen_horizon_changes_no_ranking(answers, horizon):
    changed = priorities_of(answers | {"priorities.horizon": {"value": horizon}})
    assert changed.rankings == priorities_of(answers).rankings
    assert changed.chosen.horizon == horizon
