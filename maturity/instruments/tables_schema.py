"""The shape of a file of tables, and what its parts must say together."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from maturity.instruments.consistency.repeated import find_repeated
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.shapes import Key, Part, Text, TextsPart, between, check_shape

Weight = Annotated[str, StringConstraints(pattern=r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$")]
Relevance = Annotated[int, between(0, 9)]
Level = Annotated[int, between(0, 9)]


class WeightsPart(Part):
    cost: Weight
    kpi: Weight
    proximity: Weight


class NamedPart(Part):
    key: Text  # printed as it is in files of answers: "Energy & Chemicals"
    name: TextsPart


class ExplainedPart(NamedPart):
    help: TextsPart


class HorizonPart(ExplainedPart):
    weights: WeightsPart


class KpiPart(ExplainedPart):
    category: Key


class QuestionPart(Part):
    name: TextsPart
    question: TextsPart
    help: TextsPart


class QuestionsPart(Part):
    industry: QuestionPart
    horizon: QuestionPart
    cost_shares: QuestionPart
    kpis: QuestionPart


class TablesPart(Part):
    schema_: Literal[1] = Field(alias="schema")
    key: Key
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    title: TextsPart
    provenance: TextsPart
    redistribution: Literal["licensed", "unconfirmed"]
    questions: QuestionsPart
    choose: Annotated[int, between(1, 99)]
    horizons: list[HorizonPart] = Field(min_length=1)
    categories: dict[Key, TextsPart]
    costs: list[ExplainedPart] = Field(min_length=1)
    kpis: list[KpiPart] = Field(min_length=1)
    industries: list[NamedPart] = Field(min_length=1)
    dimensions: list[Key] = Field(min_length=1)
    relevance_cost: dict[Key, list[Relevance]]
    relevance_kpi: dict[Key, list[Relevance]]
    best_in_class: dict[str, list[Level]]


def validate_tables(data: object) -> None:
    """Check the content of one file of tables; raises InvalidFile with every fault.

    Codes besides those of `shapes.py`: `key_repeated` (first), `weights_sum` (sum),
    `category_unknown` (key), `choose_too_many` (found), `row_missing` and `row_unknown` (key),
    `row_length` (expected, found).
    """
    check_shape(TablesPart, data)
    assert isinstance(data, dict)  # noqa: S101 - the model has just established it
    faults = list(_find_inconsistencies(data))
    if faults:
        raise InvalidFile(faults)


def _find_inconsistencies(data: Mapping[str, Any]) -> Iterator[Fault]:
    for position, horizon in enumerate(data["horizons"]):
        total = sum(Decimal(weight) for weight in horizon["weights"].values())
        if total != 1:
            yield Fault(f"horizons[{position}].weights", "weights_sum", {"sum": str(total)})
    for place in ("horizons", "costs", "kpis", "industries"):
        keys = [row["key"] for row in data[place]]
        yield from find_repeated(keys, place=place, code="key_repeated", field=".key")
    for position, kpi in enumerate(data["kpis"]):
        if kpi["category"] not in data["categories"]:
            yield Fault(f"kpis[{position}].category", "category_unknown", {"key": kpi["category"]})
    if data["choose"] > len(data["kpis"]):
        yield Fault("choose", "choose_too_many", {"found": len(data["kpis"])})
    yield from find_repeated(data["dimensions"], place="dimensions", code="key_repeated")
    industries = [row["key"] for row in data["industries"]]
    for place, rows, width in (
        ("relevance_cost", data["dimensions"], len(data["costs"])),
        ("relevance_kpi", data["dimensions"], len(data["kpis"])),
        ("best_in_class", industries, len(data["dimensions"])),
    ):
        yield from _check_rows(data[place], place=place, expected=rows, width=width)


def _check_rows(
    rows: Mapping[str, list[int]], *, place: str, expected: list[str], width: int
) -> Iterator[Fault]:
    for key in expected:
        if key not in rows:
            yield Fault(place, "row_missing", {"key": key})
    for key, row in rows.items():
        if key not in expected:
            yield Fault(f"{place}.{key}", "row_unknown", {"key": key})
        elif len(row) != width:
            params = {"expected": width, "found": len(row)}
            yield Fault(f"{place}.{key}", "row_length", params)
