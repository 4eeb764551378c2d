"""The pool under attack: what is published lets nobody compute anything about a few (T1 to T8).

The attacks themselves are in `pool_attacks.py`; `python -m tests.performance.pool_attacks` makes
them on many more pools.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import FrozenInstanceError, asdict, fields, replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.benchmarks.pool import Contribution, PoolCells, build_cells
from maturity.benchmarks.pool_figures import (
    PublishedCell,
    PublishedMean,
    count_words,
    find_cell,
    index_cells,
    position,
    publish_cells,
)
from tests.maturity.benchmarks.pool_attacks import (
    BANDS,
    GROUPS,
    HALVES,
    Pool,
    atoms_of,
    attack,
    attack_all,
    attacks,
    build,
    cells_of,
    contribution,
    draw_pool,
    draw_pool_with_gaps,
    is_none_or_safe,
    read_paths,
    rows_of,
    value_at,
)

pools = st.builds(draw_pool, st.integers(0, 2**60), st.integers(1, 10), st.integers(0, 3))


def many(examples: int) -> settings:
    """The same examples in every run, as long as they take: the machine may be busy."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def as_bytes(published: Sequence[PublishedCell]) -> bytes:
    return json.dumps([asdict(cell) for cell in published], sort_keys=True).encode()


# T1 to T4: one release


@given(pools)
@many(800)
def test_every_cell_and_what_is_left_of_it_holds_ten_and_five_outsiders(pool: Pool) -> None:
    cells = cells_of(pool)
    known = pool.readers.values()
    assert all(members and is_none_or_safe(members, known) for members in cells.values())
    assert all(is_none_or_safe(members, known) for members in atoms_of(cells))


@given(pools)
@many(400)
def test_cells_are_nested_or_disjoint_and_hold_whom_their_paths_say(pool: Pool) -> None:
    built = build(pool)
    exact = {cell.path: frozenset(one.enterprise for one in cell.members) for cell in built.cells}
    assert exact == read_paths(exact, pool.contributions)
    for one, other in combinations(exact.values(), 2):
        assert one <= other or other <= one or not one & other


@given(pools)
@many(400)
def test_every_enterprise_is_left_in_exactly_one_cell(pool: Pool) -> None:
    cells = cells_of(pool)
    times = Counter(name for atom in atoms_of(cells) for name in atom)
    everyone = {one.enterprise for one in pool.contributions}
    assert times == (dict.fromkeys(everyone, 1) if cells else {})
    assert bool(cells) == is_none_or_safe(frozenset(everyone), pool.readers.values())


@given(pools)
@many(800)
def test_no_linear_combination_of_the_cells_is_about_a_few(pool: Pool) -> None:
    assert attacks(list(cells_of(pool).values()), pool.readers.values()) == []


@given(pools)
@many(500)
def test_no_linear_combination_of_the_means_of_one_item_is_about_a_few(pool: Pool) -> None:
    """The item applies to some only: its mean is over fewer than the cell."""
    published = publish_cells(build(pool), groups=GROUPS)
    cells = read_paths((cell.path for cell in published), pool.contributions)
    having = {one.enterprise for one in pool.contributions if "IPL" in one.levels}
    shown = [cells[cell.path] & having for cell in published if "IPL" in cell.means]
    assert all(shown)
    assert attacks(shown, pool.readers.values()) == []
    assert all("VI" in cell.means for cell in published)


@given(st.builds(draw_pool_with_gaps, st.integers(0, 2**60)))
@many(25)
def test_no_linear_combination_of_all_means_together_is_about_a_few(pool: Pool) -> None:
    """Of groups and items, of all cells: what any of them depends on, whatever else is known."""
    rows = rows_of(pool)
    assert attack_all(rows, fewer_than=10) is None
    for read in pool.readers.values():
        assert attack_all(rows, fewer_than=5, knowing=read) is None


def test_attack_on_all_means_finds_whom_means_of_own_means_would_give_away() -> None:
    """Eleven enterprises, to one of which SFA does not apply. Were the group's mean that of their
    own means, three times that without the three items would be this one alone."""
    names = [f"e{at}" for at in range(11)]
    items = ("SFA", "EA", "FA")
    held = {name: items[1:] if name == "e0" else items for name in names}
    alone = [{(name, item): Fraction(1) for name in names if item in held[name]} for item in items]
    group = {(name, item): Fraction(1, len(held[name])) for name in names for item in held[name]}
    assert attack_all(alone, fewer_than=10) is None
    assert attack_all([*alone, group], fewer_than=10) == {"e0"}


