"""How long a job will take: told from what was done before, and not told without it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import Assessment, Job, User
from assessments.queries.jobs import forecast
from assessments.reports.options import ReportOptions
from assessments.services.reports import request_report

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def did(kind: str, *seconds: float, ago: dt.timedelta = MINUTE) -> list[Job]:
    """Jobs that took so long, the last one just before that time."""
    ended = timezone.now() - ago
    return [
        Job.objects.create(
            kind=kind,
            state="done",
            started_at=ended - dt.timedelta(seconds=each),
            finished_at=ended,
        )
        for each in seconds
    ]


def running(kind: str, *, since: float = 0, lease: dt.timedelta = MINUTE) -> Job:
    now = timezone.now()
    return Job.objects.create(
        kind=kind,
        state="running",
        attempt=1,
        started_at=now - dt.timedelta(seconds=since),
        lease_until=now + lease,
    )


def waiting(kind: str = "export", **fields: Any) -> Job:
    return Job.objects.create(kind=kind, **fields)


def seconds(job: Job) -> float | None:
    told = forecast(job)
    assert told is not None
    return None if told.left is None else round(told.left.total_seconds())


def place(job: Job) -> int | None:
    told = forecast(job)
    assert told is not None
    return told.ahead


def test_it_takes_as_long_as_the_middle_one_of_those_before() -> None:
    did("export", 10, 20, 300)
    told = forecast(waiting())
    assert told is not None
    assert (told.left, told.count, told.ahead) == (dt.timedelta(seconds=20), 3, 0)


def test_nothing_is_told_from_less_than_three_or_from_another_kind() -> None:
    did("export", 10, 20)
    did("import", 10, 20, 30)
    Job.objects.create(kind="export", state="done", finished_at=timezone.now())  # of old
    Job.objects.create(kind="export", state="failed", started_at=timezone.now())
    job = waiting()
    assert seconds(job) is None
    assert place(job) == 0
    assert seconds(running("export")) is None


def test_only_the_last_thirty_count() -> None:
    did("export", *[1000] * 40, ago=10 * MINUTE)
    did("export", *[10] * 30)
    assert seconds(waiting()) == 10


def test_running_job_needs_what_is_left_of_the_usual_time() -> None:
    did("export", 60, 60, 60)
    told = forecast(running("export", since=20))
    assert told is not None
    assert told.left is not None
    assert 39 < told.left.total_seconds() <= 40
    assert told.ahead is None


def test_job_that_takes_longer_than_usual_is_said_to_and_no_more() -> None:
    did("export", 60, 60, 60)
    told = forecast(running("export", since=61))
    assert told is not None
    assert (told.is_late, told.left) == (True, None)


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "paused"])
def test_what_is_over_or_paused_has_no_forecast(state: str) -> None:
    did("export", 60, 60, 60)
    assert forecast(waiting(state=state)) is None


def test_waiting_job_waits_for_what_is_more_urgent_and_what_came_earlier() -> None:
    did("export", 60, 60, 60)
    did("email", 2, 2, 2)
    now = timezone.now()
    first = waiting(priority=10, not_before=now - 2 * MINUTE)
    second = waiting(priority=10, not_before=now - MINUTE)
    waiting("email", priority=20, not_before=now)
    waiting("email", priority=20, not_before=now + MINUTE)  # not due
    waiting(priority=0, not_before=now - 5 * MINUTE)
    assert (place(first), seconds(first)) == (1, 62)
    assert (place(second), seconds(second)) == (2, 122)


def test_work_ahead_is_shared_among_the_workers_at_work() -> None:
    did("export", 60, 60, 60)
    now = timezone.now()
    for _ in range(4):
        waiting(not_before=now - MINUTE)
    job = waiting(not_before=now)
    assert seconds(job) == 4 * 60 + 60
    running("export", since=60)
    assert seconds(job) == 4 * 60 + 60, "one worker, who is about to be free"
    running("export", since=0)
    assert seconds(job) == (4 * 60 + 60) / 2 + 60
    assert place(job) == 4


def test_job_of_a_worker_that_fell_silent_waits_again() -> None:
    did("export", 60, 60, 60)
    silent = running("export", lease=-MINUTE)
    Job.objects.filter(pk=silent.pk).update(not_before=timezone.now() - MINUTE)
    silent.refresh_from_db()
    assert (place(silent), seconds(silent)) == (0, 60)
    assert (place(waiting()), seconds(waiting(priority=-1))) == (1, 180)


def test_what_is_to_be_tried_again_waits_at_least_for_its_time() -> None:
    did("export", 60, 60, 60)
    told = seconds(waiting(attempt=1, not_before=timezone.now() + MINUTE))
    assert told in (119, 120)


def test_nothing_is_told_if_something_unknown_comes_first() -> None:
    did("export", 60, 60, 60)
    job = waiting()
    running("import")
    assert (place(job), seconds(job)) == (0, None)


@pytest.fixture
def report_on(alice: User, finish: Callable[..., Assessment]) -> Callable[..., Job]:
    """report_on("tiers", took=5): a report that is done; without `took` it waits."""
    kept: dict[str, Assessment] = {}
    options = iter("abcdefghijklmnopqrstuvwxyz")
    answers = {"tiers": {"L1-gain": {"answer": "yes"}}, "dx": {"1": {"current": 1}}}

    def make(*keys: str, took: float | None = None) -> Job:
        for key in keys:
            kept[key] = kept.get(key) or finish(key, answers[key])
        report = request_report(
            by=alice,
            assessments=[kept[key] for key in keys],
            language="en",
            options=ReportOptions(preface=next(options)),
        )
        job = report.job
        if took is not None:
            job.state, job.finished_at = "done", timezone.now()
            job.started_at = job.finished_at - dt.timedelta(seconds=took)
            job.save()
        return job

    return make


def test_report_takes_as_long_as_those_on_the_same_questionnaires(
    report_on: Callable[..., Job],
) -> None:
    for _ in range(5):
        report_on("tiers", took=5)
    for _ in range(4):
        report_on("tiers", "dx", took=50)
    Job.objects.filter(kind="email").delete()
    told = forecast(alone(report_on("tiers")))
    assert told is not None
    assert (told.left, told.count) == (dt.timedelta(seconds=5), 5)
    both = forecast(alone(report_on("dx", "tiers")))
    assert both is not None
    assert both.count == 9, "four of them are too few, so all count"
    report_on("tiers", "dx", took=50)
    assert seconds(alone(report_on("tiers", "dx"))) == 50


def alone(job: Job) -> Job:
    """Nothing else waits."""
    Job.objects.filter(state="queued").exclude(pk=job.pk).update(state="paused")
    return job


def test_queries_do_not_grow_with_the_queue(
    report_on: Callable[..., Job], django_assert_num_queries: Any
) -> None:
    did("report", 5, 5, 5)
    did("export", 5, 5, 5)
    waiting(priority=20)
    job = alone(report_on("tiers"))
    running("report")
    Job.objects.filter(kind="export", state="paused").update(state="queued")
    with django_assert_num_queries(6):
        forecast(job)
    for _ in range(20):
        waiting(priority=20)
        running("report")
    did("report", *range(20))
    with django_assert_num_queries(6):
        assert place(job) == 21
