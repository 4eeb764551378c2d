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
    assert job.error == {"code": "gave_up", "params": {"attempts": 5, "cause": "OSError"}}


def test_between_attempts_it_is_known_what_went_wrong_but_not_in_whose_words(db: None) -> None:
    job = make_job()

    def fail(_job: Job) -> Callable[[], None]:
        raise ValueError("a note of a client")

    queue.work_one({"report": fail})
    job.refresh_from_db()
    assert job.error == {"code": "attempt_failed", "params": {"cause": "ValueError"}}

    Job.objects.update(not_before=timezone.now())
    queue.work_one({"report": nothing})
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, None)


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
    assert job.error == {"code": "gave_up", "params": {"attempts": 5, "cause": ""}}


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


def refuse(_job: Job) -> Callable[[], None]:
    raise queue.JobFailed("not_allowed")


def break_down(_job: Job) -> Callable[[], None]:
    raise OSError("again")


def test_failure_is_told_once_and_only_when_it_is_for_good(db: None) -> None:
    told: list[tuple[object, str, str]] = []

    def tell(job: Job) -> None:
        assert connection.in_atomic_block
        told.append((job.pk, job.state, job.error["code"]))

    again = make_job(attempt=3)
    queue.work_one({"report": break_down}, on_failed=tell)
    assert told == []
    Job.objects.update(not_before=timezone.now())
    queue.work_one({"report": break_down}, on_failed=tell)
    refused = make_job()
    queue.work_one({"report": refuse}, on_failed=tell)
    killed = make_job(
        state="running", attempt=5, lease_until=timezone.now() - dt.timedelta(hours=1)
    )
    queue.work_one({"report": nothing}, on_failed=tell)
    assert told == [
        (again.pk, "failed", "gave_up"),
        (refused.pk, "failed", "not_allowed"),
        (killed.pk, "failed", "gave_up"),
    ]


def test_failure_that_cannot_be_told_is_a_failure_all_the_same(db: None) -> None:
    job = make_job()

    def tell(failed: Job) -> None:
        Job.objects.filter(pk=failed.pk).update(phase="half told")
        raise OSError("no mail today")

    queue.work_one({"report": refuse}, on_failed=tell)
    job.refresh_from_db()
    assert (job.state, job.phase) == (Job.State.FAILED, "")
    assert job.error == {"code": "not_allowed", "params": {}}


def test_stale_worker_tells_no_failure(db: None) -> None:
    make_job()
    told: list[Job] = []

    def slow(job: Job) -> Callable[[], None]:
        expire(job)
        assert queue.claim()
        raise queue.JobFailed("not_allowed")

    queue.work_one({"report": slow}, on_failed=told.append)
    assert told == []
    assert Job.objects.get().state == Job.State.RUNNING


def test_cancelling_takes_what_waits_and_leaves_what_is_begun_or_over(db: None) -> None:
    waiting = {make_job().pk, make_job(state="paused").pk}
    others = {make_job(state=state).pk for state in ("running", "done", "failed")}
    assert queue.cancel(Job.objects.all()) == 2
    cancelled = Job.objects.filter(state="cancelled", finished_at__isnull=False)
    assert set(cancelled.values_list("pk", flat=True)) == waiting
    assert Job.objects.filter(pk__in=others, finished_at__isnull=True).count() == 3
    assert queue.claim() is None
    assert queue.cancel(Job.objects.all()) == 0


def test_failed_job_that_is_put_back_begins_anew(
    db: None, wake_ups: list[str], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    job, done = make_job(attempt=4), make_job(state="done", attempt=1)
    queue.work_one({"report": refuse})
    wake_ups.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert queue.put_back(Job.objects.all()) == 1
    assert wake_ups == ["work"]
    job.refresh_from_db()
    done.refresh_from_db()
    assert (job.state, job.attempt, job.error, job.finished_at) == ("queued", 0, None, None)
    assert (done.state, done.attempt) == ("done", 1)
    assert queue.work_one({"report": nothing})
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 1)


def test_worker_from_before_a_job_was_put_back_can_no_longer_write(db: None) -> None:
    make_job()
    stale = queue.claim()
    assert stale is not None
    Job.objects.update(state="failed")
    queue.put_back(Job.objects.all())
    fresh = queue.claim()
    assert fresh is not None
    assert fresh.attempt == stale.attempt
    with pytest.raises(queue.LeaseLost):
        queue.report_progress(stale, phase="rendering", percent=50)
    queue.report_progress(fresh, phase="context", percent=10)


# Holding jobs up, letting them go on, ending them


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_paused_job_is_claimed_by_nobody_until_it_is_resumed(
    db: None, wake_ups: list[str], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    job, other = make_job(priority=5), make_job()
    assert queue.pause(Job.objects.filter(pk=job.pk)) == 1
    assert queue.claim() == other
    assert queue.claim() is None
    assert queue.sweep() == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert queue.resume(Job.objects.filter(pk=job.pk)) == 1
    assert wake_ups == ["work"]
    assert queue.claim() == job


def test_running_and_finished_jobs_are_left_alone(db: None) -> None:
    running = make_job()
    assert queue.claim() == running
    done, failed = make_job(state="done"), make_job(state="failed")
    everything = Job.objects.all()
    assert [queue.pause(everything), queue.cancel(everything), queue.resume(everything)] == [0] * 3
    assert [state_of(job) for job in (running, done, failed)] == ["running", "done", "failed"]


def test_job_that_its_handler_put_aside_waits_without_an_error(db: None) -> None:
    job = make_job()

    def put_aside(job: Job) -> Callable[[], None]:
        queue.set_aside(job)
        raise queue.PutAside(job.pk)

    assert queue.work_one({"report": put_aside})
    assert (state_of(job), job.error, job.lease_until) == ("paused", None, None)
    assert not queue.work_one({"report": nothing})


def test_job_that_somebody_waits_for_moves_up_and_never_down(
    db: None, wake_ups: list[str], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    waiting, paused, urgent = (
        make_job(),
        make_job(state="paused", priority=5),
        make_job(priority=20),
    )
    done = make_job(state="done")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        for job in (waiting, paused, urgent, done):
            queue.bring_forward(job, priority=10)
    assert wake_ups == ["work"] * 2
    states = [(state_of(job), job.priority) for job in (waiting, paused, urgent, done)]
    assert states == [("queued", 10), ("queued", 10), ("queued", 20), ("done", 0)]


@pytest.mark.django_db(transaction=True)
def test_pausing_never_undoes_a_claim() -> None:
    """Workers claim while somebody pauses: each job is either running or paused, and counted."""
    for _number in range(30):
        make_job()
    claimed: list[object] = []

    def work() -> None:
        try:
            while job := queue.claim():
                claimed.append(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    paused = queue.pause(Job.objects.filter(kind="report"))
    for thread in threads:
        thread.join()
    assert len(claimed) + paused == 30
    assert set(Job.objects.filter(state="running").values_list("pk", flat=True)) == set(claimed)