def with_gap(automation: Sequence[str], other: Sequence[str]) -> PublishedCell:
    """Eleven with SFA, EA and FA at 0, but for one to which SFA does not apply, and another."""
    items = ("SFA", "EA", "FA")
    given = [dict(zip(items[1:], automation, strict=True)), dict(zip(items, other, strict=True))]
    given += [dict.fromkeys(items, "0")] * 9
    pool = [
        Contribution(
            f"e{at}", "1-9", "CN", "C28", {k: Fraction(v) for k, v in one.items()}, HALVES[4], None
        )
        for at, one in enumerate(given)
    ]
    groups = {"overall": items, "automation": items}
    (cell,) = publish_cells(build_cells(pool, readers={}, tree=()), groups=groups)
    return cell


def test_means_do_not_change_with_who_of_a_cell_has_a_level() -> None:
    """One of eleven has no SFA. Whether it or another has EA and FA at 5 is nowhere to be seen."""
    assert with_gap("55", "500") == with_gap("00", "555")
    assert with_gap("55", "500") != with_gap("55", "555")


def test_mean_of_a_group_is_that_of_its_items_and_shown_where_all_of_these_are() -> None:
    cell = with_gap("55", "500")
    assert {key: mean.value for key, mean in cell.means.items()} == {
        "SFA": "0.5",  # 5 / 10
        "EA": "0.5",  # 5 / 11
        "FA": "0.5",
        "automation": "0.5",
    }
    pool = [
        replace(one, levels={"VI": HALVES[2]}) if at < 3 else one for at, one in enumerate(same(12))
    ]
    (cell,) = publish_cells(build_cells(pool, readers={}, tree=()), groups=GROUPS)
    assert (cell.overall, cell.means.keys()) == (None, {"VI"})


def some(start: int, end: int) -> frozenset[str]:
    return frozenset(f"e{at}" for at in range(start, end))


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([some(0, 32)], None),
        ([some(0, 32), some(0, 25)], some(25, 32)),
        ([some(0, 32), some(0, 22)], None),
        ([some(0, 40), some(0, 16), some(16, 35)], some(35, 40)),
        ([some(0, 15), some(6, 21)], None),
        # Both margins of a table of 3, 12, 12 and 12: the 3 stay hidden until an inner cell is out.
        ([some(0, 15), some(15, 39), some(0, 3) | some(15, 27), some(3, 15) | some(27, 39)], None),
        (
            [some(0, 15), some(15, 39), some(0, 3) | some(15, 27), some(15, 27)],
            some(0, 3),
        ),
    ],
)
def test_rank_attack_finds_what_can_be_subtracted(
    cells: list[frozenset[str]], found: frozenset[str] | None
) -> None:
    assert attack(cells, fewer_than=10) == found


# T5: two releases


@given(pools, pools)
@many(300)
def test_two_releases_of_different_contributions_are_no_worse_than_one(
    first: Pool, second: Pool
) -> None:
    """The same enterprises in both years, each with a result of that year."""
    shown: list[frozenset[str]] = []
    for year, pool in (("2026", first), ("2027", second)):
        shown += [frozenset(f"{year} {n}" for n in cell) for cell in cells_of(pool).values()]
    known = [
        frozenset(
            [f"2026 {name}" for name in first.readers.get(reader, ())]
            + [f"2027 {name}" for name in second.readers.get(reader, ())]
        )
        for reader in first.readers | second.readers
    ]
    assert attacks(shown, known) == []


def test_release_that_contained_earlier_contributions_again_would_name_the_new_ones() -> None:
    old = [contribution(f"old {at}", "10-49", "CN", "C28") for at in range(12)]
    new = [contribution(f"new {at}", "10-49", "CN", "C28") for at in range(3)]
    shown = list(cells_of(Pool(tuple(old), {})).values())
    shown += cells_of(Pool((*old, *new), {})).values()
    assert attack(shown, fewer_than=10) == {"new 0", "new 1", "new 2"}


# T6: order


@given(pools, st.integers(0, 2**32))
@many(200)
def test_order_of_contributions_and_readers_changes_nothing(pool: Pool, seed: int) -> None:
    shuffled = list(pool.contributions)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
    readers = dict(reversed(pool.readers.items()))
    again = build_cells(shuffled, readers=readers)
    assert again == build(pool)


