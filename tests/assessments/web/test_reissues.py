"""Planning on the page that a report is made again, and ending it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Grant, Reissue, Report, User
from assessments.services.reissues import issue_due, plan_reissue
from assessments.services.reports import request_report
from assessments.wording.dates import today_in


def form(**changes: str) -> dict[str, str]:
    return {
        "instrument": "siri",
        "every_months": "6",
        "first_on": str(today_in("CN") + dt.timedelta(days=3)),
        "language": "zh-hans",
    } | changes


def url(assessment: Assessment) -> str:
    return reverse("reissues", args=[assessment.enterprise_id])


def test_report_is_planned_from_its_page_and_ended(
    client: Client, alice: User, submitted: Assessment
) -> None:
    report = request_report(by=alice, assessments=[submitted], language="en")
    client.force_login(alice)
    assert url(submitted) in client.get(reverse("report", args=[report.pk])).content.decode()
    assert "Nothing is planned." in client.get(url(submitted)).content.decode()
    page = client.post(url(submitted), form(), follow=True).content.decode()
    assert "The report is planned." in page
    assert "every six months" in page
    assert "planned by Alice" in page
    plan = Reissue.objects.get()
    assert (plan.every_months, plan.language, plan.requested_by) == (6, "zh-hans", alice)
    page = client.post(reverse("reissue_end", args=[plan.pk]), follow=True).content.decode()
    assert "The report is no longer made again." in page
    assert "ended on" in page
    assert reverse("reissue_end", args=[plan.pk]) not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_on": "2020-01-01"}, "2020-01-01 lies in the past."),
        ({"instrument": "dx"}, "Select a valid choice."),
        ({"every_months": "5"}, "Select a valid choice."),
        ({"language": ""}, "This field is required."),
    ],
)
def test_refusals_stand_at_their_fields(
    client: Client, alice: User, submitted: Assessment, changes: dict[str, str], said: str
) -> None:
    client.force_login(alice)
    answer = client.post(url(submitted), form(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Reissue.objects.exists()


def test_readers_see_plans_and_change_nothing(
    client: Client, alice: User, carol: User, submitted: Assessment
) -> None:
    client.force_login(alice)
    client.post(url(submitted), form())
    plan = Reissue.objects.get()
    client.force_login(carol)
    page = client.get(url(submitted)).content.decode()
    assert "planned by Alice" in page
    assert '<form method="post" class="stack' not in page
    assert client.post(url(submitted), form(language="en")).status_code == 403
    assert client.post(reverse("reissue_end", args=[plan.pk])).status_code == 403
    plan.refresh_from_db()
    assert plan.ended_at is None


def test_owner_ends_what_a_consultant_planned_and_not_the_other_way_round(
    client: Client, alice: User, dora: User, grant: Grant, submitted: Assessment
) -> None:
    day = today_in("CN")
    plans = [
        plan_reissue(
            by=person,
            enterprise=submitted.enterprise,
            instrument="siri",
            language="en",
            every_months=1,
            first_on=day,
        )
        for person in (alice, dora)
    ]
    client.force_login(dora)
    assert client.post(reverse("reissue_end", args=[plans[0].pk])).status_code == 403
    client.force_login(alice)
    assert client.post(reverse("reissue_end", args=[plans[1].pk])).status_code == 302


def test_why_there_is_no_new_report_is_said(
    client: Client, alice: User, submitted: Assessment
) -> None:
    client.force_login(alice)
    client.post(url(submitted), form(first_on=str(today_in("CN"))))
    issue_due()
    report = Report.objects.get()
    assert reverse("report", args=[report.pk]) in client.get(url(submitted)).content.decode()
    Report.objects.update(file="there.pdf")
    Reissue.objects.update(next_on=today_in("CN"))
    issue_due()
    page = client.get(url(submitted)).content.decode()
    assert "Nothing had changed since the last report" in page


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow_with_plans(
    client: Client,
    alice: User,
    submitted: Assessment,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    client.force_login(alice)
    for language in ("en", "ja", "zh-hans")[:count]:
        client.post(url(submitted), form(language=language))
    client.get(url(submitted))  # says that they are planned
    with django_assert_num_queries(12):
        assert client.get(url(submitted)).content.count(b"planned by Alice") == count
