"""Who could read the results in a pool: a reader who knows nearly all of a group learns the rest.

Of each organisation two sets of enterprises are noted, and no group may be shown that fails for
either of them. `may` are those whose very result in the pool it can or could read; `might` also
those of which it knows anything, such as last year's result or one under a grant that ended before
this one was submitted. Counting too many as known would be as wrong as counting too few: of a
group that is known whole nothing is held back.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from django.db.models import Count, Q

from assessments.access import ACTIONS_OF
from assessments.models import Enterprise, Event, Grant, Membership, Organisation
from maturity.benchmarks.pool import Readers
from maturity.benchmarks.pool_windows import Window

Known: TypeAlias = dict[UUID, set[str]]
"""Enterprises by organisation."""


@dataclass(frozen=True)
class PoolReaders:
    """Rights of a window; `note` each result that counts, then take the sets from `as_sets`.

    Owners of a single enterprise are left out (`owners` are the others): they read one result.
    """

    grants: Mapping[UUID, list[Grant]]
    preparers: Mapping[UUID, list[UUID]]
    owners: frozenset[UUID]
    workplaces: Mapping[UUID, list[UUID]]
    may: Known = field(default_factory=lambda: defaultdict(set))
    might: Known = field(default_factory=lambda: defaultdict(set))

    def note(
        self, *, enterprise: UUID, owner: UUID | None, assessment: UUID, submitted_at: dt.datetime
    ) -> None:
        """Take down who can or could read this result, or knows something of its enterprise."""
        name = str(enterprise)
        if owner in self.owners:
            self._add(owner, name, is_certain=True)
        for consultancy in self.preparers.get(enterprise, ()):
            self._add(consultancy, name, is_certain=False)
        for grant in self.grants.get(enterprise, ()):
            opened = _opened(grant, assessment=assessment, submitted_at=submitted_at)
            self._add(grant.consultancy_id, name, is_certain=opened)

    def _add(self, organisation: UUID, enterprise: str, *, is_certain: bool) -> None:
        self.might[organisation].add(enterprise)
        if is_certain:
            self.may[organisation].add(enterprise)

    def as_sets(self) -> Readers:
        """What each organisation knows, and each person who belongs to several."""
        sets: dict[str, frozenset[str]] = {}
        for how, known in (("may", self.may), ("might", self.might)):
            sets |= {f"{each} {how}": frozenset(names) for each, names in known.items()}
            for person, organisations in self.workplaces.items():
                read = (known.get(each, set()) for each in organisations)
                sets[f"{person} {how}"] = frozenset[str]().union(*read)
        return sets


def readers_in(window: Window) -> PoolReaders:
    """The rights that held at any time in the window, or hold now."""
    workplaces = _people_with_several_workplaces()
    several = Enterprise.objects.values("owner").annotate(count=Count("pk")).filter(count__gt=1)
    owners = {row["owner"] for row in several} - {None}
    return PoolReaders(
        grants=_grants_in(window),
        preparers=_preparers(),
        owners=frozenset(owners.union(*workplaces.values())),
        workplaces=workplaces,
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


def _people_with_several_workplaces() -> dict[UUID, list[UUID]]:
    reading = [role for role, actions in ACTIONS_OF.items() if "read" in actions]
    memberships = Membership.objects.filter(role__in=reading)
    several = memberships.values("user").annotate(count=Count("pk")).filter(count__gt=1)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = memberships.filter(user__in=several.values("user")).values_list("user", "organisation")
    for person, organisation in rows.iterator():
        found[person].append(organisation)
    return found
