"""The job table as a queue: claims, leases, fencing, retries and the sweep."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from assessments import queue
from assessments.models import Job

pytestmark = pytest.mark.storage


@pytest.fixture(autouse=True)
def wake_ups(monkeypatch: pytest.MonkeyPatch, settings: object) -> list[str]:
    """The messages sent to the broker: the edge of our code, watched and not answered."""
    sent: list[str] = []
    monkeypatch.setattr(queue.app, "send_task", lambda name, **_: sent.append(name))
    return sent


def make_job(**fields: object) -> Job:
    return Job.objects.create(kind="report", **fields)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def nothing(_job: Job) -> Callable[[], None]:
    return lambda: None


def test_enqueue_wakes_a_worker_only_after_the_commit(
    db: None, wake_ups: list[str], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        queue.enqueue(kind="report", requested_by=None)
        assert wake_ups == []
    assert wake_ups == ["work"]


def test_claim_takes_the_most_urgent_then_the_longest_waiting(db: None) -> None:
    now = timezone.now()
    late = make_job(priority=0, not_before=now - dt.timedelta(minutes=1))
    early = make_job(priority=0, not_before=now - dt.timedelta(minutes=2))
    urgent = make_job(priority=10)
    make_job(priority=99, not_before=now + dt.timedelta(hours=1))

    assert [queue.claim(), queue.claim(), queue.claim(), queue.claim()] == [
        urgent,
        early,
        late,
        None,
    ]


def test_claimed_job_is_not_claimed_again_until_its_lease_expires(db: None) -> None:
    job = make_job()
    first = queue.claim()
    assert first == job
    assert queue.claim() is None

    expire(job)
    second = queue.claim()
    assert second is not None
    assert (second.pk, second.attempt) == (job.pk, 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_job() -> None:
    jobs = {make_job().pk for _ in range(12)}
    claimed: list[object] = []

    def work() -> None:
        try:
            while job := queue.claim():
                claimed.append(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claimed) == 12
    assert set(claimed) == jobs


def test_worker_that_lost_its_lease_can_no_longer_write(db: None) -> None:
    make_job()
    stale = queue.claim()
    assert stale is not None
    expire(stale)
    fresh = queue.claim()
    assert fresh is not None

    with pytest.raises(queue.LeaseLost):
        queue.report_progress(stale, phase="rendering", percent=50)
    queue.report_progress(fresh, phase="context", percent=10)
    fresh.refresh_from_db()
    assert (fresh.phase, fresh.progress) == ("context", 10)


def test_stale_worker_stores_nothing(db: None) -> None:
    make_job()
    stored: list[int] = []

    def slow(job: Job) -> Callable[[], None]:
        expire(job)
        other = queue.claim()  # another worker takes over meanwhile
        assert other is not None
        return lambda: stored.append(job.attempt)

    queue.work_one({"report": slow})
    assert stored == []
    assert Job.objects.get().state == Job.State.RUNNING


def test_finished_job_and_its_product_are_stored_together(db: None) -> None:
    job = make_job()

    def broken_store(_job: Job) -> Callable[[], None]:
        def store() -> None:
            Job.objects.filter(pk=job.pk).update(phase="half stored")
            raise OSError("disk full")

        return store

    queue.work_one({"report": broken_store})
    job.refresh_from_db()
    assert (job.state, job.phase, job.attempt) == (Job.State.QUEUED, "", 1)
    assert job.not_before > timezone.now()


def test_failing_job_is_retried_with_growing_pauses_then_fails_for_good(
    db: None, settings: object
) -> None:
    job = make_job()
    pauses = []

    def fail(_job: Job) -> Callable[[], None]:
        raise OSError("again")

    for _ in range(4):
        queue.work_one({"report": fail})
        job.refresh_from_db()
        pauses.append(round((job.not_before - timezone.now()).total_seconds()))
        Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    assert pauses == [2, 4, 8, 16]

    queue.work_one({"report": fail})
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error == {"code": "gave_up", "params": {"attempts": 5}}


def test_job_that_kills_its_worker_each_time_is_given_up(db: None) -> None:
    job = make_job(state="running", attempt=5, lease_until=timezone.now() - dt.timedelta(hours=1))
    ran: list[Job] = []

    def remember(claimed: Job) -> Callable[[], None]:
        ran.append(claimed)
        return lambda: None

    queue.work_one({"report": remember})
    job.refresh_from_db()
    assert ran == []
    assert job.state == Job.State.FAILED


def test_job_that_cannot_be_done_fails_at_once_with_its_reason(db: None) -> None:
    job = make_job()

    def refuse(_job: Job) -> Callable[[], None]:
        raise queue.JobFailed("missing_glyph", character="😀", where="note")

    queue.work_one({"report": refuse})
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error == {"code": "missing_glyph", "params": {"character": "😀", "where": "note"}}


def test_one_wake_up_is_passed_on_while_jobs_are_due(db: None, wake_ups: list[str]) -> None:
    make_job()
    make_job()

    assert queue.work_one({"report": nothing})
    assert wake_ups == ["work"]
    assert queue.work_one({"report": nothing})
    assert wake_ups == ["work"]
    assert not queue.work_one({"report": nothing})


@pytest.mark.django_db(transaction=True)
def test_heartbeat_keeps_the_lease_during_long_work(settings: object) -> None:
    settings.JOB_LEASE_SECONDS = 1  # type: ignore[attr-defined]
    settings.JOB_HEARTBEAT_SECONDS = 0.1  # type: ignore[attr-defined]
    make_job()
    taken_over: list[Job | None] = []

    def long_work(_job: Job) -> Callable[[], None]:
        threading.Event().wait(1.5)
        taken_over.append(queue.claim())
        return lambda: None

    queue.work_one({"report": long_work})
    assert taken_over == [None]
    assert Job.objects.get().state == Job.State.DONE


def test_sweep_wakes_for_lost_messages_and_expired_leases_only(
    db: None, wake_ups: list[str]
) -> None:
    now = timezone.now()
    lost = make_job(woken_at=now - dt.timedelta(seconds=31))
    abandoned = make_job(
        state="running", lease_until=now - dt.timedelta(seconds=1),
        woken_at=now - dt.timedelta(minutes=5),
    )  # fmt: skip
    make_job(woken_at=now)
    make_job(woken_at=None, not_before=now + dt.timedelta(hours=1))
    make_job(state="running", lease_until=now + dt.timedelta(seconds=20), woken_at=None)

    assert queue.sweep() == 2
    assert wake_ups == ["work", "work"]
    called = Job.objects.filter(woken_at__gte=now, pk__in=[lost.pk, abandoned.pk])
    assert called.count() == 2
    assert queue.sweep() == 0
