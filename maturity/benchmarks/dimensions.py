"""The six dimensions of the national report as a frame: what of an enterprise stands beside each.

A frame for reading only. Nothing is scored, subtracted or added up over a dimension.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from maturity.benchmarks.release import DATA_FOLDER
from maturity.instruments.cache import cached
from maturity.instruments.files import read_bytes
from maturity.instruments.items import Texts


@dataclass(frozen=True)
class Related:
    """What one questionnaire asks about a dimension: items, or whole groups; and why."""

    instrument: str
    items: tuple[str, ...]
    groups: tuple[str, ...]
    why: Texts


@dataclass(frozen=True)
class DimensionFrame:
    """One dimension; `about` says in which sense its figures and the items are related."""

    key: str
    name: Texts
    about: Texts
    related: tuple[Related, ...]


@cache
def dimension_frames() -> tuple[DimensionFrame, ...]:
    """Return the six, in the order of the report's chapters; read once per process.

    Whether the items exist is a matter of editions: shipped ones are tested, and of others the
    page leaves out what they do not ask.
    """
    data = json.loads(cached(read_bytes(DATA_FOLDER / "dimensions.yaml"), _parse))
    return tuple(_build(entry) for entry in data["dimensions"])


def _parse(content: bytes) -> str:
    from maturity.benchmarks.dimensions_schema import parse_dimensions_file  # noqa: PLC0415

    return parse_dimensions_file(content)


def _build(entry: Mapping[str, Any]) -> DimensionFrame:
    related = tuple(
        Related(
            instrument=part["instrument"],
            items=tuple(part.get("items", [])),
            groups=tuple(part.get("groups", [])),
            why=part["why"],
        )
        for part in entry["related"]
    )
    return DimensionFrame(entry["key"], entry["name"], entry["about"], related)
