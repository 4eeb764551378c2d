"""The shape of `data/comparisons.yaml`, and what its entries must say together."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from maturity.benchmarks.release import Kind, Mode, Qualifier
from maturity.instruments.consistency.repeated import find_repeated
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import parse_checked
from maturity.instruments.shapes import FigureKey, ItemKey, Key, Part, TextsPart, check_shape

_OUTCOMES = {
    "rounded": {"below", "same", "above"},
    "reaches": {"reached", "not_reached"},
    "within": {"within", "not_within"},
    "beside": {"beside"},
}
"""The sentences a rule needs; "few" may stand beside them, "answer" has one for each option."""

_RELATIONS = ("rounded", "reaches", "within")


class WhenPart(Part):
    item: ItemKey
    option: Key


class CaveatWhenPart(WhenPart):
    text: TextsPart


class SidePart(Part):
    outcome: Key
    text: TextsPart


class ComparablePart(Part):
    key: Key
    items: list[ItemKey] = Field(min_length=1)
    needed: int = Field(default=1, ge=1)
    figures: list[FigureKey] = Field(min_length=1)
    kind: Kind
    mode: Mode
    rule: Literal["answer", "rounded", "reaches", "within", "beside"]
    direction: Literal["at_most", "at_least"] | None = None
    threshold: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?$")] | None = None
    threshold_of: str | None = None
    unit: Annotated[str, StringConstraints(pattern=r"^(%|[A-Za-z0-9_]{1,30})$")] | None = None
    qualifier: Qualifier | None = None
    scale: Literal["share", "open"] | None = None
    sides: list[SidePart] = []
    without_economy: bool = False
    not_comparable: list[Key] = []
    when: WhenPart | None = None
    case: TextsPart | None = None
    each: TextsPart | None = None
    sentences: dict[Key, TextsPart] = Field(min_length=1)
    caveat: TextsPart
    caveat_when: CaveatWhenPart | None = None


class ComparisonsPart(Part):
    words: dict[Key, TextsPart]
    comparisons: list[ComparablePart] = Field(min_length=1)


def parse_comparisons_file(content: bytes) -> str:
    """Check the bytes of the file and return its content as canonical JSON.

    Raises InvalidFile; codes besides those of `shapes.py`: `key_repeated` (first),
    `sentences_wrong` (expected, found), `mode_without_relation` (a rule that says a relation in an
    entry that may only stand beside), `unit_missing` (rule: a relation, a picture or a derived rest
    holds in one unit only), `qualifier_missing` (a derived rest, of which the sentence says how
    exact it is), `threshold_for_any` (a threshold without the value that it translates),
    `picture_unfit` (rule: a scale for an option, sides for a
    number, or not two sides that have a sentence).
    """
    return parse_checked(content, _validate)


def _validate(data: object) -> None:
    check_shape(ComparisonsPart, data)
    assert isinstance(data, dict)  # noqa: S101 - the model has just established it
    faults = list(_find_inconsistencies(data))
    if faults:
        raise InvalidFile(faults)


def _find_inconsistencies(data: Mapping[str, Any]) -> Iterator[Fault]:
    entries = data["comparisons"]
    keys = [entry["key"] for entry in entries]
    yield from find_repeated(keys, place="comparisons", code="key_repeated", field=".key")
    for position, entry in enumerate(entries):
        path, rule, found = f"comparisons[{position}]", entry["rule"], set(entry["sentences"])
        needed = _OUTCOMES.get(rule)
        if needed and found - {"few"} != needed:
            params = {"expected": sorted(needed), "found": sorted(found)}
            yield Fault(f"{path}.sentences", "sentences_wrong", params)
        if rule in _RELATIONS and entry["mode"] != "compare":
            yield Fault(f"{path}.mode", "mode_without_relation", {"rule": rule})
        texts = [text for said in entry["sentences"].values() for text in said.values()]
        has_rest = any("{rest}" in text for text in texts)
        drawn = bool(entry.get("scale") or entry.get("sides"))
        if not entry.get("unit") and (rule in _RELATIONS or drawn or has_rest):
            yield Fault(f"{path}.unit", "unit_missing", {"rule": rule})
        if has_rest and not entry.get("qualifier"):
            yield Fault(f"{path}.qualifier", "qualifier_missing", {"rule": rule})
        if bool(entry.get("threshold")) != bool(entry.get("threshold_of")):
            yield Fault(f"{path}.threshold_of", "threshold_for_any", {"rule": rule})
        sides = {side["outcome"] for side in entry.get("sides", [])}
        unfit = {
            "scale": bool(entry.get("scale")) and rule == "answer",
            "sides": bool(sides) and (rule != "answer" or len(sides) != 2 or not sides <= found),
        }
        for field in (field for field in unfit if unfit[field]):
            yield Fault(f"{path}.{field}", "picture_unfit", {"rule": rule})
