"""A result's page beside the earlier results: for those who may read them, in few queries."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.access import visible_to
from assessments.models import Assessment, Grant, Report, User
from assessments.services.reports import request_report

Finish = Callable[..., Assessment]
YES = {"answer": "yes"}


def put(assessment: Assessment, year: int) -> Assessment:
    moment = dt.datetime(year, 5, 3, 9, tzinfo=dt.UTC)
    Assessment.objects.filter(pk=assessment.pk).update(submitted_at=moment)
    return Assessment.objects.get(pk=assessment.pk)


def section(client: Client, assessment: Assessment) -> str:
    """The section on the page; empty if it has none."""
    page = client.get(reverse("result", args=[assessment.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    start = text.find('id="change"')
    return text[start : text.index('id="origin-title"')] if start >= 0 else ""


def test_the_page_says_what_the_report_says(client: Client, alice: User, finish: Finish) -> None:
    earlier = put(finish("siri", {"VI": {"current": 1, "target": 3}, "HI": {"current": 2}}), 2024)
    later = put(finish("siri", {"VI": {"current": 2, "target": 3}}), 2025)
    client.force_login(alice)
    text = section(client, later)
    assert "Since 3 May 2024, of the 1 item known both times: 1 higher." in text
    assert reverse("result", args=[earlier.pk]) in text
    assert 'id="trend-t"' in text
    assert 'id="trend-s-t"' in text
    assert "<td>1 Defined</td><td>2 Digital</td><td>+1</td>" in text
    assert "Not answered in one of the two" in text
    assert section(client, earlier) == ""


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("tiers", {"L1-gain": YES}, "Highest tier of network applications"),
        (
            "facts",
            {"dx_certified": {"value": True}},
            "of the 1 answer known both times: 1 the same",
        ),
        ("dx", {"1": {"current": 2}}, "of the 1 item known both times: 1 the same"),
    ],
)
def test_every_questionnaire_has_the_section(
    client: Client, alice: User, finish: Finish, key: str, given: dict[str, Any], said: str
) -> None:
    put(finish(key, given), 2024)
    client.force_login(alice)
    assert said in section(client, put(finish(key, given), 2025))


def test_what_one_may_not_read_is_not_compared(
    client: Client, dora: User, grant: Grant, alice: User, finish: Finish
) -> None:
    earlier = put(finish("siri", {"VI": {"current": 1}}), 2024)
    later = put(finish("siri", {"VI": {"current": 2}}), 2025)
    client.force_login(dora)
    assert reverse("result", args=[earlier.pk]) in section(client, later)
    Grant.objects.filter(pk=grant.pk).update(assessment=later)
    page = client.get(reverse("result", args=[later.pk])).content.decode()
    assert "known both times" not in page
    assert "3 May 2024" not in page


def test_a_report_that_shows_an_earlier_result_is_for_those_who_may_read_it(
    client: Client, dora: User, grant: Grant, alice: User, finish: Finish
) -> None:
    put(finish("siri", {"VI": {"current": 1}}), 2024)
    later = put(finish("siri", {"VI": {"current": 2}}), 2025)
    whole = request_report(by=alice, assessments=[later], language="en")
    assert list(visible_to(Report, dora)) == [whole]
    Grant.objects.filter(pk=grant.pk).update(assessment=later)
    alone = request_report(by=dora, assessments=[later], language="en")
    assert alone != whole
    assert list(visible_to(Report, dora)) == [alone]
    client.force_login(dora)
    page = client.get(reverse("result", args=[later.pk])).content.decode()
    assert reverse("report", args=[alone.pk]) in page
    assert reverse("report", args=[whole.pk]) not in page
    client.force_login(alice)
    assert client.get(reverse("report", args=[alone.pk])).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_queries_do_not_grow_with_earlier_results(
    client: Client, alice: User, finish: Finish, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        put(finish("siri", {"VI": {"current": number}}), 2020 + number)
    later = put(finish("siri", {"VI": {"current": 5}}), 2025)
    client.force_login(alice)
    with django_assert_num_queries(27):
        assert section(client, later).count("May 20") > count
