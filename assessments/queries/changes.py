"""What an enterprise submitted before, with the same questionnaire, as far as a person may read it.

A correction takes the place of the assessment it corrects, in time too: it says how things stood
then, however late it was made.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from assessments.access import visible_to
from assessments.models import Assessment, User
from maturity.scoring.changes import Reading

MOST_EARLIER = 7
"""Beside the assessment itself: so many points a picture over time can show."""


@dataclass(frozen=True)
class Placed:
    """A submitted assessment, and the moment for which it stands."""

    assessment: Assessment
    moment: dt.datetime

    @property
    def reading(self) -> Reading:
        """Its stored result, as it is compared."""
        found = self.assessment
        return Reading(found.edition.content, found.result.data, found.scope)


@dataclass(frozen=True)
class History:
    """An assessment and those `earlier` ones that may be read, oldest first.

    `is_first` tells that there is no earlier one at all, readable or not.
    """

    own: Placed
    earlier: tuple[Placed, ...]
    is_first: bool


@dataclass(frozen=True)
class _Place:
    root: UUID  # the assessment that the chain of corrections began with
    moment: dt.datetime
    is_replaced: bool
    may_read: bool


def _places(user: User | None, assessment: Assessment) -> dict[UUID, _Place]:
    """All that was submitted for the enterprise with this questionnaire, from one query."""
    readable = visible_to(Assessment, user).values("pk") if user else Assessment.objects.none()
    rows = (
        Assessment.objects.filter(
            enterprise=assessment.enterprise_id,
            edition__key=assessment.edition.key,
            state=Assessment.State.SUBMITTED,
        )
        .annotate(may_read=ExpressionWrapper(Q(pk__in=readable), output_field=BooleanField()))
        .values_list("pk", "corrects_id", "submitted_at", "may_read")
    )
    corrects = {pk: before for pk, before, _moment, _may_read in rows}
    moments = {pk: moment for pk, _before, moment, _may_read in rows if moment}  # all have one
    replaced = set(corrects.values())

    def root(pk: UUID) -> UUID:
        before = corrects[pk]
        return pk if before is None else root(before)

    return {
        pk: _Place(root(pk), moments[root(pk)], pk in replaced, may_read)
        for pk, _before, _moment, may_read in rows
    }


def _earlier(places: dict[UUID, _Place], assessment: Assessment) -> list[UUID]:
    """What came before and was not replaced, oldest first."""
    own = places[assessment.pk]
    before = (
        pk
        for pk, place in places.items()
        if place.moment < own.moment and place.root != own.root and not place.is_replaced
    )
    return sorted(before, key=lambda pk: places[pk].moment)


def find_earlier(user: User | None, assessment: Assessment) -> list[UUID]:
    """The newest earlier assessments that this person may read, oldest first; one query."""
    places = _places(user, assessment)
    readable = [pk for pk in _earlier(places, assessment) if places[pk].may_read]
    return readable[-MOST_EARLIER:]


def read_history(
    user: User | None, assessment: Assessment, *, among: Collection[UUID] | None = None
) -> History:
    """A submitted assessment with the earlier ones that this person may read, and their results.

    `among` are those that were chosen before, for a report, and stay chosen if one of them has
    been corrected since. Three queries, however many there are.
    """
    places = _places(user, assessment)
    found = _earlier(places, assessment)
    chosen = [pk for pk in found if places[pk].may_read][-MOST_EARLIER:]
    if among is not None:
        kept = [pk for pk in among if pk in places and places[pk].may_read]
        chosen = sorted(kept, key=lambda pk: places[pk].moment)
    rows = (
        Assessment.objects.filter(pk__in=chosen)
        .select_related("result")
        .defer("result__trace")
        .prefetch_related("edition")  # an edition is large, and most of them answer the same
        .in_bulk()
        if chosen
        else {}
    )
    return History(
        own=Placed(assessment, places[assessment.pk].moment),
        earlier=tuple(Placed(rows[pk], places[pk].moment) for pk in chosen),
        is_first=not found,
    )
