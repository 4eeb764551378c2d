"""Asking for a report of several assessments, with options; and the list of those made."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Branding, Enterprise, Grant, Organisation, Report, User
from assessments.reports.options import SECTIONS, ReportOptions, options_from_json
from assessments.services.branding import save_branding
from assessments.services.reports import request_report
from assessments.web.report_forms import ReportOptionsForm


def new(enterprise: Enterprise) -> str:
    return reverse("report_new", args=[enterprise.pk])


def listed(enterprise: Enterprise) -> str:
    return reverse("enterprise_reports", args=[enterprise.pk])


@pytest.fixture
def practices(finish: Callable[..., Assessment]) -> Assessment:
    return finish("tiers", {"L1-gain": {"answer": "yes"}}, scope="Hall 1")


@pytest.fixture
def firm(dora: User) -> Branding:
    consultancy = Organisation.objects.get(kind="consultancy")
    return save_branding(
        by=dora,
        organisation=consultancy,
        name="Morimoto & Partners",
        contact="",
        colour="",
        logo=b"",
        preface="Dear client",
    )


def sent(*chosen: Assessment, **changes: Any) -> dict[str, Any]:
    usual = {"language": "ja", "sections": list(SECTIONS), "confidentiality": ""}
    return {"assessments": [str(each.pk) for each in chosen]} | usual | changes


# --- the form


def test_untouched_form_asks_for_the_usual_report() -> None:
    form = ReportOptionsForm({"language": "en", "sections": list(SECTIONS)})
    assert form.is_valid(), form.errors
    assert form.options() == ReportOptions()
    assert form.branding() is None
    assert "in_name_of" not in form.fields
    assert ReportOptionsForm()["sections"].initial == list(SECTIONS)


def test_form_reads_every_option(firm: Branding) -> None:
    given = {
        "language": "en",
        "sections": ["items", "arithmetic"],
        "confidentiality": "internal",
        "is_draft": "on",
        "archival": "on",
        "preface": " Hello ",
        "in_name_of": str(firm.pk),
    }
    form = ReportOptionsForm(given, brandings=[firm])
    assert form.is_valid(), form.errors
    options = form.options()
    assert options == ReportOptions(
        left_out=frozenset(SECTIONS) - {"items", "arithmetic"},
        confidentiality="internal",
        is_draft=True,
        archival=True,
        preface="Hello",
    )
    assert options_from_json(options.as_json()) == options
    assert form.branding() == firm


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"),
        ("sections", ["items", "secrets"]),
        ("confidentiality", "top_secret"),
        ("in_name_of", "00000000-0000-0000-0000-000000000000"),
    ],
)
def test_form_takes_only_what_it_offers(firm: Branding, field: str, value: Any) -> None:
    form = ReportOptionsForm({"language": "en", field: value}, brandings=[firm])
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_form_offers_the_preface_of_the_usual_look(firm: Branding) -> None:
    form = ReportOptionsForm(brandings=[firm])
    assert form["preface"].initial == "Dear client"
    assert form["in_name_of"].initial == str(firm.pk)
    assert [label for _value, label in form["in_name_of"].field.choices] == [
        "Morimoto & Partners",
        "Nobody: the plain look of this site",
    ]


# --- the page


def test_report_of_several_assessments_is_asked_for(
    client: Client, alice: User, submitted: Assessment, practices: Assessment
) -> None:
    client.force_login(alice)
    plant = submitted.enterprise
    page = client.get(new(plant)).content.decode()
    assert page.count('name="assessments"') == 2
    assert page.count("checked") == 2 + len(SECTIONS) + 2  # language and mark are single choices
    given = sent(practices, submitted, is_draft="on", mail_when_done="on", preface="Words.")
    answer = client.post(new(plant), given)
    report = Report.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("report", args=[report.pk]))
    # in the order of the list, not in that of the request
    assert [part.assessment for part in report.parts.all()] == [submitted, practices]
    assert report.options == {"is_draft": True, "preface": "Words."}
    assert (report.language, report.mail_when_done) == ("ja", True)


def test_page_comes_with_the_assessment_that_one_came_from(
    client: Client, alice: User, submitted: Assessment, practices: Assessment
) -> None:
    client.force_login(alice)
    result = client.get(reverse("result", args=[practices.pk])).content.decode()
    address = f"{new(submitted.enterprise)}?assessment={practices.pk}"
    assert f'href="{address}"' in result
    form = client.get(address).context["form"]
    assert form["assessments"].value() == [str(practices.pk)]


@pytest.mark.parametrize("count", [0, 2])
def test_wrong_choice_is_said_and_what_was_typed_is_kept(
    client: Client, alice: User, submitted: Assessment, practices: Assessment, count: int
) -> None:
    client.force_login(alice)
    if count:
        Assessment.objects.filter(pk=practices.pk).update(edition=submitted.edition)
    chosen = [submitted, practices][:count]
    answer = client.post(new(submitted.enterprise), sent(*chosen, preface="My <words>"))
    text = answer.content.decode()
    assert answer.status_code == 422
    said = ["Please choose at least one assessment.", "", "one assessment of each questionnaire"]
    assert said[count] in text
    assert "My &lt;words&gt;" in text
    assert not Report.objects.exists()


def test_assessments_that_are_not_offered_cannot_be_chosen(
    client: Client,
    alice: User,
    submitted: Assessment,
    begin: Callable[[str], Assessment],
    charlie: User,
) -> None:
    client.force_login(alice)
    draft, foreign = begin("dx"), Assessment.objects.get(created_by=charlie)
    for other in (draft, foreign):
        answer = client.post(new(submitted.enterprise), sent(submitted, other))
        assert answer.status_code == 422
    assert not Report.objects.exists()


def test_nothing_submitted_is_said(client: Client, alice: User, assessment: Assessment) -> None:
    client.force_login(alice)
    page = client.get(new(assessment.enterprise)).content.decode()
    assert "no assessment has been submitted" in page
    assert "Make the PDF report" not in page
    answer = client.post(new(assessment.enterprise), sent(assessment))
    assert answer.status_code == 422


def test_consultant_asks_in_the_name_of_the_firm_or_in_nobodys(
    client: Client, dora: User, grant: Grant, submitted: Assessment, firm: Branding
) -> None:
    client.force_login(dora)
    page = client.get(new(submitted.enterprise)).content.decode()
    assert "Morimoto &amp; Partners" in page
    assert "Dear client" in page
    for chosen, expected in ((str(firm.pk), firm), ("", None)):
        client.post(new(submitted.enterprise), sent(submitted, in_name_of=chosen))
        assert Report.objects.latest("requested_at").branding == expected


def test_simple_button_takes_the_usual_look(
    client: Client, dora: User, grant: Grant, submitted: Assessment, firm: Branding
) -> None:
    client.force_login(dora)
    client.post(reverse("report_request", args=[submitted.pk]), {"language": "en"})
    report = Report.objects.get()
    assert (report.branding, report.options) == (firm, {})


def test_pages_are_for_those_who_may(
    client: Client,
    submitted: Assessment,
    practices: Assessment,
    carol: User,
    charlie: User,
    dora: User,
    grant: Grant,
) -> None:
    plant = submitted.enterprise
    client.force_login(charlie)
    assert [client.get(page(plant)).status_code for page in (new, listed)] == [404, 404]
    client.force_login(carol)
    assert [client.get(page(plant)).status_code for page in (new, listed)] == [403, 200]
    assert client.post(new(plant), sent(submitted)).status_code == 403
    grant.assessment = submitted
    grant.save()
    client.force_login(dora)
    page = client.get(new(plant)).content.decode()
    assert str(submitted.pk) in page
    assert str(practices.pk) not in page
    assert client.post(new(plant), sent(submitted, practices)).status_code == 422
    assert client.post(new(plant), sent(submitted)).status_code == 302


# --- the list


def test_list_says_what_each_report_is(
    client: Client,
    alice: User,
    dora: User,
    grant: Grant,
    submitted: Assessment,
    practices: Assessment,
    firm: Branding,
) -> None:
    plant = submitted.enterprise
    client.force_login(alice)
    assert "No report has been asked for yet." in client.get(listed(plant)).content.decode()
    request_report(by=alice, assessments=[submitted], language="ja")
    marked = ReportOptions(
        is_draft=True, confidentiality="internal", left_out=frozenset({"pool"}), preface="x"
    )
    last = request_report(
        by=dora,
        assessments=[submitted, practices],
        language="en",
        options=marked,
        branding=firm,
    )
    Report.objects.filter(pk=last.pk).update(pages=31)
    text = client.get(listed(plant)).content.decode()
    assert text.index("English") < text.index("日本語")  # the newest first
    assert "asked for by Dora" in text
    assert "31 pages" in text
    said = "Draft · Internal · in the name of Morimoto &amp; Partners · with a preface"
    assert f"{said} · some parts left out" in text
    assert text.count("Waiting") == 2
    assert f'href="{listed(plant)}"' in client.get(reverse("my_work")).content.decode()


def test_reports_that_hold_more_than_one_may_see_are_not_listed(
    client: Client,
    alice: User,
    dora: User,
    grant: Grant,
    submitted: Assessment,
    practices: Assessment,
) -> None:
    request_report(by=alice, assessments=[submitted, practices], language="ja")
    seen = request_report(by=alice, assessments=[submitted], language="ja")
    grant.assessment = submitted
    grant.save()
    client.force_login(dora)
    page = client.get(listed(submitted.enterprise)).context["page"]
    assert list(page) == [seen]
    on_result = client.get(reverse("result", args=[submitted.pk]))
    assert list(on_result.context["reports"]) == [seen]


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow_with_reports(
    client: Client,
    alice: User,
    submitted: Assessment,
    practices: Assessment,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for language in ("en", "ja", "zh-hans")[:count]:
        request_report(by=alice, assessments=[submitted, practices], language=language)
    client.force_login(alice)
    with django_assert_num_queries(12):
        assert client.get(listed(submitted.enterprise)).status_code == 200
    with django_assert_num_queries(10):
        assert client.get(new(submitted.enterprise)).status_code == 200


def test_long_list_has_pages(client: Client, alice: User, submitted: Assessment) -> None:
    for number in range(51):
        options = ReportOptions(preface=str(number))
        request_report(by=alice, assessments=[submitted], language="en", options=options)
    client.force_login(alice)
    first = client.get(listed(submitted.enterprise)).content.decode()
    assert first.count("asked for by Alice") == 50
    assert "Page 1 of 2" in first
    second = client.get(f"{listed(submitted.enterprise)}?page=2").content.decode()
    assert second.count("asked for by Alice") == 1
