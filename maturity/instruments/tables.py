"""A table set: what SIRI's priorities are computed from, as one replaceable file.

The numbers are somebody else's (its `provenance` says whose and how far they may be trusted), so
they live apart from the questionnaire and carry a version of their own. Without the file there are
no priorities, and nothing else changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from maturity.instruments.items import Option, Texts, ValueItem

PREFIX = "priorities."
INDUSTRY, HORIZON, COST_SHARES, KPIS = (
    f"{PREFIX}{name}" for name in ("industry", "horizon", "cost_shares", "kpis")
)
"""The keys of the four inputs, in the order of asking."""

Relevance: TypeAlias = Mapping[str, Mapping[str, int]]
"""By dimension, then by cost category or KPI: how much the one bears on the other."""


@dataclass(frozen=True)
class Horizon:
    """A planning horizon and the weights of the three factors; they sum to 1."""

    key: str
    name: Texts
    help: Texts
    cost: Fraction
    kpi: Fraction
    proximity: Fraction


@dataclass(frozen=True)
class TableSet:
    """One immutable issue of the tables. `key` is the instrument they belong to.

    `best_in_class` holds levels by industry, then by dimension. `questions` are the four inputs as
    items, ready to be asked and checked like any other. `redistribution` is "licensed" or
    "unconfirmed".
    """

    key: str
    version: str
    hash: str
    title: Texts
    provenance: Texts
    redistribution: Literal["licensed", "unconfirmed"]
    categories: Mapping[str, Texts]
    horizons: Mapping[str, Horizon]
    relevance_cost: Relevance
    relevance_kpi: Relevance
    best_in_class: Mapping[str, Mapping[str, int]]
    questions: tuple[ValueItem, ...]

    def question(self, key: str) -> ValueItem:
        """Return the input of that key, one of the four named above."""
        return next(item for item in self.questions if item.key == key)


def tables_from_data(data: Mapping[str, Any], *, digest: str) -> TableSet:
    """Build the table set from checked content (`tables_schema.py`)."""
    dimensions = data["dimensions"]
    costs = [cost["key"] for cost in data["costs"]]
    kpis = [kpi["key"] for kpi in data["kpis"]]

    def by_column(rows: Mapping[str, list[int]], columns: list[str]) -> Relevance:
        return {key: dict(zip(columns, row, strict=True)) for key, row in rows.items()}

    return TableSet(
        key=data["key"],
        version=data["version"],
        hash=digest,
        title=data["title"],
        provenance=data["provenance"],
        redistribution=data["redistribution"],
        categories=data["categories"],
        horizons={horizon["key"]: _build_horizon(horizon) for horizon in data["horizons"]},
        relevance_cost=by_column(data["relevance_cost"], costs),
        relevance_kpi=by_column(data["relevance_kpi"], kpis),
        best_in_class=by_column(data["best_in_class"], dimensions),
        questions=tuple(_build_questions(data)),
    )


def _build_horizon(data: Mapping[str, Any]) -> Horizon:
    weights = {name: Fraction(weight) for name, weight in data["weights"].items()}
    return Horizon(key=data["key"], name=data["name"], help=data["help"], **weights)


def _build_questions(data: Mapping[str, Any]) -> list[ValueItem]:
    def options(rows: list[dict[str, Any]]) -> tuple[Option, ...]:
        return tuple(
            Option(row["key"], row["name"], row.get("help", {}), row.get("category", ""))
            for row in rows
        )

    forms: tuple[tuple[str, str, Any, int | None], ...] = (
        (INDUSTRY, "choice", options(data["industries"]), None),
        (HORIZON, "choice", options(data["horizons"]), None),
        (COST_SHARES, "shares", options(data["costs"]), None),
        (KPIS, "choices", options(data["kpis"]), data["choose"]),
    )
    percent = dict.fromkeys(("en", "zh-hans", "ja"), "%")
    return [
        ValueItem(
            key=key,
            number="",
            kind=kind,  # type: ignore[arg-type] # the literals stand just above
            group="priorities",
            **{n: data["questions"][key.removeprefix(PREFIX)][n] for n in _SAID},
            unit=percent if kind == "shares" else {},
            lowest="0" if kind == "shares" else None,
            highest="100" if kind == "shares" else None,
            decimals=2 if kind == "shares" else 0,
            options=offered,
            count=count,
            whole="",
            opens_with=None,
            held_against=(),
        )
        for key, kind, offered, count in forms
    ]


_SAID = ("name", "question", "help")
