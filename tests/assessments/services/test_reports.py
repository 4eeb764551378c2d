"""Asking for reports: one row for one request."""

import pytest

from assessments.models import Assessment, Event, Job, Release, Report, User
from assessments.services.refusals import Rejected
from assessments.services.reports import CODE_ALPHABET, request_report


def test_report_is_queued_with_the_latest_release(submitted: Assessment, alice: User) -> None:
    report = request_report(by=alice, assessment=submitted, language="ja")
    assert report.release == Release.objects.get(key="caii-2022-11")
    assert list(report.assessments.all()) == [submitted]
    assert (report.job.state, report.job.kind) == (Job.State.QUEUED, Job.Kind.REPORT)
    assert len(report.verification_code) == 16
    assert set(report.verification_code) <= set(CODE_ALPHABET)
    assert Event.objects.filter(kind=Event.Kind.REPORT_REQUESTED, object_id=report.pk).count() == 1


@pytest.mark.storage
def test_same_request_is_the_same_report(submitted: Assessment, alice: User, bob: User) -> None:
    first = request_report(by=alice, assessment=submitted, language="ja")
    again = request_report(by=bob, assessment=submitted, language="ja")
    other = request_report(by=alice, assessment=submitted, language="en")
    assert again == first
    assert (again.verification_code, again.requested_at) == (
        first.verification_code,
        first.requested_at,
    )
    assert other != first
    assert (Report.objects.count(), Job.objects.count()) == (2, 2)


def test_failed_report_is_tried_again_under_the_same_code(
    submitted: Assessment, alice: User
) -> None:
    first = request_report(by=alice, assessment=submitted, language="ja")
    Job.objects.update(state=Job.State.FAILED)
    again = request_report(by=alice, assessment=submitted, language="ja")
    assert (again.pk, again.verification_code) == (first.pk, first.verification_code)
    assert again.job_id != first.job_id
    assert again.job.state == Job.State.QUEUED


def test_draft_has_no_report(assessment: Assessment, alice: User) -> None:
    with pytest.raises(Rejected) as refused:
        request_report(by=alice, assessment=assessment, language="ja")
    assert [fault.code for fault in refused.value.faults] == ["not_submitted"]
    assert not Report.objects.exists()
