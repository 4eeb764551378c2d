"""The worker's front door. A message says "something may be due" and nothing more."""

from assessments import queue
from assessments.emails import send_email
from assessments.models import Job
from assessments.reports.build import build_report
from assessments.reports.checks import ensure_worker_can_print
from assessments.services.batch_archives import build_batch_archive
from assessments.services.batches import conclude_batches, start_batch
from assessments.services.erasure import erase
from assessments.services.exports import build_export
from assessments.services.grants import remind_of_ending_grants
from assessments.services.import_leftovers import clean_up
from assessments.services.importing import run_import
from assessments.services.pool import build_pool_release, enqueue_due_pool_releases
from assessments.services.reissues import announce_reissues, issue_due
from assessments.services.report_mail import tell_of_failure, telling_when_made
from assessments.services.responses import remind_of_due_dates
from assessments.services.retention import clean_up_daily
from maturity.celery import app

ensure_worker_can_print()

HANDLERS: dict[str, queue.Handler] = {
    Job.Kind.REPORT: telling_when_made(build_report),
    Job.Kind.IMPORT: run_import,
    Job.Kind.POOL_RELEASE: build_pool_release,
    Job.Kind.EMAIL: send_email,
    Job.Kind.EXPORT: build_export,
    Job.Kind.ERASURE: erase,
    Job.Kind.BATCH: start_batch,
    Job.Kind.ARCHIVE: build_batch_archive,
}


@app.task(name="work")
def work() -> None:
    queue.work_one(HANDLERS, on_failed=tell_of_failure)
    conclude_batches()
    announce_reissues()


@app.task(name="sweep")
def sweep() -> None:
    queue.sweep()
    conclude_batches()
    announce_reissues()
    clean_up()


@app.task(name="pool_releases")
def pool_releases() -> None:
    enqueue_due_pool_releases()


@app.task(name="reissues")
def reissues() -> None:
    issue_due()


@app.task(name="reminders")
def reminders() -> None:
    remind_of_due_dates()


@app.task(name="ending_grants")
def ending_grants() -> None:
    remind_of_ending_grants()


@app.task(name="clean_up_daily")
def clean_up_every_day() -> None:
    clean_up_daily()
