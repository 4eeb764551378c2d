"""Batches of reports: asked for at once, made one by one, paused, cancelled, tried again.

Everything that changes a batch locks its row first, so that whoever pauses or cancels it and the
worker that asks for its reports come one after the other.
"""

from collections.abc import Callable, Iterator, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assessments import queue
from assessments.access import allowing
from assessments.models import (
    Assessment,
    Batch,
    BatchEntry,
    Branding,
    Event,
    Job,
    User,
)
from assessments.queries.batches import CANCELLED, FINISHED, UNFINISHED, in_whose_name
from assessments.reports.options import ReportOptions, options_from_json
from assessments.services.batch_archives import (
    announce_batch,
    discard_archive,
    enqueue_archive,
    lock_batch,
)
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from assessments.services.reports import check_preface, request_report
from maturity.instruments.faults import Fault

LIMIT = 500
"""Most reports in a batch."""


@transaction.atomic
def request_batch(
    *,
    by: User,
    assessments: Sequence[Assessment],
    language: str,
    options: ReportOptions = ReportOptions(),  # noqa: B008 - frozen
    branding: Branding | None = None,
) -> Batch:
    """Ask for a report on each of these assessments, all with the same options.

    A job asks for the reports themselves. Raises Rejected: `nothing_chosen`, `too_many_reports`,
    `not_submitted`, and those of `check_preface`.
    """
    chosen = list(dict.fromkeys(assessments))
    if faults := list(_check_request(chosen, options)):
        raise Rejected(faults)
    batch = Batch.objects.create(
        requested_by=by,
        language=language,
        options=options.as_json(),
        branding=branding,
        job=queue.enqueue(kind=Job.Kind.BATCH, requested_by=by, priority=queue.BATCH),
    )
    BatchEntry.objects.bulk_create(
        BatchEntry(batch=batch, position=position, assessment=assessment)
        for position, assessment in enumerate(chosen, start=1)
    )
    record_event(
        kind=Event.Kind.BATCH_REQUESTED,
        by=by,
        about=batch,
        organisation=in_whose_name(batch),
        reports=len(chosen),
    )
    return batch


def _check_request(chosen: Sequence[Assessment], options: ReportOptions) -> Iterator[Fault]:
    if not chosen:
        yield Fault("assessments", "nothing_chosen")
    if len(chosen) > LIMIT:
        yield Fault("assessments", "too_many_reports", {"limit": LIMIT, "count": len(chosen)})
    if any(not assessment.is_frozen for assessment in chosen):
        yield Fault("assessments", "not_submitted")
    yield from check_preface(options)


