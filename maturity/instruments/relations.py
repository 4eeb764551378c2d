"""How the items of different questionnaires relate, for reading their results beside each other.

Nothing here is a weight: results of different instruments are never merged into one number.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from maturity.instruments.cache import cached
from maturity.instruments.edition import Edition
from maturity.instruments.faults import Fault
from maturity.instruments.files import read_bytes
from maturity.instruments.items import Texts

FOLDER = Path(__file__).parent / "relations"

RelationKind: TypeAlias = Literal["related", "part_of"]
Dimension: TypeAlias = Literal["strategy", "network", "platform", "security", "talent", "economy"]


class ItemRef(NamedTuple):
    """An item of an instrument, whatever the edition: ("dx", "9-5")."""

    instrument: str
    item: str


@dataclass(frozen=True)
class Relation:
    """`part_of`: the first is a part of what the second asks. `related`: both ask of one matter."""

    first: ItemRef
    second: ItemRef
    kind: RelationKind
    reason: Texts


@dataclass(frozen=True)
class Alone:
    """An item without a counterpart, and why."""

    item: ItemRef
    reason: Texts


@dataclass(frozen=True)
class Theme:
    """Relations about one matter. `dimension` is one of the national report's six."""

    key: str
    dimension: Dimension
    name: Texts
    about: Texts
    relations: tuple[Relation, ...]
    alone: tuple[Alone, ...]

    @cached_property
    def items(self) -> tuple[ItemRef, ...]:
        """Every item of the theme once, in the order of the file."""
        named = [ref for relation in self.relations for ref in (relation.first, relation.second)]
        return tuple(dict.fromkeys([*named, *(alone.item for alone in self.alone)]))


@dataclass(frozen=True)
class CrossReading:
    """One version of the relations between the items of `instruments`."""

    version: str
    instruments: tuple[str, ...]
    themes: tuple[Theme, ...]

    def related_to(self, ref: ItemRef) -> Iterator[tuple[ItemRef, Relation]]:
        """Yield the counterparts of an item, each with the relation that says why."""
        for theme in self.themes:
            for relation in theme.relations:
                if ref == relation.first:
                    yield relation.second, relation
                elif ref == relation.second:
                    yield relation.first, relation


def shipped_relations_path() -> Path:
    """Return the file of relations that comes with the software."""
    return FOLDER / "siri-dx-tiers.yaml"


@cache
def shipped_cross_reading() -> CrossReading:
    """Return the relations that come with the software; read once per process."""
    return read_relations(shipped_relations_path())


def read_relations(path: Path) -> CrossReading:
    """Read and check a file of relations; raises InvalidFile with every fault.

    `relations_schema.py` lists the codes. Whether the items exist, and none is forgotten, is asked
    of the editions by `find_gaps`.
    """
    data = json.loads(relations_json(path))
    themes = []
    for theme in data["themes"]:
        themes.append(
            Theme(
                key=theme["key"],
                dimension=theme["dimension"],
                name=theme["name"],
                about=theme["about"],
                relations=tuple(
                    Relation(_ref(r["from"]), _ref(r["to"]), r["kind"], r["reason"])
                    for r in data["relations"]
                    if r["theme"] == theme["key"]
                ),
                alone=tuple(
                    Alone(_ref(row["item"]), row["reason"])
                    for row in data["no_counterpart"]
                    if row["theme"] == theme["key"]
                ),
            )
        )
    return CrossReading(data["version"], tuple(data["instruments"]), tuple(themes))


def relations_json(path: Path) -> str:
    """Read and check a file of relations as canonical JSON; raises like `read_relations`."""
    return cached(read_bytes(path), _parse_file)


def _parse_file(content: bytes) -> str:
    from maturity.instruments.loader import parse_checked  # noqa: PLC0415 - see there
    from maturity.instruments.relations_schema import validate_relations  # noqa: PLC0415

    return parse_checked(content, validate_relations)


def _ref(text: str) -> ItemRef:
    instrument, _, item = text.partition(" ")
    return ItemRef(instrument, item)


def find_gaps(reading: CrossReading, editions: Mapping[str, Edition]) -> list[Fault]:
    """Return what the relations lack or name in vain, held against one edition of each instrument.

    Codes: `item_unknown` (key), `item_not_related` (key: in no relation, not said to be alone) and
    `item_both` (key: said to be alone, yet in a relation).
    """
    named = list(_names(r for theme in reading.themes for r in theme.relations))
    alone = [entry.item for theme in reading.themes for entry in theme.alone]
    asked = {ItemRef(key, item.key) for key in reading.instruments for item in editions[key].items}
    known = set(named) | set(alone)
    return [
        *(_gap("item_unknown", ref) for ref in sorted(known - asked)),
        *(_gap("item_not_related", ref) for ref in sorted(asked - known)),
        *(_gap("item_both", ref) for ref in sorted(set(named) & set(alone))),
    ]


def _names(relations: Iterable[Relation]) -> Iterator[ItemRef]:
    for relation in relations:
        yield relation.first
        yield relation.second


def _gap(code: str, ref: ItemRef) -> Fault:
    return Fault("relations", code, {"key": " ".join(ref)})
