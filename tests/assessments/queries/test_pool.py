"""Reading the pool for one assessment: the cell, the wider ones, and the words before a release."""

from collections.abc import Callable
from typing import Any

import pytest

from assessments.models import Assessment, Edition, PoolRelease
from assessments.queries.pool import (
    count_so_far,
    latest_pool_release,
    open_window,
    path_key,
    read_pool,
)
from assessments.queries.results import stored_result
from assessments.reports.pool import pool_section
from assessments.services.pool import withdraw_pool_release
from tests.assessments.services.conftest import SPRING, crowd, pooled
from tests.pools import (
    YEAR,
    all_at,
    compute_next,
    found_enterprise,
    head_of,
    issue_in,
    submit,
    tier_answers,
)

__all__ = ["crowd", "pooled"]  # fixtures

Crowd = Callable[..., list[Assessment]]


def section(assessment: Assessment, release: PoolRelease | None, cell: str = "") -> dict[str, Any]:
    reading = read_pool(assessment, release=release, chosen=cell)
    assert reading is not None
    return pool_section(stored_result(assessment), reading, uid="pool")


def keys(assessment: Assessment, release: PoolRelease) -> list[str]:
    reading = read_pool(assessment, release=release)
    assert reading is not None
    return [path_key(cell.path) for cell in reading.cells]


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "fewer_than_5"), (4, "fewer_than_5"), (5, "5_to_9"), (9, "5_to_9"), (10, "enough")],
)
def test_before_a_release_it_is_only_said_roughly_how_many_there_are(
    crowd: Crowd, pooled: Edition, count: int, words: str
) -> None:
    crowd(count)
    assert count_so_far(pooled, open_window(pooled)) == words


def test_enterprise_with_several_results_is_counted_once(crowd: Crowd, pooled: Edition) -> None:
    for result in crowd(4):
        submit(result.enterprise, pooled, all_at(pooled, 3), on=SPRING)
    assert count_so_far(pooled, open_window(pooled)) == "fewer_than_5"


def test_sentence_before_a_release_says_when_it_comes(crowd: Crowd, pooled: Edition) -> None:
    (first, *_others) = crowd(6)
    said = section(first, None)
    assert said["so_far"] == (
        "There are no figures of the pool yet. 5 to 9 enterprises so far; 10 are needed. "
        "Results submitted in 2020 are put together once, on 15 January 2021."
    )
    assert said["release"] is None


def test_narrowest_cell_comes_first_and_wider_ones_can_be_chosen(
    crowd: Crowd, pooled: Edition
) -> None:
    first, *_others = crowd(12)
    crowd(13, name="Larger", size_band="50-249")
    release = compute_next(pooled)
    assert keys(first, release) == ["10-49/CN/C25", "10-49/CN", "10-49", "all"]
    assert section(first, release)["group"] == (
        "10–49 persons engaged, China, Fabricated metal products: about 10 enterprises, "
        "results submitted in 2020."
    )
    wider = section(first, release, cell="all")
    assert wider["group"] == (
        "All enterprises of the pool: about 25 enterprises, results submitted in 2020."
    )
    other = section(first, release, cell="50-249")  # not a group of this enterprise
    assert other == section(first, release)


def test_wider_group_is_named_as_such(crowd: Crowd, pooled: Edition) -> None:
    crowd(12)
    (lonely,) = crowd(1, name="Lonely", size_band="1-9", economy="JP")
    release = compute_next(pooled)
    assert keys(lonely, release) == ["all"]
    assert section(lonely, release)["group"].endswith(
        "A wider group is used, because the narrower one has too few."
    )


def test_rest_of_several_groups_is_called_other(crowd: Crowd, pooled: Edition) -> None:
    crowd(25)
    crowd(6, name="Larger", size_band="50-249")
    (small, *_others) = crowd(5, name="Smaller", size_band="1-9")
    release = compute_next(pooled)
    assert section(small, release)["group"] == (
        "other sizes: about 10 enterprises, results submitted in 2020. "
        "A wider group is used, because the narrower one has too few."
    )


def test_means_stand_side_by_side_and_no_position_is_told_below_thirty(
    crowd: Crowd, pooled: Edition
) -> None:
    crowd(10, level=1)
    own = submit(found_enterprise("Own"), pooled, all_at(pooled, 3, VI={"current": 5}), on=SPRING)
    release = compute_next(pooled)
    said = section(own, release)
    assert said["statement"] == (
        "Mean of this group: 1.2. Your mean: 3.13. "
        "How many enterprises lie in each range is shown only for groups of 30 or more."
    )
    overall, process, *_others = said["groups"]
    assert overall == {
        "key": "overall",
        "name": "Overall",
        "own": "3.13",
        "pool": "1.2",
        "items": [],
    }
    assert (process["name"], process["own"], process["pool"]) == ("Process", "3.67", "1.2")
    assert process["items"][0] == {
        "key": "VI",
        "name": "Vertical Integration",
        "own": "5",
        "pool": "1.4",
    }
    assert [len(group["items"]) for group in said["groups"]] == [0, 3, 9, 4]
    assert (said["bins"], said["pictures"]) == ([], {})


