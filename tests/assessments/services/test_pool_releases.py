"""Releases: when they are computed, once whatever happens, what they hold, and how they end."""

import datetime as dt
import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from assessments import queue
from assessments.models import (
    Assessment,
    Edition,
    Event,
    Job,
    PoolContribution,
    PoolRelease,
    User,
)
from assessments.queries.pool import open_window
from assessments.services.pool import (
    build_pool_release,
    enqueue_due_pool_releases,
    withdraw_pool_release,
)
from assessments.services.refusals import Rejected
from assessments.tasks import HANDLERS
from maturity.benchmarks.pool_windows import Window
from maturity.instruments.loader import canonical_json, content_hash
from tests.assessments.services.conftest import SPRING
from tests.pools import YEAR, all_at, compute_next, found_enterprise, issue_in, submit, tier_answers

Crowd = Callable[..., list[Assessment]]


def years(edition: Edition) -> list[tuple[int, int, str]]:
    rows = edition.pool_releases.order_by("last_day")
    return [(row.first_day.year, row.last_day.year, row.state) for row in rows]


# When


def test_nothing_is_due_before_fourteen_days_after_the_year(pooled: Edition) -> None:
    issue_in(timezone.now().year, pooled)
    assert enqueue_due_pool_releases() == 0
    assert not PoolRelease.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.storage
def test_due_window_is_asked_for_once(pooled: Edition) -> None:
    assert [enqueue_due_pool_releases() for _ in range(3)] == [1, 0, 0]
    release = PoolRelease.objects.get()
    assert (release.edition, release.state) == (pooled, "due")
    assert (release.first_day, release.last_day) == (dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31))
    assert (release.job.kind, release.job.requested_by) == ("pool_release", None)
    assert Job.objects.count() == 1


def test_every_questionnaire_but_facts_has_its_own_window(
    pooled: Edition, dx: Edition, tiers: Edition, facts: Edition
) -> None:
    issue_in(YEAR, dx, tiers, facts)
    assert enqueue_due_pool_releases() == 3
    assert {row.edition for row in PoolRelease.objects.all()} == {pooled, dx, tiers}


@pytest.mark.parametrize(("state", "asked"), [("draft", 0), ("retired", 1)])
def test_draft_has_no_window_and_a_retired_edition_keeps_its_own(
    pooled: Edition, state: str, asked: int
) -> None:
    Edition.objects.filter(pk=pooled.pk).update(state=state)
    assert enqueue_due_pool_releases() == asked


@pytest.mark.storage
def test_database_holds_one_release_for_a_window(pooled: Edition) -> None:
    enqueue_due_pool_releases()
    first = PoolRelease.objects.get()
    job = Job.objects.create(kind="pool_release")
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolRelease.objects.create(
            edition=pooled, first_day=first.first_day, last_day=first.last_day, job=job
        )


def test_window_whose_job_failed_is_asked_for_again_a_day_later(pooled: Edition) -> None:
    enqueue_due_pool_releases()
    failed = Job.objects.get()
    now = timezone.now()
    Job.objects.update(state="failed", finished_at=now - dt.timedelta(hours=23))
    assert enqueue_due_pool_releases() == 0
    Job.objects.update(state="failed", finished_at=now - dt.timedelta(hours=25))
    assert enqueue_due_pool_releases() == 1
    assert PoolRelease.objects.get().job != failed


def test_years_that_nobody_was_there_for_are_computed_one_after_the_other(
    crowd: Crowd, pooled: Edition
) -> None:
    crowd(10)
    crowd(10, on=dt.date(YEAR + 1, 5, 1), name="Next year")
    compute_next(pooled)
    compute_next(pooled)
    assert years(pooled) == [
        (YEAR, YEAR, "published"),
        (YEAR + 1, YEAR + 1, "published"),
    ]


# What


def test_too_small_a_pool_is_carried_over_and_published_with_the_next_year(
    crowd: Crowd, pooled: Edition
) -> None:
    early = crowd(9)
    assert compute_next(pooled).state == "carried_over"
    assert not PoolContribution.objects.filter(release__isnull=False).exists()
    assert open_window(pooled) == Window(dt.date(YEAR, 1, 1), dt.date(YEAR + 1, 12, 31))
    late = crowd(1, on=dt.date(YEAR + 1, 5, 1), name="Next year")
    release = compute_next(pooled)
    assert years(pooled) == [(YEAR, YEAR, "carried_over"), (YEAR, YEAR + 1, "published")]
    assert {row.assessment for row in release.contributions.all()} == {*early, *late}
    assert open_window(pooled) == Window(dt.date(YEAR + 2, 1, 1), dt.date(YEAR + 2, 12, 31))


def test_carried_over_window_holds_each_enterprise_once(crowd: Crowd, pooled: Edition) -> None:
    first, *_others = crowd(9)
    compute_next(pooled)
    on = dt.date(YEAR + 1, 5, 1)
    again = submit(first.enterprise, pooled, all_at(pooled, 4), on=on)
    assert compute_next(pooled).state == "carried_over", "still nine enterprises"
    crowd(1, on=dt.date(YEAR + 2, 5, 1), name="Third year")
    release = compute_next(pooled)
    taken = {row.assessment for row in release.contributions.all()}
    assert (len(taken), again in taken, first in taken) == (10, True, False)


def test_release_holds_its_content_hash_window_and_rules(crowd: Crowd, pooled: Edition) -> None:
    crowd(12)
    release = compute_next(pooled)
    assert release.content is not None
    assert release.hash == content_hash(canonical_json(release.content))
    assert release.key == f"siri-2020-pool-{YEAR}-12-31" == release.content["key"]
    assert release.content["edition"] == {"key": "siri", "edition": "2020", "hash": pooled.hash}
    assert release.content["window"] == {
        "first_day": f"{YEAR}-01-01",
        "last_day": f"{YEAR}-12-31",
    }
    assert release.content["rules"]["thresholds"]["smallest_cell"] == 10
    assert release.published_at is not None


