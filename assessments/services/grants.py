"""A client lets a consultancy in, and out again; a prepared enterprise gets its owner."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.access import allowing, consultancies_of, open_grants
from assessments.emails import write_email
from assessments.models import (
    RIGHTS,
    Assessment,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Membership,
    Organisation,
    Rights,
    User,
)
from assessments.services.events import record_event
from assessments.services.invitations import invite, take_invitation
from assessments.services.organisations import found_organisation
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

LONGEST = dt.timedelta(days=5 * 366)
NOTICE = dt.timedelta(days=7)  # before the end, both sides are told once

CLIENT_SIDE = (Membership.Role.OWNER,)
CONSULTANTS = (Membership.Role.LEAD, Membership.Role.CONSULTANT)


@dataclass(frozen=True)
class Terms:
    """What a consultancy may do beside reading, and the last day on which it may."""

    rights: Collection[str]
    until: dt.date

    def as_fields(self) -> dict[str, Any]:
        """As `Rights` keeps them. Raises Rejected: `until_past`, `until_too_far` (latest)."""
        today = _today()
        if self.until < today:
            raise Rejected([Fault("until", "until_past")])
        if self.until > today + LONGEST:
            raise Rejected([Fault("until", "until_too_far", {"latest": today + LONGEST})])
        return {f"may_{right}": right in self.rights for right in RIGHTS} | {"until": self.until}


def _today() -> dt.date:
    """The day by which `access` ends grants."""
    return timezone.now().date()


def invite_consultancy(
    *,
    by: User,
    enterprise: Enterprise,
    assessment: Assessment | None,
    email: str,
    language: str,
    terms: Terms,
) -> Invitation:
    """Ask a consultant to see an enterprise, or one of its assessments, in the client's name.

    Raises Rejected: `no_owner`, `not_an_address`, `not_in_list` for an assessment of somebody
    else, and the codes of `Terms.as_fields`.
    """
    if enterprise.owner is None:
        raise Rejected([Fault("enterprise", "no_owner")])
    _must_belong_together(enterprise, assessment)
    return invite(
        by=by,
        purpose=Invitation.Purpose.CONSULTANCY,
        organisation=enterprise.owner,
        email=email,
        language=language,
        enterprise=enterprise,
        assessment=assessment,
        **terms.as_fields(),
    )


@transaction.atomic
def accept_as_consultancy(
    *, by: User, invitation: Invitation, organisation: Organisation | None, name: str = ""
) -> Grant:
    """Take a client's invitation in the name of a consultancy that one works for.

    Without one, a consultancy of that name is founded, which the person leads. Raises Rejected:
    `invitation_over` (also when its last day has passed, or the enterprise is no longer the
    inviting client's), `invitation_to_another`, and what `found_organisation` raises; and
    PermissionDenied for a consultancy that the person does not work for.
    """
    if organisation and not consultancies_of(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    enterprise = _lock_enterprise(invitation.enterprise_id)
    taken = take_invitation(by=by, invitation=invitation)
    if enterprise is None or enterprise.owner_id != taken.organisation_id:
        raise Rejected([Fault("invitation", "invitation_over")])
    if taken.until and taken.until < _today():
        raise Rejected([Fault("invitation", "invitation_over")])
    grant = _give(
        by=by,
        enterprise=enterprise,
        assessment=taken.assessment,
        consultancy=organisation
        or found_organisation(by=by, name=name, kind=Organisation.Kind.CONSULTANCY),
        **_fields_of(taken),
    )
    _tell("grant_given", grant, to=_owners(grant))
    return grant


def ask_for_access(
    *, by: User, organisation: Organisation, email: str, language: str, terms: Terms
) -> Invitation:
    """Ask a client to let a consultancy in. The client decides what it grants.

    Raises Rejected (`not_an_address`, the codes of `Terms.as_fields`), and PermissionDenied for a
    consultancy that the person does not belong to.
    """
    if not consultancies_of(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    return invite(
        by=by,
        purpose=Invitation.Purpose.ACCESS,
        organisation=organisation,
        email=email,
        language=language,
        **terms.as_fields(),
    )


@transaction.atomic
def let_in(
    *,
    by: User,
    invitation: Invitation,
    enterprise: Enterprise,
    assessment: Assessment | None,
    terms: Terms,
) -> Grant:
    """Grant a consultancy that asked for it access to an enterprise, or to one assessment.

    Raises Rejected (`invitation_over`, `invitation_to_another`, `not_in_list`, the codes of
    `Terms.as_fields`), and PermissionDenied for who does not decide about the enterprise.
    """
    fields = terms.as_fields()
    _must_belong_together(enterprise, assessment)
    if not _decides_for_client(by, enterprise):
        raise PermissionDenied
    locked = _lock_enterprise(enterprise.pk)
    taken = take_invitation(by=by, invitation=invitation)
    if locked is None:
        raise Rejected([Fault("invitation", "invitation_over")])
    grant = _give(
        by=by,
        enterprise=locked,
        assessment=assessment,
        consultancy=taken.organisation,
        **fields,
    )
    _tell("grant_given", grant, to=_consultants(grant))
    return grant


@transaction.atomic
def change_grant(*, by: User, grant: Grant, terms: Terms) -> Grant:
    """Give more or fewer rights, or another last day, from now on. Only the client does that.

    Raises Rejected (`grant_over`, the codes of `Terms.as_fields`) and PermissionDenied.
    """
    if not _decides_for_client(by, grant.enterprise):
        raise PermissionDenied
    fields = terms.as_fields()
    current = open_grants().select_for_update(of=("self",)).filter(pk=grant.pk).first()
    if current is None:
        raise Rejected([Fault("grant", "grant_over")])
    if _set(current, **fields):
        _note(Event.Kind.GRANT_CHANGED, by=by, grant=current)
        _tell("grant_given", current, to=_consultants(current))
    return current


@transaction.atomic
def revoke_grant(*, by: User, grant: Grant) -> None:
    """End a grant, at once: pages, files, programs and waiting jobs are closed with it.

    The client's owner revokes it, or the consultancy's lead gives it up. Ending what is over
    changes nothing. Raises PermissionDenied for anybody else.
    """
    if not allowing(Grant, by, "manage").filter(pk=grant.pk).exists():
        raise PermissionDenied
    _lock_enterprise(grant.enterprise_id)  # first, as whoever takes an invitation does
    current = open_grants().select_for_update(of=("self",)).filter(pk=grant.pk).first()
    if current is None:
        return
    current.revoked_at = timezone.now()
    current.save(update_fields=["revoked_at"])
    _withdraw_offers_to(current.consultancy_id, enterprise=current.enterprise_id)
    _note(Event.Kind.GRANT_REVOKED, by=by, grant=current)
    by_client = _decides_for_client(by, current.enterprise)
    _tell("grant_revoked", current, to=_consultants(current) if by_client else _owners(current))


def offer_hand_over(*, by: User, enterprise: Enterprise, email: str, language: str) -> Invitation:
    """Offer an enterprise that the consultancy prepared to the person who shall own it.

    Raises Rejected: `has_owner`, `not_an_address`.
    """
    if enterprise.prepared_by is None:
        raise Rejected([Fault("enterprise", "has_owner")])
    return invite(
        by=by,
        purpose=Invitation.Purpose.HAND_OVER,
        organisation=enterprise.prepared_by,
        email=email,
        language=language,
        enterprise=enterprise,
    )


@transaction.atomic
def take_over(
    *, by: User, invitation: Invitation, organisation: Organisation | None, keep: Terms | None
) -> Enterprise:
    """Become the owner of a prepared enterprise, in an organisation of one's own or a new one.

    Without `keep` the consultancy's access ends here; with it, a grant takes its place. Raises
    Rejected (`invitation_over`, `invitation_to_another`, the codes of `Terms.as_fields`), and
    PermissionDenied for an organisation that the person does not own.
    """
    fields = keep.as_fields() if keep else None
    if organisation and not client_organisations_of(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    enterprise = _lock_enterprise(invitation.enterprise_id)
    taken = take_invitation(by=by, invitation=invitation)
    consultancy = taken.organisation
    if enterprise is None or enterprise.prepared_by_id != consultancy.pk:
        raise Rejected([Fault("invitation", "invitation_over")])
    enterprise.owner = organisation or _found_owner(by, enterprise, is_demo=consultancy.is_demo)
    enterprise.prepared_by = None
    enterprise.save(update_fields=["owner", "prepared_by"])
    _withdraw_other_offers(enterprise)
    kind = Event.Kind.ENTERPRISE_HANDED_OVER
    _in_log, in_log_of_consultancy = (
        record_event(kind=kind, by=by, about=enterprise, enterprise=enterprise, organisation=side)
        for side in (enterprise.owner, consultancy)
    )
    if fields:
        _give(by=by, enterprise=enterprise, assessment=None, consultancy=consultancy, **fields)
    _tell("handed_over", in_log_of_consultancy, to=_people(consultancy.pk, CONSULTANTS))
    return enterprise


def client_organisations_of(user: User) -> Any:
    """Where an enterprise that the person takes over may belong."""
    own = allowing(Organisation, user, "manage").filter(kind=Organisation.Kind.CLIENT)
    return own.order_by("name", "pk")


@transaction.atomic
def remind_of_ending_grants() -> int:
    """Tell both sides of grants that end within a week, once each; how many there were."""
    ending = open_grants().select_for_update(of=("self",))
    ending = ending.filter(until__lte=_today() + NOTICE, told_until__isnull=True)
    found = list(ending.select_related("enterprise"))
    for grant in found:
        _tell("grant_ending", grant, to=[*_owners(grant), *_consultants(grant)])
    told = Grant.objects.filter(pk__in=[grant.pk for grant in found])
    return told.update(told_until=F("until"))


def _decides_for_client(user: User, enterprise: Enterprise) -> bool:
    decided = allowing(Enterprise, user, "manage").filter(pk=enterprise.pk, owner__isnull=False)
    return decided.exists()


def _must_belong_together(enterprise: Enterprise, assessment: Assessment | None) -> None:
    if assessment and assessment.enterprise_id != enterprise.pk:
        raise Rejected([Fault("assessment", "not_in_list", {"value": str(assessment.pk)})])


def _lock_enterprise(pk: UUID | None) -> Enterprise | None:
    """The row as it is now, unless it is being erased.

    Before any invitation about it, as erasing does: two that lock in different orders would wait
    for each other for ever.
    """
    if pk is None:
        return None
    locked = Enterprise.objects.select_for_update(of=("self",))
    return locked.filter(pk=pk, erasure__isnull=True).first()


def _fields_of(given: Rights) -> dict[str, Any]:
    return {f"may_{right}": right in given.rights for right in RIGHTS} | {"until": given.until}


def _give(
    *,
    by: User,
    enterprise: Enterprise,
    assessment: Assessment | None,
    consultancy: Organisation,
    **fields: Any,
) -> Grant:
    """One open grant for the same thing: a second one changes the first. The enterprise is locked.

    One that has ended is left as it was: what it opened, and when, is read by the pool.
    """
    same = {"enterprise": enterprise, "assessment": assessment, "consultancy": consultancy}
    # Locked, or saving it would undo a revocation that comes in between.
    grant = open_grants().select_for_update(of=("self",)).filter(**same).first()
    kind = Event.Kind.GRANT_CHANGED if grant else Event.Kind.GRANT_GIVEN
    grant = grant or Grant(**same, accepted_at=timezone.now())
    if _set(grant, **fields):
        _note(kind, by=by, grant=grant)
    return grant


def _set(grant: Grant, **fields: Any) -> bool:
    """Whether that changed anything. Who gives less than a week needs no reminder of its end."""
    if not grant._state.adding and all(getattr(grant, name) == fields[name] for name in fields):
        return False
    until = fields["until"]
    soon = until is not None and until <= _today() + NOTICE
    for name, value in (fields | {"told_until": until if soon else None}).items():
        setattr(grant, name, value)
    grant.save()
    return True


def _note(kind: Event.Kind, *, by: User, grant: Grant) -> None:
    """In the logs of both sides."""
    for organisation in (grant.enterprise.owner, grant.consultancy):
        record_event(
            kind=kind,
            by=by,
            about=grant,
            enterprise=grant.enterprise,
            organisation=organisation,
            rights=grant.rights,
            **({"until": grant.until.isoformat()} if grant.until else {}),
        )


def _found_owner(by: User, enterprise: Enterprise, *, is_demo: bool) -> Organisation:
    """A client organisation of the enterprise's name; what was invented stays marked as such."""
    owner = found_organisation(by=by, name=enterprise.name, kind=Organisation.Kind.CLIENT)
    if is_demo:
        owner.is_demo = True
        owner.save(update_fields=["is_demo"])
    return owner


def _withdraw_other_offers(enterprise: Enterprise) -> None:
    """Nobody can take over what has an owner; those who were offered it too find a dead link."""
    offers = Invitation.objects.pending().filter(
        enterprise=enterprise, purpose=Invitation.Purpose.HAND_OVER
    )
    offers.update(withdrawn_at=timezone.now())


def _withdraw_offers_to(consultancy: UUID, *, enterprise: UUID) -> None:
    """Invitations to advise that went to its consultants: they would open again what was closed."""
    theirs = EmailAddress.objects.filter(user__memberships__organisation=consultancy, verified=True)
    offers = Invitation.objects.pending().filter(
        enterprise=enterprise, purpose=Invitation.Purpose.CONSULTANCY
    )
    for offer in offers:
        if theirs.filter(email__iexact=offer.email).exists():
            offer.withdrawn_at = timezone.now()
            offer.save(update_fields=["withdrawn_at"])


def _people(organisation: UUID | None, roles: Collection[str]) -> list[User]:
    """Who hears of it: those with the first of the roles that anybody has."""
    members = Membership.objects.filter(organisation=organisation, user__is_active=True)
    for role in roles:
        if found := [each.user for each in members.filter(role=role).select_related("user")]:
            return found
    return []


def _owners(grant: Grant) -> list[User]:
    return _people(grant.enterprise.owner_id, CLIENT_SIDE)


def _consultants(grant: Grant) -> list[User]:
    """The leads, or where there is none, everybody who works under the grant."""
    return _people(grant.consultancy_id, CONSULTANTS)


def _tell(kind: str, about: Grant | Event, *, to: Collection[User]) -> None:
    for person in to:
        write_email(kind=kind, to=person.email, language=person.language, about=about)
