"""The reports of a batch as one ZIP file, with a table of contents and checksums.

PDFs are compressed already, so they are stored as they are, and nothing is held in memory. Names
are readable, unique, and ones that Windows, macOS and Linux can unpack.
"""

import datetime as dt
import hashlib
import io
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import translation

from assessments.models import Report
from assessments.queries.batches import EntryRow
from assessments.wording import fault_text
from assessments.wording.batches import contents_columns, failure_text
from assessments.wording.dates import date_text
from assessments.wording.events import gone_text
from assessments.wording.profile import active_language
from assessments.wording.report import code_text
from maturity.instruments.faults import Fault

NOT_IN_NAMES = frozenset('<>:"/\\|?*')
"""What Windows refuses in the name of a file; other systems refuse less."""
LONGEST = 120
"""Bytes that the name of an enterprise takes at most: 40 Chinese characters. A whole name has to
stay below 255 bytes, and with its folder below 260 characters."""

_WIDTHS = (8, 32, 32, 12, 18, 10, 8, 22, 44, 24, 48)  # of the columns of the contents


@dataclass(frozen=True)
class _Line:
    """A line of the contents; without a file it says why."""

    row: EntryRow
    file: str = ""
    sha256: str = ""
    reason: str = ""


def write_batch_archive(
    rows: Sequence[EntryRow],
    stream: IO[bytes],
    *,
    at: dt.datetime,
    language: str,
    on_progress: Callable[[int], None],
) -> list[int]:
    """Write the archive of these entries; returns the keys of those whose reports lie in it.

    A report that is not readable any more, or whose file is not the one that was made, is listed
    with the reason, in `language`, and left out. `at` dates the files. `on_progress` is told how
    many entries are done.
    """
    lines = []
    with ZipFile(stream, "w", ZIP_STORED) as archive, translation.override(language):
        for number, row in enumerate(rows, start=1):
            lines.append(_add_report(archive, row, digits=len(str(len(rows))), at=at))
            on_progress(number)
        contents = _contents(lines)
        archive.writestr(_entry("contents.xlsx", at), contents)
        sums = [(line.sha256, line.file) for line in lines if line.file]
        sums.append((hashlib.sha256(contents).hexdigest(), "contents.xlsx"))
        text = "".join(f"{digest}  {name}\n" for digest, name in sums)
        archive.writestr(_entry("SHA256SUMS", at), text.encode())
    return [line.row.entry.pk for line in lines if line.file]


def _add_report(archive: ZipFile, row: EntryRow, *, digits: int, at: dt.datetime) -> _Line:
    report = row.entry.report
    if report is None or row.state != "done":
        return _Line(row, reason=failure_text(row.entry))
    if not row.is_readable:
        return _Line(row, reason=fault_text(Fault("", "not_readable")))
    path = settings.MEDIA_ROOT / report.file
    if code := _damage(report, path):
        return _Line(row, reason=fault_text(Fault("", code)))
    assessment = row.entry.assessment
    name = file_name(
        row.entry.position,
        row.enterprise or "",
        assessment.edition.key,
        report.language,
        digits=digits,
    )
    with path.open("rb") as source, archive.open(_entry(name, at), "w") as target:
        shutil.copyfileobj(source, target)
    return _Line(row, file=name, sha256=report.sha256)


def _damage(report: Report, path: Path) -> str:
    """The code of what is wrong with a stored file; empty if nothing is."""
    if not path.is_file():
        return "file_gone"
    with path.open("rb") as file:
        is_same = hashlib.file_digest(file, "sha256").hexdigest() == report.sha256
    return "" if is_same else "file_changed"


def file_name(
    position: int, enterprise: str, instrument: str, language: str, *, digits: int = 2
) -> str:
    """The name of a report in the archive: "01 大阪精密 siri zh-hans.pdf".

    The number makes it unique, also where a capital is the same as a small letter.
    """
    number = str(position).zfill(max(digits, 2))
    return " ".join(filter(None, [number, safe_name(enterprise), instrument, language])) + ".pdf"


def safe_name(name: str) -> str:
    """A name as part of the name of a file: without what cannot stand there or cannot be seen."""
    # Invisible marks go too: one that reverses the direction would hide what kind of file it is.
    kept = ("" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in name)
    said = "".join(" " if c in NOT_IN_NAMES else c for c in kept)
    said = " ".join(said.split()).strip(". ")
    while len(said.encode()) > LONGEST:
        said = said[:-1]
    return said.strip(". ")


def _entry(name: str, at: dt.datetime) -> ZipInfo:
    moment = at.astimezone(dt.UTC)
    entry = ZipInfo(name, date_time=moment.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    return entry


def _contents(lines: Sequence[_Line]) -> bytes:
    """The table of contents as a workbook; texts stay texts, whatever they begin with."""
    # Not at the top: loading it takes a third of a second, and only this job needs it.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("contents")
    sheet.freeze_panes = "B2"
    for column, width in zip(
        "ABCDEFGHIJK", (8, 32, 32, 12, 18, 10, 8, 22, 44, 24, 48), strict=True
    ):
        sheet.column_dimensions[column].width = width

    def cell(value: str | int | None) -> Any:
        if not isinstance(value, str):
            return value
        printable = "".join(c for c in value if unicodedata.category(c) != "Cc")
        made = WriteOnlyCell(sheet, printable)
        made.data_type, made.number_format = "s", "@"
        return made

    sheet.append([cell(title) for title in contents_columns()])
    for line in lines:
        sheet.append([cell(value) for value in _cells(line)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(line: _Line) -> list[str | int | None]:
    entry, report = line.row.entry, line.row.entry.report
    if line.row.enterprise is None:  # nothing of it is shown to whom it was closed
        nothing = [None] * 8
        return [entry.position, gone_text(is_hidden=True), *nothing, line.reason]
    edition = entry.assessment.edition
    submitted = entry.assessment.submitted_at
    made = report if report and line.file else None
    return [
        entry.position,
        line.row.enterprise,
        edition.content.title[active_language()],
        edition.edition,
        date_text(submitted, entry.assessment.profile["economy"]) if submitted else None,
        entry.batch.language,
        made.pages if made else None,
        code_text(made.verification_code) if made else None,
        line.file or None,
        line.sha256 or None,
        line.reason or None,
    ]
