"""Random but allowed answers, for properties that must hold for all of them."""

from hypothesis import strategies as st

from tests.maturity.editions import KEYS

NOT_APPLICABLE = {"state": "not_applicable", "reason": "outside_site"}

keys = st.sampled_from(KEYS)
levels = st.integers(0, 5)
targets = st.one_of(st.just({}), st.builds(lambda target: {"target": target}, levels))
decided = st.builds(lambda level, target: {"current": level} | target, levels, targets)
missing = st.one_of(targets, st.builds(lambda target: {"state": "unknown"} | target, targets))
any_answer = st.one_of(decided, missing, st.just(NOT_APPLICABLE))
any_answers = st.dictionaries(keys, any_answer)
