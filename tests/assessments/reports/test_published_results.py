"""The report of dx: the published results of the same questionnaire, frozen and printed."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from assessments.models import Assessment, Edition, Release, Report, User
from assessments.reports.context import freeze_context
from assessments.services.reports import request_report

Finish = Callable[..., Assessment]
CLAIMS = re.compile(
    r"\brank|percentile|\btop \d|better than|worse than|ahead of|behind"
    r"|百分位|排名|名次|领先|落后|优于|パーセンタイル|順位|上位|下位|勝|劣",
    re.IGNORECASE,
)


@pytest.fixture
def diagnosed(dx: Edition, finish: Finish) -> Assessment:
    """One item open, all others at level 2: the range touches two groups of 2020."""
    items = {item.key: {"current": 2, "target": 3} for item in dx.content.level_items}
    return finish("dx", items | {"4-3": {"state": "unknown"}})


def squeeze(text: str) -> str:
    """Without spaces; the two wave dashes share one glyph, and a PDF gives back the other one."""
    return "".join(text.split()).replace("～", "〜")


def texts(value: Any) -> list[str]:
    """Every text of the section, drawings left out."""
    if isinstance(value, str):
        return [] if value.startswith("<svg") else [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in texts(part)]


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_section_is_frozen_in_the_language_of_the_report(
    diagnosed: Assessment, alice: User, language: str
) -> None:
    report = request_report(by=alice, assessments=[diagnosed], language=language)
    context = freeze_context(report)
    assert json.loads(json.dumps(context)) == context
    published = context["parts"][0]["published"]
    years = [row["year"] for row in published["means"][0]["years"]]
    assert years == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert [position["year"] for position in published["positions"]] == ["2020", "2021"]
    release = Release.objects.get(key="dx-2019-2024")
    assert context["parts"][0]["results_release"]["hash"] == release.hash
    assert context["parts"][0]["results_release"]["title"] == release.head["title"][language]
    stored = {row.key: row.caveat[language] for row in release.figures.all()}
    said = [caveat["text"] for caveat in published["caveats"]]
    assert len(said) == len(set(said))
    assert set(said) <= set(stored.values())
    for row in published["means"][0]["years"] + published["items"]:
        assert said[row["note"] - 1] == stored[row["key"]]


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_no_text_of_the_section_claims_a_rank_or_percentile(
    diagnosed: Assessment, alice: User, language: str
) -> None:
    report = request_report(by=alice, assessments=[diagnosed], language=language)
    said = texts(freeze_context(report)["parts"][0]["published"])
    assert len(said) > 100
    assert [text for text in said if CLAIMS.search(text)] == []


def test_report_of_another_questionnaire_has_no_such_section(
    submitted: Assessment, alice: User
) -> None:
    context = freeze_context(request_report(by=alice, assessments=[submitted], language="en"))
    assert (context["parts"][0]["published"], context["parts"][0]["results_release"]) == (
        None,
        None,
    )


def test_report_prints_the_section_and_names_both_releases(
    diagnosed: Assessment, alice: User, make_report: Callable[..., Report]
) -> None:
    report = make_report(diagnosed, by=alice, language="ja")
    assert report.job.error is None
    context: dict[str, Any] = report.context or {}
    content = (settings.MEDIA_ROOT / report.file).read_bytes()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    printed = squeeze("".join(pages))
    published = context["parts"][0]["published"]
    for position in published["positions"]:
        assert squeeze(position["sentence"]) in printed
        assert squeeze(position["source"]) in printed
    for text in (*published["notes"], published["mean_only"]):
        assert squeeze(text) in printed
    for caveat in published["caveats"]:
        assert squeeze(caveat["text"]) in printed
    for row in published["means"][0]["years"]:
        assert squeeze(f"{row['year']}{row['n']}{row['current']}{row['target'] or '–'}") in printed
    last = squeeze("".join(pages[-3:]))
    for release in (context["release"], context["parts"][0]["results_release"]):
        assert squeeze(release["title"]) in last
        assert release["hash"] in last
