from fractions import Fraction

import pytest

from maturity.scoring import as_json, score
from maturity.scoring.result import Gap, ItemResult, Score
from tests.maturity.editions import GROUPS, KEYS, build_edition
from tests.maturity.scoring.worked_example import EXAMPLE

EDITION = build_edition()
NOT_APPLICABLE = {"state": "not_applicable", "reason": "no_such_activity"}
UNKNOWN = {"state": "unknown"}


def all_levels(levels):
    return {key: {"current": level} for key, level in zip(KEYS, levels, strict=True)}


def scores_of(answers, group="overall"):
    return as_json(score(EDITION, answers))["scores"][group]


def test_sixteen_levels_weigh_the_same():
    levels = (1, 1, 2, 2, 1, 1, 1, 2, 0, 1, 1, 0, 1, 2, 2, 1)
    assert scores_of(all_levels(levels))["current"] == {
        "sum": 19,
        "count": 16,
        "of": 16,
        "unknown": 0,
        "unanswered": 0,
        "not_applicable": 0,
        "mean": "1.1875",
        "rounded": "1.19",
        "level": None,
        "low": "1.1875",
        "high": "1.1875",
        "provisional": False,
    }


def test_overall_is_the_mean_of_items_and_not_of_blocks():
    answers = all_levels((5, 5, 5, *[0] * 13))
    assert score(EDITION, answers).scores["overall"].current.mean == Fraction(15, 16)


@pytest.mark.parametrize(
    ("levels", "mean", "rounded"),
    [
        ([5, 5, 3], "4.333333333333", "4.33"),
        ([1, 1, 0], "0.666666666667", "0.67"),
        ([0, 0, 0], "0", "0.00"),
        ([5, 5, 5], "5", "5.00"),
    ],
)
def test_mean_of_a_block_is_rounded_once(levels, mean, rounded):
    answers = {key: {"current": level} for key, level in zip(KEYS[:3], levels, strict=True)}
    current = scores_of(answers, "process")["current"]
    assert (current["mean"], current["rounded"]) == (mean, rounded)


def test_ties_are_rounded_half_up_in_means_and_gaps():
    keys = KEYS[:8]
    answers = {
        key: {"current": current, "target": target}
        for key, current, target in zip(
            keys, [2, 2, 2, 2, 2, 1, 1, 1], [1, 2, 2, 2, 2, 1, 1, 1], strict=True
        )
    }
    overall = scores_of(answers)
    assert (overall["current"]["mean"], overall["current"]["rounded"]) == ("1.625", "1.63")
    assert (overall["gap"]["mean"], overall["gap"]["rounded"]) == ("-0.125", "-0.13")


def test_design_example_of_one_answer_one_unknown_one_not_applicable():
    answers = {"VI": {"current": 1, "target": 3}, "HI": UNKNOWN, "IPL": NOT_APPLICABLE}
    overall = scores_of(answers)
    assert overall["current"] == {
        "sum": 1,
        "count": 1,
        "of": 15,
        "unknown": 1,
        "unanswered": 13,
        "not_applicable": 1,
        "mean": "1",
        "rounded": "1.00",
        "level": None,
        "low": "0.066666666667",
        "high": "4.733333333333",
        "provisional": False,
    }
    assert overall["gap"] == {"sum": 2, "count": 1, "of": 15, "mean": "2", "rounded": "2.00"}
    process = scores_of(answers, "process")["current"]
    assert process == {
        "sum": 1,
        "count": 1,
        "of": 2,
        "unknown": 1,
        "unanswered": 0,
        "not_applicable": 1,
        "mean": "1",
        "rounded": "1.00",
        "level": None,
        "low": "0.5",
        "high": "3",
        "provisional": False,
    }


def test_nothing_answered_has_no_mean_and_the_widest_range():
    assert score(EDITION, {}).scores["overall"].current == Score(
        sum=0,
        count=0,
        of=16,
        unknown=0,
        unanswered=16,
        not_applicable=0,
        mean=None,
        low=Fraction(0),
        high=Fraction(5),
    )


