"""Several respondents, blind until closing, then one agreed answer."""

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.utils import timezone

from assessments.access import Frozen
from assessments.models import (
    Assessment,
    Assignment,
    Edition,
    Event,
    Invitation,
    Membership,
    Organisation,
    Response,
    User,
)
from assessments.queries.responses import meeting_rows, names_of, perception_of, respondents_of
from assessments.services.accounts import delete_account
from assessments.services.assessments import (
    Save,
    save_answer,
    start_assessment,
    submit_assessment,
)
from assessments.services.enterprises import create_enterprise
from assessments.services.memberships import invite_member, join_by_invitation
from assessments.services.refusals import Conflict, Rejected
from assessments.services.responses import (
    agree_on_answer,
    agree_where_unanimous,
    assign,
    close_collection,
    finish_responses,
    remind,
    remind_of_due_dates,
    save_response,
    withdraw_assignment,
)

FIRST = Save("page", 1, 0)


def ask(assessment: Assessment, by: User, whom: User | str, **changes: object) -> Assignment:
    email = whom if isinstance(whom, str) else whom.email
    fields = {"perspective": "it", "items": ["VI", "HI"], "due": None, "language": "en"}
    return assign(by=by, assessment=assessment, email=email, **(fields | changes))  # type: ignore[arg-type]


def say(assignment: Assignment, item: str, save: Save = FIRST, **given: object) -> Response:
    return save_response(assignment=assignment, item=item, given=given, save=save)


def codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


@pytest.fixture
def respondent(client_organisation: object, alice: User) -> User:
    person = User.objects.create_user("rita@example.org", name="Rita", language="ja")
    Membership.objects.create(user=person, organisation=client_organisation, role="respondent")  # type: ignore[misc]
    return person


def test_nobody_sees_a_response_before_collecting_is_closed(
    assessment: Assessment, alice: User, bob: User, respondent: User
) -> None:
    his, hers = ask(assessment, alice, bob), ask(assessment, alice, respondent)
    say(his, "VI", current=4)
    say(hers, "VI", current=1)
    assert respondents_of(assessment) == []
    assert meeting_rows(assessment) == []

    close_collection(by=alice, assessment=assessment)
    [row] = meeting_rows(assessment)
    assert sorted(voice.value for voice in row.views.voices) == [1, 4]


def test_responses_are_never_scored(
    assessment: Assessment, alice: User, respondent: User, answer: Callable[..., None]
) -> None:
    answer(assessment, "VI", current=2)
    say(ask(assessment, alice, respondent), "VI", current=5)
    close_collection(by=alice, assessment=assessment)
    result = submit_assessment(by=alice, assessment=assessment)
    assert result.data["items"]["VI"]["current"] == 2


def test_submitting_waits_for_collecting(
    assessment: Assessment, alice: User, respondent: User, answer: Callable[..., None]
) -> None:
    answer(assessment, "VI", current=2)
    ask(assessment, alice, respondent)
    with pytest.raises(Rejected) as refused:
        submit_assessment(by=alice, assessment=assessment)
    assert codes(refused) == ["collection_open"]


def test_after_closing_nothing_more_is_said_or_asked(
    assessment: Assessment, alice: User, respondent: User
) -> None:
    asked = ask(assessment, alice, respondent)
    say(asked, "VI", current=5)
    close_collection(by=alice, assessment=assessment)
    with pytest.raises(Frozen):
        say(asked, "VI", Save("page", 2, 1), current=1)
    with pytest.raises(Rejected) as refused:
        ask(assessment, alice, "late@example.org")
    assert codes(refused) == ["collection_closed"]
    with pytest.raises(Rejected):
        withdraw_assignment(by=alice, assignment=asked)
    assert Response.objects.get().value == 5


def test_closing_needs_somebody_to_have_answered(
    assessment: Assessment, alice: User, respondent: User
) -> None:
    ask(assessment, alice, respondent)
    with pytest.raises(Rejected) as refused:
        close_collection(by=alice, assessment=assessment)
    assert codes(refused) == ["no_responses"]


