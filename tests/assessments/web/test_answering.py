"""Answering each questionnaire through its pages, without script and with it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.models import Assessment, Edition, Enterprise, User
from assessments.queries.assessments import answers_of
from tests.assessments.services.given import COSTS, DX_KEYS, KPIS, PRACTICES
from tests.assessments.web.fields import (
    MARKS,
    page_of,
    post_page,
    question_url,
    save_one,
    url,
)
from tests.conftest import BANDS

Begin = Callable[[str], Assessment]
Answerer = Callable[..., None]


@pytest.fixture
def visitor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def start(visitor: Client, enterprise: Enterprise, edition: Edition) -> Assessment:
    """Press Start under My work."""
    answer = visitor.post(url("assessment_start", enterprise), {"edition": str(edition.pk)})
    assessment = Assessment.objects.get(edition=edition)
    assert (answer.status_code, answer.url) == (302, url("assessment", assessment))
    return assessment


def submit(visitor: Client, assessment: Assessment) -> str:
    """Press Submit; the text of the result."""
    answer = visitor.post(url("submit", assessment))
    assert (answer.status_code, answer.url) == (302, url("result", assessment))
    return str(visitor.get(answer.url).content.decode())


def must_lead_to(answer: Any, where: str) -> None:
    assert (answer.status_code, getattr(answer, "url", None)) == (302, where)


def test_siri_with_its_priorities(visitor: Client, enterprise: Enterprise, siri: Edition) -> None:
    assessment = start(visitor, enterprise, siri)
    hub = visitor.get(url("assessment", assessment)).content.decode()
    assert question_url(assessment, "VI") in hub
    assert question_url(assessment, "priorities.cost_shares") in hub
    for item, level in BANDS.items():
        answer = post_page(visitor, assessment, item, {item: {"current": str(level)}})
    must_lead_to(answer, url("check_answers", assessment))  # what is optional comes from there

    typed = COSTS | {"labour": " ２４．５ ", "utilities": "５"}
    inputs = ("industry", "horizon", "cost_shares", "kpis")
    for name, given, following in zip(
        inputs,
        ({"value": "Electronics"}, {"value": "tactical"}, typed, {"value": KPIS}),
        (*(question_url(assessment, f"priorities.{name}") for name in inputs[1:]), None),
        strict=True,
    ):
        key = f"priorities.{name}"
        assert visitor.get(question_url(assessment, key)).status_code == 200
        answer = post_page(visitor, assessment, key, {key: given})
        must_lead_to(answer, following or url("check_answers", assessment))
    stored = answers_of(assessment)
    assert stored["priorities.cost_shares"] == {"value": COSTS}
    assert set(stored["priorities.kpis"]["value"]) == set(KPIS)

    text = submit(visitor, assessment)
    data = Assessment.objects.get(pk=assessment.pk).result.data
    assert len(data["priorities"]["recommended"]) == 4
    assert data["priorities"]["horizon"] == "tactical"
    for key in data["priorities"]["recommended"]:
        assert siri.content.item(key).name["en"].replace("&", "&amp;") in text


def test_dx_with_an_indicator_and_the_quick_pass(
    visitor: Client, enterprise: Enterprise, dx: Edition
) -> None:
    assessment = start(visitor, enterprise, dx)
    overview = url("quick_pass", assessment)
    assert overview in visitor.get(url("assessment", assessment)).content.decode()
    assert url("quick_unit", assessment, "4") in visitor.get(overview).content.decode()

    first = visitor.get(url("quick_unit", assessment, "1"))
    must_lead_to(first, question_url(assessment, "1") + "?pass=quick")
    answer = visitor.post(first.url, MARKS | {"current": "2"})
    must_lead_to(answer, url("quick_unit", assessment, "2"))
    bounds = url("quick_unit", assessment, "4")
    assert visitor.get(bounds).status_code == 200
    must_lead_to(
        visitor.post(bounds, MARKS | {"low": "0", "high": "2"}), url("quick_unit", assessment, "5")
    )
    last = visitor.post(url("quick_unit", assessment, "9"), MARKS | {"low": "unknown", "high": "3"})
    must_lead_to(last, overview)
    assert answers_of(assessment) == {
        "1": {"current": 2},
        "quick.4": {"low": 0, "high": 2},
        "quick.9": {"low": 0, "high": 3},
    }
    # 2 + (0 … 10) + (0 … 21) + 22 items from 0 to 5: 2 to 143, of 35
    text = visitor.get(overview).content.decode()
    assert "between 0.06 and 4.09 (provisional)" in text
    assert "0 to 2" in text

    marks = {"1": {"based_on": "1", "save_id": "1", "client_id": "deeper"}}
    for key in DX_KEYS:
        answer = post_page(visitor, assessment, key, {key: {"current": "3"} | marks.get(key, {})})
    must_lead_to(answer, url("check_answers", assessment))
    assert "quick.4" not in answers_of(assessment)  # 3 is above 2
    assert answers_of(assessment)["quick.9"] == {"low": 0, "high": 3}

    key = "digital_service_profit"
    sent = {"current": "１，２００", "target": "-1,234,567", "method": "as booked"}
    answer = post_page(visitor, assessment, key, {key: sent})
    must_lead_to(answer, question_url(assessment, "digital_service_investment"))
    assert answers_of(assessment)[key] == {
        "current": "1200",
        "target": "-1234567",
        "method": "as booked",
    }
    post_page(visitor, assessment, "data_freshness", {"data_freshness": {"current": "weekly"}})

    text = submit(visitor, assessment)
    assert "You count as a leading company" in text
    assert "as booked" in text
    assert "−1234567" in text


def test_last_indicator_of_a_set_leads_back_to_the_task_list(visitor: Client, begin: Begin) -> None:
    dx = begin("dx")
    for key in ("fulfilment_cycle_time", "digitised_process_share"):
        answer = post_page(visitor, dx, key, {key: {"current": "1"}})
        must_lead_to(answer, url("assessment", dx))
    answer = post_page(visitor, dx, "agile_projects", {})
    must_lead_to(answer, url("check_answers", dx))


def test_tiers_with_several_answers_on_a_page(
    visitor: Client, enterprise: Enterprise, tiers: Edition
) -> None:
    assessment = start(visitor, enterprise, tiers)
    hub = url("assessment", assessment)
    must_lead_to(visitor.post(url("scope", assessment), {"scope": " 二号车间 "}), hub)
    assert 'value="二号车间"' in visitor.get(hub).content.decode()
    pages = [page.key for page in assessment.content.pages]
    for key, following in zip(pages, [*pages[1:], None], strict=True):
        shown = visitor.get(question_url(assessment, key)).content.decode()
        assert len(re.findall(r'name="L\d-\w+-save_id"', shown)) == 4
        answer = post_page(visitor, assessment, key, PRACTICES)
        must_lead_to(
            answer,
            question_url(assessment, following) if following else url("check_answers", assessment),
        )
    assert answers_of(assessment) == PRACTICES
    text = submit(visitor, assessment)
    assert "in production use at 二号车间: L1." in text
    assert "one route" in text


def test_facts_open_their_follow_up_questions_on_the_same_page(
    visitor: Client, enterprise: Enterprise, facts: Edition
) -> None:
    assessment = start(visitor, enterprise, facts)
    here = question_url(assessment, "dx_certified")
    assert "dx_certified.name-value" not in visitor.get(here).content.decode()

    answer = post_page(visitor, assessment, "dx_certified", {"dx_certified": {"value": "yes"}})
    must_lead_to(answer, here)
    assert "dx_certified.name-value" in visitor.get(here).content.decode()
    answers = {
        "dx_certified": {"value": "yes", "based_on": "1", "client_id": "again"},
        "dx_certified.name": {"value": "ＤＸ認定"},
        "dx_certified.year": {"value": "２０２４"},
    }
    must_lead_to(
        post_page(visitor, assessment, "dx_certified", answers), question_url(assessment, "staff")
    )
    assert answers_of(assessment) == {
        "dx_certified": {"value": True},
        "dx_certified.name": {"value": "ＤＸ認定"},  # words stay as typed
        "dx_certified.year": {"value": "2024"},
    }
    answers = {
        "staff_total": {"value": "１，２００"},
        "staff_digital": {"value": " 300 ", "note": "with agency staff"},
    }
    post_page(visitor, assessment, "staff", answers)
    answers = {"edge_share": {"state": "unknown"}}
    post_page(visitor, assessment, "edge_share", answers)
    answers = {"turnover_gain.applies": {"value": "not_applicable", "reason": "no_such_activity"}}
    post_page(visitor, assessment, "turnover_gain", answers)
    stored = answers_of(assessment)
    assert stored["staff_total"] == {"value": "1200"}
    assert stored["staff_digital"] == {"value": "300", "note": "with agency staff"}
    assert stored["edge_share"] == {"state": "unknown"}
    assert stored["turnover_gain.applies"] == {
        "state": "not_applicable",
        "reason": "no_such_activity",
    }
    text = submit(visitor, assessment)
    assert "300 of 1200 (25.0 %)" in text
    assert "with agency staff" in text


def test_answer_that_closes_its_follow_up_goes_on(
    visitor: Client, begin: Begin, answer: Answerer
) -> None:
    facts = begin("facts")
    answer(facts, "dx_certified", value=True)
    sent = {"dx_certified": {"value": "no", "based_on": "1"}}
    must_lead_to(post_page(visitor, facts, "dx_certified", sent), question_url(facts, "staff"))
    assert answers_of(facts) == {"dx_certified": {"value": False}}


def test_page_with_an_address_of_several_names_it_once(visitor: Client, begin: Begin) -> None:
    """Items of a page of several have no page of their own."""
    assert visitor.get(question_url(begin("tiers"), "L1-gain")).status_code == 404
    assert visitor.get(question_url(begin("facts"), "staff_total")).status_code == 404


def test_passing_over_a_page_stores_nothing(visitor: Client, begin: Begin) -> None:
    for key, page in (("tiers", "L1"), ("facts", "staff"), ("dx", "data_freshness")):
        assessment = begin(key)
        assert post_page(visitor, assessment, page, {}).status_code == 302
        assert not assessment.answers.exists()
    siri = begin("siri")
    for name in ("industry", "horizon", "cost_shares", "kpis"):
        assert post_page(visitor, siri, f"priorities.{name}", {}).status_code == 302
    assert visitor.post(url("quick_unit", siri, "automation"), MARKS).status_code == 302
    assert not siri.answers.exists()


def test_unchanged_answers_of_a_page_are_not_saved_again(
    visitor: Client, begin: Begin, answer: Answerer
) -> None:
    facts = begin("facts")
    answer(facts, "staff_total", value="1200")
    answers = {
        "staff_total": {"value": "1,200", "based_on": "1"},
        "staff_digital": {"value": "300"},
    }
    assert post_page(visitor, facts, "staff", answers).status_code == 302
    assert dict(facts.answers.values_list("item", "version")) == {
        "staff_total": 1,
        "staff_digital": 1,
    }


def test_note_of_a_page_of_several_can_be_kept_out_of_print(
    visitor: Client, begin: Begin, answer: Answerer
) -> None:
    tiers = begin("tiers")
    answer(tiers, "L1-gain", answer="yes", note="for us only")
    sent: dict[str, Any] = {"answer": "yes", "note": "for us only", "based_on": "1"}
    data = {f"L1-gain-{name}": value for name, value in (MARKS | sent).items()}
    del data["L1-gain-print_note"]
    others = {
        f"L1-{role}-{name}": value
        for role in ("capability", "scenario", "relief")
        for name, value in MARKS.items()
    }
    assert visitor.post(question_url(tiers, "L1"), data | others).status_code == 302
    assert tiers.answers.get().print_note is False


def test_answers_without_a_fault_are_kept_and_the_others_shown_again(
    visitor: Client, begin: Begin
) -> None:
    facts = begin("facts")
    answers = {
        "staff_total": {"value": "about 40", "note": "kept <b>words</b>"},
        "staff_digital": {"value": "5"},
    }
    page = post_page(visitor, facts, "staff", answers)
    assert page.status_code == 422
    text = page.content.decode()
    assert "“about 40” is not a number. Write it like 1200 or 12.5." in text
    assert 'value="about 40"' in text
    assert "kept &lt;b&gt;words&lt;/b&gt;" in text
    assert re.search(r"<title>\s*Error:", text)
    assert answers_of(facts) == {"staff_digital": {"value": "5"}}
    assert re.search(r'name="staff_digital-based_on" value="1"', text)

    answers = {
        "staff_total": {"value": "40"},
        "staff_digital": {"value": "5", "based_on": "1", "client_id": "new"},
    }
    assert post_page(visitor, facts, "staff", answers).status_code == 302
    assert answers_of(facts)["staff_total"] == {"value": "40"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,2", "“1,2” is not a number"),
        ("12,34", "“12,34” is not a number"),
        ("1 200", "“1 200” is not a number"),
        ("四十", "“四十” is not a number"),
        ("40.5", "at most 0 are taken"),
        ("0", "the lowest value is 1"),
        ("１２３４５６７８９０１２３４５６", "more than 15 digits"),
    ],
)
def test_number_that_cannot_be_meant_is_refused(
    visitor: Client, begin: Begin, typed: str, said: str
) -> None:
    facts = begin("facts")
    page = post_page(visitor, facts, "staff", {"staff_total": {"value": typed}})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not facts.answers.exists()


def test_part_above_its_whole_is_said_beside_it(visitor: Client, begin: Begin) -> None:
    facts = begin("facts")
    answers = {"staff_total": {"value": "10"}, "staff_digital": {"value": "12"}}
    page = post_page(visitor, facts, "staff", answers)
    assert page.status_code == 422
    assert "12 is a part and cannot be more than the whole, 10." in page.content.decode()
    assert answers_of(facts) == {"staff_total": {"value": "10"}}


def test_contradiction_is_told_before_and_after_submitting(
    visitor: Client, begin: Begin, answer: Answerer
) -> None:
    facts = begin("facts")
    answer(facts, "staff_total", value="40")
    answer(facts, "staff_digital", value="12")
    answer(facts, "staff_total", value="10")
    said = "12 is a part and cannot be more than the whole, 10."
    checked = visitor.get(url("check_answers", facts))
    assert (checked.status_code, said in checked.content.decode()) == (200, True)
    assert visitor.get(url("assessment", facts)).status_code == 200
    refused = visitor.post(url("submit", facts))
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not Assessment.objects.get(pk=facts.pk).is_frozen


@pytest.mark.parametrize(
    ("key", "page", "sent", "said"),
    [
        (
            "siri",
            "priorities.cost_shares",
            {"labour": "24"},
            "The share of “Utilities” is missing; 0 is an answer.",
        ),
        (
            "siri",
            "priorities.kpis",
            {"value": KPIS[:3]},
            "Choose exactly 5; now there are 3.",
        ),
        ("dx", "product_development_time", {"target": "soon"}, "“soon” is not a number."),
        ("dx", "data_freshness", {"current": "hourly"}, "hourly is not one of the available"),
        ("siri", "priorities.industry", {"value": "Farming"}, "Farming is not one of the"),
    ],
)
def test_fault_of_a_single_answer_is_shown_with_what_was_typed(
    visitor: Client, begin: Begin, key: str, page: str, sent: dict[str, Any], said: str
) -> None:
    assessment = begin(key)
    answer = post_page(visitor, assessment, page, {page: sent})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    typed = [v for value in sent.values() for v in (value if isinstance(value, list) else [value])]
    shown = [re.search(rf'value="{v}"[^>]*( checked|>)', text) for v in typed]
    assert all(shown) or sent.get("value") == "Farming" or sent.get("current") == "hourly"
    assert not assessment.answers.exists()


def test_reversed_bounds_are_refused(visitor: Client, begin: Begin) -> None:
    siri = begin("siri")
    here = url("quick_unit", siri, "automation")
    page = visitor.post(here, MARKS | {"low": "3", "high": "2"})
    assert page.status_code == 422
    assert "cannot be above “nowhere above” (2)" in page.content.decode()
    assert not siri.answers.exists()
    saved = visitor.post(here, MARKS | {"low": "2", "high": "unknown"})
    assert saved.status_code == 302
    assert answers_of(siri) == {"quick.automation": {"low": 2, "high": 5}}


def test_conflict_over_bounds_shows_both(visitor: Client, begin: Begin, answer: Answerer) -> None:
    siri = begin("siri")
    answer(siri, "quick.automation", low=0, high=1)
    here = url("quick_unit", siri, "automation")
    page = visitor.post(here, MARKS | {"low": "2", "high": "3"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "between level 0 and level 1" in text
    assert answers_of(siri) == {"quick.automation": {"low": 0, "high": 1}}
    again = visitor.post(here, MARKS | {"low": "2", "high": "3", "based_on": "1"})
    assert again.status_code == 302
    assert answers_of(siri) == {"quick.automation": {"low": 2, "high": 3}}


def test_conflict_on_a_page_of_several_keeps_the_others(
    visitor: Client, begin: Begin, answer: Answerer
) -> None:
    tiers = begin("tiers")
    answer(tiers, "L1-scenario", answer="no", note="theirs")
    page = post_page(visitor, tiers, "L1", PRACTICES)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Somebody else saved this answer in the meantime" in text
    assert "theirs" in text
    question = tiers.content.item("L1-scenario").question["en"]
    assert f"<b>{question}</b>" in text  # which of the four
    marks = dict(re.findall(r'name="(L1-\w+)-based_on" value="(\d)"', text))
    assert marks == dict.fromkeys(("L1-capability", "L1-scenario", "L1-relief", "L1-gain"), "1")
    assert re.search(r'name="L1-scenario-answer" value="yes" checked', text)  # one's own choice
    stored = answers_of(tiers)
    assert stored.pop("L1-scenario") == {"answer": "no", "note": "theirs"}
    assert stored == {key: PRACTICES[key] for key in ("L1-capability", "L1-relief", "L1-gain")}

    again = {key: given | {"based_on": "1"} for key, given in PRACTICES.items()}
    must_lead_to(post_page(visitor, tiers, "L1", again), question_url(tiers, "L2"))
    assert answers_of(tiers)["L1-scenario"] == {"answer": "yes"}


def test_conflict_is_told_of_its_own_item_even_beside_a_fault(
    visitor: Client, begin: Begin, answer: Answerer
) -> None:
    facts = begin("facts")
    answer(facts, "changeover.applies", value=True)
    answer(facts, "changeover_after", value="3")
    answers = {
        "changeover.applies": {"value": "yes", "based_on": "1"},
        "changeover_before.unit": {"value": "fortnights"},
        "changeover_after": {"value": "5"},
    }
    page = post_page(visitor, facts, "changeover", answers)
    assert page.status_code == 409
    text = page.content.decode()
    unit = facts.content.item("changeover_after").unit["en"]  # type: ignore[union-attr]
    assert f"3 {unit}" in text
    assert answers_of(facts)["changeover_after"] == {"value": "3"}


def test_script_saves_one_item_of_a_page(visitor: Client, begin: Begin) -> None:
    tiers = begin("tiers")
    saved = save_one(visitor, tiers, "L1", "L1-relief", PRACTICES)
    assert saved.status_code == 200
    body = saved.json()
    assert (body["version"], body["again"], body["warnings"]) == (1, False, [])
    assert answers_of(tiers) == {"L1-relief": {"answer": "yes"}}

    taken = PRACTICES["L1-relief"] | {"client_id": "other page"}
    conflict = save_one(visitor, tiers, "L1", "L1-relief", {"L1-relief": taken})
    assert (conflict.status_code, conflict.json()["version"]) == (409, 1)
    wrong = save_one(
        visitor, tiers, "L1", "L1-relief", {"L1-relief": {"answer": "maybe", "save_id": "2"}}
    )
    assert wrong.status_code == 422
    assert wrong.json()["message"]
    assert answers_of(tiers) == {"L1-relief": {"answer": "yes"}}


def test_script_is_told_when_more_is_asked(visitor: Client, begin: Begin) -> None:
    facts = begin("facts")
    for value, save_id, again in (("no", "1", False), ("yes", "2", True), ("yes", "3", False)):
        sent = {"dx_certified": {"value": value, "save_id": save_id}}
        saved = save_one(visitor, facts, "dx_certified", "dx_certified", sent)
        assert (saved.status_code, saved.json()["again"]) == (200, again), save_id
    sent = {"dx_certified.year": {"value": "２０２４"}}
    saved = save_one(visitor, facts, "dx_certified", "dx_certified.year", sent)
    assert (saved.status_code, saved.json()["again"]) == (200, False)
    assert answers_of(facts)["dx_certified.year"] == {"value": "2024"}


def test_script_may_not_save_what_is_not_on_the_page(visitor: Client, begin: Begin) -> None:
    tiers = begin("tiers")
    data = MARKS | {"item": "L2-gain", "L2-gain-answer": "yes", "answer": "yes"}
    answer = visitor.post(question_url(tiers, "L1"), data, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert not tiers.answers.exists()


def test_script_is_warned_of_shares_above_the_whole(visitor: Client, begin: Begin) -> None:
    siri = begin("siri")
    key = "priorities.cost_shares"
    saved = save_one(visitor, siri, key, key, {key: COSTS | {"labour": "90"}})
    assert saved.status_code == 200
    assert saved.json()["warnings"] == [
        "The cost shares add up to 156 %. Please check that nothing is counted twice."
    ]


def test_script_hears_that_the_assessment_was_submitted(
    visitor: Client, finish: Callable[..., Assessment]
) -> None:
    tiers = finish("tiers", PRACTICES)
    answer = save_one(visitor, tiers, "L1", "L1-gain", {"L1-gain": {"answer": "no"}})
    assert answer.status_code == 409
    must_lead_to(post_page(visitor, tiers, "L1", PRACTICES), url("result", tiers))
    must_lead_to(visitor.post(url("quick_unit", tiers, "x"), MARKS), url("result", tiers))
    must_lead_to(visitor.get(url("quick_pass", tiers)), url("result", tiers))
    assert visitor.post(url("scope", tiers), {"scope": "late"}).status_code == 409
    assert Assessment.objects.get(pk=tiers.pk).scope == ""


def test_return_leads_to_the_task_list(visitor: Client, begin: Begin) -> None:
    facts = begin("facts")
    data = MARKS | {"return": "1"}
    page = page_of(facts, "edge_share")
    assert page.items[0].key == "edge_share"
    answer = visitor.post(question_url(facts, "edge_share"), data | {"value": "12.5"})
    must_lead_to(answer, url("assessment", facts))
    assert answers_of(facts) == {"edge_share": {"value": "12.5"}}


@pytest.mark.parametrize("edition", ["", "siri", "00000000-0000-0000-0000-000000000000"])
def test_edition_that_is_not_there_cannot_be_started(
    visitor: Client, enterprise: Enterprise, siri: Edition, edition: str
) -> None:
    answer = visitor.post(url("assessment_start", enterprise), {"edition": edition})
    assert answer.status_code == 404
    assert not Assessment.objects.exists()


def test_scope_too_long_is_told(visitor: Client, begin: Begin) -> None:
    tiers = begin("tiers")
    answer = visitor.post(url("scope", tiers), {"scope": "x" * 201}, follow=True)
    assert "The text has 201 characters; at most 200 are kept." in answer.content.decode()
    assert Assessment.objects.get(pk=tiers.pk).scope == ""


@pytest.mark.parametrize("key", ["tiers", "facts"])
def test_questionnaire_without_quick_pass_has_no_such_page(
    visitor: Client, begin: Begin, key: str
) -> None:
    assessment = begin(key)
    assert visitor.get(url("quick_pass", assessment)).status_code == 404
    assert visitor.get(url("quick_unit", assessment, "1")).status_code == 404
    assert (
        url("quick_pass", assessment)
        not in visitor.get(url("assessment", assessment)).content.decode()
    )
