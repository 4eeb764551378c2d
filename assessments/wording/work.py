"""What waits for a person, in words."""

import datetime as dt
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_SENTENCES: Mapping[str, Promise] = {
    "invitation": gettext_lazy("Answer the invitation of %(name)s"),
    "join_request": gettext_lazy("Decide about %(name)s, who asks to join"),
    "respond": gettext_lazy("Give your own view: %(name)s"),
    "close_collection": gettext_lazy("Close collecting, everybody is finished: %(name)s"),
    "agree": gettext_lazy("Agree on the answers: %(name)s"),
    "submit": gettext_lazy("Check and submit: %(name)s"),
    "answer": gettext_lazy("Continue answering: %(name)s"),
    "report_failed": gettext_lazy("A report could not be made: see why"),
    "report_ready": gettext_lazy("A report is ready: fetch it"),
    "grant_ends": gettext_lazy("The access of %(name)s ends: extend it or let it end"),
    "release_to_review": gettext_lazy("Review a draft: %(name)s"),
    "release_returned": gettext_lazy("Revise a draft that was returned: %(name)s"),
    "import_refused": gettext_lazy("Correct a file that was refused"),
    "import_checked": gettext_lazy("Import a file that was checked"),
    "edition_draft": gettext_lazy("Publish or discard a draft: %(name)s"),
}


def waiting_text(kind: str, *, name: str, count: int) -> str:
    """What is to be done, verb first; `name` is what or who it is about."""
    if kind == "jobs_failed":
        return ngettext(
            "Look at %(count)d job that failed", "Look at %(count)d jobs that failed", count
        ) % {"count": count}
    return str(_SENTENCES[kind]) % {"name": name}


def due_text(due: dt.date | None, *, is_overdue: bool) -> str:
    """Until when; empty without a date."""
    if due is None:
        return ""
    date = {"date": date_format(due)}
    return _("overdue (due %(date)s)") % date if is_overdue else _("until %(date)s") % date
