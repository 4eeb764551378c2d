"""What a table changes against the release it supersedes, cell by cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeAlias, TypeVar, get_args

from maturity.benchmarks.reading import ALL_COLUMNS, Row
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.rows import as_row

_TELLING = (
    *("label_en", "label_zh_hans", "label_ja"),
    *("economy", "value", "value_max", "unit", "period"),
)

_NOTHING: Row = dict.fromkeys(ALL_COLUMNS, "")

BATCH = 500
"""Figures that are compared at once; in a database about 20 ms."""
CHANGES_KEPT = 200
"""Changes of each kind that are shown; of those after them only the number is."""

ChangeKind: TypeAlias = Literal["added", "changed", "removed"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
T = TypeVar("T")


@dataclass(frozen=True)
class CellChange:
    """One cell, as a file has it, before and after; "" where there was or is nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One figure that is new, gone or different. `cells` are those that differ; of a figure that is
    new or gone, those that say which one it is."""

    kind: ChangeKind
    key: str
    cells: tuple[CellChange, ...]


@dataclass
class Changes:
    """How many changes there are of each kind, and the first `CHANGES_KEPT` of each; it grows while
    a table is compared, and no further than that."""

    totals: dict[ChangeKind, int] = field(default_factory=lambda: dict.fromkeys(CHANGE_KINDS, 0))
    kept: list[Change] = field(default_factory=list)

    def note(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.totals[change.kind] += 1
            if self.totals[change.kind] <= CHANGES_KEPT:
                self.kept.append(change)


def in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield `BATCH` items at a time, the last time what is left."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


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
            yield Change("added", figure.key, tuple(_cells(_NOTHING, as_row(figure), _TELLING)))
        elif old != figure:
            yield Change(
                "changed", figure.key, tuple(_cells(as_row(old), as_row(figure), ALL_COLUMNS))
            )


def removed(old: PublishedFigure) -> Change:
    """Say that a figure of the old release is not in the new one."""
    return Change("removed", old.key, tuple(_cells(as_row(old), _NOTHING, _TELLING)))


def _cells(before: Row, after: Row, columns: Iterable[str]) -> Iterator[CellChange]:
    for column in columns:
        if before[column] != after[column]:
            yield CellChange(column, before[column], after[column])
