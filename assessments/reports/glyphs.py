"""Finding what cannot be printed before the pages are laid out, with the place it stands in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments import queue
from assessments.reports.fonts import missing_characters
from assessments.wording.report import place_text

Path = tuple[str, ...]


def check_characters(context: Mapping[str, Any]) -> None:
    """Raise JobFailed("missing_glyph", character, code, where) for the first such character.

    `where` are words in the active language: the name of the field, and of the dimension.
    """
    for path, text in _texts(context, ()):
        for character in missing_characters(text):
            raise missing_glyph(character, where=_place(context, path))


def missing_glyph(character: str, *, where: str) -> queue.JobFailed:
    return queue.JobFailed(
        "missing_glyph", character=character, code=f"U+{ord(character):04X}", where=where
    )


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text with the keys that lead to it. Drawings, and what is frozen for programs, only
    repeat texts that stand elsewhere; a logo has none."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in ("pictures", "data", "logo", "qr"):
                yield from _texts(part, (*path, key))
    elif isinstance(value, Sequence):
        for position, part in enumerate(value):
            yield from _texts(part, (*path, str(position)))


def _place(context: Mapping[str, Any], path: Path) -> str:
    """The field in words; for something said about a dimension, with the dimension's name."""
    item: Any = context
    names: list[str] = []
    for key in path[:-1]:
        item = item[int(key)] if isinstance(item, list) else item[key]
        if isinstance(item, Mapping) and "number" in item:
            names.append(item["name"])
    field = next(key for key in reversed(path) if not key.isdigit())
    section = path[2] if path[0] == "parts" else path[0]
    return place_text(section=section, field=field, item=names[-1] if names else "")
