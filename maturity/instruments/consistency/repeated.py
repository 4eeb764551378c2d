"""What stands twice and may stand once only."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from maturity.instruments.faults import Fault
from maturity.instruments.items import LANGUAGES

FileData: TypeAlias = Mapping[str, Any]
"""The content of a file whose shape `schema.py` has checked."""

_TEXT_FIELDS = ("name", "short", "question", "help", "levels", "evidence", "actions", "action")


def find_repeated(values: Sequence[str], *, place: str, code: str, field: str = "") -> list[Fault]:
    """Return a fault for each value that stood before; `first` is where."""
    paths = [f"{place}[{position}]{field}" for position in range(len(values))]
    return _find_repeated(zip(paths, values, strict=True), code=code)


def find_repeated_in_items(data: FileData, *, field: str, code: str) -> list[Fault]:
    """Like `find_repeated`, for a field of items and quantities, which share their keys."""
    placed = (
        (f"{place}[{position}].{field}", item[field])
        for place in ("items", "quantities")
        for position, item in enumerate(data.get(place, []))
    )
    return _find_repeated(placed, code=code)


def _find_repeated(placed: Iterable[tuple[str, str]], *, code: str) -> list[Fault]:
    first: dict[str, str] = {}
    faults = []
    for path, value in placed:
        if value in first:
            faults.append(Fault(path, code, {"value": value, "first": first[value]}))
        first.setdefault(value, path)
    return faults


def find_repeated_levels(items: Iterable[FileData]) -> list[Fault]:
    """Two levels that read the same cannot be told apart, so a level text occurs once per file.

    The same holds for the statement of a practice. Compared without regard to case, spacing and
    full or half width; against every other text of every item, because a level pasted over an
    action is the same mistake.
    """
    first: dict[tuple[str, str], tuple[str, bool]] = {}
    faults = []
    for path, language, text, is_level in _item_texts(items):
        likeness = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        known = first.setdefault((language, likeness), (path, is_level))
        if known[0] != path and (is_level or known[1]):
            faults.append(Fault(path, "level_text_repeated", {"first": known[0]}))
    return faults


def _item_texts(items: Iterable[FileData]) -> Iterator[tuple[str, str, str, bool]]:
    for position, item in enumerate(items):
        answered_by = "question" if item.get("kind") == "practice" else "levels"
        for field in _TEXT_FIELDS:
            if field not in item:
                continue
            held = item[field]
            parts = enumerate(held) if isinstance(held, list) else [(None, held)]
            for index, texts in parts:
                place = f"items[{position}].{field}" + ("" if index is None else f"[{index}]")
                for language in LANGUAGES:
                    yield f"{place}.{language}", language, texts[language], field == answered_by
