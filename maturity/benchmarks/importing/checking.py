"""Every row of a table checked as a row of ours, one after the other, never all at once."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from maturity.benchmarks.importing.tables import Line, Table, Unreadable
from maturity.benchmarks.reading import ALL_COLUMNS, Row
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.schema import RowFault, check_row
from maturity.instruments.faults import Fault

FAULTS_KEPT = 200
"""Faults that are shown; of those after them only the number is."""

_NUMBERS = ("value", "value_max", "page", "n")
_SHOWN = 80  # characters of a wrong cell that its fault repeats


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One row after its check: the figure, or what is wrong. Each fault has our column as its path
    ("" for the whole row) and the params `line`, `header` (the table's own name of the column) and
    `cell` ("C14"; empty for CSV) besides its own."""

    number: int
    figure: PublishedFigure | None
    faults: tuple[Fault, ...]


def check_lines(
    table: Table,
    *,
    mapping: Mapping[str, str],
    head: Mapping[str, Any],
    seen: MutableMapping[str, int],
    check_right_row: Callable[[Row], Iterable[Fault]] | None = None,
) -> Iterator[CheckedLine]:
    """Check the rows of a table against the head of their release, which is right by itself.

    `mapping` is our column → the table's, and right too (`check_mapping`). `seen` fills with the
    keys and the lines on which they first stand; it is all that grows with the table.
    `check_right_row` says what the caller alone knows to be wrong with a row that is right
    otherwise, as faults with columns for paths. Codes: its own, those of `schema.check_row`, those
    of cells in `xlsx_table.py`, and `cells_count` (expected, found). Raises InvalidFile like
    `Table.read_lines`.
    """
    checker = _Checker(table, mapping, head, seen, check_right_row or _find_nothing)
    for line in table.read_lines():
        yield checker.check(line)


class _Checker:
    """What stays the same from row to row, worked out once."""

    def __init__(
        self,
        table: Table,
        mapping: Mapping[str, str],
        head: Mapping[str, Any],
        seen: MutableMapping[str, int],
        check_right_row: Callable[[Row], Iterable[Fault]],
    ) -> None:
        self._check_right_row = check_right_row
        self._table, self._mapping, self._head, self._seen = table, mapping, head, seen
        self._positions = {column: table.header.index(name) for column, name in mapping.items()}

    def check(self, line: Line) -> CheckedLine:
        expected = len(self._table.header)
        if len(line.cells) != expected:
            params = {"line": line.number, "expected": expected, "found": len(line.cells)}
            return CheckedLine(line.number, None, (Fault("", "cells_count", params),))
        row, unreadable = self._read(line)
        if unreadable:
            return CheckedLine(line.number, None, tuple(unreadable))
        figure, found = check_row(row, line=line.number, head=self._head, first_lines=self._seen)
        if not found:
            found = [RowFault(f.path, f.code, f.params) for f in self._check_right_row(row)]
        if found:
            faults = (self._fault(line, f.column, f.code, f.params) for f in found)
            return CheckedLine(line.number, None, tuple(faults))
        return CheckedLine(line.number, PublishedFigure(**figure), ())

    def _read(self, line: Line) -> tuple[Row, list[Fault]]:
        row, faults = dict.fromkeys(ALL_COLUMNS, ""), []
        for column, position in self._positions.items():
            cell = line.cells[position]
            if isinstance(cell, Unreadable):
                faults.append(self._fault(line, column, cell.code, cell.params))
            else:
                row[column] = _narrow(cell) if column in _NUMBERS else cell
        return row, faults

    def _fault(self, line: Line, column: str, code: str, params: Mapping[str, object]) -> Fault:
        """A column the table does not have has no header and no cell."""
        position = self._positions.get(column)
        place = {
            "line": line.number,
            "header": self._mapping.get(column, ""),
            "cell": ""
            if position is None
            else self._table.cell_name(column=position, line=line.number),
        }
        said = {name: _shorten(value) for name, value in params.items()}
        return Fault(column, code, {**place, **said})


def _find_nothing(_row: Row) -> Iterable[Fault]:
    return ()


def _narrow(cell: str) -> str:
    """Full-width digits, point and minus as the ASCII ones; in columns of numbers only."""
    return cell if cell.isascii() else unicodedata.normalize("NFKC", cell).replace("−", "-")


def _shorten(value: object) -> object:
    """Faults are stored and shown: they name a long text, they do not carry it."""
    if isinstance(value, str) and len(value) > _SHOWN:
        return value[:_SHOWN] + "…"
    return value
