"""Bombs and other archives that would cost more than they say."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from maturity.benchmarks.importing import archives
from tests.maturity.benchmarks.importing.files import refusal, repack, write_workbook

SHEET = "xl/worksheets/sheet1.xml"


def test_bomb_is_refused_without_unpacking_it(tmp_path: Path) -> None:
    """A sheet of 1 GB in 1 MB. Memory shows that nothing of it was ever held."""
    path = write_workbook(tmp_path, ["key"], ["a"])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1000):
            part.write(b"<" + b" " * 999_999)
    assert path.stat().st_size < 2_000_000
    tracemalloc.start()
    try:
        [fault] = refusal(path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (fault.code, fault.params) == ("zip_bomb", {"megabytes": 1000, "limit": 800})
    assert peak < 5_000_000


def test_part_that_is_packed_too_densely_is_refused(tmp_path: Path) -> None:
    sheet = b"<worksheet>" + b" " * 20_000_000 + b"</worksheet>"
    path = repack(write_workbook(tmp_path, ["key"], ["a"]), {SHEET: sheet})
    assert [fault.code for fault in refusal(path)] == ["zip_bomb"]


def test_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"xl/media/{n}.png": b"" for n in range(archives.ENTRY_LIMIT + 1)}
    path = repack(write_workbook(tmp_path, ["key"], ["a"]), parts)
    assert [fault.code for fault in refusal(path)] == ["zip_bomb"]


def test_large_part_that_would_be_read_whole_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ["key"], ["a"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("docProps/custom.xml", b"<a>" * 2_000_000)
    assert [fault.code for fault in refusal(path)] == ["zip_bomb"]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str, codec: str) -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "a">{lines}]><a>&a9;</a>'
    path = repack(write_workbook(tmp_path, ["key"], ["a"]), {part: bomb.encode(codec)})
    assert [fault.code for fault in refusal(path)] == ["xlsx_broken"]


def test_text_without_end_is_refused(tmp_path: Path) -> None:
    """As random as it is, it does not pack densely; a cell holds 32,767 characters at most."""
    text = bytes(97 + (n * n * 7919) % 23 for n in range(3_000_000))
    sheet = b'<worksheet><sheetData><row r="1"><c t="str"><v>' + text + b"</v></c></row>"
    path = write_workbook(tmp_path, ["key"], ["a"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | {SHEET: sheet}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert [fault.code for fault in refusal(path)] == ["zip_bomb"]


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = b"".join(b"<a%d>" % n for n in range(100_000))
    path = repack(write_workbook(tmp_path, ["key"], ["a"]), {SHEET: b"<worksheet>" + deep})
    assert [fault.code for fault in refusal(path)] == ["xlsx_broken"]


def test_rows_are_counted_for_telling_progress(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ["key"], *(["a"] for _ in range(2000)))
    assert archives.check_archive(path)[SHEET].rows == 2001
