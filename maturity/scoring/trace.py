"""The arithmetic behind every number, so that a page, a report or a reader can open it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from maturity.instruments.edition import Edition
from maturity.instruments.tables import COST_SHARES, INDUSTRY, KPIS, TableSet
from maturity.scoring.answers import Answers
from maturity.scoring.as_json import write_full, write_rounded
from maturity.scoring.numbers import full
from maturity.scoring.result import (
    OPEN,
    FactsResult,
    Gap,
    ItemResult,
    MeansResult,
    Result,
    Score,
    TiersResult,
)


def trace(result: Result, edition: Edition, answers: Answers) -> dict[str, Any]:
    """Return how each number of a result came about; the shape goes by the kind of result.

    Means: `scores` holds, by group and for current, target and gap, the `rule` (`mean_of_answered`,
    `mean_of_targets`, `mean_of_gaps`), the `items` counted with their values, what was `left_out`
    and `why` (a list out of `unknown`, `unanswered`, `not_applicable`, `no_target`), `sum`,
    `count`, `of`, the `exact` fraction ("19/16"), the same `unrounded` (12 decimals) and `rounded`
    (2). `low` and `high` of the current levels say which `missing` items were set to what (`each`:
    one level, or by item where a quick pass gave bounds); they are None for target and gap.
    `priorities` holds the terms of each factor, or None without a ranking.

    Tiers: `tiers` holds, by tier, the answers of the practices that decide it, and the `rule` that
    settled it (`all_yes`, `not_all_yes`, `open`, `below_not_reached`).

    Facts: `shares` holds the division behind each derived share.
    """
    if isinstance(result, MeansResult):
        return _trace_means(result, edition, answers)
    if isinstance(result, TiersResult):
        return {"tiers": _trace_tiers(result, edition)}
    if isinstance(result, FactsResult):
        return {"shares": _trace_shares(result)}
    raise TypeError(type(result))


def _trace_means(result: MeansResult, edition: Edition, answers: Answers) -> dict[str, Any]:
    return {
        "scores": {
            group.key: _trace_group(
                [result.items[item.key] for item in edition.level_items_of(group.key)],
                result=result,
                key=group.key,
                top=edition.scale_top,
            )
            for group in edition.groups_by_rank
        },
        "priorities": _trace_priorities(result, edition.tables, answers),
    }


def _trace_tiers(result: TiersResult, edition: Edition) -> dict[str, Any]:
    tiers: dict[str, Any] = {}
    below: bool | None = True
    for tier in result.tiers:
        items = [i for i in edition.practices if i.group == tier.key]
        tiers[tier.key] = {
            "rule": _tier_rule(tier.met, below),
            "deciding": [
                {"key": item.key, "answer": _answer(result, item.key)}
                for item in items
                if item.key not in tier.supporting
            ],
        }
        below = tier.reached
    return tiers


def _trace_shares(result: FactsResult) -> list[dict[str, Any]]:
    return [
        {
            "key": share.key,
            "of": share.whole_key,
            "k": full(share.part),
            "n": full(share.whole),
            "exact": str(share.percent),
            "unrounded": full(share.percent),
        }
        for share in result.shares
    ]


def _answer(result: TiersResult, key: str) -> str:
    """The answer of a practice, or its state without one."""
    found = result.items[key]
    return found.answer or found.state


def _tier_rule(met: bool | None, below: bool | None) -> str:
    if met is False:
        return "not_all_yes"
    if below is False:
        return "below_not_reached"
    return "all_yes" if met and below else "open"


def _trace_group(
    items: Sequence[ItemResult], *, result: MeansResult, key: str, top: int
) -> dict[str, Any]:
    scores = result.scores[key]
    return {
        "current": {
            "rule": "mean_of_answered",
            "items": [
                {"key": item.key, "value": item.current}
                for item in items
                if item.current is not None
            ],
            "left_out": [
                _leave_out(item, [item.state]) for item in items if item.state != "answered"
            ],
            **_quotient(scores.current),
            "low": _trace_end(items, scores.current, end="low", each=0),
            "high": _trace_end(items, scores.current, end="high", each=top),
        },
        "target": {
            "rule": "mean_of_targets",
            "items": [
                {"key": item.key, "value": item.target} for item in items if item.target is not None
            ],
            "left_out": [
                _leave_out(item, _why_no_target(item)) for item in items if item.target is None
            ],
            **_quotient(scores.target),
            "low": None,
            "high": None,
        },
        "gap": {
            "rule": "mean_of_gaps",
            "items": [
                {"key": item.key, "current": item.current, "target": item.target, "value": item.gap}
                for item in items
                if item.gap is not None
            ],
            "left_out": [_leave_out(item, _why_no_gap(item)) for item in items if item.gap is None],
            **_quotient(scores.gap),
            "low": None,
            "high": None,
        },
    }


def _quotient(figure: Score | Gap) -> dict[str, Any]:
    return {
        "sum": figure.sum,
        "count": figure.count,
        "of": figure.of,
        **_write_value(figure.mean),
    }


def _trace_end(items: Sequence[ItemResult], score: Score, *, end: str, each: int) -> dict[str, Any]:
    missing = {item.key: getattr(item, end) for item in items if item.state in OPEN}
    bounded = any(item.is_bounded for item in items)
    return {
        "missing": list(missing),
        "each": missing if bounded else each,
        "sum": score.sum + sum(missing.values()),
        "of": score.of,
        **_write_value(getattr(score, end)),
    }


def _write_value(value: Fraction | None) -> dict[str, str | None]:
    return {
        "exact": None if value is None else str(value),
        "unrounded": write_full(value),
        "rounded": write_rounded(value),
    }


def _leave_out(item: ItemResult, why: list[str]) -> dict[str, Any]:
    reason = {"reason": item.reason} if item.reason is not None else {}
    return {"key": item.key, "why": why, **reason}


def _why_no_target(item: ItemResult) -> list[str]:
    return ["not_applicable" if item.state == "not_applicable" else "no_target"]


def _why_no_gap(item: ItemResult) -> list[str]:
    if item.state == "not_applicable":
        return ["not_applicable"]
    why: list[str] = [] if item.state == "answered" else [item.state]
    return why if item.target is not None else [*why, "no_target"]


def _trace_priorities(
    result: MeansResult, tables: TableSet | None, answers: Answers
) -> dict[str, Any] | None:
    """The terms of every factor, its share of the total, and the weighted sum per horizon."""
    found = result.priorities
    if tables is None or found is None or not found.rankings:
        return None
    shares: Mapping[str, str] = answers[COST_SHARES]["value"]
    kpis: Sequence[str] = answers[KPIS]["value"]
    best = tables.best_in_class[answers[INDUSTRY]["value"]]
    return {
        "rule": "weighted_shares",
        "totals": {name: _write_value(total) for name, total in found.totals.items()},
        "dimensions": {
            value.dimension: {
                "cost": {
                    "terms": [
                        {"key": c, "relevance": r, "share": shares[c]}
                        for c, r in tables.relevance_cost[value.dimension].items()
                        if r
                    ],
                    **_factor(value.cost.value, value.cost.share),
                },
                "kpi": {
                    "terms": [
                        {"key": k, "relevance": tables.relevance_kpi[value.dimension][k]}
                        for k in kpis
                    ],
                    **_factor(value.kpi.value, value.kpi.share),
                },
                "proximity": {
                    "best": best[value.dimension],
                    "current": result.items[value.dimension].current,
                    **_factor(value.proximity.value, value.proximity.share),
                },
            }
            for value in found.rankings[0].values
        },
        "impact": {
            ranking.horizon: {
                value.dimension: {
                    "exact": str(value.impact),
                    "unrounded": full(value.impact),
                }
                for value in ranking.values
            }
            for ranking in found.rankings
        },
    }


def _factor(value: Fraction, share: Fraction) -> dict[str, str]:
    return {"value": full(value), "exact_share": str(share), "share": full(share)}
