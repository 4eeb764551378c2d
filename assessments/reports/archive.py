"""Everything held about one enterprise as one ZIP file; docs/data-export.md describes it."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string

from assessments.models import Assessment, Enterprise
from assessments.queries.assessments import answers_of
from assessments.queries.enterprise_data import (
    FORMAT,
    assessments_of,
    collect_data,
    data_schema,
    name_in_archive,
    reports_of,
)
from assessments.reports.files import zip_entry
from maturity.scoring import as_document


def write_archive(enterprise: Enterprise, stream: IO[bytes], *, at: dt.datetime) -> None:
    """Write the archive as of that moment, with the stored files of the reports."""
    assessments, reports = assessments_of(enterprise), reports_of(enterprise)
    data = collect_data(enterprise, assessments=assessments, reports=reports, at=at)
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        _add_text(archive, "README.txt", render_to_string("data/README.txt", {"version": FORMAT}))
        _add_text(archive, "enterprise.json", _as_text(data.model_dump(mode="json")))
        _add_text(archive, "schema.json", _as_text(data_schema()))
        for assessment in assessments:
            answers = as_document(assessment.content, answers_of(assessment))
            _add_text(archive, _answers_name(assessment), _as_text(answers))
        for report in reports:
            if name := name_in_archive(report):
                _add_file(archive, name, settings.MEDIA_ROOT / report.file)


def _answers_name(assessment: Assessment) -> str:
    edition = assessment.edition
    return f"answers-{edition.key}-{edition.edition}-{assessment.pk}.json"


def _as_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _add_text(archive: ZipFile, name: str, text: str) -> None:
    archive.writestr(zip_entry(name), text.encode())


def _add_file(archive: ZipFile, name: str, path: Path) -> None:
    with path.open("rb") as source, archive.open(zip_entry(name), "w") as target:
        shutil.copyfileobj(source, target)
