"""Who belongs to an organisation: invited, asking, joining, leaving, and who manages it.

Whatever could leave an organisation without anybody who manages it locks its row first, so that
of two owners who leave at the same time one stays. Every change goes through the rows one by one:
their history says for ever who could read what when (`queries.pool_readers`).
"""

import datetime as dt
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.access import ACTIONS_OF, ROLES_IN, allowing
from assessments.emails import write_email
from assessments.models import (
    Assessment,
    Assignment,
    Collection,
    Event,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    User,
)
from assessments.models.invitations import LIFETIME
from assessments.queries.organisations import is_last_owner
from assessments.services.events import record_event
from assessments.services.invitations import (
    check_address,
    invite,
    take_invitation,
    write_invitation,
)
from assessments.services.refusals import Rejected
from assessments.wording.people import APPOINTMENT_REASONS
from maturity.instruments.faults import Fault

OWNER_AWAY = dt.timedelta(days=30)
"""Whoever signed in since then is there, and nobody is appointed over his head."""

OPEN_REQUESTS = 10
"""So many may wait at a time: each writes to a stranger."""


@transaction.atomic
def invite_member(
    *, by: User, organisation: Organisation, email: str, role: str, language: str
) -> Invitation:
    """Invite somebody to work in the organisation, in the language that the message shall have.

    Raises Rejected: `not_an_address`, `already_member` (email), `not_in_list` (role),
    `too_many_invitations` (limit); PermissionDenied for who does not manage it any more.
    """
    _check_role(role, organisation)
    _lock_managed(organisation.pk, by=by)
    address = check_address(email)
    theirs = EmailAddress.objects.filter(
        email__iexact=address, verified=True, user__memberships__organisation=organisation
    )
    if theirs.exists():
        raise Rejected([Fault("email", "already_member", {"email": address})])
    return invite(
        by=by,
        purpose=Invitation.Purpose.MEMBERSHIP,
        organisation=organisation,
        email=address,
        language=language,
        role=role,
    )


@transaction.atomic
def join_by_invitation(*, by: User, invitation: Invitation) -> Membership:
    """Take the role that one was invited to, and with it what one is asked to answer, also by
    earlier invitations to the same address, which this one replaced.

    Who is a member already keeps a role that allows as much. Raises what `take_invitation` raises.
    """
    # Locked in the order of those who invite and assign: they would wait for each other for ever.
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    # Behind an invitation that was accepted before stood somebody whose account is deleted by now:
    # what he said is not for the next holder of his address.
    asked = Assignment.objects.filter(
        Q(invitation=invitation) | Q(invitation__accepted_at__isnull=True),
        user=None,
        invitation__organisation=invitation.organisation_id,
        invitation__email__iexact=invitation.email,
    ).order_by("pk")
    _lock_assessments(asked)
    tasks = list(asked.select_related("assessment__edition", "assessment__collection"))
    taken = take_invitation(by=by, invitation=invitation)
    membership = _join(user=by, organisation=taken.organisation, role=taken.role, by=by)
    for assignment in tasks:
        _take_assignment(assignment, by)
    return membership


@transaction.atomic
def change_role(*, by: User, membership: Membership, role: str) -> None:
    """Give a member another role; it counts from the next click on.

    Raises Rejected: `not_in_list` (role), `last_owner`, `no_member` when he left by now;
    PermissionDenied for who does not manage the organisation any more.
    """
    _lock_managed(membership.organisation_id, by=by)
    current = _lock(membership)
    _check_role(role, current.organisation)
    if role not in _managing(current.organisation):
        _must_not_be_last(current)
    _set_role(current, role, by=by)


@transaction.atomic
def remove_member(*, by: User, membership: Membership) -> None:
    """End a membership and tell the person.

    Raises Rejected: `last_owner`, `no_member`; PermissionDenied as changing a role does.
    """
    _lock_managed(membership.organisation_id, by=by)
    current = _lock(membership)
    _must_not_be_last(current)
    person, organisation = current.user, current.organisation
    current.delete()
    event = _note(Event.Kind.MEMBER_REMOVED, person=person, organisation=organisation, by=by)
    _tell(person, kind="membership", about=event)


@transaction.atomic
def leave_organisation(*, by: User, membership: Membership) -> None:
    """End one's own membership. Raises Rejected: `last_owner`, `no_member`."""
    current = _lock(membership)
    _must_not_be_last(current)
    organisation = current.organisation
    current.delete()
    _note(Event.Kind.MEMBER_LEFT, person=by, organisation=organisation, by=by)


