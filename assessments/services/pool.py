"""The pool, from consent to release: who takes part, what counts, when it is computed, once."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from assessments import queue
from assessments.access import submits_for_owner
from assessments.models import (
    CONSENT_TEXT,
    Assessment,
    Edition,
    Enterprise,
    Event,
    Job,
    PoolConsent,
    PoolContribution,
    PoolRelease,
    User,
)
from assessments.queries.pool import (
    consents,
    countable,
    has_pool,
    in_window,
    is_corrected,
    open_consents,
    window_after,
)
from assessments.queries.pool_readers import PoolReaders, readers_in
from assessments.services.events import record_event
from assessments.services.refusals import Rejected, check_reason
from maturity.benchmarks.pool import Contribution, build_cells
from maturity.benchmarks.pool_figures import publish_cells, round_count
from maturity.benchmarks.pool_json import cells_as_json, rules_as_json
from maturity.benchmarks.pool_results import items_by_group, make_contribution, take_numbers
from maturity.benchmarks.pool_windows import Window
from maturity.instruments.faults import Fault
from maturity.instruments.loader import canonical_json, content_hash
from maturity.scoring.result import Result

AT_ONCE = 2000  # rows of one step while a pool is read or its contributions are marked
PAUSE = dt.timedelta(days=1)  # before a window whose job failed is tried again


@transaction.atomic
def give_consent(*, by: User, enterprise: Enterprise) -> PoolConsent:
    """Let the enterprise take part from now on; giving it twice changes nothing.

    A consent to an earlier text ends where the one to the present text begins. Raises Rejected
    while the enterprise has no owner: its consultancy cannot speak for it.
    """
    if enterprise.owner_id is None:
        raise Rejected([Fault("enterprise", "no_owner")])
    to_earlier_text = PoolConsent.objects.filter(
        ~Q(text=CONSENT_TEXT), enterprise=enterprise, withdrawn_at__isnull=True
    )
    to_earlier_text.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    consent, is_new = PoolConsent.objects.get_or_create(
        enterprise=enterprise,
        withdrawn_at=None,
        defaults={"given_by": by, "text": CONSENT_TEXT},
    )
    if is_new:
        kind = Event.Kind.POOL_CONSENT_GIVEN
        record_event(kind=kind, by=by, about=enterprise, enterprise=enterprise)
    return consent


@transaction.atomic
def withdraw_consent(*, by: User, enterprise: Enterprise) -> None:
    """Take part no longer; withdrawing twice changes nothing.

    What was not computed yet does not count. Of a computed window only the note is left that the
    enterprise was in it, and it is deleted; the release stays as it is.
    """
    open_consent = PoolConsent.objects.filter(enterprise=enterprise, withdrawn_at__isnull=True)
    if open_consent.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        PoolContribution.objects.filter(enterprise=enterprise, release__isnull=False).delete()
        kind = Event.Kind.POOL_CONSENT_WITHDRAWN
        record_event(kind=kind, by=by, about=enterprise, enterprise=enterprise)


@transaction.atomic
def forget_enterprise(enterprise: Enterprise) -> None:
    """Delete all that the pool holds about an enterprise; releases are not about it alone."""
    PoolConsent.objects.filter(enterprise=enterprise).delete()  # first, as a release locks them
    PoolContribution.objects.filter(enterprise=enterprise).delete()


def enter_result(*, by: User, assessment: Assessment, result: Result) -> None:
    """Keep what a pool would count of a result that is just being submitted, or why it never can.

    Whether it counts is decided when the window is computed, by the consent that holds then.
    """
    if not has_pool(assessment.edition):
        return
    numbers = take_numbers(result)
    obstacle = _obstacle(by=by, enterprise=assessment.enterprise, is_complete=numbers is not None)
    PoolContribution.objects.create(
        assessment=assessment,
        enterprise=assessment.enterprise,
        edition=assessment.edition,
        submitted_at=assessment.submitted_at or timezone.now(),
        obstacle=obstacle,
        numbers=None if obstacle else numbers,
    )


def _obstacle(*, by: User, enterprise: Enterprise, is_complete: bool) -> str:
    if enterprise.owner is None:
        return PoolContribution.Obstacle.NO_OWNER
    if not submits_for_owner(by, enterprise):
        return PoolContribution.Obstacle.NOT_BY_OWNER
    if enterprise.owner.is_demo:
        return PoolContribution.Obstacle.DEMONSTRATION
    return "" if is_complete else PoolContribution.Obstacle.INCOMPLETE


def enqueue_due_pool_releases() -> int:
    """Ask for each window that is over and was not computed yet; returns for how many it did.

    Repeatable and safe to run twice at once. A window whose job failed or was cancelled is asked
    for again a day later.
    """
    issued = Edition.objects.exclude(state=Edition.State.DRAFT)
    return sum(_enqueue_if_due(edition) for edition in issued if has_pool(edition))


def _enqueue_if_due(edition: Edition) -> bool:
    last = edition.pool_releases.defer("content").select_related("job").order_by("last_day").last()
    window = window_after(edition, last)
    if window.due_at > timezone.now():
        return False
    try:
        with transaction.atomic():
            if last is None or last.state != PoolRelease.State.DUE:
                PoolRelease.objects.create(
                    edition=edition,
                    first_day=window.first_day,
                    last_day=window.last_day,
                    job=_new_job(),
                )
                return True
            if _ended_in_vain_long_ago(last.job):
                last.job = _new_job()
                last.save(update_fields=["job"])
                return True
    except IntegrityError:  # asked for at the same moment; the other one won
        pass
    return False


def _ended_in_vain_long_ago(job: Job) -> bool:
    ended = job.finished_at
    return job.is_in_vain and ended is not None and ended + PAUSE < timezone.now()


def _new_job() -> Job:
    return queue.enqueue(kind=Job.Kind.POOL_RELEASE, requested_by=None, priority=queue.BATCH)


@dataclass(frozen=True)
class _Pool:
    """What counts in a window, with the rows it came from and the readers."""

    contributions: list[Contribution]
    rows: list[UUID]
    readers: PoolReaders
    earlier: int  # results of an enterprise that had a later one


def build_pool_release(job: Job) -> Callable[[], None]:
    """Compute a window; the function returned publishes it, or carries it over if it is too small.

    Who ends its consent in between is left out: then it is computed once more before it is
    published. Nothing exact is stored with a release. Raises LeaseLost.
    """
    release = PoolRelease.objects.select_related("edition").get(job=job)
    if release.state != PoolRelease.State.DUE:  # computed by an attempt that was believed dead
        return lambda: None
    window = Window(release.first_day, release.last_day)
    queue.report_progress(job, phase="reading", percent=5)
    pool = _read_pool(release.edition, window)
    queue.report_progress(job, phase="counting", percent=50)
    content = _compute(release, window, pool)
    queue.report_progress(job, phase="storing", percent=90)
    due = PoolRelease.objects.filter(pk=release.pk, state=PoolRelease.State.DUE)

    def store() -> None:
        nonlocal pool, content
        if not due.exists():  # by an attempt that was believed dead
            return
        while not _still_counts(release.edition, window, pool.rows):
            pool = _read_pool(release.edition, window)
            content = _compute(release, window, pool)
        if not content["cells"]:
            due.update(state=PoolRelease.State.CARRIED_OVER)
            return
        due.update(
            state=PoolRelease.State.PUBLISHED,
            content=content,
            hash=content_hash(canonical_json(content)),
            published_at=timezone.now(),
        )
        for start in range(0, len(pool.rows), AT_ONCE):
            taken = PoolContribution.objects.filter(pk__in=pool.rows[start : start + AT_ONCE])
            taken.update(release=release)

    return store


def _compute(release: PoolRelease, window: Window, pool: _Pool) -> dict[str, Any]:
    """What is published of a pool; without cells if it is too small."""
    cells = publish_cells(
        build_cells(pool.contributions, readers=pool.readers.as_sets()),
        groups=items_by_group(release.edition.content),
    )
    return {
        "key": release.key,
        "edition": {
            "key": release.edition.key,
            "edition": release.edition.edition,
            "hash": release.edition.hash,
        },
        "window": {"first_day": str(window.first_day), "last_day": str(window.last_day)},
        "rules": rules_as_json(),
        "n": cells[0].n if cells else 0,
        "excluded": _count_excluded(release.edition, window, earlier=pool.earlier),
        "cells": cells_as_json(cells),
    }


def _still_counts(edition: Edition, window: Window, rows: Sequence[UUID]) -> bool:
    """Whether all results that were read may still count; their consents are locked from now on."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        read = PoolContribution.objects.filter(pk__in=some)
        held = open_consents().filter(enterprise__in=read.values("enterprise"))
        list(held.select_for_update().order_by("pk").values_list("pk"))
        if countable(edition, window).filter(pk__in=some).count() < len(some):
            return False
    return True