def test_position_is_told_from_thirty_on_by_rounded_counts(crowd: Crowd, pooled: Edition) -> None:
    crowd(13, level=1)
    crowd(8, level=2, name="Middle")
    crowd(9, level=4, name="High")
    (own,) = crowd(1, level=2, name="Own")
    said = section(own, compute_next(pooled))
    assert said["statement"] == (
        "Mean of this group: 2.2. Your mean: 2.00. To the nearest five, 15 of these enterprises "
        "have a mean in a lower range than yours, 10 in the same and 10 in a higher one. Where "
        "yours stands inside its range is not known."
    )
    assert [(row["label"], row["count"], row["is_own"]) for row in said["bins"]] == [
        ("0 to less than 1", 0, False),
        ("1 to less than 2", 15, False),
        ("2 to less than 3", 10, True),
        ("3 to less than 4", 0, False),
        ("4 to 5", 10, False),
    ]
    assert said["pictures"]["bins"].count("<rect") == 3
    assert said["caveat"].endswith("Rounded numbers need not add up.")


@pytest.mark.parametrize(
    ("missing", "statement"),
    [
        (1, "a mean in a lower range than yours, 0 in the same"),  # 3.75 to 4.06, no: two ranges
        (0, "a mean in a lower range than yours, 0 in the same"),
    ],
)
def test_open_result_has_a_place_only_if_its_whole_range_lies_in_one(
    crowd: Crowd, pooled: Edition, missing: int, statement: str
) -> None:
    crowd(30, level=1)
    answers = all_at(pooled, 4 if missing else 3)
    for item in list(answers)[:missing]:
        answers[item] = {"state": "unknown"}
    own = submit(found_enterprise("Own"), pooled, answers, on=SPRING)
    said = section(own, compute_next(pooled))["statement"]
    if missing:
        assert "Your mean: between 3.75 and 4.06." in said
        assert said.endswith("still open over several of these ranges, so it has no place yet.")
    else:
        assert statement in said


def test_provisional_result_is_held_against_nothing(crowd: Crowd, pooled: Edition) -> None:
    crowd(30)
    answers = all_at(pooled, 2)
    for item in ("SFA", "EA", "FA"):
        del answers[item]
    enterprise = found_enterprise("Own")
    draft = submit(enterprise, pooled, answers, on=SPRING)
    result = draft.result
    result.data["scores"]["overall"]["current"]["provisional"] = True
    result.save()
    release = compute_next(pooled)
    said = section(Assessment.objects.get(pk=draft.pk), release)
    assert (said["groups"], said["bins"], said["pictures"]) == ([], [], {})
    assert said["statement"].startswith("Your result is provisional")


def test_mean_of_an_item_that_applies_to_too_few_is_a_dash(crowd: Crowd, pooled: Edition) -> None:
    absent = {"state": "not_applicable", "reason": "no_such_activity"}
    first, *_others = crowd(9)
    for number in range(3):
        answers = all_at(pooled, 2, VI=absent)
        submit(found_enterprise(f"Without {number}"), pooled, answers, on=SPRING)
    _overall, process, *_others = section(first, compute_next(pooled))["groups"]
    assert [row["pool"] for row in process["items"]] == ["–", "2.0", "2.0"]


def test_tiers_are_counted_and_have_no_mean(pooled: Edition, tiers: Edition) -> None:
    issue_in(YEAR, tiers)
    results = [
        submit(found_enterprise(f"{n}"), tiers, tier_answers(tiers, n % 3), on=SPRING)
        for n in range(30)
    ]
    said = section(results[1], compute_next(tiers))
    assert said["statement"] == (
        "To the nearest five, 10 of these enterprises reach a lower tier than you, "
        "10 the same and 10 a higher one."
    )
    assert said["groups"] == []
    assert [(row["label"], row["count"]) for row in said["bins"]] == [
        ("below L1", 10),
        ("L1", 10),
        ("L2", 10),
        ("L3", 0),
        ("L4", 0),
        ("L5", 0),
    ]


def test_latest_release_that_is_published_is_used(crowd: Crowd, pooled: Edition) -> None:
    first, *_others = crowd(12)
    earlier = compute_next(pooled)
    crowd(10, on=SPRING.replace(year=YEAR + 1), name="Next")
    later = compute_next(pooled)
    assert latest_pool_release(pooled) == later
    withdraw_pool_release(by=head_of(first.enterprise.owner), release=later, reason="Wrong.")
    assert latest_pool_release(pooled) == earlier


def test_cells_are_read_from_the_database_once(
    crowd: Crowd, pooled: Edition, django_assert_num_queries: Any
) -> None:
    first, *_others = crowd(12)
    compute_next(pooled)
    first.edition = pooled
    with django_assert_num_queries(1):
        release = latest_pool_release(pooled)
    with django_assert_num_queries(1):
        read_pool(first, release=release)
    with django_assert_num_queries(0):
        for chosen in ("", "all", "10-49"):
            read_pool(first, release=release, chosen=chosen)
