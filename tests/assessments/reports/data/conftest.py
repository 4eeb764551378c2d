"""Frozen reports on every questionnaire, without the pages."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from assessments.models import Assessment, Release, Report, User
from assessments.queries.results import stored_data
from assessments.reports.context import freeze_context
from assessments.reports.data.reading import report_data
from assessments.reports.data.schema import ReportData
from assessments.reports.options import ReportOptions
from assessments.services.reports import request_report
from maturity.instruments.edition import Edition
from tests.assessments.reports.test_questionnaires import ANSWERS

LANGUAGES = ("en", "zh-hans", "ja")
INSTRUMENTS = ("siri", "dx", "tiers", "facts")
EVERY = [(key, language) for key in INSTRUMENTS for language in LANGUAGES]


@dataclasses.dataclass(frozen=True)
class Frozen:
    """A report that was frozen and kept, and the data read from it."""

    report: Report
    release: Release  # of the national data
    context: dict[str, Any]
    data: ReportData
    assessments: list[Assessment]
    edition: Edition  # of the first assessment, as its result
    stored: dict[str, Any]

    @property
    def language(self) -> str:
        return self.report.language


@pytest.fixture
def answered(
    request: pytest.FixtureRequest, finish: Callable[..., Assessment]
) -> Callable[[str], Assessment]:
    """answered("dx"): submitted with open, unknown and, where there are some, other answers."""

    def make(key: str) -> Assessment:
        edition = request.getfixturevalue(key).content
        return finish(key, ANSWERS[key](edition), scope="Hall 2" if key == "tiers" else "")

    return make


@pytest.fixture
def freeze(alice: User) -> Callable[..., Frozen]:
    """freeze(assessment, …, language="ja", options=…): asked for, frozen and kept."""

    def make(
        *assessments: Assessment, language: str = "en", options: ReportOptions | None = None
    ) -> Frozen:
        report = request_report(
            by=alice,
            assessments=assessments,
            language=language,
            options=options or ReportOptions(),
        )
        report.context = freeze_context(report)
        report.save(update_fields=["context"])
        report.refresh_from_db()
        context = report.context or {}
        assert report.release
        return Frozen(
            report=report,
            release=report.release,
            context=context,
            data=report_data(context),
            assessments=list(assessments),
            edition=assessments[0].content,
            stored=stored_data(assessments[0])[0],
        )

    return make


_frozen: dict[tuple[str, str], Frozen] = {}


@pytest.fixture
def frozen(db: None, request: pytest.FixtureRequest) -> Frozen:
    """To be parametrised with a questionnaire and a language; made once per process."""
    key, language = request.param
    if request.param not in _frozen:
        answered: Callable[[str], Assessment] = request.getfixturevalue("answered")
        freeze: Callable[..., Frozen] = request.getfixturevalue("freeze")
        _frozen[request.param] = freeze(answered(key), language=language)
    return _frozen[request.param]


every_report = pytest.mark.parametrize(
    "frozen", EVERY, ids=[" ".join(one) for one in EVERY], indirect=True
)
