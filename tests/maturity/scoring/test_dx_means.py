"""Where a mean has a level: the self-diagnosis `dx` (docs/scoring.md, section 12)."""

from fractions import Fraction

import pytest

from maturity.instruments.faults import Fault
from maturity.scoring import as_json, check_answers, score
from tests.maturity.editions import build_edition, edition_data
from tests.maturity.scoring.shipped import (
    DX,
    DX_KEYS,
    OUTSIDE,
    SIRI,
    SIRI_KEYS,
    UNKNOWN,
    same_level,
    sum_of_levels,
)

MANAGEMENT = [item.key for item in DX.level_items_of("management")]
IT = [item.key for item in DX.level_items_of("it")]


def overall(answers):
    return score(DX, answers).scores["overall"].current


@pytest.mark.parametrize(
    ("total", "level"),
    [
        (0, 0),
        (34, 0),
        (35, 1),
        (69, 1),
        (70, 2),
        (104, 2),
        (105, 3),
        (139, 3),
        (140, 4),
        (174, 4),
        (175, 5),
    ],
)
def test_level_of_a_mean_is_its_floor(total, level):
    current = overall(sum_of_levels(DX_KEYS, total))
    assert current.mean == Fraction(total, 35)
    assert (current.level, current.level_low, current.level_high) == (level, level, level)


@pytest.mark.parametrize(
    ("total", "missing", "levels"),
    [
        (105, 1, (3, 3, 3)),
        (105, 6, (3, 3, 3)),
        (105, 7, (None, 3, 4)),
        (104, 1, (None, 2, 3)),
        (100, 1, (None, 2, 3)),
        (99, 1, (2, 2, 2)),
        (0, 35, (None, 0, 5)),
        (0, 6, (0, 0, 0)),
        (0, 7, (None, 0, 1)),
        (170, 1, (None, 4, 5)),
    ],
)
def test_level_needs_both_ends_of_the_range_in_it(total, missing, levels):
    answers = sum_of_levels(DX_KEYS[missing:], total) | dict.fromkeys(DX_KEYS[:missing], UNKNOWN)
    current = overall(answers)
    assert (current.level, current.level_low, current.level_high) == levels


def test_levels_of_blocks_and_groups_are_their_own():
    scores = score(DX, same_level(MANAGEMENT, 3) | same_level(IT, 1)).scores
    assert list(scores) == ["overall", "management", "it", *map(str, range(1, 10))]
    levels = {key: group.current.level for key, group in scores.items()}
    expected = {"overall": 2, "management": 3, "it": 1}
    expected |= {str(number): 3 if number <= 7 else 1 for number in range(1, 10)}
    assert levels == expected


def test_mean_of_the_whole_is_not_the_mean_of_the_two_blocks():
    scores = score(DX, same_level(MANAGEMENT, 3) | same_level(IT, 1)).scores
    means = [scores[key].current.mean for key in ("overall", "management", "it")]
    assert means == [Fraction(73, 35), 3, 1]
    assert means[0] != (means[1] + means[2]) / 2


@pytest.mark.parametrize(
    ("total", "missing", "leading"),
    [
        (175, 0, True),
        (105, 0, True),
        (104, 0, False),
        (0, 0, False),
        (170, 1, None),
        (105, 1, None),
        (100, 1, None),
        (99, 1, False),
        (30, 15, None),
        (29, 15, False),
        (0, 21, None),
        (0, 20, False),
        (0, 35, None),
    ],
)
def test_leading_is_decided_over_all_thirty_five(total, missing, leading):
    answers = sum_of_levels(DX_KEYS[missing:], total) | dict.fromkeys(DX_KEYS[:missing], UNKNOWN)
    result = score(DX, answers)
    assert result.knows_leading
    assert result.leading is leading
    assert as_json(result)["leading"] is leading


def test_unanswered_and_unknown_leave_leading_equally_open():
    answers = same_level(DX_KEYS[1:], 4)
    assert score(DX, answers).leading is None
    assert score(DX, answers | {DX_KEYS[0]: UNKNOWN}).leading is None


def test_quick_pass_alone_never_decides_leading():
    answers = same_level(DX_KEYS, 0)
    del answers["9-1"]
    assert score(DX, answers).leading is False
    assert score(DX, answers | {"quick.9": {"low": 0, "high": 0}}).leading is None


def test_siri_has_no_level_of_a_mean_and_no_leading():
    result = score(SIRI, same_level(SIRI_KEYS, 3))
    assert not result.knows_leading
    assert result.leading is None
    for group in result.scores.values():
        current = group.current
        assert (current.mean, current.level) == (3, None)
        assert (current.level_low, current.level_high) == (None, None)
    assert "leading" not in as_json(result)


def test_not_applicable_is_not_offered_in_dx():
    fault = Fault("answers.1.state", "not_applicable_not_offered")
    assert check_answers(DX, {"1": OUTSIDE}) == [fault]


def test_json_of_a_dx_group_has_the_levels_of_both_ends():
    answers = {
        "5": {"current": 4, "target": 5},
        "5-1": {"current": 1, "target": 4},
        "5-2": {"state": "unknown", "target": 5},
    }
    assert as_json(score(DX, answers))["scores"]["5"] == {
        "current": {
            "sum": 5,
            "count": 2,
            "of": 3,
            "unknown": 1,
            "unanswered": 0,
            "not_applicable": 0,
            "mean": "2.5",
            "rounded": "2.50",
            "level": None,
            "level_low": 1,
            "level_high": 3,
            "low": "1.666666666667",
            "high": "3.333333333333",
            "provisional": False,
        },
        "target": {
            "sum": 14,
            "count": 3,
            "of": 3,
            "unknown": 0,
            "unanswered": 0,
            "not_applicable": 0,
            "mean": "4.666666666667",
            "rounded": "4.67",
            "level": None,
            "level_low": None,
            "level_high": None,
            "low": None,
            "high": None,
            "provisional": False,
        },
        "gap": {"sum": 4, "count": 2, "of": 3, "mean": "2", "rounded": "2.00"},
    }


def test_json_of_a_quick_pass_in_dx_keeps_the_keys_of_the_levels():
    answers = {f"quick.{number}": {"low": 1, "high": 2} for number in range(4, 10)}
    current = as_json(score(DX, answers))["scores"]["overall"]["current"]
    assert (current["level"], current["level_low"], current["level_high"]) == (None, None, None)


def test_json_has_levels_wherever_the_edition_gives_a_mean_one():
    data = edition_data()
    data["scale"]["mean_has_level"] = True
    result = score(build_edition(data), same_level(SIRI_KEYS, 3))
    assert (result.knows_leading, result.leading) == (False, None)
    shown = as_json(result)
    current = shown["scores"]["overall"]["current"]
    assert (current["level"], current["level_low"], current["level_high"]) == (3, 3, 3)
    assert "leading" not in shown


def test_quantities_are_echoed_and_never_averaged():
    quantities = {
        "closing_time": {"current": "12", "target": "5.5", "method": "ledger", "action": "close"},
        "data_freshness": {"current": "weekly"},
    }
    answers = same_level(DX_KEYS, 2)
    with_them, without = score(DX, answers | quantities), score(DX, answers)
    assert with_them.quantities == quantities
    assert (with_them.scores, with_them.items) == (without.scores, without.items)
    assert as_json(with_them)["quantities"] == quantities
    assert "quantities" not in as_json(without)


def test_quantities_are_listed_in_the_order_of_asking():
    given = {"data_freshness": {"current": "daily"}, "closing_time": {"current": "1"}}
    assert list(score(DX, given).quantities) == ["closing_time", "data_freshness"]
