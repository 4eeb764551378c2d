"""One shape for every refusal, whoever refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient
from rest_framework.throttling import UserRateThrottle

from assessments.models import Assessment, User

Conforms = Callable[[Any, str], None]


@pytest.mark.parametrize(
    ("method", "part", "status", "code"),
    [
        ("get", "nowhere/", 404, "not_found"),
        ("post", "nowhere/at/all", 404, "not_found"),
        ("get", "assessments/not-a-uuid/", 404, "not_found"),
        ("get", "assessments/00000000-0000-4000-8000-000000000000/", 404, "not_found"),
        ("delete", "enterprises/", 405, "method_not_allowed"),
        ("options", "enterprises/", 405, "method_not_allowed"),
        ("post", "enterprises/", 400, "invalid"),
    ],
)
def test_refusal_has_the_one_shape(
    api: APIClient, conforms: Conforms, method: str, part: str, status: int, code: str
) -> None:
    response = getattr(api, method)(f"/api/v1/{part}")
    assert response.status_code == status
    conforms(response.json(), "RefusalOutput")
    assert response.json()["code"] == code


def test_missing_token_has_the_one_shape(db: None, conforms: Conforms) -> None:
    response = APIClient().get("/api/v1/enterprises/")
    conforms(response.json(), "RefusalOutput")
    assert response.json()["code"] == "not_authenticated"


def test_404_does_not_tell_what_it_looked_for(
    program: Callable[[User], APIClient], charlie: User, assessment: Assessment
) -> None:
    there = program(charlie).get(f"/api/v1/assessments/{assessment.pk}/")
    nowhere = program(charlie).get("/api/v1/assessments/00000000-0000-4000-8000-000000000000/")
    assert there.json() == nowhere.json()


def test_too_many_requests_are_429(
    api: APIClient, monkeypatch: pytest.MonkeyPatch, conforms: Conforms
) -> None:
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    cache.clear()
    assert [api.get("/api/v1/editions/").status_code for _ in range(2)] == [200, 200]
    response = api.get("/api/v1/editions/")
    assert response.status_code == 429
    conforms(response.json(), "RefusalOutput")
    assert int(response["Retry-After"]) > 0


def test_accept_header_is_never_in_the_way(api: APIClient) -> None:
    response = api.get("/api/v1/enterprises/", headers={"accept": "text/html"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
