"""The shape of a file of relations, and what its parts must say together."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from maturity.instruments.consistency.repeated import find_repeated
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.shapes import Key, Part, TextsPart, check_shape

Ref = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+ [A-Za-z0-9][A-Za-z0-9_.-]*$")]


class ThemePart(Part):
    key: Key
    dimension: Literal["strategy", "network", "platform", "security", "talent", "economy"]
    name: TextsPart
    about: TextsPart


class RelationPart(Part):
    theme: Key
    from_: Ref = Field(alias="from")
    to: Ref
    kind: Literal["related", "part_of"]
    reason: TextsPart


class AlonePart(Part):
    item: Ref
    theme: Key
    reason: TextsPart


class RelationsPart(Part):
    schema_: Literal[1] = Field(alias="schema")
    key: Key
    version: Key
    instruments: list[Key] = Field(min_length=2)
    themes: list[ThemePart] = Field(min_length=1)
    relations: list[RelationPart] = Field(min_length=1)
    no_counterpart: list[AlonePart]


def validate_relations(data: object) -> None:
    """Check the content of a file of relations; raises InvalidFile with every fault.

    Codes besides those of `shapes.py`: `key_repeated` (first), `pair_repeated` (first),
    `theme_unknown` (key), `instrument_unknown` (value, known), `same_instrument`.
    """
    check_shape(RelationsPart, data)
    assert isinstance(data, dict)  # noqa: S101 - the model has just established it
    faults = list(_find_inconsistencies(data))
    if faults:
        raise InvalidFile(faults)


def _find_inconsistencies(data: Mapping[str, Any]) -> Iterator[Fault]:
    themes = [theme["key"] for theme in data["themes"]]
    yield from find_repeated(themes, place="themes", code="key_repeated", field=".key")
    pairs = [" – ".join(sorted((r["from"], r["to"]))) for r in data["relations"]]
    yield from find_repeated(pairs, place="relations", code="pair_repeated")
    for place in ("relations", "no_counterpart"):
        for position, row in enumerate(data[place]):
            path = f"{place}[{position}]"
            if row["theme"] not in themes:
                yield Fault(f"{path}.theme", "theme_unknown", {"key": row["theme"]})
            named = [row[field].split(" ")[0] for field in ("from", "to", "item") if field in row]
            for instrument in named:
                if instrument not in data["instruments"]:
                    params = {"value": instrument, "known": data["instruments"]}
                    yield Fault(path, "instrument_unknown", params)
            if len(named) > 1 and named[0] == named[1]:
                yield Fault(path, "same_instrument", {"value": named[0]})
