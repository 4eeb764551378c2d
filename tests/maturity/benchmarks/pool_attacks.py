"""Attacks on a pool: what anybody could compute about a few from its published groups.

They do not ask the code who is in a cell. They read the paths as a reader would, and count with
the profiles: a rest is whoever is in the parent and in none of the named cells.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from maturity.benchmarks.pool import Contribution, PoolCells, build_cells
from maturity.benchmarks.pool_figures import exact_means

BANDS = ("1-9", "10-49", "50-249", "250-999", "1000+")
ECONOMIES = ("CN", "DE", "JP")
SECTORS = ("C25", "C28", "G")
GROUPS = {"overall": ("VI", "IPL"), "process": ("VI", "IPL")}
HALVES = [Fraction(half, 2) for half in range(11)]

Path = tuple[tuple[str, str], ...]
Sets = Mapping[Path, frozenset[str]]


class Pool(NamedTuple):
    contributions: tuple[Contribution, ...]
    readers: dict[str, frozenset[str]]


def contribution(
    name: str, *profile: str, level: Fraction = HALVES[4], item: bool = True
) -> Contribution:
    """One enterprise at a level; the item "IPL" is left out where it does not apply."""
    levels = {"VI": level, "IPL": level} if item else {"VI": level}
    return Contribution(name, *profile, levels=levels, overall=level, tier=None)


def draw_pool(seed: int, groups: int, readers: int) -> Pool:
    """A random pool of so many groups with one profile each.

    A seed instead of drawn lists: hypothesis takes four fifths of the time to draw those. Fewer
    groups of one seed are the first of more, so that a failing pool still shrinks.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    read: list[set[str]] = [set() for _ in range(readers)]
    pool: list[Contribution] = []
    for at in range(groups):
        profile = [chance.choice(values) for values in (BANDS, ECONOMIES, SECTORS)]
        count = chance.randint(*chance.choice(((1, 11), (8, 14), (10, 30))))
        without = chance.choice((0, 0, 1, 3, 9, 30))
        names = [f"e{at}-{i:02}" for i in range(count)]
        pool += [
            contribution(name, *profile, level=chance.choice(HALVES), item=i >= without)
            for i, name in enumerate(names)
        ]
        for seen in read:  # its first few, or all but its last few, or all
            seen.update(names[: chance.choice((0, 0, 1, 5, 8, -3, -6, None))])
    return Pool(tuple(pool), {f"reader {at}": frozenset(seen) for at, seen in enumerate(read)})


def value_at(one: Contribution, level: str) -> str:
    joined = "250+" if one.size_band in ("250-999", "1000+") else one.size_band
    return {"size": joined, "economy": one.economy, "sector": one.sector}[level]


def read_paths(paths: Iterable[Path], contributions: Iterable[Contribution]) -> Sets:
    """Who must be in each cell, from the paths alone."""
    profiles = {
        one.enterprise: {level: value_at(one, level) for level in ("size", "economy", "sector")}
        for one in contributions
    }
    held: dict[Path, frozenset[str]] = {}
    shown = sorted(paths, key=len)
    for path in shown:
        if not path:
            held[path] = frozenset(profiles)
            continue
        parent, (level, value) = path[:-1], path[-1]
        beside = {at[-1][1] for at in shown if at and at[:-1] == parent}
        held[path] = frozenset(
            name
            for name in held[parent]
            if profiles[name][level] == value
            or (value == "other" and profiles[name][level] not in beside)
        )
    return held


def build(pool: Pool) -> PoolCells:
    return build_cells(pool.contributions, readers=pool.readers)


def cells_of(pool: Pool) -> Sets:
    return read_paths((cell.path for cell in build(pool).cells), pool.contributions)


def atoms_of(cells: Sets) -> Iterator[frozenset[str]]:
    """Each cell without what is published below it."""
    for path, members in cells.items():
        below = (cells[at] for at in cells if len(at) > len(path) and at[: len(path)] == path)
        yield members.difference(*below)


def is_none_or_safe(members: frozenset[str], readers: Iterable[frozenset[str]]) -> bool:
    if not members:
        return True
    left = [len(members - read) for read in readers]
    return len(members) >= 10 and all(count == 0 or count >= 5 for count in left)


def rank(rows: Iterable[Sequence[int]]) -> int:
    """Rank by exact elimination."""
    left = [[Fraction(number) for number in row] for row in rows]
    found = 0
    while left:
        pivot = left.pop()
        column = next((at for at, number in enumerate(pivot) if number), None)
        if column is None:
            continue
        found += 1
        for row in left:
            factor = row[column] / pivot[column]
            for at, number in enumerate(pivot):
                row[at] -= factor * number
    return found