_OTHER_PROCESS = """
from fractions import Fraction
from maturity.benchmarks.pool import Contribution, build_cells
from maturity.benchmarks.pool_figures import publish_cells
pool = [
    Contribution(f"e{at}", ("1-9", "10-49", "50-249")[at % 3], ("CN", "DE")[at % 2], f"C{at % 5}",
                 {key: Fraction(at % 6) for key in ("VI", "HI", "IPL")[at % 2:]}, Fraction(at % 6),
                 None)
    for at in range(200)
]
cells = build_cells(pool, readers={})
print(publish_cells(cells, groups={"overall": ("VI", "HI", "IPL"), "process": ("VI", "HI")}))
"""


def test_other_process_with_other_hashes_publishes_the_same() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", _OTHER_PROCESS],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert printed.pop().count(b"PublishedCell(") == 10


@given(pools)
@many(100)
def test_order_of_the_cells_does_not_betray_which_is_larger(pool: Pool) -> None:
    paths = [cell.path for cell in build(pool).cells]
    assert paths == sorted(paths)


# T7: erasing afterwards


@given(pools)
@many(200)
def test_erasing_contributions_leaves_the_release_as_it_was(pool: Pool) -> None:
    contributions = list(pool.contributions)
    published = publish_cells(build_cells(contributions, readers=pool.readers), groups=GROUPS)
    before = as_bytes(published)
    for one in contributions:
        assert one.enterprise.encode() not in before
        one.levels.clear()  # type: ignore[attr-defined]
    contributions.clear()
    assert as_bytes(published) == before


def test_release_cannot_be_changed() -> None:
    cell = publish_whole(same(12))
    with pytest.raises(FrozenInstanceError):
        cell.n = 11  # type: ignore[misc]
    assert {field.name for field in fields(PublishedCell)} == {
        *("path", "n", "overall", "means", "bins"),
    }, "no smallest, largest, quartile, median or deviation"


# T8: fixed cases


def children(*counts: int) -> list[Contribution]:
    """One size band for each count, in the order of BANDS."""
    return [
        contribution(f"{band} {at}", band, "CN", "C28")
        for band, count in zip(BANDS, counts, strict=False)
        for at in range(count)
    ]


def sizes_of(cells: PoolCells) -> dict[str, int]:
    """The whole and the cells one step below it, with their exact sizes."""
    short = (cell for cell in cells.cells if len(cell.path) < 2)
    return {cell.path[0][1] if cell.path else "all": len(cell.members) for cell in short}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((9,), {}),
        ((10,), {"all": 10, "1-9": 10}),
        ((12, 7), {"all": 19}),
        ((25, 12, 7), {"all": 44, "1-9": 25, "other": 19}),
        ((25, 6, 5), {"all": 36, "1-9": 25, "other": 11}),
        ((10, 10), {"all": 20, "1-9": 10, "10-49": 10}),
        ((10, 9), {"all": 19}),
        ((9, 9), {"all": 18}),
        ((5, 4), {}),
        # The smallest joins the rest; of two that are equal, the first by name.
        ((11, 10, 9), {"all": 30, "1-9": 11, "other": 19}),
        ((10, 10, 1), {"all": 21, "10-49": 10, "other": 11}),
        ((30, 20, 10, 1), {"all": 61, "1-9": 30, "10-49": 20, "other": 11}),
        # The two largest bands are one.
        ((0, 0, 0, 6, 5), {"all": 11, "250+": 11}),
        ((20, 0, 0, 6, 4), {"all": 30, "1-9": 20, "250+": 10}),
    ],
)
def test_groups_are_folded(counts: tuple[int, ...], shown: dict[str, int]) -> None:
    assert sizes_of(build_cells(children(*counts), readers={})) == shown


