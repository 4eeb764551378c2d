"""A release as files that can be read again: its figures as CSV or XLSX, its head as YAML.

Every column of ours in our order, every cell as text, so what is read again is equal. A text cannot
begin like a formula (`schema.check_row`), so CSV needs no disguise that would not come back equal.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, TextIO

import yaml

from maturity.benchmarks.reading import ALL_COLUMNS
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.rows import as_row


def write_csv(figures: Iterable[PublishedFigure], stream: TextIO) -> None:
    """Write figures as CSV with commas; the stream is to be opened with newline=""."""
    writer = csv.DictWriter(stream, ALL_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(as_row(figure) for figure in figures)


def write_xlsx(figures: Iterable[PublishedFigure], stream: IO[bytes]) -> None:
    """Write figures as a workbook of one sheet, a row at a time; every cell holds text.

    So digits stay as printed ("4.10") and nothing is taken for a formula or a date.
    """
    # Not at the top: loading it takes a third of a second, and pages that only read never need it.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    sheet.freeze_panes = "B2"

    def as_text(value: str) -> Any:
        if not value:
            return None
        cell = WriteOnlyCell(sheet, value)
        cell.data_type, cell.number_format = "s", "@"
        return cell

    for row in _table(figures):
        sheet.append([as_text(value) for value in row])
    book.save(stream)


def _table(figures: Iterable[PublishedFigure]) -> Iterator[list[str]]:
    yield list(ALL_COLUMNS)
    for figure in figures:
        yield list(as_row(figure).values())


def write_head(head_file: Mapping[str, Any], stream: TextIO) -> None:
    """Write the head of a release as a YAML file, in the order in which people read one."""
    first = ("key", "published", "n", "instrument", "figures")
    ordered = {name: head_file[name] for name in first if name in head_file}
    text = yaml.dump(
        ordered | dict(head_file),
        Dumper=_HeadDumper,
        allow_unicode=True,
        sort_keys=False,
        width=1_000_000,
    )
    stream.write(text)


class _HeadDumper(yaml.SafeDumper):
    """Quotes every text, keys too, so that "2022" and "1.1" stay text; repeats what is repeated."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_HeadDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
