"""Asking for a report, watching it being made, fetching the file."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HTMX_STOP_POLLING

from assessments.access import allowing, fetch, visible_to
from assessments.models import Assessment, Enterprise, Report
from assessments.queries.branding import brandings_for, usual_branding
from assessments.queries.jobs import forecast
from assessments.queries.reports import (
    quoted_pool_releases,
    quoted_releases,
    reportable_assessments,
    reports_on,
)
from assessments.reports.data.formats import FORMATS
from assessments.reports.data.reading import DataNotFrozen
from assessments.services.refusals import Rejected
from assessments.services.reports import download_report, download_report_data, request_report
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.forms import ReportForm
from assessments.web.report_forms import NewReportForm
from assessments.web.requests import SignedInRequest

ON_A_PAGE = 50


@require_GET
def of_enterprise(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The reports made so far."""
    enterprise = fetch(request.user, "read", Enterprise, pk)
    page = Paginator(reports_on(request.user, enterprise), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    may_report = allowing(Assessment, request.user, "report").filter(enterprise=pk).exists()
    context = {"enterprise": enterprise, "page": page, "may_report": may_report}
    return render(request, "reports/of_enterprise.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Choose what stands in a report: assessments of one enterprise, and how it is printed."""
    enterprise = fetch(request.user, "read", Enterprise, pk)
    if not allowing(Assessment, request.user, "report").filter(enterprise=pk).exists():
        raise PermissionDenied
    offered = reportable_assessments(request.user, enterprise)
    form = NewReportForm(
        request.POST or None,
        offered=offered,
        brandings=brandings_for(request.user, enterprise),
        initial={"assessments": request.GET.getlist("assessment") or _newest(offered)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            report = request_report(
                by=request.user,
                assessments=form.chosen(),
                language=form.cleaned_data["language"],
                options=form.options(),
                branding=form.branding(),
                mail_when_done=form.cleaned_data["mail_when_done"],
            )
            return redirect("report", report.pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {"enterprise": enterprise, "form": form, "offered": offered}
    status = 422 if form.errors else 200
    return render(request, "reports/new.html", context, status=status)


def _newest(offered: list[Assessment]) -> list[str]:
    """The newest of each questionnaire, which comes first among its own."""
    newest = {each.edition.key: str(each.pk) for each in reversed(offered)}
    return list(newest.values())


@require_POST
def request_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    assessment = fetch(request.user, "report", Assessment, pk)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return redirect("result", pk)
    try:
        report = request_report(
            by=request.user,
            assessments=[assessment],
            language=form.cleaned_data["language"],
            branding=usual_branding(request.user, [assessment]),
        )
    except Rejected as rejected:  # a page of ours does not ask for it while it is open
        warn_of_faults(request, rejected)
        return redirect("assessment", pk)
    return redirect("report", report.pk)


@require_GET
def show(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The whole page, or for htmx only the part that changes; 286 ends the polling."""
    report = fetch(request.user, "read", Report, pk)
    assessment = report.first_assessment
    partial = request.headers.get("HX-Request") == "true"
    template = "reports/_progress.html" if partial else "reports/report.html"
    status = HTMX_STOP_POLLING if partial and report.job.is_finished else 200
    context = {
        "report": report,
        "may_share": allowing(Report, request.user, "report").filter(pk=pk).exists(),
        "forecast": forecast(report.job),
        "assessment": assessment,
        "pool_releases": quoted_pool_releases(report),
        "releases": quoted_releases(report),
        "sees_enterprise": visible_to(Enterprise, request.user)
        .filter(pk=report.enterprise_id)
        .exists(),
    }
    return render(request, template, context, status=status)


@require_GET
def file(request: SignedInRequest, pk: UUID) -> HttpResponse | FileResponse:
    report = fetch(request.user, "read", Report, pk)
    if not report.file:
        raise Http404
    return FileResponse(
        download_report(by=request.user, report=report),
        as_attachment="inline" not in request.GET,
        filename=file_name(report),
        content_type="application/pdf",
        headers={"Cache-Control": "private, no-store"},
    )


@require_GET
def data(request: SignedInRequest, pk: UUID, form: str) -> HttpResponse:
    """What the report says, for programs: XLSX, CSV or JSON; 409 where it was not kept."""
    report = fetch(request.user, "read", Report, pk)
    if not report.file or form not in FORMATS:
        raise Http404
    try:
        content = download_report_data(by=request.user, report=report, form=form)
    except DataNotFrozen:
        return render(request, "reports/no_data.html", {"report": report}, status=409)
    disposition = content_disposition_header(True, file_name(report, ending=form))
    headers = {"Content-Disposition": str(disposition), "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=FORMATS[form].content_type, headers=headers)


def file_name(report: Report, *, ending: str = "pdf") -> str:
    """What the file of a report is called on somebody's disk, in the report's language."""
    with translation.override(report.language):
        name = _("Digital maturity report") + " " + str(report.first_assessment.profile["name"])
    return f"{get_valid_filename(name)}.{ending}"