@pytest.mark.parametrize(
    ("counts", "read", "shown"),
    [
        ((12,), (8,), {}),
        ((12,), (7,), {"all": 12, "1-9": 12}),
        ((12,), (12,), {"all": 12, "1-9": 12}),
        ((12,), (11,), {}),
        ((12, 25), (8, 0), {"all": 37}),
        ((12, 25, 30), (8, 0, 0), {"all": 67, "50-249": 30, "other": 37}),
        ((12, 25), (12, 0), {"all": 37, "1-9": 12, "10-49": 25}),
        # Three outsiders in each of two groups: together six, so they are shown as one.
        ((12, 12, 30), (9, 9, 0), {"all": 54, "50-249": 30, "other": 24}),
        # All of the second are read, so it is not enough to join the one outsider of the first.
        ((12, 10, 13, 30), (11, 10, 0, 0), {"all": 65, "250+": 30, "other": 35}),
        ((12, 12, 12), (9, 12, 9), {"all": 36, "10-49": 12, "other": 24}),
    ],
)
def test_what_an_insider_could_compute_is_not_shown(
    counts: tuple[int, ...], read: tuple[int, ...], shown: dict[str, int]
) -> None:
    pool = children(*counts)
    known = frozenset(
        f"{band} {at}" for band, few in zip(BANDS, read, strict=False) for at in range(few)
    )
    readers = {"nobody": frozenset(), "consultancy": known, "elsewhere": some(0, 500)}
    assert sizes_of(build_cells(pool, readers=readers)) == shown


def test_two_readers_are_not_taken_to_be_one() -> None:
    readers = {"a": frozenset(f"1-9 {at}" for at in range(5))}
    readers["b"] = frozenset(f"1-9 {at}" for at in range(5, 10))
    assert sizes_of(build_cells(children(12), readers=readers)) == {"all": 12, "1-9": 12}


def profiles(counts: Mapping[tuple[str, str, str], int]) -> list[Contribution]:
    return [
        contribution(f"{profile} {at}", *profile)
        for profile, count in counts.items()
        for at in range(count)
    ]


DEEP = profiles(
    {
        ("1-9", "CN", "C28"): 14,
        ("1-9", "CN", "C25"): 11,
        ("1-9", "DE", "C28"): 6,
        ("1-9", "JP", "C28"): 20,
        ("1-9", "FR", "C28"): 5,
        ("10-49", "CN", "C28"): 12,
        ("10-49", "DE", "C28"): 3,
    }
)


def test_tree_goes_down_in_safe_groups_and_not_into_a_rest() -> None:
    cells = build_cells(DEEP, readers={})
    assert {"/".join(v for _, v in c.path): len(c.members) for c in cells.cells} == {
        "": 71,
        "1-9": 56,
        "10-49": 15,
        "1-9/CN": 25,
        "1-9/CN/C28": 14,
        "1-9/CN/C25": 11,
        "1-9/JP": 20,
        "1-9/JP/C28": 20,
        "1-9/other": 11,
    }


def test_tree_may_have_fewer_levels() -> None:
    cells = build_cells(DEEP, readers={}, tree=("economy",))
    assert {cell.path: len(cell.members) for cell in cells.cells} == {
        (): 71,
        (("economy", "CN"),): 37,
        (("economy", "JP"),): 20,
        (("economy", "other"),): 14,
    }


# An item that does not apply to everyone


@pytest.mark.parametrize(
    ("counts", "without", "shown"),
    [
        ((12,), (0,), {"all", "1-9"}),
        ((12,), (2,), {"all", "1-9"}),
        ((12,), (3,), set()),
        ((12, 12), (3, 0), {"all"}),
        ((12, 12), (12, 0), {"all", "10-49"}),
        ((12, 12, 13), (3, 0, 0), {"all", "50-249"}),
        ((25, 6, 5), (0, 2, 0), {"all"}),
    ],
)
def test_mean_of_an_item_needs_ten_to_whom_it_applies(
    counts: tuple[int, ...], without: tuple[int, ...], shown: set[str]
) -> None:
    lacking = {f"{b} {at}" for b, n in zip(BANDS, without, strict=False) for at in range(n)}
    pool = [
        replace(one, levels={"VI": one.levels["VI"]}) if one.enterprise in lacking else one
        for one in children(*counts)
    ]
    published = publish_cells(build_cells(pool, readers={}, tree=("size",)), groups=GROUPS)
    assert {c.path[0][1] if c.path else "all" for c in published if "IPL" in c.means} == shown


def test_mean_of_an_item_is_over_those_to_whom_it_applies() -> None:
    pool = [replace(one, levels={"IPL": Fraction(4)}) for one in children(10)]
    pool += [replace(one, enterprise=f"b {one.enterprise}", levels={}) for one in children(10)]
    (cell,) = publish_cells(build_cells(pool, readers={}, tree=()), groups=GROUPS)
    assert (cell.n, cell.means) == (20, {"IPL": PublishedMean("4.0", "rounded")})


