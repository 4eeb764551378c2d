"""Enterprises and the assessments started for them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import fetch, may_add_enterprise
from assessments.models import Edition, Enterprise
from assessments.reports.fonts import missing_characters
from assessments.services.assessments import start_assessment
from assessments.services.enterprises import create_enterprise
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.forms import EnterpriseForm
from assessments.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    if not may_add_enterprise(request.user):  # before anything is typed for nothing
        raise PermissionDenied
    form = EnterpriseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enterprise = create_enterprise(by=request.user, **form.cleaned_data)
            _warn_about_characters(request, enterprise.name)
            return redirect("my_work")
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    status = 422 if form.errors else 200
    return render(request, "work/enterprise.html", {"form": form}, status=status)


@require_POST
def start(request: SignedInRequest, pk: UUID) -> HttpResponse:
    enterprise = fetch(request.user, "answer", Enterprise, pk)
    edition = fetch(request.user, "read", Edition, request.POST.get("edition", ""))
    if edition.state != Edition.State.PUBLISHED:
        raise Http404
    assessment = start_assessment(by=request.user, enterprise=enterprise, edition=edition)
    return redirect("assessment", assessment.pk)


def _warn_about_characters(request: SignedInRequest, name: str) -> None:
    """Better now than when the report fails."""
    if missing := missing_characters(name):
        messages.warning(
            request,
            _("The report cannot print these characters: %(characters)s")
            % {"characters": " ".join(missing)},
        )