def test_unanswered_and_zero_are_different():
    nothing = score(EDITION, {}).scores["overall"].current
    zeros = score(EDITION, all_levels([0] * 16)).scores["overall"].current
    assert (nothing.mean, nothing.is_decided) == (None, False)
    assert (zeros.mean, zeros.is_decided) == (Fraction(0), True)


def test_everything_not_applicable_has_no_score():
    result = score(EDITION, dict.fromkeys(KEYS, NOT_APPLICABLE))
    for group in GROUPS:
        held = len(EDITION.items_of(group))
        nothing = {"sum": 0, "count": 0, "of": 0, "unknown": 0, "unanswered": 0}
        empty = Score(**nothing, not_applicable=held, mean=None, low=None, high=None)
        assert result.scores[group].current == empty
        assert result.scores[group].target == empty
        assert result.scores[group].gap == Gap(sum=0, count=0, of=0, mean=None)
        assert not result.scores[group].current.is_decided


def test_not_applicable_leaves_the_denominator():
    answers = all_levels([4] * 16) | {"SG": NOT_APPLICABLE, "LC": NOT_APPLICABLE}
    current = score(EDITION, answers).scores["overall"].current
    assert (current.sum, current.of, current.mean) == (56, 14, Fraction(4))
    assert current.is_decided


def test_worked_example_of_the_documentation():
    overall = scores_of(EXAMPLE)
    assert overall["current"] == {
        "sum": 16,
        "count": 13,
        "of": 15,
        "unknown": 1,
        "unanswered": 1,
        "not_applicable": 1,
        "mean": "1.230769230769",
        "rounded": "1.23",
        "level": None,
        "low": "1.066666666667",
        "high": "1.733333333333",
        "provisional": False,
    }
    assert overall["target"] == {
        "sum": 28,
        "count": 13,
        "of": 15,
        "unknown": 0,
        "unanswered": 2,
        "not_applicable": 1,
        "mean": "2.153846153846",
        "rounded": "2.15",
        "level": None,
        "low": None,
        "high": None,
        "provisional": False,
    }
    assert overall["gap"] == {
        "sum": 11,
        "count": 12,
        "of": 15,
        "mean": "0.916666666667",
        "rounded": "0.92",
    }
    assert [(fault.path, fault.code) for fault in score(EDITION, EXAMPLE).warnings] == [
        ("answers.IIC.target", "target_below_current")
    ]


def test_gap_counts_only_items_with_both():
    answers = {
        "VI": {"current": 1, "target": 4},
        "HI": {"current": 5},
        "IPL": {"target": 5},
    }
    process = score(EDITION, answers).scores["process"]
    assert process.gap == Gap(sum=3, count=1, of=3, mean=Fraction(3))
    assert (process.current.mean, process.target.mean) == (Fraction(3), Fraction(9, 2))


def test_items_keep_their_state_and_their_own_gap():
    result = score(EDITION, EXAMPLE)
    assert list(result.items) == KEYS
    assert result.items["VI"] == ItemResult("VI", "answered", 1, 3, None, 1, 1)
    assert result.items["HI"] == ItemResult("HI", "unknown", None, 2, None, 0, 5)
    assert result.items["IPL"] == ItemResult(
        "IPL", "not_applicable", None, None, "no_such_activity", None, None
    )
    assert result.items["FC"] == ItemResult("FC", "unanswered", None, None, None, 0, 5)
    gaps = {key: item.gap for key, item in result.items.items()}
    assert (gaps["VI"], gaps["HI"], gaps["EA"], gaps["IIC"]) == (2, None, None, -1)


def test_target_alone_is_unanswered_with_a_target():
    item = score(EDITION, {"VI": {"target": 3}}).items["VI"]
    assert (item.state, item.current, item.target, item.gap) == ("unanswered", None, 3, None)


def test_result_lists_groups_overall_blocks_pillars():
    expected = ["overall", "process", "technology", "organisation"]
    expected += [group for group in GROUPS if group not in expected]
    assert list(score(EDITION, {}).scores) == expected
