"""What an administrator may do about jobs, and what he may not."""

import pytest

from assessments import queue
from assessments.models import (
    Assessment,
    Enterprise,
    EnterpriseExport,
    Event,
    Job,
    Report,
    User,
)
from assessments.services.erasure import request_erasure
from assessments.services.exports import request_export
from assessments.services.jobs import cancel_job, retry_job
from assessments.services.refusals import Rejected
from assessments.services.reports import request_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(submitted: Assessment, alice: User) -> Report:
    return request_report(by=alice, assessments=[submitted], language="ja")


def in_state(job: Job, state: str, **fields: object) -> Job:
    Job.objects.filter(pk=job.pk).update(state=state, **fields)
    job.refresh_from_db()
    return job


def codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def events(kind: Event.Kind) -> list[tuple[object, ...]]:
    rows = Event.objects.filter(kind=kind)
    return list(rows.values_list("actor", "object_type", "object_id", "enterprise", "organisation"))


def test_failed_job_is_tried_again(report: Report, administrator: User) -> None:
    job = in_state(report.job, "failed", attempt=5, error={"code": "gave_up", "params": {}})
    retry_job(by=administrator, job=job)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.error) == ("queued", 0, None)
    assert events(Event.Kind.JOB_RETRIED) == [(administrator.pk, "job", job.pk, None, None)]


@pytest.mark.parametrize("state", ["queued", "running", "paused", "done", "cancelled"])
def test_only_a_failed_job_is_tried_again(report: Report, administrator: User, state: str) -> None:
    job = in_state(report.job, state)
    with pytest.raises(Rejected) as refused:
        retry_job(by=administrator, job=job)
    assert codes(refused) == ["job_not_failed"]
    assert events(Event.Kind.JOB_RETRIED) == []


def test_job_whose_report_has_another_one_is_not_tried_again(
    report: Report, submitted: Assessment, alice: User, administrator: User
) -> None:
    job = in_state(report.job, "failed")
    request_report(by=alice, assessments=[submitted], language="ja")
    with pytest.raises(Rejected) as refused:
        retry_job(by=administrator, job=job)
    assert codes(refused) == ["job_without_object"]


def test_nothing_of_an_enterprise_that_is_being_erased_is_tried_again(
    report: Report, enterprise: Enterprise, alice: User, administrator: User
) -> None:
    request_export(by=alice, enterprise=enterprise)
    erasure = request_erasure(by=alice, enterprise=enterprise, typed_name=enterprise.name)
    Job.objects.update(state="failed")
    for job in (report.job, EnterpriseExport.objects.get().job):
        with pytest.raises(Rejected) as refused:
            retry_job(by=administrator, job=job)
        assert codes(refused) == ["job_without_object"]
    retry_job(by=administrator, job=erasure)
    assert list(Job.objects.filter(state="queued")) == [erasure]


@pytest.mark.parametrize("state", ["queued", "paused"])
def test_waiting_job_is_cancelled(
    report: Report, submitted: Assessment, alice: User, administrator: User, state: str
) -> None:
    job = in_state(report.job, state)
    cancel_job(by=administrator, job=job)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert job.finished_at
    assert events(Event.Kind.JOB_CANCELLED) == [(administrator.pk, "job", job.pk, None, None)]
    again = request_report(by=alice, assessments=[submitted], language="ja")
    assert (again.pk, again.job.state) == (report.pk, "queued")


@pytest.mark.parametrize("state", ["running", "done", "failed", "cancelled"])
def test_only_what_waits_is_cancelled(report: Report, administrator: User, state: str) -> None:
    job = in_state(report.job, state)
    with pytest.raises(Rejected) as refused:
        cancel_job(by=administrator, job=job)
    assert codes(refused) == ["job_not_waiting"]
    assert events(Event.Kind.JOB_CANCELLED) == []


def test_erasure_is_not_cancelled(enterprise: Enterprise, alice: User, administrator: User) -> None:
    job = request_erasure(by=alice, enterprise=enterprise, typed_name=enterprise.name)
    with pytest.raises(Rejected) as refused:
        cancel_job(by=administrator, job=job)
    assert codes(refused) == ["erasure_promised"]
    job.refresh_from_db()
    assert job.state == "queued"
    assert queue.claim(["erasure"]) == job
