"""The arithmetic behind every number, so that a page, a report or a reader can open it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from maturity.instruments.edition import Edition
from maturity.scoring.result import Gap, ItemResult, Result, Score, write_full, write_rounded


def trace(edition: Edition, result: Result) -> dict[str, Any]:
    """Return, for each group and for current, target and gap, how its number came about.

    Each has `rule` (`mean_of_answered`, `mean_of_targets`, `mean_of_gaps`), the `items` counted
    with their values, what was `left_out` and `why` (a list out of `unknown`, `unanswered`,
    `not_applicable`, `no_target`), `sum`, `count`, `of`, the `exact` fraction ("19/16"), the same
    `unrounded` (12 decimals) and `rounded` (2). `low` and `high` of the current levels say which
    `missing` items were set to what (`each`); they are None for target and gap.
    """
    return {
        group.key: _trace_group(
            [result.items[item.key] for item in edition.items_of(group.key)],
            result=result,
            key=group.key,
            top=edition.scale_top,
        )
        for group in edition.groups_by_rank
    }


def _trace_group(
    items: Sequence[ItemResult], *, result: Result, key: str, top: int
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
            "low": _trace_end(items, scores.current, each=0, value=scores.current.low),
            "high": _trace_end(items, scores.current, each=top, value=scores.current.high),
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


def _trace_end(
    items: Sequence[ItemResult], score: Score, *, each: int, value: Fraction | None
) -> dict[str, Any]:
    missing = [item.key for item in items if item.state in ("unknown", "unanswered")]
    return {
        "missing": missing,
        "each": each,
        "sum": score.sum + each * len(missing),
        "of": score.of,
        **_write_value(value),
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
