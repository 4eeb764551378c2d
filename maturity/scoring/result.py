"""What follows from the answers, as exact values, and the JSON form that is stored and sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from maturity.instruments.faults import Fault
from maturity.scoring.numbers import full, half_up

State: TypeAlias = Literal["answered", "unknown", "unanswered", "not_applicable"]


@dataclass(frozen=True)
class ItemResult:
    """One item: levels are None where there is none, never 0. `reason` only if not applicable."""

    key: str
    state: State
    current: int | None
    target: int | None
    reason: str | None

    @property
    def gap(self) -> int | None:
        """Target minus current, negative if the target is lower; None if either is missing."""
        if self.current is None or self.target is None:
            return None
        return self.target - self.current


@dataclass(frozen=True)
class Score:
    """The summary of one group's current levels, or of its targets (docs/scoring.md, 3 and 4).

    `of` items apply, `count` of them have a value, and `sum` is the sum of those. `mean` is None
    if none has. `low` and `high` are the ends of the range, None if `of` is 0 and always None for
    targets, which have no range. `level` is the level of the mean where an instrument defines one.
    """

    sum: int
    count: int
    of: int
    unknown: int
    unanswered: int
    not_applicable: int
    mean: Fraction | None
    low: Fraction | None
    high: Fraction | None
    level: int | None = None

    @property
    def is_decided(self) -> bool:
        """True if no item is open, so that the mean stands for itself instead of a range."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True)
class Gap:
    """Target minus current over the `count` of `of` items that have both."""

    sum: int
    count: int
    of: int
    mean: Fraction | None


@dataclass(frozen=True)
class GroupResult:
    """The three summaries of one group."""

    current: Score
    target: Score
    gap: Gap


@dataclass(frozen=True)
class Result:
    """The result of one set of answers to one edition, by one version of the rules (`engine`).

    `scores` is ordered overall, blocks, pillars; `items` as asked. Both hold every key.
    """

    instrument: str
    edition: str
    hash: str
    engine: str
    scores: Mapping[str, GroupResult]
    items: Mapping[str, ItemResult]
    warnings: tuple[Fault, ...]


def as_json(
    result: Result, *, warning_text: Callable[[Fault], str] | None = None
) -> dict[str, Any]:
    """Return the result as JSON data: counts and levels are integers, all other numbers text.

    A warning carries a `message` made by `warning_text`, for output; without it, its `params`, for
    storage, so that any reader can be told in their own language later.
    """
    return {
        "instrument": result.instrument,
        "edition": result.edition,
        "hash": result.hash,
        "engine": result.engine,
        "scores": {
            key: {
                "current": _score_as_json(group.current),
                "target": _score_as_json(group.target),
                "gap": _gap_as_json(group.gap),
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
        "warnings": [_warning_as_json(fault, warning_text) for fault in result.warnings],
    }


def write_full(value: Fraction | None) -> str | None:
    """Write an exact value with up to 12 decimals; None stays None."""
    return None if value is None else full(value)


def write_rounded(value: Fraction | None) -> str | None:
    """Write an exact value with 2 decimals, half up; None stays None."""
    return None if value is None else half_up(value, 2)


def _score_as_json(score: Score) -> dict[str, Any]:
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
        "low": write_full(score.low),
        "high": write_full(score.high),
    }


def _gap_as_json(gap: Gap) -> dict[str, Any]:
    return {
        "sum": gap.sum,
        "count": gap.count,
        "of": gap.of,
        "mean": write_full(gap.mean),
        "rounded": write_rounded(gap.mean),
    }


def _warning_as_json(fault: Fault, text: Callable[[Fault], str] | None) -> dict[str, Any]:
    said = {"params": dict(fault.params)} if text is None else {"message": text(fault)}
    return {"code": fault.code, "path": fault.path, **said}
