from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from assessments.models import Assessment

Conforms = Callable[[Any, str], None]


def test_result_is_what_was_stored_with_its_arithmetic(
    api: APIClient, submitted: Assessment, conforms: Conforms
) -> None:
    body = api.get(f"/api/v1/assessments/{submitted.pk}/result/").json()
    conforms(body, "ResultOutput")
    assert body["hash"] == submitted.edition.hash
    overall = body["scores"]["overall"]
    assert (overall["current"]["mean"], overall["current"]["rounded"]) == ("1.1875", "1.19")
    assert overall["target"]["mean"] == "2.3125"
    assert body["trace"] == submitted.result.trace
    assert body["trace"]["scores"]["overall"]["current"]["exact"] == "19/16"
    assert list(body["items"]) == [item.key for item in submitted.edition.content.items]
    assert body["warnings"] == []


def test_warning_is_worded_for_the_reader(
    api: APIClient, assessment: Assessment, answer: Callable[..., None], conforms: Conforms
) -> None:
    answer(assessment, "VI", current=3, target=1)
    api.post(f"/api/v1/assessments/{assessment.pk}/submit/")
    body = api.get(f"/api/v1/assessments/{assessment.pk}/result/").json()
    conforms(body, "ResultOutput")
    assert body["warnings"] == [
        {
            "code": "target_below_current",
            "path": "answers.VI.target",
            "message": "The target 1 is below today’s 3.",
        }
    ]


def test_open_items_widen_the_result_to_a_range(
    api: APIClient, assessment: Assessment, answer: Callable[..., None], conforms: Conforms
) -> None:
    answer(assessment, "VI", current=3)
    answer(assessment, "HI", state="not_applicable", reason="no_such_activity")
    answer(assessment, "IPL", state="unknown")
    api.post(f"/api/v1/assessments/{assessment.pk}/submit/")
    body = api.get(f"/api/v1/assessments/{assessment.pk}/result/").json()
    conforms(body, "ResultOutput")
    current = body["scores"]["overall"]["current"]
    assert (current["count"], current["of"]) == (1, 15)
    assert (current["low"], current["high"]) == ("0.2", "4.866666666667")


def test_draft_has_no_result(api: APIClient, assessment: Assessment, conforms: Conforms) -> None:
    response = api.get(f"/api/v1/assessments/{assessment.pk}/result/")
    assert response.status_code == 404
    conforms(response.json(), "RefusalOutput")
    assert response.json()["code"] == "no_result_yet"
