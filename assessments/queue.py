"""The job table as a queue: enqueue, claim, keep alive, finish, sweep.

A message to the broker is a wake-up and nothing else. A worker that wakes claims the best due
row with one conditional UPDATE; every later write repeats the attempt it claimed, so a worker
that lost its lease can no longer write. Killing a worker or emptying the broker costs a delay.
"""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import KombuError

from assessments.models import Job, User
from maturity.celery import app

log = structlog.get_logger(__name__)

URGENT, SINGLE, BATCH = 20, 10, 0  # a code by mail / a person is waiting / nobody is
WAKE_AGAIN = dt.timedelta(seconds=30)
PAUSE = dt.timedelta(seconds=1)  # doubled before each further attempt
PAUSES: dict[str, dt.timedelta] = {
    Job.Kind.EMAIL: dt.timedelta(minutes=1)
}  # mail servers are away for longer


class LeaseLost(Exception):
    """Another worker has the job by now; nothing of this attempt may be kept."""


class JobFailed(Exception):
    """The job cannot be done, and trying again would not help."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.error = {"code": code, "params": params}


class PutAside(Exception):
    """The job was paused by its own handler; nobody goes on with it before it is resumed."""


Handler = Callable[[Job], Callable[[], None]]
OnFailed = Callable[[Job], None]


def enqueue(*, kind: str, requested_by: User | None, priority: int = SINGLE) -> Job:
    """Insert a job; the wake-up leaves when the surrounding transaction has been committed."""
    job = Job.objects.create(
        kind=kind, requested_by=requested_by, priority=priority, woken_at=timezone.now()
    )
    transaction.on_commit(wake_worker)
    return job


def pause(jobs: QuerySet[Job]) -> int:
    """Keep those of these jobs that wait from being claimed; returns how many.

    What a worker has by now is left to it.
    """
    return _move(jobs, Job.State.QUEUED, state=Job.State.PAUSED)


def resume(jobs: QuerySet[Job]) -> int:
    """Let those of these jobs that are paused be claimed again; returns how many."""
    now = timezone.now()
    resumed = _move(jobs, Job.State.PAUSED, state=Job.State.QUEUED, woken_at=now)
    for _ in range(resumed):
        transaction.on_commit(wake_worker)
    return resumed


def cancel(jobs: QuerySet[Job]) -> int:
    """Take those that wait or are paused out of the queue for good; returns how many.

    What a worker has by now is left to it.
    """
    states = (Job.State.QUEUED, Job.State.PAUSED)
    return _move(jobs, *states, state=Job.State.CANCELLED, finished_at=timezone.now())


def put_back(jobs: QuerySet[Job]) -> int:
    """Let those of these jobs that failed begin anew, as if never tried; returns how many."""
    now = timezone.now()
    count = _move(
        jobs,
        Job.State.FAILED,
        state=Job.State.QUEUED,
        attempt=0,
        error=None,
        not_before=now,
        woken_at=now,
        lease_until=None,
        started_at=None,
        finished_at=None,
        phase="",
        progress=0,
    )
    for _ in range(count):
        transaction.on_commit(wake_worker)
    return count


def bring_forward(job: Job, *, priority: int) -> None:
    """Let somebody have it who asks for it too: a paused job goes on, a waiting one moves up."""
    one = Job.objects.filter(pk=job.pk)
    moved = _move(one.filter(priority__lt=priority), Job.State.QUEUED, priority=priority)
    higher = max(job.priority, priority)
    if moved or _move(one, Job.State.PAUSED, state=Job.State.QUEUED, priority=higher):
        transaction.on_commit(wake_worker)


def _move(jobs: QuerySet[Job], *states: str, **fields: Any) -> int:
    """Change those that are in one of the states.

    They are named first: a condition that is met only by way of another table is not looked at
    again by a database that waited for a worker's claim, and would undo that claim.
    """
    named = list(jobs.filter(state__in=states).values_list("pk", flat=True))
    return Job.objects.filter(pk__in=named, state__in=states).update(**fields)


def wake_worker() -> None:
    """Tell some worker that something may be due. Losing this message only costs time."""
    try:
        app.send_task("work", retry=False)
    except (OSError, KombuError) as error:  # the sweep sends another one
        log.warning("wake_up_not_sent", error=str(error))


def claim(kinds: Collection[str] | None = None) -> Job | None:
    """Take the best due job: highest priority, then longest waiting. None if nothing is due.

    `kinds` are those that this process can do; None means all.
    """
    now = timezone.now()
    due = Job.objects.due(now)
    if kinds is not None:
        due = due.filter(kind__in=kinds)
    while best := due.order_by("-priority", "not_before", "created_at").first():
        mine = due.filter(pk=best.pk, attempt=best.attempt)
        taken = mine.update(
            state=Job.State.RUNNING,
            attempt=F("attempt") + 1,
            lease_until=now + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS),
            started_at=now,
            error=None,
            phase="",
            progress=0,
        )
        if taken:
            best.refresh_from_db()
            return best
    return None


def _held(job: Job) -> QuerySet[Job]:
    """The row while it is this attempt's, known by when it began as well: whoever puts a failed
    job back lets its attempts be counted anew."""
    return Job.objects.filter(
        pk=job.pk, attempt=job.attempt, started_at=job.started_at, state=Job.State.RUNNING
    )


def _write(job: Job, **fields: Any) -> None:
    if not _held(job).update(**fields):
        raise LeaseLost(job.pk)


def report_progress(job: Job, *, phase: str, percent: int) -> None:
    """Say how far the work is. Raises LeaseLost."""
    _write(job, phase=phase, progress=percent)


def set_aside(job: Job) -> None:
    """Pause a job from inside its handler, which then raises PutAside. Raises LeaseLost."""
    _write(job, state=Job.State.PAUSED, lease_until=None)


@contextlib.contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Extend the lease from a thread of its own, so that long work needs no thought of it."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_HEARTBEAT_SECONDS):
                lease = timezone.now() + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
                if not _held(job).update(lease_until=lease):
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _fail(job: Job, error: Mapping[str, Any], on_failed: OnFailed) -> None:
    """End the job for good. What `on_failed` writes is kept with it; if that cannot be done, the
    job ends without it, for it must not be done again and again."""
    ended = {"state": Job.State.FAILED, "error": dict(error), "finished_at": timezone.now()}
    try:
        with transaction.atomic():
            _write(job, **ended)
            job.refresh_from_db()
            on_failed(job)
    except LeaseLost:
        raise
    except Exception:
        log.exception("job_failure_not_told", job=str(job.pk), kind=job.kind)
        _write(job, **ended)


def _try_again(job: Job, error: Exception, on_failed: OnFailed) -> None:
    """Back into the queue with a growing pause; after the last attempt it has failed.

    Of the exception only the name of its class is kept: its text may quote what a client wrote.
    """
    cause = type(error).__name__
    if job.attempt >= settings.JOB_MAX_ATTEMPTS:
        _give_up(job, attempts=job.attempt, cause=cause, on_failed=on_failed)
        return
    pause = PAUSES.get(job.kind, PAUSE) * 2**job.attempt
    _write(
        job,
        state=Job.State.QUEUED,
        error={"code": "attempt_failed", "params": {"cause": cause}},
        not_before=timezone.now() + pause,
        lease_until=None,
    )


def _give_up(job: Job, *, attempts: int, cause: str, on_failed: OnFailed) -> None:
    """`cause` is a class of exception; empty if the worker died and nobody can tell."""
    _fail(job, {"code": "gave_up", "params": {"attempts": attempts, "cause": cause}}, on_failed)


def _tell_nobody(_job: Job) -> None:
    """For kinds whose failure nobody waits for."""


def work_one(handlers: Mapping[str, Handler], *, on_failed: OnFailed = _tell_nobody) -> bool:
    """Claim and do one job; True if there was one.

    A handler makes what is asked for and returns the function that stores it. That function and
    the end of the job are one transaction, fenced by the attempt: kept together or not at all.
    `on_failed` is called with a job that has failed for good, in the transaction that says so.
    """
    job = claim(handlers.keys())
    if job is None:
        return False
    bound = log.bind(job=str(job.pk), kind=job.kind, attempt=job.attempt)
    try:
        if job.attempt > settings.JOB_MAX_ATTEMPTS:  # it killed its worker each time
            _give_up(job, attempts=job.attempt - 1, cause="", on_failed=on_failed)
            return True
        with _heartbeat(job):
            store = handlers[job.kind](job)
            with transaction.atomic():
                _write(job, state=Job.State.DONE, progress=100, finished_at=timezone.now())
                store()
        bound.info("job_done")
    except LeaseLost:
        bound.warning("job_lease_lost")
    except PutAside:
        bound.info("job_put_aside")
    except JobFailed as error:
        bound.warning("job_failed", error=error.error)
        with contextlib.suppress(LeaseLost):
            _fail(job, error.error, on_failed)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, it is tried again and logged
        bound.exception("job_attempt_failed")
        with contextlib.suppress(LeaseLost):
            _try_again(job, error, on_failed)
    finally:
        if Job.objects.due(timezone.now()).exists():  # one wake-up may stand for many lost ones
            wake_worker()
    return True


def sweep() -> int:
    """Wake a worker for each due job that was last called for more than 30 seconds ago."""
    now = timezone.now()
    silent = Job.objects.due(now).filter(
        Q(woken_at__isnull=True) | Q(woken_at__lt=now - WAKE_AGAIN)
    )
    called = silent.update(woken_at=now)
    for _ in range(called):
        wake_worker()
    return called
