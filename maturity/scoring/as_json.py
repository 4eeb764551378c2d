"""The JSON form of a result, as it is stored, sent and printed (docs/scoring.md, section 5).

Counts, sums and levels are integers; every other number is text, so that no program on the way can
turn it into a floating-point number.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import singledispatch
from typing import Any

from maturity.instruments.faults import Fault
from maturity.scoring.numbers import full, half_up
from maturity.scoring.result import (
    FactsResult,
    Gap,
    MeansResult,
    Priorities,
    Priority,
    Ranking,
    Result,
    Score,
    Share,
    TiersResult,
)


def as_json(
    result: Result, *, warning_text: Callable[[Fault], str] | None = None
) -> dict[str, Any]:
    """Return the result as JSON data.

    A warning carries a `message` made by `warning_text`, for output; without it, its `params`, for
    storage, so that any reader can be told in their own language later.
    """
    return {
        "instrument": result.instrument,
        "edition": result.edition,
        "hash": result.hash,
        "engine": result.engine,
        **_outcome(result),
        "narrowing": list(result.narrowing),
        "warnings": [_warning(fault, warning_text) for fault in result.warnings],
    }


def write_full(value: Fraction | None) -> str | None:
    """Write an exact value with up to 12 decimals; None stays None."""
    return None if value is None else full(value)


def write_rounded(value: Fraction | None) -> str | None:
    """Write an exact value with 2 decimals, half up; None stays None."""
    return None if value is None else half_up(value, 2)


@singledispatch
def _outcome(result: Result) -> dict[str, Any]:
    raise TypeError(type(result))


@_outcome.register
def _means(result: MeansResult) -> dict[str, Any]:
    has_levels = result.mean_has_level
    return {
        "scores": {
            key: {
                "current": _score(group.current, has_levels=has_levels),
                "target": _score(group.target, has_levels=has_levels),
                "gap": _gap(group.gap),
            }
            for key, group in result.scores.items()
        },
        "items": {
            key: {
                "state": item.state,
                "current": item.current,
                "target": item.target,
                "gap": item.gap,
            }
            for key, item in result.items.items()
        },
        "priorities": result.priorities and _priorities(result.priorities),
        **(
            {"quantities": {k: dict(v) for k, v in result.quantities.items()}}
            if result.quantities
            else {}
        ),
        **({"leading": result.leading} if result.knows_leading else {}),
    }


@_outcome.register
def _tiers(result: TiersResult) -> dict[str, Any]:
    return {
        "tier": result.tier,
        "low": result.low,
        "high": result.high,
        "tiers": [
            {
                "key": tier.key,
                "met": tier.met,
                "reached": tier.reached,
                "missing": list(tier.missing),
                "open": list(tier.open),
                "supporting": dict(tier.supporting),
            }
            for tier in result.tiers
        ],
        "items": {
            key: {"state": item.state, "answer": item.answer} for key, item in result.items.items()
        },
    }


@_outcome.register
def _facts(result: FactsResult) -> dict[str, Any]:
    return {
        "items": {
            key: {"state": item.state, "value": item.value} for key, item in result.items.items()
        },
        "shares": [_share(share) for share in result.shares],
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "key": share.key,
        "of": share.whole_key,
        "k": full(share.part),
        "n": full(share.whole),
        "percent": full(share.percent),
        "rounded": half_up(share.percent, 1),
    }


def _score(score: Score, *, has_levels: bool) -> dict[str, Any]:
    levels = {"level_low": score.level_low, "level_high": score.level_high} if has_levels else {}
    return {
        "sum": score.sum,
        "count": score.count,
        "of": score.of,
        "unknown": score.unknown,
        "unanswered": score.unanswered,
        "not_applicable": score.not_applicable,
        "mean": write_full(score.mean),
        "rounded": write_rounded(score.mean),
        "level": score.level,
        **levels,
        "low": write_full(score.low),
        "high": write_full(score.high),
        "provisional": score.provisional,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "sum": gap.sum,
        "count": gap.count,
        "of": gap.of,
        "mean": write_full(gap.mean),
        "rounded": write_rounded(gap.mean),
    }


def _priorities(found: Priorities) -> dict[str, Any]:
    chosen = found.chosen
    return {
        "horizon": found.horizon,
        "values": [_priority(value) for value in chosen.values] if chosen else [],
        "recommended": list(chosen.recommended) if chosen else [],
        "horizons": {ranking.horizon: _ranking(ranking) for ranking in found.rankings},
        "totals": {name: full(total) for name, total in found.totals.items()},
        "tables": {"version": found.tables_version, "hash": found.tables_hash},
        "missing": list(found.missing),
    }


def _ranking(ranking: Ranking) -> dict[str, Any]:
    return {
        "weights": {name: full(weight) for name, weight in ranking.weights.items()},
        "values": [_priority(value) for value in ranking.values],
        "recommended": list(ranking.recommended),
    }


def _priority(value: Priority) -> dict[str, Any]:
    factors: Mapping[str, Any] = {
        "cost": value.cost,
        "kpi": value.kpi,
        "proximity": value.proximity,
    }
    return {
        "dimension": value.dimension,
        **{name: full(factor.value) for name, factor in factors.items()},
        "impact": full(value.impact),
        "rank": value.rank,
    }


def _warning(fault: Fault, text: Callable[[Fault], str] | None) -> dict[str, Any]:
    said = {"params": dict(fault.params)} if text is None else {"message": text(fault)}
    return {"code": fault.code, "path": fault.path, **said}
