"""Joining, leaving and managing an organisation, and what must never happen to it."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from assessments.access import fetch, visible_to
from assessments.models import (
    Assessment,
    Assignment,
    Collection,
    Email,
    Enterprise,
    Event,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    User,
)
from assessments.queries.organisations import is_last_owner
from assessments.services.invitations import (
    decline_invitation,
    resend_invitation,
    withdraw_invitation,
)
from assessments.services.memberships import (
    OPEN_REQUESTS,
    appoint_owner,
    approve_request,
    ask_to_join,
    change_role,
    decline_request,
    hand_over_ownership,
    invite_member,
    join_by_invitation,
    leave_organisation,
    remove_member,
)
from assessments.services.organisations import found_organisation, rename_organisation
from assessments.services.refusals import Rejected

Deliver = Callable[[], list[EmailMessage]]


def codes(refused: pytest.ExceptionInfo[Rejected]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in refused.value.faults]


def of(user: User, organisation: Organisation) -> Membership:
    return Membership.objects.get(user=user, organisation=organisation)


def kinds_of_events() -> list[str]:
    return list(Event.objects.order_by("at").values_list("kind", flat=True))


@pytest.fixture
def invited(alice: User, client_organisation: Organisation, charlie: User) -> Invitation:
    """Charlie, to edit at Alice's."""
    return invite_member(
        by=alice,
        organisation=client_organisation,
        email="Charlie@Example.org",
        role="editor",
        language="ja",
    )


def test_invited_person_joins_with_the_role_once(
    invited: Invitation, charlie: User, client_organisation: Organisation
) -> None:
    membership = join_by_invitation(by=charlie, invitation=invited)
    assert (membership.organisation, membership.role) == (client_organisation, "editor")
    with pytest.raises(Rejected) as refused:
        join_by_invitation(by=charlie, invitation=invited)
    assert codes(refused) == [("invitation", "invitation_over")]
    joined = Event.objects.get(kind="member_joined")
    assert joined.organisation == client_organisation
    assert (joined.object_id, joined.details) == (charlie.pk, {"role": "editor"})


@pytest.mark.parametrize("end", ["withdrawn", "declined", "expired", "not yet"])
def test_invitation_that_is_over_brings_nobody_in(
    invited: Invitation, alice: User, charlie: User, end: str
) -> None:
    day = dt.timedelta(days=1)
    if end == "withdrawn":
        withdraw_invitation(by=alice, invitation=invited)
    elif end == "declined":
        decline_invitation(by=charlie, invitation=invited)
    elif end == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        Invitation.objects.update(starts_at=timezone.now() + day)
    with pytest.raises(Rejected) as refused:
        join_by_invitation(by=charlie, invitation=invited)
    assert codes(refused) == [("invitation", "invitation_over")]
    assert not charlie.memberships.filter(organisation=invited.organisation).exists()


def test_only_a_confirmed_address_of_ones_own_counts(
    invited: Invitation, dora: User, charlie: User
) -> None:
    EmailAddress.objects.create(user=dora, email="charlie@example.org", verified=False)
    with pytest.raises(Rejected) as refused:
        join_by_invitation(by=dora, invitation=invited)
    assert codes(refused) == [("invitation", "invitation_to_another")]


def test_sending_again_starts_the_time_anew_and_ends_the_earlier_link(
    invited: Invitation, alice: User
) -> None:
    before = invited.token
    Invitation.objects.update(expires_at=timezone.now())
    Event.objects.all().forget()  # as if it was sent long ago
    resend_invitation(by=alice, invitation=invited)
    now = Invitation.objects.get()
    assert now.is_open
    assert now.is_opened_by(now.token)
    assert not now.is_opened_by(before)


def test_one_address_is_not_written_to_again_and_again(
    invited: Invitation, alice: User, deliver: Deliver
) -> None:
    with pytest.raises(Rejected) as refused:
        resend_invitation(by=alice, invitation=invited)
    assert codes(refused) == [("invitation", "sent_just_now")]
    Event.objects.all().forget()  # as if it was sent long ago
    resend_invitation(by=alice, invitation=invited)
    with pytest.raises(Rejected):
        resend_invitation(by=alice, invitation=invited)
    assert kinds_of_events() == ["invitation_sent_again"]
    assert len(deliver()) == 2  # both messages lead to the link that works


