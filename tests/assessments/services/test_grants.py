"""Letting a consultancy in and out, handing an enterprise over, and who hears of it."""

import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.utils import timezone

from assessments import queue
from assessments.access import clients_of, fetch, visible_to
from assessments.models import (
    Assessment,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Job,
    Membership,
    Organisation,
    Report,
    User,
)
from assessments.reports.build import build_report
from assessments.services.erasure import request_erasure
from assessments.services.grants import (
    LONGEST,
    Terms,
    accept_as_consultancy,
    ask_for_access,
    change_grant,
    invite_consultancy,
    let_in,
    offer_hand_over,
    remind_of_ending_grants,
    revoke_grant,
    take_over,
)
from assessments.services.refusals import Rejected
from assessments.services.reports import request_report

Deliver = Callable[[], list[EmailMessage]]


def in_days(days: int) -> dt.date:
    return timezone.now().date() + dt.timedelta(days=days)


def terms(*rights: str, days: int = 100) -> Terms:
    return Terms(rights, in_days(days))


@pytest.fixture
def consultancy(dora: User) -> Organisation:
    """Dora's."""
    return Organisation.objects.get(kind="consultancy")


@pytest.fixture
def lena(consultancy: Organisation) -> User:
    """Leads Dora's consultancy."""
    lena = User.objects.create_user("lena@example.org", name="Lena", language="ja")
    Membership.objects.create(user=lena, organisation=consultancy, role="lead")
    return lena


@pytest.fixture
def invited(alice: User, enterprise: Enterprise, dora: User) -> Invitation:
    """Alice has invited Dora, who confirmed her address."""
    return invite(alice, enterprise, dora)


@pytest.fixture
def prepared(consultancy: Organisation) -> Enterprise:
    return Enterprise.objects.create(
        name="Yodogawa", economy="JP", sector="C25", size_band="10-49", prepared_by=consultancy
    )


@pytest.fixture
def newcomer(db: None) -> User:
    """Has just signed up, and belongs nowhere."""
    return confirm(User.objects.create_user("new@example.org", name="New"))


def confirm(user: User) -> User:
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    return user


def invite(
    alice: User,
    enterprise: Enterprise,
    dora: User,
    *rights: str,
    assessment: Assessment | None = None,
    days: int = 100,
) -> Invitation:
    confirm(dora)
    return invite_consultancy(
        by=alice,
        enterprise=enterprise,
        assessment=assessment,
        email=dora.email,
        language="en",
        terms=terms(*(rights or ("report",)), days=days),
    )


def codes(rejected: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [fault.code for fault in rejected.value.faults]


def logged(kind: Event.Kind) -> set[str]:
    """Whose logs hold such an event."""
    events = Event.objects.filter(kind=kind).select_related("organisation")
    return {event.organisation.name for event in events if event.organisation}


def test_accepted_invitation_gives_what_was_offered_and_both_sides_read_so(
    alice: User, enterprise: Enterprise, dora: User, consultancy: Organisation, invited: Invitation
) -> None:
    assert enterprise not in visible_to(Enterprise, dora)  # an invitation alone opens nothing

    grant = accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)

    assert (grant.rights, grant.until, grant.assessment) == (["report"], in_days(100), None)
    assert list(clients_of(dora)) == [enterprise]
    assert logged(Event.Kind.GRANT_GIVEN) == {"Lakeside", "Morimoto Consulting"}
    with pytest.raises(Rejected) as rejected:
        accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)
    assert codes(rejected) == ["invitation_over"]


def test_second_grant_for_the_same_thing_changes_the_first(
    alice: User, enterprise: Enterprise, dora: User, consultancy: Organisation, invited: Invitation
) -> None:
    first = accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)
    again = invite(alice, enterprise, dora, "comment", days=200)
    second = accept_as_consultancy(by=dora, invitation=again, organisation=consultancy)
    assert second == first
    assert Grant.objects.get().rights == ["comment"]
    assert logged(Event.Kind.GRANT_CHANGED) == {"Lakeside", "Morimoto Consulting"}


