"""What is written can be read again and is equal; what is dangerous in a spreadsheet is text."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maturity.benchmarks.canonical import as_head_file, as_stored_head, hash_release
from maturity.benchmarks.exporting import write_csv, write_head, write_xlsx
from maturity.benchmarks.importing.checking import check_lines
from maturity.benchmarks.importing.mapping import suggest_mapping
from maturity.benchmarks.importing.opening import open_table
from maturity.benchmarks.reading import ALL_COLUMNS
from maturity.benchmarks.release import ReleaseData, read_release, shipped_release_paths
from maturity.benchmarks.schema import check_head
from maturity.instruments.strict_yaml import read_yaml

SHIPPED = shipped_release_paths()


def head_of(path: Path) -> dict[str, object]:
    return check_head(read_yaml(path.read_text(encoding="utf-8")))


def export(release: ReleaseData, folder: Path, kind: str) -> Path:
    path = folder / f"figures.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as text:
            write_csv(release.figures, text)
    else:
        with path.open("wb") as file:
            write_xlsx(release.figures, file)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("head_path", SHIPPED, ids=lambda path: path.stem)
def test_exported_release_reads_again_equal(tmp_path: Path, head_path: Path, kind: str) -> None:
    release = read_release(head_path)
    written = io.StringIO()
    write_head(head_of(head_path), written)
    head = check_head(read_yaml(written.getvalue()))
    table = open_table(export(release, tmp_path, kind))
    lines = list(check_lines(table, mapping=suggest_mapping(table.header), head=head, seen={}))
    assert [fault for line in lines for fault in line.faults] == []
    figures = [line.figure for line in lines if line.figure]
    assert tuple(figures) == release.figures
    assert hash_release(head, figures) == release.hash


@pytest.mark.parametrize("head_path", SHIPPED, ids=lambda path: path.stem)
def test_head_survives_being_stored(head_path: Path) -> None:
    head = head_of(head_path)
    instrument = read_release(head_path).instrument
    stored = as_stored_head(head)
    assert as_head_file(str(head["key"]), stored, instrument=instrument) == head


def test_every_cell_of_a_workbook_is_text_in_our_order(tmp_path: Path) -> None:
    release = read_release(SHIPPED[0])
    path = export(release, tmp_path, "xlsx")
    rows = list(load_workbook(path).worksheets[0].iter_rows())
    assert [cell.value for cell in rows[0]] == list(ALL_COLUMNS)
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert len(rows) == len(release.figures) + 1
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_csv_has_our_columns_in_our_order(tmp_path: Path) -> None:
    first = export(read_release(SHIPPED[0]), tmp_path, "csv").read_text(encoding="utf-8")
    assert first.partition("\n")[0].strip() == ",".join(ALL_COLUMNS)


def test_no_shipped_text_begins_like_a_formula(tmp_path: Path) -> None:
    for path in SHIPPED:
        table = open_table(export(read_release(path), tmp_path, "csv"))
        cells = [str(cell) for line in table.read_lines() for cell in line.cells[16:]]
        assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "-", "\t")] == []