def start_batch(job: Job) -> Callable[[], None]:
    """Ask for the report of each entry, one after another, each in a transaction of its own.

    A worker that dies leaves entries without report; the next one goes on with them. What is
    refused is kept with its entry. Raises JobFailed "not_allowed" when the account was closed,
    PutAside when the batch was paused meanwhile, and LeaseLost.
    """
    batch = Batch.objects.filter(job=job).select_related("requested_by").first()
    if batch is None:  # deleted with the account
        return lambda: None
    asker = batch.requested_by
    if asker is None or not asker.is_active:
        raise queue.JobFailed("not_allowed")
    _open_again(batch)
    total = batch.entries.count()
    asked = total - _not_asked(batch).count()
    while True:
        queue.report_progress(job, phase="asking", percent=100 * asked // max(total, 1))
        with transaction.atomic():
            current = lock_batch(batch)
            is_paused = current is not None and current.paused_at is not None
            if is_paused:
                queue.set_aside(job)
            entry = None if current is None else _not_asked(current).first()
            if entry is None and not is_paused:
                return lambda: None
            if entry is not None and not is_paused:
                _ask_for(entry, by=asker)
        if is_paused:
            raise queue.PutAside(job.pk)
        asked += 1


@transaction.atomic
def _open_again(batch: Batch) -> None:
    """A batch is over when its job has failed; an administrator may let that begin anew."""
    current = lock_batch(batch)
    if current and current.concluded_at:
        current.concluded_at, current.is_announced = None, False
        current.save(update_fields=["concluded_at", "is_announced"])
        discard_archive(current)


def _not_asked(batch: Batch) -> QuerySet[BatchEntry]:
    return batch.entries.filter(report__isnull=True, error__isnull=True)


def _ask_for(entry: BatchEntry, *, by: User) -> None:
    batch = entry.batch
    allowed = allowing(Assessment, by, "report").filter(pk=entry.assessment_id)
    assessment = allowed.select_related("edition", "enterprise").first()
    try:
        if assessment is None:
            raise Rejected([Fault("assessment", "report_not_allowed")])
        entry.report = request_report(
            by=by,
            assessments=[assessment],
            language=batch.language,
            options=options_from_json(batch.options),
            branding=batch.branding,
            priority=queue.BATCH,
        )
    except Rejected as rejected:
        fault = rejected.faults[0]
        entry.error = {"code": fault.code, "params": dict(fault.params)}
    entry.save(update_fields=["report", "error"])


# Concluding


def conclude_batches() -> int:
    """Conclude each batch whose last report is finished; returns how many.

    Called after each job and by the sweep, so with nothing to conclude it is one small query.
    """
    count = 0
    for batch in _ready().only("pk"):
        with transaction.atomic():
            # Locked: of two workers one concludes, and nobody asks again for what failed.
            current = lock_batch(batch)
            if current and _ready().filter(pk=batch.pk).exists():
                _conclude(current)
                count += 1
    return count


def _ready() -> QuerySet[Batch]:
    """Batches that are open although everything that they asked for is finished."""
    entries = BatchEntry.objects.filter(batch=OuterRef("pk"))
    return Batch.objects.filter(
        ~Exists(entries.filter(report__job__state__in=UNFINISHED)),
        concluded_at__isnull=True,
        job__state__in=FINISHED,
    )


def _conclude(batch: Batch) -> None:
    """With an archive if there is anything to put into it; whoever asked is told after that."""
    batch.concluded_at = timezone.now()
    batch.save(update_fields=["concluded_at"])
    if batch.entries.filter(report__job__state=Job.State.DONE).exists():
        enqueue_archive(batch)
    else:
        announce_batch(batch)


# Holding it up, going on, ending it, asking again


@transaction.atomic
def pause_batch(batch: Batch) -> None:
    """Begin no further report; what is being made is finished."""
    current = lock_batch(batch)
    if current is None or current.paused_at or current.cancelled_at or current.concluded_at:
        return
    current.paused_at = timezone.now()
    current.save(update_fields=["paused_at"])
    queue.pause(Job.objects.filter(pk=current.job_id))
    queue.pause(_own_jobs(current, unless=Q(batch__paused_at__isnull=True)))


@transaction.atomic
def resume_batch(batch: Batch) -> None:
    """Go on where it was paused."""
    current = lock_batch(batch)
    if current is None or current.paused_at is None:
        return
    current.paused_at = None
    current.save(update_fields=["paused_at"])
    if current.job.state == Job.State.PAUSED:
        _start_again(current)
    queue.resume(_own_jobs(current, unless=None))


@transaction.atomic
def cancel_batch(batch: Batch) -> None:
    """Make no further report; what is ready stays, and can be fetched."""
    current = lock_batch(batch)
    if current is None or current.cancelled_at or current.concluded_at:
        return
    current.cancelled_at, current.paused_at = timezone.now(), None
    current.save(update_fields=["cancelled_at", "paused_at"])
    _not_asked(current).update(error={"code": CANCELLED, "params": {}})
    queue.cancel(Job.objects.filter(pk=current.job_id))
    queue.cancel(_own_jobs(current, unless=Q()))
    transaction.on_commit(conclude_batches)  # there may be no job left after which it is done


@transaction.atomic
def retry_failed(batch: Batch) -> None:
    """Ask again for every report that failed or was cancelled, and open the batch again.

    Raises Rejected: `batch_still_asking`, `nothing_failed`.
    """
    current = lock_batch(batch)
    if current is None:
        return
    if not current.job.is_finished:
        raise Rejected([Fault("batch", "batch_still_asking")])
    ended = (Job.State.FAILED, Job.State.CANCELLED)
    failed = current.entries.filter(
        Q(report__isnull=True) | Q(error__isnull=False) | Q(report__job__state__in=ended)
    )
    keys = list(failed.values_list("pk", flat=True))
    if not keys:
        raise Rejected([Fault("batch", "nothing_failed")])
    BatchEntry.objects.filter(pk__in=keys).update(report=None, error=None)
    current.paused_at = current.cancelled_at = current.concluded_at = None
    current.is_announced = False
    current.save(update_fields=["paused_at", "cancelled_at", "concluded_at", "is_announced"])
    discard_archive(current)
    _start_again(current)


def _start_again(batch: Batch) -> None:
    """With a new job: each attempt of the old one, also one that was only paused, is counted."""
    before = batch.job
    batch.job = queue.enqueue(
        kind=Job.Kind.BATCH, requested_by=batch.requested_by, priority=queue.BATCH
    )
    batch.save(update_fields=["job"])
    before.delete()


def _own_jobs(batch: Batch, *, unless: Q | None) -> QuerySet[Job]:
    """The jobs that only this batch wants: those of reports that it asked for and nobody who waits
    for one, `unless` another open batch of such a kind wants the report too."""
    entries = batch.entries.all()
    if unless is not None:
        others = BatchEntry.objects.filter(
            unless,
            report=OuterRef("report"),
            batch__concluded_at__isnull=True,
            batch__cancelled_at__isnull=True,
        )
        entries = entries.exclude(Exists(others.exclude(batch=batch)))
    return Job.objects.filter(
        report__in=entries.filter(report__isnull=False).values("report"),
        requested_by=batch.requested_by,
        priority=queue.BATCH,
    )
