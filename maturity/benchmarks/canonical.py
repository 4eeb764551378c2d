"""The canonical form of a release made from its parts, as streams: a release may be large.

`release.py` reads the same form; equal content has an equal hash, whether it came from files or
from rows of a database.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from maturity.benchmarks.release import InstrumentRef, PublishedFigure
from maturity.instruments.loader import canonical_json

_LEFT_OUT_IF_ABSENT = ("n", "base")
"""Fields of a figure that came later; without them an older release keeps its hash."""


def as_head_file(
    key: str, head: Mapping[str, Any], *, instrument: InstrumentRef | None = None
) -> dict[str, Any]:
    """Return the head of a stored release in the form of a head file, checked by `schema.py`."""
    sections = {
        code: {name: value for name, value in section.items() if value is not None}
        for code, section in head["sections"].items()
    }
    file = {
        **head,
        "key": key,
        "figures": f"{key}.csv",
        "chapters": {code: {"title": title} for code, title in head["chapters"].items()},
        "sections": sections,
    }
    return file | ({"instrument": dataclasses.asdict(instrument)} if instrument else {})


def as_stored_head(head_file: Mapping[str, Any]) -> dict[str, Any]:
    """Return a checked head file in the form in which a release is stored: the other direction.

    Without the key and the instrument, which are stored apart, and the name of the table.
    """
    stored = {
        name: value
        for name, value in head_file.items()
        if name not in ("key", "figures", "instrument")
    }
    return stored | {
        "chapters": {code: part["title"] for code, part in head_file["chapters"].items()},
        "sections": {
            code: {"title": part["title"], "page": part.get("page")}
            for code, part in head_file["sections"].items()
        },
    }


def hash_release(head_file: Mapping[str, Any], figures: Iterable[PublishedFigure]) -> str:
    """Return "sha256:…" of the canonical JSON of a head, as a file has it, with its figures.

    One figure at a time is held in memory.
    """
    digest = hashlib.sha256()
    for piece in _pieces(head_file, figures):
        digest.update(piece.encode("utf-8"))
    return f"sha256:{digest.hexdigest()}"


def _pieces(head: Mapping[str, Any], figures: Iterable[PublishedFigure]) -> Iterator[str]:
    comma = "{"
    for name in sorted(head):
        yield f"{comma}{canonical_json(name)}:"
        if name == "figures":  # in a head file the name of the table, here what it holds
            yield from _array(figures)
        else:
            yield canonical_json(head[name])
        comma = ","
    yield "}"


def _array(figures: Iterable[PublishedFigure]) -> Iterator[str]:
    comma = "["
    for figure in figures:
        yield comma + canonical_json(_as_dict(figure))
        comma = ","
    yield "]" if comma == "," else "[]"


def _as_dict(figure: PublishedFigure) -> dict[str, Any]:
    data = dataclasses.asdict(figure)
    return {
        name: value
        for name, value in data.items()
        if value is not None or name not in _LEFT_OUT_IF_ABSENT
    }
