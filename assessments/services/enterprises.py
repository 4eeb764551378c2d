"""Creating enterprises and the organisations they belong to."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments.access import workplaces
from assessments.models import Enterprise, Event, Membership, Organisation, User
from assessments.services.events import record_event
from assessments.services.organisations import NAME_LIMIT, found_organisation
from assessments.services.refusals import Rejected
from assessments.wording.profile import economy_codes, sector_codes
from maturity.benchmarks.context import MOST_CHOSEN
from maturity.benchmarks.economies import choosable_economies
from maturity.instruments.faults import Fault


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


def _workplace(*, by: User, name: str, chosen: Organisation | None) -> Organisation:
    """Where this person adds an enterprise; the first one founds a client organisation."""
    if not Membership.objects.filter(user=by).exists():
        return found_organisation(by=by, name=name, kind=Organisation.Kind.CLIENT)
    possible = list(workplaces(by))
    if not possible or (chosen is not None and chosen not in possible):
        raise PermissionDenied
    if chosen is not None:
        return chosen
    if len(possible) > 1:
        raise Rejected([Fault("organisation", "organisation_missing")])
    return possible[0]


@transaction.atomic
def create_enterprise(
    *,
    by: User,
    name: str,
    economy: str,
    sector: str,
    size_band: str,
    organisation: Organisation | None = None,
) -> Enterprise:
    """Add an enterprise to the organisation, which may be left out by those who work in one only.

    A person without any organisation becomes the owner of a new one of the same name. At a
    consultancy the enterprise counts as prepared, until it is handed over to its owner.

    Raises Rejected (blank name, code not in its list, `organisation_missing`) and PermissionDenied
    (only viewing roles, or not in that organisation).
    """
    faults = _profile_faults(name=name, economy=economy, sector=sector, size_band=size_band)
    if faults:
        raise Rejected(faults)
    organisation = _workplace(by=by, name=name, chosen=organisation)
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
