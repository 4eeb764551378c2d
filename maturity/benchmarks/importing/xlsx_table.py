"""XLSX: the first visible sheet, read row by row, every cell as the digits or text it shows."""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from maturity.benchmarks.importing.archives import Part, check_archive
from maturity.benchmarks.importing.tables import (
    COLUMN_LIMIT,
    Cell,
    Line,
    Table,
    Unreadable,
    check_header,
    keep_lines,
)
from maturity.instruments.faults import Fault, InvalidFile

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, OSError, EOFError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, NotImplementedError),
)
"""What openpyxl raises on a file that is not as it should be."""

_EXACT_DIGITS = 15  # what Excel itself keeps of a number
_DECORATION = re.compile(r'\[[^\]]*\]|_.|\*.|\\.|"[ ]*"')  # colours, conditions, padding
_PLAIN = re.compile(r"(?:#,##)?#*0(\.0+)?")


def open_xlsx(path: Path) -> Table:
    """Open a workbook and read the header of its first visible sheet.

    Raises InvalidFile: those of `check_archive` and `check_header`, `sheet_missing`, `cells_merged`
    (cell) for each area of merged cells, `xlsx_broken`.
    """
    parts = check_archive(path)
    with _Sheet(path) as sheet:
        seen = parts.get(sheet.part, Part((), 0))
        if seen.merged:
            raise InvalidFile(Fault("", "cells_merged", {"cell": area}) for area in seen.merged)
        header = check_header(next(sheet.rows(), (1, []))[1])
        name = sheet.name

    def read_lines() -> Iterator[Line]:
        with _Sheet(path) as sheet:
            rows = sheet.rows()
            next(rows)
            yield from keep_lines(rows, width=len(header))

    return Table("xlsx", header, None, name, seen.rows - 1, read_lines)


class _Sheet:
    """An open workbook; a class because the archive must be closed whatever happens."""

    def __init__(self, path: Path) -> None:
        try:
            with warnings.catch_warnings():  # of extensions that it drops; none concerns cells
                warnings.simplefilter("ignore")
                self.book = load_workbook(path, read_only=True, keep_links=False)
        except _BROKEN:
            raise InvalidFile([Fault("", "xlsx_broken")]) from None
        sheets = [sheet for sheet in self.book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            self.book.close()
            raise InvalidFile([Fault("", "sheet_missing")])
        self.sheet: Any = sheets[0]
        self.name: str = self.sheet.title
        self.part: str = self.sheet._worksheet_path  # there is no public name for it

    def __enter__(self) -> "_Sheet":
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows from the first, with their numbers and at least as many cells as are filled."""
        self.sheet.reset_dimensions()  # what a file says about its own size is often wrong
        try:
            for number, cells in enumerate(self.sheet.iter_rows(max_col=COLUMN_LIMIT + 1), start=1):
                yield number, ["" if cell.value is None else _read_cell(cell) for cell in cells]
        except _BROKEN:
            raise InvalidFile([Fault("", "xlsx_broken")]) from None


def _read_cell(cell: Any) -> Cell:
    """The text or the digits a cell shows; what shows something else than it holds is refused.

    Text cells are the safe way. A number is taken as Excel shows it where that is exact: a plain
    format with fixed decimals keeps its zeros (4.1 shown as 4.10 is "4.10"), the general format
    gives the shortest digits.
    """
    value, kind = cell.value, cell.data_type
    if kind == "f":
        return Unreadable("cell_is_formula")
    if isinstance(value, str) and kind != "e":
        return value
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Unreadable("cell_is_date")
    if isinstance(value, bool) or kind == "e":
        return Unreadable("cell_not_text", {"value": str(value).upper()})
    return _digits(value, cell.number_format)


def _digits(value: int | float, shown_as: str) -> Cell:
    exact = Decimal(repr(value))  # the shortest digits that mean this number
    if len(exact.as_tuple().digits) > _EXACT_DIGITS:
        return Unreadable("cell_not_exact", {"value": str(exact)})
    decimals = _fixed_decimals(shown_as)
    if decimals is None:
        return Unreadable("cell_format", {"format": shown_as, "value": f"{exact:f}"})
    if decimals < 0:
        return f"{exact.normalize():f}"
    shown = exact.quantize(Decimal(1).scaleb(-decimals))
    if shown != exact:
        return Unreadable("cell_not_exact", {"value": f"{exact:f}"})
    return f"{shown:f}"


@lru_cache(maxsize=256)
def _fixed_decimals(shown_as: str) -> int | None:
    """Decimals of a plain number format, -1 for the general one, None for every other."""
    if shown_as in ("General", "@"):
        return -1
    plain = _PLAIN.fullmatch(_DECORATION.sub("", shown_as.partition(";")[0]).strip())
    return None if plain is None else len(plain[1] or ".") - 1
