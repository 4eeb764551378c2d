"""Batches of reports: asked for at once, made one by one, put into one file, taken, forgotten.

Everything that changes a batch locks its row first, so that whoever pauses or cancels it and the
worker that asks for its reports come one after the other.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assessments import queue
from assessments.access import allowing, consultancies_of
from assessments.emails import write_email
from assessments.models import (
    Assessment,
    Batch,
    BatchEntry,
    Branding,
    Event,
    Job,
    Organisation,
    Report,
    User,
)
from assessments.queries.batches import CANCELLED, FINISHED, UNFINISHED, entries_of
from assessments.reports.batch_archive import write_batch_archive
from assessments.reports.files import BATCHES, new_file, remove_files
from assessments.reports.options import ReportOptions, options_from_json
from assessments.services.events import record_event, record_event_of_each
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
        organisation=_in_whose_name(batch),
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


def _in_whose_name(batch: Batch) -> Organisation | None:
    """In whose log the batch stands: that of its branding, of the consultancy for which the person
    works, or else of the first enterprise in it."""
    if batch.branding:
        return batch.branding.organisation
    if batch.requested_by and (own := consultancies_of(batch.requested_by).order_by("name", "pk")):
        return own[0]
    entry = batch.entries.select_related("assessment__enterprise").first()
    return entry.assessment.enterprise.organisation if entry else None


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
            current = _lock(batch)
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
    current = _lock(batch)
    if current and current.concluded_at:
        current.concluded_at, current.is_announced = None, False
        current.save(update_fields=["concluded_at", "is_announced"])
        _discard_archive(current)


def _lock(batch: Batch) -> Batch | None:
    """The batch as it is now; None if it went with the account of whoever asked for it."""
    return Batch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()


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
            current = _lock(batch)
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
        _enqueue_archive(batch)
    else:
        _announce(batch)


# The archive


def _enqueue_archive(batch: Batch) -> None:
    batch.archive = queue.enqueue(kind=Job.Kind.ARCHIVE, requested_by=batch.requested_by)
    batch.save(update_fields=["archive"])


def build_batch_archive(job: Job) -> Callable[[], None]:
    """Make the archive of a batch; the function returned writes down where the file is, and tells
    whoever asked.

    Raises JobFailed "not_allowed" when the account was closed, and LeaseLost.
    """
    batch = Batch.objects.filter(archive=job).select_related("requested_by", "job").first()
    if batch is None:  # deleted, or reports of it are being made again
        return lambda: None
    asker = batch.requested_by
    if asker is None or not asker.is_active:
        raise queue.JobFailed("not_allowed")
    rows = entries_of(batch, asker)

    def report_progress(number: int) -> None:
        queue.report_progress(job, phase="packing", percent=100 * number // len(rows))

    # With the job in its name: a worker that lost its lease cannot replace what came after it.
    name = f"{BATCHES}/{batch.pk}/{job.pk}-{job.attempt}.zip"
    path = settings.MEDIA_ROOT / name
    with new_file(path) as file:
        archived = write_batch_archive(
            rows,
            file,
            at=batch.concluded_at or timezone.now(),
            language=asker.language,
            on_progress=report_progress,
        )
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, 2)

    def store() -> None:
        current = Batch.objects.filter(pk=batch.pk, archive=job)
        is_wanted = current.update(file=name, sha256=digest, size=size)
        # Second, when whoever erases an enterprise is done: what was erased must not stay in it.
        kept = batch.entries.filter(pk__in=archived, report__isnull=False)
        if not is_wanted or kept.count() < len(archived):
            path.unlink(missing_ok=True)
            raise queue.LeaseLost(job.pk)
        kept.update(is_archived=True)
        _announce(batch)

    return store


def announce_without_archive(job: Job) -> None:
    """Tell that the reports are there although their archive could not be made."""
    if batch := Batch.objects.filter(archive=job).select_related("requested_by").first():
        _announce(batch)


def _announce(batch: Batch) -> None:
    """Once, however often the archive is made again; whoever cancelled it knows."""
    if not (batch.is_announced or batch.cancelled_at):
        Batch.objects.filter(pk=batch.pk).update(is_announced=True)
        if batch.requested_by and batch.requested_by.is_active:
            person = batch.requested_by
            write_email(kind="batch_ready", to=person.email, language=person.language, about=batch)


def download_batch(*, by: User, batch: Batch) -> BinaryIO:
    """Open the archive for somebody to keep; the log of each client says that its report was taken.

    Raises FileNotFoundError when there is none (yet, or any more). Raises Rejected, and has it made
    again, when a report in it may not be read any more (`archive_outdated`) or when the file is
    lost (`archive_lost`).
    """
    if not batch.file:
        raise FileNotFoundError(batch.pk)
    archived = batch.entries.filter(is_archived=True)
    readable = allowing(Report, by, "read").filter(batch_entries__in=archived)
    if archived.exclude(report__in=readable.values("pk")).exists():
        remake_archive(batch)
        raise Rejected([Fault("batch", "archive_outdated")])
    try:
        stored = (settings.MEDIA_ROOT / batch.file).open("rb")
    except FileNotFoundError:
        remake_archive(batch)
        raise Rejected([Fault("batch", "archive_lost")]) from None
    with transaction.atomic():
        record_event(
            kind=Event.Kind.BATCH_DOWNLOADED,
            by=by,
            about=batch,
            organisation=_in_whose_name(batch),
            reports=len(archived),
        )
        reports = readable.select_related("enterprise").defer("context")
        record_event_of_each(kind=Event.Kind.REPORT_DOWNLOADED, by=by, about=reports)
    return stored


@transaction.atomic
def remake_archive(batch: Batch) -> None:
    """Have the archive of a concluded batch made again, of what may be read by now."""
    current = _lock(batch)
    if current is None or current.concluded_at is None:
        return
    if current.archive is None or current.archive.is_finished:
        _discard_archive(current)
        _enqueue_archive(current)


def _discard_archive(batch: Batch) -> None:
    batch.file, batch.sha256, batch.size, batch.archive = "", "", None, None
    batch.save(update_fields=["file", "sha256", "size", "archive"])
    batch.entries.update(is_archived=False)
    transaction.on_commit(lambda: remove_files(BATCHES, batch.pk))


def forget_batch_files(*, older_than: dt.timedelta) -> int:
    """Delete archives that were made longer ago; returns how many. They can be made again."""
    old = Batch.objects.filter(archive__finished_at__lt=timezone.now() - older_than)
    count = 0
    for batch in old.exclude(file=""):
        with transaction.atomic():
            if current := _lock(batch):
                _discard_archive(current)
        count += 1
    return count


# Holding it up, going on, ending it, asking again


@transaction.atomic
def pause_batch(batch: Batch) -> None:
    """Begin no further report; what is being made is finished."""
    current = _lock(batch)
    if current is None or current.paused_at or current.cancelled_at or current.concluded_at:
        return
    current.paused_at = timezone.now()
    current.save(update_fields=["paused_at"])
    queue.pause(Job.objects.filter(pk=current.job_id))
    queue.pause(_own_jobs(current, unless=Q(batch__paused_at__isnull=True)))


@transaction.atomic
def resume_batch(batch: Batch) -> None:
    """Go on where it was paused."""
    current = _lock(batch)
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
    current = _lock(batch)
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
    current = _lock(batch)
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
    _discard_archive(current)
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


# What goes with an enterprise or an account


def discard_archives_with(entries: QuerySet[BatchEntry]) -> None:
    """Forget every archive in which the reports of these entries may lie, inside the caller's
    transaction; the files go with its commit."""
    batches = Batch.objects.filter(pk__in=entries.values("batch")).select_for_update(of=("self",))
    for batch in batches.order_by("pk"):
        _discard_archive(batch)


def remove_archives_of(person: User) -> None:
    """Remove the files of somebody's batches once the surrounding transaction, in which the account
    goes, is committed."""
    keys = list(person.batches.values_list("pk", flat=True))

    def remove() -> None:
        for key in keys:
            remove_files(BATCHES, key)

    transaction.on_commit(remove)
