"""Saving, correcting and submitting the answers of each questionnaire."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assessments.access import Frozen
from assessments.models import Answer, Assessment, Edition, Enterprise, TableSet, User
from assessments.queries.assessments import answers_of
from assessments.queries.results import TiersStored, stored_result
from assessments.services.assessments import (
    SCOPE_LIMIT,
    Save,
    name_scope,
    save_answer,
    start_assessment,
    start_correction,
    submit_assessment,
)
from assessments.services.instruments import publish, retire, upload_file
from assessments.services.refusals import Rejected
from assessments.wording.tiers import statement
from maturity.instruments.loader import canonical_json, content_hash
from maturity.scoring import as_json, score, trace
from tests.assessments.services.given import (
    ANSWERS,
    DX,
    EVERY_KIND,
    FACTS,
    PRACTICES,
    PRIORITIES,
    as_file,
    name_of,
    tables_data,
)
from tests.conftest import BANDS

Begin = Callable[[str], Assessment]
Finish = Callable[..., Assessment]
Answerer = Callable[..., None]


@pytest.mark.storage
@pytest.mark.parametrize("case", EVERY_KIND, ids=name_of)
def test_answer_is_read_back_as_it_was_given(begin: Begin, answer: Answerer, case: Any) -> None:
    key, item, given, section = case
    assessment = begin(key)
    answer(assessment, item, **given)
    stored = Answer.objects.get(assessment=assessment)
    assert stored.as_input(assessment.content) == given
    assert stored.section == section
    assert stored.state == given.get("state", "answered")
    assert (stored.value is None) == ("state" in given)


@pytest.mark.parametrize(
    ("key", "item", "given"),
    [
        ("siri", "VI", {"note": "ask Li"}),
        ("tiers", "L1-gain", {"note": "ask Li"}),
        ("facts", "staff_total", {"note": "ask Li"}),
        ("dx", "product_development_time", {"action": "measure it"}),
    ],
)
def test_words_alone_leave_an_item_unanswered(
    begin: Begin, answer: Answerer, key: str, item: str, given: dict[str, Any]
) -> None:
    assessment = begin(key)
    answer(assessment, item, **given)
    stored = Answer.objects.get(assessment=assessment)
    assert (stored.state, stored.as_input(assessment.content)) == ("unanswered", given)


@pytest.mark.parametrize(
    ("key", "item", "first", "second"),
    [
        ("tiers", "L1-gain", {"answer": "yes"}, {"state": "unknown"}),
        ("facts", "staff_total", {"value": "40"}, {}),
        ("dx", "data_freshness", {"current": "weekly", "method": "m"}, {"target": "daily"}),
        ("siri", "priorities.industry", {"value": "Logistics"}, {}),
        ("dx", "quick.4", {"low": 0, "high": 5}, {"low": 1, "high": 1}),
    ],
)
def test_later_answer_leaves_nothing_of_the_earlier_one(
    begin: Begin,
    answer: Answerer,
    key: str,
    item: str,
    first: dict[str, Any],
    second: dict[str, Any],
) -> None:
    assessment = begin(key)
    answer(assessment, item, **first)
    answer(assessment, item, **second)
    assert answers_of(assessment) == {item: second}


@pytest.mark.parametrize(
    ("key", "item", "given", "path", "code"),
    [
        ("tiers", "L1-gain", {"answer": "maybe"}, "answers.L1-gain.answer", "practice_unknown"),
        (
            "tiers",
            "L1-gain",
            {"state": "not_applicable", "reason": "no_moving_equipment"},
            "answers.L1-gain.state",
            "not_applicable_not_offered",
        ),
        (
            "dx",
            "1",
            {"state": "not_applicable", "reason": "other", "note": "x"},
            "answers.1.state",
            "not_applicable_not_offered",
        ),
        ("facts", "staff_total", {"value": "４０"}, None, "number_is_full_width"),
        ("facts", "staff_total", {"value": "1,200"}, None, "number_malformed"),
        ("facts", "staff_total", {"value": 40}, None, "number_not_text"),
        ("facts", "staff_total", {"value": "0"}, None, "number_too_low"),
        ("facts", "staff_total", {"value": "40.5"}, None, "number_too_precise"),
        ("facts", "dx_certified", {"value": "yes"}, None, "not_true_or_false"),
        ("facts", "ict_posts", {"value": "other"}, None, "option_unknown"),
        ("dx", "quick.4", {"low": 3, "high": 2}, "quick.4.high", "quick_bounds_reversed"),
        ("dx", "quick.4", {"low": 3}, "quick.4.high", "field_missing"),
        ("dx", "quick.1", {"low": 0, "high": 2}, "quick.1", "quick_unknown"),
        (
            "dx",
            "data_freshness",
            {"current": "hourly"},
            "quantities.data_freshness.current",
            "option_unknown",
        ),
        (
            "siri",
            "priorities.kpis",
            {"value": ["safety"]},
            "priorities.kpis",
            "options_count",
        ),
        (
            "siri",
            "priorities.cost_shares",
            {"value": PRIORITIES["priorities.cost_shares"]["value"] | {"labour": "101"}},
            "priorities.cost_shares.labour",
            "number_too_high",
        ),
        ("dx", "priorities.kpis", {"value": []}, "priorities.kpis", "item_unknown"),
    ],
)
def test_answer_out_of_its_rules_is_refused_at_its_place(
    begin: Begin,
    answer: Answerer,
    key: str,
    item: str,
    given: dict[str, Any],
    path: str | None,
    code: str,
) -> None:
    assessment = begin(key)
    with pytest.raises(Rejected) as refused:
        answer(assessment, item, **given)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        (path or f"answers.{item}.value", code)
    ]
    assert not assessment.answers.exists()


def test_level_within_the_bounds_of_its_unit_keeps_them(begin: Begin, answer: Answerer) -> None:
    dx = begin("dx")
    answer(dx, "quick.4", low=1, high=3)
    for item, level in (("4", 1), ("4-1", 3)):
        answer(dx, item, current=level)
    answer(dx, "4-2", state="unknown")
    answer(dx, "5", current=5)  # of another unit
    assert answers_of(dx)["quick.4"] == {"low": 1, "high": 3}


@pytest.mark.parametrize("level", [0, 4])
def test_level_outside_the_bounds_of_its_unit_deletes_them(
    begin: Begin, answer: Answerer, level: int
) -> None:
    dx = begin("dx")
    answer(dx, "quick.4", low=1, high=3)
    answer(dx, "quick.5", low=1, high=3)
    answer(dx, "4-3", current=level)
    assert set(answers_of(dx)) == {"4-3", "quick.5"}


def test_part_that_exceeds_its_whole_is_refused(begin: Begin, answer: Answerer) -> None:
    facts = begin("facts")
    answer(facts, "staff_total", value="40")
    answer(facts, "staff_digital", value="40")
    with pytest.raises(Rejected) as refused:
        answer(facts, "staff_digital", value="41")
    [fault] = refused.value.faults
    assert (fault.path, fault.code) == ("answers.staff_digital.value", "part_exceeds_whole")
    assert fault.params == {"value": "41", "whole": "40"}
    assert answers_of(facts)["staff_digital"] == {"value": "40"}


def test_whole_below_its_part_is_refused_when_submitting(
    begin: Begin, answer: Answerer, alice: User
) -> None:
    """The whole may be put right first, and its part afterwards; but not left like that."""
    facts = begin("facts")
    answer(facts, "staff_total", value="40")
    answer(facts, "staff_digital", value="12")
    answer(facts, "staff_total", value="10")
    with pytest.raises(Rejected) as refused:
        submit_assessment(by=alice, assessment=facts)
    assert [fault.code for fault in refused.value.faults] == ["part_exceeds_whole"]
    facts.refresh_from_db()
    assert not facts.is_frozen
    answer(facts, "staff_digital", value="10")
    assert submit_assessment(by=alice, assessment=facts).data["shares"][0]["rounded"] == "100.0"


def new_tables(administrator: User, version: str) -> TableSet:
    tables = upload_file(by=administrator, content=as_file(tables_data(version=version))).draft
    assert isinstance(tables, TableSet)
    published = publish(by=administrator, issue=tables)
    assert isinstance(published, TableSet)
    return published


def test_later_tables_are_for_new_assessments_only(
    begin: Begin, answer: Answerer, alice: User, administrator: User
) -> None:
    running = begin("siri")
    later = new_tables(administrator, "2")
    assert begin("siri").tables == later
    for item, given in ({k: {"current": v} for k, v in BANDS.items()} | PRIORITIES).items():
        answer(running, item, **given)
    stored = submit_assessment(by=alice, assessment=running)
    assert stored.data["priorities"]["tables"]["version"] == "1"


def test_draft_retired_and_misfitting_tables_are_not_bound(
    begin: Begin, administrator: User
) -> None:
    upload_file(by=administrator, content=as_file(tables_data(version="2")))
    data = tables_data(version="3")
    data["dimensions"].remove("SG")
    for rows in (data["relevance_cost"], data["relevance_kpi"]):
        del rows["SG"]
    for row in data["best_in_class"].values():
        row.pop()
    canonical = canonical_json(data)
    TableSet.objects.create(
        key="siri",
        version="3",
        hash=content_hash(canonical),
        canonical=canonical,
        state="published",
        published_at=timezone.now(),
    )
    bound = begin("siri").tables
    assert bound is not None
    assert bound.version == "1"
    retire(by=administrator, issue=bound)
    without = begin("siri")
    assert without.tables is None
    assert without.content.priority_items == ()


def test_questionnaire_without_tables_is_bound_to_none(begin: Begin) -> None:
    assert [begin(key).tables for key in ("dx", "tiers", "facts")] == [None] * 3


def test_correction_copies_tables_and_every_kind_of_answer(
    submitted: Assessment, begin: Begin, answer: Answerer, alice: User, administrator: User
) -> None:
    siri = begin("siri")
    for item, given in {
        "VI": {"current": 2, "target": 3, "note": "n", "action": "a"},
        "HI": {"state": "not_applicable", "reason": "outside_site"},
        "IPL": {"state": "unknown"},
        "SG": {"target": 4},
        "quick.automation": {"low": 1, "high": 2},
        **PRIORITIES,
    }.items():
        answer(siri, item, **given)
    Answer.objects.filter(assessment=siri, item="VI").update(print_note=False)
    submit_assessment(by=alice, assessment=siri)
    new_tables(administrator, "2")
    siri.refresh_from_db()

    correction = start_correction(by=alice, assessment=siri)
    assert correction.tables == siri.tables
    assert answers_of(correction) == answers_of(siri)
    columns = ("item", "section", "state", "print_note", "note", "reason")
    copied, original = (set(a.answers.values_list(*columns)) for a in (correction, siri))
    assert copied == original
    again = submit_assessment(by=alice, assessment=correction)
    assert (again.data, again.trace) == (siri.result.data, siri.result.trace)


@pytest.mark.parametrize("key", ANSWERS)
def test_correction_of_each_questionnaire_gives_the_same_result(
    finish: Finish, alice: User, key: str
) -> None:
    first = finish(key, ANSWERS[key], scope="Workshop 2")
    correction = start_correction(by=alice, assessment=first)
    assert correction.scope == "Workshop 2"
    assert answers_of(correction) == ANSWERS[key]
    assert submit_assessment(by=alice, assessment=correction).data == first.result.data


def test_scope_is_trimmed_and_limited(begin: Begin) -> None:
    tiers = begin("tiers")
    name_scope(assessment=tiers, scope="  二号车间 ")
    tiers.refresh_from_db()
    assert tiers.scope == "二号车间"
    name_scope(assessment=tiers, scope="x" * SCOPE_LIMIT)
    with pytest.raises(Rejected) as refused:
        name_scope(assessment=tiers, scope="y" * (SCOPE_LIMIT + 1))
    [fault] = refused.value.faults
    assert (fault.path, fault.code, dict(fault.params)) == (
        "scope",
        "text_too_long",
        {"length": 201, "limit": 200},
    )
    tiers.refresh_from_db()
    assert tiers.scope == "x" * SCOPE_LIMIT


def test_scope_that_cannot_be_stored_is_refused(begin: Begin) -> None:
    tiers = begin("tiers")
    with pytest.raises(Rejected) as refused:
        name_scope(assessment=tiers, scope="Hall\x00")
    assert [fault.code for fault in refused.value.faults] == ["text_not_storable"]
    tiers.refresh_from_db()
    assert tiers.scope == ""


def test_scope_is_frozen_with_the_answers(finish: Finish) -> None:
    tiers = finish("tiers", PRACTICES, scope="Workshop 2")
    with pytest.raises(Frozen):
        name_scope(assessment=tiers, scope="Workshop 3")
    tiers.refresh_from_db()
    assert tiers.scope == "Workshop 2"


def test_quick_bounds_alone_give_a_provisional_range(finish: Finish) -> None:
    dx = finish("dx", {"quick.4": {"low": 1, "high": 2}, "quick.5": {"low": 0, "high": 0}})
    data = dx.result.data
    overall = data["scores"]["overall"]["current"]
    assert (overall["provisional"], overall["mean"], overall["rounded"]) == (True, None, None)
    # 5 items from 1 to 2, 3 at 0, 27 from 0 to 5: from 5 to 145, of 35
    assert (overall["low"], overall["high"]) == ("0.142857142857", "4.142857142857")
    assert (overall["level"], overall["count"], overall["of"]) == (None, 0, 35)
    assert data["leading"] is None
    group = data["scores"]["4"]["current"]
    assert (group["low"], group["high"], group["provisional"]) == ("1", "2", True)


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("siri", {k: {"current": v} for k, v in BANDS.items()} | PRIORITIES),
        ("siri", {"VI": {"current": 5}, "quick.automation": {"low": 1, "high": 2}}),
        ("dx", ANSWERS["dx"]),
        ("dx", {"4": {"current": 5, "target": 4}, "quick.4": {"low": 0, "high": 5}}),
        ("tiers", PRACTICES),
        ("tiers", {"L1-capability": {"answer": "yes"}, "L1-scenario": {"state": "unknown"}}),
        ("facts", FACTS),
    ],
)
def test_stored_result_is_what_the_core_computes(
    finish: Finish, key: str, answers: dict[str, Any]
) -> None:
    stored = finish(key, answers)
    result = score(stored.content, answers)
    expected = as_json(result), trace(result, stored.content, answers)
    assert [stored.result.data, stored.result.trace] == json.loads(json.dumps(expected))
    assert stored.result.engine == result.engine


@pytest.mark.parametrize(
    ("change", "leading", "mean", "level"),
    [
        ({}, True, "3", 3),
        ({"3": {"current": 2}}, False, "2.971428571429", 2),
        ({"3": {"state": "unknown"}}, None, "3", None),
    ],
)
def test_leading_is_decided_by_all_answers(
    finish: Finish, change: dict[str, Any], leading: bool | None, mean: str, level: int | None
) -> None:
    data = finish("dx", DX | change).result.data
    overall = data["scores"]["overall"]["current"]
    assert (data["leading"], overall["mean"], overall["level"]) == (leading, mean, level)


def test_indicators_are_stored_and_enter_no_mean(finish: Finish) -> None:
    data = finish("dx", ANSWERS["dx"]).result.data
    assert data["quantities"]["product_development_time"]["target"] == "9"
    assert data["scores"]["overall"]["current"]["sum"] == 105
    assert list(data["items"]) != []
    assert "data_freshness" not in data["items"]


def said(assessment: Assessment) -> str:
    stored = stored_result(assessment)
    assert isinstance(stored, TiersStored)
    return statement(stored.data, scope=stored.scope)


def test_tier_is_said_of_the_scope(finish: Finish) -> None:
    tiers = finish("tiers", PRACTICES, scope="Workshop 2")
    data = tiers.result.data
    assert (data["tier"], data["low"], data["high"]) == (1, 1, 1)
    assert data["tiers"][1]["missing"] == ["L2-scenario"]
    assert said(tiers) == (
        "Highest tier of network applications in production use at Workshop 2: L1."
    )


def test_tier_without_a_scope_is_said_of_the_name_at_submission(finish: Finish) -> None:
    tiers = finish("tiers", PRACTICES)
    Enterprise.objects.update(name="Renamed")
    assert "at Lakeside Precision Parts: L1" in said(Assessment.objects.get(pk=tiers.pk))


def test_open_practices_leave_the_tier_between_two(finish: Finish) -> None:
    tiers = finish("tiers", PRACTICES | {"L2-scenario": {"state": "unknown"}}, scope="Hall 1")
    assert (tiers.result.data["tier"], tiers.result.data["high"]) == (None, 2)
    assert said(tiers).endswith("at Hall 1: at least L1, at most L2.")


def test_practices_that_do_not_apply_leave_the_decision(finish: Finish) -> None:
    nothing_moves = {"state": "not_applicable", "reason": "no_moving_equipment"}
    tiers = finish("tiers", PRACTICES | dict.fromkeys(("L2-scenario", "L2-relief"), nothing_moves))
    assert tiers.result.data["tier"] == 2


def test_facts_are_stored_with_the_shares_that_follow(finish: Finish) -> None:
    facts = finish("facts", FACTS)
    shares = {
        s["key"]: (s["of"], s["k"], s["n"], s["rounded"]) for s in facts.result.data["shares"]
    }
    assert shares == {
        "staff_digital": ("staff_total", "12", "40", "30.0"),
        "staff_basic_digital": ("staff_total", "37", "40", "92.5"),
        "digital_staff_masters": ("staff_digital", "4", "12", "33.3"),
    }
    assert facts.result.data["items"]["edge_share"] == {"state": "unknown", "value": None}
    assert facts.result.trace["shares"]


def test_not_known_alone_is_nothing_to_submit(begin: Begin, answer: Answerer, alice: User) -> None:
    for key, item in (("tiers", "L1-gain"), ("facts", "edge_share"), ("dx", "1")):
        draft = begin(key)
        answer(draft, item, state="unknown")
        with pytest.raises(Rejected) as refused:
            submit_assessment(by=alice, assessment=draft)
        assert [fault.code for fault in refused.value.faults] == ["nothing_answered"]


@pytest.mark.parametrize(
    ("key", "item"),
    [("siri", "priorities.industry"), ("dx", "data_freshness")],
)
def test_what_is_optional_alone_is_nothing_to_submit(
    begin: Begin, answer: Answerer, alice: User, key: str, item: str
) -> None:
    draft = begin(key)
    given = {"current": "weekly"} if key == "dx" else {"value": "Electronics"}
    answer(draft, item, **given)
    with pytest.raises(Rejected) as refused:
        submit_assessment(by=alice, assessment=draft)
    assert [fault.code for fault in refused.value.faults] == ["nothing_answered"]
    answer(draft, draft.content.items[0].key, current=0)
    assert submit_assessment(by=alice, assessment=draft).data["warnings"] == []


def test_quick_bounds_are_frozen_too(finish: Finish, alice: User) -> None:
    dx = finish("dx", {"quick.4": {"low": 1, "high": 2}})
    mark = Save(client_id="late", save_id=1, based_on=1)
    with pytest.raises(Frozen):
        save_answer(by=alice, assessment=dx, item="quick.4", given={"low": 0, "high": 0}, save=mark)
    assert answers_of(dx) == {"quick.4": {"low": 1, "high": 2}}


def test_draft_edition_cannot_be_started(alice: User, enterprise: Enterprise, dx: Edition) -> None:
    dx.state = Edition.State.DRAFT
    with pytest.raises(Rejected) as refused:
        start_assessment(by=alice, enterprise=enterprise, edition=dx)
    assert [fault.code for fault in refused.value.faults] == ["not_published"]
