"""The pages of the event log and the files made of it."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from assessments.models import Assessment, Enterprise, Event, Grant, Organisation, User
from assessments.reports.event_log import COLUMNS
from assessments.services.events import record_event


def log_url(organisation: Organisation, form: str = "") -> str:
    if form:
        return reverse("organisation_log_export", args=[organisation.pk, form])
    return reverse("organisation_log", args=[organisation.pk])


def read(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    if not page.streaming:
        return page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    return "".join(part.decode() for part in page)


def test_owner_reads_who_did_what_when(
    client: Client, alice: User, submitted: Assessment, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = read(client, log_url(client_organisation))
    assert "2 events" in page
    assert "1096 days" in page
    row = re.search(r"<td>Alice</td>\s*<td>Submitted the assessment “([^”]+)”<span", page)
    assert row
    assert "Lakeside Precision Parts</span>" in page


@pytest.mark.parametrize(
    ("person", "status"),
    [("bob", 403), ("carol", 403), ("dora", 404), ("charlie", 404), ("administrator", 404)],
)
def test_others_do_not(
    client: Client,
    client_organisation: Organisation,
    grant: Grant,
    person: str,
    status: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(person))
    for form in ("", "csv", "json"):
        assert client.get(log_url(client_organisation, form)).status_code == status
    assert not Event.objects.filter(kind="log_exported").exists()


def test_search_narrows_the_page_and_the_export(
    client: Client, alice: User, submitted: Assessment, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    record_event(kind=Event.Kind.SIGNED_IN, by=alice, about=alice, organisation=client_organisation)
    query = "?group=people&text=ali&first_day=&last_day=&person=&enterprise="
    page = read(client, log_url(client_organisation) + query)
    assert "1 event<" in page
    assert "Signed in" in page
    assert "Submitted" not in page
    assert "csv/?group=people&amp;text=ali" in page
    rows = json.loads(read(client, log_url(client_organisation, "json") + query))
    assert [row["kind"] for row in rows] == ["signed_in"]


def test_day_that_is_none_is_an_error_and_finds_nothing(
    client: Client, alice: User, submitted: Assessment, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = read(client, log_url(client_organisation) + "?first_day=31.31.2026")
    assert 'class="errors"' in page
    assert "0 events" in page


def test_stranger_is_not_offered_and_not_found(
    client: Client,
    alice: User,
    charlie: User,
    submitted: Assessment,
    client_organisation: Organisation,
) -> None:
    client.force_login(alice)
    page = read(client, log_url(client_organisation))
    assert "Charlie" not in page
    page = read(client, log_url(client_organisation) + f"?person={charlie.pk}")
    assert 'class="errors"' in page


def test_long_log_has_pages_and_the_same_number_of_queries(
    client: Client,
    alice: User,
    submitted: Assessment,
    client_organisation: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(120):
        record_event(
            kind=Event.Kind.ANSWER_AGREED,
            by=alice,
            about=submitted,
            enterprise=submitted.enterprise,
            item="VI",
        )
    client.force_login(alice)
    with django_assert_max_num_queries(20):
        first = read(client, log_url(client_organisation))
    assert "Page 1 of 3" in first
    assert first.count("<time") == 50
    last = read(client, log_url(client_organisation) + "?group=answers&page=3")
    assert 'href="?group=answers&amp;page=2" rel="prev"' in last
    assert 'rel="next"' not in last
    assert last.count("<time") == 22


def test_csv_opens_in_a_spreadsheet_and_nothing_in_it_is_computed(
    client: Client, alice: User, submitted: Assessment, client_organisation: Organisation
) -> None:
    User.objects.filter(pk=alice.pk).update(name="=HYPERLINK(1)")
    Enterprise.objects.update(name="@湖畔")
    client.force_login(alice)
    page = client.get(log_url(client_organisation, "csv"))
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="events_Lakeside_\d{4}-\d\d-\d\d\.csv"', page["Content-Disposition"]
    )
    content = b"".join(page)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["kind"] for row in rows] == [
        "log_exported",
        "assessment_submitted",
        "assessment_started",
    ]
    assert {row["actor"] for row in rows} == {"'=HYPERLINK(1)"}
    assert rows[1]["enterprise"] == "'@湖畔"
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)


def test_export_is_in_the_language_of_who_takes_it_and_noted(
    client: Client, alice: User, submitted: Assessment, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = client.get(log_url(client_organisation, "json"), headers={"Accept-Language": "ja"})
    rows = json.loads(b"".join(page))
    assert rows[1]["object_id"] == str(submitted.pk)
    assert "SIRI" in rows[1]["what"] or "スマート" in rows[1]["what"]
    event = Event.objects.get(kind="log_exported")
    assert (event.actor, event.organisation) == (alice, client_organisation)
    assert event.details == {"form": "json"}


def test_unknown_form_is_not_found(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    assert client.get(log_url(client_organisation, "xlsx")).status_code == 404


def test_empty_log_is_an_empty_list(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    rows = read(client, log_url(client_organisation, "json") + "?group=pool")
    assert json.loads(rows) == []


def test_log_of_the_site_is_for_those_who_run_it(
    client: Client, administrator: User, paul: User, alice: User, submitted: Assessment
) -> None:
    record_event(kind=Event.Kind.SIGNED_IN, by=alice, about=alice)
    record_event(kind=Event.Kind.QUESTIONNAIRE_PUBLISHED, by=paul, about=submitted.edition)
    for person, count in ((administrator, 2), (paul, 1)):
        client.force_login(person)
        page = read(client, reverse("site_log"))
        assert page.count("<time") == count
        assert "Lakeside" not in page
    client.force_login(alice)
    assert client.get(reverse("site_log")).status_code == 403
    assert client.get(reverse("site_log_export", args=["csv"])).status_code == 404


def test_page_says_how_long_the_log_goes_back(
    client: Client, alice: User, client_organisation: Organisation, settings: Settings
) -> None:
    settings.EVENT_RETENTION_DAYS = 1
    client.force_login(alice)
    assert "kept for 1 day." in read(client, log_url(client_organisation))
