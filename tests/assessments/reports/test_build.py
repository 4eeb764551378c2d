import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from assessments import queue
from assessments.models import (
    Assessment,
    Enterprise,
    Grant,
    Job,
    Membership,
    Organisation,
    Report,
    User,
)
from assessments.reports.build import build_report
from assessments.reports.pages import report_html, style_sheet, template_version
from assessments.reports.pdf import render_pdf
from assessments.services.assessments import submit_assessment
from assessments.services.reports import request_report
from assessments.wording.jobs import error_text
from tests.reports import SHORT


def _failed(report: Report) -> dict[str, Any]:
    assert report.job.state == Job.State.FAILED
    assert report.file == ""
    assert report.job.error is not None
    error: dict[str, Any] = report.job.error
    return error


def test_build_report_fails_when_the_right_was_withdrawn(
    small: Assessment, dora: User, grant: Grant
) -> None:
    report = request_report(by=dora, assessments=[small], language="en", options=SHORT)
    Grant.objects.update(revoked_at=timezone.now())
    queue.work_one({"report": build_report})
    report = Report.objects.get(pk=report.pk)
    assert _failed(report) == {"code": "not_allowed", "params": {}}
    assert report.context is None


def test_build_report_fails_when_only_reading_is_left(
    small: Assessment, dora: User, grant: Grant, make_report: Callable[..., Report]
) -> None:
    Grant.objects.update(may_report=False)
    assert _failed(make_report(small, by=dora, options=SHORT))["code"] == "not_allowed"


def test_build_report_fails_for_somebody_who_has_left(
    small: Assessment, bob: User, make_report: Callable[..., Report]
) -> None:
    Membership.objects.filter(user=bob).delete()
    assert _failed(make_report(small, by=bob, options=SHORT))["code"] == "not_allowed"


def test_build_report_fails_with_the_character_it_cannot_print(
    assessment: Assessment,
    alice: User,
    answer: Callable[..., None],
    make_report: Callable[..., Report],
) -> None:
    answer(assessment, "VI", current=1, note="Fine 🙂")
    submit_assessment(by=alice, assessment=Assessment.objects.get(pk=assessment.pk))
    report = make_report(Assessment.objects.get(pk=assessment.pk), by=alice)
    assert _failed(report) == {
        "code": "missing_glyph",
        "params": {
            "character": "🙂",
            "code": "U+1F642",
            "where": "the note on “Vertical Integration”",
        },
    }
    assert "“🙂” (U+1F642)" in error_text(report.job)
    assert report.context is None  # a text that is not frozen elsewhere may still be corrected


def test_build_report_may_be_asked_for_again_once_a_name_was_corrected(
    small: Assessment,
    client_organisation: Organisation,
    alice: User,
    make_report: Callable[..., Report],
) -> None:
    Organisation.objects.filter(pk=client_organisation.pk).update(name="Lakeside 🏭")
    assert _failed(make_report(small, by=alice, options=SHORT))["code"] == "missing_glyph"
    Organisation.objects.filter(pk=client_organisation.pk).update(name="Lakeside")
    assert make_report(small, by=alice, options=SHORT).job.state == Job.State.DONE


def test_build_report_keeps_the_context_of_the_first_attempt(
    small: Assessment, client_organisation: Organisation, alice: User
) -> None:
    report = request_report(by=alice, assessments=[small], language="en", options=SHORT)
    job = queue.claim()
    assert job
    build_report(job)  # made, and the worker dies before it is stored
    first = Report.objects.get(pk=report.pk)
    assert first.context
    assert first.file == ""
    Organisation.objects.filter(pk=client_organisation.pk).update(name="Renamed")
    build_report(job)()
    second = Report.objects.get(pk=report.pk)
    assert second.context == first.context
    files = list((settings.MEDIA_ROOT / f"reports/{report.pk}").iterdir())
    assert [file.name for file in files] == [f"{second.sha256}.pdf"]


def test_build_report_leaves_a_stored_file_alone(
    small: Assessment, alice: User, make_report: Callable[..., Report]
) -> None:
    report = make_report(small, by=alice, options=SHORT)
    Job.objects.filter(pk=report.job.pk).update(state=Job.State.QUEUED)
    Enterprise.objects.update(name="Renamed")
    assert queue.work_one({"report": build_report})
    again = Report.objects.select_related("job").get(pk=report.pk)
    assert again.job.state == Job.State.DONE
    assert (again.file, again.sha256, again.context) == (report.file, report.sha256, report.context)


def test_changed_template_leaves_context_and_stored_file_alone(
    small: Assessment,
    alice: User,
    make_report: Callable[..., Report],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = make_report(small, by=alice, options=SHORT)
    before, other = template_version(), style_sheet() + b"h2 { color: #14507a }"
    monkeypatch.setattr("assessments.reports.assets.style_sheet", lambda: other)
    monkeypatch.setattr("assessments.reports.pages.style_sheet", lambda: other)
    assert template_version() != before
    asked = request_report(by=alice, assessments=[small], language="en", options=SHORT)
    assert asked == report, "the same request, whatever the pages look like by now"
    again = render_pdf(report_html(report.context or {})).content
    assert hashlib.sha256(again).hexdigest() != report.sha256, "the change shows"
    kept = Report.objects.get(pk=report.pk)
    assert (kept.context, kept.sha256) == (report.context, report.sha256)
    assert kept.versions["template"] == before
    stored = (settings.MEDIA_ROOT / kept.file).read_bytes()
    assert hashlib.sha256(stored).hexdigest() == report.sha256


def test_build_report_stops_when_another_worker_has_the_job(small: Assessment, alice: User) -> None:
    request_report(by=alice, assessments=[small], language="en", options=SHORT)
    job = queue.claim()
    assert job
    Job.objects.filter(pk=job.pk).update(attempt=2)
    with pytest.raises(queue.LeaseLost):
        build_report(job)
