"""Lists cost the same for one row and for three, and come in pages."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from assessments.models import Assessment, Edition, Enterprise, Organisation, User
from assessments.services.assessments import start_assessment
from assessments.services.reports import request_report

Queries = Callable[..., Any]
TOKEN = 3  # the token with its person, their other tokens that may have expired, the second factor


@pytest.fixture
def add(client_organisation: Organisation, alice: User, siri: Edition) -> Callable[[], Enterprise]:
    def add_enterprise() -> Enterprise:
        return Enterprise.objects.create(
            name="Plant",
            economy="JP",
            sector="C28",
            size_band="1000+",
            owner=client_organisation,
        )

    return add_enterprise


@pytest.mark.parametrize("count", [1, 3])
def test_enterprise_list_query_count(
    api: APIClient, add: Callable[[], Enterprise], django_assert_num_queries: Queries, count: int
) -> None:
    for _ in range(count):
        add()
    with django_assert_num_queries(TOKEN + 3):  # count, rows, whether they are read under a grant
        response = api.get("/api/v1/enterprises/")
    assert response.json()["count"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_assessment_list_query_count(
    api: APIClient,
    add: Callable[[], Enterprise],
    alice: User,
    siri: Edition,
    django_assert_num_queries: Queries,
    count: int,
) -> None:
    for _ in range(count):
        start_assessment(by=alice, enterprise=add(), edition=siri)
    with django_assert_num_queries(TOKEN + 4):  # count, rows, editions, grants
        response = api.get("/api/v1/assessments/")
    assert response.json()["count"] == count


@pytest.mark.parametrize("languages", [["en"], ["en", "zh-hans", "ja"]])
def test_report_list_query_count(
    api: APIClient,
    submitted: Assessment,
    alice: User,
    django_assert_num_queries: Queries,
    languages: list[str],
) -> None:
    for language in languages:
        request_report(by=alice, assessments=[submitted], language=language)
    with django_assert_num_queries(TOKEN + 4):  # count, rows, their assessments, grants
        response = api.get("/api/v1/reports/")
    assert response.json()["count"] == len(languages)


@pytest.mark.parametrize("limit", [1, 3])
def test_figure_list_query_count(
    api: APIClient, siri: Edition, django_assert_num_queries: Queries, limit: int
) -> None:
    release = api.get("/api/v1/releases/").json()["results"][0]["id"]
    with django_assert_num_queries(TOKEN + 3):  # the release, count, rows
        response = api.get(f"/api/v1/releases/{release}/figures/?limit={limit}")
    assert len(response.json()["results"]) == limit


def test_pages_follow_one_another(api: APIClient, siri: Edition) -> None:
    release = api.get("/api/v1/releases/").json()["results"][0]["id"]
    address = f"/api/v1/releases/{release}/figures/?limit=2"
    first = api.get(address).json()
    second = api.get(first["next"]).json()
    both = api.get(address.replace("limit=2", "limit=4")).json()["results"]
    assert first["results"] + second["results"] == both
    assert api.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize("query", ["limit=100000", "limit=501"])
def test_page_has_at_most_500_rows(api: APIClient, siri: Edition, query: str) -> None:
    body = api.get(f"/api/v1/editions/?{query}&offset=0").json()
    release = api.get("/api/v1/releases/").json()["results"][0]["id"]
    body = api.get(f"/api/v1/releases/{release}/figures/?{query}").json()
    assert len(body["results"]) == min(body["count"], 500)


def test_offset_beyond_the_end_is_empty(api: APIClient, siri: Edition) -> None:
    body = api.get(f"/api/v1/editions/?offset={10**30}").json()
    assert body["results"] == []