def test_grant_that_has_ended_stays_as_it_was(
    alice: User, enterprise: Enterprise, dora: User, consultancy: Organisation, invited: Invitation
) -> None:
    """What an old one opened, and until when, is what the pool reads."""
    first = accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)
    Grant.objects.update(until=in_days(-1))
    again = invite(alice, enterprise, dora)
    assert accept_as_consultancy(by=dora, invitation=again, organisation=consultancy) != first
    assert Grant.objects.get(pk=first.pk).until == in_days(-1)
    with pytest.raises(Rejected) as rejected:
        change_grant(by=alice, grant=first, terms=terms())
    assert codes(rejected) == ["grant_over"]


def test_one_assessment_is_a_grant_of_its_own(
    alice: User,
    enterprise: Enterprise,
    dora: User,
    consultancy: Organisation,
    invited: Invitation,
    submitted: Assessment,
) -> None:
    accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)
    one = invite(alice, enterprise, dora, assessment=submitted)
    accept_as_consultancy(by=dora, invitation=one, organisation=consultancy)
    assert {grant.assessment for grant in Grant.objects.all()} == {None, submitted}


def test_invitations_to_all_and_to_one_assessment_wait_beside_each_other(
    alice: User, enterprise: Enterprise, dora: User, invited: Invitation, submitted: Assessment
) -> None:
    one = invite(alice, enterprise, dora, assessment=submitted)
    invite(alice, enterprise, dora)  # takes the place of the first
    waiting = Invitation.objects.filter(withdrawn_at__isnull=True)
    assert one in waiting
    assert invited not in waiting
    assert waiting.count() == 2


def test_person_of_another_consultancy_cannot_accept_in_its_name(
    charlie: User, consultancy: Organisation, invited: Invitation
) -> None:
    with pytest.raises(PermissionDenied):
        accept_as_consultancy(by=charlie, invitation=invited, organisation=consultancy)
    with pytest.raises(Rejected) as rejected:  # nor the link of somebody else
        accept_as_consultancy(by=charlie, invitation=invited, organisation=None, name="Mine")
    assert codes(rejected) == ["invitation_to_another"]
    assert not Organisation.objects.filter(name="Mine").exists()
    assert not Grant.objects.exists()


def test_newcomer_accepts_with_a_consultancy_of_his_own(
    alice: User, enterprise: Enterprise, newcomer: User
) -> None:
    invitation = invite(alice, enterprise, newcomer)
    grant = accept_as_consultancy(
        by=newcomer, invitation=invitation, organisation=None, name="New & Partners"
    )
    assert grant.consultancy.name == "New & Partners"
    assert list(clients_of(newcomer)) == [enterprise]


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "until_past"), (LONGEST.days + 1, "until_too_far")]
)
def test_last_day_lies_ahead_and_not_too_far(
    alice: User, enterprise: Enterprise, dora: User, grant: Grant, days: int, code: str
) -> None:
    with pytest.raises(Rejected) as rejected:
        invite(alice, enterprise, dora, days=days)
    assert codes(rejected) == [code]
    with pytest.raises(Rejected) as rejected:
        change_grant(by=alice, grant=grant, terms=terms(days=days))
    assert codes(rejected) == [code]
    assert not Invitation.objects.exists()


def test_today_is_a_last_day(dora: User, alice: User, grant: Grant) -> None:
    change_grant(by=alice, grant=grant, terms=terms(days=0))
    assert grant.enterprise in visible_to(Enterprise, dora)


def test_invitation_whose_last_day_has_passed_gives_nothing(
    dora: User, consultancy: Organisation, invited: Invitation
) -> None:
    Invitation.objects.update(until=in_days(-1))
    with pytest.raises(Rejected) as rejected:
        accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)
    assert codes(rejected) == ["invitation_over"]
    assert Invitation.objects.get().is_open  # nothing was written


def test_consultancy_cannot_invite_into_what_it_prepared(
    lena: User, prepared: Enterprise, dora: User
) -> None:
    with pytest.raises(Rejected) as rejected:
        invite(lena, prepared, dora)
    assert codes(rejected) == ["no_owner"]


