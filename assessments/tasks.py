"""The worker's front door. A message says "something may be due" and nothing more."""

from assessments import queue
from assessments.reports.build import build_report
from assessments.reports.checks import ensure_worker_can_print
from assessments.services.pool import build_pool_release, enqueue_due_pool_releases
from maturity.celery import app

ensure_worker_can_print()

HANDLERS: dict[str, queue.Handler] = {
    "report": build_report,
    "pool_release": build_pool_release,
}


@app.task(name="work")
def work() -> None:
    queue.work_one(HANDLERS)


@app.task(name="sweep")
def sweep() -> None:
    queue.sweep()


@app.task(name="pool_releases")
def pool_releases() -> None:
    enqueue_due_pool_releases()
