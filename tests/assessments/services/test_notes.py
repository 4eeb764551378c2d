"""Carrying a note from one questionnaire to a related item of another."""

from collections.abc import Callable
from typing import Any

import pytest

from assessments.access import Frozen
from assessments.models import Assessment, User
from assessments.queries.assessments import answers_of
from assessments.services.assessments import submit_assessment
from assessments.services.notes import carry_note
from assessments.services.refusals import Rejected

Begin = Callable[[str], Assessment]
Finish = Callable[..., Assessment]
Answerer = Callable[..., None]
NOTE = "数字化列入经营计划。"


@pytest.fixture
def source(finish: Finish) -> Assessment:
    """SIRI with a note at SG, which is related to the items 1, 7 and others of DX."""
    return finish("siri", {"SG": {"current": 1, "note": NOTE}, "LC": {"current": 2, "note": " "}})


@pytest.fixture
def carry(source: Assessment, alice: User) -> Callable[..., Any]:
    """carry(dx, "1"): SG's note to the item 1."""

    def carry_to(target: Assessment, to_item: str, from_item: str = "SG") -> Any:
        return carry_note(
            by=alice, source=source, from_item=from_item, target=target, to_item=to_item
        )

    return carry_to


Carry = Callable[..., Any]


def refusal(carry: Carry, *args: Any) -> list[str]:
    with pytest.raises(Rejected) as refused:
        carry(*args)
    return [fault.code for fault in refused.value.faults]


def test_note_alone_is_copied(begin: Begin, carry: Carry, source: Assessment) -> None:
    dx = begin("dx")
    row = carry(dx, "1")
    assert (row.state, row.version, row.section) == ("unanswered", 1, "answers")
    assert answers_of(dx) == {"1": {"note": NOTE}}
    assert answers_of(source)["SG"] == {"current": 1, "note": NOTE}


def test_note_is_copied_once(begin: Begin, carry: Carry) -> None:
    dx = begin("dx")
    carry(dx, "1")
    assert refusal(carry, dx, "1") == ["note_there_already"]
    assert dx.answers.get().version == 1


def test_what_is_there_is_kept(begin: Begin, carry: Carry, answer: Answerer) -> None:
    dx = begin("dx")
    answer(dx, "1", current=2, target=4, action="plan")
    answer(dx, "7", current=3, note="ours")
    carry(dx, "1")
    assert refusal(carry, dx, "7") == ["note_there_already"]
    assert answers_of(dx) == {
        "1": {"current": 2, "target": 4, "action": "plan", "note": NOTE},
        "7": {"current": 3, "note": "ours"},
    }


def test_blank_note_gives_way(begin: Begin, carry: Carry, answer: Answerer) -> None:
    dx = begin("dx")
    answer(dx, "1", state="unknown", note="  ")
    carry(dx, "1")
    assert answers_of(dx) == {"1": {"state": "unknown", "note": NOTE}}


def test_note_that_is_not_printed_stays_so(begin: Begin, carry: Carry, source: Assessment) -> None:
    source.answers.filter(item="SG").update(print_note=False)
    assert carry(begin("dx"), "1").print_note is False


@pytest.mark.parametrize("to_item", ["8-7", "XX"])
def test_items_that_are_not_related_are_refused(begin: Begin, carry: Carry, to_item: str) -> None:
    dx = begin("dx")
    assert refusal(carry, dx, to_item) == ["not_related"]
    assert refusal(carry, begin("siri"), "SG") == ["not_related"]
    assert not dx.answers.exists()


@pytest.mark.parametrize(("from_item", "to_item"), [("LC", "3"), ("IIC", "4-1")])
def test_without_a_note_nothing_is_carried(
    begin: Begin, carry: Carry, from_item: str, to_item: str
) -> None:
    assert refusal(carry, begin("dx"), to_item, from_item) == ["no_note"]


def test_note_of_another_enterprise_is_refused(
    begin: Begin, carry: Carry, charlie: User, alice: User, answer: Answerer
) -> None:
    theirs = Assessment.objects.get(created_by=charlie)
    answer(theirs, "SG", current=1, note="secret")
    dx = begin("dx")
    with pytest.raises(Rejected) as refused:
        carry_note(by=alice, source=theirs, from_item="SG", target=dx, to_item="1")
    assert [fault.code for fault in refused.value.faults] == ["other_enterprise"]
    assert not dx.answers.exists()


def test_frozen_assessment_takes_no_note(finish: Finish, carry: Carry) -> None:
    dx = finish("dx", {"1": {"current": 2}})
    with pytest.raises(Frozen):
        carry(dx, "1")
    assert answers_of(dx) == {"1": {"current": 2}}


def test_carried_note_can_be_changed_by_the_page(
    begin: Begin, carry: Carry, answer: Answerer, alice: User
) -> None:
    dx = begin("dx")
    carry(dx, "1")
    answer(dx, "1", current=2, note="ours now")
    assert submit_assessment(by=alice, assessment=dx).data["items"]["1"]["current"] == 2
    assert answers_of(dx) == {"1": {"current": 2, "note": "ours now"}}
