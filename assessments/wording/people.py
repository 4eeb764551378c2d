"""Kinds of organisations, roles and what is done with them, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.access import ROLES_IN
from assessments.models import Membership, Organisation

Role = Membership.Role

APPOINTMENT_REASONS: Mapping[str, Promise] = {
    "owner_left": _("The only person with an account left the organisation"),
    "access_lost": _("The only owner can no longer sign in"),
    "new_management": _("The organisation is under new management"),
    "other": _("Another reason, which the administrator keeps on file"),
}
"""Why the site's administrator appoints an owner, by the code that the event log keeps."""

_ROLES: Mapping[str, Promise] = {
    Role.VIEWER: _("sees assessments, results and reports"),
    Role.RESPONDENT: _("answers only what is assigned to him or her"),
    Role.EDITOR: _("answers, assigns, submits and makes reports"),
    Role.OWNER: _("like an editor, and manages members, grants and the enterprise"),
    Role.CONSULTANT: _("works for clients that let the consultancy in, and prepares enterprises"),
    Role.LEAD: _("like a consultant, and manages the members of the consultancy"),
}
_KINDS: Mapping[str, Promise] = {
    Organisation.Kind.CLIENT: _("assesses enterprises of its own"),
    Organisation.Kind.CONSULTANCY: _("works for clients that let it in"),
}


def appointment_reason_text(code: str) -> str:
    return str(APPOINTMENT_REASONS.get(code, code))


def role_means(role: str) -> str:
    """What a role may do, as half a sentence."""
    return str(_ROLES[role])


def kind_means(kind: str) -> str:
    """What such an organisation does, as half a sentence."""
    return str(_KINDS[kind])


def role_choices(kind: str) -> list[tuple[str, str]]:
    """The roles of such an organisation, each with what it may do."""
    return [(role, f"{role.label} – {_ROLES[role]}") for role in ROLES_IN[kind]]


def kind_choices() -> list[tuple[str, str]]:
    return [(kind, f"{kind.label} – {_KINDS[kind]}") for kind in Organisation.Kind]