# What is published of a cell


def same(count: int, *, level: Fraction = HALVES[4]) -> list[Contribution]:
    return [contribution(f"e{at}", "1-9", "CN", "C28", level=level) for at in range(count)]


def publish_whole(pool: list[Contribution]) -> PublishedCell:
    return publish_cells(build_cells(pool, readers={}), groups=GROUPS)[0]


@pytest.mark.parametrize(
    ("count", "n"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1002, 1000), (1003, 1005)]
)
def test_number_of_enterprises_is_rounded_to_five(count: int, n: int) -> None:
    assert publish_whole(same(count)).n == n


@pytest.mark.parametrize(
    ("level", "value", "qualifier"),
    [
        ("0", "0.3", "at_most"),
        ("3/10", "0.3", "at_most"),
        ("0.349999", "0.3", "at_most"),
        ("0.35", "0.4", "rounded"),
        ("1.25", "1.3", "rounded"),
        ("1.249", "1.2", "rounded"),
        ("2", "2.0", "rounded"),
        ("4.649", "4.6", "rounded"),
        ("4.65", "4.7", "at_least"),
        ("5", "4.7", "at_least"),
    ],
)
def test_mean_has_one_decimal_and_no_ends(level: str, value: str, qualifier: str) -> None:
    cell = publish_whole(same(10, level=Fraction(level)))
    mean = PublishedMean(value, qualifier)  # type: ignore[arg-type]
    assert (cell.overall, cell.means) == (mean, {"VI": mean, "IPL": mean, "process": mean})


def test_mean_is_rounded_once_from_the_exact_value() -> None:
    pool = [*same(9, level=Fraction(0)), contribution("x", "1-9", "CN", "G", level=HALVES[9])]
    assert publish_whole(pool).overall == PublishedMean("0.5", "rounded")  # 4.5 / 10 = 0.45


def spread(counts: Mapping[str, int]) -> list[Contribution]:
    return [
        contribution(f"{level} {at}", "1-9", "CN", "C28", level=Fraction(level))
        for level, count in counts.items()
        for at in range(count)
    ]


def test_bins_are_counts_of_the_overall_mean_rounded_to_five() -> None:
    pool = spread({"0": 2, "0.99": 1, "1": 7, "2.5": 8, "3.999": 12, "4": 1, "5": 2})
    assert publish_whole(pool).bins == (5, 5, 10, 10, 5)


def test_bins_begin_with_thirty_enterprises() -> None:
    assert publish_whole(same(29)).bins is None
    assert publish_whole(same(29)).n == 30
    assert publish_whole(same(30)).bins == (0, 0, 30, 0, 0)


def tiers(counts: Sequence[int]) -> list[Contribution]:
    return [
        Contribution(f"{tier} {at}", "1-9", "CN", "C28", {}, None, tier)
        for tier, count in enumerate(counts)
        for at in range(count)
    ]


def test_tiers_are_counted_and_have_no_mean() -> None:
    cell = publish_whole(tiers((13, 9, 2, 3, 0, 30)))
    assert (cell.overall, cell.means) == (None, {})
    assert cell.bins == (15, 10, 0, 5, 0, 30)
    assert publish_whole(tiers((10, 5))).bins is None


# What an enterprise sees


@given(pools)
@many(200)
def test_enterprise_finds_the_smallest_cell_it_is_in(pool: Pool) -> None:
    published = publish_cells(build(pool), groups=GROUPS)
    by_path = index_cells(published)
    cells = read_paths(by_path, pool.contributions)
    for one in pool.contributions:
        own = {"size_band": one.size_band, "economy": one.economy, "sector": one.sector}
        found = find_cell(by_path, **own)
        around = [cell for cell in published if one.enterprise in cells[cell.path]]
        around.sort(key=lambda cell: -len(cell.path))
        if found is None:
            assert not published
            continue
        assert [found.cell, *found.ancestors] == around
        whole = [(level, value_at(one, level)) for level in ("size", "economy", "sector")]
        assert found.is_wider == (list(found.cell.path) != whole)


