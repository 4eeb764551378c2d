"""Adding to the event log."""

from django.db.models import Model

from assessments.models import Enterprise, Event, User


def record_event(
    *, kind: Event.Kind, by: User | None, about: Model, enterprise: Enterprise | None = None
) -> Event:
    """Note what a person did, for the organisation whose enterprise it concerns, if any."""
    owner = (enterprise.owner_id or enterprise.prepared_by_id) if enterprise else None
    return Event.objects.create(
        kind=kind,
        actor=by,
        organisation_id=owner,
        object_type=type(about).__name__.lower(),
        object_id=about.pk,
    )
