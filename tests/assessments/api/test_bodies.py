"""Bodies that are refused: one clear fault each, and nothing is saved."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from assessments.models import Answer, Assessment

Conforms = Callable[[Any, str], None]
MARK = {"client_id": "laptop", "save_id": 1, "based_on": 0}


@pytest.fixture
def address(assessment: Assessment) -> str:
    return f"/api/v1/assessments/{assessment.pk}/answers/VI/"


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