@pytest.mark.parametrize(
    ("profile", "path", "is_wider"),
    [
        (("1-9", "CN", "C28"), "1-9/CN/C28", False),
        (("1-9", "CN", "G"), "1-9/CN", True),
        (("1-9", "DE", "C28"), "1-9/other", True),
        (("1-9", "KR", "C28"), "1-9/other", True),
        (("10-49", "CN", "C28"), "10-49", True),
        (("1000+", "CN", "C28"), "", True),
    ],
)
def test_wider_cell_stands_in_where_the_own_is_too_small(
    profile: tuple[str, str, str], path: str, is_wider: bool
) -> None:
    by_path = index_cells(publish_cells(build_cells(DEEP, readers={}), groups=GROUPS))
    found = find_cell(by_path, size_band=profile[0], economy=profile[1], sector=profile[2])
    assert found is not None
    assert ("/".join(value for _, value in found.cell.path), found.is_wider) == (path, is_wider)
    ways = [cell.path for cell in found.ancestors]
    assert ways == [found.cell.path[:at] for at in reversed(range(len(found.cell.path)))]


def test_largest_bands_find_their_common_cell() -> None:
    cells = build_cells(children(20, 0, 0, 6, 5), readers={})
    by_path = index_cells(publish_cells(cells, groups=GROUPS))
    for band in ("250-999", "1000+"):
        found = find_cell(by_path, size_band=band, economy="CN", sector="C28")
        assert found is not None
        assert found.cell.path == (("size", "250+"), ("economy", "CN"), ("sector", "C28"))


def test_without_a_release_no_cell_is_found() -> None:
    assert find_cell({}, size_band="1-9", economy="CN", sector="C28") is None


@pytest.mark.parametrize(
    ("own", "lower", "same_bin", "higher"),
    [
        ("0", 0, 5, 30),
        ("0.999", 0, 5, 30),
        ("1", 5, 5, 25),
        ("2.5", 10, 10, 15),
        ("4", 30, 5, 0),
        ("5", 30, 5, 0),
    ],
)
def test_position_is_read_off_the_rounded_counts(
    own: str, lower: int, same_bin: int, higher: int
) -> None:
    cell = publish_whole(spread({"0": 3, "1": 7, "2.5": 8, "3.999": 12, "4": 1, "5": 2}))
    found = position(cell, Fraction(own))
    assert found is not None
    assert (found.lower, found.same, found.higher) == (lower, same_bin, higher)


@pytest.mark.parametrize(
    ("own", "expected"), [(0, (0, 15, 40)), (4, (25, 0, 30)), (5, (25, 30, 0))]
)
def test_position_among_tiers(own: int, expected: tuple[int, int, int]) -> None:
    found = position(publish_whole(tiers((13, 9, 2, 2, 0, 30))), own)
    assert found is not None
    assert (found.lower, found.same, found.higher) == expected


def test_below_thirty_there_is_no_position() -> None:
    assert position(publish_whole(same(29)), Fraction(2)) is None


@pytest.mark.parametrize(
    ("n", "words"),
    [
        *((n, "fewer_than_5") for n in (0, 1, 4)),
        *((n, "5_to_9") for n in (5, 9)),
        *((n, "enough") for n in (10, 300)),
    ],
)
def test_before_a_release_only_words_are_said(n: int, words: str) -> None:
    assert count_words(n) == words


# What is refused


@pytest.mark.parametrize(
    "pool",
    [
        [*same(12), same(1)[0]],
        [*same(12), *tiers((1,))],
        [*same(12), contribution("x", "1-9", "other", "C28")],
    ],
    ids=["an enterprise twice", "tiers among means", "a value called like a rest"],
)
def test_pool_is_refused(pool: list[Contribution]) -> None:
    with pytest.raises(ValueError, match=r"."):
        build_cells(pool, readers={})


@pytest.mark.parametrize(
    ("means", "overall", "tier"),
    [
        ({}, None, None),
        ({}, Fraction(2), 2),
        ({"VI": Fraction(1)}, None, 2),
        ({}, None, 6),
        ({}, Fraction(51, 10), None),
        ({"VI": Fraction(-1, 10)}, Fraction(2), None),
    ],
)
def test_contribution_is_one_bounded_result(
    means: dict[str, Fraction], overall: Fraction | None, tier: int | None
) -> None:
    with pytest.raises(ValueError, match=r"overall|scale"):
        Contribution("e", "1-9", "CN", "C28", means, overall, tier)


def test_members_are_not_printed_with_a_cell() -> None:
    assert "e3" not in repr(build_cells(same(12), readers={}))
