"""Where to begin: SIRI's prioritisation in exact fractions (docs/scoring.md, section 10).

Three factors for each dimension (what it costs today, which objectives it serves, how far the best
of the industry are ahead) are each divided by their sum over the dimensions, then weighted by the
planning horizon. The order matters: dividing first keeps a factor with large numbers from
outweighing the others. The formula and the tables are second-hand; the table set says so.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from maturity.instruments.edition import Edition
from maturity.instruments.tables import (
    COST_SHARES,
    HORIZON,
    INDUSTRY,
    KPIS,
    PREFIX,
    Horizon,
    TableSet,
)
from maturity.scoring.answers import Answers
from maturity.scoring.result import (
    OPEN,
    Factor,
    ItemResult,
    Priorities,
    Priority,
    Ranking,
)

RECOMMENDED = 4
"""How many dimensions to begin with: the best of each block, then the best of the rest."""


def prioritise(
    edition: Edition, items: Mapping[str, ItemResult], answers: Answers
) -> Priorities | None:
    """Rank the dimensions under every horizon.

    None if the edition has no tables or none of the four inputs was given. An open dimension, or an
    input that is not there, leaves no ranking: `missing` names them all. A dimension that does not
    apply is left out of the totals and of the candidates.
    """
    tables = edition.tables
    if tables is None or not any(key.startswith(PREFIX) for key in answers):
        return None
    given = {
        item.key: answers[item.key]["value"]
        for item in tables.questions
        if answers.get(item.key, {}).get("value") is not None
    }
    missing = [item.key for item in tables.questions if item.key not in given]
    missing += [key for key, item in items.items() if item.state in OPEN]
    if missing:
        return _without_ranking(tables, horizon=given.get(HORIZON), missing=missing)
    bands = {key: item.current for key, item in items.items() if item.current is not None}
    raw = {
        "cost": weigh_costs(tables, given[COST_SHARES], bands),
        "kpi": weigh_kpis(tables, given[KPIS], bands),
        "proximity": measure_proximity(tables, given[INDUSTRY], bands),
    }
    factors = {name: normalise(values) for name, values in raw.items()}
    return Priorities(
        horizon=given[HORIZON],
        rankings=tuple(rank(edition, horizon, factors) for horizon in tables.horizons.values()),
        totals={name: sum(values.values(), Fraction()) for name, values in raw.items()},
        missing=(),
        tables_version=tables.version,
        tables_hash=tables.hash,
    )


def _without_ranking(
    tables: TableSet, *, horizon: str | None, missing: Sequence[str]
) -> Priorities:
    return Priorities(horizon, (), {}, tuple(missing), tables.version, tables.hash)


def weigh_costs(
    tables: TableSet, shares: Mapping[str, str], bands: Mapping[str, int]
) -> dict[str, Fraction]:
    """Cost_i = Σ relevance × share / 100 over the cost categories."""
    return {
        key: sum(
            (
                relevance * Fraction(shares[c])
                for c, relevance in tables.relevance_cost[key].items()
            ),
            Fraction(),
        )
        / 100
        for key in bands
    }


def weigh_kpis(
    tables: TableSet, chosen: Sequence[str], bands: Mapping[str, int]
) -> dict[str, Fraction]:
    """Kpi_i = Σ relevance over the chosen KPIs."""
    return {key: Fraction(sum(tables.relevance_kpi[key][k] for k in chosen)) for key in bands}


def measure_proximity(
    tables: TableSet, industry: str, bands: Mapping[str, int]
) -> dict[str, Fraction]:
    """Prox_i = how many bands the best of the industry are ahead, never negative."""
    best = tables.best_in_class[industry]
    return {key: Fraction(max(best[key] - band, 0)) for key, band in bands.items()}


def normalise(values: Mapping[str, Fraction]) -> dict[str, Factor]:
    """Divide by the total, so that the shares sum to 1; a total of 0 contributes nothing."""
    total = sum(values.values(), Fraction())
    return {
        key: Factor(value, value / total if total else Fraction()) for key, value in values.items()
    }


def rank(
    edition: Edition, horizon: Horizon, factors: Mapping[str, Mapping[str, Factor]]
) -> Ranking:
    """Order the dimensions by impact, then proximity, then number; choose where to begin."""
    weights = {"cost": horizon.cost, "kpi": horizon.kpi, "proximity": horizon.proximity}
    keys = [item.key for item in edition.level_items if item.key in factors["cost"]]
    impact = {
        key: sum((weights[name] * factors[name][key].share for name in weights), Fraction())
        for key in keys
    }
    ordered = sorted(keys, key=lambda key: (-impact[key], -factors["proximity"][key].value))
    return Ranking(
        horizon=horizon.key,
        weights=weights,
        values=tuple(
            Priority(
                dimension=key,
                cost=factors["cost"][key],
                kpi=factors["kpi"][key],
                proximity=factors["proximity"][key],
                impact=impact[key],
                rank=position,
            )
            for position, key in enumerate(ordered, start=1)
        ),
        recommended=recommend(edition, ordered),
    )


def recommend(edition: Edition, ordered: Sequence[str]) -> tuple[str, ...]:
    """The best of each block that has one, in their order, then the best of the rest."""
    best = []
    for block in edition.blocks:
        inside = {item.key for item in edition.level_items_of(block.key)}
        best += [key for key in ordered if key in inside][:1]
    rest = [key for key in ordered if key not in best]
    return tuple([*best, *rest][:RECOMMENDED])
