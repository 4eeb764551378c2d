"""Asking for reports: one row for one request."""

import pytest

from assessments.models import Assessment, Event, Job, Release, Report, User
from assessments.queries.verification import CODE_ALPHABET
from assessments.reports.context import freeze_context
from assessments.services.enterprises import choose_economies
from assessments.services.refusals import Rejected
from assessments.services.reports import request_report


def test_report_is_queued_with_the_latest_release(submitted: Assessment, alice: User) -> None:
    report = request_report(by=alice, assessments=[submitted], language="ja")
    assert report.release == Release.objects.get(key="caii-2022-11")
    assert list(report.assessments.all()) == [submitted]
    assert (report.job.state, report.job.kind) == (Job.State.QUEUED, Job.Kind.REPORT)
    assert len(report.verification_code) == 16
    assert set(report.verification_code) <= set(CODE_ALPHABET)
    assert Event.objects.filter(kind=Event.Kind.REPORT_REQUESTED, object_id=report.pk).count() == 1


@pytest.mark.storage
def test_same_request_is_the_same_report(submitted: Assessment, alice: User, bob: User) -> None:
    first = request_report(by=alice, assessments=[submitted], language="ja")
    again = request_report(by=bob, assessments=[submitted], language="ja")
    other = request_report(by=alice, assessments=[submitted], language="en")
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
    first = request_report(by=alice, assessments=[submitted], language="ja")
    Job.objects.update(state=Job.State.FAILED)
    again = request_report(by=alice, assessments=[submitted], language="ja")
    assert (again.pk, again.verification_code) == (first.pk, first.verification_code)
    assert again.job_id != first.job_id
    assert again.job.state == Job.State.QUEUED


def test_draft_has_no_report(assessment: Assessment, alice: User) -> None:
    with pytest.raises(Rejected) as refused:
        request_report(by=alice, assessments=[assessment], language="ja")
    assert [fault.code for fault in refused.value.faults] == ["not_submitted"]
    assert not Report.objects.exists()


def ask(by: User, assessment: Assessment) -> Report:
    """As a page does: the enterprise is read anew."""
    fresh = Assessment.objects.get(pk=assessment.pk)
    return request_report(by=by, assessments=[fresh], language="en")


def test_another_choice_of_economies_is_another_report(submitted: Assessment, alice: User) -> None:
    plain = ask(alice, submitted)
    choose_economies(enterprise=submitted.enterprise, economies=["DE", "NO"])
    chosen = ask(alice, submitted)
    assert (plain.compared_with, chosen.compared_with) == ([], ["DE", "NO"])
    assert plain != chosen
    choose_economies(enterprise=submitted.enterprise, economies=["NO", "DE"])
    assert ask(alice, submitted) == chosen
    choose_economies(enterprise=submitted.enterprise, economies=[])
    assert ask(alice, submitted) == plain


def test_report_keeps_the_choice_it_was_asked_for_with(submitted: Assessment, alice: User) -> None:
    choose_economies(enterprise=submitted.enterprise, economies=["DE", "NO"])
    report = ask(alice, submitted)
    choose_economies(enterprise=submitted.enterprise, economies=["US"])
    sections = freeze_context(Report.objects.get(pk=report.pk))["national"]
    chosen = [
        (part["name"], bool(part["groups"])) for part in sections if part["relation"] == "chosen"
    ]
    assert chosen == [("Germany", True), ("Norway", False)]
    assert "United States" not in [part["name"] for part in sections]
