"""The shape of `data/dimensions.yaml`, and what its parts must say together."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from maturity.benchmarks.release import DIMENSIONS
from maturity.instruments.consistency.repeated import find_repeated
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import parse_checked
from maturity.instruments.shapes import ItemKey, Key, Part, TextsPart, check_shape


class RelatedPart(Part):
    instrument: Key
    items: list[ItemKey] = []
    groups: list[Key] = []
    why: TextsPart


class DimensionPart(Part):
    key: Key
    name: TextsPart
    about: TextsPart
    related: list[RelatedPart] = Field(min_length=1)


class DimensionsPart(Part):
    dimensions: list[DimensionPart]


def parse_dimensions_file(content: bytes) -> str:
    """Check the bytes of the file and return its content as canonical JSON.

    Raises InvalidFile; codes besides those of `shapes.py`: `dimensions_order` (expected: all six,
    in the order of the report), `key_repeated` (first), `list_empty` (neither items nor groups).
    """
    return parse_checked(content, _validate)


def _validate(data: object) -> None:
    check_shape(DimensionsPart, data)
    assert isinstance(data, dict)  # noqa: S101 - the model has just established it
    faults = list(_find_inconsistencies(data))
    if faults:
        raise InvalidFile(faults)


def _find_inconsistencies(data: Mapping[str, Any]) -> Iterator[Fault]:
    if [entry["key"] for entry in data["dimensions"]] != list(DIMENSIONS):
        yield Fault("dimensions", "dimensions_order", {"expected": list(DIMENSIONS)})
    for number, entry in enumerate(data["dimensions"]):
        place = f"dimensions[{number}].related"
        named = [part["instrument"] for part in entry["related"]]
        yield from find_repeated(named, place=place, code="key_repeated", field=".instrument")
        for position, part in enumerate(entry["related"]):
            path = f"{place}[{position}]"
            if not (part.get("items") or part.get("groups")):
                yield Fault(f"{path}.items", "list_empty")
            for field in ("items", "groups"):
                keys = part.get(field, [])
                yield from find_repeated(keys, place=f"{path}.{field}", code="key_repeated")
