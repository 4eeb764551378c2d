"""Adding to the event log, and handing it out."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

from assessments.models import Enterprise, Event, Organisation, Report, User
from assessments.queries.events import read_in_batches
from assessments.reports.event_log import WRITERS


def record_event(
    *,
    kind: Event.Kind,
    by: User | None,
    about: Model,
    enterprise: Enterprise | None = None,
    organisation: Organisation | None = None,
    **details: Any,
) -> Event:
    """Note what a person did, in the log of the organisation that it concerns, if any.

    That is `organisation`, or else the one to which the enterprise belongs. `details` are codes and
    keys; texts and names of people are looked up when the log is read.
    """
    concerned = organisation.pk if organisation else None
    if enterprise and concerned is None:
        concerned = enterprise.owner_id or enterprise.prepared_by_id
    return Event.objects.create(
        kind=kind,
        actor=by,
        organisation_id=concerned,
        object_type=type(about).__name__.lower(),
        object_id=about.pk,
        enterprise=enterprise.pk if enterprise else None,
        details=details,
    )


def record_event_of_each(*, kind: Event.Kind, by: User, about: Iterable[Report]) -> None:
    """Note the same of many reports in one query, each in the log of whose it is."""
    Event.objects.bulk_create(
        Event(
            kind=kind,
            actor=by,
            organisation_id=report.enterprise.owner_id or report.enterprise.prepared_by_id,
            object_type="report",
            object_id=report.pk,
            enterprise=report.enterprise_id,
        )
        for report in about
    )


def export_log(
    *,
    by: User,
    organisation: Organisation | None,
    events: QuerySet[Event],
    form: str,
    language: str,
) -> Iterator[str]:
    """These events as a file ("csv" or "json"), in parts; that they were taken is an event too."""
    record_event(
        kind=Event.Kind.LOG_EXPORTED,
        by=by,
        about=organisation or by,
        organisation=organisation,
        form=form,
    )
    return WRITERS[form](read_in_batches(events, user=by), language)
