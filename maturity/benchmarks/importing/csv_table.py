"""CSV: text with commas, semicolons or tabs, in an encoding that is recognised or said."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from maturity.benchmarks.importing.encodings import (
    CODECS,
    LINE_LIMIT,
    Encoding,
    count_lines,
    detect_encoding,
)
from maturity.benchmarks.importing.tables import Line, Table, check_header, keep_lines
from maturity.instruments.faults import Fault, InvalidFile

_DELIMITERS = (",", ";", "\t")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def open_csv(path: Path, *, encoding: Encoding | None) -> Table:
    """Open a text file as a table; raises InvalidFile like `encodings.py` and `check_header`."""
    chosen = encoding or detect_encoding(path)
    lines = count_lines(path, chosen)
    delimiter = _find_delimiter(path, chosen)
    first = next(_read_rows(path, chosen, delimiter), (1, []))
    header = check_header(first[1])

    def read_lines() -> Iterator[Line]:
        rows = _read_rows(path, chosen, delimiter)
        next(rows)
        return keep_lines(rows, width=len(header))

    return Table("csv", header, chosen, "", lines - 1, read_lines)


def _find_delimiter(path: Path, encoding: Encoding) -> str:
    """The one that stands most often in the header outside quotes; a comma if none does."""
    with path.open(encoding=CODECS[encoding], newline="") as file:
        line = file.readline(LINE_LIMIT)
    return max(_DELIMITERS, key=_QUOTED.sub("", line).count)


def _read_rows(path: Path, encoding: Encoding, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins; a text in quotes may go on over several."""
    with path.open(encoding=CODECS[encoding], newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        begins = 1
        try:
            for cells in reader:
                yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            params = {"line": begins, "problem": str(error)}
            raise InvalidFile([Fault("", "csv_syntax", params)]) from None
