"""Batches of reports, and reports made again and again, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from assessments.models import BatchEntry, Job
from assessments.models.batches import EVERY_MONTHS
from assessments.wording.faults import fault_text
from assessments.wording.jobs import error_text
from maturity.instruments.faults import Fault

_STATES: Mapping[str, Promise] = {
    "waiting": pgettext_lazy("report in a batch", "Waiting"),
    "running": pgettext_lazy("report in a batch", "Being made"),
    "paused": pgettext_lazy("report in a batch", "Paused"),
    "done": pgettext_lazy("report in a batch", "Ready"),
    "failed": pgettext_lazy("report in a batch", "Failed"),
    "cancelled": pgettext_lazy("report in a batch", "Cancelled"),
}

_INTERVALS: Mapping[int, Promise] = {
    1: gettext_lazy("every month"),
    3: gettext_lazy("every three months"),
    6: gettext_lazy("every six months"),
    12: gettext_lazy("every year"),
}


def entry_state_text(state: str) -> str:
    """Where an entry of a batch stands, in a word or two."""
    return str(_STATES[state])


def stored_fault_text(error: Mapping[str, Any]) -> str:
    """A refusal as it is kept with a row: {"code", "params"}."""
    return fault_text(Fault("", error["code"], error.get("params", {})))


def failure_text(entry: BatchEntry) -> str:
    """Why there is no report, and what to do; empty while it can still come, or is there."""
    if entry.error:
        return stored_fault_text(entry.error)
    if entry.report is None:
        return _("The report was not asked for.") if entry.batch.job.is_finished else ""
    if entry.report.job.state in (Job.State.FAILED, Job.State.CANCELLED):
        return error_text(entry.report.job)
    return ""


def contents_columns() -> list[str]:
    """The head of the table that lies in the archive of a batch."""
    return [
        pgettext("batch, column", "Number"),
        pgettext("batch, column", "Enterprise"),
        pgettext("batch, column", "Questionnaire"),
        pgettext("batch, column", "Edition"),
        pgettext("batch, column", "Submitted on"),
        pgettext("batch, column", "Language"),
        pgettext("batch, column", "Pages"),
        pgettext("batch, column", "Verification code"),
        pgettext("batch, column", "File"),
        "SHA-256",
        pgettext("batch, column", "Why there is no report"),
    ]


def interval_text(months: int) -> str:
    """How often a report is made again."""
    return str(_INTERVALS[months])


def interval_choices() -> list[tuple[int, str]]:
    return [(months, interval_text(months)) for months in EVERY_MONTHS]