@transaction.atomic
def hand_over_ownership(*, by: User, membership: Membership, to: Membership) -> None:
    """Let another member manage the organisation in one's stead.

    The giver goes on as an editor or consultant. Raises Rejected: `no_member` when one of the two
    left by now, `not_in_list` when it would be handed to oneself; PermissionDenied when the giver
    does not manage it any more.
    """
    giver, taker = _lock(membership), _lock(to)
    if giver.role not in _managing(giver.organisation):
        raise PermissionDenied
    if giver.pk == taker.pk or giver.organisation_id != taker.organisation_id:
        raise Rejected([Fault("to", "not_in_list", {"value": str(taker.user)})])
    *_others, below, top = ROLES_IN[giver.organisation.kind]
    _set_role(taker, top, by=by)
    _set_role(giver, below, by=by)


@transaction.atomic
def ask_to_join(*, by: User, email: str) -> None:
    """Ask the person with this address to be let in.

    The address is not looked up: who has an account, and who declined, cannot be found out.
    Asking once more while the request runs changes nothing. Raises Rejected: `not_an_address`,
    `too_many_requests` (limit).
    """
    address = check_address(email)
    User.objects.select_for_update().get(pk=by.pk)  # once, of two clicks
    running = JoinRequest.objects.filter(
        user=by, organisation__isnull=True, expires_at__gt=timezone.now()
    )
    if running.filter(email__iexact=address).exists():
        return
    if running.count() >= OPEN_REQUESTS:
        raise Rejected([Fault("email", "too_many_requests", {"limit": OPEN_REQUESTS})])
    expired = JoinRequest.objects.filter(user=by, email__iexact=address, decided_at__isnull=True)
    expired.delete()
    request = JoinRequest.objects.create(user=by, email=address)
    # Its language is that of the addressee, whom only the worker looks up.
    write_email(kind="join_request", to=address, language="", about=request)


@transaction.atomic
def approve_request(
    *, by: User, request: JoinRequest, organisation: Organisation, role: str
) -> Membership:
    """Let the person who asked into one of one's organisations.

    Raises Rejected: `request_over`, `not_in_list` (role), `already_member`; PermissionDenied for
    who does not manage that one any more.
    """
    _check_role(role, organisation)
    _lock_managed(organisation.pk, by=by)
    current = _lock_request(request)
    if organisation.memberships.filter(user=current.user).exists():
        params = {"email": current.user.email}
        raise Rejected([Fault("organisation", "already_member", params)])
    _decide(current, by=by, organisation=organisation)
    membership = _join(user=current.user, organisation=organisation, role=role, by=by)
    _tell(current.user, kind="join_approved", about=current)
    return membership


@transaction.atomic
def decline_request(*, by: User, request: JoinRequest) -> None:
    """Say no; the person who asked is not told. Raises Rejected: `request_over`."""
    current = _lock_request(request)
    _decide(current, by=by, organisation=None)
    record_event(kind=Event.Kind.JOIN_DECLINED, by=by, about=current)


@transaction.atomic
def appoint_owner(
    *, by: User, organisation: Organisation, email: str, reason: str, language: str
) -> Invitation:
    """Invite somebody to manage an organisation that nobody manages any more.

    For the site's administrator, who has no part in it: the link works only after
    `OWNER_WAITING_DAYS`, all present members are told at once, and those who manage the
    organisation can withdraw it meanwhile. Raises Rejected: `not_an_address`, `not_in_list`
    (reason), `owner_present` (days) while somebody who manages it still signs in.
    """
    if reason not in APPOINTMENT_REASONS:
        raise Rejected([Fault("reason", "not_in_list", {"value": reason})])
    present = organisation.memberships.filter(
        role__in=_managing(organisation),
        user__is_active=True,
        user__last_login__gte=timezone.now() - OWNER_AWAY,
    )
    if present.exists():
        raise Rejected([Fault("email", "owner_present", {"days": OWNER_AWAY.days})])
    starts_at = timezone.now() + dt.timedelta(days=settings.OWNER_WAITING_DAYS)
    invitation = write_invitation(
        by=by,
        purpose=Invitation.Purpose.MEMBERSHIP,
        organisation=organisation,
        email=email,
        language=language,
        role=_managing(organisation)[0],
        starts_at=starts_at,
        expires_at=starts_at + LIFETIME,
    )
    event = record_event(
        kind=Event.Kind.OWNER_APPOINTED,
        by=by,
        about=invitation,
        organisation=organisation,
        reason=reason,
    )
    for membership in organisation.memberships.select_related("user"):
        _tell(membership.user, kind="owner_appointed", about=event)
    return invitation


