"""Sentences and tables about where to begin, from the stored priorities."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessments.wording.profile import active_language
from maturity.instruments.edition import Edition
from maturity.instruments.tables import TableSet
from maturity.scoring import half_up

Data = Mapping[str, Any]

FACTORS = ("cost", "kpi", "proximity")
PLACES = 4
"""Decimals of an impact as printed; ranks come from the exact values."""


def four_decimals(full: str) -> str:
    """Round a full decimal string for reading."""
    return half_up(Fraction(full), PLACES)


def reason(data: Data, key: str) -> str:
    """Why this dimension is among the four: its rank and how far the best are ahead."""
    value = next(value for value in data["values"] if value["dimension"] == key)
    words = {
        "rank": value["rank"],
        "impact": four_decimals(value["impact"]),
        "distance": value["proximity"],
    }
    if not Fraction(value["proximity"]):
        return _("Rank %(rank)s, impact %(impact)s; level with the best of your industry.") % words
    return (
        _("Rank %(rank)s, impact %(impact)s; %(distance)s below the best of your industry.") % words
    )


def ranks(edition: Edition, data: Data) -> list[list[dict[str, Any]]]:
    """One row for each rank, one cell for each horizon, in the order of the tables."""
    columns = [
        [
            {
                "name": edition.item(value["dimension"]).name[active_language()],
                "impact": four_decimals(value["impact"]),
                "recommended": value["dimension"] in data["horizons"][horizon]["recommended"],
            }
            for value in data["horizons"][horizon]["values"]
        ]
        for horizon in (edition.tables.horizons if edition.tables else ())
        if horizon in data["horizons"]
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def sums(edition: Edition, data: Data, trace: Data | None) -> list[dict[str, str]]:
    """How the impact of each dimension came about under the chosen horizon, best first."""
    if trace is None or edition.tables is None:
        return []
    weights = _weights(edition.tables, data["horizon"])
    rows = []
    for value in data["values"]:
        factors = trace["dimensions"][value["dimension"]]
        terms = " + ".join(
            f"{half_up(weights[name], 2)} × {four_decimals(factors[name]['share'])}"
            for name in FACTORS
        )
        rows.append(
            {"name": edition.item(value["dimension"]).name[active_language()]}
            | {name: _quotient(factors[name], data["totals"][name]) for name in FACTORS}
            | {"sum": f"{terms} = {four_decimals(value['impact'])}"}
        )
    return rows


def _weights(tables: TableSet, horizon: str) -> dict[str, Fraction]:
    chosen = tables.horizons[horizon]
    return {"cost": chosen.cost, "kpi": chosen.kpi, "proximity": chosen.proximity}


def _quotient(factor: Mapping[str, str], total: str) -> str:
    """2.13 ÷ 22.75 = 0.0936: a value, the sum it is divided by, its share."""
    return f"{factor['value']} ÷ {total} = {four_decimals(factor['share'])}"
