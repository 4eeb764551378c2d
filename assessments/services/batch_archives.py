"""The archive of a batch: made when its last report is finished, taken, made again, forgotten."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments import queue
from assessments.access import allowing
from assessments.emails import write_email
from assessments.models import Batch, BatchEntry, Event, Job, Report, User
from assessments.queries.batches import entries_of, in_whose_name
from assessments.reports.batch_archive import write_batch_archive
from assessments.reports.files import BATCHES, new_file, remove_files
from assessments.services.events import record_event, record_event_of_each
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault


def lock_batch(batch: Batch) -> Batch | None:
    """The batch as it is now; None if it went with the account of whoever asked for it."""
    return Batch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()


def enqueue_archive(batch: Batch) -> None:
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
        announce_batch(batch)

    return store


def announce_without_archive(job: Job) -> None:
    """Tell that the reports are there although their archive could not be made."""
    if batch := Batch.objects.filter(archive=job).select_related("requested_by").first():
        announce_batch(batch)


def announce_batch(batch: Batch) -> None:
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
            organisation=in_whose_name(batch),
            reports=len(archived),
        )
        reports = readable.select_related("enterprise").defer("context")
        record_event_of_each(kind=Event.Kind.REPORT_DOWNLOADED, by=by, about=reports)
    return stored


@transaction.atomic
def remake_archive(batch: Batch) -> None:
    """Have the archive of a concluded batch made again, of what may be read by now."""
    current = lock_batch(batch)
    if current is None or current.concluded_at is None:
        return
    if current.archive is None or current.archive.is_finished:
        discard_archive(current)
        enqueue_archive(current)


def discard_archive(batch: Batch) -> None:
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
            if current := lock_batch(batch):
                discard_archive(current)
        count += 1
    return count


# What goes with an enterprise or an account


def discard_archives_with(entries: QuerySet[BatchEntry]) -> None:
    """Forget every archive in which the reports of these entries may lie, inside the caller's
    transaction; the files go with its commit."""
    batches = Batch.objects.filter(pk__in=entries.values("batch")).select_for_update(of=("self",))
    for batch in batches.order_by("pk"):
        discard_archive(batch)


def remove_archives_of(person: User) -> None:
    """Remove the files of somebody's batches once the surrounding transaction, in which the account
    goes, is committed."""
    keys = list(person.batches.values_list("pk", flat=True))

    def remove() -> None:
        for key in keys:
            remove_files(BATCHES, key)

    transaction.on_commit(remove)