def test_owner_gives_less_than_was_asked_for(
    alice: User, dora: User, enterprise: Enterprise, consultancy: Organisation, lena: User
) -> None:
    confirm(alice)
    asked = ask_for_access(
        by=dora,
        organisation=consultancy,
        email=alice.email,
        language="en",
        terms=terms("comment", "edit", "report"),
    )
    grant = let_in(
        by=alice, invitation=asked, enterprise=enterprise, assessment=None, terms=terms("comment")
    )
    assert (grant.consultancy, grant.rights) == (consultancy, ["comment"])


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_only_the_owner_lets_in(
    request: pytest.FixtureRequest,
    who: str,
    dora: User,
    enterprise: Enterprise,
    consultancy: Organisation,
) -> None:
    """An editor, or somebody else's owner, who was asked."""
    person = confirm(request.getfixturevalue(who))
    asked = ask_for_access(
        by=dora, organisation=consultancy, email=person.email, language="en", terms=terms()
    )
    with pytest.raises(PermissionDenied):
        let_in(by=person, invitation=asked, enterprise=enterprise, assessment=None, terms=terms())
    assert not Grant.objects.exists()


def test_one_asks_only_for_a_consultancy_one_works_for(
    charlie: User, consultancy: Organisation, client_organisation: Organisation, alice: User
) -> None:
    for person, organisation in ((charlie, consultancy), (alice, client_organisation)):
        with pytest.raises(PermissionDenied):
            ask_for_access(
                by=person,
                organisation=organisation,
                email="a@example.org",
                language="en",
                terms=terms(),
            )


def test_only_the_client_changes_a_grant(
    alice: User, bob: User, lena: User, dora: User, grant: Grant
) -> None:
    for person in (bob, lena, dora):
        with pytest.raises(PermissionDenied):
            change_grant(by=person, grant=grant, terms=terms("edit"))
    change_grant(by=alice, grant=grant, terms=terms("edit", days=5))
    assert Grant.objects.get().rights == ["edit"]
    change_grant(by=alice, grant=grant, terms=terms("edit", days=5))  # once more the same
    assert Event.objects.filter(kind=Event.Kind.GRANT_CHANGED).count() == 2  # one a side


@pytest.mark.parametrize("who", ["alice", "lena"])
def test_revoked_by_the_client_or_given_up_by_the_lead_it_ends_at_once(
    request: pytest.FixtureRequest,
    who: str,
    lena: User,
    dora: User,
    grant: Grant,
    submitted: Assessment,
) -> None:
    report = request_report(by=dora, assessments=[submitted], language="en")
    assert fetch(dora, "read", Report, report.pk) == report

    revoke_grant(by=request.getfixturevalue(who), grant=grant)

    for found in (submitted, submitted.enterprise, report):
        with pytest.raises(Http404):
            fetch(dora, "read", type(found), found.pk)
    queue.work_one({Job.Kind.REPORT: build_report})
    report.refresh_from_db()
    assert (report.job.state, report.file) == ("failed", "")
    assert report.job.error == {"code": "not_allowed", "params": {}}
    assert logged(Event.Kind.GRANT_REVOKED) == {"Lakeside", "Morimoto Consulting"}
    ended = Grant.objects.get().revoked_at
    revoke_grant(by=request.getfixturevalue(who), grant=grant)  # pressed twice
    assert Grant.objects.get().revoked_at == ended


def test_nobody_else_ends_a_grant(bob: User, dora: User, charlie: User, grant: Grant) -> None:
    for person in (bob, dora, charlie):
        with pytest.raises(PermissionDenied):
            revoke_grant(by=person, grant=grant)
    assert Grant.objects.get().revoked_at is None


def offered(lena: User, prepared: Enterprise, to: User) -> Invitation:
    return offer_hand_over(by=lena, enterprise=prepared, email=to.email, language="en")


def test_handed_over_without_a_grant_the_consultancy_is_out(
    lena: User, dora: User, newcomer: User, prepared: Enterprise, siri: object
) -> None:
    other = offer_hand_over(by=lena, enterprise=prepared, email="x@example.org", language="en")
    invitation = offered(lena, prepared, newcomer)

    taken = take_over(by=newcomer, invitation=invitation, organisation=None, keep=None)

    assert (taken.owner.name, taken.prepared_by) == ("Yodogawa", None)
    assert list(visible_to(Enterprise, newcomer)) == [prepared]
    assert list(visible_to(Enterprise, dora)) == list(visible_to(Enterprise, lena)) == []
    assert logged(Event.Kind.ENTERPRISE_HANDED_OVER) == {"Yodogawa", "Morimoto Consulting"}
    other.refresh_from_db()
    assert other.withdrawn_at is not None


