"""The sentences over a result say what the numbers say."""

from collections.abc import Mapping
from typing import Any

from assessments.wording.results import (
    counted_text,
    furthest,
    headline,
    listed,
    lowest,
    plan,
    score_text,
    spread,
)
from maturity.instruments.loader import shipped_editions

EDITION = next(edition for edition in shipped_editions() if edition.key == "siri")


def result(levels: Mapping[str, tuple[int | None, int | None]]) -> dict[str, Any]:
    """Items by key: (current, target)."""
    return {
        "items": {
            key: {
                "current": current,
                "target": target,
                "gap": None if current is None or target is None else target - current,
            }
            for key, (current, target) in levels.items()
        }
    }


def test_headline_names_the_band_of_the_majority() -> None:
    data = result({"VI": (1, None), "HI": (1, None), "IPL": (2, None), "SFA": (None, None)})
    assert headline(data) == "2 of your 3 items stand at level 1."


def test_headline_of_a_spread_result_gives_both_ends_and_the_lowest_of_ties() -> None:
    data = result({"VI": (0, None), "HI": (2, None), "IPL": (4, None)})
    assert headline(data) == ("Your items lie between level 0 and level 4, most often at level 0.")


def test_headline_without_any_band() -> None:
    assert headline(result({"VI": (None, 3)})) == "No item has a level yet."


def test_spread_counts_each_band_from_below() -> None:
    data = result({"VI": (2, None), "HI": (0, None), "IPL": (2, None)})
    assert spread(data) == "1 item at level 0 and 2 items at level 2."


def test_plan_counts_raised_targets_only() -> None:
    data = result({"VI": (1, 3), "HI": (2, 2), "IPL": (2, 1), "SFA": (1, None)})
    assert plan(data) == "Your targets raise 1 item."
    assert plan(result({"VI": (1, None)})) == "No targets are set yet."


def test_furthest_names_all_ties_up_to_three() -> None:
    data = result({"VI": (1, 3), "HI": (1, 2), "IPL": (0, 2)})
    assert furthest(EDITION, data) == (
        "Furthest from the target, by 2 levels: Vertical Integration and "
        "Integrated Product Lifecycle."
    )
    met = result({"VI": (3, 3)})
    assert furthest(EDITION, met) == "No item is below its target."


def test_lowest_names_the_dimensions_at_the_lowest_band() -> None:
    data = result({"VI": (1, None), "HI": (0, None)})
    assert lowest(EDITION, data) == "Lowest, at level 0: Horizontal Integration."


def test_score_is_a_mean_or_a_range_or_nothing() -> None:
    whole = {"of": 2, "low": "1.5", "high": "1.5", "rounded": "1.50", "provisional": False}
    open_ = {
        "of": 3,
        "low": "1.625",
        "high": "3.333333333333",
        "rounded": "2.50",
        "provisional": False,
    }
    assert score_text(whole) == "1.50"
    assert score_text(open_) == "between 1.63 and 3.33"
    assert score_text({"of": 0, "low": None, "high": None, "rounded": None}) == "no score"


def test_counts_name_what_is_left_out() -> None:
    score = {"count": 12, "of": 15, "unknown": 1, "unanswered": 2, "not_applicable": 1}
    assert counted_text(score) == (
        "12 of 15 items answered, 1 unknown, 2 unanswered, 1 not applicable"
    )


def test_names_are_joined_as_the_language_does() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
