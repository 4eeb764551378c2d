"""What a job is doing, how long it will take and why it failed."""

import datetime as dt
import math
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Job


def phase_text(job: Job) -> str:
    if job.state == Job.State.QUEUED:
        return _("Waiting to be tried again") if job.attempt else _("Waiting for its turn")
    if job.state == Job.State.PAUSED:
        return _("Paused")
    return {
        "": _("Starting"),
        "context": _("Collecting the results"),
        "checking": _("Checking that every character can be printed"),
        "rendering": _("Laying out the pages"),
        "storing": _("Storing the file"),
        "reading": _("Checking the rows"),
        "storing_figures": _("Writing the figures"),
        "collecting": _("Collecting everything that is held"),
        "asking": _("Asking for the reports"),
        "packing": _("Putting the reports into one file"),
    }.get(job.phase, job.phase)


def duration_text(duration: dt.timedelta) -> str:
    """Roughly how long: "about 20 seconds", "about 3 minutes", "about 2 hours"."""
    seconds = duration.total_seconds()
    if seconds < 5:
        return _("a few seconds")
    if seconds <= 55:
        count = math.ceil(seconds / 5) * 5
        return ngettext("about %(count)d second", "about %(count)d seconds", count) % {
            "count": count
        }
    minutes = max(round(seconds / 60), 1)
    if minutes < 90:
        return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {
            "count": minutes
        }
    hours = round(seconds / 3600)
    return ngettext("about %(count)d hour", "about %(count)d hours", hours) % {"count": hours}


def place_text(ahead: int) -> str:
    """Its place in the queue, by the number of jobs that are done before it."""
    if not ahead:
        return _("It is the next in the queue.")
    return ngettext(
        "%(count)d job in the queue is done before it.",
        "%(count)d jobs in the queue are done before it.",
        ahead,
    ) % {"count": ahead}


def left_text(left: dt.timedelta, *, count: int) -> str:
    """When a report will be ready, and on what that rests: the number of reports before it."""
    return ngettext(
        "It will be ready in %(duration)s, going by the last %(count)d report.",
        "It will be ready in %(duration)s, going by the last %(count)d reports.",
        count,
    ) % {"duration": duration_text(left), "count": count}


def late_text() -> str:
    return _("It takes longer than usual.")


def error_text(job: Job) -> str:
    """Why the job failed or was cancelled, and what to do; for whoever asked for it."""
    if job.state == Job.State.CANCELLED:
        return _("It was cancelled before it was begun. If you still need it, ask for it again.")
    error = job.error or {"code": "gave_up", "params": {"attempts": job.attempt}}
    patterns = {
        "gave_up": _(
            "The report could not be made in %(attempts)s attempts. Please ask for it again later."
        ),
        "missing_glyph": _(
            "No font has the character “%(character)s” (%(code)s), which stands in: %(where)s. "
            "Write it another way, then ask for the report again."
        ),
        "render_warning": _("The report would have been incomplete: %(message)s"),
        "not_allowed": _("Your right to this report was withdrawn."),
    }
    if job.kind == Job.Kind.IMPORT:
        patterns = {
            "gave_up": _(
                "The file could not be imported in %(attempts)s attempts; nothing was written. "
                "Please try again later."
            ),
            "not_allowed": _("Your right to write releases was withdrawn; nothing was written."),
            "file_gone": _("The file is not here any more. Please upload it again."),
            "release_key_taken": _(
                "Meanwhile there is a release “%(key)s”; nothing was written. Choose another key."
            ),
        }
    if job.kind == Job.Kind.EXPORT:
        patterns = {
            "gave_up": _(
                "The export could not be made in %(attempts)s attempts. "
                "Please ask for it again later."
            ),
            "not_allowed": _("Your right to this export was withdrawn."),
        }
    if job.kind == Job.Kind.BATCH:
        patterns = {
            "gave_up": _(
                "The reports could not be asked for in %(attempts)s attempts. Please try again "
                "later."
            ),
            "not_allowed": _("Your account is closed, so the reports were not asked for."),
        }
    if job.kind == Job.Kind.ARCHIVE:
        patterns = {
            "gave_up": _(
                "The ZIP file could not be made in %(attempts)s attempts. Please have it made "
                "again later; each report can be fetched by itself."
            ),
            "not_allowed": _("Your account is closed, so the ZIP file was not made."),
        }
    pattern = patterns.get(error["code"])
    return pattern % error["params"] if pattern else str(error["code"])


REASONS: Mapping[str, Promise] = {
    "gave_up": gettext_lazy("Given up; the last attempt ended with %(cause)s"),
    "attempt_failed": gettext_lazy("Will be tried again; the last attempt ended with %(cause)s"),
    "missing_glyph": gettext_lazy("A character that no font has"),
    "render_warning": gettext_lazy("The document would have been incomplete"),
    "not_allowed": gettext_lazy("Whoever asked for it may no longer have it"),
    "file_gone": gettext_lazy("The uploaded file was no longer there"),
    "release_key_taken": gettext_lazy("The key of the release was taken meanwhile"),
}
"""Why jobs fail, for whoever looks after the site: nothing that a client wrote is in it."""


def reason_text(code: str, *, cause: str) -> str:
    """Why a job failed, without any content; `cause` is a class of exception, empty if the worker
    died. A code without words stands for itself."""
    said = cause or _("the death of its worker")
    return str(REASONS.get(code, code)) % {"cause": said}
