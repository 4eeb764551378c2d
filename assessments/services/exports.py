"""Everything held about an enterprise as a file: asked for, made by a job, taken, forgotten."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import IO, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments import queue
from assessments.access import allowing
from assessments.models import Enterprise, EnterpriseExport, Event, Job, User
from assessments.reports.archive import write_archive
from assessments.reports.files import EXPORTS, new_file, remove_files
from assessments.services.events import record_event
from assessments.wording.events import COMMAND


@transaction.atomic
def request_export(*, by: User, enterprise: Enterprise) -> EnterpriseExport:
    """Ask for an export; while one is being made for the same person that one is returned."""
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)  # asking twice at once waits
    waiting = enterprise.exports.filter(
        requested_by=by, job__state__in=[Job.State.QUEUED, Job.State.RUNNING]
    )
    if export := waiting.first():
        return export
    export = EnterpriseExport.objects.create(
        enterprise=enterprise,
        requested_by=by,
        job=queue.enqueue(kind=Job.Kind.EXPORT, requested_by=by),
    )
    record_event(kind=Event.Kind.EXPORT_REQUESTED, by=by, about=export, enterprise=enterprise)
    return export


def build_export(job: Job) -> Callable[[], None]:
    """Make the export of a job; the function returned writes down where the file is.

    Raises JobFailed "not_allowed" when the right was withdrawn since, and LeaseLost.
    """
    export = _export_of(job)
    queue.report_progress(job, phase="collecting", percent=10)
    name = f"{EXPORTS}/{export.pk}/{job.attempt}.zip"
    with new_file(settings.MEDIA_ROOT / name) as file:
        write_archive(export.enterprise, file, at=export.requested_at)
        queue.report_progress(job, phase="storing", percent=90)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, 2)
    if not EnterpriseExport.objects.filter(pk=export.pk).exists():  # erased while it was made
        remove_files(EXPORTS, export.pk)
        raise queue.LeaseLost(job.pk)

    def store() -> None:
        EnterpriseExport.objects.filter(pk=export.pk).update(file=name, sha256=digest, size=size)

    return store


def _export_of(job: Job) -> EnterpriseExport:
    """The export, if whoever asked for it may still have it."""
    asker = job.requested_by
    if asker is None or not asker.is_active:
        raise queue.JobFailed("not_allowed")
    allowed = allowing(EnterpriseExport, asker, "manage").select_related("enterprise")
    export = allowed.filter(job=job).first()
    if export is None:
        raise queue.JobFailed("not_allowed")
    return export


def download_export(*, by: User, export: EnterpriseExport) -> BinaryIO:
    """Open the file for somebody to keep, and note in the event log that it was taken.

    Raises FileNotFoundError when there is none, or no longer.
    """
    if not export.file:
        raise FileNotFoundError(export.pk)
    stored = (settings.MEDIA_ROOT / export.file).open("rb")
    record_event(
        kind=Event.Kind.EXPORT_DOWNLOADED, by=by, about=export, enterprise=export.enterprise
    )
    return stored


def export_for_operator(enterprise: Enterprise, stream: IO[bytes]) -> None:
    """Write the same archive for whoever runs the site, at once and without a job."""
    write_archive(enterprise, stream, at=timezone.now())
    record_event(
        kind=Event.Kind.EXPORT_DOWNLOADED,
        by=None,
        about=enterprise,
        enterprise=enterprise,
        through=COMMAND,
    )


def forget_exports(*, older_than: dt.timedelta) -> int:
    """Delete exports that were asked for longer ago, files first; returns how many."""
    old = EnterpriseExport.objects.filter(
        requested_at__lt=timezone.now() - older_than,
        job__state__in=[Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED],
    )
    count = 0
    for export in old.select_related("job"):
        remove_files(EXPORTS, export.pk)
        with transaction.atomic():
            export.delete()
            export.job.delete()
        count += 1
    return count