def test_handed_over_with_a_grant_the_consultancy_reads_on(
    lena: User, dora: User, alice: User, client_organisation: Organisation, prepared: Enterprise
) -> None:
    invitation = offered(lena, prepared, confirm(alice))
    take_over(
        by=alice, invitation=invitation, organisation=client_organisation, keep=terms("comment")
    )
    grant = Grant.objects.get()
    assert (grant.enterprise, grant.rights) == (prepared, ["comment"])
    assert list(clients_of(dora)) == [prepared]
    assert fetch(alice, "manage", Enterprise, prepared.pk).owner == client_organisation


def test_event_of_its_creation_stays_the_consultancys(
    lena: User, newcomer: User, prepared: Enterprise, consultancy: Organisation
) -> None:
    """By it the pool knows who may have read what was submitted before."""
    Event.objects.create(
        kind=Event.Kind.ENTERPRISE_CREATED,
        organisation=consultancy,
        object_type="enterprise",
        object_id=prepared.pk,
        enterprise=prepared.pk,
    )
    invitation = offered(lena, prepared, newcomer)
    take_over(by=newcomer, invitation=invitation, organisation=None, keep=None)
    assert logged(Event.Kind.ENTERPRISE_CREATED) == {"Morimoto Consulting"}


def test_invented_enterprise_stays_marked_as_such(
    lena: User, newcomer: User, prepared: Enterprise, consultancy: Organisation
) -> None:
    Organisation.objects.filter(pk=consultancy.pk).update(is_demo=True)
    invitation = offered(lena, prepared, newcomer)
    taken = take_over(by=newcomer, invitation=invitation, organisation=None, keep=None)
    assert taken.owner.is_demo


def test_enterprise_goes_only_to_an_organisation_one_owns(
    lena: User, bob: User, prepared: Enterprise, client_organisation: Organisation
) -> None:
    invitation = offered(lena, prepared, confirm(bob))
    with pytest.raises(PermissionDenied):
        take_over(by=bob, invitation=invitation, organisation=client_organisation, keep=None)
    prepared.refresh_from_db()
    assert prepared.owner is None


def test_what_has_an_owner_is_neither_offered_nor_taken_over(
    lena: User, newcomer: User, prepared: Enterprise, enterprise: Enterprise
) -> None:
    with pytest.raises(Rejected) as rejected:
        offered(lena, enterprise, newcomer)
    assert codes(rejected) == ["has_owner"]
    invitation = offered(lena, prepared, newcomer)
    Enterprise.objects.filter(pk=prepared.pk).update(prepared_by=None, owner=enterprise.owner)
    with pytest.raises(Rejected) as rejected:
        take_over(by=newcomer, invitation=invitation, organisation=None, keep=None)
    assert codes(rejected) == ["invitation_over"]
    assert not Membership.objects.filter(user=newcomer).exists()


def test_each_side_hears_what_the_other_did_in_its_language(
    alice: User, lena: User, dora: User, invited: Invitation, deliver: Deliver
) -> None:
    consultancy = Organisation.objects.get(kind="consultancy")
    deliver().clear()
    grant = accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)
    (given,) = deliver()
    assert given.to == [alice.email]
    assert "Allowed: read and make reports." in given.body
    assert "Lakeside Precision Parts" in given.body
    deliver().clear()

    revoke_grant(by=alice, grant=grant)
    (ended,) = deliver()
    assert ended.to == [lena.email]
    assert "Lakeside Precision Parts" in ended.subject


def test_grant_revoked_before_its_message_left_is_not_announced(
    alice: User, dora: User, consultancy: Organisation, invited: Invitation, deliver: Deliver
) -> None:
    deliver().clear()
    grant = accept_as_consultancy(by=dora, invitation=invited, organisation=consultancy)
    revoke_grant(by=alice, grant=grant)
    assert [message.to for message in deliver()] == [[dora.email]]  # that it ended


