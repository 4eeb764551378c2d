"""A consultant's clients: who is among them, how they are found and sorted, and what it costs."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Assessment,
    Assignment,
    Collection,
    Edition,
    Enterprise,
    Grant,
    Job,
    Organisation,
    Report,
    User,
)
from assessments.services.assessments import start_assessment, submit_assessment
from assessments.services.reports import request_report
from tests.assessments.web.fields import LANGUAGES

TODAY = timezone.now().date()


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


@pytest.fixture
def consultancy(dora: User) -> Organisation:
    return Organisation.objects.get(kind="consultancy")


@pytest.fixture
def add(
    consultancy: Organisation, client_organisation: Organisation, alice: User, siri: Edition
) -> Callable[..., Enterprise]:
    """add("Press works", due=…, until=…): a client with a draft and an open grant."""

    def add_client(
        name: str,
        *,
        due: dt.date | None = None,
        until: dt.date | None = None,
        granted: bool = True,
        draft: bool = True,
    ) -> Enterprise:
        enterprise = Enterprise.objects.create(
            name=name,
            economy="JP",
            sector="C25",
            size_band="10-49",
            owner=client_organisation if granted else None,
            prepared_by=None if granted else consultancy,
        )
        if granted:
            Grant.objects.create(
                enterprise=enterprise,
                consultancy=consultancy,
                may_report=True,
                until=until,
                accepted_at=timezone.now(),
            )
        if draft:
            started = start_assessment(by=alice, enterprise=enterprise, edition=siri)
            Assessment.objects.filter(pk=started.pk).update(due=due)
        return enterprise

    return add_client


def listed(client: Client, query: str = "") -> list[str]:
    """Names of the clients, in the order of the page."""
    text = client.get(reverse("portfolio") + query).content.decode()
    return re.findall(r'<th scope="row">([^<]+)<', text)


@pytest.mark.parametrize("count", [3, 30])
def test_number_of_queries_does_not_depend_on_the_number_of_clients(
    client: Client,
    dora: User,
    alice: User,
    add: Callable[..., Enterprise],
    answer: Callable[..., None],
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for number in range(count):
        enterprise = add(f"Client {number:02}", due=days(number), until=days(100 + number))
        assessment = enterprise.assessments.get()
        if number % 3 == 0:
            answer(assessment, "VI", current=1)
            submit_assessment(by=alice, assessment=assessment)
            submitted = Assessment.objects.get(pk=assessment.pk)
            request_report(by=dora, assessments=[submitted], language="en")
    client.force_login(dora)
    with django_assert_num_queries(16):
        names = listed(client)
    assert len(names) == min(count, 25)
    if count > 25:
        assert listed(client, "?page=2") == [f"Client {number:02}" for number in range(25, 30)]


def test_clients_are_those_granted_and_prepared_and_no_others(
    client: Client, dora: User, charlie: User, add: Callable[..., Enterprise]
) -> None:
    add("Granted")
    add("Prepared", granted=False)
    ended = add("Ended", until=days(-1))
    revoked = add("Revoked")
    Grant.objects.filter(enterprise=revoked).update(revoked_at=timezone.now())
    client.force_login(dora)
    assert listed(client) == ["Granted", "Prepared"]
    client.force_login(charlie)
    assert listed(client) == []
    assert ended.name not in listed(client)


def test_owner_has_no_clients(client: Client, alice: User, add: Callable[..., Enterprise]) -> None:
    add("Her own")
    client.force_login(alice)
    assert listed(client) == []


def test_sorted_by_name_due_date_end_of_access_and_back(
    client: Client, dora: User, add: Callable[..., Enterprise]
) -> None:
    add("A", due=days(20), until=days(5))
    add("B", due=None, until=None)
    add("C", due=days(3), until=days(50))
    client.force_login(dora)
    assert listed(client) == ["A", "B", "C"]
    assert listed(client, "?sort=-name") == ["C", "B", "A"]
    assert listed(client, "?sort=due") == ["C", "A", "B"]  # without one, last
    assert listed(client, "?sort=ending") == ["A", "C", "B"]
    assert listed(client, "?sort=password") == ["A", "B", "C"]


def test_sorted_by_what_happened_last(
    client: Client, dora: User, add: Callable[..., Enterprise]
) -> None:
    for name, age in (("Old", 300), ("New", 1), ("Middle", 30)):
        add(name).assessments.update(created_at=timezone.now() - dt.timedelta(days=age))
    client.force_login(dora)
    assert listed(client, "?sort=activity") == ["Old", "Middle", "New"]


def test_narrowed_by_state_dates_and_name(
    client: Client,
    dora: User,
    alice: User,
    add: Callable[..., Enterprise],
    answer: Callable[..., None],
) -> None:
    add("Overdue", due=days(-1))
    add("Soon", due=days(10), until=days(10))
    add("Later", due=days(100), until=days(100))
    add("Prepared", granted=False)
    add("Empty", draft=False)
    done = add("Done")
    answer(done.assessments.get(), "VI", current=1)
    submit_assessment(by=alice, assessment=done.assessments.get())
    client.force_login(dora)
    for query, names in {
        "?state=submitted": ["Done"],
        "?state=none": ["Empty"],
        "?state=prepared": ["Prepared"],
        "?state=draft": ["Later", "Overdue", "Prepared", "Soon"],
        "?dates=overdue": ["Overdue"],
        "?dates=due_soon": ["Soon"],
        "?dates=ending": ["Soon"],
        "?state=draft&dates=overdue": ["Overdue"],
        "?name=O": ["Done", "Overdue", "Soon"],
        "?name=nobody": [],
    }.items():
        assert listed(client, query) == names, query


def test_latest_of_each_questionnaire_with_how_far_it_is(
    client: Client,
    dora: User,
    alice: User,
    add: Callable[..., Enterprise],
    siri: Edition,
    dx: Edition,
    answer: Callable[..., None],
) -> None:
    enterprise = add("Works")
    first = enterprise.assessments.get()
    answer(first, "VI", current=1)
    submit_assessment(by=alice, assessment=first)
    newer = start_assessment(by=alice, enterprise=enterprise, edition=siri)
    answer(newer, "VI", current=1)
    answer(newer, "HI", current=1)
    start_assessment(by=alice, enterprise=enterprise, edition=dx)
    client.force_login(dora)
    text = client.get(reverse("portfolio")).content.decode()
    assert "2 of 16 answered" in text
    assert "0 of 35 answered" in text
    assert str(first.pk) not in text  # a newer one of the same questionnaire is there


def test_colleagues_due_dates_count_while_they_are_awaited(
    client: Client, dora: User, bob: User, add: Callable[..., Enterprise]
) -> None:
    assessment = add("Works", due=days(60)).assessments.get()
    collection = Collection.objects.create(assessment=assessment)
    asked = Assignment.objects.create(
        assessment=assessment, user=bob, perspective="it", items=["VI"], due=days(4)
    )
    client.force_login(dora)
    assert listed(client, "?dates=due_soon") == ["Works"]
    assert "due in 4 days" in client.get(reverse("portfolio")).content.decode()
    asked.finished_at = timezone.now()
    asked.save()
    assert listed(client, "?dates=due_soon") == []
    Assignment.objects.update(finished_at=None)
    collection.closed_at = timezone.now()
    collection.save()
    assert listed(client, "?dates=due_soon") == []


def test_reports_that_wait_or_failed_are_shown_and_ready_ones_not(
    client: Client, dora: User, grant: Grant, submitted: Assessment
) -> None:
    client.force_login(dora)
    page = reverse("portfolio")
    client.post(reverse("report_request", args=[submitted.pk]), {"language": "en"})
    report = reverse("report", args=[Report.objects.get().pk])
    assert report in client.get(page).content.decode()
    Job.objects.filter(kind="report").update(state="failed")
    assert "tag bad" in client.get(page).content.decode()
    Job.objects.filter(kind="report").update(state="done")
    assert report not in client.get(page).content.decode()


def test_grant_for_one_assessment_shows_that_one_alone(
    client: Client, dora: User, alice: User, grant: Grant, submitted: Assessment, dx: Edition
) -> None:
    start_assessment(by=alice, enterprise=submitted.enterprise, edition=dx)
    Grant.objects.update(assessment=submitted, may_report=False)
    client.force_login(dora)
    text = client.get(reverse("portfolio")).content.decode()
    assert "answered</span>" not in text
    assert reverse("assessment", args=[submitted.pk]) in text
    assert reverse("report_request", args=[submitted.pk]) not in text  # no right to it


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_whole_in_every_language(
    client: Client, dora: User, add: Callable[..., Enterprise], language: str
) -> None:
    add("Works", due=days(2), until=days(9))
    add("Prepared", granted=False)
    client.force_login(dora)
    page = client.get(reverse("portfolio"), headers={"Accept-Language": language})
    assert page.status_code == 200
    assert "%(" not in page.content.decode()
