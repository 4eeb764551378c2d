"""Making a report for its job: freeze, check, render, store the file, then the row."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from assessments import queue
from assessments.access import allowing
from assessments.models import Job, Report
from assessments.reports.context import freeze_context
from assessments.reports.files import REPORTS, new_file, remove_files
from assessments.reports.glyphs import check_characters
from assessments.reports.options import options_from_json
from assessments.reports.pages import report_html, template_version


def build_report(job: Job) -> Callable[[], None]:
    """Make the report of a job; the function returned writes down where the file is.

    Raises JobFailed: "not_allowed" when the right was withdrawn since, "missing_glyph" and
    "render_warning" when the report would be incomplete. Raises LeaseLost.
    """
    # Pango must see the report's fonts when it is loaded, in the worker's child and not before it
    # forks; and whatever only queues reports should not pay 0.9 s for the import.
    from assessments.reports import pdf  # noqa: PLC0415

    report = _report_of(job)
    if report.file:  # stored by an attempt that was believed dead; the original stays
        return lambda: None
    queue.report_progress(job, phase="context", percent=5)
    context = report.context or freeze_context(report)
    queue.report_progress(job, phase="checking", percent=15)
    with translation.override(report.language):
        check_characters(context)
        context = _keep(context, report)
        queue.report_progress(job, phase="rendering", percent=20)
        archival = options_from_json(context["options"]).archival
        made = pdf.render_pdf(report_html(context), archival=archival)
    queue.report_progress(job, phase="storing", percent=95)
    digest = hashlib.sha256(made.content).hexdigest()
    name = f"{REPORTS}/{report.pk}/{digest}.pdf"
    with new_file(settings.MEDIA_ROOT / name) as file:
        file.write(made.content)
    if not Report.objects.filter(pk=report.pk).exists():  # erased while it was being made
        remove_files(REPORTS, report.pk)
        raise queue.LeaseLost(job.pk)
    fields: Mapping[str, Any] = {
        "file": name,
        "sha256": digest,
        "size": len(made.content),
        "pages": made.pages,
        "versions": pdf.engine_versions() | {"template": template_version()},
    }

    def store() -> None:
        Report.objects.filter(pk=report.pk).update(**fields)

    return store


def _report_of(job: Job) -> Report:
    """The report, if whoever asked for it may still have it."""
    asker = job.requested_by
    if asker is None or not asker.is_active:
        raise queue.JobFailed("not_allowed")
    readable = allowing(Report, asker, "read")
    allowed = readable.filter(pk__in=allowing(Report, asker, "report").values("pk"))
    report = (
        allowed.filter(job=job)
        .select_related("release", "branding", "enterprise__owner", "enterprise__prepared_by")
        .first()
    )
    if report is None:
        raise queue.JobFailed("not_allowed")
    return report


def _keep(context: dict[str, Any], report: Report) -> dict[str, Any]:
    """Store the context unless another attempt did so first; what is stored is what counts.

    Only after its characters were checked: a name that cannot be printed may be corrected before
    the report is asked for again.
    """
    if report.context is None:
        Report.objects.filter(pk=report.pk, context__isnull=True).update(context=context)
        report.refresh_from_db(fields=["context"])
    kept: dict[str, Any] = report.context or {}
    return kept
