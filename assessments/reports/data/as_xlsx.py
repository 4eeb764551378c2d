"""The data of a report as a workbook, in the report's language; the same data, the same bytes."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import translation

from assessments.reports.data.schema import ReportData
from assessments.reports.data.sheets import SHEETS, Column
from assessments.reports.files import zip_entry
from assessments.wording import report_data as words

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not in XML, whatever is done


def write_xlsx(data: ReportData) -> bytes:
    """One sheet for each subject, the head row frozen. Numbers are numbers, texts are texts: none
    is taken for a formula or a date."""
    # Not at the top: loading it takes a third of a second, and pages that only read never need it.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    book = Workbook(write_only=True)
    issued = dt.datetime.fromisoformat(data.report.issued).replace(tzinfo=None)
    book.properties.created = book.properties.modified = issued
    book.properties.creator = None  # the library would name itself
    with translation.override(data.report.language):
        for sheet in SHEETS:
            if rows := list(sheet.rows(data)):
                _write_sheet(book, str(words.SHEETS[sheet.key]), sheet.columns, rows)
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        ExcelWriter(book, archive).save()
    return _without_dates(made)


def _write_sheet(
    book: Any, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - see above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)

    def cell(value: Any, column: Column) -> Any:
        made = _cell(sheet, value, column)
        if made is not None:
            made.alignment = wrapped
        return made

    head = [_text(sheet, column.title) for column in columns]
    for one in head:
        one.font, one.alignment = bold, wrapped
    sheet.append(head)
    for row in rows:
        sheet.append([cell(value, column) for value, column in zip(row, columns, strict=True)])


def _cell(sheet: Any, value: Any, column: Column) -> Any:
    """A number if the column is for numbers and a spreadsheet can hold it, else text."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above

    if value is None or value == "":
        return None
    number: Any = _number(value) if column.number else None
    if number is None:
        return _text(sheet, str(value))
    made = WriteOnlyCell(sheet, number)
    made.number_format = column.number
    return made


def _text(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above

    made = WriteOnlyCell(sheet, _ILLEGAL.sub("\ufffd", value))
    made.data_type, made.number_format = "s", "@"  # a text may begin with an equals sign
    return made


def _number(value: Any) -> Decimal | None:
    """The exact number, or None: a spreadsheet keeps 15 digits, and must not round for us."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and Decimal(repr(float(number))) == number else None


def _without_dates(made: io.BytesIO) -> bytes:
    """The archive again, without the times at which its entries were written."""
    stream = io.BytesIO()
    with ZipFile(made) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zip_entry(name), source.read(name))
    return stream.getvalue()