def _read_pool(edition: Edition, window: Window) -> _Pool:
    """Stream the results of a window and keep of each enterprise the latest."""
    readers = readers_in(window)
    contributions: list[Contribution] = []
    rows: list[UUID] = []
    earlier = 0
    last: UUID | None = None
    for row in _stream(edition, window):
        assessment, enterprise, submitted_at, owner, profile, numbers = row
        if enterprise == last:
            earlier += 1
            continue
        last = enterprise
        rows.append(assessment)
        readers.note(
            enterprise=enterprise, owner=owner, assessment=assessment, submitted_at=submitted_at
        )
        contributions.append(
            make_contribution(
                str(enterprise),
                numbers,
                size_band=profile["size_band"],
                economy=profile["economy"],
                sector=profile["sector"],
            )
        )
    return _Pool(contributions, rows, readers, earlier)


def _stream(edition: Edition, window: Window) -> Iterator[tuple[Any, ...]]:
    """Of each enterprise the latest result first; of two at the same moment always the same."""
    return (
        countable(edition, window)
        .order_by("enterprise_id", "-submitted_at", "-assessment_id")
        .values_list(
            "assessment_id",
            "enterprise_id",
            "submitted_at",
            "enterprise__owner_id",
            "assessment__profile",
            "numbers",
        )
        .iterator(chunk_size=AT_ONCE)
    )


