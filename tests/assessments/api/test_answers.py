"""Saving answers: what is taken, and that nothing is lost or saved twice."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from assessments.models import Answer, Assessment, User

Conforms = Callable[[Any, str], None]
MARK = {"client_id": "laptop", "save_id": 1, "based_on": 0}


@pytest.fixture
def address(assessment: Assessment) -> str:
    return f"/api/v1/assessments/{assessment.pk}/answers/VI/"


def test_save_returns_the_stored_answer(api: APIClient, address: str, conforms: Conforms) -> None:
    given = {"current": 2, "target": 4, "note": "  零件 ㈱ ", "print_note": False}
    response = api.put(address, given | MARK)
    assert response.status_code == 200
    body = response.json()
    conforms(body, "AnswerOutput")
    assert body.pop("saved_at") is not None
    assert body == {
        "item": "VI",
        "state": "answered",
        "current": 2,
        "target": 4,
        "answer": None,
        "value": None,
        "low": None,
        "high": None,
        "method": "",
        "reason": "",
        "note": "  零件 ㈱ ",
        "action": "",
        "print_note": False,
        "version": 1,
    }
    assert api.get(address).json()["current"] == 2


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "unanswered"),
        ({"target": 0}, "unanswered"),
        ({"current": 0}, "answered"),
        ({"state": "unknown", "target": 3}, "unknown"),
        ({"state": "not_applicable", "reason": "no_such_activity"}, "not_applicable"),
    ],
)
def test_save_takes_every_kind_of_answer(
    api: APIClient, address: str, given: dict[str, object], state: str
) -> None:
    response = api.put(address, given | MARK)
    assert response.status_code == 200
    body = response.json()
    assert body["state"] == state
    assert {name: body[name] for name in given} == given


def test_item_never_saved_is_unanswered(api: APIClient, address: str, conforms: Conforms) -> None:
    body = api.get(address).json()
    conforms(body, "AnswerOutput")
    assert (body["state"], body["version"], body["saved_at"]) == ("unanswered", 0, None)
    assert body["current"] is None


def test_list_has_every_item_in_the_order_of_asking(
    api: APIClient, assessment: Assessment, answer: Callable[..., None], conforms: Conforms
) -> None:
    answer(assessment, "SG", current=1)
    body = api.get(f"/api/v1/assessments/{assessment.pk}/answers/").json()
    conforms(body, "PaginatedAnswerOutputList")
    keys = [item.key for item in assessment.edition.content.items]
    inputs = [f"priorities.{name}" for name in ("industry", "horizon", "cost_shares", "kpis")]
    units = [f"quick.{name}" for name in ("automation", "connectivity", "intelligence")]
    assert [row["item"] for row in body["results"]] == keys + inputs + units
    assert {row["item"]: row["version"] for row in body["results"] if row["version"]} == {"SG": 1}


def test_unknown_item_is_404_when_read(api: APIClient, assessment: Assessment) -> None:
    response = api.get(f"/api/v1/assessments/{assessment.pk}/answers/XX/")
    assert response.status_code == 404


def test_repeated_save_changes_nothing(api: APIClient, address: str) -> None:
    first = api.put(address, {"current": 1} | MARK).json()
    again = api.put(address, {"current": 1} | MARK)
    assert again.status_code == 200
    assert again.json() == first
    assert Answer.objects.get().version == 1


def test_same_client_builds_on_its_own_version(api: APIClient, address: str) -> None:
    api.put(address, {"current": 1} | MARK)
    response = api.put(address, {"current": 2} | MARK | {"save_id": 2})
    assert response.status_code == 200
    assert (response.json()["current"], response.json()["version"]) == (2, 2)


def test_overtaken_save_is_a_conflict_that_shows_theirs(
    api: APIClient,
    program: Callable[[User], APIClient],
    bob: User,
    address: str,
    conforms: Conforms,
) -> None:
    stored = program(bob).put(address, {"current": 4, "note": "Bob’s"} | MARK).json()
    response = api.put(address, {"current": 1, **MARK, "client_id": "tablet"})
    assert response.status_code == 409
    body = response.json()
    conforms(body, "ConflictOutput")
    assert body["code"] == "conflict"
    assert body["theirs"] == stored
    assert Answer.objects.get().value == 4


def test_save_built_on_a_version_that_never_was_is_a_conflict(
    api: APIClient, address: str, conforms: Conforms
) -> None:
    response = api.put(address, {"current": 1} | MARK | {"based_on": 3})
    assert response.status_code == 409
    conforms(response.json(), "ConflictOutput")
    theirs = response.json()["theirs"]
    assert (theirs["version"], theirs["saved_at"]) == (0, None)
    assert not Answer.objects.exists()


def test_conflict_is_solved_by_building_on_their_version(api: APIClient, address: str) -> None:
    api.put(address, {"current": 4} | MARK)
    mark = {"client_id": "tablet", "save_id": 1, "based_on": 1}
    assert api.put(address, {"current": 1} | mark).json()["version"] == 2


def test_save_after_submitting_is_409_frozen(
    api: APIClient, submitted: Assessment, conforms: Conforms
) -> None:
    address = f"/api/v1/assessments/{submitted.pk}/answers/VI/"
    before = Answer.objects.get(item="VI", assessment=submitted).value
    response = api.put(address, {"current": 5} | MARK)
    assert response.status_code == 409
    conforms(response.json(), "ConflictOutput")
    assert response.json()["code"] == "frozen"
    assert Answer.objects.get(item="VI", assessment=submitted).value == before


def test_faults_speak_the_language_of_the_request(api: APIClient, address: str) -> None:
    said = {
        language: api.put(address, {"client_id": "a"}, headers={"accept-language": language})
        for language in ("en", "zh-hans", "ja")
    }
    messages = {language: r.json()["faults"][0]["message"] for language, r in said.items()}
    assert len(set(messages.values())) == 3
    assert [response["Content-Language"] for response in said.values()] == ["en", "zh-hans", "ja"]