def test_second_invitation_to_an_address_replaces_the_first(
    invited: Invitation, alice: User
) -> None:
    about = {"organisation": invited.organisation, "role": "viewer", "language": "en"}
    invite_member(by=alice, email="CHARLIE@example.org", **about)  # type: ignore[arg-type]
    assert [i.is_pending for i in Invitation.objects.order_by("created_at")] == [False, True]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"email": "nobody"}, ("email", "not_an_address")),
        ({"email": "alice@EXAMPLE.org"}, ("email", "already_member")),
        ({"role": "lead"}, ("role", "not_in_list")),
        ({"role": "king"}, ("role", "not_in_list")),
    ],
)
def test_wrong_invitation_is_rejected_and_nothing_is_sent(
    alice: User,
    client_organisation: Organisation,
    given: dict[str, str],
    fault: tuple[str, str],
) -> None:
    right = {"email": "new@example.org", "role": "viewer", "language": "en"}
    with pytest.raises(Rejected) as refused:
        invite_member(by=alice, organisation=client_organisation, **(right | given))
    assert codes(refused) == [fault]
    assert (Invitation.objects.count(), Email.objects.count()) == (0, 0)


def test_consultancy_gives_out_its_own_roles_only(dora: User) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    for role in ("viewer", "respondent", "editor", "owner"):
        with pytest.raises(Rejected):
            invite_member(
                by=dora, organisation=consultancy, email="x@example.org", role=role, language="en"
            )


@pytest.mark.parametrize(
    ("had", "invited_to", "has"),
    [
        ("viewer", "editor", "editor"),
        ("respondent", "viewer", "viewer"),
        ("editor", "respondent", "editor"),
        ("owner", "viewer", "owner"),
    ],
)
def test_invitation_never_takes_away_from_a_member(
    alice: User,
    charlie: User,
    client_organisation: Organisation,
    had: str,
    invited_to: str,
    has: str,
) -> None:
    invitation = invite_member(
        by=alice,
        organisation=client_organisation,
        email=charlie.email,
        role=invited_to,
        language="en",
    )
    Membership.objects.create(user=charlie, organisation=client_organisation, role=had)
    join_by_invitation(by=charlie, invitation=invitation)
    assert of(charlie, client_organisation).role == has


def test_task_of_an_invitation_becomes_ones_own(
    invited: Invitation, charlie: User, assessment: Assessment
) -> None:
    asked = Assignment.objects.create(
        assessment=assessment, invitation=invited, perspective="it", items=["VI", "HI"]
    )
    join_by_invitation(by=charlie, invitation=invited)
    asked.refresh_from_db()
    assert asked.user == charlie


def test_task_of_an_invitation_that_was_replaced_is_not_lost(
    invited: Invitation, alice: User, charlie: User, begin: Callable[[str], Assessment]
) -> None:
    for key in ("siri", "dx"):
        invitation = invite_member(
            by=alice,
            organisation=invited.organisation,
            email=charlie.email,
            role="respondent",
            language="en",
        )
        asked = {"assessment": begin(key), "perspective": "it", "items": ["x"]}
        Assignment.objects.create(invitation=invitation, **asked)
    join_by_invitation(by=charlie, invitation=invitation)
    assert charlie.assignments.count() == 2


def test_who_was_asked_before_is_asked_both_in_the_order_of_the_questionnaire(
    invited: Invitation, charlie: User, assessment: Assessment
) -> None:
    Collection.objects.create(assessment=assessment)
    asked = {"assessment": assessment, "perspective": "it"}
    own = Assignment.objects.create(user=charlie, items=["HI", "EA"], **asked)
    Assignment.objects.create(invitation=invited, items=["VI", "EA"], **asked)
    join_by_invitation(by=charlie, invitation=invited)
    assert Assignment.objects.get() == own
    assert Assignment.objects.get().items == ["VI", "HI", "EA"]


def test_who_joins_after_collecting_was_closed_changes_nothing_of_what_was_asked(
    invited: Invitation, charlie: User, begin: Callable[[str], Assessment]
) -> None:
    both, alone = begin("siri"), begin("dx")
    for assessment in (both, alone):
        Collection.objects.create(assessment=assessment, closed_at=timezone.now())
    own = Assignment.objects.create(
        assessment=both, perspective="it", user=charlie, items=["HI", "EA"]
    )
    for assessment in (both, alone):
        Assignment.objects.create(
            assessment=assessment, perspective="it", invitation=invited, items=["VI", "EA"]
        )
    join_by_invitation(by=charlie, invitation=invited)
    assert Assignment.objects.get(pk=own.pk).items == ["HI", "EA"]
    assert Assignment.objects.get(assessment=both, user=None).items == ["VI", "EA"]
    assert Assignment.objects.get(assessment=alone).user == charlie


