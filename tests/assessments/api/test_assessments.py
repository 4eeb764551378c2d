from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from assessments.models import Assessment, Edition, Enterprise

Conforms = Callable[[Any, str], None]


@pytest.fixture
def wanted(enterprise: Enterprise, siri: Edition) -> dict[str, str]:
    return {"enterprise": str(enterprise.pk), "instrument": "siri", "edition": "2020"}


def test_create_starts_a_draft_bound_to_one_edition(
    api: APIClient, wanted: dict[str, str], siri: Edition, conforms: Conforms
) -> None:
    response = api.post("/api/v1/assessments/", wanted)
    assert response.status_code == 201
    body = response.json()
    conforms(body, "AssessmentOutput")
    assert {name: body[name] for name in wanted} == wanted
    assert (body["state"], body["hash"], body["profile"]) == ("draft", siri.hash, None)
    assert body["counts"] == {
        "answered": 0,
        "unknown": 0,
        "not_applicable": 0,
        "unanswered": 16,
        "total": 16,
    }
    assert api.get(response["Location"]).json() == body


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"instrument": "sira"}, "instrument", "instrument_unknown"),
        ({"edition": "2021"}, "edition", "edition_unknown"),
        ({"edition": 2020}, "edition", "invalid"),
        ({"enterprise": "mine"}, "enterprise", "invalid"),
        ({"state": "submitted"}, "state", "field_unknown"),
    ],
)
def test_create_refuses_with_one_fault(
    api: APIClient, wanted: dict[str, str], change: dict[str, object], path: str, code: str
) -> None:
    response = api.post("/api/v1/assessments/", wanted | change)
    assert response.status_code == 400
    faults = response.json()["faults"]
    assert [(fault["path"], fault["code"]) for fault in faults] == [(path, code)]
    assert faults[0]["message"] != code
    assert not Assessment.objects.exists()


def test_create_refuses_a_retired_edition(
    api: APIClient, wanted: dict[str, str], siri: Edition
) -> None:
    Edition.objects.update(state="retired")
    response = api.post("/api/v1/assessments/", wanted)
    assert response.status_code == 400
    assert response.json()["faults"][0]["code"] == "not_published"


def test_counts_tell_unknown_and_not_applicable_apart(
    api: APIClient, assessment: Assessment, answer: Callable[..., None]
) -> None:
    answer(assessment, "VI", current=0)
    answer(assessment, "HI", state="unknown")
    answer(assessment, "IPL", state="not_applicable", reason="no_such_activity")
    answer(assessment, "SFA", target=3)
    body = api.get(f"/api/v1/assessments/{assessment.pk}/").json()
    assert body["counts"] == {
        "answered": 1,
        "unknown": 1,
        "not_applicable": 1,
        "unanswered": 13,
        "total": 16,
    }


def test_submit_freezes_the_profile_and_stores_the_result(
    api: APIClient, assessment: Assessment, answer: Callable[..., None], conforms: Conforms
) -> None:
    answer(assessment, "VI", current=1)
    response = api.post(f"/api/v1/assessments/{assessment.pk}/submit/")
    assert response.status_code == 200
    body = response.json()
    conforms(body, "AssessmentOutput")
    assert body["state"] == "submitted"
    assert body["profile"] == {
        "name": "Lakeside Precision Parts",
        "economy": "CN",
        "sector": "C25",
        "size_band": "10-49",
    }


def test_submit_without_any_answer_is_refused(api: APIClient, assessment: Assessment) -> None:
    response = api.post(f"/api/v1/assessments/{assessment.pk}/submit/")
    assert response.status_code == 400
    assert [fault["code"] for fault in response.json()["faults"]] == ["nothing_answered"]


def test_submitting_twice_is_409(api: APIClient, submitted: Assessment) -> None:
    response = api.post(f"/api/v1/assessments/{submitted.pk}/submit/")
    assert response.status_code == 409
    assert response.json()["code"] == "frozen"


def test_correction_carries_the_answers_and_names_what_it_corrects(
    api: APIClient, submitted: Assessment
) -> None:
    response = api.post(f"/api/v1/assessments/{submitted.pk}/correct/")
    assert response.status_code == 201
    body = response.json()
    assert (body["corrects"], body["state"]) == (str(submitted.pk), "draft")
    assert body["counts"]["answered"] == 16
    old = api.get(f"/api/v1/assessments/{submitted.pk}/").json()
    assert (old["corrected_by"], old["state"]) == (body["id"], "submitted")


def test_asking_twice_for_a_correction_gives_the_same_one(
    api: APIClient, submitted: Assessment
) -> None:
    address = f"/api/v1/assessments/{submitted.pk}/correct/"
    assert api.post(address).json()["id"] == api.post(address).json()["id"]


def test_correcting_a_draft_is_refused(api: APIClient, assessment: Assessment) -> None:
    response = api.post(f"/api/v1/assessments/{assessment.pk}/correct/")
    assert response.status_code == 400
    assert [fault["code"] for fault in response.json()["faults"]] == ["not_submitted"]


def test_list_filters_by_state(api: APIClient, submitted: Assessment) -> None:
    counts = {
        state: api.get(f"/api/v1/assessments/?state={state}").json()["count"]
        for state in ("draft", "submitted")
    }
    assert counts == {"draft": 0, "submitted": 1}


@pytest.mark.parametrize("query", ["state=frozen", "enterprise=mine"])
def test_list_refuses_a_filter_it_cannot_read(api: APIClient, query: str) -> None:
    response = api.get(f"/api/v1/assessments/?{query}")
    assert response.status_code == 400
    assert response.json()["faults"][0]["path"] == query.split("=", maxsplit=1)[0]
