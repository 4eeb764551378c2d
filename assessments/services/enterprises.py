"""Creating enterprises and the organisations they belong to."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments.access import ACTIONS_OF
from assessments.models import Enterprise, Event, Membership, Organisation, User
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from assessments.wording.profile import economy_codes, sector_codes
from maturity.benchmarks.context import MOST_CHOSEN
from maturity.benchmarks.economies import choosable_economies
from maturity.instruments.faults import Fault

NAME_LIMIT = 200  # characters, as wide as the column


def _profile_faults(*, name: str, economy: str, sector: str, size_band: str) -> list[Fault]:
    faults = []
    if not name.strip():
        faults.append(Fault("name", "missing", {}))
    if len(name) > NAME_LIMIT:
        params = {"length": len(name), "limit": NAME_LIMIT}
        faults.append(Fault("name", "text_too_long", params))
    for path, value, known in (
        ("economy", economy, economy_codes()),
        ("sector", sector, sector_codes()),
        ("size_band", size_band, Enterprise.SizeBand.values),
    ):
        if value not in known:
            faults.append(Fault(path, "not_in_list", {"value": value}))
    return faults


def _workplace(*, by: User, name: str) -> Organisation:
    """Where this person may add an enterprise; the first one founds a client organisation."""
    memberships = list(Membership.objects.filter(user=by).select_related("organisation"))
    if not memberships:
        organisation = Organisation.objects.create(name=name, kind=Organisation.Kind.CLIENT)
        Membership.objects.create(user=by, organisation=organisation, role=Membership.Role.OWNER)
        return organisation
    for membership in memberships:
        if "answer" in ACTIONS_OF[membership.role]:
            return membership.organisation
    raise PermissionDenied


@transaction.atomic
def create_enterprise(
    *, by: User, name: str, economy: str, sector: str, size_band: str
) -> Enterprise:
    """Add an enterprise to the person's organisation.

    A person without any organisation becomes the owner of a new one of the same name. At a
    consultancy the enterprise counts as prepared, until it is handed over to its owner.

    Raises Rejected (blank name, code not in its list) and PermissionDenied (only viewing roles).
    """
    faults = _profile_faults(name=name, economy=economy, sector=sector, size_band=size_band)
    if faults:
        raise Rejected(faults)
    organisation = _workplace(by=by, name=name)
    prepared = organisation.kind == Organisation.Kind.CONSULTANCY
    enterprise = Enterprise.objects.create(
        name=name,
        economy=economy,
        sector=sector,
        size_band=size_band,
        owner=None if prepared else organisation,
        prepared_by=organisation if prepared else None,
    )
    record_event(kind=Event.Kind.ENTERPRISE_CREATED, by=by, about=enterprise, enterprise=enterprise)
    return enterprise


def choose_economies(*, enterprise: Enterprise, economies: Sequence[str]) -> None:
    """Set which economies the enterprise is held against besides its own; none is a choice too.

    Raises Rejected: `not_in_list` for a code that the national data do not name, and
    `too_many_economies` (limit, count).
    """
    offered = choosable_economies()
    faults = [
        Fault("economies", "not_in_list", {"value": code})
        for code in economies
        if code not in offered
    ]
    chosen = [code for code in offered if code in economies]  # one order, so one report
    if len(chosen) > MOST_CHOSEN:
        params = {"limit": MOST_CHOSEN, "count": len(chosen)}
        faults.append(Fault("economies", "too_many_economies", params))
    if faults:
        raise Rejected(faults)
    enterprise.compared_with = chosen
    enterprise.save(update_fields=["compared_with"])