def test_who_was_demoted_meanwhile_manages_nothing_any_more(
    alice: User, bob: User, carol: User, charlie: User, client_organisation: Organisation
) -> None:
    ask_to_join(by=charlie, email=alice.email)
    request = JoinRequest.objects.get()
    membership = of(carol, client_organisation)
    Membership.objects.filter(user=bob).update(role="owner")
    change_role(by=bob, membership=of(alice, client_organisation), role="editor")
    before = Event.objects.count()
    for change in (
        lambda: change_role(by=alice, membership=membership, role="owner"),
        lambda: remove_member(by=alice, membership=membership),
        lambda: approve_request(
            by=alice, request=request, organisation=client_organisation, role="viewer"
        ),
        lambda: invite_member(
            by=alice,
            organisation=client_organisation,
            email="new@example.org",
            role="owner",
            language="en",
        ),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Event.objects.count() == before


def test_new_role_counts_at_once_and_is_told(
    alice: User, carol: User, enterprise: Enterprise, deliver: Deliver
) -> None:
    with pytest.raises(PermissionDenied):
        fetch(carol, "answer", Enterprise, enterprise.pk)
    assert enterprise.owner
    change_role(by=alice, membership=of(carol, enterprise.owner), role="editor")
    assert fetch(carol, "answer", Enterprise, enterprise.pk) == enterprise
    [message] = deliver()
    assert message.to == [carol.email]
    assert "Editor" in message.body
    event = Event.objects.get(kind="role_changed")
    assert event.details == {"role": "editor", "before": "viewer"}


def test_removed_member_sees_nothing_and_the_history_stays(
    alice: User, carol: User, enterprise: Enterprise, deliver: Deliver
) -> None:
    assert enterprise.owner
    remove_member(by=alice, membership=of(carol, enterprise.owner))
    assert not visible_to(Enterprise, carol).exists()
    assert not visible_to(Organisation, carol).exists()
    kinds = Membership.history.filter(user=carol).values_list("history_type", flat=True)
    assert sorted(kinds) == ["+", "-"]
    assert "no longer a member" in deliver()[0].subject


def test_who_left_cannot_be_changed_any_more(
    alice: User, bob: User, client_organisation: Organisation
) -> None:
    membership = of(bob, client_organisation)
    leave_organisation(by=bob, membership=membership)
    for change in (
        lambda: change_role(by=alice, membership=membership, role="viewer"),
        lambda: remove_member(by=alice, membership=membership),
        lambda: hand_over_ownership(
            by=alice, membership=of(alice, client_organisation), to=membership
        ),
    ):
        with pytest.raises(Rejected) as refused:
            change()
        assert codes(refused) == [("member", "no_member")]
    assert is_last_owner(of(alice, client_organisation))


def test_last_owner_stays_whatever_is_tried(
    alice: User, bob: User, client_organisation: Organisation
) -> None:
    membership = of(alice, client_organisation)
    for change in (
        lambda: leave_organisation(by=alice, membership=membership),
        lambda: remove_member(by=alice, membership=membership),
        lambda: change_role(by=alice, membership=membership, role="editor"),
    ):
        with pytest.raises(Rejected) as refused:
            change()
        assert codes(refused) == [("member", "last_owner")]
    change_role(by=alice, membership=of(bob, client_organisation), role="owner")
    assert not is_last_owner(membership)
    leave_organisation(by=alice, membership=membership)
    assert is_last_owner(of(bob, client_organisation))
    assert kinds_of_events() == ["role_changed", "member_left"]


def test_owner_whose_account_is_closed_manages_nothing(
    alice: User, bob: User, client_organisation: Organisation
) -> None:
    change_role(by=alice, membership=of(bob, client_organisation), role="owner")
    bob.is_active = False
    bob.save()
    with pytest.raises(Rejected) as refused:
        leave_organisation(by=alice, membership=of(alice, client_organisation))
    assert codes(refused) == [("member", "last_owner")]
    remove_member(by=alice, membership=of(bob, client_organisation))


@pytest.mark.storage
@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_the_same_time_one_stays(
    alice: User, bob: User, client_organisation: Organisation
) -> None:
    change_role(by=alice, membership=of(bob, client_organisation), role="owner")
    together = threading.Barrier(2)
    refused: list[str] = []

    def leave(user: User) -> None:
        try:
            together.wait(timeout=10)
            leave_organisation(by=user, membership=of(user, client_organisation))
        except Rejected as rejected:
            refused.extend(fault.code for fault in rejected.faults)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(user,)) for user in (alice, bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert refused == ["last_owner"]
    assert client_organisation.memberships.filter(role="owner").count() == 1


def test_ownership_goes_to_another_member(
    alice: User, bob: User, client_organisation: Organisation, deliver: Deliver
) -> None:
    own, other = of(alice, client_organisation), of(bob, client_organisation)
    with pytest.raises(Rejected):
        hand_over_ownership(by=alice, membership=own, to=own)
    hand_over_ownership(by=alice, membership=own, to=other)
    assert (of(alice, client_organisation).role, of(bob, client_organisation).role) == (
        "editor",
        "owner",
    )
    assert [message.to for message in deliver()] == [[bob.email]]
    with pytest.raises(PermissionDenied):  # a second click, after it was done
        hand_over_ownership(by=alice, membership=own, to=other)


def test_lead_who_hands_over_goes_on_as_consultant(dora: User, charlie: User) -> None:
    consultancy = found_organisation(by=charlie, name="Kowalski", kind="consultancy")
    Membership.objects.create(user=dora, organisation=consultancy, role="consultant")
    hand_over_ownership(by=charlie, membership=of(charlie, consultancy), to=of(dora, consultancy))
    assert (of(dora, consultancy).role, of(charlie, consultancy).role) == ("lead", "consultant")


@pytest.fixture
def asked(alice: User, client_organisation: Organisation, charlie: User) -> JoinRequest:
    """Charlie asks Alice."""
    ask_to_join(by=charlie, email="ALICE@example.org")
    return JoinRequest.objects.get()


def test_request_is_told_to_whom_it_names_in_that_persons_language(
    asked: JoinRequest, alice: User, deliver: Deliver
) -> None:
    User.objects.filter(pk=alice.pk).update(language="ja")
    [message] = deliver()
    assert message.to == ["ALICE@example.org"]
    assert f"/join-requests/{asked.pk}/" in message.body


@pytest.mark.parametrize("address", ["nobody@example.org", "bob@example.org", "old@example.org"])
def test_asking_others_costs_the_same_and_sends_nothing(
    alice: User, bob: User, charlie: User, deliver: Deliver, address: str
) -> None:
    """Nobody, an editor, and an address of a manager that is not confirmed."""
    EmailAddress.objects.create(user=alice, email="old@example.org", verified=False)
    ask_to_join(by=charlie, email=address)
    assert (JoinRequest.objects.count(), Email.objects.count()) == (1, 1)
    assert deliver() == []


def test_asking_twice_asks_once_even_after_a_no(
    asked: JoinRequest, alice: User, charlie: User
) -> None:
    decline_request(by=alice, request=asked)
    ask_to_join(by=charlie, email="alice@example.org")
    assert (JoinRequest.objects.count(), Email.objects.count()) == (1, 1)
    JoinRequest.objects.update(expires_at=timezone.now())
    ask_to_join(by=charlie, email="alice@example.org")
    assert Email.objects.count() == 2


def test_so_many_may_be_asked_at_a_time(charlie: User) -> None:
    for number in range(OPEN_REQUESTS):
        ask_to_join(by=charlie, email=f"somebody-{number}@example.org")
    with pytest.raises(Rejected) as refused:
        ask_to_join(by=charlie, email="one-more@example.org")
    assert codes(refused) == [("email", "too_many_requests")]


def test_approved_request_makes_a_member_once(
    asked: JoinRequest,
    alice: User,
    charlie: User,
    client_organisation: Organisation,
    deliver: Deliver,
) -> None:
    about = {"by": alice, "request": asked, "organisation": client_organisation}
    with pytest.raises(Rejected):
        approve_request(**about, role="lead")
    approve_request(**about, role="viewer")
    assert of(charlie, client_organisation).role == "viewer"
    assert deliver()[-1].to == [charlie.email]
    for again in (
        lambda: approve_request(**about, role="owner"),
        lambda: decline_request(by=alice, request=asked),
    ):
        with pytest.raises(Rejected) as refused:
            again()
        assert codes(refused) == [("request", "request_over")]


def test_no_says_nothing_to_who_asked(
    asked: JoinRequest, alice: User, deliver: Deliver, charlie: User
) -> None:
    decline_request(by=alice, request=asked)
    assert deliver() == []
    assert charlie.memberships.count() == 1
    assert kinds_of_events()[-1] == "join_declined"


def test_appointed_owner_waits_and_all_members_are_told(
    administrator: User,
    alice: User,
    bob: User,
    charlie: User,
    client_organisation: Organisation,
    deliver: Deliver,
) -> None:
    invitation = appoint_owner(
        by=administrator,
        organisation=client_organisation,
        email="charlie@example.org",
        reason="owner_left",
        language="en",
    )
    told = {message.to[0]: str(message.body) for message in deliver()}
    assert set(told) == {alice.email, bob.email, "charlie@example.org"}
    assert "charlie@example.org" in told[bob.email]
    assert "left the organisation" in told[bob.email]
    with pytest.raises(Rejected):
        join_by_invitation(by=charlie, invitation=invitation)
    assert Event.objects.get(kind="owner_appointed").details == {"reason": "owner_left"}
    days = round((invitation.starts_at - timezone.now()) / dt.timedelta(days=1))
    assert days == 7

    Invitation.objects.update(starts_at=timezone.now())
    Membership.objects.create(user=charlie, organisation=client_organisation, role="viewer")
    join_by_invitation(by=charlie, invitation=invitation)
    assert of(charlie, client_organisation).role == "owner"


def test_members_are_not_told_of_an_appointment_that_was_taken_back(
    administrator: User, alice: User, client_organisation: Organisation, deliver: Deliver
) -> None:
    invitation = appoint_owner(
        by=administrator,
        organisation=client_organisation,
        email="wrong@example.org",
        reason="other",
        language="en",
    )
    withdraw_invitation(by=alice, invitation=invitation)
    assert deliver() == []


def test_appointment_needs_one_of_the_reasons(
    administrator: User, client_organisation: Organisation
) -> None:
    with pytest.raises(Rejected) as refused:
        appoint_owner(
            by=administrator,
            organisation=client_organisation,
            email="x@example.org",
            reason="because",
            language="en",
        )
    assert codes(refused) == [("reason", "not_in_list")]


@pytest.mark.parametrize(
    ("name", "code"),
    [(" ", "missing"), ("x" * 201, "text_too_long"), ("A\nB", "text_not_storable")],
)
def test_name_of_an_organisation_is_one_short_line(
    alice: User, client_organisation: Organisation, name: str, code: str
) -> None:
    for act in (
        lambda: found_organisation(by=alice, name=name, kind="client"),
        lambda: rename_organisation(by=alice, organisation=client_organisation, name=name),
    ):
        with pytest.raises(Rejected) as refused:
            act()
        assert codes(refused) == [("name", code)]
    client_organisation.refresh_from_db()
    assert client_organisation.name == "Lakeside"


def test_owner_whose_account_is_blocked_does_not_let_the_other_go(
    alice: User, bob: User, client_organisation: Organisation
) -> None:
    Membership.objects.filter(user=bob).update(role="owner")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    with pytest.raises(Rejected) as refused:
        leave_organisation(by=alice, membership=of(alice, client_organisation))
    assert codes(refused) == [("member", "last_owner")]


def test_nobody_is_appointed_over_the_head_of_an_owner_who_still_signs_in(
    administrator: User, alice: User, client_organisation: Organisation
) -> None:
    def appoint() -> None:
        appoint_owner(
            by=administrator,
            organisation=client_organisation,
            email="charlie@example.org",
            reason="owner_left",
            language="en",
        )

    User.objects.filter(pk=alice.pk).update(last_login=timezone.now() - dt.timedelta(days=29))
    with pytest.raises(Rejected) as refused:
        appoint()
    assert [fault.code for fault in refused.value.faults] == ["owner_present"]
    User.objects.filter(pk=alice.pk).update(last_login=timezone.now() - dt.timedelta(days=31))
    appoint()


def test_an_organisation_writes_to_so_many_strangers_a_day(
    alice: User, client_organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.services.invitations.A_DAY", 2)

    def send(number: int) -> None:
        invite_member(
            by=alice, organisation=client_organisation, email=f"p{number}@example.org",
            role="viewer", language="en",
        )  # fmt: skip

    send(1)
    send(2)
    with pytest.raises(Rejected) as refused:
        send(3)
    assert [fault.code for fault in refused.value.faults] == ["too_many_invitations"]
    with pytest.raises(Rejected) as refused:
        resend_invitation(by=alice, invitation=Invitation.objects.earliest("created_at"))
    assert [fault.code for fault in refused.value.faults] == ["too_many_invitations"]
    Event.objects.all().forget()  # as if it was days ago
    send(3)
