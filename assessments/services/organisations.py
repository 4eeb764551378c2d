"""Founding and renaming organisations."""

from django.db import transaction

from assessments.access import ROLES_IN
from assessments.models import Event, Membership, Organisation, User
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

NAME_LIMIT = 200  # characters, as wide as the column


@transaction.atomic
def found_organisation(*, by: User, name: str, kind: str) -> Organisation:
    """Add an organisation that the person manages: as its owner, or its lead consultant.

    Raises Rejected: `missing`, `text_too_long` (name), `not_in_list` (kind).
    """
    if kind not in Organisation.Kind.values:
        raise Rejected([Fault("kind", "not_in_list", {"value": kind})])
    organisation = Organisation.objects.create(name=check_name(name), kind=kind)
    Membership.objects.create(user=by, organisation=organisation, role=ROLES_IN[kind][-1])
    record_event(
        kind=Event.Kind.ORGANISATION_FOUNDED, by=by, about=organisation, organisation=organisation
    )
    return organisation


@transaction.atomic
def rename_organisation(*, by: User, organisation: Organisation, name: str) -> None:
    """Give it another name. Its enterprises keep theirs. Raises Rejected as founding does."""
    organisation.name = check_name(name)
    organisation.save(update_fields=["name"])
    record_event(
        kind=Event.Kind.ORGANISATION_RENAMED, by=by, about=organisation, organisation=organisation
    )


def check_name(given: str) -> str:
    """Return a name as it is kept: as typed. Raises Rejected: `missing`, `text_too_long`."""
    if not given.strip():
        raise Rejected([Fault("name", "missing")])
    if len(given) > NAME_LIMIT:
        params = {"length": len(given), "limit": NAME_LIMIT}
        raise Rejected([Fault("name", "text_too_long", params)])
    return given
