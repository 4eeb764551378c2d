"""How an organisation's reports look. Saving makes a new version; reports keep theirs."""

import unicodedata
from collections.abc import Iterator

from django.db import transaction

from assessments.models import Branding, Event, Organisation, User
from assessments.queries.branding import last_version
from assessments.reports.colours import COLOUR, READABLE, contrast, contrast_text, darkened
from assessments.services.events import record_event
from assessments.services.glyphs import find_missing_glyphs
from assessments.services.logos import Logo, read_logo
from assessments.services.organisations import check_name
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault
from maturity.scoring.answers import check_text

CONTACT_LIMIT = 300  # characters, as wide as the column
CONTACT_LINES = 6


def save_branding(
    *,
    by: User,
    organisation: Organisation,
    name: str,
    contact: str,
    colour: str,
    logo: bytes | None,
    preface: str,
) -> Branding:
    """Let the organisation's reports look so from now on; those that were asked for stay.

    `logo` is a file as somebody brought it, b"" for none, None for the one that is there. `colour`
    is "#rrggbb", or empty for ours. Without a change there is no new version.
    Raises Rejected: `missing`, `text_too_long`, `text_not_storable`, `glyph_missing`,
    `too_many_lines`, `colour_malformed`, `colour_too_pale`, and what `read_logo` finds.
    """
    given = {
        "name": name,
        "contact": contact.replace("\r\n", "\n").strip(),
        "colour": colour.strip().lower(),
        "preface": preface.replace("\r\n", "\n").strip(),
    }
    if faults := list(_faults(given)) or _undrawable(given):
        raise Rejected(faults)
    drawn = read_logo(logo) if logo else logo
    return _save(by=by, organisation=organisation, given=given, logo=drawn)


def reset_branding(*, by: User, organisation: Organisation) -> None:
    """Let reports look as ours do, from now on: a version without a name stands for that."""
    nothing = {"name": "", "contact": "", "colour": "", "preface": ""}
    _save(by=by, organisation=organisation, given=nothing, logo=b"")


@transaction.atomic
def _save(
    *, by: User, organisation: Organisation, given: dict[str, str], logo: Logo | bytes | None
) -> Branding:
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one version after another
    before = last_version(organisation)
    drawn = {"logo": b"", "logo_type": ""}
    if isinstance(logo, Logo):
        drawn = {"logo": logo.content, "logo_type": logo.type}
    elif logo is None and before:
        drawn = {"logo": bytes(before.logo), "logo_type": before.logo_type}
    wanted = given | drawn
    if before is None and not wanted["name"]:
        return Branding(organisation=organisation)  # ours already
    if before and all(_same(getattr(before, field), value) for field, value in wanted.items()):
        return before
    saved = Branding.objects.create(organisation=organisation, saved_by=by, **wanted)
    record_event(
        kind=Event.Kind.BRANDING_CHANGED, by=by, about=organisation, organisation=organisation
    )
    return saved


def _same(stored: object, value: object) -> bool:
    """PostgreSQL hands bytes out as a view of them."""
    return (bytes(stored) if isinstance(stored, memoryview) else stored) == value


def _faults(given: dict[str, str]) -> Iterator[Fault]:
    try:
        check_name(given["name"])
    except Rejected as rejected:
        yield from rejected.faults
    yield from _contact_faults(given["contact"])
    yield from check_text(given["preface"], path="preface")
    if given["colour"]:
        yield from _colour_faults(given["colour"])


def _undrawable(given: dict[str, str]) -> list[Fault]:
    return find_missing_glyphs({key: given[key] for key in ("name", "contact", "preface")})


def _contact_faults(contact: str) -> Iterator[Fault]:
    if len(contact) > CONTACT_LIMIT:
        yield Fault("contact", "text_too_long", {"length": len(contact), "limit": CONTACT_LIMIT})
    if contact.count("\n") >= CONTACT_LINES:
        yield Fault("contact", "too_many_lines", {"limit": CONTACT_LINES})
    control = (each for each in contact if each != "\n" and unicodedata.category(each) == "Cc")
    if character := next(control, None):
        params = {"character": f"U+{ord(character):04X}"}
        yield Fault("contact", "text_not_storable", params)


def _colour_faults(colour: str) -> Iterator[Fault]:
    if not COLOUR.fullmatch(colour):
        yield Fault("colour", "colour_malformed", {"value": colour[:20]})
    elif (ratio := contrast(colour)) < READABLE:
        said = {"ratio": contrast_text(ratio), "least": str(READABLE)}
        yield Fault("colour", "colour_too_pale", said | {"suggestion": darkened(colour)})
