"""Words of the page a director reads: what the result is held against, and what is uncertain."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.wording.results import listed


def nothing_to_hold_against() -> str:
    return _(
        "There is nothing to hold this result against yet: no group of enterprises and no "
        "published results of this questionnaire."
    )


def not_chosen() -> str:
    return _("What it could be held against was left out of this report.")


def national_is_context() -> str:
    return _("National figures stand in this report as context; no result is compared with them.")


def quoted(title: str, said: str) -> str:
    """A sentence about published figures, and whose they are."""
    return _("%(title)s: %(said)s") % {"title": title, "said": said}


def unknown_text(names: list[str]) -> str:
    return _("Not known yet: %(names)s.") % {"names": listed(names)}


def unanswered_text(names: list[str]) -> str:
    return _("Not answered: %(names)s.") % {"names": listed(names)}


def not_applicable_text(names: list[str]) -> str:
    return _("Left out because they do not apply: %(names)s.") % {"names": listed(names)}


def without_target_text(count: int) -> str:
    return ngettext("%(count)d item has no target.", "%(count)d items have no target.", count) % {
        "count": count
    }


def nothing_open() -> str:
    return _("Nothing is open: every item is answered or does not apply.")


def provisional_text() -> str:
    return _(
        "The range is provisional: for some items only the bounds of the quick pass are known."
    )


def range_text(top: int) -> str:
    return _(
        "Some items are open. The range runs from what the mean would be if all of them stood at 0 "
        "to what it would be if all stood at %(top)s."
    ) % {"top": top}


def narrowing_text(names: list[str]) -> str:
    return _("To narrow it most, answer these first: %(names)s.") % {"names": listed(names)}


def tier_range_text() -> str:
    return _("The result is a range, because deciding practices are open.")