def attack(
    cells: Iterable[frozenset[str]], *, fewer_than: int, knowing: frozenset[str] = frozenset()
) -> frozenset[str] | None:
    """Find fewer than so many whom some linear combination of the cells is about, or None.

    Enterprises in the same cells stand for one column. A combination that is 0 everywhere else but
    not on some columns exists exactly if the matrix without them has a lower rank. Whoever knows a
    member's values can take them off every cell.
    """
    shown = [members - knowing for members in cells]
    columns = [frozenset[str]().union(*shown)]
    for members in shown:
        columns = [part for one in columns for part in (one & members, one - members) if part]
    small = [column for column in columns if len(column) < fewer_than]
    full = rank_of(columns, shown) if small else 0
    for count in range(1, len(small) + 1):
        for chosen in combinations(small, count):
            names = frozenset[str]().union(*chosen)
            others = [column for column in columns if column not in chosen]
            if len(names) < fewer_than and rank_of(others, shown) < full:
                return names
    return None


def rank_of(columns: Sequence[frozenset[str]], shown: Sequence[frozenset[str]]) -> int:
    return rank([int(column <= members) for column in columns] for members in shown)


def attacks(
    cells: Sequence[frozenset[str]], readers: Iterable[frozenset[str]]
) -> list[frozenset[str]]:
    """What anybody finds about fewer than ten, and a reader about fewer than five outsiders."""
    found = [attack(cells, fewer_than=10)]
    found += [attack(cells, fewer_than=5, knowing=read) for read in readers]
    return [names for names in found if names is not None]


# All means together: the numbers that nobody knows are the levels of each enterprise in each item

TREE_OF_ITEMS = {
    "overall": ("VI", "HI", "SFA", "EA", "FA"),
    "process": ("VI", "HI"),
    "technology": ("SFA", "EA", "FA"),
    "automation": ("SFA", "EA", "FA"),
}

Row = Mapping[tuple[str, str], Fraction]
"""By how much a published mean grows with the level of an enterprise in an item."""


def draw_pool_with_gaps(seed: int) -> Pool:
    """A small pool in which one or several items do not apply to some."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    items = TREE_OF_ITEMS["overall"]
    pool: list[Contribution] = []
    read: set[str] = set()
    for band in BANDS[: chance.randint(1, 3)]:
        kinds = [frozenset(chance.sample(items, chance.randint(0, 3))) for _ in range(2)]
        count = chance.randint(8, 26)
        without = [chance.choice((0, 1, 1, 2, 10, 12)) for _ in kinds]
        for at in range(count):
            lacking = kinds[0] if at < without[0] else kinds[1] if at >= count - without[1] else ()
            levels = dict.fromkeys((item for item in items if item not in lacking), Fraction(0))
            pool.append(Contribution(f"{band} {at}", band, "CN", "C25", levels, Fraction(0), None))
        names = [one.enterprise for one in pool if one.size_band == band]
        read.update(names[: chance.choice((0, 0, 3, 6, -5, -6, None))])
    return Pool(tuple(pool), {"reader": frozenset(read)})


def rows_of(pool: Pool) -> list[Row]:
    """What each mean of a release depends on: found by raising one level after the other from 0."""
    rows: dict[tuple[Path, str], dict[tuple[str, str], Fraction]] = {}
    for cell in build(pool).cells:
        for at, one in enumerate(cell.members):
            for item in one.levels:
                members = list(cell.members)
                members[at] = replace(one, levels={**one.levels, item: Fraction(1)})
                raised = replace(cell, members=tuple(members))
                for key, mean in exact_means(raised, groups=TREE_OF_ITEMS).items():
                    rows.setdefault((cell.path, key), {})[one.enterprise, item] = mean
    return list(rows.values())


def attack_all(
    rows: Sequence[Row], *, fewer_than: int, knowing: frozenset[str] = frozenset()
) -> frozenset[str] | None:
    """Find fewer than so many enterprises whom a combination of all the means is about, or None.

    Those on whom every mean depends alike stand together.
    """
    items = TREE_OF_ITEMS["overall"]
    alike: dict[tuple[tuple[Fraction, ...], ...], set[str]] = {}
    for name in {name for row in rows for name, _item in row} - knowing:
        columns = tuple(tuple(row.get((name, item), Fraction(0)) for row in rows) for item in items)
        alike.setdefault(columns, set()).add(name)
    full = rank({column for columns in alike for column in columns})
    small = [columns for columns in alike if len(alike[columns]) < fewer_than]
    for count in range(len(small), 0, -1):
        for chosen in combinations(small, count):
            names = frozenset[str]().union(*(alike[columns] for columns in chosen))
            left = {column for columns in alike if columns not in chosen for column in columns}
            if len(names) < fewer_than and rank(left) < full:
                return names
    return None
