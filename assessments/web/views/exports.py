"""Releases as files that can be imported again, and examples of such files."""

import io
import tempfile
from collections.abc import Callable, Iterable
from typing import TextIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from assessments.access import visible_to
from assessments.models import Release
from assessments.web.requests import SignedInRequest
from maturity.benchmarks.exporting import write_csv, write_head, write_xlsx
from maturity.benchmarks.release import PublishedFigure, read_release, shipped_release_paths

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml; charset=utf-8",
}


@require_GET
def export(request: SignedInRequest, key: str, kind: str) -> FileResponse:
    """A release as CSV, XLSX or, its head, as YAML, for everybody who may read it."""
    release = get_object_or_404(visible_to(Release, request.user), key=key)
    rows = release.figures.order_by("position").iterator(chunk_size=500)
    return _as_file(
        kind,
        name=release.key,
        figures=(row.content for row in rows),
        head=lambda stream: write_head(release.head_file, stream),
    )


@require_GET
def example(_request: SignedInRequest, kind: str) -> FileResponse:
    """A file to begin from: every column with one figure, or a whole head."""
    path = shipped_release_paths()[0]
    return _as_file(
        kind,
        name=f"example-{path.stem}",
        figures=read_release(path).figures[:1],
        head=lambda stream: stream.write(path.read_text(encoding="utf-8")),
    )


def _as_file(
    kind: str,
    *,
    name: str,
    figures: Iterable[PublishedFigure],
    head: Callable[[TextIO], object],
) -> FileResponse:
    """Made on disk first: a release may be long, and an archive is not written in one go."""
    if kind not in _TYPES:
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    if kind == "xlsx":
        write_xlsx(figures, file)
    else:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        if kind == "csv":
            write_csv(figures, text)
        else:
            head(text)
        text.flush()
        text.detach()
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.{kind}", content_type=_TYPES[kind]
    )
