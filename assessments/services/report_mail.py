"""Telling whoever asked for a report that it is there, or that it could not be made.

The message is queued in the transaction that ends the job. Whether it may still be read is looked
up when it leaves.
"""

from collections.abc import Callable

from assessments import queue
from assessments.emails import write_email
from assessments.models import Job, Report
from assessments.services.batch_archives import announce_without_archive


def telling_when_made(make: queue.Handler) -> queue.Handler:
    """The handler of reports, which also tells that a report was made."""

    def make_and_tell(job: Job) -> Callable[[], None]:
        store = make(job)

        def store_and_tell() -> None:
            store()
            _tell(job, kind="report_ready")

        return store_and_tell

    return make_and_tell


def tell_of_failure(job: Job) -> None:
    """Tell that a report will not be made, or that a batch has no archive; what other kinds of jobs
    do not need."""
    if job.kind == Job.Kind.REPORT:
        _tell(job, kind="report_failed")
    if job.kind == Job.Kind.ARCHIVE:
        announce_without_archive(job)


def _tell(job: Job, *, kind: str) -> None:
    asker = job.requested_by
    report = Report.objects.filter(job=job, mail_when_done=True).defer("context").first()
    if report and asker and asker.is_active:
        write_email(kind=kind, to=asker.email, language=asker.language, about=report)
