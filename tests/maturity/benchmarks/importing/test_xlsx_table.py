"""Workbooks as Excel and others save them, and everything in them that is not taken."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import numbers

from maturity.benchmarks.importing.opening import open_table
from maturity.benchmarks.importing.tables import COLUMN_LIMIT, Unreadable
from maturity.benchmarks.importing.xlsx_stream import SheetReader
from tests.maturity.benchmarks.importing.files import (
    SPACE,
    TEXTS,
    lines_of,
    refusal,
    repack,
    share_texts,
    write_text,
    write_workbook,
)

SHEET = "xl/worksheets/sheet1.xml"


def first_sheet(book: Workbook) -> Any:
    return book.worksheets[0]


def cell_of(folder: Path, value: object, shown_as: str = "General") -> object:
    def give_format(book: Workbook) -> None:
        first_sheet(book)["A2"].number_format = shown_as

    path = write_workbook(folder, ["value"], [value], change=give_format)
    [line] = lines_of(path)
    return line.cells[0]


def test_first_visible_sheet_is_read_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    def arrange(book: Workbook) -> None:
        first_sheet(book).sheet_state = "hidden"
        second = book.create_sheet("Figures 数値")
        second.append(["key", "label"])
        second["A4"], second["B4"] = "a", "甲"
        second["B9"] = "b"

    table = open_table(write_workbook(tmp_path, ["not", "this"], change=arrange))
    assert (table.kind, table.sheet, table.encoding) == ("xlsx", "Figures 数値", None)
    assert table.header == ("key", "label")
    assert [(line.number, line.cells) for line in table.read_lines()] == [
        (4, ["a", "甲"]),
        (9, ["", "b"]),
    ]
    assert table.cell_name(column=1, line=9) == "B9"


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        ("4.10", "General", "4.10"),
        (4.1, "General", "4.1"),
        (4.1, "0.00", "4.10"),
        (0.1 + 0.2 - 0.3 + 4.1, "0.00", "4.10"),
        (4, "General", "4"),
        (4.0, "General", "4"),
        (4.0, "0.0", "4.0"),
        (-0.5, "0.00_ ", "-0.50"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (1500000000000, "#,##0", "1500000000000"),
        (12.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "12.50"),
        (2021, numbers.FORMAT_TEXT, "2021"),
        (123456789.123456, "General", "123456789.123456"),
    ],
)
def test_number_is_taken_with_the_digits_that_are_shown(
    tmp_path: Path, value: object, shown_as: str, text: str
) -> None:
    assert cell_of(tmp_path, value, shown_as) == text


@pytest.mark.parametrize(
    ("value", "shown_as", "code"),
    [
        (4.126, "0.00", "cell_not_exact"),
        (0.3000000000000001, "General", "cell_not_exact"),
        (0.253, "0.0%", "cell_format"),
        (0.253, "0.00E+00", "cell_format"),
        (4.5, "# ?/?", "cell_format"),
        (4.5, '0.0 "Mio"', "cell_format"),
        (44440, "yyyy-mm-dd", "cell_is_date"),
        (44440, 'yyyy"年"m"月"', "cell_is_date"),
        (dt.date(2021, 9, 1), "yyyy-mm", "cell_is_date"),
        (dt.datetime(2021, 9, 1, 12, tzinfo=None), "General", "cell_is_date"),  # noqa: DTZ001
        (True, "General", "cell_not_text"),
        ("=A1", "General", "cell_is_formula"),
        ("=1+1", "0.00", "cell_is_formula"),
        ("#N/A", "General", "cell_not_text"),
    ],
)
def test_cell_that_shows_something_else_than_it_holds_is_refused(
    tmp_path: Path, value: object, shown_as: str, code: str
) -> None:
    if isinstance(value, dt.datetime):  # openpyxl gives a date its format
        path = write_workbook(tmp_path, ["value"], [value])
        cell: object = lines_of(path)[0].cells[0]
    else:
        cell = cell_of(tmp_path, value, shown_as)
    assert isinstance(cell, Unreadable)
    assert cell.code == code


def test_formula_with_a_stored_result_is_a_formula_still(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ["value"], ["=1+1"])
    sheet = read_part(path, SHEET)
    assert b"<f>1+1</f><v />" in sheet or b"<f>1+1</f><v></v>" in sheet
    changed = sheet.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    [line] = lines_of(repack(path, {SHEET: changed.replace(b"<v></v>", b"<v>2</v>")}))
    assert line.cells == [Unreadable("cell_is_formula")]


def test_every_area_of_merged_cells_is_named(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        first_sheet(book).merge_cells("A1:C1")
        first_sheet(book).merge_cells("B4:B5")

    path = write_workbook(tmp_path, ["Figures"], ["a", "b", "c"], change=merge)
    assert [(f.code, f.params) for f in refusal(path)] == [
        ("cells_merged", {"cell": "A1:C1"}),
        ("cells_merged", {"cell": "B4:B5"}),
    ]


def test_merged_cells_of_other_sheets_do_not_matter(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book.create_sheet("Notes").merge_cells("A1:C1")

    assert lines_of(write_workbook(tmp_path, ["key"], ["a"], change=merge))[0].cells == ["a"]


def read_part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_shared_texts_are_read_like_those_within_cells(tmp_path: Path) -> None:
    rows = [["key", "label"], ["a", "甲"], ["b", "甲"], ["c", " <&> "]]
    within = [line.cells for line in lines_of(write_workbook(tmp_path, *rows))]
    shared = share_texts(write_workbook(tmp_path, *rows))
    assert b"inlineStr" not in read_part(shared, SHEET)
    assert [line.cells for line in lines_of(shared)] == within == rows[1:]


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = share_texts(write_workbook(tmp_path, ["value"], ["x"]))
    texts = read_part(path, TEXTS).replace(b"<t>x</t>", b"<t>=1+1</t>")
    assert lines_of(repack(path, {TEXTS: texts}))[0].cells == ["=1+1"]


def test_rich_text_is_read_without_its_pronunciation(tmp_path: Path) -> None:
    """As a Japanese Excel stores a word that was typed in kana."""
    path = share_texts(write_workbook(tmp_path, ["label"], ["x"]))
    word = "<r><t>産</t></r><r><t>業</t></r>"
    spoken = '<rPh sb="0" eb="2"><t>サンギョウ</t></rPh><phoneticPr fontId="1"/>'
    texts = read_part(path, TEXTS).replace(b"<t>x</t>", f"{word}{spoken}".encode())
    assert "サンギョウ" in texts.decode()
    assert lines_of(repack(path, {TEXTS: texts}))[0].cells == ["産業"]


def test_strict_workbook_is_read(tmp_path: Path) -> None:
    path = share_texts(write_workbook(tmp_path, ["key"], ["a"]))
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    changes = {n: read_part(path, n).replace(SPACE.encode(), strict) for n in (SHEET, TEXTS)}
    assert lines_of(repack(path, changes))[0].cells == ["a"]


def test_name_of_the_file_plays_no_part(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ["key"], ["a"]).rename(tmp_path / "figures.csv")
    assert open_table(path).kind == "xlsx"
    text = write_text(tmp_path, "key\na\n").rename(tmp_path / "figures.xlsx")
    assert open_table(text).kind == "csv"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"xl/vbaProject.bin": b"macro"}, "xlsx_macros"),
        ({"xl/workbook.bin": b""}, "workbook_refused"),
        ({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}, "workbook_refused"),
        ({"[Content_Types].xml": None}, "not_a_workbook"),
        ({"xl/workbook.xml": b"<workbook"}, "xlsx_broken"),
        ({"xl/workbook.xml": None}, "xlsx_broken"),
        ({SHEET: None}, "xlsx_broken"),
        ({SHEET: b"<worksheet><sheetData><row>"}, "xlsx_broken"),
        ({"xl/styles.xml": b""}, "xlsx_broken"),
    ],
)
def test_other_archives_and_damaged_workbooks_are_refused(
    tmp_path: Path, changes: dict[str, bytes | None], code: str
) -> None:
    path = repack(write_workbook(tmp_path, ["key"], ["a"]), changes)
    assert [fault.code for fault in refusal(path)] == [code]


def test_shared_text_that_is_not_there_breaks_the_workbook(tmp_path: Path) -> None:
    path = share_texts(write_workbook(tmp_path, ["key"], ["a"]))
    sheet = read_part(path, SHEET).replace(b"<v>1</v>", b"<v>99</v>")
    assert [f.code for f in refusal(repack(path, {SHEET: sheet}))] == ["xlsx_broken"]


def test_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ["key"], ["a"])
    path.write_bytes(path.read_bytes()[:-300])
    assert [fault.code for fault in refusal(path)] == ["xlsx_broken"]


@pytest.mark.parametrize(
    ("inside", "code", "found"),
    [("EncryptedPackage", "xlsx_encrypted", None), ("Workbook", "workbook_refused", "XLS")],
)
def test_encrypted_and_old_workbooks_are_refused_by_name(
    tmp_path: Path, inside: str, code: str, found: str | None
) -> None:
    path = tmp_path / "figures.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + inside.encode("utf-16-le"))
    [fault] = refusal(path)
    assert (fault.code, fault.params.get("found")) == (code, found)


def test_workbook_without_a_visible_sheet_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ["key"], ["a"])
    book = read_part(path, "xl/workbook.xml")
    hidden = book.replace(b'state="visible"', b'state="veryHidden"')
    assert hidden != book
    assert [f.code for f in refusal(repack(path, {"xl/workbook.xml": hidden}))] == ["sheet_missing"]


def test_header_that_is_not_in_the_first_row_is_missing(tmp_path: Path) -> None:
    def push_down(book: Workbook) -> None:
        first_sheet(book).insert_rows(1)

    path = write_workbook(tmp_path, ["key"], ["a"], change=push_down)
    assert [fault.code for fault in refusal(path)] == ["header_missing"]


def test_formula_in_the_header_is_named_with_its_column(tmp_path: Path) -> None:
    [fault] = refusal(write_workbook(tmp_path, ["key", "=A1"], ["a", "b"]))
    assert (fault.code, fault.params) == ("cell_is_formula", {"line": 1, "column": "B"})


def test_cell_far_to_the_right_is_not_overlooked(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        first_sheet(book)["XFD3"] = "note"

    [fault] = refusal(write_workbook(tmp_path, ["key"], ["a"], ["b"], change=fill))
    assert (fault.code, fault.params["line"]) == ("too_many_columns", 3)


def test_row_with_thousands_of_cells_is_refused_and_not_held(tmp_path: Path) -> None:
    """Cells packed to nothing, each of them an object: one row could fill the memory."""
    wide = "".join(f"<row>{'<c><v>1</v></c>' * 16_000}</row>" for _ in range(2))
    sheet = f'<worksheet xmlns="{SPACE}"><sheetData>{wide}</sheetData></worksheet>'.encode()
    [(_, kept), _second] = SheetReader().rows(io.BytesIO(sheet))
    assert len(kept) == COLUMN_LIMIT + 2
    path = write_workbook(tmp_path, ["key"], ["a"])
    changed = read_part(path, SHEET).replace(
        b"</sheetData>", f"<row>{'<c><v>1</v></c>' * 16_000}</row></sheetData>".encode()
    )
    [fault] = refusal(repack(path, {SHEET: changed}))
    assert (fault.code, fault.params) == ("too_many_columns", {"limit": COLUMN_LIMIT, "line": 3})


def test_formatted_cells_without_content_take_no_room(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ["key"], ["a"])
    blank = b'<c r="A3"><v>7</v></c>' + b"<c/>" * 5_000
    changed = read_part(path, SHEET).replace(
        b"</sheetData>", b'<row r="3">' + blank + b"</row></sheetData>"
    )
    assert [line.cells for line in lines_of(repack(path, {SHEET: changed}))] == [["a"], ["7"]]


def test_row_that_repeats_a_long_text_is_refused(tmp_path: Path) -> None:
    """A few bytes for each cell, a hundred thousand characters in it."""
    path = share_texts(write_workbook(tmp_path, [f"c{n}" for n in range(50)], ["x"] * 50))
    texts = read_part(path, TEXTS).replace(b"<t>x</t>", b"<t>" + b"x" * 90_000 + b"</t>")
    [fault] = refusal(repack(path, {TEXTS: texts}))
    assert (fault.code, fault.params) == ("row_too_long", {"line": 2, "limit": 1_000_000})


def test_openpyxl_reads_the_same_cells(tmp_path: Path) -> None:
    """Our stream against a reader that knows nothing of it, on a table with every kind of text."""
    rows = [
        [f"k{n}", "甲<&>\"'", " spaces ", "ﾊﾝｶｸ", "", str(n / 7), "line\nbreak"] for n in range(50)
    ]
    path = write_workbook(tmp_path, [f"c{n}" for n in range(7)], *rows)
    book = load_workbook(path, read_only=True)
    theirs = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    ours = [line.cells for line in lines_of(path)]
    assert ours == [[cell or "" for cell in row] for row in theirs] == rows
