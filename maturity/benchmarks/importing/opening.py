"""A file, opened as the table it holds; its name plays no part."""

from pathlib import Path

from maturity.benchmarks.importing.csv_table import open_csv
from maturity.benchmarks.importing.encodings import Encoding
from maturity.benchmarks.importing.tables import Table
from maturity.benchmarks.importing.xlsx_table import open_xlsx
from maturity.instruments.faults import Fault, InvalidFile

MEGABYTE = 1_000_000
TABLE_LIMIT = 100 * MEGABYTE
"""Bytes. 150,000 figures with all their texts take about 90 MB as CSV and 40 MB as XLSX."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel until 2003, and what is encrypted today
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_table(path: Path, *, encoding: Encoding | None = None) -> Table:
    """Open a CSV or XLSX file and read its header.

    `encoding` is for a CSV file whose encoding the person knows better than the rule. Raises
    InvalidFile: `table_too_large` (megabytes, limit), `file_empty`, `xlsx_encrypted`,
    `workbook_refused` (found), and the codes of `csv_table.py`, `archives.py`, `xlsx_table.py` and
    `check_header`.
    """
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        start = file.read(len(_COMPOUND))
        if not start:
            raise InvalidFile([Fault("", "file_empty")])
        if start == _COMPOUND:
            if _ENCRYPTED in file.read(TABLE_LIMIT):
                raise InvalidFile([Fault("", "xlsx_encrypted")])
            raise InvalidFile([Fault("", "workbook_refused", {"found": "XLS"})])
    return open_xlsx(path) if start.startswith(_ZIP) else open_csv(path, encoding=encoding)


def check_size(size: int) -> None:
    """Refuse a file by its number of bytes; raises InvalidFile (`table_too_large`)."""
    if size > TABLE_LIMIT:
        params = {"megabytes": size // MEGABYTE, "limit": TABLE_LIMIT // MEGABYTE}
        raise InvalidFile([Fault("", "table_too_large", params)])
