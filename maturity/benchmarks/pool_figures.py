"""What is published of the cells of a pool, and how one's own result stands in them.

Everything here is coarse on purpose (docs/benchmarks.md, the pool): numbers of enterprises to the
nearest five, means to one decimal with both ends coded, bins from thirty enterprises on. There is
no smallest, largest, quartile, median or standard deviation: each would be one enterprise's value.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Literal, TypeAlias

from maturity.benchmarks.pool import (
    OTHER,
    SCALE_TOP,
    SMALLEST_CELL,
    TREE,
    Cell,
    Level,
    Path,
    PoolCells,
    read_levels,
)
from maturity.scoring.numbers import half_up

ROUNDING_BASE = 5
SMALLEST_WITH_BINS = 30
LOW_END = Fraction(3, 10)
HIGH_END = Fraction(47, 10)

Groups: TypeAlias = Mapping[str, Collection[str]]
"""The items of each group of a questionnaire by its key, those of the whole first."""

CountWords: TypeAlias = Literal["fewer_than_5", "5_to_9", "enough"]


@dataclass(frozen=True)
class PublishedMean:
    """A mean to one decimal; at the ends of the scale only "0.3 or less" and "4.7 or more"."""

    value: str
    qualifier: Literal["rounded", "at_most", "at_least"]


@dataclass(frozen=True)
class PublishedCell:
    """One cell as published; it holds nothing by which a member could be found again.

    `n` and `bins` are rounded each for itself and need not add up. The mean of an item is over
    those members to whom it applies; a key that is missing has too few of them. The mean of a
    group, and `overall`, is the mean of its items' means; it is missing where one of these is.
    `bins` are counts of the members' own overall means in [0,1), [1,2), [2,3), [3,4), [4,5], or of
    their tiers 0 to 5; None in a cell of fewer than 30. With tiers there is no mean.
    """

    path: Path
    n: int
    overall: PublishedMean | None
    means: Mapping[str, PublishedMean]
    bins: tuple[int, ...] | None


@dataclass(frozen=True)
class FoundCell:
    """The narrowest cell published for a profile, and the wider ones around it, nearest first.

    `is_wider` is True if the profile's own group has too few, so that a wider one, or the rest of
    several groups, stands in for it.
    """

    cell: PublishedCell
    ancestors: tuple[PublishedCell, ...]
    is_wider: bool


@dataclass(frozen=True)
class Position:
    """How many of a cell lie in lower bins, in the same and in higher ones; where inside the bin
    one's own result stands is not known."""

    lower: int
    same: int
    higher: int


def publish_cells(cells: PoolCells, *, groups: Groups) -> tuple[PublishedCell, ...]:
    """Make the coarse figures of every cell; nothing exact is carried over."""
    return tuple(_publish(cell, groups=groups) for cell in cells.cells)


def exact_means(cell: Cell, *, groups: Groups) -> dict[str, Fraction]:
    """Return the means of a cell before they are rounded, of groups and items; never published.

    The mean of a group is that of its items' means, so it tells nothing that these do not. The mean
    of the members' own means would: beside the items' means it gives away the few to whom one item
    does not apply, because only theirs are divided by another number.
    """
    items = {
        key: _mean([one.levels[key] for one in cell.members if key in one.levels])
        for key in sorted(cell.keys.intersection(chain(*groups.values())))
    }
    return items | {
        group: _mean([items[key] for key in held])
        for group, held in groups.items()
        if held and items.keys() >= set(held)
    }


def index_cells(published: Iterable[PublishedCell]) -> Mapping[Path, PublishedCell]:
    """Return the cells of a release by their paths, in their order."""
    return {cell.path: cell for cell in published}


def find_cell(
    by_path: Mapping[Path, PublishedCell],
    *,
    size_band: str,
    economy: str,
    sector: str,
    tree: Sequence[Level] = TREE,
) -> FoundCell | None:
    """Return the deepest published cell on a profile's way down the tree; None if there is none.

    Where the own group is not shown, the way ends in the rest of its level, or else at its parent.
    """
    if () not in by_path:
        return None
    values = read_levels(size_band=size_band, economy=economy, sector=sector)
    way = [by_path[()]]
    for level in tree:
        here = way[-1].path
        steps = ((*here, (level, values[level])), (*here, (level, OTHER)))
        step = next((step for step in steps if step in by_path), None)
        if step is None:
            break  # of a rest at the latest: nothing is published within it
        way.append(by_path[step])
    cell, *ancestors = reversed(way)
    own = tuple((level, values[level]) for level in tree)
    return FoundCell(cell, tuple(ancestors), is_wider=cell.path != own)


def find_bin(cell: PublishedCell, *, low: Fraction, high: Fraction) -> int | None:
    """Return the bin in which an own result lies, whatever its open items turn out to be.

    None if its range spans several bins, or if the cell has none.
    """
    if cell.bins is None:
        return None
    first, last = (_bin_of(end, bins=len(cell.bins)) for end in (low, high))
    return first if first == last else None


def position(cell: PublishedCell, own: Fraction | int) -> Position | None:
    """Count a cell's enterprises below, in and above the bin of an overall mean or tier.

    From the published counts alone, so that it tells no more than they do; None if the cell has
    no bins.
    """
    if cell.bins is None:
        return None
    at = _bin_of(own, bins=len(cell.bins))
    return Position(sum(cell.bins[:at]), cell.bins[at], sum(cell.bins[at + 1 :]))


def count_words(n: int) -> CountWords:
    """Say how many have contributed before there is a release, and never the exact number."""
    if n < 5:
        return "fewer_than_5"
    return "5_to_9" if n < SMALLEST_CELL else "enough"


def round_count(count: int) -> int:
    """A number of enterprises or results as it may be published: to the nearest five."""
    return ROUNDING_BASE * ((count + 2) // ROUNDING_BASE)


def _publish(cell: Cell, *, groups: Groups) -> PublishedCell:
    means = {key: _round(mean) for key, mean in exact_means(cell, groups=groups).items()}
    return PublishedCell(
        path=cell.path,
        n=round_count(len(cell.members)),
        overall=means.pop(next(iter(groups), ""), None),
        means=means,
        bins=_count_bins(cell) if len(cell.members) >= SMALLEST_WITH_BINS else None,
    )


def _mean(values: Sequence[Fraction]) -> Fraction:
    totals: Counter[int] = Counter()  # by denominator: far quicker than adding fractions
    for value in values:
        totals[value.denominator] += value.numerator
    total = sum((Fraction(above, below) for below, above in totals.items()), Fraction(0))
    return total / len(values)


def _round(mean: Fraction) -> PublishedMean:
    """Round a mean once; the rounded number decides whether an end stands for it."""
    rounded = half_up(mean, 1)
    if Fraction(rounded) <= LOW_END:
        return PublishedMean(half_up(LOW_END, 1), "at_most")
    if Fraction(rounded) >= HIGH_END:
        return PublishedMean(half_up(HIGH_END, 1), "at_least")
    return PublishedMean(rounded, "rounded")


def _count_bins(cell: Cell) -> tuple[int, ...]:
    """Tiers have a bin each, 0 included; means have one less, because 5 belongs to the last."""
    bins = SCALE_TOP if cell.members[0].tier is None else SCALE_TOP + 1
    counts = [0] * bins
    for one in cell.members:
        own = one.tier if one.overall is None else one.overall
        counts[_bin_of(own or 0, bins=bins)] += 1
    return tuple(round_count(count) for count in counts)


def _bin_of(own: Fraction | int, *, bins: int) -> int:
    return min(int(own), bins - 1)
