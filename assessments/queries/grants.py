"""Who is let in by a client, and what those people read and took."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assessments.models import (
    Assessment,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Membership,
    Organisation,
    Report,
)

ON_A_PAGE = 50
TAKEN = (
    Event.Kind.REPORT_REQUESTED,
    Event.Kind.REPORT_DOWNLOADED,
    Event.Kind.REPORT_DATA_DOWNLOADED,
    Event.Kind.EXPORT_REQUESTED,
    Event.Kind.EXPORT_DOWNLOADED,
    Event.Kind.COMMENTED,
)
"""What outsiders do beside reading that a client wants to know of."""


@dataclass(frozen=True)
class GrantsOf:
    """The grants of an enterprise; those that ended come with the latest first."""

    open: list[Grant]
    ended: list[Grant]


@dataclass(frozen=True)
class Reading:
    """One thing that somebody outside read or took. Names are those of today."""

    event: Event
    consultancies: Sequence[str]
    about: Assessment | Report | Enterprise | None  # None: it is not there any more


def grants_of(enterprise: Enterprise) -> GrantsOf:
    """Accepted ones, in one query and one for the questionnaires."""
    grants = (
        Grant.objects.filter(enterprise=enterprise, accepted_at__isnull=False)
        .select_related("consultancy", "assessment")
        .prefetch_related("assessment__edition")
        .order_by("-accepted_at", "pk")
    )
    today = timezone.now().date()
    open_ones = [grant for grant in grants if grant.is_open_on(today)]
    return GrantsOf(open_ones, [grant for grant in grants if grant not in open_ones])


def pending_invitations_about(enterprise: Enterprise) -> QuerySet[Invitation]:
    """To consultancies, or to its owner-to-be: neither taken nor ended, perhaps run out."""
    purposes = [Invitation.Purpose.CONSULTANCY, Invitation.Purpose.HAND_OVER]
    return _as_listed(enterprise.invitations.pending().filter(purpose__in=purposes))


def pending_requests_of(consultancies: QuerySet[Organisation]) -> QuerySet[Invitation]:
    """Where these consultancies asked to be let in, and nobody has answered yet."""
    asked = Invitation.objects.pending().filter(organisation__in=consultancies)
    return _as_listed(asked.filter(purpose=Invitation.Purpose.ACCESS))


def _as_listed(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    found = invitations.select_related("enterprise", "assessment")
    return found.prefetch_related("assessment__edition").order_by("created_at", "pk")


def readings_of(enterprise: Enterprise, *, number: str) -> tuple[Page[Event], list[Reading]]:
    """What people outside the owner's organisation read and took, the latest first, by pages.

    Membership is that of today: what a former colleague took while he was one is among it, which is
    better than hiding what he took afterwards. A constant number of queries.
    """
    colleagues = Membership.objects.filter(
        user=OuterRef("actor"), organisation=OuterRef("organisation")
    )
    taken = Q(~Exists(colleagues), kind__in=TAKEN, actor__isnull=False)
    events = (
        Event.objects.filter(
            Q(kind=Event.Kind.READ_UNDER_GRANT) | taken,
            organisation=enterprise.owner_id,
            enterprise=enterprise.pk,
        )
        .select_related("actor")
        .order_by("-at", "pk")
    )
    page = Paginator(events, ON_A_PAGE).get_page(number)
    consultancies = _consultancies_of(
        {event.actor_id for event in page if event.actor_id}, enterprise=enterprise
    )
    objects = _objects_of([event.object_id for event in page])
    return page, [
        Reading(
            event=event,
            consultancies=consultancies.get(event.actor_id, ()) if event.actor_id else (),
            about=enterprise if event.object_id == enterprise.pk else objects.get(event.object_id),
        )
        for event in page
    ]


def _consultancies_of(people: set[UUID], *, enterprise: Enterprise) -> Mapping[UUID, list[str]]:
    """Those that the enterprise let in at any time; for whom else they work is not its business."""
    found: dict[UUID, list[str]] = defaultdict(list)
    let_in = enterprise.grants.filter(accepted_at__isnull=False).values("consultancy")
    memberships = Membership.objects.filter(user__in=people, organisation__in=let_in)
    for person, name in memberships.order_by("pk").values_list("user", "organisation__name"):
        found[person].append(name)
    return found


def _objects_of(ids: Sequence[UUID]) -> Mapping[UUID, Assessment | Report]:
    assessments = Assessment.objects.filter(pk__in=ids).prefetch_related("edition")
    reports = Report.objects.filter(pk__in=ids).defer("context")
    found: list[Assessment | Report] = [*assessments, *reports]
    return {each.pk: each for each in found}
