"""The event log as people read it: found by kind, person, enterprise, day and name, with names.

An event holds ids. Names are looked up each time, for a whole page in a fixed number of queries,
and only those that the reader may see by now: what was erased or handed over has lost its name.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.access import allowing, visible_to
from assessments.models import (
    Assessment,
    Assignment,
    Comment,
    Edition,
    Enterprise,
    Event,
    Grant,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    PoolRelease,
    Release,
    Report,
    TableSet,
    User,
)

Names: TypeAlias = dict[str, Any]
"""What an event concerns besides its enterprise: "questionnaire", "person", "item", "role" …

Each as a text, a text in all languages or an item; None once it is gone.
"""

Kind = Event.Kind
GROUPS: Mapping[str, tuple[Event.Kind, ...]] = {
    "people": (
        Kind.SIGNED_IN,
        Kind.MEMBER_INVITED,
        Kind.MEMBER_JOINED,
        Kind.MEMBER_LEFT,
        Kind.MEMBER_REMOVED,
        Kind.ROLE_CHANGED,
        Kind.OWNER_APPOINTED,
        Kind.INVITATION_SENT_AGAIN,
        Kind.INVITATION_WITHDRAWN,
        Kind.INVITATION_DECLINED,
        Kind.JOIN_DECLINED,
        Kind.ORGANISATION_FOUNDED,
        Kind.ORGANISATION_RENAMED,
    ),
    "enterprises": (
        Kind.ENTERPRISE_CREATED,
        Kind.ENTERPRISE_CHANGED,
        Kind.ENTERPRISE_HANDED_OVER,
        Kind.ENTERPRISE_ERASED,
    ),
    "access": (
        Kind.CONSULTANCY_INVITED,
        Kind.ACCESS_ASKED,
        Kind.HAND_OVER_OFFERED,
        Kind.GRANT_GIVEN,
        Kind.GRANT_CHANGED,
        Kind.GRANT_REVOKED,
        Kind.READ_UNDER_GRANT,
    ),
    "answers": (
        Kind.ASSESSMENT_STARTED,
        Kind.ASSESSMENT_ASSIGNED,
        Kind.ASSIGNMENT_WITHDRAWN,
        Kind.COLLECTION_OPENED,
        Kind.COLLECTION_CLOSED,
        Kind.RESPONSES_FINISHED,
        Kind.ANSWER_AGREED,
        Kind.COMMENTED,
        Kind.COMMENT_DELETED,
        Kind.ASSESSMENT_SUBMITTED,
    ),
    "files": (
        Kind.REPORT_REQUESTED,
        Kind.REPORT_DOWNLOADED,
        Kind.REPORT_DATA_DOWNLOADED,
        Kind.BATCH_REQUESTED,
        Kind.BATCH_DOWNLOADED,
        Kind.REISSUE_PLANNED,
        Kind.REISSUE_ENDED,
        Kind.SHARE_CREATED,
        Kind.SHARE_REVOKED,
        Kind.SHARE_OPENED,
        Kind.BRANDING_CHANGED,
        Kind.EXPORT_REQUESTED,
        Kind.EXPORT_DOWNLOADED,
        Kind.LOG_EXPORTED,
    ),
    "pool": (
        Kind.POOL_CONSENT_GIVEN,
        Kind.POOL_CONSENT_WITHDRAWN,
        Kind.POOL_RELEASE_WITHDRAWN,
    ),
    "site": (Kind.JOB_RETRIED, Kind.JOB_CANCELLED),
    "publications": (
        Kind.QUESTIONNAIRE_PUBLISHED,
        Kind.QUESTIONNAIRE_RETIRED,
        Kind.RELEASE_BEGUN,
        Kind.RELEASE_IMPORTED,
        Kind.RELEASE_SUBMITTED,
        Kind.RELEASE_RETURNED,
        Kind.RELEASE_PUBLISHED,
        Kind.RELEASE_WITHDRAWN,
        Kind.RELEASE_DISCARDED,
    ),
}
"""Every kind of event in the group under which it is looked for."""

AT_ONCE = 500  # events whose names are looked up together in an export


@dataclass(frozen=True)
class Wanted:
    """Which events are looked for; what is empty does not narrow."""

    group: str = ""
    person: User | None = None
    enterprise: Enterprise | None = None
    first_day: dt.date | None = None  # UTC
    last_day: dt.date | None = None
    text: str = ""  # part of a name of who did it, or of the enterprise


@dataclass(frozen=True)
class LogEntry:
    """An event with the names of today.

    `enterprise` is empty if it concerns none, and None if its name is gone: erased or, if
    `is_hidden`, with somebody who does not show it to the reader any more.
    """

    event: Event
    enterprise: str | None
    is_hidden: bool
    names: Names = field(default_factory=dict)


def events_of(user: User, organisation: Organisation | None) -> QuerySet[Event]:
    """What the person may read of the log of an organisation, or of the whole site; latest first.

    The whole site has what belongs to no organisation.
    """
    readable = allowing(Event, user, "read").filter(organisation=organisation)
    return readable.select_related("actor").order_by("-at", "-pk")


def choose_events(events: QuerySet[Event], wanted: Wanted, *, user: User) -> QuerySet[Event]:
    """Those events that are looked for, among enterprises that the person may see."""
    if wanted.group:
        events = events.filter(kind__in=GROUPS[wanted.group])
    if wanted.person:
        events = events.filter(actor=wanted.person)
    if wanted.enterprise:
        events = events.filter(_about(Enterprise.objects.filter(pk=wanted.enterprise.pk)))
    if wanted.first_day:
        events = events.filter(at__gte=_midnight(wanted.first_day))
    if wanted.last_day:
        events = events.filter(at__lt=_midnight(wanted.last_day + dt.timedelta(days=1)))
    if wanted.text:
        named = visible_to(Enterprise, user).filter(name__icontains=wanted.text)
        # Addresses only of one's own members: those of others are not shown, so not to be guessed.
        own = Membership.objects.filter(organisation=OuterRef("organisation"))
        own = own.filter(user=OuterRef("actor"), user__email__icontains=wanted.text)
        by_actor = Q(actor__name__icontains=wanted.text) | Exists(own)
        events = events.filter(by_actor | _about(named))
    return events


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def _about(enterprises: QuerySet[Enterprise]) -> Q:
    """Events from before enterprises were noted with them have theirs as object, or none."""
    keys = enterprises.values("pk")
    return Q(enterprise__in=keys) | Q(object_type="enterprise", object_id__in=keys)


def people_in(events: QuerySet[Event]) -> QuerySet[User]:
    """Everybody who did something in these events."""
    actors = events.order_by().values("actor").distinct()
    return User.objects.filter(pk__in=actors).order_by("name", "email")


def enterprises_in(events: QuerySet[Event], *, user: User) -> QuerySet[Enterprise]:
    """The enterprises that these events concern, as far as the person may see them."""
    concerned = events.order_by().values("enterprise").distinct()
    return visible_to(Enterprise, user).filter(pk__in=concerned).order_by("name", "pk")


def read_in_batches(events: QuerySet[Event], *, user: User) -> Iterator[list[LogEntry]]:
    """The whole log, however long, in the order of the queryset."""
    rows = events.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        yield read_entries(batch, user=user)


def read_entries(events: Iterable[Event], *, user: User) -> list[LogEntry]:
    """Look up the names in these events, in as many queries as there are types of object."""
    rows = list(events)
    enterprises = {pk for row in rows if (pk := _enterprise_of(row))}
    seen = dict(visible_to(Enterprise, user).filter(pk__in=enterprises).values_list("pk", "name"))
    kept = Enterprise.objects.filter(pk__in=enterprises, erasure__isnull=True)
    hidden = set(kept.values_list("pk", flat=True)) - set(seen)
    keys: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        keys[row.object_type].add(row.object_id)
    found = {kind: look_up(user, keys[kind]) for kind, look_up in _LOOK_UPS.items() if kind in keys}
    return [
        LogEntry(
            event=row,
            enterprise=seen.get(key) if (key := _enterprise_of(row)) else "",
            is_hidden=key in hidden,
            names=_names_in(row, found.get(row.object_type, {}).get(row.object_id)),
        )
        for row in rows
    ]


def _enterprise_of(event: Event) -> UUID | None:
    return event.object_id if event.object_type == "enterprise" else event.enterprise


def _names_in(event: Event, found: Names | None) -> Names:
    """What was found of the object, or that nothing was, and the codes noted with the event."""
    names = dict(found) if found is not None else dict.fromkeys(_GONE.get(event.object_type, ()))
    edition = names.pop("edition", None)
    if key := event.details.get("item"):
        content = edition.content if isinstance(edition, Edition) else None
        names["item"] = content.item(key) if content and content.has_item(key) else str(key)
    if count := event.details.get("items"):
        names["count"] = str(count)
    if role := event.details.get("role"):
        names["role"] = str(role)
    return names


LookUp: TypeAlias = Callable[[User, set[UUID]], Mapping[UUID, Any]]


def _assessments(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = visible_to(Assessment, user).filter(pk__in=keys).prefetch_related("edition")
    return {row.pk: _questionnaire(row) for row in rows}


def _questionnaire(assessment: Assessment) -> dict[str, Any]:
    edition = assessment.edition
    return {"questionnaire": edition.content.title, "edition": edition}


def _assignments(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    readable = visible_to(Assessment, user).values("pk")
    rows = Assignment.objects.filter(pk__in=keys, assessment__in=readable).select_related("user")
    return {
        row.pk: _questionnaire(row.assessment) | ({"person": str(row.user)} if row.user else {})
        for row in rows.prefetch_related("assessment__edition")
    }


def _comments(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    readable = visible_to(Assessment, user).values("pk")
    rows = Comment.objects.filter(pk__in=keys, assessment__in=readable)
    return {
        row.pk: _questionnaire(row.assessment)
        for row in rows.prefetch_related("assessment__edition")
    }


def _reports(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = visible_to(Report, user).filter(pk__in=keys).only("pk")
    rows = rows.prefetch_related("assessments__edition")
    return {row.pk: _questionnaire(row.assessments.all()[0]) for row in rows}


def _grants(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = visible_to(Grant, user).filter(pk__in=keys).values_list("pk", "consultancy__name")
    return {pk: {"consultancy": name} for pk, name in rows}


def _invitations(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = visible_to(Invitation, user).filter(pk__in=keys).values_list("pk", "email")
    return {pk: {"address": email} for pk, email in rows}


def _people(_user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    return {row.pk: {"person": str(row)} for row in User.objects.filter(pk__in=keys)}


def _join_requests(_user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = JoinRequest.objects.filter(pk__in=keys).select_related("user")
    return {row.pk: {"person": str(row.user)} for row in rows}


def _editions(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = visible_to(Edition, user).filter(pk__in=keys)
    return {row.pk: {"questionnaire": row.content.title} for row in rows}


def _tables(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    return {row.pk: {"tables": str(row)} for row in visible_to(TableSet, user).filter(pk__in=keys)}


def _releases(user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = visible_to(Release, user).filter(pk__in=keys).values_list("pk", "key")
    return {pk: {"release": key} for pk, key in rows}


def _pool_releases(_user: User, keys: set[UUID]) -> Mapping[UUID, Any]:
    rows = PoolRelease.objects.filter(pk__in=keys).defer("content").prefetch_related("edition")
    return {row.pk: {"release": row.key} for row in rows}


_LOOK_UPS: Mapping[str, LookUp] = {
    "assessment": _assessments,
    "collection": _assessments,  # has the assessment's identifier
    "assignment": _assignments,
    "comment": _comments,
    "report": _reports,
    "grant": _grants,
    "invitation": _invitations,
    "user": _people,
    "joinrequest": _join_requests,
    "edition": _editions,
    "tableset": _tables,
    "release": _releases,
    "poolrelease": _pool_releases,
}
_GONE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("assessment", "collection", "assignment", "comment", "report", "edition"),
        ("questionnaire",),
    ),
    "grant": ("consultancy",),
    "invitation": ("address",),
    **dict.fromkeys(("user", "joinrequest"), ("person",)),
    "tableset": ("tables",),
    **dict.fromkeys(("release", "poolrelease"), ("release",)),
}
"""What an event loses with its object."""
