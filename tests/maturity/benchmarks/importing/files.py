"""Tables as people bring them: made by openpyxl, which knows nothing of our reader, or by hand."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from maturity.benchmarks.importing.checking import check_lines
from maturity.benchmarks.importing.mapping import suggest_mapping
from maturity.benchmarks.importing.opening import open_table
from maturity.benchmarks.importing.tables import Line
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.schema import check_head
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.strict_yaml import read_yaml
from tests.maturity.benchmarks.releases import HEAD, row

Row = Mapping[str, Any]
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTS = "xl/sharedStrings.xml"


def write_text(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "figures.csv"
    path.write_bytes(text.encode(encoding))
    return path


def write_workbook(
    folder: Path, *rows: Sequence[Any], change: Callable[[Workbook], object] | None = None
) -> Path:
    """A workbook as Excel would save it, with something changed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in rows:
        sheet.append(list(cells))
    if change:
        change(book)
    path = folder / "figures.xlsx"
    book.save(path)
    return path


def write_figures(
    folder: Path, *rows: Row, change: Callable[[Workbook], object] | None = None
) -> Path:
    """A workbook of figures with our own column names."""
    return write_workbook(
        folder, list(row()), *(list(cells.values()) for cells in rows), change=change
    )


def repack(path: Path, changes: Mapping[str, bytes | None]) -> Path:
    """The same archive with parts exchanged, added, or taken out (None)."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, bytes | None] = {n: archive.read(n) for n in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | dict(changes)).items():
            if content is not None:
                archive.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def share_texts(path: Path) -> Path:
    """The same workbook as Excel saves it: each text once, in a part of its own."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts: list[str] = []

    def refer(match: re.Match[str]) -> str:
        if match[2] not in texts:
            texts.append(match[2])
        return f'<c {match[1]} t="s"><v>{texts.index(match[2])}</v></c>'

    inline = re.compile(r'<c ([^>]*) t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
    changes = {
        name: inline.sub(refer, content)
        for name, content in parts.items()
        if name.startswith("xl/worksheets/sheet")
    }
    items = "".join(f"<si>{text}</si>" for text in texts)
    changes["xl/sharedStrings.xml"] = f'<sst xmlns="{SPACE}">{items}</sst>'
    links = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="texts" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    changes[links] = parts[links].replace("</Relationships>", link)
    return repack(path, {name: content.encode() for name, content in changes.items()})


def lines_of(path: Path) -> list[Line]:
    return list(open_table(path).read_lines())


def refusal(path: Path, **options: Any) -> tuple[Fault, ...]:
    """The faults with which a file is refused, while it is opened or while it is read."""
    try:
        list(open_table(path, **options).read_lines())
    except InvalidFile as error:
        return error.faults
    raise AssertionError("the file was taken")


def check(
    path: Path, mapping: Mapping[str, str] | None = None
) -> tuple[list[PublishedFigure], list[Fault]]:
    """The right figures of a file, and the faults of the others."""
    table = open_table(path)
    head = check_head(read_yaml(HEAD))
    chosen = suggest_mapping(table.header) if mapping is None else mapping
    checked = list(check_lines(table, mapping=chosen, head=head, seen={}))
    figures = [line.figure for line in checked if line.figure]
    return figures, [fault for line in checked for fault in line.faults]
