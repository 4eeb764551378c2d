"""From the files of a release to plain data; nothing here knows what the columns mean."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from maturity.instruments.edition import LANGUAGES
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.files import decode, read_bytes
from maturity.instruments.strict_yaml import read_yaml

COLUMNS = (
    *("key", "economy", "dimension", "theme", "chapter", "section", "page"),
    *("kind", "mode", "fact", "status", "qualifier", "value", "value_max", "unit", "period"),
    *("label_en", "label_zh_hans", "label_ja"),
    *("source_en", "source_zh_hans", "source_ja"),
    *("caveat_en", "caveat_zh_hans", "caveat_ja"),
)
"""The columns of a table of figures, all of them, in any order."""

OPTIONAL_COLUMNS = ("n", "base_en", "base_zh_hans", "base_ja")
"""Columns that a table may do without."""

ALL_COLUMNS = (*COLUMNS, *OPTIONAL_COLUMNS)
"""Every column that a table may have, in the order in which we write them."""

TEXTS = ("label", "source", "caveat", "base")
"""What a figure says in languages: a text has one column for each."""


def column_of(text: str, language: str) -> str:
    """Return the column of a text in one language: "label_zh_hans"."""
    return f"{text}_{language.replace('-', '_')}"


def split_column(column: str) -> tuple[str, str | None]:
    """Return the text and the language of a column, ("label", "zh-hans"); without a language, the
    column itself and None."""
    for language in LANGUAGES:
        name = column.removesuffix(column_of("", language))
        if name != column:
            return name, language
    return column, None


Row: TypeAlias = Mapping[str, str]
"""One row of a table: every one of `COLUMNS` and those of `OPTIONAL_COLUMNS` that the table has,
with its text, empty where the cell is."""


def read_parts(head_path: Path) -> tuple[object, list[Row]]:
    """Read a head file and the table beside it that its `figures` names.

    Raises InvalidFile with the codes of `files.py`, `strict_yaml.py` and `read_rows`; the path of
    a fault in the table begins with "figures". `figures_not_named` means that the head names no
    plain file name.
    """
    head = read_yaml(decode(read_bytes(head_path)))
    name = head.get("figures") if isinstance(head, dict) else None
    if not isinstance(name, str) or not name or Path(name).name != name:
        raise InvalidFile([Fault("figures", "figures_not_named")])
    try:
        return head, read_rows(decode(read_bytes(head_path.parent / name)))
    except InvalidFile as error:
        raise InvalidFile(
            Fault(fault.path or "figures", fault.code, fault.params) for fault in error.faults
        ) from None


def read_rows(text: str) -> list[Row]:
    """Read a CSV table with a header line of `COLUMNS`, with or without `OPTIONAL_COLUMNS`.

    Raises InvalidFile: `csv_syntax` (line, problem), `columns_wrong` (missing, unknown, repeated),
    `cells_count` (line, expected, found) for each such row.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        params = {"line": reader.line_num, "problem": str(error)}
        raise InvalidFile([Fault("figures", "csv_syntax", params)]) from None
    _check_header(header)
    faults = [
        Fault(
            f"figures[{position}]",
            "cells_count",
            {"line": line, "expected": len(header), "found": len(cells)},
        )
        for position, (line, cells) in enumerate(lines)
        if len(cells) != len(header)
    ]
    if faults:
        raise InvalidFile(faults)
    return [dict(zip(header, cells, strict=True)) for _, cells in lines]


def _check_header(header: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in header]
    unknown = [column for column in header if column not in ALL_COLUMNS]
    repeated = [column for column in ALL_COLUMNS if header.count(column) > 1]
    if missing or unknown or repeated:
        params = {"missing": missing, "unknown": unknown, "repeated": repeated}
        raise InvalidFile([Fault("figures", "columns_wrong", params)])
