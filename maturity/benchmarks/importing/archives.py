"""The ZIP archive that an XLSX file is, looked through before anything in it is trusted.

Every part is unpacked once in small pieces and thrown away: what is declared, what is really there,
and what would make a reader of XML hold more than it should.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from maturity.instruments.faults import Fault, InvalidFile

ENTRY_LIMIT = 1_000
UNPACKED_LIMIT = 800_000_000
"""Bytes of all parts together; 150,000 figures with all their texts take about 450 MB."""
PART_LIMIT = 5_000_000
"""Bytes of a part that is neither a sheet nor the table of texts: those are read whole."""
RATIO_LIMIT = 200
"""A large part may be this many times its packed size. Tables reach 10 to 50, bombs 1,000."""

_SMALL = 1_000_000  # below this the ratio says nothing: ten identical rows pack well
_PIECE = 1_000_000
_OVERLAP = 200
_SHEETS = re.compile(r"^xl/(worksheets/[^/]+|sharedStrings)\.xml$", re.IGNORECASE)
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z0-9]+)[\"']")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # UTF-16, which would hide declarations


@dataclass(frozen=True)
class Part:
    """What was seen while a sheet went by: areas of merged cells, and about how many rows."""

    merged: tuple[str, ...]
    rows: int


def check_archive(path: Path) -> Mapping[str, Part]:
    """Look through an archive and return what its XML parts hold, by name.

    Raises InvalidFile: `xlsx_broken`, `xlsx_encrypted`, `xlsx_macros`, `workbook_refused` (found),
    `not_a_workbook`, and `zip_bomb` (entries, size or ratio beyond the limits above).
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_declared(archive.infolist())
            _check_kind(archive)
            return {
                entry.filename: _look_through(archive, entry)
                for entry in archive.infolist()
                if entry.filename.lower().endswith((".xml", ".rels"))
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise InvalidFile([Fault("", "xlsx_broken")]) from None


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise InvalidFile([Fault("", "xlsx_encrypted")])
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT:
        raise _refuse_bomb(unpacked)
    for entry in entries:
        size = entry.file_size
        too_dense = size > _SMALL and size > entry.compress_size * RATIO_LIMIT
        is_read_whole = entry.filename.endswith(".xml") and not _SHEETS.match(entry.filename)
        if too_dense or (is_read_whole and size > PART_LIMIT):
            raise _refuse_bomb(unpacked)


def _refuse_bomb(unpacked: int) -> InvalidFile:
    params = {"megabytes": unpacked // 1_000_000, "limit": UNPACKED_LIMIT // 1_000_000}
    return InvalidFile([Fault("", "zip_bomb", params)])


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = {entry.filename.lower() for entry in archive.infolist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise InvalidFile([Fault("", "xlsx_macros")])
    if "xl/workbook.bin" in names:
        raise InvalidFile([Fault("", "workbook_refused", {"found": "XLSB"})])
    if "mimetype" in names and "content.xml" in names:
        raise InvalidFile([Fault("", "workbook_refused", {"found": "OpenDocument"})])
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise InvalidFile([Fault("", "not_a_workbook")])


def _look_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    merged: list[str] = []
    rows = since_tag = 0
    with archive.open(entry) as part:
        for piece, fresh in _pieces(part):
            if fresh == 0 and piece.startswith(_WIDE):
                raise InvalidFile([Fault("", "xlsx_broken")])
            if _DECLARATION.search(piece):
                # Office never writes one; they are how a few bytes become gigabytes.
                raise InvalidFile([Fault("", "xlsx_broken")])
            merged += [match[1].decode() for match in _MERGE.finditer(piece) if match.end() > fresh]
            rows += piece.count(b"<row ", max(0, fresh - 4))
            # A text without end would be held whole; Excel's longest has 32,767 characters.
            last_tag = piece.rfind(b"<", fresh)
            since_tag = (since_tag + len(piece) - fresh) if last_tag < 0 else len(piece) - last_tag
            if since_tag > _PIECE:
                raise _refuse_bomb(entry.file_size)
    return Part(tuple(merged), rows)


def _pieces(part: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Pieces that begin with the end of the one before, and where the new bytes begin."""
    before = b""
    while piece := part.read(_PIECE):
        yield before + piece, len(before)
        before = piece[-_OVERLAP:]