def test_nothing_exact_is_stored_with_a_release(crowd: Crowd, pooled: Edition) -> None:
    """12 and 13 members are 10 and 15; 25 together are 25; no name, no identifier of a member."""
    members = [*crowd(12), *crowd(13, name="Larger", size_band="50-249")]
    release = compute_next(pooled)
    assert release.content is not None
    numbers = {cell["n"] for cell in release.content["cells"]}
    assert numbers == {10, 15, 25}
    stored = json.dumps(release.content)
    for result in members:
        for said in (result.enterprise.name, str(result.pk), str(result.enterprise_id)):
            assert said not in stored


def test_profile_is_the_one_frozen_when_it_was_submitted(crowd: Crowd, pooled: Edition) -> None:
    for result in crowd(10):
        result.enterprise.economy = "DE"
        result.enterprise.save()
    release = compute_next(pooled)
    assert release.content is not None
    paths = [cell["path"] for cell in release.content["cells"]]
    assert {path["economy"] for path in paths if "economy" in path} == {"CN"}


def test_tiers_are_counted(pooled: Edition, tiers: Edition) -> None:
    issue_in(YEAR, tiers)
    for number in range(30):
        answers = tier_answers(tiers, number % 6)
        submit(found_enterprise(f"{number}"), tiers, answers, on=SPRING)
    content = compute_next(tiers).content
    assert content is not None
    assert content["cells"][0] == {
        "path": {},
        "n": 30,
        "overall": None,
        "means": {},
        "bins": [5, 5, 5, 5, 5, 5],
    }


# Once


def test_killed_worker_costs_a_delay_and_never_a_second_release(
    crowd: Crowd, pooled: Edition
) -> None:
    crowd(12)
    enqueue_due_pool_releases()
    killed = queue.claim()
    assert killed is not None
    late = build_pool_release(killed)  # computed, but the worker dies before it is stored
    Job.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert queue.work_one(HANDLERS)
    release = PoolRelease.objects.get()
    before = (release.state, release.hash, release.published_at)
    late()  # and wakes up again
    build_pool_release(Job.objects.get())()
    release.refresh_from_db()
    assert (release.state, release.hash, release.published_at) == before
    assert before[0] == "published"
    assert release.contributions.count() == 12


@pytest.mark.storage
def test_result_is_in_one_release_at_most(crowd: Crowd, pooled: Edition) -> None:
    """Whatever was published, the database has one row for a result and one column for a release;
    and an enterprise is in a release once."""
    first, *_others = crowd(10)
    release = compute_next(pooled)
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolContribution.objects.bulk_create([PoolContribution(
            assessment=first, enterprise=first.enterprise, edition=pooled,
            submitted_at=timezone.now(), obstacle="incomplete",
        )])  # fmt: skip
    again = submit(first.enterprise, pooled, all_at(pooled, 2), on=SPRING)
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolContribution.objects.filter(pk=again.pk).update(release=release)
    with pytest.raises(ProtectedError):
        release.delete()


@pytest.mark.parametrize("counts", [(12, 10, 11), (4, 5, 3), (9, 1, 10), (10, 0, 10), (3, 3, 13)])
def test_no_result_is_in_two_releases(
    crowd: Crowd, pooled: Edition, counts: tuple[int, ...]
) -> None:
    """The same ten enterprises submit again each year, others join."""
    for year, count in enumerate(counts, start=YEAR):
        crowd(count, on=dt.date(year, 5, 1), name=str(year))
    for _year in counts:
        compute_next(pooled)
    published = list(pooled.pool_releases.filter(state="published").order_by("last_day"))
    held = [
        set(release.contributions.values_list("assessment", flat=True)) for release in published
    ]
    assert sum(map(len, held)) == len(set().union(*held))
    for one, following in pairwise(published):
        assert one.last_day < following.first_day
    assert all(len(members) >= 10 for members in held)


# Withdrawn


def test_withdrawn_release_says_why_and_nothing_takes_its_place(
    crowd: Crowd, pooled: Edition, alice: User
) -> None:
    crowd(12)
    release = compute_next(pooled)
    withdrawn = withdraw_pool_release(by=alice, release=release, reason=" Wrong tree. ")
    assert (withdrawn.state, withdrawn.withdrawn_reason) == ("withdrawn", "Wrong tree.")
    assert (withdrawn.withdrawn_by, withdrawn.hash) == (alice, release.hash)
    assert Event.objects.filter(kind="pool_release_withdrawn", object_id=release.pk).count() == 1
    assert open_window(pooled).first_day == dt.date(YEAR + 1, 1, 1)
    crowd(10, on=dt.date(YEAR + 1, 5, 1), name="Next year")
    following = compute_next(pooled)
    assert following.contributions.count() == 10
    assert release.contributions.count() == 12
    with pytest.raises(Rejected) as refused:
        withdraw_pool_release(by=alice, release=release, reason="again")
    assert [fault.code for fault in refused.value.faults] == ["pool_not_published"]


@pytest.mark.parametrize(("reason", "code"), [("  ", "missing"), ("x" * 2001, "text_too_long")])
def test_withdrawing_needs_a_reason_of_some_length(
    crowd: Crowd, pooled: Edition, alice: User, reason: str, code: str
) -> None:
    crowd(10)
    release = compute_next(pooled)
    with pytest.raises(Rejected) as refused:
        withdraw_pool_release(by=alice, release=release, reason=reason)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [("reason", code)]
    release.refresh_from_db()
    assert release.state == "published"
