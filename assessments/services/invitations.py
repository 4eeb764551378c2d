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
"""So many invitations an organisation writes within a day: each is a message to a stranger."""

KINDS = {
    Invitation.Purpose.MEMBERSHIP: Event.Kind.MEMBER_INVITED,
    Invitation.Purpose.HAND_OVER: Event.Kind.HAND_OVER_OFFERED,
    Invitation.Purpose.CONSULTANCY: Event.Kind.CONSULTANCY_INVITED,
    Invitation.Purpose.ACCESS: Event.Kind.ACCESS_ASKED,
}


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
    since = timezone.now() - dt.timedelta(days=1)
    if Invitation.objects.filter(organisation=organisation, created_at__gte=since).count() >= A_DAY:
        raise Rejected([Fault("email", "too_many_invitations", {"limit": A_DAY})])
    same = {"purpose": purpose, "organisation": organisation}
    same |= {name: about.get(name) for name in ("enterprise", "assessment")}
    for earlier in _pending().filter(**same, email__iexact=address):
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
def resend_invitation(*, invitation: Invitation) -> None:
    """Send a new link, good for its full time again; the earlier one works no longer.

    Raises Rejected when it was accepted, declined or withdrawn by now.
    """
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


def _pending() -> Any:
    return Invitation.objects.filter(
        accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
    )


def _lock_pending(invitation: Invitation) -> Invitation:
    current = _pending().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if current is None:
        raise Rejected([Fault("invitation", "invitation_over")])
    found: Invitation = current
    return found


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
