"""Your data: everything held about an enterprise, to take along or to erase."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HTMX_STOP_POLLING

from assessments.access import allowing, fetch
from assessments.models import Enterprise, EnterpriseExport
from assessments.services.erasure import request_erasure
from assessments.services.exports import download_export, request_export
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.forms import ErasureForm
from assessments.web.requests import SignedInRequest


@require_GET
def show(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The whole page, or for htmx only how far the export is; 286 ends the polling."""
    enterprise = fetch(request.user, "manage", Enterprise, pk)
    if request.headers.get("HX-Request") == "true":
        export = _latest_export(request, enterprise)
        done = export is None or export.job.is_finished
        context = {"enterprise": enterprise, "export": export}
        status = HTMX_STOP_POLLING if done else 200
        return render(request, "data/_export.html", context, status=status)
    return _page(request, enterprise, ErasureForm())


def _page(
    request: SignedInRequest, enterprise: Enterprise, form: ErasureForm, status: int = 200
) -> HttpResponse:
    context = {
        "enterprise": enterprise,
        "export": _latest_export(request, enterprise),
        "kept_days": settings.EXPORT_RETENTION_DAYS,
        "form": form,
    }
    return render(request, "data/data.html", context, status=status)


def _latest_export(request: SignedInRequest, enterprise: Enterprise) -> EnterpriseExport | None:
    """The latest that this person asked for: others show in the event log."""
    exports = allowing(EnterpriseExport, request.user, "read").select_related("job")
    own = exports.filter(enterprise=enterprise, requested_by=request.user)
    return own.order_by("-requested_at").first()


@require_POST
def export(request: SignedInRequest, pk: UUID) -> HttpResponse:
    enterprise = fetch(request.user, "manage", Enterprise, pk)
    request_export(by=request.user, enterprise=enterprise)
    return redirect("enterprise_data", pk)


@require_GET
def file(request: SignedInRequest, pk: UUID) -> FileResponse:
    found = fetch(request.user, "read", EnterpriseExport, pk)
    try:
        stored = download_export(by=request.user, export=found)
    except FileNotFoundError:
        raise Http404 from None
    name = f"{found.enterprise.name} {found.requested_at.date()}"
    return FileResponse(
        stored,
        as_attachment=True,
        filename=get_valid_filename(name) + ".zip",
        content_type="application/zip",
        headers={"Cache-Control": "private, no-store"},
    )


@require_POST
def erase(request: SignedInRequest, pk: UUID) -> HttpResponse:
    enterprise = fetch(request.user, "manage", Enterprise, pk)
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _page(request, enterprise, form, status=422)
    try:
        request_erasure(
            by=request.user, enterprise=enterprise, typed_name=form.cleaned_data["name"]
        )
    except Rejected as rejected:
        add_faults(form, rejected.faults)
        return _page(request, enterprise, form, status=422)
    messages.success(
        request, _("“%(name)s” is erased; nobody sees it any more.") % {"name": enterprise.name}
    )
    return redirect("my_work")
