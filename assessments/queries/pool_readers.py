"""Who could read the results in a pool: a reader who knows nearly all of a group learns the rest.

Of each organisation two sets of enterprises are noted, and no group may be shown that fails for
either of them. `may` are those whose very result in the pool it can or could read; `might` also
those of which it knows anything, such as last year's result or one under a grant that ended before
this one was submitted. Counting too many as known would be as wrong as counting too few: of a
group that is known whole nothing is held back.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from assessments.access import ACTIONS_OF
from assessments.models import Assignment, Enterprise, Event, Grant, Membership, Organisation
from maturity.benchmarks.pool import Readers
from maturity.benchmarks.pool_windows import Window

READING = tuple(role for role, actions in ACTIONS_OF.items() if "read" in actions)

Known: TypeAlias = dict[UUID, set[str]]
"""Enterprises by organisation, and by person what was known at a workplace that was left."""

Former: TypeAlias = dict[UUID, list[tuple[UUID, dt.datetime]]]
"""By organisation, who could read there for a part of the window, and until when."""


@dataclass(frozen=True)
class PoolReaders:
    """Rights of a window; `note` each result that counts, then take the sets from `as_sets`.

    `workplaces` are those that a person has now, of each who has or had several. Owners of a single
    enterprise are left out, unless somebody knows another one too (`owners` are those who are not):
    they read one result.
    """

    grants: Mapping[UUID, list[Grant]]
    preparers: Mapping[UUID, list[UUID]]
    respondents: Mapping[UUID, list[tuple[UUID, UUID, bool]]]
    owners: frozenset[UUID]
    workplaces: Mapping[UUID, list[UUID]]
    former: Former
    may: Known = field(default_factory=lambda: defaultdict(set))
    might: Known = field(default_factory=lambda: defaultdict(set))

    def note(
        self, *, enterprise: UUID, owner: UUID | None, assessment: UUID, submitted_at: dt.datetime
    ) -> None:
        """Take down who can or could read this result, or knows something of its enterprise."""
        name = str(enterprise)
        if owner in self.owners:
            self._add(owner, name, is_certain=True, submitted_at=submitted_at)
        for consultancy in self.preparers.get(enterprise, ()):
            self._add(consultancy, name, is_certain=False, submitted_at=submitted_at)
        for grant in self.grants.get(enterprise, ()):
            opened = _opened(grant, assessment=assessment, submitted_at=submitted_at)
            self._add(grant.consultancy_id, name, is_certain=opened, submitted_at=submitted_at)
        for person, asked_in, is_member in self.respondents.get(enterprise, ()):
            self.might[person].add(name)
            if is_member and asked_in == assessment:
                self.may[person].add(name)

    def _add(
        self, organisation: UUID, enterprise: str, *, is_certain: bool, submitted_at: dt.datetime
    ) -> None:
        self.might[organisation].add(enterprise)
        if is_certain:
            self.may[organisation].add(enterprise)
        for person, until in self.former.get(organisation, ()):
            self.might[person].add(enterprise)
            if is_certain and until > submitted_at:
                self.may[person].add(enterprise)

    def as_sets(self) -> Readers:
        """What each organisation knows, and each person who belongs or belonged to several."""
        sets: dict[str, frozenset[str]] = {}
        for how, known in (("may", self.may), ("might", self.might)):
            sets |= {f"{each} {how}": frozenset(names) for each, names in known.items()}
            for person, organisations in self.workplaces.items():
                read = (known.get(each, set()) for each in (person, *organisations))
                sets[f"{person} {how}"] = frozenset[str]().union(*read)
        return sets


def readers_in(window: Window) -> PoolReaders:
    """The rights that held at any time in the window, or hold now.

    Memberships that ended are read from their history. Ownership is that of today.
    """
    former = _former_members(window)
    respondents = _respondents()
    asked = {person for rows in respondents.values() for person, _in, _is_member in rows}
    workplaces = _workplaces_of_those_with_several(former, asked)
    several = Enterprise.objects.values("owner").annotate(count=Count("pk")).filter(count__gt=1)
    owners = {row["owner"] for row in several} - {None}
    return PoolReaders(
        grants=_grants_in(window),
        preparers=_preparers(),
        respondents=respondents,
        owners=frozenset(owners.union(former, *workplaces.values())),
        workplaces=workplaces,
        former=former,
    )


def _grants_in(window: Window) -> dict[UUID, list[Grant]]:
    """Accepted grants by enterprise, revoked and expired ones of the window among them."""
    found: dict[UUID, list[Grant]] = defaultdict(list)
    grants = Grant.objects.filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gte=window.start),
        Q(until__isnull=True) | Q(until__gte=window.first_day),
        accepted_at__isnull=False,
    )
    for grant in grants.iterator():
        found[grant.enterprise_id].append(grant)
    return found


def _opened(grant: Grant, *, assessment: UUID, submitted_at: dt.datetime) -> bool:
    """Whether the grant was still there when the result came, and covers it."""
    return (
        grant.assessment_id in (None, assessment)
        and (grant.revoked_at is None or grant.revoked_at > submitted_at)
        and (grant.until is None or grant.until >= submitted_at.date())
    )


def _preparers() -> dict[UUID, list[UUID]]:
    """The consultancies that added an enterprise, before it had an owner."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    added = Event.objects.filter(
        kind=Event.Kind.ENTERPRISE_CREATED,
        organisation__kind=Organisation.Kind.CONSULTANCY,
    ).values_list("object_id", "organisation")
    for enterprise, consultancy in added.iterator():
        found[enterprise].append(consultancy)
    return found


def _former_members(window: Window) -> Former:
    """Who could read somewhere at a time after the window began, and then left or lost the role."""
    changes = Membership.history.order_by("history_id")
    later = changes.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    ended = (
        changes.filter(role__in=READING, history_type__in=("+", "~"))
        .annotate(until=Subquery(later.values("history_date")[:1]))
        .filter(until__gte=window.start)
    )
    found: Former = defaultdict(list)
    for organisation, *left in ended.values_list("organisation", "user", "until").iterator():
        found[organisation].append(tuple(left))
    return found


def _respondents() -> dict[UUID, list[tuple[UUID, UUID, bool]]]:
    """By enterprise, with whom a result is or was shared because he was asked for answers: the
    person, the assessment, and whether he still belongs there."""
    colleagues = Membership.objects.filter(
        Q(organisation=OuterRef("assessment__enterprise__owner"))
        | Q(organisation=OuterRef("assessment__enterprise__prepared_by")),
        user=OuterRef("user"),
    )
    shared = Assignment.objects.filter(
        user__isnull=False,
        assessment__collection__shares_result=True,
        assessment__submitted_at__isnull=False,
    ).annotate(is_member=Exists(colleagues))
    found: dict[UUID, list[tuple[UUID, UUID, bool]]] = defaultdict(list)
    rows = shared.values_list("assessment__enterprise", "user", "assessment", "is_member")
    for enterprise, person, assessment, is_member in rows.iterator():
        found[enterprise].append((person, assessment, is_member))
    return found


def _workplaces_of_those_with_several(
    former: Former, asked: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    """Where those can read who belong to several, left somewhere, or were asked for answers."""
    memberships = Membership.objects.filter(role__in=READING)
    several = memberships.values("user").annotate(count=Count("pk")).filter(count__gt=1)
    left = {person for people in former.values() for person, _until in people}
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for some in (Q(user__in=several.values("user")), Q(user__in=left.union(asked))):
        for person, organisation in memberships.filter(some).values_list("user", "organisation"):
            found[person].append(organisation)
    return found
