"""What a table in a file is to the rest of this room: a header, and lines that come as a stream."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from maturity.benchmarks.characters import find_unstorable
from maturity.benchmarks.importing.encodings import Encoding
from maturity.instruments.faults import Fault, InvalidFile

ROW_LIMIT = 150_000
COLUMN_LIMIT = 100
NAME_LIMIT = 200
"""Characters in the name of a column."""

Kind: TypeAlias = Literal["csv", "xlsx"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds something else than a text or a plain number: a fault code, its params."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


Cell: TypeAlias = str | Unreadable


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not blank. `number` is the one that its author sees; the header's is 1."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """What is known of a table before its rows are read.

    No name in `header` is blank or repeated. `encoding` is None for XLSX, `sheet` empty for CSV.
    `expected` is about how many rows there are, for telling progress only. `read_lines` begins anew
    each time; while reading it raises InvalidFile (`too_many_rows`, `csv_syntax`, `xlsx_broken`,
    `too_many_columns`, `row_too_long`).
    """

    kind: Kind
    header: tuple[str, ...]
    encoding: Encoding | None
    sheet: str
    expected: int
    read_lines: Callable[[], Iterator[Line]]

    def cell_name(self, *, column: int, line: int) -> str:
        """Return a cell's address as Excel shows it ("C14"); empty for CSV. `column` from 0."""
        return f"{column_letters(column)}{line}" if self.kind == "xlsx" else ""


def column_letters(column: int) -> str:
    """Return what Excel calls the column at a position from 0: A … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def check_header(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the names of the columns, without blank cells at the end of the line.

    Raises InvalidFile: `header_missing`, `header_blank` (column), `header_repeated` (header,
    column), `text_too_long` (length, limit), `text_not_storable` (character), `too_many_columns`
    (limit), or what the reader says of a cell, with its place.
    """
    names = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InvalidFile([Fault("", "header_missing")])
    if len(names) > COLUMN_LIMIT:
        raise InvalidFile([Fault("", "too_many_columns", {"limit": COLUMN_LIMIT})])
    faults: list[Fault] = []
    header: list[str] = []
    for position, name in enumerate(names):
        where = {"line": 1, "column": column_letters(position)}
        if isinstance(name, Unreadable):
            faults.append(Fault("", name.code, {**where, **name.params}))
            continue
        faults += (Fault("", code, {**where, **params}) for code, params in _wrong(name, header))
        header.append(name)
    if faults:
        raise InvalidFile(faults)
    return tuple(header)


def _wrong(name: str, before: Sequence[str]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """What is wrong with the name of a column, at most one thing: a code and its params."""
    if not name:
        yield "header_blank", {}
    elif len(name) > NAME_LIMIT:
        yield "text_too_long", {"length": len(name), "limit": NAME_LIMIT}
    elif character := find_unstorable(name):
        yield "text_not_storable", {"character": character}
    elif name in before:
        yield "header_repeated", {"header": name}


def keep_lines(rows: Iterable[tuple[int, Sequence[Cell]]], *, width: int) -> Iterator[Line]:
    """Drop blank rows, and blank cells beyond the header; stop at the limit of rows.

    Raises InvalidFile: `too_many_rows` (limit, line). Blank rows count too: they cost time.
    """
    for count, (number, cells) in enumerate(rows, start=1):
        if count > ROW_LIMIT:
            raise InvalidFile([Fault("", "too_many_rows", {"limit": ROW_LIMIT, "line": number})])
        if any(cells):
            surplus = any(cells[width:])
            yield Line(number, cells if surplus else cells[:width])
