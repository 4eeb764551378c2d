"""The answers and scores of a report as one CSV file, a row for each."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from assessments.reports.cells import harmless
from assessments.reports.data.answering import priority_inputs, quick_bounds, typed_beside
from assessments.reports.data.schema import AssessmentData, GroupRow, ReportData

COLUMNS = (
    *("row", "key", "number", "name", "group", "state", "side"),
    *("current", "target", "gap", "value", "unit", "words"),
    *("sum", "count", "of", "mean", "rounded", "low", "high", "level"),
    *("reason", "note", "action", "method"),
    *("instrument", "edition", "edition_hash", "assessment"),
    *("releases", "release_hashes", "report"),
)
"""`row` is item, quick, quantity, input, group, tier or share. Every row says what it rests on."""

_BYTE_ORDER_MARK = "\ufeff"  # spreadsheets take a file without it for another encoding


def write_csv(data: ReportData) -> bytes:
    """UTF-8 with a byte order mark, commas, CRLF.

    A text that a spreadsheet would compute stands behind an apostrophe; numbers never do.
    """
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK)
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    origin = {
        "releases": " ".join(release.key for release in data.releases),
        "release_hashes": " ".join(release.hash for release in data.releases),
        "report": data.report.id,
    }
    for part in data.assessments:
        for row in _rows(part):
            writer.writerow({name: _cell(value) for name, value in (row | origin).items()})
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    """A number as it is, a text harmless, true and false in lower case."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if isinstance(value, _Number) else harmless(value)
    return json.dumps(value, ensure_ascii=False)


class _Number(str):
    """Digits that we wrote or checked ourselves: a minus in front of them begins no formula."""


def _digits(value: Any) -> Any:
    """A number as `_Number`, whether it is stored as a number or as text; all else as it is."""
    if isinstance(value, bool) or value is None:
        return value
    text = str(value)
    return _Number(text) if _is_number(text) else value


def _is_number(text: str) -> bool:
    """ASCII digits, perhaps with a point and a minus: the only form in which values are stored."""
    whole, _point, decimals = text.removeprefix("-").partition(".")
    return text.isascii() and (whole + decimals).isdigit()


def _rows(part: AssessmentData) -> Iterator[dict[str, Any]]:
    edition = part.edition
    about = {
        "instrument": edition.instrument,
        "edition": edition.edition,
        "edition_hash": edition.hash,
        "assessment": part.id,
    }
    for row in (*_answers(part), *_scores(part)):
        yield row | about


def _answers(part: AssessmentData) -> Iterator[dict[str, Any]]:
    for item in part.items or ():
        yield {
            "row": "item",
            "key": item.key,
            "number": item.number,
            "name": item.name,
            "group": item.group,
            "state": item.state,
            "current": _digits(item.current),
            "target": _digits(item.target),
            "gap": _digits(item.gap),
            "value": item.answer if item.answer is not None else _digits(item.value),
            "unit": item.unit,
            "words": item.words,
            **typed_beside(part, item.key),
        }
    for key, bounds in quick_bounds(part).items():
        yield {
            "row": "quick",
            "key": key,
            "low": _digits(bounds["low"]),
            "high": _digits(bounds["high"]),
        }
    for quantity in part.quantities or ():
        yield {
            "row": "quantity",
            "key": quantity.key,
            "name": quantity.name,
            "unit": quantity.unit,
            "current": _digits(quantity.current),
            "target": _digits(quantity.target),
            "method": quantity.method,
            "action": quantity.action,
        }
    for key, value in priority_inputs(part).items():
        for name, given in _inputs(key, value):
            yield {"row": "input", "key": name, "value": _digits(given)}


def _inputs(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """An input of the priorities; one of several values as a row for each."""
    if isinstance(value, dict):
        yield from ((f"{key}.{name}", given) for name, given in value.items())
    elif isinstance(value, list):
        yield from ((f"{key}.{number}", given) for number, given in enumerate(value, start=1))
    else:
        yield key, value


def _scores(part: AssessmentData) -> Iterator[dict[str, Any]]:
    for group in part.groups:
        yield from _sides(group)
    for tier in part.tiers.tiers if part.tiers else ():
        yield {"row": "tier", "key": tier.key, "value": tier.reached}
    if part.tiers:
        tiers = part.tiers
        levels = {"value": tiers.tier, "low": tiers.low, "high": tiers.high}
        yield {"row": "tier", "key": "reached"} | {k: _digits(v) for k, v in levels.items()}
    for share in part.shares:
        yield {
            "row": "share",
            "key": share.key,
            "group": share.of,
            "sum": _digits(share.k),
            "of": _digits(share.n),
            "mean": _digits(share.percent),
            "rounded": _digits(share.rounded),
            "unit": "%",
        }


def _sides(group: GroupRow) -> Iterator[dict[str, Any]]:
    for side in ("current", "target", "gap"):
        if (score := getattr(group, side)) is None:
            continue
        numbers = ("sum", "count", "of", "mean", "rounded", "low", "high", "level")
        yield {
            "row": "group",
            "key": group.key,
            "name": group.name,
            "group": group.kind,
            "side": side,
            **{name: _digits(getattr(score, name, None)) for name in numbers},
        }
