"""Enterprises and the assessments started for them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import fetch, may_add_enterprise, workplaces
from assessments.models import Edition, Enterprise
from assessments.reports.fonts import missing_characters
from assessments.services.assessments import start_assessment
from assessments.services.enterprises import choose_economies, create_enterprise
from assessments.services.refusals import Rejected
from assessments.web.beside import published_beside
from assessments.web.faults import add_faults
from assessments.web.forms import EnterpriseForm
from assessments.web.organisations import active_organisation
from assessments.web.requests import SignedInRequest
from assessments.wording import fault_text


@require_http_methods(["GET", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    if not may_add_enterprise(request.user):  # before anything is typed for nothing
        raise PermissionDenied
    places = list(workplaces(request.user).order_by("name", "pk"))
    active = active_organisation(request)
    form = EnterpriseForm(
        request.POST or None,
        organisations=places if len(places) > 1 else (),
        initial={"organisation": str(active.pk) if active else ""},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = given.pop("organisation", None)
        place = next((each for each in places if str(each.pk) == chosen), None)
        try:
            enterprise = create_enterprise(by=request.user, organisation=place, **given)
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


@require_http_methods(["GET", "POST"])
def economies(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Choose what the enterprise is held against, then go back to where the person came from."""
    enterprise = fetch(request.user, "answer", Enterprise, pk)
    errors = []
    if request.method == "POST":
        chosen = [code for code in request.POST.getlist("economies") if code]
        try:
            choose_economies(enterprise=enterprise, economies=chosen)
            return redirect(_where_from(request) or reverse("dimensions", args=[pk]))
        except Rejected as rejected:
            errors = [fault_text(fault) for fault in rejected.faults]
            enterprise.compared_with = chosen  # shown again, not stored
    context = published_beside(request, enterprise=enterprise, economy=enterprise.economy)
    context |= {"errors": errors, "next": _where_from(request)}
    return render(request, "work/economies.html", context, status=422 if errors else 200)


def _where_from(request: SignedInRequest) -> str:
    """The page of ours that the person came from, if the form or link says so."""
    url = str(request.POST.get("next") or request.GET.get("next") or "")
    ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if ours else ""


def _warn_about_characters(request: SignedInRequest, name: str) -> None:
    """Better now than when the report fails."""
    if missing := missing_characters(name):
        messages.warning(
            request,
            _("The report cannot print these characters: %(characters)s")
            % {"characters": " ".join(missing)},
        )
