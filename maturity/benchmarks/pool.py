"""The pool: which groups of consenting enterprises may be shown at all (docs/benchmarks.md).

Contributions are sorted into one fixed tree. Only those of its groups are kept from which nobody
learns, by subtracting one from another either, anything about fewer than ten enterprises, or about
fewer than five that the reader may not read anyway. `pool_figures.py` says what is published of
a group.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

Level: TypeAlias = Literal["size", "economy", "sector"]
Path: TypeAlias = tuple[tuple[Level, str], ...]
"""Steps from the whole pool, which is (), to a cell: (("size", "10-49"), ("economy", "CN"))."""

Readers: TypeAlias = Mapping[str, frozenset[str]]
"""By organisation, the enterprises whose results it may read or could at any time in the window."""

Group = TypeVar("Group", str, Path)

TREE: tuple[Level, ...] = ("size", "economy", "sector")
TREE_VERSION = "1"
RULES = "1"
"""The version of everything in this file and in `pool_figures.py`, printed with a release."""

OTHER = "other"
"""The value of the last step to a rest: all groups of that level that have no cell of their own."""

SMALLEST_CELL = 10
FEWEST_OUTSIDERS = 5
FEWEST_READ = SMALLEST_CELL - FEWEST_OUTSIDERS + 1
"""Whoever reads fewer of a pool leaves five outsiders in every group of ten."""

SCALE_TOP = 5

_JOINED_BANDS = {"250-999": "250+", "1000+": "250+"}


@dataclass(frozen=True, slots=True)
class Contribution:
    """One complete result of one enterprise, with the profile frozen when it was submitted.

    `overall` is the mean of all items and `levels` those of each, where an item that does not apply
    has no key; of an instrument with tiers only `tier` is set. All lie within 0 and 5: because each
    enterprise counts once and cannot weigh more than that, no rule against dominating contributions
    is needed.
    """

    enterprise: str
    size_band: str
    economy: str
    sector: str
    levels: Mapping[str, Fraction]
    overall: Fraction | None
    tier: int | None

    def __post_init__(self) -> None:
        reached = self.overall if self.tier is None else Fraction(self.tier)
        if reached is None or (self.tier is not None and (self.levels or self.overall is not None)):
            raise ValueError("either an overall mean or a tier alone")
        if not all(0 <= value <= SCALE_TOP for value in (reached, *self.levels.values())):
            raise ValueError("outside the scale")


@dataclass(frozen=True)
class Cell:
    """A group that may be published, with its exact members, who never leave the memory.

    `keys` names the items whose mean may be published of it.
    """

    path: Path
    members: tuple[Contribution, ...] = field(repr=False)
    keys: frozenset[str]


@dataclass(frozen=True)
class PoolCells:
    """The cells of one pool, nested or disjoint; none if the whole of it is too small."""

    cells: tuple[Cell, ...]


def build_cells(
    contributions: Iterable[Contribution], *, readers: Readers, tree: Sequence[Level] = TREE
) -> PoolCells:
    """Decide which groups of a pool may be published (docs/benchmarks.md, the pool).

    The same contributions give the same cells, whatever their order, and the order of the cells
    says nothing about their sizes. ValueError for an enterprise that contributes twice, for tiers
    among means, and for a profile value that is called like a rest.
    """
    pool = _index(contributions)
    everyone = frozenset(pool)
    known = _who_read_many(everyone, readers=readers.values())
    if not is_safe(everyone, readers=known):
        return PoolCells(())
    found = dict(_fold((), everyone, pool=pool, readers=known, levels=tuple(tree)))
    keys = _find_keys(found, pool=pool, readers=known)
    return PoolCells(
        tuple(
            Cell(path, tuple(pool[name] for name in sorted(found[path])), frozenset(keys[path]))
            for path in sorted(found)
        )
    )


def is_safe(members: frozenset[str], *, readers: Iterable[frozenset[str]]) -> bool:
    """Tell whether a group may be shown: ten members, and to every reader none or five outsiders.

    An outsider of a reader is a member whose results it may not read. A consultant who knows all
    but a few could subtract what he knows from the mean, and read the few.
    """
    return len(members) >= SMALLEST_CELL and all(
        _leaves_enough(members, read=read) for read in readers
    )


def _leaves_enough(members: frozenset[str], *, read: frozenset[str]) -> bool:
    if len(members) - len(read) >= FEWEST_OUTSIDERS:
        return True  # whoever they are: nearly always so, and quick
    outsiders = len(members) - len(members & read)
    return outsiders == 0 or outsiders >= FEWEST_OUTSIDERS


def _who_read_many(
    members: frozenset[str], *, readers: Iterable[frozenset[str]]
) -> set[frozenset[str]]:
    """Return what the readers may read of a group, without those who read too little of it."""
    return {read for each in readers if len(read := each & members) >= FEWEST_READ}


def read_levels(*, size_band: str, economy: str, sector: str) -> dict[Level, str]:
    """Return where a profile belongs at each level of the tree; the two largest bands are one."""
    return {
        "size": _JOINED_BANDS.get(size_band, size_band),
        "economy": economy,
        "sector": sector,
    }


def _index(contributions: Iterable[Contribution]) -> dict[str, Contribution]:
    given = list(contributions)
    pool = {one.enterprise: one for one in given}
    if len(pool) != len(given):
        raise ValueError("an enterprise contributes twice")
    if len({one.tier is None for one in given}) > 1:
        raise ValueError("tiers and means in one pool")
    if any(OTHER in _levels_of(one).values() for one in given):
        raise ValueError("a profile value is called like a rest")
    return pool


def _levels_of(one: Contribution) -> dict[Level, str]:
    return read_levels(size_band=one.size_band, economy=one.economy, sector=one.sector)


def _fold(
    path: Path,
    members: frozenset[str],
    *,
    pool: Mapping[str, Contribution],
    readers: Collection[frozenset[str]],
    levels: Sequence[Level],
) -> Iterator[tuple[Path, frozenset[str]]]:
    """Yield a safe group, then the cells within it: safe children, and all others as one rest."""
    yield path, members
    if not levels:
        return
    level, *below = levels
    groups: dict[str, set[str]] = {}
    for name in members:
        groups.setdefault(_levels_of(pool[name])[level], set()).add(name)
    children = {value: frozenset(names) for value, names in groups.items()}
    kept, rest = _keep_safe(children, readers=readers)
    for value in kept:
        step = (*path, (level, value))
        yield from _fold(step, children[value], pool=pool, readers=readers, levels=below)
    if kept and rest:
        yield (*path, (level, OTHER)), rest  # a mixture: nothing within it is shown


def _keep_safe(
    groups: Mapping[Group, frozenset[str]], *, readers: Collection[frozenset[str]]
) -> tuple[list[Group], frozenset[str]]:
    """Return the groups that may be shown, and the union of the rest, which is safe or empty.

    The rest can be computed from its parent and the groups that are shown. As long as it is not
    safe, the smallest of these joins it (complementary suppression). None is left in the end if it
    takes all of them; then the rest is the parent, which is known to be safe.
    """
    near = _who_read_many(frozenset[str]().union(*groups.values()), readers=readers)
    safe = (group for group in groups if is_safe(groups[group], readers=near))
    kept = sorted(safe, key=lambda group: (len(groups[group]), group))
    rest = frozenset[str]().union(*(groups[group] for group in groups.keys() - set(kept)))
    while rest and kept and not is_safe(rest, readers=near):
        rest |= groups[kept.pop(0)]
    return kept, rest


def _find_keys(
    found: Mapping[Path, frozenset[str]],
    *,
    pool: Mapping[str, Contribution],
    readers: Collection[frozenset[str]],
) -> dict[Path, set[str]]:
    """Return the items whose mean may be published of each cell.

    An item that does not apply to some members has a mean over fewer than the cell. The rule of the
    fold therefore holds once more for those to whom it applies, down the cells already found. Two
    items have no number in common, so what holds for each holds for all of them together.
    """
    having_exactly: dict[frozenset[str], set[str]] = {}  # enterprises by the keys they have
    for name, one in pool.items():
        having_exactly.setdefault(frozenset(one.levels), set()).add(name)
    sharing: dict[frozenset[frozenset[str]], set[str]] = {}  # most keys apply to everyone
    for key in frozenset[str]().union(*having_exactly):
        with_key = frozenset(held for held in having_exactly if key in held)
        sharing.setdefault(with_key, set()).add(key)
    children: dict[Path, list[Path]] = {path: [] for path in found}
    for path in found:
        if path:
            children[path[:-1]].append(path)
    keys: dict[Path, set[str]] = {path: set() for path in found}
    for with_keys, shared in sharing.items():
        having = frozenset[str]().union(*(having_exactly[held] for held in with_keys))
        waiting: list[Path] = [()] if is_safe(having, readers=readers) else []
        for path in waiting:  # grows while it is walked
            keys[path] |= shared
            if parts := {child: found[child] & having for child in children[path]}:
                waiting += _keep_safe(parts, readers=readers)[0]
    return keys