def test_only_what_was_assigned_can_be_answered(
    assessment: Assessment, alice: User, respondent: User
) -> None:
    asked = ask(assessment, alice, respondent)
    with pytest.raises(Rejected) as refused:
        say(asked, "SG", current=1)
    assert codes(refused) == ["item_unknown"]
    with pytest.raises(Rejected):
        say(asked, "VI", current=6)
    assert not Response.objects.exists()


def test_saving_a_response_twice_and_in_two_windows(
    assessment: Assessment, alice: User, respondent: User
) -> None:
    asked = ask(assessment, alice, respondent)
    assert say(asked, "VI", current=1).version == 1
    assert say(asked, "VI", current=1).version == 1  # repeated
    with pytest.raises(Conflict):
        say(asked, "VI", Save("other window", 1, 0), current=3)
    assert Response.objects.get().value == 1


def test_somebody_without_account_is_invited_to_the_very_questions(
    assessment: Assessment, alice: User, deliver: Callable[[], list[EmailMessage]]
) -> None:
    asked = ask(assessment, alice, "New@example.org")
    invitation = Invitation.objects.get()
    assert asked.user is None
    assert (invitation.role, invitation.purpose) == ("respondent", "membership")
    [message] = deliver()
    assert invitation.token in message.body
    assert "2 questions" in message.body

    again = ask(assessment, alice, "new@example.org", items=["SG"])  # replaces, and one link works
    assert Assignment.objects.get() == again
    assert again.invitation == invitation
    assert len(deliver()) == 1  # the message that just left leads to these questions too

    Event.objects.all().forget()  # as if it was sent long ago
    ask(assessment, alice, "new@example.org", items=["SG"])
    earlier = invitation.token
    invitation.refresh_from_db()
    assert not invitation.is_opened_by(earlier)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"items": []}, "nothing_assigned"),
        ({"items": ["XX"]}, "not_in_list"),
        ({"perspective": "cleaning"}, "not_in_list"),
        ({"due": dt.date(2020, 1, 1)}, "date_past"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_opens_nothing(
    assessment: Assessment, alice: User, bob: User, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        ask(assessment, alice, bob, **changes)
    assert codes(refused) == [code]
    assert not hasattr(Assessment.objects.get(pk=assessment.pk), "collection")


@pytest.fixture
def closed(assessment: Assessment, alice: User, bob: User, respondent: User) -> Assessment:
    his = ask(assessment, alice, bob, perspective="management")
    hers = ask(assessment, alice, respondent)
    say(his, "VI", current=4)
    say(hers, "VI", current=1, note="Paper cards.")
    say(his, "HI", current=2)
    say(hers, "HI", current=2)
    close_collection(by=alice, assessment=assessment)
    return assessment


def test_what_is_agreed_counts_has_its_reason_and_keeps_what_was_said(
    closed: Assessment, alice: User
) -> None:
    answer = agree_on_answer(
        by=alice, assessment=closed, item="VI", given={"current": 1}, reason=" Paper. ", save=FIRST
    )
    assert (answer.value, answer.agreed_reason, answer.agreed_by) == (1, "Paper.", alice)
    assert sorted(r.value for r in Response.objects.filter(item="VI")) == [1, 4]
    event = Event.objects.get(kind="answer_agreed")
    assert (event.details, event.enterprise) == ({"item": "VI"}, closed.enterprise_id)

    mark = Save("other", 1, answer.version)
    changed = save_answer(
        by=alice, assessment=closed, item="VI", given={"current": 3, "note": "x"}, save=mark
    )
    assert (changed.agreed_reason, changed.agreed_at) == ("", None)  # another answer by now


def test_a_note_added_later_keeps_the_agreement(closed: Assessment, alice: User) -> None:
    answer = agree_on_answer(
        by=alice, assessment=closed, item="VI", given={"current": 1}, reason="Paper.", save=FIRST
    )
    mark = Save("other", 1, answer.version)
    noted = save_answer(
        by=alice, assessment=closed, item="VI", given={"current": 1, "note": "x"}, save=mark
    )
    assert noted.agreed_reason == "Paper."


@pytest.mark.parametrize(
    ("given", "reason", "code"),
    [({"current": 1}, " ", "missing"), ({}, "Why", "nothing_agreed")],
)
def test_agreeing_needs_an_answer_and_a_reason(
    closed: Assessment, alice: User, given: dict[str, int], reason: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        agree_on_answer(
            by=alice, assessment=closed, item="VI", given=given, reason=reason, save=FIRST
        )
    assert codes(refused) == [code]
    assert not closed.answers.exists()


def test_nothing_is_agreed_while_others_still_answer(
    assessment: Assessment, alice: User, respondent: User
) -> None:
    ask(assessment, alice, respondent)
    with pytest.raises(Rejected) as refused:
        agree_on_answer(
            by=alice, assessment=assessment, item="VI", given={"current": 1}, reason="x", save=FIRST
        )
    assert codes(refused) == ["collection_still_open"]


def test_what_everybody_said_alike_is_agreed_at_once(
    closed: Assessment, alice: User, answer: Callable[..., None]
) -> None:
    answer(closed, "HI", current=5, target=5, note="Kept.")
    assert agree_where_unanimous(by=alice, assessment=closed, reason="All alike.") == 1
    [agreed] = closed.answers.all()
    assert (agreed.item, agreed.value, agreed.target, agreed.note) == ("HI", 2, 5, "Kept.")
    assert agreed.agreed_reason == "All alike."
    assert agree_where_unanimous(by=alice, assessment=closed, reason="All alike.") == 0


def test_the_gap_between_perspectives_is_seen_over_common_items(closed: Assessment) -> None:
    overall = perception_of(closed)[0]
    assert (overall.compared, overall.gap) == (2, 1.5)


def test_deleting_an_account_keeps_the_responses_without_the_name(
    closed: Assessment, respondent: User
) -> None:
    respondent.delete()
    assert len(respondents_of(closed)) == 2


def test_reminders_go_to_those_who_are_late_and_not_twice(
    assessment: Assessment,
    alice: User,
    bob: User,
    respondent: User,
    deliver: Callable[[], list[EmailMessage]],
) -> None:
    today = timezone.localdate()
    hers = ask(assessment, alice, respondent, due=today + dt.timedelta(days=1))
    his = ask(assessment, alice, bob, due=today + dt.timedelta(days=30))
    done = ask(assessment, alice, alice, due=today)
    finish_responses(by=alice, assignment=done)
    sent = len(deliver())

    assert remind_of_due_dates() == 1
    assert remind_of_due_dates() == 0
    [message] = deliver()[sent:]
    assert message.to == [respondent.email]
    assert f"/responses/{hers.pk}/" in message.body
    assert "リマインダー" in message.subject  # her language

    Assignment.objects.filter(pk=hers.pk).update(
        due=today - dt.timedelta(days=1), reminded_at=timezone.now() - dt.timedelta(days=2)
    )
    assert remind_of_due_dates() == 1  # once more after the day itself
    assert remind(assignment=his)
    assert not remind(assignment=his)


def test_a_message_about_a_withdrawn_assignment_is_not_sent(
    assessment: Assessment, alice: User, bob: User, deliver: Callable[[], list[EmailMessage]]
) -> None:
    withdraw_assignment(by=alice, assignment=ask(assessment, alice, bob))
    assert deliver() == []


def test_only_those_who_manage_bring_new_people_in(
    assessment: Assessment, bob: User, respondent: User
) -> None:
    ask(assessment, bob, respondent)  # an editor asks who is there
    with pytest.raises(Rejected) as refused:
        ask(assessment, bob, "new@example.org")
    assert codes(refused) == ["not_a_member"]
    assert not Invitation.objects.exists()


def test_who_left_the_organisation_is_not_written_to_any_more(
    assessment: Assessment, alice: User, respondent: User, deliver: Callable[[], list[EmailMessage]]
) -> None:
    ask(assessment, alice, respondent, due=timezone.localdate())
    sent = len(deliver())
    respondent.memberships.get().delete()
    remind_of_due_dates()
    assert deliver()[sent:] == []


def test_answers_of_a_deleted_account_are_not_replaced_by_asking_its_address_again(
    assessment: Assessment, alice: User
) -> None:
    asked = ask(assessment, alice, "new@example.org")
    say(_join(asked), "VI", current=4)
    delete_account(user=User.objects.get(email="new@example.org"))
    again = ask(assessment, alice, "new@example.org")
    assert Response.objects.get().assignment_id == asked.pk != again.pk


def test_answers_of_a_deleted_account_do_not_go_to_who_has_its_address_next(
    assessment: Assessment, alice: User
) -> None:
    asked = ask(assessment, alice, "new@example.org")
    say(_join(asked), "VI", current=4, note="Between us.")
    delete_account(user=User.objects.get(email="new@example.org"))
    assert not _join(ask(assessment, alice, "new@example.org")).responses.exists()
    asked.refresh_from_db()
    assert asked.user is None


def _join(asked: Assignment) -> Assignment:
    """Whoever was invited with it signs up and accepts."""
    invitation = asked.invitation
    assert invitation is not None
    person = User.objects.create_user(invitation.email)
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    join_by_invitation(by=person, invitation=invitation)
    asked.refresh_from_db()
    return asked


def test_asking_does_not_revive_an_offer_of_a_higher_role(
    assessment: Assessment, alice: User
) -> None:
    owner = invite_member(
        by=alice,
        organisation=assessment.enterprise.organisation,
        email="new@example.org",
        role="owner",
        language="en",
    )
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    asked = ask(assessment, alice, "new@example.org")
    assert asked.invitation is not None
    assert asked.invitation.role == "respondent"
    owner.refresh_from_db()
    assert not owner.is_pending


def test_only_a_lead_lets_somebody_new_into_the_consultancy(dora: User, siri: Edition) -> None:
    prepared = create_enterprise(
        by=dora, name="Prepared", economy="DE", sector="C10", size_band="1-9"
    )
    draft = start_assessment(by=dora, enterprise=prepared, edition=siri)
    with pytest.raises(Rejected) as refused:
        ask(draft, dora, "new@example.org")
    assert codes(refused) == ["not_a_member"]
    assert not Invitation.objects.exists()

    dora.memberships.update(role="lead")
    assert ask(draft, dora, "new@example.org").invitation is not None


def test_what_was_withdrawn_meanwhile_takes_no_answer(
    assessment: Assessment, alice: User, respondent: User
) -> None:
    asked = ask(assessment, alice, respondent)
    withdraw_assignment(by=alice, assignment=Assignment.objects.get())
    withdrawn = Event.objects.get(kind="assignment_withdrawn")
    assert (withdrawn.object_id, withdrawn.organisation) == (
        assessment.pk,
        assessment.enterprise.owner,
    )
    with pytest.raises(Frozen):
        say(asked, "VI", current=1)


def test_an_overtaken_agreement_leaves_the_newer_one_as_it_is(
    closed: Assessment, alice: User
) -> None:
    first, second = Save("page", 1, 0), Save("page", 2, 1)
    for level, reason, save in ((1, "Paper.", first), (2, "Tablets.", second)):
        agree_on_answer(
            by=alice, assessment=closed, item="VI", given={"current": level}, reason=reason,
            save=save,
        )  # fmt: skip
    late = agree_on_answer(
        by=alice, assessment=closed, item="VI", given={"current": 1}, reason="Paper.", save=first
    )
    assert (late.value, late.agreed_reason) == (2, "Tablets.")
    assert Event.objects.filter(kind="answer_agreed").count() == 2


def test_a_reminder_does_not_revive_an_invitation_that_has_run_out(
    assessment: Assessment, alice: User, deliver: Callable[[], list[EmailMessage]]
) -> None:
    asked = ask(assessment, alice, "new@example.org")
    sent = len(deliver())
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    assert not remind(assignment=Assignment.objects.get(pk=asked.pk))
    assert deliver()[sent:] == []


def test_after_a_hand_over_the_consultancys_respondents_have_no_names(
    dora: User, alice: User, client_organisation: Organisation, siri: Edition
) -> None:
    prepared = create_enterprise(
        by=dora, name="Prepared", economy="DE", sector="C10", size_band="1-9"
    )
    draft = start_assessment(by=dora, enterprise=prepared, edition=siri)
    asked = ask(draft, dora, dora)
    assert names_of(draft) == {str(asked.pk): "Dora"}
    type(prepared).objects.update(owner=client_organisation, prepared_by=None)
    assert names_of(Assessment.objects.get(pk=draft.pk)) == {}
