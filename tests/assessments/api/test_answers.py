"""Saving answers: what is taken, what is refused, and that nothing is lost or saved twice."""

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
        "reason": "",
        "note": "  零件 ㈱ ",
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
    assert [row["item"] for row in body["results"]] == keys
    assert {row["item"]: row["version"] for row in body["results"] if row["version"]} == {"SG": 1}


def test_unknown_item_is_404_when_read(api: APIClient, assessment: Assessment) -> None:
    response = api.get(f"/api/v1/assessments/{assessment.pk}/answers/XX/")
    assert response.status_code == 404


JSON = "application/json"
BAD_BODIES = [
    # what is sent, then the one fault: its path and code
    (b'{"current": 1', "", "json_syntax"),
    (b"current=1", "", "json_syntax"),
    (b"[]", "", "json_not_object"),
    (b"null", "", "json_not_object"),
    (b"3", "", "json_not_object"),
    (b"", "", "body_missing"),
    (b"   ", "", "file_empty"),
    ('{"note": "中文"}'.encode("gbk"), "", "not_utf8"),
    ('{"note": "中文"}'.encode("utf-16"), "", "not_utf8"),
    (b"\xef\xbb\xbf{}", "", "not_utf8"),
    (b"[" * 100_000, "", "json_too_deep"),
    (b'{"current": 1, "current": 5, MARK}', "current", "json_duplicate_key"),
    (b'{"current": 3.0, MARK}', "current", "json_float"),
    (b'{"current": 1e0, MARK}', "current", "json_float"),
    (b'{"current": NaN, MARK}', "current", "json_constant"),
    (b'{"current": 99999999999999999999, MARK}', "current", "json_integer_too_long"),
    (b'{"current": 6, MARK}', "current", "level_too_high"),
    (b'{"current": -1, MARK}', "current", "level_too_low"),
    (b'{"current": "3.5", MARK}', "current", "level_is_decimal"),
    ('{"current": "３", MARK}'.encode(), "current", "level_is_full_width"),
    (b'{"current": "3", MARK}', "current", "level_is_text"),
    (b'{"current": null, MARK}', "current", "level_is_null"),
    (b'{"current": true, MARK}', "current", "level_is_boolean"),
    (b'{"current": [1], MARK}', "current", "level_wrong_type"),
    (b'{"target": 6, MARK}', "target", "level_too_high"),
    (b'{"current": 1, "state": "unknown", MARK}', "current", "current_not_allowed"),
    (b'{"state": "unanswered", MARK}', "state", "state_unknown"),
    (b'{"state": "not_applicable", MARK}', "reason", "reason_missing"),
    (b'{"state": "not_applicable", "reason": "other", MARK}', "note", "note_required"),
    (b'{"note": 3, MARK}', "note", "not_text"),
    (b'{"note": "\\u0000", MARK}', "note", "text_not_storable"),
    (b'{"note": "\\ud800", MARK}', "note", "text_not_storable"),
    (b'{"curent": 1, MARK}', "curent", "field_unknown"),
    (b'{"print_note": "true", MARK}', "print_note", "invalid"),
    (b'{"client_id": "a", "save_id": "1", "based_on": 0}', "save_id", "invalid"),
    ('{"client_id": "a", "save_id": "１", "based_on": 0}'.encode(), "save_id", "invalid"),
    (b'{"client_id": "a", "save_id": true, "based_on": 0}', "save_id", "invalid"),
    (b'{"client_id": "a", "save_id": 0, "based_on": 0}', "save_id", "min_value"),
    (b'{"client_id": "a", "save_id": 2147483648, "based_on": 0}', "save_id", "max_value"),
    (b'{"client_id": "a", "save_id": 1, "based_on": -1}', "based_on", "min_value"),
    (b'{"client_id": "a", "save_id": 1}', "based_on", "field_missing"),
    (b'{"client_id": "", "save_id": 1, "based_on": 0}', "client_id", "blank"),
    (b'{"client_id": 7, "save_id": 1, "based_on": 0}', "client_id", "invalid"),
    (b'{"client_id": "%037d", "save_id": 1, "based_on": 0}' % 0, "client_id", "text_too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "path", "code"), BAD_BODIES)
def test_bad_body_gives_one_clear_fault_and_saves_nothing(
    api: APIClient, address: str, conforms: Conforms, sent: bytes, path: str, code: str
) -> None:
    mark = b'"client_id": "a", "save_id": 1, "based_on": 0'
    response = api.put(address, sent.replace(b"MARK", mark), content_type=JSON)
    assert response.status_code == 400
    body = response.json()
    conforms(body, "RefusalOutput")
    assert body["code"] == "invalid"
    assert [(fault["path"], fault["code"]) for fault in body["faults"]] == [(path, code)]
    assert not Answer.objects.exists()


def test_unknown_dimension_is_a_fault_of_the_address(
    api: APIClient, assessment: Assessment
) -> None:
    response = api.put(f"/api/v1/assessments/{assessment.pk}/answers/XX/", {"current": 1} | MARK)
    assert response.status_code == 400
    faults = response.json()["faults"]
    assert [(fault["path"], fault["code"]) for fault in faults] == [("item", "item_unknown")]
    assert not Answer.objects.exists()


def test_body_above_one_megabyte_is_413(api: APIClient, address: str) -> None:
    sent = b'{"note": "' + b"x" * 1_000_000 + b'"}'
    response = api.put(address, sent, content_type=JSON)
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"
    assert not Answer.objects.exists()


def test_note_as_long_as_allowed_is_saved(api: APIClient, address: str) -> None:
    assert api.put(address, {"note": "字" * 5000} | MARK).status_code == 200


def test_form_data_is_415(api: APIClient, address: str) -> None:
    form = "application/x-www-form-urlencoded"
    response = api.put(address, "current=1", content_type=form)
    assert response.status_code == 415
    assert response.json()["code"] == "unsupported_media_type"


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
