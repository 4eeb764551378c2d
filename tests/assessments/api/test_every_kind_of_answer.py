"""Answers and results of each questionnaire, as programs send and read them."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from assessments.models import Answer, Assessment, Edition, User
from assessments.services.instruments import upload_file
from tests.assessments.services.given import (
    ANSWERS,
    COSTS,
    EVERY_KIND,
    KPIS,
    PRACTICES,
    PRIORITIES,
    as_file,
    name_of,
    second_dx,
)
from tests.conftest import BANDS

Begin = Callable[[str], Assessment]
Finish = Callable[..., Assessment]
Conforms = Callable[[Any, str], None]
MARK = {"client_id": "laptop", "save_id": 1, "based_on": 0}
EMPTY = {
    **dict.fromkeys(("current", "target", "answer", "value", "low", "high")),
    **dict.fromkeys(("method", "reason", "note", "action"), ""),
}


def address(assessment: Assessment, item: str = "") -> str:
    return f"/api/v1/assessments/{assessment.pk}/answers/" + (f"{item}/" if item else "")


@pytest.mark.parametrize("case", EVERY_KIND, ids=name_of)
def test_every_kind_of_answer_is_taken_and_returned(
    api: APIClient, begin: Begin, conforms: Conforms, case: Any
) -> None:
    key, item, given, _section = case
    assessment = begin(key)
    response = api.put(address(assessment, item), given | MARK)
    assert response.status_code == 200
    body = response.json()
    conforms(body, "AnswerOutput")
    expected = EMPTY | {name: value for name, value in given.items() if name != "state"}
    assert {name: body[name] for name in EMPTY} == expected
    assert (body["item"], body["version"]) == (item, 1)
    assert body["state"] == given.get("state", "answered")
    assert Answer.objects.get().as_input(assessment.content) == given
    assert api.get(address(assessment, item)).json() == body


@pytest.mark.parametrize("key", ["siri", "dx", "tiers", "facts"])
def test_list_is_in_the_order_of_asking(
    api: APIClient, begin: Begin, conforms: Conforms, key: str
) -> None:
    assessment = begin(key)
    content = assessment.content
    body = api.get(address(assessment)).json()
    conforms(body, "PaginatedAnswerOutputList")
    listed = [row["item"] for row in body["results"]]
    assert (body["count"], body["next"]) == (len(listed), None)
    quick = [f"quick.{unit.key}" for unit in content.quick_units if len(unit.items) > 1]
    assert listed == [
        *(item.key for item in content.items),
        *(quantity.key for quantity in content.quantities),
        *(PRIORITIES if key == "siri" else ()),
        *quick,
    ]
    expected = {"siri": 16 + 4 + 3, "dx": 35 + 21 + 6, "tiers": 20, "facts": 49}
    assert len(listed) == expected[key]


@pytest.mark.parametrize(
    ("key", "item", "given", "path", "code"),
    [
        ("tiers", "L1-gain", {"answer": "maybe"}, "answer", "practice_unknown"),
        ("tiers", "L1-gain", {"answer": "yes", "state": "unknown"}, "answer", "answer_not_allowed"),
        ("tiers", "L1-gain", {"current": 1}, "current", "field_unknown"),
        ("facts", "staff_total", {"value": "４０"}, "value", "number_is_full_width"),
        ("facts", "staff_total", {"value": "1,200"}, "value", "number_malformed"),
        ("facts", "staff_total", {"value": 40}, "value", "number_not_text"),
        ("facts", "staff_total", {"value": None}, "value", "value_is_null"),
        ("facts", "dx_certified", {"value": "yes"}, "value", "not_true_or_false"),
        ("facts", "ict_posts", {"value": ["did_not_try"]}, "value", "option_unknown"),
        ("siri", "priorities.industry", {"value": "Farming"}, "value", "option_unknown"),
        ("siri", "priorities.industry", {"note": "x"}, "note", "field_unknown"),
        ("siri", "priorities.kpis", {"value": KPIS[:4]}, "value", "options_count"),
        ("siri", "priorities.kpis", {"value": [*KPIS[:4], "x"]}, "[4]", "option_unknown"),
        ("siri", "priorities.cost_shares", {"value": "24"}, "value", "not_mapping"),
        (
            "siri",
            "priorities.cost_shares",
            {"value": COSTS | {"labour": "-1"}},
            "labour",
            "number_too_low",
        ),
        ("dx", "product_development_time", {"current": "soon"}, "current", "number_malformed"),
        ("dx", "product_development_time", {"note": "x"}, "note", "field_unknown"),
        ("dx", "data_freshness", {"target": "hourly"}, "target", "option_unknown"),
        ("dx", "quick.4", {"low": 3, "high": 2}, "high", "quick_bounds_reversed"),
        ("dx", "quick.4", {"low": 3, "high": 6}, "high", "level_too_high"),
        ("dx", "quick.4", {"low": 3}, "high", "field_missing"),
        ("dx", "quick.4", {"low": 3, "high": 4, "note": "x"}, "note", "field_unknown"),
        ("dx", "quick.1", {"low": 0, "high": 1}, "item", "quick_unknown"),
        ("tiers", "quick.4", {"low": 0, "high": 1}, "item", "quick_unknown"),
        ("dx", "priorities.kpis", {"value": KPIS}, "item", "item_unknown"),
        ("dx", "1", {"state": "not_applicable"}, "state", "not_applicable_not_offered"),
    ],
)
def test_fault_names_the_field_of_the_body(
    api: APIClient,
    begin: Begin,
    conforms: Conforms,
    key: str,
    item: str,
    given: dict[str, Any],
    path: str,
    code: str,
) -> None:
    response = api.put(address(begin(key), item), given | MARK)
    assert response.status_code == 400
    body = response.json()
    conforms(body, "RefusalOutput")
    [fault] = body["faults"]
    assert fault["code"] == code
    assert fault["path"].endswith(path)
    assert item not in fault["path"].split(".")
    assert fault["message"]
    assert not Answer.objects.exists()


def test_part_that_exceeds_its_whole_is_refused(api: APIClient, begin: Begin) -> None:
    facts = begin("facts")
    api.put(address(facts, "staff_total"), {"value": "40"} | MARK)
    refused = api.put(address(facts, "staff_digital"), {"value": "41"} | MARK)
    assert refused.status_code == 400
    [fault] = refused.json()["faults"]
    assert (fault["path"], fault["code"]) == ("value", "part_exceeds_whole")
    api.put(address(facts, "staff_digital"), {"value": "40"} | MARK)
    api.put(address(facts, "staff_total"), {"value": "39"} | MARK | {"save_id": 2})
    refused = api.post(f"/api/v1/assessments/{facts.pk}/submit/")
    assert refused.status_code == 400
    [fault] = refused.json()["faults"]
    assert (fault["path"], fault["code"]) == ("answers.staff_digital.value", "part_exceeds_whole")


def test_level_outside_the_bounds_deletes_them(api: APIClient, begin: Begin) -> None:
    dx = begin("dx")
    api.put(address(dx, "quick.4"), {"low": 0, "high": 1} | MARK)
    api.put(address(dx, "4-1"), {"current": 3} | MARK)
    body = api.get(address(dx, "quick.4")).json()
    assert (body["state"], body["version"], body["low"]) == ("unanswered", 0, None)


def test_conflict_shows_their_value_of_any_kind(
    api: APIClient,
    program: Callable[[User], APIClient],
    bob: User,
    begin: Begin,
    conforms: Conforms,
) -> None:
    for key, item, theirs, mine in (
        ("tiers", "L1-gain", {"answer": "no"}, {"answer": "yes"}),
        ("facts", "staff_total", {"value": "40"}, {"value": "41"}),
        ("siri", "priorities.kpis", {"value": KPIS}, {"value": KPIS[::-1]}),
        ("dx", "quick.4", {"low": 0, "high": 0}, {"low": 1, "high": 1}),
        ("dx", "data_freshness", {"target": "daily"}, {"current": "daily"}),
    ):
        assessment = begin(key)
        stored = program(bob).put(address(assessment, item), theirs | MARK).json()
        response = api.put(address(assessment, item), mine | MARK)
        assert response.status_code == 409
        body = response.json()
        conforms(body, "ConflictOutput")
        assert body["theirs"] == stored
        assert {name: stored[name] for name in theirs} == theirs


RESULTS: list[tuple[str, dict[str, Any]]] = [
    ("siri", {key: {"current": level} for key, level in BANDS.items()} | PRIORITIES),
    ("siri", {"VI": {"current": 1, "target": 0}} | PRIORITIES),
    ("siri", {"quick.automation": {"low": 1, "high": 2}}),
    ("dx", ANSWERS["dx"]),
    ("dx", {"1": {"current": 3}, "quick.4": {"low": 0, "high": 0}}),
    ("tiers", PRACTICES),
    ("tiers", {"L1-capability": {"answer": "yes"}, "L1-gain": {"state": "unknown"}}),
    ("facts", ANSWERS["facts"]),
    ("facts", {"dx_certified": {"value": False}}),
]


@pytest.mark.parametrize(("key", "answers"), RESULTS)
def test_result_conforms_and_is_what_was_stored(
    api: APIClient, finish: Finish, conforms: Conforms, key: str, answers: dict[str, Any]
) -> None:
    submitted = finish(key, answers)
    body = api.get(f"/api/v1/assessments/{submitted.pk}/result/").json()
    conforms(body, "ResultOutput")
    stored = submitted.result.data | {"trace": submitted.result.trace}
    assert body["trace"] == stored["trace"]
    assert body.keys() == stored.keys()
    for name in stored.keys() - {"warnings"}:
        assert body[name] == stored[name], name
    assert [w["code"] for w in body["warnings"]] == [w["code"] for w in stored["warnings"]]


def test_assessments_of_every_questionnaire_are_listed(
    api: APIClient, finish: Finish, conforms: Conforms
) -> None:
    for key, answers in (("dx", ANSWERS["dx"]), ("tiers", PRACTICES), ("facts", ANSWERS["facts"])):
        finish(key, answers)
    body = api.get("/api/v1/assessments/").json()
    conforms(body, "PaginatedAssessmentOutputList")
    assert body["count"] == 3


def test_assessment_of_each_edition_is_started_and_finished(
    api: APIClient, enterprise: Any, shipped: None, conforms: Conforms
) -> None:
    for key, edition, item, given in (
        ("dx", "2019", "1", {"current": 3}),
        ("tiers", "2022", "L1-gain", {"answer": "no"}),
        ("facts", "2022", "edge_share", {"value": "12.5"}),
    ):
        body = {"enterprise": str(enterprise.pk), "instrument": key, "edition": edition}
        started = api.post("/api/v1/assessments/", body)
        assert started.status_code == 201
        conforms(started.json(), "AssessmentOutput")
        where = f"/api/v1/assessments/{started.json()['id']}/"
        assert api.put(f"{where}answers/{item}/", given | MARK).status_code == 200
        assert api.post(f"{where}submit/").status_code == 200
        assert api.get(f"{where}result/").json()["instrument"] == key


def test_draft_edition_is_for_administrators(
    program: Callable[[User], APIClient], api: APIClient, administrator: User, dx: Edition
) -> None:
    draft = upload_file(by=administrator, content=as_file(second_dx())).draft
    assert draft is not None
    listed = {row["edition"] for row in api.get("/api/v1/editions/").json()["results"]}
    assert "2019.1" not in listed
    assert api.get(f"/api/v1/editions/{draft.pk}/").status_code == 404
    assert program(administrator).get(f"/api/v1/editions/{draft.pk}/").status_code == 200


def test_draft_edition_cannot_be_started_nor_heard_of(
    api: APIClient, administrator: User, enterprise: Any, dx: Edition
) -> None:
    upload_file(by=administrator, content=as_file(second_dx()))
    start = {"enterprise": str(enterprise.pk), "instrument": "dx"}
    for edition in ("2019.1", "2018"):
        refused = api.post("/api/v1/assessments/", start | {"edition": edition})
        assert refused.status_code == 400
        [fault] = refused.json()["faults"]
        assert fault["code"] == "edition_unknown"
        assert fault["message"].endswith("Known: 2019.")
    assert not Assessment.objects.exists()
