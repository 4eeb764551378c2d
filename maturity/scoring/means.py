"""Means, ranges and gaps of a group of items (docs/scoring.md, sections 3, 4, 6, 11, 12)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from maturity.instruments.edition import Edition
from maturity.scoring.answers import QUICK, Answers, find_outside
from maturity.scoring.result import OPEN, Gap, GroupResult, ItemResult, Score, State


def read_levels(edition: Edition, answers: Answers) -> dict[str, ItemResult]:
    """Return every level item with its answer, and with what its level may be."""
    bounds = read_bounds(edition, answers)
    return {
        item.key: _read_item(
            item.key, answers.get(item.key, {}), bounds=bounds.get(item.key), top=edition.scale_top
        )
        for item in edition.level_items
    }


def read_bounds(edition: Edition, answers: Answers) -> dict[str, tuple[int, int]]:
    """Return the bounds that a quick pass gives to open items, by item.

    A unit whose bounds are contradicted by a level given later has none (section 11).
    """
    held = {}
    for key, unit in edition.bounded_units.items():
        given = answers.get(QUICK + key)
        if given and find_outside(unit.items, given, answers) is None:
            held.update({item.key: (given["low"], given["high"]) for item in unit.items})
    return held


def _read_item(
    key: str, answer: Mapping[str, Any], *, bounds: tuple[int, int] | None, top: int
) -> ItemResult:
    current = answer.get("current")
    state: State = answer.get("state", "unanswered" if current is None else "answered")
    is_bounded = state in OPEN and bounds is not None
    low, high = (bounds or (0, top)) if state in OPEN else (current, current)
    return ItemResult(
        key, state, current, answer.get("target"), answer.get("reason"), low, high, is_bounded
    )


def summarise_groups(edition: Edition, items: Mapping[str, ItemResult]) -> dict[str, GroupResult]:
    """Return the three summaries of every group, by its key, in the order of results."""
    scores = {}
    for group in edition.groups_by_rank:
        held = [items[item.key] for item in edition.level_items_of(group.key)]
        scores[group.key] = GroupResult(
            current=summarise_current(held, has_level=edition.mean_has_level),
            target=summarise_target(held),
            gap=summarise_gap(held),
        )
    return scores


def summarise_current(items: Sequence[ItemResult], *, has_level: bool) -> Score:
    """Mean of the answered items, and the range that the open ones leave.

    An open item (unknown or unanswered) counts as its `low` and its `high`; one that does not
    apply counts nowhere.
    """
    levels = [item.current for item in items if item.current is not None]
    unknown = sum(item.state == "unknown" for item in items)
    unanswered = sum(item.state == "unanswered" for item in items)
    of = len(levels) + unknown + unanswered
    low = divide(sum(item.low for item in items if item.low is not None), of)
    high = divide(sum(item.high for item in items if item.high is not None), of)
    provisional = any(item.is_bounded for item in items)
    ends = (low, high) if has_level and not provisional else (None, None)
    level_low, level_high = (None if end is None else int(end) for end in ends)
    return Score(
        sum=sum(levels),
        count=len(levels),
        of=of,
        unknown=unknown,
        unanswered=unanswered,
        not_applicable=len(items) - of,
        mean=None if provisional else divide(sum(levels), len(levels)),
        low=low,
        high=high,
        provisional=provisional,
        level=level_low if level_low == level_high else None,
        level_low=level_low,
        level_high=level_high,
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


def decide_leading(score: Score, *, threshold: int, top: int) -> bool | None:
    """Tell whether the overall mean reaches the threshold; None while it is open (section 12).

    Without all answers it is never True: the definition is over all items.
    """
    if score.provisional or not score.of:
        return None
    needed = threshold * score.of
    if score.count == score.of:
        return score.sum >= needed
    return False if score.sum + top * (score.of - score.count) < needed else None


def rank_open_items(
    edition: Edition, items: Mapping[str, ItemResult], scores: Mapping[str, GroupResult]
) -> tuple[str, ...]:
    """Return the three open items that would narrow the result most, best first (section 8).

    By what one answer takes off the overall range, then off that of its block, then by order.
    """
    overall = edition.groups_by_rank[0].key

    def narrowing(key: str) -> tuple[Fraction, Fraction]:
        item = items[key]
        span = Fraction((item.high or 0) - (item.low or 0))
        block = edition.block_of(edition.item(key))
        of_block = scores[block.key if block else overall].current.of
        return -span / scores[overall].current.of, -span / of_block

    open_items = [key for key, item in items.items() if item.state in OPEN]
    return tuple(sorted(open_items, key=narrowing)[:3])


def divide(total: int, count: int) -> Fraction | None:
    """Exact quotient; None where there is nothing to divide by."""
    return Fraction(total, count) if count else None