def _count_excluded(edition: Edition, window: Window, *, earlier: int) -> dict[str, int]:
    """Results of the window that do not count, by reason, each rounded to five."""
    held = in_window(edition, window)
    by_obstacle = held.exclude(obstacle="").order_by().values_list("obstacle")
    counted = Counter(dict(by_obstacle.annotate(count=Count("pk"))))
    possible = held.filter(obstacle="")
    counted["no_consent"] = possible.filter(~consents()).count()
    counted["corrected"] = possible.filter(consents(), is_corrected()).count()
    counted["earlier"] = earlier
    reasons = (*PoolContribution.Obstacle.values, "no_consent", "corrected", "earlier")
    return {reason: round_count(counted[reason]) for reason in reasons}


@transaction.atomic
def withdraw_pool_release(*, by: User, release: PoolRelease, reason: str) -> PoolRelease:
    """Take a release back for good, saying why; nothing is published in its place.

    Reports that show it keep it. Raises Rejected (no reason or too long a one, not
    published).
    """
    current = PoolRelease.objects.select_for_update().defer("content").get(pk=release.pk)
    said = check_reason(reason, field="reason")
    if current.state != PoolRelease.State.PUBLISHED:
        raise Rejected([Fault("state", "pool_not_published", {"name": current.key})])
    current.state = PoolRelease.State.WITHDRAWN
    current.withdrawn_by, current.withdrawn_at = by, timezone.now()
    current.withdrawn_reason = said
    current.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record_event(kind=Event.Kind.POOL_RELEASE_WITHDRAWN, by=by, about=current)
    return current
