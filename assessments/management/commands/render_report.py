"""`manage.py render_report ASSESSMENT --language ja --output FILE`"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments import queue
from assessments.models import Assessment, Job, Report
from assessments.reports.build import build_report
from assessments.services.refusals import Rejected
from assessments.services.reports import request_report
from assessments.wording.jobs import error_text

FIRST = 100  # before every report that waits for a worker


class Command(BaseCommand):
    help = (
        "Make the report of a submitted assessment in this process, in the name of whoever "
        "submitted it: the same row, context and bytes as a worker would make."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        languages = [code for code, _ in settings.LANGUAGES]
        parser.add_argument("assessment", help="identifier of the assessment")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)
        parser.add_argument("--output", type=Path, required=True, help="where the PDF goes")

    def handle(self, *args: Any, **options: Any) -> None:
        assessment = _find(options["assessment"])
        if assessment.submitted_by is None:
            raise CommandError("The assessment is not submitted, or who submitted it is gone.")
        try:
            report = request_report(
                by=assessment.submitted_by,
                assessments=[assessment],
                language=options["language"],
                priority=FIRST,
            )
        except Rejected as refusal:
            raise CommandError(str(refusal)) from None
        finished = _work_until_finished(report)
        output: Path = options["output"]
        output.write_bytes((settings.MEDIA_ROOT / finished.file).read_bytes())
        self.stdout.write(f"{output}: {finished.pages} pages, sha256 {finished.sha256}")


def _find(key: str) -> Assessment:
    try:
        return Assessment.objects.select_related("submitted_by").get(pk=key)
    except (Assessment.DoesNotExist, ValidationError):
        raise CommandError(f"There is no assessment {key}.") from None


def _work_until_finished(report: Report) -> Report:
    """Take the job here, or wait for the worker that took it first."""
    while True:
        report = Report.objects.select_related("job").get(pk=report.pk)
        if report.job.state == Job.State.DONE:
            return report
        if report.job.state == Job.State.FAILED:
            raise CommandError(error_text(report.job))
        if not queue.work_one({Job.Kind.REPORT: build_report}):
            time.sleep(0.5)
