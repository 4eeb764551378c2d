"""Who keeps an organisation going, and what an administrator is shown of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from assessments.access import ACTIONS_OF
from assessments.models import Enterprise, Event, Invitation, Membership, Organisation, User

MANAGING = tuple(role for role, actions in ACTIONS_OF.items() if "manage" in actions)
ON_A_PAGE = 50


def is_last_owner(membership: Membership) -> bool:
    """Whether without this member nobody who can sign in would manage the organisation."""
    others = Membership.objects.filter(
        organisation=membership.organisation_id, role__in=MANAGING, user__is_active=True
    ).exclude(pk=membership.pk)
    return membership.role in MANAGING and not others.exists()


def memberships_that_hold(user: User) -> list[Membership]:
    """Those the person cannot leave: as the last owner or lead of what has members or content."""
    of_it = Q(owner=OuterRef("organisation")) | Q(prepared_by=OuterRef("organisation"))
    colleagues = Membership.objects.filter(organisation=OuterRef("organisation"))
    used = (
        user.memberships.select_related("organisation")
        .filter(Exists(Enterprise.objects.filter(of_it)) | Exists(colleagues.exclude(user=user)))
        .order_by("organisation__name", "pk")
    )
    return [membership for membership in used if is_last_owner(membership)]


@dataclass(frozen=True)
class OrganisationRow:
    """All that an administrator sees of an organisation."""

    pk: UUID
    name: str
    kind: str
    members: int
    owners: Sequence[str]  # their addresses


def search_organisations(
    organisations: QuerySet[Organisation], *, name: str, page: str
) -> Page[OrganisationRow]:
    """Those with the words in their name, by name, one page of them; in three queries."""
    found = _with_owners(organisations.filter(name__icontains=name)).order_by("name", "pk")
    shown: Page[Any] = Paginator(found, ON_A_PAGE).get_page(page)
    shown.object_list = [_describe(each) for each in shown]
    return shown


def describe_organisation(organisation: Organisation) -> OrganisationRow:
    """What an administrator sees of one."""
    return _describe(_with_owners(Organisation.objects.filter(pk=organisation.pk)).get())


def _with_owners(organisations: QuerySet[Organisation]) -> QuerySet[Any]:
    managing = Membership.objects.filter(role__in=MANAGING).select_related("user").order_by("pk")
    return organisations.annotate(count=Count("memberships")).prefetch_related(
        Prefetch("memberships", queryset=managing, to_attr="managing")
    )


def _describe(found: Any) -> OrganisationRow:
    return OrganisationRow(
        pk=found.pk,
        name=found.name,
        kind=found.get_kind_display(),
        members=found.count,
        owners=[membership.user.email for membership in found.managing],
    )


def pending_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations to work in the organisation that wait for an answer, or ran out."""
    return (
        Invitation.objects.pending()
        .filter(organisation=organisation, purpose=Invitation.Purpose.MEMBERSHIP)
        .select_related("invited_by")
        .order_by("created_at", "pk")
    )


def pending_appointments(organisations: QuerySet[Organisation]) -> QuerySet[Invitation]:
    """Invitations by which an administrator appoints an owner in one of these."""
    appointed = Event.objects.filter(kind=Event.Kind.OWNER_APPOINTED, object_id=OuterRef("pk"))
    pending = Invitation.objects.pending().filter(Exists(appointed), organisation__in=organisations)
    return pending.order_by("created_at", "pk")