def _managing(organisation: Organisation) -> list[Membership.Role]:
    return [role for role in ROLES_IN[organisation.kind] if "manage" in ACTIONS_OF[role]]


def _check_role(role: str, organisation: Organisation) -> None:
    if role not in ROLES_IN[organisation.kind]:
        raise Rejected([Fault("role", "not_in_list", {"value": role})])


def _lock_managed(pk: UUID, *, by: User) -> None:
    """Nobody else changes who manages it; asked again, for whoever waited may have been demoted."""
    Organisation.objects.select_for_update().get(pk=pk)
    if not allowing(Organisation, by, "manage").filter(pk=pk).exists():
        raise PermissionDenied


def _lock(membership: Membership) -> Membership:
    """The membership as it is now, while nobody else changes who manages its organisation."""
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    current = organisation.memberships.select_related("user").filter(pk=membership.pk).first()
    if current is None:
        raise Rejected([Fault("member", "no_member")])
    current.organisation = organisation
    return current


def _must_not_be_last(membership: Membership) -> None:
    if is_last_owner(membership):
        raise Rejected([Fault("member", "last_owner")])


def _join(*, user: User, organisation: Organisation, role: str, by: User) -> Membership:
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # once, of two clicks
    present = organisation.memberships.select_related("user").filter(user=user).first()
    if present is None:
        membership = Membership.objects.create(user=user, organisation=organisation, role=role)
        _note(Event.Kind.MEMBER_JOINED, person=user, organisation=organisation, by=by, role=role)
        return membership
    if ACTIONS_OF[present.role] < ACTIONS_OF[role]:
        _set_role(present, role, by=by)
    return present


def _set_role(membership: Membership, role: str, *, by: User) -> None:
    before = membership.role
    if role == before:
        return
    membership.role = role
    membership.save(update_fields=["role"])
    event = _note(
        Event.Kind.ROLE_CHANGED,
        person=membership.user,
        organisation=membership.organisation,
        by=by,
        role=role,
        before=before,
    )
    if membership.user != by:
        _tell(membership.user, kind="membership", about=event)


def _lock_assessments(asked: QuerySet[Assignment]) -> None:
    """Nobody assigns in them, and collecting is not closed, until the tasks have their person."""
    keys = list(asked.values_list("assessment", flat=True))
    list(Assessment.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    list(Collection.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _take_assignment(assignment: Assignment, user: User) -> None:
    """Give it to the person; who was asked in the same assessment before is asked both, unless
    collecting is over: then nothing of what was asked changes any more."""
    earlier = Assignment.objects.filter(assessment=assignment.assessment_id, user=user).first()
    if earlier is None:
        assignment.user = user
        assignment.save(update_fields=["user"])
        return
    if assignment.is_frozen:
        return
    both = {*earlier.items, *assignment.items}
    items = assignment.assessment.edition.content.items
    earlier.items = [item.key for item in items if item.key in both]
    earlier.save(update_fields=["items"])
    assignment.delete()


def _lock_request(request: JoinRequest) -> JoinRequest:
    current = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=request.pk, decided_at__isnull=True, expires_at__gt=timezone.now())
        .first()
    )
    if current is None:
        raise Rejected([Fault("request", "request_over")])
    return current


def _decide(request: JoinRequest, *, by: User, organisation: Organisation | None) -> None:
    request.decided_at = timezone.now()
    request.decided_by = by
    request.organisation = organisation
    request.save(update_fields=["decided_at", "decided_by", "organisation"])


def _note(
    kind: Event.Kind, *, person: User, organisation: Organisation, by: User, **details: str
) -> Event:
    about: dict[str, Any] = {"about": person, "organisation": organisation, **details}
    return record_event(kind=kind, by=by, **about)


def _tell(user: User, *, kind: str, about: Event | JoinRequest) -> None:
    write_email(kind=kind, to=user.email, language=user.language, about=about)
