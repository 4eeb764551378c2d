"""Means, ranges and gaps of a group of items (docs/scoring.md, sections 3, 4 and 6)."""

from collections.abc import Sequence
from fractions import Fraction

from maturity.scoring.result import Gap, ItemResult, Score


def summarise_current(items: Sequence[ItemResult], *, top: int) -> Score:
    """Mean of the answered items, and the range that the open ones leave.

    An open item (unknown or unanswered) counts 0 in `low` and `top` in `high`; one that does not
    apply counts nowhere.
    """
    levels = [item.current for item in items if item.current is not None]
    unknown = sum(item.state == "unknown" for item in items)
    unanswered = sum(item.state == "unanswered" for item in items)
    of = len(levels) + unknown + unanswered
    return Score(
        sum=sum(levels),
        count=len(levels),
        of=of,
        unknown=unknown,
        unanswered=unanswered,
        not_applicable=len(items) - of,
        mean=divide(sum(levels), len(levels)),
        low=divide(sum(levels), of),
        high=divide(sum(levels) + top * (of - len(levels)), of),
    )


def summarise_target(items: Sequence[ItemResult]) -> Score:
    """Mean of the targets that were set; an item without one is `unanswered`, and no range."""
    applying = [item for item in items if item.state != "not_applicable"]
    targets = [item.target for item in applying if item.target is not None]
    return Score(
        sum=sum(targets),
        count=len(targets),
        of=len(applying),
        unknown=0,
        unanswered=len(applying) - len(targets),
        not_applicable=len(items) - len(applying),
        mean=divide(sum(targets), len(targets)),
        low=None,
        high=None,
    )


def summarise_gap(items: Sequence[ItemResult]) -> Gap:
    """Mean of target minus current over the items that have both."""
    gaps = [item.gap for item in items if item.gap is not None]
    of = sum(item.state != "not_applicable" for item in items)
    return Gap(sum=sum(gaps), count=len(gaps), of=of, mean=divide(sum(gaps), len(gaps)))


def divide(total: int, count: int) -> Fraction | None:
    """Exact quotient; None where there is nothing to divide by."""
    return Fraction(total, count) if count else None
