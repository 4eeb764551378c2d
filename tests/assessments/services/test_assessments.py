"""Starting, saving, submitting and correcting."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assessments.access import Frozen
from assessments.models import Answer, Assessment, Edition, Event, Result, User
from assessments.services.assessments import (
    Save,
    save_answer,
    set_due,
    start_assessment,
    start_correction,
    submit_assessment,
)
from assessments.services.refusals import Conflict, Rejected
from tests.conftest import BANDS


@pytest.fixture
def save(alice: User, assessment: Assessment) -> Callable[..., Answer]:
    def save_vertical(
        client: str, save_id: int, based_on: int, item: str = "VI", **given: Any
    ) -> Answer:
        mark = Save(client_id=client, save_id=save_id, based_on=based_on)
        return save_answer(by=alice, assessment=assessment, item=item, given=given, save=mark)

    return save_vertical


def test_start_is_refused_for_an_edition_that_is_not_published(
    alice: User, enterprise: Any, siri: Edition
) -> None:
    siri.state = Edition.State.RETIRED
    with pytest.raises(Rejected) as refused:
        start_assessment(by=alice, enterprise=enterprise, edition=siri)
    assert [fault.code for fault in refused.value.faults] == ["not_published"]


@pytest.mark.storage
def test_answer_is_stored_as_given(save: Callable[..., Answer], assessment: Assessment) -> None:
    save("a", 1, 0, current=1, target=3, note=" ㈱髙橋 ", action="buy a switch")
    stored = Answer.objects.get(assessment=assessment, item="VI")
    assert stored.as_input(assessment.content) == {
        "current": 1,
        "target": 3,
        "note": " ㈱髙橋 ",
        "action": "buy a switch",
    }
    assert (stored.state, stored.version) == ("answered", 1)


def test_states_are_three_different_things(save: Callable[..., Answer]) -> None:
    assert save("a", 1, 0, "VI", state="unknown", target=3).state == "unknown"
    answer = save("a", 1, 0, "HI", state="not_applicable", reason="no_such_activity")
    assert (answer.state, answer.reason, answer.value) == (
        "not_applicable",
        "no_such_activity",
        None,
    )
    assert save("a", 1, 0, "IPL", target=3).state == "unanswered"


@pytest.mark.storage
def test_same_save_twice_is_stored_once(save: Callable[..., Answer]) -> None:
    save("a", 1, 0, current=1)
    again = save("a", 1, 0, current=1)
    assert (again.version, Answer.objects.count()) == (1, 1)


def test_client_may_build_on_its_own_earlier_version(save: Callable[..., Answer]) -> None:
    save("a", 1, 0, current=1)
    later = save("a", 2, 0, current=2)
    assert (later.value, later.version) == (2, 2)


def test_overtaken_save_of_the_same_client_changes_nothing(save: Callable[..., Answer]) -> None:
    save("a", 2, 0, current=2)
    late = save("a", 1, 0, current=1)
    assert (late.value, late.version) == (2, 1)


def test_save_that_did_not_know_of_another_is_a_conflict(save: Callable[..., Answer]) -> None:
    save("a", 1, 0, current=1)
    with pytest.raises(Conflict) as conflict:
        save("b", 1, 0, current=4)
    assert conflict.value.theirs.value == 1
    assert Answer.objects.get().value == 1

    assert save("b", 1, 1, current=4).value == 4
    with pytest.raises(Conflict):  # and now the first client has to look first
        save("a", 2, 1, current=2)


def test_two_people_whose_programs_use_one_client_name_still_conflict(
    save: Callable[..., Answer], assessment: Assessment, bob: User
) -> None:
    save("script", 1, 0, current=1)
    with pytest.raises(Conflict):
        save_answer(
            by=bob,
            assessment=assessment,
            item="VI",
            given={"current": 5},
            save=Save("script", 2, 0),
        )
    assert Answer.objects.get().value == 1


def test_rejected_save_leaves_what_was_stored(save: Callable[..., Answer]) -> None:
    save("a", 1, 0, current=1)
    for given, code in (
        ({"current": 6}, "level_too_high"),
        ({"current": "3.5"}, "level_is_decimal"),
        ({"current": "３"}, "level_is_full_width"),
        ({"current": True}, "level_is_boolean"),
        ({"state": "not_applicable"}, "reason_missing"),
    ):
        with pytest.raises(Rejected) as refused:
            save("a", 2, 1, **given)
        assert [fault.code for fault in refused.value.faults] == [code]
    stored = Answer.objects.get()
    assert (stored.state, stored.value, stored.version) == ("answered", 1, 1)


def test_unknown_item_is_rejected(save: Callable[..., Answer]) -> None:
    with pytest.raises(Rejected) as refused:
        save("a", 1, 0, "XX", current=1)
    assert [fault.code for fault in refused.value.faults] == ["item_unknown"]
    assert not Answer.objects.exists()


@pytest.mark.storage
def test_submitting_freezes_computes_and_stores(submitted: Assessment, alice: User) -> None:
    overall = submitted.result.data["scores"]["overall"]
    assert submitted.state == Assessment.State.SUBMITTED
    assert submitted.profile == {
        "name": "Lakeside Precision Parts",
        "economy": "CN",
        "sector": "C25",
        "size_band": "10-49",
    }
    assert (overall["current"]["sum"], overall["current"]["mean"]) == (19, "1.1875")
    assert overall["current"]["rounded"] == "1.19"
    assert (overall["gap"]["sum"], overall["gap"]["rounded"]) == (18, "1.13")
    assert submitted.result.data["hash"] == submitted.edition.hash
    assert submitted.result.trace["scores"]["overall"]["current"]["exact"] == "19/16"
    with pytest.raises(Frozen):
        save_answer(
            by=alice, assessment=submitted, item="VI", given={"current": 5}, save=Save("x", 1, 1)
        )
    assert submitted.answers.get(item="VI").value == BANDS["VI"]


def test_profile_stays_as_it_was_at_submission(submitted: Assessment) -> None:
    submitted.enterprise.name = "Renamed"
    submitted.enterprise.save()
    submitted.refresh_from_db()
    assert submitted.profile["name"] == "Lakeside Precision Parts"


def test_open_items_make_the_result_a_range(
    assessment: Assessment, alice: User, answer: Callable[..., None]
) -> None:
    answer(assessment, "VI", current=1, target=3)
    answer(assessment, "HI", state="unknown")
    answer(assessment, "IPL", state="not_applicable", reason="no_such_activity")
    data = submit_assessment(by=alice, assessment=assessment).data
    overall = data["scores"]["overall"]["current"]
    assert (overall["count"], overall["of"]) == (1, 15)
    assert (overall["low"], overall["high"]) == ("0.066666666667", "4.733333333333")
    assert (overall["unknown"], overall["unanswered"], overall["not_applicable"]) == (1, 13, 1)


def test_submitting_nothing_is_rejected(assessment: Assessment, alice: User) -> None:
    with pytest.raises(Rejected) as refused:
        submit_assessment(by=alice, assessment=assessment)
    assert [fault.code for fault in refused.value.faults] == ["nothing_answered"]
    assessment.refresh_from_db()
    assert assessment.state == Assessment.State.DRAFT
    assert not Result.objects.exists()


def test_submitting_twice_keeps_the_first_result(submitted: Assessment, alice: User) -> None:
    first = submitted.result.created_at
    assert submit_assessment(by=alice, assessment=submitted).created_at == first
    assert Event.objects.filter(kind=Event.Kind.ASSESSMENT_SUBMITTED).count() == 1


def test_correction_copies_the_answers_and_keeps_the_old_one(
    submitted: Assessment, alice: User
) -> None:
    correction = start_correction(by=alice, assessment=submitted)
    assert correction.corrects == submitted
    assert {row.item: row.value for row in correction.answers.all()} == BANDS
    assert submitted.answers.count() == 16
    assert start_correction(by=alice, assessment=submitted) == correction


def test_draft_cannot_be_corrected(assessment: Assessment, alice: User) -> None:
    with pytest.raises(Rejected):
        start_correction(by=alice, assessment=assessment)
    assert Assessment.objects.filter(corrects__isnull=False).count() == 0


def test_due_date_is_set_moved_and_taken_away_until_submission(
    assessment: Assessment, alice: User, answer: Callable[..., None]
) -> None:
    tomorrow = timezone.now().date() + dt.timedelta(days=2)
    set_due(assessment=assessment, due=tomorrow)
    assert Assessment.objects.get().due == tomorrow
    with pytest.raises(Rejected) as rejected:
        set_due(assessment=assessment, due=tomorrow - dt.timedelta(days=9))
    assert [fault.code for fault in rejected.value.faults] == ["due_past"]
    set_due(assessment=assessment, due=None)
    assert Assessment.objects.get().due is None
    answer(assessment, "VI", current=1)
    submit_assessment(by=alice, assessment=assessment)
    with pytest.raises(Frozen):
        set_due(assessment=assessment, due=tomorrow)


def test_due_date_that_has_passed_may_be_kept(assessment: Assessment) -> None:
    """The form sends it back unchanged."""
    past = dt.date(2026, 1, 1)
    Assessment.objects.update(due=past)
    set_due(assessment=assessment, due=past)
    assert Assessment.objects.get().due == past
