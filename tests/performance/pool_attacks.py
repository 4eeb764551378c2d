"""Attacks on many more random pools than the tests make.

`python -m tests.performance.pool_attacks`, from the project's folder.

Each pool is built, then attacked as `tests/maturity/benchmarks/test_pool.py` does: sizes and
outsiders of every cell and of what is left of it, and every linear combination of the cells, alone
and together with the pool of another year. A number behind the command says how many pools; the
default takes some minutes. Exits with 1, and prints the seeds, if anything was found.
"""

import multiprocessing
import random
import sys
import time
from collections.abc import Sequence

from tests.maturity.benchmarks.pool_attacks import (
    Pool,
    atoms_of,
    attacks,
    cells_of,
    draw_pool,
    is_none_or_safe,
)

POOLS = 20_000


def draw(seed: int) -> Pool:
    """The pool of a seed, of any number of groups and readers."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return draw_pool(chance.getrandbits(60), chance.randint(1, 10), chance.randint(0, 3))


def find_faults(seed: int) -> list[str]:
    """What is wrong with the pool of this seed, and with it beside the next one's."""
    pool, other = draw(seed), draw(seed + 1)
    cells = cells_of(pool)
    known = list(pool.readers.values())
    groups = [*cells.values(), *atoms_of(cells)]
    faults = []
    if not all(is_none_or_safe(members, known) for members in groups):
        faults.append("a group too small")
    if attacks(list(cells.values()), known):
        faults.append("a linear combination about a few")
    years = [
        frozenset(f"{year} {name}" for name in members)
        for year, held in (("first", cells), ("second", cells_of(other)))
        for members in held.values()
    ]
    both = [
        frozenset(f"first {name}" for name in pool.readers.get(reader, ()))
        | frozenset(f"second {name}" for name in other.readers.get(reader, ()))
        for reader in pool.readers | other.readers
    ]
    if attacks(years, both):
        faults.append("two years together about a few")
    return faults


def main(arguments: Sequence[str]) -> int:
    pools = int(arguments[0]) if arguments else POOLS
    started = time.monotonic()
    shown = 0
    found: dict[int, list[str]] = {}
    with multiprocessing.Pool() as workers:
        results = workers.imap(find_faults, range(pools), chunksize=50)
        for seed, faults in enumerate(results):
            shown += bool(cells_of(draw(seed))) if seed < 1000 else 0
            if faults:
                found[seed] = faults
    print(f"{pools:,} pools and as many pairs attacked in {time.monotonic() - started:.0f} s;")
    print(f"of the first 1,000 a release was published of {shown}; faults: {len(found)}")
    for seed, faults in found.items():
        print(f"  seed {seed}: {', '.join(faults)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
