"""Who holds an organisation together."""

from django.db.models import Exists, OuterRef, Q

from assessments.models import Enterprise, Membership, User

# The roles that look after members; an organisation with something in it needs one of them.
HOLDING_ROLES = (Membership.Role.OWNER, Membership.Role.LEAD)


def is_last_owner(membership: Membership) -> bool:
    """Whether nobody else owns this client organisation, or leads this consultancy."""
    return (
        membership.role in HOLDING_ROLES
        and not Membership.objects.filter(
            organisation=membership.organisation_id, role__in=HOLDING_ROLES
        )
        .exclude(pk=membership.pk)
        .exists()
    )


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
