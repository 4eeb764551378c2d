"""Which results count: one reason for each that does not, and of several the right one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from assessments.models import (
    Assessment,
    Edition,
    Enterprise,
    Membership,
    PoolContribution,
    PoolRelease,
    User,
)
from assessments.queries.pool import countable, open_window
from assessments.services.demo import load_demo
from assessments.services.pool import withdraw_consent
from tests.assessments.services.conftest import SPRING
from tests.pools import (
    YEAR,
    all_at,
    compute_next,
    found_enterprise,
    found_organisation,
    head_of,
    let_in,
    submit,
    tier_answers,
)

Crowd = Callable[..., list[Assessment]]
ABSENT = {"state": "not_applicable", "reason": "no_such_activity"}


def counted(edition: Edition) -> set[Assessment]:
    return {row.assessment for row in countable(edition, open_window(edition))}


def excluded(release: PoolRelease) -> dict[str, int]:
    """The reasons that are not 0."""
    assert release.content is not None
    return {reason: count for reason, count in release.content["excluded"].items() if count}


@pytest.mark.parametrize(
    ("others", "obstacle"),
    [
        ({}, ""),
        (dict.fromkeys(("VI", "HI", "IPL"), ABSENT), ""),
        (dict.fromkeys(("VI", "HI", "IPL", "SFA"), ABSENT), "incomplete"),
        ({"VI": {"state": "unknown"}}, "incomplete"),
        ({"VI": {"state": "unanswered"}}, "incomplete"),
    ],
)
def test_only_a_complete_result_counts(
    pooled: Edition, others: dict[str, Any], obstacle: str
) -> None:
    result = submit(found_enterprise("One"), pooled, all_at(pooled, 2, **others), on=SPRING)
    row = result.pool_contribution
    assert (row.obstacle, row.numbers is None) == (obstacle, bool(obstacle))
    assert counted(pooled) == (set() if obstacle else {result})


@pytest.mark.parametrize(("role", "obstacle"), [("owner", ""), ("editor", "")])
def test_whoever_may_submit_at_the_owner_submits_for_it(
    pooled: Edition, bob: User, client_organisation: Any, role: str, obstacle: str
) -> None:
    person = bob if role == "editor" else head_of(client_organisation)
    enterprise = found_enterprise("One", owner=client_organisation)
    result = submit(enterprise, pooled, all_at(pooled, 2), on=SPRING, by=person)
    assert result.pool_contribution.obstacle == obstacle


def test_result_submitted_under_a_grant_never_counts(pooled: Edition) -> None:
    consultancy = found_organisation("Consulting", kind="consultancy")
    enterprise = found_enterprise("One")
    let_in(consultancy, enterprise, on=SPRING, may_edit=True)
    result = submit(enterprise, pooled, all_at(pooled, 2), on=SPRING, by=head_of(consultancy))
    assert result.pool_contribution.obstacle == "not_by_owner"
    assert counted(pooled) == set()


def test_consultant_who_also_belongs_to_the_owner_submits_for_it(pooled: Edition) -> None:
    consultancy = found_organisation("Consulting", kind="consultancy")
    enterprise = found_enterprise("One")
    person = head_of(consultancy)
    Membership.objects.create(user=person, organisation=enterprise.owner, role="editor")
    let_in(consultancy, enterprise, on=SPRING, may_edit=True)
    result = submit(enterprise, pooled, all_at(pooled, 2), on=SPRING, by=person)
    assert result.pool_contribution.obstacle == ""


def test_prepared_enterprise_never_counts_not_even_after_it_got_an_owner(pooled: Edition) -> None:
    consultancy = found_organisation("Consulting", kind="consultancy")
    prepared = Enterprise.objects.create(
        name="Prepared", economy="JP", sector="C25", size_band="1-9", prepared_by=consultancy
    )
    result = submit(prepared, pooled, all_at(pooled, 2), on=SPRING, by=head_of(consultancy))
    assert result.pool_contribution.obstacle == "no_owner"
    prepared.owner, prepared.prepared_by = found_organisation("Owner"), None
    prepared.save()
    assert counted(pooled) == set()


def test_demonstration_never_counts(pooled: Edition, shipped: None) -> None:
    load_demo()
    rows = PoolContribution.objects.exclude(assessment__edition__key="facts")
    assert set(rows.values_list("obstacle", flat=True)) == {"demonstration", "no_owner"}
    assert not PoolContribution.objects.filter(numbers__isnull=False).exists()


def test_facts_are_not_even_noted(finish: Callable[..., Assessment]) -> None:
    finish("facts", {"reference_year": {"value": "2025"}})
    assert not PoolContribution.objects.exists()


@pytest.mark.parametrize(
    ("key", "answers", "obstacle"),
    [("tiers", {}, ""), ("tiers", {"L1-relief": {"state": "unknown"}}, "incomplete")],
)
def test_tiers_count_once_they_are_decided(
    pooled: Edition, tiers: Edition, key: str, answers: dict[str, Any], obstacle: str
) -> None:
    given = tier_answers(tiers, 2) | answers
    row = submit(found_enterprise("One"), tiers, given, on=SPRING).pool_contribution
    assert (row.obstacle, row.numbers) == (obstacle, None if obstacle else {"tier": 2})


def test_without_consent_nothing_counts(pooled: Edition) -> None:
    enterprise = found_enterprise("One", takes_part=False)
    submit(enterprise, pooled, all_at(pooled, 2), on=SPRING)
    assert counted(pooled) == set()


def test_consent_given_after_submitting_lets_the_result_count(pooled: Edition) -> None:
    enterprise = found_enterprise("One", takes_part=False)
    result = submit(enterprise, pooled, all_at(pooled, 2), on=SPRING)
    enterprise.pool_consents.create(text="1", given_by=head_of(enterprise.owner))
    assert counted(pooled) == {result}


def test_of_several_results_of_a_year_the_latest_counts(crowd: Crowd, pooled: Edition) -> None:
    first, *_others = crowd(10, level=0)
    later = submit(first.enterprise, pooled, all_at(pooled, 5), on=dt.date(YEAR, 9, 1))
    release = compute_next(pooled)
    assert release.content is not None
    taken = {row.assessment for row in release.contributions.all()}
    assert (len(taken), later in taken, first in taken) == (10, True, False)
    assert release.content["cells"][0]["overall"]["value"] == "0.5"


def test_corrected_result_gives_way_even_if_the_correction_came_later(
    crowd: Crowd, pooled: Edition
) -> None:
    first, second, *_others = crowd(12, level=0)
    in_time = submit(
        first.enterprise, pooled, all_at(pooled, 5), on=dt.date(YEAR, 12, 31), corrects=first
    )
    too_late = submit(
        second.enterprise, pooled, all_at(pooled, 5), on=dt.date(YEAR + 1, 1, 3), corrects=second
    )
    release = compute_next(pooled)
    taken = {row.assessment for row in release.contributions.all()}
    assert (in_time in taken, first in taken, second in taken) == (True, False, False)
    assert len(taken) == 11
    crowd(10, on=dt.date(YEAR + 1, 6, 1), name="Later")
    following = compute_next(pooled)
    assert too_late in {row.assessment for row in following.contributions.all()}


def test_correction_that_is_still_being_written_changes_nothing(
    crowd: Crowd, pooled: Edition
) -> None:
    first, *_others = crowd(10)
    draft = Assessment.objects.create(enterprise=first.enterprise, edition=pooled, corrects=first)
    assert not draft.is_frozen
    assert first in counted(pooled)


def test_last_moment_of_a_year_belongs_to_it_and_the_next_one_does_not(pooled: Edition) -> None:
    late, early = (
        submit(found_enterprise(name), pooled, all_at(pooled, 2), on=SPRING)
        for name in ("late", "early")
    )
    for result, moment in (
        (late, dt.datetime(YEAR, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC)),
        (early, dt.datetime(YEAR + 1, 1, 1, tzinfo=dt.UTC)),
    ):
        PoolContribution.objects.filter(pk=result.pk).update(submitted_at=moment)
    assert counted(pooled) == {late}


def test_release_says_how_many_results_do_not_count_by_reason_to_the_nearest_five(
    crowd: Crowd, pooled: Edition
) -> None:
    consultancy = found_organisation("Consulting", kind="consultancy")
    counting = crowd(30)
    for result in counting[:3]:
        submit(result.enterprise, pooled, all_at(pooled, 2), on=dt.date(YEAR, 7, 1))
    for result in counting[3:10]:
        correction = all_at(pooled, 2)
        submit(result.enterprise, pooled, correction, on=dt.date(YEAR, 7, 1), corrects=result)
    for result in counting[10:13]:
        withdraw_consent(by=head_of(result.enterprise.owner), enterprise=result.enterprise)
    for number in range(8):
        enterprise = found_enterprise(f"granted {number}")
        let_in(consultancy, enterprise, on=SPRING, may_edit=True)
        submit(enterprise, pooled, all_at(pooled, 2), on=SPRING, by=head_of(consultancy))
    gaps = all_at(pooled, 2, VI={"state": "unknown"})
    for number in range(12):
        submit(found_enterprise(f"gaps {number}"), pooled, gaps, on=SPRING)
    demo = found_organisation("Demo", is_demo=True)
    for _number in range(2):  # rounded away
        submit(found_enterprise("demo", owner=demo), pooled, all_at(pooled, 2), on=SPRING)
    release = compute_next(pooled)
    assert release.contributions.count() == 27
    assert excluded(release) == {
        "earlier": 5,
        "corrected": 5,
        "no_consent": 5,
        "not_by_owner": 10,
        "incomplete": 10,
    }
