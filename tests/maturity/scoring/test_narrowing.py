"""What would narrow a range most: overall, block, order (docs/scoring.md, section 8)."""

import pytest

from maturity.scoring import as_json, score
from tests.maturity.editions import build_edition, edition_data
from tests.maturity.scoring.shipped import (
    DX,
    DX_KEYS,
    OUTSIDE,
    SIRI,
    SIRI_KEYS,
    UNKNOWN,
    same_level,
)


def narrowing_of(open_keys, *, edition=SIRI, **extra):
    keys = [item.key for item in edition.level_items if item.key not in open_keys]
    return score(edition, same_level(keys, 1) | extra).narrowing


def test_nothing_open_leaves_nothing_to_narrow():
    assert narrowing_of([]) == ()


@pytest.mark.parametrize(
    ("still_open", "expected"),
    [
        (["SG"], ("SG",)),
        (["SFA", "SG", "IPL"], ("IPL", "SG", "SFA")),
        (["VI", "HI", "IPL", "WLD"], ("VI", "HI", "IPL")),
        (["IPL", "HI", "SFA"], ("HI", "IPL", "SFA")),
        (["SFA", "EA", "FA", "SG"], ("SG", "SFA", "EA")),
        (SIRI_KEYS, ("VI", "HI", "IPL")),
    ],
)
def test_smaller_block_comes_first_then_the_order_of_asking(still_open, expected):
    assert narrowing_of(still_open) == expected


def test_unknown_and_unanswered_narrow_alike():
    assert narrowing_of(["VI", "HI"], HI=UNKNOWN) == ("VI", "HI")
    assert narrowing_of(["VI", "HI"], VI=UNKNOWN) == ("VI", "HI")


def test_items_that_do_not_apply_make_their_block_smaller():
    away = dict.fromkeys(("EA", "FA", "SFC", "EC", "FC", "SFI", "EI"), OUTSIDE)
    assert narrowing_of(["SFA", "FI", "VI"]) == ("VI", "SFA", "FI")
    assert narrowing_of(["SFA", "FI", "VI"], **away) == ("SFA", "FI", "VI")


def test_span_on_the_whole_range_comes_before_the_block():
    away = dict.fromkeys(("SFC", "EC", "FC", "SFI", "EI", "FI"), OUTSIDE)
    narrow = {"quick.automation": {"low": 1, "high": 4}}
    still_open = ["SFA", "EA", "SG"]
    assert narrowing_of(still_open, **away) == ("SFA", "EA", "SG")
    assert narrowing_of(still_open, **away, **narrow) == ("SG", "SFA", "EA")


def test_wider_bounds_come_before_narrower_ones():
    answers = {
        "quick.automation": {"low": 1, "high": 2},
        "quick.connectivity": {"low": 1, "high": 4},
        "quick.intelligence": {"low": 1, "high": 1},
    }
    assert narrowing_of(["SFI", "SFA", "FC"], **answers) == ("FC", "SFA", "SFI")


@pytest.mark.parametrize(
    ("automation", "connectivity"), [((0, 0), (0, 1)), ((3, 5), (0, 3)), ((2, 5), (1, 5))]
)
def test_span_is_what_lies_between_the_bounds(automation, connectivity):
    answers = {
        f"quick.{unit}": {"low": low, "high": high}
        for unit, (low, high) in (("automation", automation), ("connectivity", connectivity))
    }
    still_open = ["SFA", "EA", "FA", "SFC", "EC", "FC"]
    assert narrowing_of(still_open, **answers) == ("SFC", "EC", "FC")


def test_it_of_dx_is_the_smaller_block():
    keys = [key for key in DX_KEYS if key not in ("1", "7-3", "8", "9-6")]
    assert score(DX, same_level(keys, 1)).narrowing == ("8", "9-6", "1")


def test_edition_without_blocks_goes_by_the_order_of_asking():
    data = edition_data()
    data["groups"] = [group for group in data["groups"] if group["kind"] == "overall"]
    for item in data["items"]:
        item["group"] = "overall"
    assert narrowing_of(["SG", "SFA"], edition=build_edition(data)) == ("SFA", "SG")


def test_everything_not_applicable_leaves_nothing_to_narrow_and_no_score():
    result = score(SIRI, dict.fromkeys(SIRI_KEYS, OUTSIDE))
    assert result.narrowing == ()
    current = result.scores["overall"].current
    assert (current.mean, current.low, current.high) == (None, None, None)
    assert not current.provisional


def test_json_lists_what_would_narrow():
    assert as_json(score(SIRI, {}))["narrowing"] == ["VI", "HI", "IPL"]
