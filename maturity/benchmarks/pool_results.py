"""Which results a pool counts, and the few numbers of each that it needs (docs/benchmarks.md).

A result is long; a pool needs the level of each item and the overall mean of it, or a tier. These
are taken out once, when the result is computed, and kept beside it: reading a whole year's results
again would cost a hundred times as much.
"""

import functools
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from maturity.benchmarks.pool import Contribution
from maturity.instruments.edition import Edition
from maturity.scoring.result import MeansResult, Result, TiersResult

Numbers: TypeAlias = Mapping[str, Any]
"""As JSON: {"overall": [sum, count], "levels": {item: level}} or {"tier": number}."""

POOLED_METHODS = ("means", "tiers")
"""Questionnaires that have a pool, by what is made of their answers; facts never."""

MOST_NOT_APPLICABLE = 3
"""A result that leaves out more items than that is not compared with others."""


def take_numbers(result: Result) -> Numbers | None:
    """Return what a pool counts of a result; None if it is not complete.

    Complete is a result without open items and with at most three that do not apply, or a tier
    that is decided.
    """
    if isinstance(result, TiersResult):
        return None if result.tier is None else {"tier": result.tier}
    if not isinstance(result, MeansResult):
        return None
    whole = next(iter(result.scores.values())).current
    if not 0 < whole.count == whole.of or whole.not_applicable > MOST_NOT_APPLICABLE:
        return None
    levels = {key: item.current for key, item in result.items.items()}
    return {
        "overall": [whole.sum, whole.count],
        "levels": {key: level for key, level in levels.items() if level is not None},
    }


def items_by_group(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return the keys of the items of each group that has a mean, the whole first."""
    return {
        group.key: tuple(item.key for item in edition.level_items_of(group.key))
        for group in edition.groups_by_rank
    }


def make_contribution(
    enterprise: str, numbers: Numbers, *, size_band: str, economy: str, sector: str
) -> Contribution:
    """Return the contribution of an enterprise from the numbers that `take_numbers` kept."""
    levels = numbers.get("levels", {})
    overall = numbers.get("overall")
    return Contribution(
        enterprise=enterprise,
        size_band=sys.intern(size_band),  # the same few words for everybody, held once
        economy=sys.intern(economy),
        sector=sys.intern(sector),
        levels=_Levels(_places(tuple(levels)), tuple(_mean(one, 1) for one in levels.values())),
        overall=_mean(*overall) if overall else None,
        tier=numbers.get("tier"),
    )


class _Levels(Mapping[str, Fraction]):
    """Levels by item. The keys are held once for all who have the same, which is nearly everybody:
    of a million contributions this takes a quarter of the memory."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: tuple[Fraction, ...]) -> None:
        self._places, self._values = places, values

    def __getitem__(self, key: str) -> Fraction:
        return self._values[self._places[key]]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@functools.lru_cache(maxsize=4096)
def _places(keys: tuple[str, ...]) -> Mapping[str, int]:
    return {key: place for place, key in enumerate(keys)}


@functools.lru_cache(maxsize=16384)
def _mean(total: int, count: int) -> Fraction:
    """One object for each of the few values that there are."""
    return Fraction(total, count)