def test_consultancy_is_told_that_its_offer_was_taken(
    lena: User, newcomer: User, prepared: Enterprise, deliver: Deliver
) -> None:
    invitation = offered(lena, prepared, newcomer)
    take_over(by=newcomer, invitation=invitation, organisation=None, keep=None)
    assert [message.to for message in deliver()] == [[lena.email]]  # the offer was used by then


def test_both_sides_are_reminded_once_a_week_before_the_end(
    alice: User, lena: User, grant: Grant, deliver: Deliver
) -> None:
    change_grant(by=alice, grant=grant, terms=terms(days=8))
    deliver().clear()
    assert remind_of_ending_grants() == 0
    Grant.objects.update(until=in_days(7))  # a day later
    assert remind_of_ending_grants() == 1
    assert remind_of_ending_grants() == 0
    assert {message.to[0] for message in deliver()} == {alice.email, lena.email}
    assert any("/access/" in message.body for message in deliver())

    change_grant(by=alice, grant=grant, terms=terms(days=90))  # prolonged: another end
    Grant.objects.update(until=in_days(3))
    assert remind_of_ending_grants() == 1


def test_grant_of_less_than_a_week_and_one_that_has_ended_need_no_reminder(
    alice: User, grant: Grant
) -> None:
    change_grant(by=alice, grant=grant, terms=terms(days=2))
    assert remind_of_ending_grants() == 0
    Grant.objects.update(told_until=None, revoked_at=timezone.now())
    assert remind_of_ending_grants() == 0


Pause = Callable[[], None]


def together(first: Callable[[Pause], object], second: Callable[[], object]) -> list[str]:
    """Do both at the same time: the second begins when the first one, in its transaction, pauses.

    What went wrong: codes of refusals, names of other errors.
    """
    begun, wrong = threading.Event(), list[str]()

    def pause() -> None:
        begun.set()
        time.sleep(1)

    @transaction.atomic
    def begin() -> None:
        first(pause)

    def follow() -> None:
        begun.wait(timeout=10)
        second()

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Rejected as rejected:
            wrong.extend(fault.code for fault in rejected.faults)
        except DatabaseError as error:
            wrong.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in (begin, follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return wrong


@pytest.mark.storage
@pytest.mark.django_db(transaction=True)
def test_revocation_is_not_undone_by_an_invitation_that_is_taken_meanwhile(
    alice: User, dora: User, invited: Invitation, grant: Grant
) -> None:
    def revoke(pause: Pause) -> None:
        revoke_grant(by=alice, grant=grant)
        pause()

    def accept() -> None:
        accept_as_consultancy(by=dora, invitation=invited, organisation=grant.consultancy)

    assert together(revoke, accept) == ["invitation_over"]
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    assert not Grant.objects.filter(revoked_at=None).exists()


@pytest.mark.storage
@pytest.mark.django_db(transaction=True)
def test_erasing_and_taking_over_at_the_same_time_do_not_wait_for_each_other(
    lena: User, prepared: Enterprise, newcomer: User, shipped: None
) -> None:
    invitation = offered(lena, prepared, newcomer)

    def erase(pause: Pause) -> None:
        Enterprise.objects.select_for_update(of=("self",)).get(pk=prepared.pk)
        pause()
        request_erasure(by=lena, enterprise=prepared, typed_name=prepared.name)

    def own() -> None:
        take_over(by=newcomer, invitation=invitation, organisation=None, keep=None)

    assert together(erase, own) == ["invitation_over"]
    prepared.refresh_from_db()
    assert prepared.erasure is not None


def test_revoking_ends_offers_that_would_open_it_again(
    alice: User, dora: User, grant: Grant, enterprise: Enterprise
) -> None:
    offer = invite(alice, enterprise, dora)
    other = invite(alice, enterprise, User.objects.create_user("somebody@else.example"))
    revoke_grant(by=alice, grant=grant)
    offer.refresh_from_db()
    other.refresh_from_db()
    assert (offer.is_pending, other.is_pending) == (False, True)
