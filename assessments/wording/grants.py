"""Rights of consultancies, the days they end, and what was read and taken under them, in words."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from assessments.models import Assessment, Event
from assessments.wording.dates import date_text
from assessments.wording.profile import active_language
from assessments.wording.results import listed

RIGHTS: Mapping[str, Promise] = {
    "comment": pgettext_lazy("right of a consultancy", "comment"),
    "edit": pgettext_lazy("right of a consultancy", "answer and submit"),
    "report": pgettext_lazy("right of a consultancy", "make reports"),
}

DONE: Mapping[str, Promise] = {
    Event.Kind.READ_UNDER_GRANT: gettext_lazy("looked at it"),
    Event.Kind.REPORT_REQUESTED: gettext_lazy("asked for the report"),
    Event.Kind.REPORT_DOWNLOADED: gettext_lazy("took the file"),
    Event.Kind.REPORT_DATA_DOWNLOADED: gettext_lazy("took its data"),
    Event.Kind.EXPORT_REQUESTED: gettext_lazy("asked for an export"),
    Event.Kind.EXPORT_DOWNLOADED: gettext_lazy("took the exported file"),
    Event.Kind.COMMENTED: gettext_lazy("commented on it"),
}
"""What somebody from outside did, by the kind of event."""


def right_choices() -> list[tuple[str, str]]:
    """To be ticked; reading is always included."""
    return [(right, str(RIGHTS[right])) for right in RIGHTS]


def rights_text(rights: Collection[str]) -> str:
    """read, comment and make reports."""
    said = [
        pgettext("right of a consultancy", "read"),
        *(str(text) for right, text in RIGHTS.items() if right in rights),
    ]
    return listed(said)


def assessment_text(assessment: Assessment) -> str:
    """One assessment among others of its enterprise."""
    day = assessment.submitted_at or assessment.created_at
    said = {
        "title": assessment.edition.content.title[active_language()],
        "date": date_text(day, assessment.enterprise.economy),
    }
    if assessment.is_frozen:
        return _("%(title)s, submitted on %(date)s") % said
    return _("%(title)s, started on %(date)s") % said


def done_text(kind: str) -> str:
    return str(DONE.get(kind, kind))


def due_text(day: dt.date) -> str:
    """How far away the day is by which something shall be done."""
    days = (day - timezone.now().date()).days
    if days < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("due in %(days)s day", "due in %(days)s days", days) % {"days": days}


def ending_text(last: dt.date) -> str:
    """How long a grant goes on that ends with that day."""
    days = (last - timezone.now().date()).days
    if days <= 0:
        return _("ends today")
    return ngettext("ends in %(days)s day", "ends in %(days)s days", days) % {"days": days}


def is_soon(day: dt.date) -> bool:
    """Whether a day is within a month, or over: worth a mark."""
    return day <= timezone.now().date() + dt.timedelta(days=30)


def age_text(days: int) -> str:
    """How long ago something was."""
    if days < 1:
        return _("today")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
