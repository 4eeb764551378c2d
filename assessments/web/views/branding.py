"""How the reports of an organisation look: its name, logo, colour and preface."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import allowing, fetch
from assessments.models import Organisation
from assessments.queries.branding import latest_branding
from assessments.services.branding import reset_branding, save_branding
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.report_forms import BrandingForm
from assessments.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def branding(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """For those who manage the organisation a form; who makes reports there sees how they look."""
    changes = request.method == "POST"
    organisation = fetch(request.user, "manage" if changes else "report", Organisation, pk)
    current = latest_branding(organisation)
    form = BrandingForm(
        request.POST or None,
        request.FILES or None,
        branding=current,
        default_name=organisation.name,
    )
    if changes and form.is_valid():
        try:
            save_branding(by=request.user, organisation=organisation, **form.given())
            messages.success(request, _("Saved. Reports look so from now on."))
            return redirect("branding", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    may_manage = allowing(Organisation, request.user, "manage").filter(pk=pk).exists()
    context = {
        "organisation": organisation,
        "branding": current,
        "may_manage": may_manage,
        "form": form if may_manage else None,
    }
    status = 422 if changes else 200
    return render(request, "organisations/branding.html", context, status=status)


@require_POST
def reset(request: SignedInRequest, pk: UUID) -> HttpResponse:
    organisation = fetch(request.user, "manage", Organisation, pk)
    reset_branding(by=request.user, organisation=organisation)
    messages.success(request, _("Reports have the plain look from now on."))
    return redirect("branding", pk)


@require_GET
def logo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The logo, for the pages that show it. Opened alone it is still only a picture: whatever an
    SVG file might do, a browser does not let it here."""
    organisation = fetch(request.user, "report", Organisation, pk)
    current = latest_branding(organisation)
    if current is None or not current.logo_type:
        raise Http404
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(bytes(current.logo), content_type=current.logo_type, headers=headers)
