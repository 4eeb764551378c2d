"""Which results a pool counts, and what it takes of them; and cells as JSON and back."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from maturity.benchmarks.pool_figures import index_cells, publish_cells
from maturity.benchmarks.pool_json import cells_as_json, cells_from_json, rules_as_json
from maturity.benchmarks.pool_results import make_contribution, take_numbers
from maturity.instruments.loader import canonical_json, shipped_editions
from maturity.scoring import score
from tests.maturity.benchmarks.pool_attacks import GROUPS, Pool, build
from tests.maturity.benchmarks.test_pool import many, pools

EDITIONS = {edition.key: edition for edition in shipped_editions()}
OPEN = {"state": "unknown"}
ABSENT = {"state": "not_applicable", "reason": "no_such_activity"}
PROFILE = {"size_band": "1-9", "economy": "CN", "sector": "C28"}


def numbers_of(key: str, answers: Mapping[str, Any]) -> Any:
    return take_numbers(score(EDITIONS[key], answers))


def levels(key: str, **others: Any) -> dict[str, Any]:
    """Every item at level 2, but for those named."""
    return {item.key: {"current": 2} for item in EDITIONS[key].level_items} | others


def first(count: int, given: Any) -> dict[str, Any]:
    """The same answer to the first items of siri."""
    return {item.key: given for item in EDITIONS["siri"].level_items[:count]}


def tiers(**others: Any) -> dict[str, Any]:
    """L1 is in place and no more, but for the practices named."""
    return {
        item.key: {"answer": "yes" if item.group == "L1" else "no"}
        for item in EDITIONS["tiers"].practices
    } | others


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("siri", levels("siri")),
        ("siri", levels("siri") | first(3, ABSENT)),
        ("dx", levels("dx")),
        ("tiers", tiers()),
        ("tiers", tiers(**{"L3-scenario": OPEN})),  # L2 is not met, so L3 decides nothing
        ("tiers", tiers(**{"L2-gain": OPEN})),  # supports and never decides
    ],
)
def test_complete_result_counts(key: str, answers: dict[str, Any]) -> None:
    assert numbers_of(key, answers) is not None


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("siri", levels("siri") | first(4, ABSENT)),
        ("siri", levels("siri") | first(16, ABSENT)),
        ("siri", levels("siri", VI=OPEN)),
        ("siri", {k: v for k, v in levels("siri").items() if k != "VI"}),
        # The bounds of a quick pass meet: low and high are equal, and yet nothing was answered.
        (
            "siri",
            {
                **{k: v for k, v in levels("siri").items() if k not in ("SFA", "EA", "FA")},
                "quick.automation": {"low": 2, "high": 2},
            },
        ),
        ("dx", {k: v for k, v in levels("dx").items() if k != "9-6"}),
        ("tiers", tiers(**{"L1-relief": OPEN})),
        ("tiers", {k: v for k, v in tiers().items() if k != "L1-relief"}),
        ("facts", {"reference_year": {"value": "2025"}}),
    ],
)
def test_result_with_gaps_does_not_count(key: str, answers: dict[str, Any]) -> None:
    assert numbers_of(key, answers) is None


def test_numbers_are_levels_and_one_sum_and_no_more() -> None:
    given = levels("siri", VI={"current": 5, "target": 5, "note": "secret"}, HI=ABSENT)
    numbers = numbers_of("siri", given)
    assert json.loads(json.dumps(numbers)) == numbers
    assert numbers["overall"] == [33, 15]
    assert (numbers["levels"]["VI"], "HI" in numbers["levels"]) == (5, False)
    assert len(numbers["levels"]) == 15


def test_contribution_holds_the_levels_and_the_exact_mean() -> None:
    numbers = numbers_of("siri", levels("siri", VI={"current": 5}, HI=ABSENT))
    one = make_contribution("e", numbers, **PROFILE)
    assert (one.overall, one.levels["VI"]) == (Fraction(33, 15), Fraction(5))
    assert "HI" not in one.levels
    assert set(one.levels) == set(numbers["levels"])
    with pytest.raises(KeyError):
        one.levels["HI"]


def test_contribution_of_tiers_is_the_tier_alone() -> None:
    one = make_contribution("e", numbers_of("tiers", tiers()), **PROFILE)
    assert (one.tier, one.overall, dict(one.levels)) == (1, None, {})


@given(pools)
@many(200)
def test_cells_are_the_same_after_they_were_stored_in_any_order_of_keys(pool: Pool) -> None:
    published = publish_cells(build(pool), groups=GROUPS)
    stored = json.loads(canonical_json(cells_as_json(published)))
    assert cells_from_json(stored) == published
    assert list(index_cells(cells_from_json(stored))) == [cell.path for cell in published]


def test_rules_name_every_threshold() -> None:
    rules = rules_as_json()
    assert rules["tree"] == {"version": "1", "levels": ["size", "economy", "sector"]}
    assert rules["thresholds"] == {
        "smallest_cell": 10,
        "fewest_outsiders": 5,
        "counts_rounded_to": 5,
        "mean_decimals": 1,
        "lowest_mean": "0.3",
        "highest_mean": "4.7",
        "smallest_with_bins": 30,
        "most_not_applicable": 3,
    }
