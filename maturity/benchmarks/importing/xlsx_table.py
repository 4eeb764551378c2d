"""XLSX: the first visible sheet, every cell as the digits or the text that it shows."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl.styles.numbers import is_date_format

from maturity.benchmarks.importing.archives import check_archive
from maturity.benchmarks.importing.tables import (
    COLUMN_LIMIT,
    Cell,
    Line,
    Table,
    Unreadable,
    check_header,
    keep_lines,
)
from maturity.benchmarks.importing.workbook import SharedTexts, Sheet, find_sheet
from maturity.benchmarks.importing.xlsx_stream import BrokenWorkbook, RawCell, SheetReader
from maturity.instruments.faults import Fault, InvalidFile

_BROKEN = (
    *(BrokenWorkbook, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError),
    *(ParseError, DefusedXmlException, KeyError, ValueError, StopIteration),
)
"""What a workbook raises whose parts are damaged or do not fit together."""

_ROW_LIMIT = 1_000_000  # characters in all cells of a row; a line of CSV has as many bytes
_EXACT_DIGITS = 15  # what Excel itself keeps of a number
_DECORATION = re.compile(r'\[[^\]]*\]|_.|\*.|\\.|"[ ]*"')  # colours, conditions, padding
_PLAIN = re.compile(r"(?:#,##)?#*0(\.0+)?")


def open_xlsx(path: Path) -> Table:
    """Open a workbook and read the header of its first visible sheet.

    Raises InvalidFile: those of `check_archive` and `check_header`, `sheet_missing`, `cells_merged`
    (cell) for each area of merged cells, `too_many_columns`, `row_too_long` (line, limit),
    `xlsx_broken`.
    """
    parts = check_archive(path)
    with _open_rows(path) as (sheet, rows):
        seen = parts[sheet.part]
        if seen.merged:
            raise InvalidFile(Fault("", "cells_merged", {"cell": area}) for area in seen.merged)
        number, cells = next(rows, (1, []))
        header = check_header(cells if number == 1 else [])

    def read_lines() -> Iterator[Line]:
        with _open_rows(path) as (_sheet, rows):
            next(rows)
            for line in keep_lines(rows, width=len(header)):
                yield Line(line.number, _fill_up(line.cells, len(header)))

    return Table("xlsx", header, None, sheet.name, max(seen.rows - 1, 0), read_lines)


def _fill_up(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """A row of a sheet ends with its last filled cell."""
    return [*cells, *[""] * (width - len(cells))]


@contextmanager
def _open_rows(path: Path) -> Iterator[tuple[Sheet, Iterator[tuple[int, list[Cell]]]]]:
    """The sheet and its rows while the archive is open. Raises InvalidFile (`xlsx_broken`)."""
    try:
        with ExitStack() as stack:
            archive = stack.enter_context(zipfile.ZipFile(path))
            sheet = find_sheet(archive)
            texts = stack.enter_context(SharedTexts())
            if sheet.texts:
                with archive.open(sheet.texts) as part:
                    texts.fill(part)
            part = stack.enter_context(archive.open(sheet.part))
            rows = SheetReader().rows(part)
            yield (
                sheet,
                ((number, _read_row(number, cells, sheet, texts)) for number, cells in rows),
            )
    except _BROKEN as error:  # the cause stays, for it may be a mistake of ours
        raise InvalidFile([Fault("", "xlsx_broken")]) from error


def _read_row(number: int, raw: list[RawCell], sheet: Sheet, texts: SharedTexts) -> list[Cell]:
    cells: list[Cell] = []
    length = 0
    for cell in raw:
        read = _read_cell(cell, sheet, texts)
        if not read:
            continue
        if cell.column > COLUMN_LIMIT:
            params = {"limit": COLUMN_LIMIT, "line": number}
            raise InvalidFile([Fault("", "too_many_columns", params)])
        length += len(read) if isinstance(read, str) else 0
        if length > _ROW_LIMIT:
            raise InvalidFile([Fault("", "row_too_long", {"line": number, "limit": _ROW_LIMIT})])
        cells += [""] * (cell.column - len(cells))
        cells.append(read)
    return cells


def _read_cell(cell: RawCell, sheet: Sheet, texts: SharedTexts) -> Cell:
    """The text or the digits a cell shows; what shows something else than it holds is refused.

    Text cells are the safe way. A number is taken as Excel shows it where that is exact: a plain
    format with fixed decimals keeps its zeros (4.1 shown as 4.10 is "4.10"), the general format
    gives the shortest digits.
    """
    if cell.is_formula:
        return Unreadable("cell_is_formula")
    if cell.kind == "s" and cell.text:
        return texts.get(int(cell.text))
    if cell.kind == "n" and cell.text:
        return _digits(cell.text, _format_of(cell, sheet))
    if cell.kind == "d":
        return Unreadable("cell_is_date")
    if cell.kind in ("b", "e"):  # true, false or an error such as #N/A
        words = {"0": "FALSE", "1": "TRUE"} if cell.kind == "b" else {}
        return Unreadable("cell_not_text", {"value": words.get(cell.text, cell.text)})
    return cell.text


def _format_of(cell: RawCell, sheet: Sheet) -> str:
    if not sheet.formats:
        return "General"
    if cell.style >= len(sheet.formats):
        raise BrokenWorkbook
    return sheet.formats[cell.style]


def _digits(stored: str, shown_as: str) -> Cell:
    try:
        # The shortest digits that mean this number: Excel stores 4.1 as 4.0999999999999996.
        exact = Decimal(stored) if stored.isdigit() else Decimal(repr(float(stored)))
    except (ValueError, InvalidOperation):
        raise BrokenWorkbook from None
    if not exact.is_finite() or abs(exact.adjusted()) > 30:
        return Unreadable("cell_not_exact", {"value": stored})
    decimals = _fixed_decimals(shown_as)
    if decimals == _DATE:
        return Unreadable("cell_is_date")
    plain = f"{exact.normalize():f}"
    if decimals == _OTHER:
        return Unreadable("cell_format", {"format": shown_as, "value": plain})
    if len(exact.normalize().as_tuple().digits) > _EXACT_DIGITS:
        return Unreadable("cell_not_exact", {"value": plain})
    if decimals == _GENERAL:
        return plain
    shown = exact.quantize(Decimal(1).scaleb(-decimals))
    return f"{shown:f}" if shown == exact else Unreadable("cell_not_exact", {"value": plain})


_GENERAL, _DATE, _OTHER = -1, -2, -3


@lru_cache(maxsize=256)
def _fixed_decimals(shown_as: str) -> int:
    """The decimals of a plain number format, or one of the three kinds of format above."""
    if shown_as in ("General", "@"):
        return _GENERAL
    plain = _PLAIN.fullmatch(_DECORATION.sub("", shown_as.partition(";")[0]).strip())
    if plain:
        return len(plain[1] or ".") - 1
    return _DATE if is_date_format(shown_as) else _OTHER
