import json
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string

from assessments.models import Assessment, Edition, Enterprise, Release, Report, User
from assessments.reports.context import freeze_context
from assessments.services.assessments import start_assessment, submit_assessment
from assessments.services.reports import request_report
from tests.assessments.reports.conftest import NOTE


@pytest.fixture
def frozen(alice: User) -> Callable[..., dict[str, Any]]:
    def freeze(assessment: Assessment, language: str = "en") -> dict[str, Any]:
        return freeze_context(request_report(by=alice, assessments=[assessment], language=language))

    return freeze


def _items(context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (part,) = context["parts"]
    return {item["name"]: item for block in part["blocks"] for item in block["items"]}


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_context_is_plain_json_in_the_reports_language(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]], language: str
) -> None:
    context = frozen(submitted, language)
    assert json.loads(json.dumps(context)) == context
    edition = submitted.edition.content
    assert list(_items(context)) == [item.name[language] for item in edition.items]
    assert context["parts"][0]["edition"]["title"] == edition.title[language]
    assert context["parts"][0]["edition"]["hash"] == submitted.edition.hash


def test_context_holds_the_figures_of_the_stored_result(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    overall = frozen(submitted)["parts"][0]["summary"]["overall"]
    assert (overall["current"], overall["target"], overall["gap"]) == ("1.19", "2.31", "+1.13")
    assert overall["is_range"] is False


def test_context_shows_a_range_while_something_is_open(
    partial: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    context = frozen(partial)
    overall = context["parts"][0]["summary"]["overall"]
    # 19 over 13 answered; two open of 15, so 19/15 to 29/15
    assert overall["current"] == "between 1.27 and 1.93"
    assert overall["is_range"] is True
    assert context["parts"][0]["summary"]["unknown"] == ["Shop Floor Automation"]
    assert context["parts"][0]["summary"]["unanswered"] == ["Strategy & Governance"]
    assert context["parts"][0]["summary"]["not_applicable"] == ["Facility Connectivity"]


def test_context_gives_the_next_step_from_where_one_stands(
    partial: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    items = _items(frozen(partial))
    vertical = partial.edition.content.item("VI")
    assert items["Vertical Integration"]["next_step"] == vertical.actions[1]["en"]
    assert items["Leadership Competency"]["next_step"] == ""  # at the top
    assert items["Shop Floor Automation"]["next_step"] == ""  # not known
    assert items["Facility Connectivity"]["next_step"] == ""  # not applicable


def test_context_gives_level_and_target_with_word_and_text(
    partial: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    item = _items(frozen(partial))["Vertical Integration"]
    vertical = partial.edition.content.item("VI")
    assert item["current"] == {"level": 1, "word": "Defined", "text": vertical.levels[1]["en"]}
    assert item["target"] == {"level": 3, "word": "Integrated", "text": vertical.levels[3]["en"]}
    assert item["gap"] == "+2"
    assert _items(frozen(partial))["Leadership Competency"]["gap"] == "−1"


def test_context_prints_notes_unless_told_not_to(
    partial: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    context = frozen(partial)
    items = _items(context)
    assert items["Vertical Integration"]["note"] == NOTE
    assert items["Vertical Integration"]["note_lang"] == "ja"
    assert items["Enterprise Intelligence"]["note"] == ""
    assert "Not for print." not in json.dumps(context)


def test_context_takes_the_profile_frozen_at_submission(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    Enterprise.objects.update(name="Renamed", economy="FR")
    enterprise = frozen(submitted)["enterprise"]
    assert enterprise["name"] == "Lakeside Precision Parts"
    assert enterprise["economy"] == "China"
    assert enterprise["author"] == "Lakeside"


def test_context_prints_the_arithmetic(
    partial: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    arithmetic = {
        group["name"]: group["sums"] for group in frozen(partial)["parts"][0]["arithmetic"]
    }
    assert list(arithmetic)[:4] == ["Overall", "Process", "Technology", "Organisation"]
    assert len(arithmetic) == 12
    current = arithmetic["Process"][0]
    assert current["formula"] == "(1 + 1 + 2) ÷ 3 = 4 ÷ 3 ≈ 1.333333333333 → 1.33"
    assert current["range"] == []
    overall = arithmetic["Overall"][0]
    assert overall["range"] == [
        "(19 + 2 × 0) ÷ 15 = 19 ÷ 15 ≈ 1.266666666667 → 1.27",
        "(19 + 2 × 5) ÷ 15 = 29 ÷ 15 ≈ 1.933333333333 → 1.93",
    ]
    assert overall["left_out"] == (
        "Shop Floor Automation (not known yet); Facility Connectivity (not applicable); "
        "Strategy & Governance (not answered)"
    )
    assert arithmetic["Talent Readiness"][2]["formula"] == ("(2 + (−1)) ÷ 2 = 1 ÷ 2 = 0.5 → 0.50")


def test_context_begins_with_the_enterprises_own_economy(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    context = frozen(submitted)
    sections = context["national"]
    assert (sections[0]["name"], sections[0]["relation"]) == ("China", "own")
    assert sections[-1]["relation"] == "world"
    figures = [f for group in sections[0]["groups"] for f in group["figures"]]
    forecast = next(f for f in figures if f["status"])
    assert forecast["locator"].startswith("section ")
    assert context["release"]["key"] == "caii-2022-11"


def test_context_without_a_release_has_no_national_data(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]], alice: User
) -> None:
    report = request_report(by=alice, assessments=[submitted], language="en")
    report.release = None
    context = freeze_context(report)
    assert context["release"] is None
    assert context["national"] == []


def test_context_says_what_it_corrects_and_what_corrected_it(
    submitted: Assessment,
    enterprise: Enterprise,
    siri: Edition,
    alice: User,
    answer: Callable[..., None],
    frozen: Callable[..., dict[str, Any]],
) -> None:
    assert frozen(submitted)["parts"][0]["notices"] == []
    later = start_assessment(by=alice, enterprise=enterprise, edition=siri)
    Assessment.objects.filter(pk=later.pk).update(corrects=submitted)
    answer(later, "VI", current=1)
    submit_assessment(by=alice, assessment=Assessment.objects.get(pk=later.pk))
    later = Assessment.objects.get(pk=later.pk)
    assert [text[:20] for text in frozen(later)["parts"][0]["notices"]] == ["This result corrects"]
    old = Report.objects.get(assessments=submitted)
    assert [text[:25] for text in freeze_context(old)["parts"][0]["notices"]] == [
        "This result was corrected"
    ]


def test_report_says_that_its_release_was_withdrawn_after_it_was_asked_for(
    alice: User, submitted: Assessment
) -> None:
    report = request_report(by=alice, assessments=[submitted], language="en")
    assert report.release is not None
    before = freeze_context(report)
    assert before["release"]["state"] == "published"
    assert before["release"]["withdrawn"] == ""
    assert before["notices"] == []
    Release.objects.filter(pk=report.release.pk).update(
        state="withdrawn", withdrawn_reason="Counted twice."
    )
    context = freeze_context(Report.objects.get(pk=report.pk))
    assert context["release"]["state"] == "withdrawn"
    (said,) = context["notices"]
    assert said.endswith("were withdrawn before this report was made: Counted twice.")
    assert context["release"]["withdrawn"] == said
    cover = render_to_string("reports/pdf/cover.html", context)
    method = render_to_string("reports/pdf/method.html", context)
    assert "Counted twice." in cover
    assert "Counted twice." in method
    del before["release"]["withdrawn"]  # one frozen before this was said
    assert "were withdrawn" not in render_to_string("reports/pdf/method.html", before)
