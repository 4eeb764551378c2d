"""Reports as the tests read them: made by the same job as everywhere, kept for several tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from assessments import queue
from assessments.models import Assessment, Enterprise, Report, User
from assessments.reports.build import build_report
from assessments.services.assessments import submit_assessment
from assessments.services.reports import request_report
from tests.conftest import BANDS, TARGETS

NOTE = "ERP since 2021.\nTalked to 髙橋 and 𠮷野 (㈱) on 12 November."


@dataclass(frozen=True)
class Made:
    """A report after its job: the row, what was frozen, and the stored file."""

    report: Report
    context: dict[str, Any]
    content: bytes


@pytest.fixture(autouse=True)
def no_heartbeat(settings: Settings) -> None:
    """The heart beats on a connection of its own, which sees nothing that a test did."""
    settings.JOB_HEARTBEAT_SECONDS = 600


@pytest.fixture
def small(submitted: Assessment) -> Assessment:
    """Complete, and of an economy about which little was published: fewer pages, faster."""
    submitted.profile["economy"] = "SG"
    submitted.save(update_fields=["profile"])
    return submitted


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """make_report(assessment, by=…, options=…): asked for, made by its job, read again."""

    def make(assessment: Assessment, *, by: User, language: str = "en", **more: Any) -> Report:
        asked = request_report(by=by, assessments=[assessment], language=language, **more)
        return made_by_its_job(asked)

    return make


def made_by_its_job(report: Report) -> Report:
    """The report after its job, read again."""
    assert queue.work_one({"report": build_report})
    return Report.objects.select_related("job").get(pk=report.pk)


@pytest.fixture
def partial(
    assessment: Assessment, enterprise: Enterprise, alice: User, answer: Callable[..., None]
) -> Assessment:
    """Submitted with one item of each state, a top level, and notes; of a Japanese enterprise."""
    Enterprise.objects.filter(pk=enterprise.pk).update(name="株式会社髙橋製作所", economy="JP")
    for item, current in BANDS.items():
        answer(assessment, item, current=current, target=TARGETS[item])
    answer(assessment, "VI", current=1, target=3, note=NOTE)
    answer(assessment, "SFA", state="unknown", target=3)
    answer(assessment, "FC", state="not_applicable", reason="outside_site", note="Landlord’s.")
    answer(assessment, "LC", current=5, target=4)
    answer(assessment, "EI", current=1, target=2, note="Not for print.")
    assessment.answers.filter(item="EI").update(print_note=False)
    assessment.answers.filter(item="SG").delete()
    submit_assessment(by=alice, assessment=Assessment.objects.get(pk=assessment.pk))
    return Assessment.objects.get(pk=assessment.pk)


_made: dict[str, Made] = {}


@pytest.fixture(params=["en", "zh-hans", "ja"])
def made(db: None, request: pytest.FixtureRequest, make_report: Callable[..., Report]) -> Made:
    """The report on `partial` in each language, rendered once per process."""
    language = request.param
    if language not in _made:
        report = make_report(
            request.getfixturevalue("partial"),
            by=request.getfixturevalue("alice"),
            language=language,
        )
        assert report.job.error is None
        content = (settings.MEDIA_ROOT / report.file).read_bytes()
        _made[language] = Made(report=report, context=report.context or {}, content=content)
    return _made[language]
