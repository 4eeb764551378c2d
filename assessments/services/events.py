"""Adding to the event log."""

from django.db.models import Model

from assessments.models import Enterprise, Event, Organisation, User


def record_event(
    *,
    kind: Event.Kind,
    by: User | None,
    about: Model,
    enterprise: Enterprise | None = None,
    organisation: Organisation | None = None,
) -> Event:
    """Note what a person did, in the log of the organisation that it concerns, if any.

    That is `organisation`, or else the one to which the enterprise belongs.
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
    )
