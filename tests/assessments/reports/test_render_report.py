from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.models import Assessment, Job, Organisation, Report


def _render(assessment: object, output: Path, language: str = "ja") -> str:
    out = StringIO()
    call_command(
        "render_report",
        str(assessment),
        "--language",
        language,
        "--output",
        str(output),
        stdout=out,
    )
    return out.getvalue()


def test_render_report_writes_the_file_of_the_row(small: Assessment, tmp_path: Path) -> None:
    said = _render(small.pk, tmp_path / "report.pdf")
    report = Report.objects.get()
    assert report.language == "ja"
    assert report.requested_by == small.submitted_by
    stored = (settings.MEDIA_ROOT / report.file).read_bytes()
    assert (tmp_path / "report.pdf").read_bytes() == stored
    assert report.sha256 in said
    _render(small.pk, tmp_path / "again.pdf")
    assert Job.objects.count() == 1
    assert (tmp_path / "again.pdf").read_bytes() == stored


def test_render_report_refuses_a_draft(assessment: Assessment, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not submitted"):
        _render(assessment.pk, tmp_path / "report.pdf")
    assert not Report.objects.exists()


@pytest.mark.parametrize("key", ["7", "2a3c7f4e-0000-4000-8000-000000000000"])
def test_render_report_says_that_there_is_no_such_assessment(
    db: None, key: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=key):
        _render(key, tmp_path / "report.pdf")


def test_render_report_says_why_it_failed(small: Assessment, tmp_path: Path) -> None:
    Organisation.objects.update(name="Lakeside 🏭")
    with pytest.raises(CommandError, match="🏭"):
        _render(small.pk, tmp_path / "report.pdf", "en")
    assert not (tmp_path / "report.pdf").exists()
