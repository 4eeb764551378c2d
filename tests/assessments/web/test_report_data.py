"""Taking the data of a report from its page."""

import io
import json
from collections.abc import Callable
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Event, Grant, Job, Report, User
from assessments.reports.context import freeze_context
from assessments.reports.data.formats import FORMATS
from assessments.services.reports import request_report

FORMS = sorted(FORMATS)


@pytest.fixture
def finished(submitted: Assessment, alice: User) -> Report:
    """Frozen, and with a file as far as rows know."""
    report = request_report(by=alice, assessments=[submitted], language="zh-hans")
    report.context, report.file = freeze_context(report), "reports/x.pdf"
    report.size = report.pages = 1
    report.save()
    Job.objects.filter(pk=report.job_id).update(state=Job.State.DONE)
    return report


def url(report: Report, form: str) -> str:
    return reverse("report_data", args=[report.pk, form])


@pytest.mark.parametrize("form", FORMS)
def test_data_are_handed_out_under_the_name_of_the_pdf(
    client: Client, finished: Report, alice: User, form: str
) -> None:
    client.force_login(alice)
    response = client.get(url(finished, form))
    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[form].content_type
    assert response["Cache-Control"] == "private, no-store"
    assert f"数字化成熟度报告_Lakeside_Precision_Parts.{form}" in unquote(
        response["Content-Disposition"]
    )
    read: dict[str, Callable[[bytes], object]] = {
        "json": json.loads,
        "csv": lambda content: content.decode("utf-8-sig"),
        "xlsx": lambda content: openpyxl.load_workbook(io.BytesIO(content)),
    }
    assert read[form](response.content)


def test_page_of_a_finished_report_leads_to_every_format(
    client: Client, finished: Report, alice: User
) -> None:
    client.force_login(alice)
    page = client.get(reverse("report", args=[finished.pk])).content.decode()
    assert [form for form in FORMS if url(finished, form) in page] == FORMS


@pytest.mark.parametrize("form", FORMS)
def test_taking_data_stands_in_the_clients_log(
    client: Client, finished: Report, dora: User, grant: Grant, form: str
) -> None:
    client.force_login(dora)
    client.get(url(finished, form))
    event = Event.objects.get(kind=Event.Kind.REPORT_DATA_DOWNLOADED)
    assert (event.actor, event.object_id, event.details) == (dora, finished.pk, {"format": form})
    assert event.organisation_id == finished.enterprise.owner_id


def test_what_a_consultant_took_is_told_beside_the_access(
    client: Client, finished: Report, dora: User, alice: User, grant: Grant
) -> None:
    client.force_login(dora)
    client.get(url(finished, "csv"))
    client.force_login(alice)
    page = client.get(reverse("enterprise_access", args=[finished.enterprise_id]))
    assert "took its data" in page.content.decode()


def test_unknown_format_and_report_without_file_are_404(
    client: Client, finished: Report, alice: User
) -> None:
    client.force_login(alice)
    assert client.get(url(finished, "pdf")).status_code == 404
    Report.objects.update(file="")
    assert client.get(url(finished, "csv")).status_code == 404
    assert not Event.objects.filter(kind=Event.Kind.REPORT_DATA_DOWNLOADED).exists()


@pytest.mark.parametrize("form", FORMS)
def test_report_from_before_says_what_to_do(
    client: Client, finished: Report, alice: User, form: str
) -> None:
    context = finished.context or {}
    del context["parts"][0]["data"]
    Report.objects.update(context=context)
    client.force_login(alice)
    response = client.get(url(finished, form))
    assert response.status_code == 409
    assert "a new report has its data" in response.content.decode()
    assert not Event.objects.filter(kind=Event.Kind.REPORT_DATA_DOWNLOADED).exists()


@pytest.mark.parametrize("form", FORMS)
def test_data_cost_the_same_queries_whatever_is_in_them(
    client: Client,
    finished: Report,
    alice: User,
    form: str,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client.force_login(alice)
    context = finished.context or {}
    for parts in (context["parts"], context["parts"] * 3):
        Report.objects.update(context=context | {"parts": parts})
        client.get(url(finished, form))
        with django_assert_max_num_queries(9):
            assert client.get(url(finished, form)).status_code == 200


def test_data_are_closed_to_strangers(client: Client, finished: Report, charlie: User) -> None:
    page = url(finished, "json")
    assert client.get(page)["Location"] == f"{reverse('account_login')}?next={page}"
    client.force_login(charlie)
    assert client.get(page).status_code == 404
