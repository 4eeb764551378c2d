"""The worker's front door. A message says "something may be due" and nothing more."""

from assessments import queue
from assessments.reports.build import build_report
from assessments.reports.checks import ensure_worker_can_print
from maturity.celery import app

ensure_worker_can_print()

HANDLERS: dict[str, queue.Handler] = {"report": build_report}


@app.task(name="work")
def work() -> None:
    queue.work_one(HANDLERS)


@app.task(name="sweep")
def sweep() -> None:
    queue.sweep()
