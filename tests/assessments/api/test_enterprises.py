from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from assessments.models import Enterprise, Organisation, User

Conforms = Callable[[Any, str], None]
GIVEN = {"name": " 湖畔精密 ㈱ ", "economy": "CN", "sector": "C25", "size_band": "10-49"}


def test_create_adds_to_the_persons_organisation(
    api: APIClient, client_organisation: Organisation, conforms: Conforms
) -> None:
    response = api.post("/api/v1/enterprises/", GIVEN)
    assert response.status_code == 201
    body = response.json()
    conforms(body, "EnterpriseOutput")
    assert {name: body[name] for name in GIVEN} == GIVEN
    assert (body["owner"], body["prepared_by"]) == (str(client_organisation.pk), None)
    assert api.get(response["Location"]).json() == body


def test_create_at_a_consultancy_counts_as_prepared(
    program: Callable[[User], APIClient], dora: User
) -> None:
    body = program(dora).post("/api/v1/enterprises/", GIVEN).json()
    consultancy = Organisation.objects.get(kind="consultancy")
    assert (body["owner"], body["prepared_by"]) == (None, str(consultancy.pk))


def test_create_by_a_viewer_is_403(program: Callable[[User], APIClient], carol: User) -> None:
    response = program(carol).post("/api/v1/enterprises/", GIVEN)
    assert response.status_code == 403
    assert response.json()["code"] == "permission_denied"
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"name": "  "}, "name", "missing"),
        ({"name": "x" * 201}, "name", "text_too_long"),
        ({"name": 3}, "name", "invalid"),
        ({"name": None}, "name", "null"),
        ({"name": "a\x00b"}, "name", "null_characters_not_allowed"),
        ({"economy": "XX"}, "economy", "not_in_list"),
        ({"sector": "C99"}, "sector", "not_in_list"),
        ({"size_band": "１-9"}, "size_band", "not_in_list"),
        ({"owner": "me"}, "owner", "field_unknown"),
    ],
)
def test_create_refuses_with_one_fault(
    api: APIClient,
    client_organisation: Organisation,
    change: dict[str, object],
    path: str,
    code: str,
) -> None:
    response = api.post("/api/v1/enterprises/", GIVEN | change)
    assert response.status_code == 400
    faults = response.json()["faults"]
    assert [(fault["path"], fault["code"]) for fault in faults] == [(path, code)]
    assert not Enterprise.objects.exists()


def test_list_is_ordered_by_name(api: APIClient, client_organisation: Organisation) -> None:
    for name in ("B", "C", "A"):
        api.post("/api/v1/enterprises/", GIVEN | {"name": name})
    results = api.get("/api/v1/enterprises/").json()["results"]
    assert [row["name"] for row in results] == ["A", "B", "C"]
