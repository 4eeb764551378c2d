"""What a table changes against the release it supersedes, cell by cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from maturity.benchmarks.reading import ALL_COLUMNS
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.rows import as_row

ChangeKind: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class CellChange:
    """One cell, as a file has it, before and after; "" where there was or is nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One figure that is new, gone or different. `cells` are those that differ; of a figure that is
    new or gone, those that are filled."""

    kind: ChangeKind
    key: str
    cells: tuple[CellChange, ...]


def compare_figures(
    before: Mapping[str, PublishedFigure], after: Iterable[PublishedFigure]
) -> Iterator[Change]:
    """Yield what is new or different among some figures; equal ones yield nothing.

    `before` holds, by key, at least those of the old figures that have the keys of `after`: so a
    long table is compared a piece at a time. What is gone only the whole can tell: `removed`.
    """
    for figure in after:
        old = before.get(figure.key)
        if old is None:
            yield Change("added", figure.key, tuple(_cells(None, figure)))
        elif old != figure:
            yield Change("changed", figure.key, tuple(_cells(old, figure)))


def removed(old: PublishedFigure) -> Change:
    """Say that a figure of the old release is not in the new one."""
    return Change("removed", old.key, tuple(_cells(old, None)))


def _cells(before: PublishedFigure | None, after: PublishedFigure | None) -> Iterator[CellChange]:
    empty = dict.fromkeys(ALL_COLUMNS, "")
    old = as_row(before) if before else empty
    new = as_row(after) if after else empty
    for column in ALL_COLUMNS:
        if old[column] != new[column]:
            yield CellChange(column, old[column], new[column])
