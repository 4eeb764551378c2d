"""The highest tier reached, certainly and possibly (docs/scoring.md, section 9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from maturity.instruments.edition import Edition
from maturity.instruments.items import DECIDING_ROLES, PracticeItem
from maturity.scoring.answers import Answers
from maturity.scoring.result import OPEN, PracticeResult, State, TierResult


def read_practices(edition: Edition, answers: Answers) -> dict[str, PracticeResult]:
    """Return every practice with its answer, in the order of asking."""
    return {item.key: _read(item.key, answers.get(item.key, {})) for item in edition.practices}


def _read(key: str, given: Mapping[str, Any]) -> PracticeResult:
    answer = given.get("answer")
    state: State = given.get("state", "unanswered" if answer is None else "answered")
    return PracticeResult(key, state, answer, given.get("reason"))


def decide_tiers(
    edition: Edition, practices: Mapping[str, PracticeResult]
) -> tuple[TierResult, ...]:
    """Decide each tier from the lowest upwards; a tier is reached only with all below it."""
    decided: list[TierResult] = []
    reached: bool | None = True
    for group in edition.groups_of_kind("tier"):
        items = [item for item in edition.practices if item.group == group.key]
        tier = _decide_tier(group.key, items, practices, below=reached)
        reached = tier.reached
        decided.append(tier)
    return tuple(decided)


def _decide_tier(
    key: str,
    items: Sequence[PracticeItem],
    practices: Mapping[str, PracticeResult],
    *,
    below: bool | None,
) -> TierResult:
    deciding = [practices[item.key] for item in items if item.role in DECIDING_ROLES]
    missing = tuple(p.key for p in deciding if p.answer in ("partly", "no"))
    still_open = tuple(p.key for p in deciding if p.state in OPEN)
    met = False if missing else None if still_open else True
    return TierResult(
        key=key,
        met=met,
        reached=False if met is False or below is False else met and below,
        missing=missing,
        open=still_open,
        supporting={
            item.key: practices[item.key].answer or practices[item.key].state
            for item in items
            if item.role not in DECIDING_ROLES
        },
    )


def count_reached(tiers: Sequence[TierResult]) -> tuple[int, int]:
    """Return how many tiers are reached if every open practice were no, and if every one were yes.

    Not reached is certain where `reached` is False; where it is None it is still possible.
    """
    low = sum(tier.reached is True for tier in tiers)
    high = sum(tier.reached is not False for tier in tiers)
    return low, high


def rank_open_practices(tiers: Sequence[TierResult]) -> tuple[str, ...]:
    """Return the three open practices to find out first: of the lowest undecided tiers."""
    undecided = (tier for tier in tiers if tier.reached is None)
    return tuple(key for tier in undecided for key in tier.open)[:3]
