"""What must hold for any answers, whatever the numbers are."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from maturity.scoring import as_json, score
from maturity.scoring.result import OPEN
from tests.maturity.editions import GROUPS, KEYS, build_edition
from tests.maturity.scoring.answer_strategies import (
    NOT_APPLICABLE,
    any_answers,
    decided,
    dx_answers,
    keys,
    levels,
    missing,
    quick,
    targets,
)
from tests.maturity.scoring.shipped import DX, DX_KEYS, SIRI

EDITION = build_edition()
TOP = EDITION.scale_top


def currents(answers, edition=EDITION):
    return {key: group.current for key, group in score(edition, answers).scores.items()}


@given(any_answers)
def test_mean_lies_within_its_range(answers):
    for current in currents(answers).values():
        if current.of:
            assert 0 <= current.low <= current.high <= TOP
        if current.mean is not None:
            assert current.low <= current.mean <= current.high


@given(any_answers)
def test_range_closes_exactly_when_nothing_is_open(answers):
    for current in currents(answers).values():
        assert current.is_decided == (current.of > 0 and current.count == current.of)


@given(any_answers)
def test_counts_add_up_to_the_items(answers):
    for group, current in currents(answers).items():
        assert current.of == current.count + current.unknown + current.unanswered
        assert current.of + current.not_applicable == len(EDITION.items_of(group))


@given(any_answers, keys, levels, levels)
def test_raising_a_level_never_lowers_anything(answers, key, one, other):
    lower, higher = sorted((one, other))
    before = currents(answers | {key: {"current": lower}})
    after = currents(answers | {key: {"current": higher}})
    for group in GROUPS:
        if before[group].of == 0:
            assert after[group] == before[group]
            continue
        assert after[group].low >= before[group].low
        assert after[group].high >= before[group].high
        if before[group].mean is not None:
            assert after[group].mean >= before[group].mean


@given(any_answers, keys, missing, st.one_of(decided, st.just(NOT_APPLICABLE)))
def test_deciding_a_missing_item_never_widens_the_range(answers, key, before_it, after_it):
    before = currents(answers | {key: before_it})
    after = currents(answers | {key: after_it})
    for group in GROUPS:
        if after[group].of:
            assert before[group].low <= after[group].low
            assert after[group].high <= before[group].high


@given(any_answers, st.randoms(use_true_random=False))
def test_order_of_the_answers_does_not_matter(answers, random):
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert as_json(score(EDITION, dict(shuffled))) == as_json(score(EDITION, answers))


@given(any_answers, st.sampled_from(GROUPS))
def test_group_of_which_nothing_applies_has_no_score(answers, group):
    none = {item.key: NOT_APPLICABLE for item in EDITION.items_of(group)}
    scores = score(EDITION, answers | none).scores[group]
    assert (scores.current.mean, scores.current.low, scores.current.high) == (None, None, None)
    assert (scores.target.mean, scores.gap.mean) == (None, None)


@given(any_answers)
def test_gap_is_difference_of_means_when_the_counts_are_equal(answers):
    for group in score(EDITION, answers).scores.values():
        if 0 < group.gap.count == group.current.count == group.target.count:
            assert group.gap.mean == group.target.mean - group.current.mean


@given(any_answers)
def test_every_mean_is_its_sum_over_its_count(answers):
    result = score(EDITION, answers)
    for group in GROUPS:
        held = [answers.get(item.key, {}) for item in EDITION.items_of(group)]
        given_levels = [answer["current"] for answer in held if "current" in answer]
        given_targets = [answer["target"] for answer in held if "target" in answer]
        gaps = [
            answer["target"] - answer["current"]
            for answer in held
            if "current" in answer and "target" in answer
        ]
        scores = result.scores[group]
        for figure, values in (
            (scores.current, given_levels),
            (scores.target, given_targets),
            (scores.gap, gaps),
        ):
            assert (figure.sum, figure.count) == (sum(values), len(values))
            assert figure.mean == (Fraction(sum(values), len(values)) if values else None)


@given(any_answers, st.dictionaries(keys, levels))
def test_every_completion_lies_within_the_range(answers, completion):
    answers = {key: answer for key, answer in answers.items() if answer != NOT_APPLICABLE}
    complete = {key: {"current": completion.get(key, 0)} for key in KEYS}
    complete |= {key: answer for key, answer in answers.items() if "current" in answer}
    before, after = currents(answers), currents(complete)
    for group in GROUPS:
        assert before[group].low <= after[group].mean <= before[group].high


@given(any_answers, keys, targets)
def test_target_never_changes_what_is_today(answers, key, target):
    answer = answers.get(key, {})
    assume(answer != NOT_APPLICABLE)
    without = {field: value for field, value in answer.items() if field != "target"}
    assert currents(answers | {key: without | target}) == currents(answers)


@given(any_answers, quick)
def test_quick_pass_never_leaves_what_the_answers_allow(answers, bounds):
    without, with_bounds = currents(answers, SIRI), currents(answers | bounds, SIRI)
    for group in GROUPS:
        before, after = without[group], with_bounds[group]
        assert (after.sum, after.count, after.of) == (before.sum, before.count, before.of)
        if before.of:
            assert before.low <= after.low <= after.high <= before.high
        assert after.mean == (None if after.provisional else before.mean)


@given(any_answers, quick)
def test_group_is_provisional_while_an_item_has_only_bounds(answers, bounds):
    result = score(SIRI, answers | bounds)
    for group in GROUPS:
        held = [result.items[item.key] for item in SIRI.level_items_of(group)]
        assert result.scores[group].current.provisional == any(item.is_bounded for item in held)
        assert all(item.current is None for item in held if item.is_bounded)


@given(any_answers, quick, st.randoms(use_true_random=False))
def test_order_of_answers_and_bounds_does_not_matter(answers, bounds, random):
    shuffled = list((answers | bounds).items())
    random.shuffle(shuffled)
    assert as_json(score(SIRI, dict(shuffled))) == as_json(score(SIRI, answers | bounds))


@given(any_answers, quick, keys, st.data())
def test_level_within_its_bounds_never_widens_the_range(answers, bounds, key, data):
    answers = {name: answer for name, answer in answers.items() if name != key}
    before = score(SIRI, answers | bounds)
    item = before.items[key]
    level = data.draw(st.integers(item.low, item.high))
    after = score(SIRI, answers | bounds | {key: {"current": level}})
    assume(after.warnings == before.warnings)
    for group in GROUPS:
        one, other = before.scores[group].current, after.scores[group].current
        if one.of:
            assert one.low <= other.low <= other.high <= one.high


@given(any_answers)
def test_open_items_named_first_narrow_at_least_as_much_as_any_other(answers):
    result = score(SIRI, answers)
    open_items = [key for key, item in result.items.items() if item.state in OPEN]
    assert len(result.narrowing) == min(3, len(open_items))

    def block_size(key):
        return result.scores[SIRI.block_of(SIRI.item(key)).key].current.of

    assert list(result.narrowing) == sorted(open_items, key=block_size)[:3]


@given(dx_answers, st.sampled_from(DX_KEYS), levels, levels)
def test_raising_a_level_never_lowers_the_level_of_a_mean_or_leading(answers, key, one, other):
    lower, higher = sorted((one, other))
    before = score(DX, answers | {key: {"current": lower}})
    after = score(DX, answers | {key: {"current": higher}})
    for group in before.scores:
        was, now = before.scores[group].current, after.scores[group].current
        assert was.level_low <= now.level_low
        assert was.level_high <= now.level_high
    order = [False, None, True]
    assert order.index(before.leading) <= order.index(after.leading)


@given(dx_answers)
def test_level_of_a_mean_is_known_exactly_when_both_ends_have_it(answers):
    for group in score(DX, answers).scores.values():
        current = group.current
        assert current.level_low <= current.low < current.level_low + 1
        assert current.level_high <= current.high < current.level_high + 1
        known = current.level_low == current.level_high
        assert current.level == (current.level_low if known else None)


@given(dx_answers, st.integers(0, 5))
def test_leading_once_ruled_out_stays_so_however_the_rest_is_answered(answers, level):
    open_keys = [key for key in DX_KEYS if "current" not in answers.get(key, {})]
    complete = score(DX, answers | {key: {"current": level} for key in open_keys})
    assert complete.leading is (complete.scores["overall"].current.sum >= 105)
    if score(DX, answers).leading is False:
        assert complete.leading is False
