"""The event log as a file: one line for each event, in batches, however long it is."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from django.utils import translation

from assessments.queries.events import LogEntry
from assessments.reports.cells import harmless
from assessments.wording.events import actor_text, enterprise_text, event_text

COLUMNS = (
    *("at", "actor", "what", "enterprise", "kind"),
    *("actor_id", "enterprise_id", "object_type", "object_id", "details"),
)
"""The first four for people, in their language; the others are codes and identifiers."""

Batches: TypeAlias = Iterable[list[LogEntry]]
Writer: TypeAlias = Callable[[Batches, str], Iterator[str]]

_BYTE_ORDER_MARK = "\ufeff"  # spreadsheets take a file without it for another encoding


def log_as_csv(batches: Batches, language: str) -> Iterator[str]:
    """CSV in UTF-8; a text that a spreadsheet would compute stands behind an apostrophe."""
    yield _BYTE_ORDER_MARK + _csv_lines([COLUMNS])
    for batch in batches:
        with translation.override(language):
            rows = [_columns(entry) for entry in batch]
        yield _csv_lines([_cell(row[name]) for name in COLUMNS] for row in rows)


def log_as_json(batches: Batches, language: str) -> Iterator[str]:
    """One JSON array, an event a line."""
    separator = "["
    for batch in batches:
        with translation.override(language):
            rows = [_columns(entry) for entry in batch]
        for row in rows:
            yield f"{separator}\n{json.dumps(row, ensure_ascii=False)}"
            separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _columns(entry: LogEntry) -> dict[str, Any]:
    event = entry.event
    return {
        "at": event.at.isoformat(timespec="seconds"),
        "actor": actor_text(event),
        "what": event_text(event, entry.names, is_hidden=entry.is_hidden),
        "enterprise": enterprise_text(entry.enterprise, is_hidden=entry.is_hidden),
        "kind": event.kind,
        "actor_id": str(event.actor_id or ""),
        "enterprise_id": str(event.enterprise or ""),
        "object_type": event.object_type,
        "object_id": str(event.object_id),
        "details": event.details,
    }


def _csv_lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    return harmless(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


WRITERS: Mapping[str, Writer] = {"csv": log_as_csv, "json": log_as_json}
