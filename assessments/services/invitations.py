"""Invitations: written, sent again, withdrawn, declined, taken. What taking one does is decided
where it belongs: `services.memberships` and `services.grants`."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from assessments.emails import write_email
from assessments.models import Event, Invitation, Organisation, User
from assessments.models.invitations import LIFETIME, new_nonce
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

A_DAY = 200
"""So many times an organisation writes or sends an invitation within a day: each is a message to a
stranger."""

SEND_AGAIN = dt.timedelta(minutes=10)  # earliest after the same one was sent

KINDS = {
    Invitation.Purpose.MEMBERSHIP: Event.Kind.MEMBER_INVITED,
    Invitation.Purpose.HAND_OVER: Event.Kind.HAND_OVER_OFFERED,
    Invitation.Purpose.CONSULTANCY: Event.Kind.CONSULTANCY_INVITED,
    Invitation.Purpose.ACCESS: Event.Kind.ACCESS_ASKED,
}
SENT = (*KINDS.values(), Event.Kind.OWNER_APPOINTED, Event.Kind.INVITATION_SENT_AGAIN)
"""Events with which a message to a stranger left; what is sent is counted by them."""


def check_address(given: str, *, field: str = "email") -> str:
    """Return an e-mail address as it is kept. Raises Rejected: `not_an_address`."""
    address = given.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Rejected([Fault(field, "not_an_address", {"value": address})]) from None
    return User.objects.normalize_email(address)


@transaction.atomic
def invite(
    *,
    by: User,
    purpose: Invitation.Purpose,
    organisation: Organisation,
    email: str,
    language: str,
    **about: Any,
) -> Invitation:
    """Write an invitation in the organisation's name and send its link.

    `about` are the fields that its purpose needs. An open one to the same address for the same
    thing is withdrawn, so that one link works. Raises Rejected: `not_an_address`,
    `too_many_invitations` (limit).
    """
    invitation = write_invitation(
        by=by, purpose=purpose, organisation=organisation, email=email, language=language, **about
    )
    _note(KINDS[purpose], by=by, invitation=invitation)
    return invitation


@transaction.atomic
def write_invitation(
    *,
    by: User,
    purpose: Invitation.Purpose,
    organisation: Organisation,
    email: str,
    language: str,
    **about: Any,
) -> Invitation:
    """As `invite`, for callers that note an event of their own."""
    address = check_address(email)
    _must_not_send_too_many(organisation)
    same = {"purpose": purpose, "organisation": organisation}
    same |= {name: about.get(name) for name in ("enterprise", "assessment")}
    for earlier in Invitation.objects.pending().filter(**same, email__iexact=address):
        _end(earlier, withdrawn_at=timezone.now())
    invitation = Invitation.objects.create(
        purpose=purpose,
        organisation=organisation,
        email=address,
        language=language,
        invited_by=by,
        **about,
    )
    _send(invitation)
    return invitation


@transaction.atomic
def resend_invitation(*, by: User, invitation: Invitation) -> None:
    """Send a new link, good for its full time again; the earlier one works no longer.

    Raises Rejected: `invitation_over` when it was accepted, declined or withdrawn by now,
    `sent_just_now` (minutes), `too_many_invitations` (limit).
    """
    _lock_pending(invitation)  # one message, of two clicks
    _must_not_send_too_many(invitation.organisation)
    if was_just_sent(invitation):
        minutes = SEND_AGAIN // dt.timedelta(minutes=1)
        raise Rejected([Fault("invitation", "sent_just_now", {"minutes": minutes})])
    renew_link(invitation=invitation)
    _note(Event.Kind.INVITATION_SENT_AGAIN, by=by, invitation=invitation)


@transaction.atomic
def renew_link(*, invitation: Invitation) -> None:
    """As `resend_invitation`, for callers that limit themselves how often they write."""
    current = _lock_pending(invitation)
    current.nonce = new_nonce()
    current.expires_at = max(timezone.now(), current.starts_at) + LIFETIME
    current.save(update_fields=["nonce", "expires_at"])
    _send(current)


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """Make the link worthless. Raises Rejected when it was used or declined before."""
    _end(_lock_pending(invitation), withdrawn_at=timezone.now())
    _note(Event.Kind.INVITATION_WITHDRAWN, by=by, invitation=invitation)


@transaction.atomic
def decline_invitation(*, by: User, invitation: Invitation) -> None:
    """Say no. Raises Rejected when it is over, or meant for somebody else."""
    _end(_lock_open(by, invitation), declined_at=timezone.now())
    _note(Event.Kind.INVITATION_DECLINED, by=by, invitation=invitation)


def take_invitation(*, by: User, invitation: Invitation) -> Invitation:
    """Use up the link, inside the transaction of what it brings; returns the row as it is now.

    Raises Rejected: `invitation_over`, or `invitation_to_another` when no confirmed address of the
    person is the one that was invited.
    """
    current = _lock_open(by, invitation)
    _end(current, accepted_at=timezone.now(), accepted_by=by)
    return current


def is_addressee(user: User, invitation: Invitation) -> bool:
    """Whether the invitation went to a confirmed address of this person."""
    mine = EmailAddress.objects.filter(user=user, verified=True)
    return bool(mine.filter(email__iexact=invitation.email).exists())


def was_just_sent(invitation: Invitation) -> bool:
    """Whether its link left so lately that it may still be on its way."""
    return _sent_since(SEND_AGAIN, invitation.organisation, object_id=invitation.pk) > 0


def _must_not_send_too_many(organisation: Organisation) -> None:
    if _sent_since(dt.timedelta(days=1), organisation) >= A_DAY:
        raise Rejected([Fault("email", "too_many_invitations", {"limit": A_DAY})])


def _sent_since(ago: dt.timedelta, organisation: Organisation, **about: Any) -> int:
    sent = organisation.events.filter(kind__in=SENT, at__gte=timezone.now() - ago, **about)
    return sent.count()


def _lock_pending(invitation: Invitation) -> Invitation:
    pending = Invitation.objects.pending().select_for_update(of=("self",))
    current = pending.filter(pk=invitation.pk).first()
    if current is None:
        raise Rejected([Fault("invitation", "invitation_over")])
    return current


def _lock_open(by: User, invitation: Invitation) -> Invitation:
    current = _lock_pending(invitation)
    if not current.is_open:
        raise Rejected([Fault("invitation", "invitation_over")])
    if not is_addressee(by, current):
        raise Rejected([Fault("invitation", "invitation_to_another", {"email": current.email})])
    return current


def _end(invitation: Invitation, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=[*fields])


def _note(kind: Event.Kind, *, by: User, invitation: Invitation) -> None:
    record_event(
        kind=kind,
        by=by,
        about=invitation,
        enterprise=invitation.enterprise,
        organisation=invitation.organisation,
        **({"role": invitation.role} if invitation.role else {}),
    )


def _send(invitation: Invitation) -> None:
    write_email(
        kind="invitation",
        to=invitation.email,
        language=invitation.language,
        about=invitation,
    )
