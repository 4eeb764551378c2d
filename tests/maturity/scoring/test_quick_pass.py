"""Bounds instead of levels: a range, and nothing filled in (docs/scoring.md, section 11)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.instruments.faults import Fault
from maturity.scoring import as_json, check_answers, score, warn_about_answers
from tests.maturity.editions import build_edition
from tests.maturity.scoring.shipped import (
    DX,
    DX_KEYS,
    OUTSIDE,
    SIRI,
    SIRI_KEYS,
    UNKNOWN,
    same_level,
)

AUTOMATION = ["SFA", "EA", "FA"]
OTHERS = [key for key in SIRI_KEYS if key not in AUTOMATION]


def bounds(low, high, unit="automation"):
    return {f"quick.{unit}": {"low": low, "high": high}}


def current_of(answers, group="overall", edition=SIRI):
    return score(edition, answers).scores[group].current


def test_bounds_give_a_provisional_range_and_nothing_else():
    scores = as_json(score(SIRI, same_level(OTHERS, 2) | bounds(1, 3)))["scores"]
    assert scores["overall"]["current"] == {
        "sum": 26,
        "count": 13,
        "of": 16,
        "unknown": 0,
        "unanswered": 3,
        "not_applicable": 0,
        "mean": None,
        "rounded": None,
        "level": None,
        "low": "1.8125",
        "high": "2.1875",
        "provisional": True,
    }
    ends = (scores["automation"]["current"]["low"], scores["automation"]["current"]["high"])
    assert ends == ("1", "3")


def test_only_groups_that_hold_the_unit_are_provisional():
    scores = score(SIRI, same_level(OTHERS, 2) | bounds(1, 3)).scores
    provisional = [key for key, group in scores.items() if group.current.provisional]
    assert provisional == ["overall", "technology", "automation"]
    assert scores["process"].current.mean == 2
    assert scores["connectivity"].current.mean == 2


def test_provisional_range_has_no_level_even_if_it_lies_in_one():
    answers = same_level(DX_KEYS, 3)
    for key in ("5", "5-1", "5-2"):
        del answers[key]
    scores = score(DX, answers | bounds(3, 3, unit="5")).scores
    for group in ("overall", "management", "5"):
        current = scores[group].current
        assert (current.low, current.high, current.mean) == (3, 3, None)
        assert (current.level, current.level_low, current.level_high) == (None, None, None)
    assert scores["it"].current.level == 3


def test_items_with_bounds_stay_unanswered():
    item = score(SIRI, bounds(1, 3)).items["EA"]
    assert (item.state, item.current, item.gap) == ("unanswered", None, None)
    assert (item.low, item.high, item.is_bounded) == (1, 3, True)


def test_unknown_items_take_the_bounds_as_well():
    item = score(SIRI, {"EA": UNKNOWN} | bounds(2, 2)).items["EA"]
    assert (item.state, item.low, item.high, item.is_bounded) == ("unknown", 2, 2, True)


def test_dont_know_at_both_ends_is_the_whole_scale_and_still_provisional():
    current = current_of(bounds(0, 5), "automation")
    assert (current.low, current.high, current.provisional) == (0, 5, True)
    bounded = score(SIRI, bounds(0, 0)).items["SFA"]
    assert (bounded.low, bounded.high, bounded.is_bounded) == (0, 0, True)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_level_given_later_replaces_the_bound_of_its_item(level):
    result = score(SIRI, bounds(1, 3) | {"EA": {"current": level}})
    assert result.warnings == ()
    item = result.items["EA"]
    assert (item.low, item.high, item.is_bounded) == (level, level, False)
    current = result.scores["automation"].current
    assert (current.low, current.high) == (Fraction(level + 2, 3), Fraction(level + 6, 3))
    assert (current.mean, current.provisional) == (None, True)


def test_unit_of_which_every_item_has_a_level_is_no_longer_provisional():
    current = current_of(bounds(1, 3) | same_level(AUTOMATION, 2), "automation")
    assert (current.mean, current.low, current.high, current.provisional) == (2, 2, 2, False)


@pytest.mark.parametrize("level", [0, 4])
def test_level_outside_deletes_the_bounds_of_its_unit_and_says_so(level):
    answers = bounds(1, 3) | bounds(2, 4, unit="connectivity") | {"EA": {"current": level}}
    result = score(SIRI, answers)
    params = {"level": level, "low": 1, "high": 3}
    assert result.warnings == (Fault("quick.automation", "quick_contradicted", params),)
    assert result.warnings == tuple(warn_about_answers(SIRI, answers))
    current = result.scores["automation"].current
    assert (current.low, current.high) == (Fraction(level, 3), Fraction(level + 10, 3))
    assert (current.mean, current.provisional) == (level, False)
    assert not result.items["SFA"].is_bounded
    assert result.items["SFC"].is_bounded


def test_only_the_first_contradiction_of_a_unit_is_named():
    answers = bounds(1, 3) | {"FA": {"current": 5}, "SFA": {"current": 2}, "EA": {"current": 0}}
    params = {"level": 0, "low": 1, "high": 3}
    warning = Fault("quick.automation", "quick_contradicted", params)
    assert warn_about_answers(SIRI, answers) == [warning]


def test_bounds_of_every_unit_are_read():
    units = ["automation", "connectivity", "intelligence"]
    answers = {}
    for number, unit in enumerate(units):
        answers |= bounds(number, number + 1, unit=unit)
    items = score(SIRI, answers).items
    assert {key: (items[key].low, items[key].high) for key in ("FA", "EC", "SFI", "SG")} == {
        "FA": (0, 1),
        "EC": (1, 2),
        "SFI": (2, 3),
        "SG": (0, 5),
    }


def test_item_that_does_not_apply_leaves_its_unit():
    current = current_of(bounds(1, 4) | {"FA": OUTSIDE}, "automation")
    assert (current.of, current.not_applicable) == (2, 1)
    assert (current.low, current.high, current.provisional) == (1, 4, True)
    item = score(SIRI, bounds(1, 4) | {"FA": OUTSIDE}).items["FA"]
    assert (item.low, item.high, item.is_bounded) == (None, None, False)


def test_unit_of_which_nothing_applies_is_not_provisional():
    scores = score(SIRI, same_level(OTHERS, 2) | bounds(1, 4) | dict.fromkeys(AUTOMATION, OUTSIDE))
    assert not scores.scores["overall"].current.provisional
    assert scores.scores["overall"].current.mean == 2
    assert scores.scores["automation"].current.low is None


def test_bounds_change_neither_targets_nor_gaps():
    answers = {"SFA": {"current": 2, "target": 4}, "EA": {"target": 3}}
    before, after = score(SIRI, answers).scores, score(SIRI, answers | bounds(1, 3)).scores
    for group in before:
        assert (after[group].target, after[group].gap) == (before[group].target, before[group].gap)


@pytest.mark.parametrize(
    ("edition", "key"),
    [
        (SIRI, "VI"),
        (SIRI, "SFA"),
        (SIRI, "process"),
        (SIRI, "overall"),
        (SIRI, ""),
        (SIRI, "quick.automation"),
        (DX, "1"),
        (DX, "4-1"),
        (DX, "it"),
        (build_edition(), "automation"),
    ],
)
def test_only_a_unit_of_several_items_has_bounds(edition, key):
    answers = {f"quick.{key}": {"low": 1, "high": 2}}
    assert check_answers(edition, answers) == [Fault(f"quick.{key}", "quick_unknown", {"key": key})]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"low": 0, "high": 5}, []),
        ({"low": 3, "high": 3}, []),
        ({"low": 3, "high": 2}, [("high", "quick_bounds_reversed", {"low": 3, "high": 2})]),
        ({"low": 1}, [("high", "field_missing", {})]),
        ({"high": 1}, [("low", "field_missing", {})]),
        ({}, [("low", "field_missing", {}), ("high", "field_missing", {})]),
        (
            {"low": "1", "high": 6, "note": "n"},
            [
                ("note", "field_unknown", {"field": "note"}),
                ("low", "level_is_text", {"top": 5, "value": "1"}),
                ("high", "level_too_high", {"top": 5, "value": 6}),
            ],
        ),
        ({"low": None, "high": 1}, [("low", "level_is_null", {"top": 5})]),
        ({"low": 2, "high": True}, [("high", "level_is_boolean", {"top": 5, "value": True})]),
        ({"low": 6, "high": 0}, [("low", "level_too_high", {"top": 5, "value": 6})]),
    ],
)
def test_bounds_are_two_levels_in_order(given, faults):
    expected = [Fault(f"quick.automation.{end}", code, params) for end, code, params in faults]
    assert check_answers(SIRI, {"quick.automation": given}) == expected


@pytest.mark.parametrize("given", [None, 3, [1, 3], "1-3"])
def test_bounds_that_are_no_object_are_refused(given):
    fault = Fault("quick.automation", "answer_not_object")
    assert check_answers(SIRI, {"quick.automation": given}) == [fault]


@given(st.lists(st.integers(0, 5), min_size=2, max_size=2).map(sorted), st.data())
def test_every_level_within_the_bounds_keeps_the_range(ends, data):
    low, high = ends
    before = current_of(same_level(OTHERS, 2) | bounds(low, high))
    levels = data.draw(st.lists(st.integers(low, high), min_size=3, max_size=3))
    given_later = {key: {"current": level} for key, level in zip(AUTOMATION, levels, strict=True)}
    after = current_of(same_level(OTHERS, 2) | bounds(low, high) | given_later)
    assert before.low <= after.mean <= before.high
