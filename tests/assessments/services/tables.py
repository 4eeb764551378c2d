"""Files of figures for the tests of imports, and one step from a file to what came of it."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from assessments import queue
from assessments.models import Release, ReleaseImport, User
from assessments.services.importing import run_import
from assessments.services.imports import TableFile, Wanted, receive_table, request_import
from maturity.benchmarks.exporting import write_csv, write_xlsx
from maturity.benchmarks.reading import ALL_COLUMNS
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.rows import as_row
from tests.maturity.benchmarks.releases import HEAD, row, table

Row = Mapping[str, str]
HEAD_FILE = HEAD.encode()


def exported(release: Release, kind: str) -> bytes:
    """A release as the file of that kind that everybody can download."""
    figures = [figure.content for figure in release.figures.order_by("position")]
    return as_file(figures, kind)


def as_file(figures: Sequence[PublishedFigure], kind: str) -> bytes:
    if kind == "csv":
        text = io.StringIO(newline="")
        write_csv(figures, text)
        return text.getvalue().encode()
    file = io.BytesIO()
    write_xlsx(figures, file)
    return file.getvalue()


def rows_of(release: Release) -> list[dict[str, str]]:
    return [dict(as_row(figure.content)) for figure in release.figures.order_by("position")]


def csv_of(rows: Sequence[Row]) -> bytes:
    """Rows with all our columns, or of the tiny release without the optional ones."""
    return table(rows, optional=bool(rows) and set(rows[0]) == set(ALL_COLUMNS)).encode()


def tiny(count: int, **changes: str) -> bytes:
    """A table of so many invented figures for the head of the tiny release."""
    return csv_of([row(key=f"k{number}", **changes) for number in range(count)])


def receive(by: User, content: bytes, **options: Any) -> ReleaseImport:
    """Bring a file for the tiny release or another one."""
    head = None if "supersedes" in options and "head" not in options else HEAD_FILE
    wanted = {"key": "", "head": head} | {
        name: options.pop(name) for name in ("key", "head", "supersedes") if name in options
    }
    file = TableFile(options.pop("name", "figures.csv"), [content], **options.pop("file", {}))
    return receive_table(
        by=by, file=file, wanted=Wanted(**wanted), dry_run=options.pop("dry_run", False)
    )


def bring(by: User, content: bytes, **options: Any) -> ReleaseImport:
    """Bring a file and let a job do what it does; the import as it is stored afterwards."""
    received = receive(by, content, **options)
    request_import(by=by, release_import=received, dry_run=received.dry_run)
    assert queue.work_one({"import": run_import})
    return ReleaseImport.objects.get(pk=received.pk)


def stored_files() -> list[Path]:
    """What lies in the folder of imports."""
    return [path for path in (settings.MEDIA_ROOT / "imports").glob("*") if path.is_file()]


Bring = Callable[..., ReleaseImport]
