"""Reports of an enterprise that are made again at intervals."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import allowing, fetch
from assessments.models import Enterprise, Reissue
from assessments.queries.batches import reported_editions
from assessments.queries.reissues import plans_of
from assessments.services.refusals import Rejected
from assessments.services.reissues import end_reissue, plan_reissue
from assessments.web.batch_forms import IntervalForm, options_form
from assessments.web.faults import add_faults
from assessments.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def reissues(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is planned, for everybody who reads there; POST plans one more."""
    enterprise = fetch(request.user, "read", Enterprise, pk)
    may_plan = allowing(Enterprise, request.user, "report").filter(pk=pk).exists()
    if request.method == "POST" and not may_plan:
        raise PermissionDenied
    data = request.POST or None
    editions = reported_editions(request.user, enterprise) if may_plan else []
    form = IntervalForm(data, enterprise=enterprise, editions=editions)
    options = options_form(request.user, data, enterprise=enterprise)
    if request.method == "POST" and form.is_valid() and options.is_valid():
        try:
            plan_reissue(
                by=request.user,
                enterprise=enterprise,
                language=options.cleaned_data["language"],
                options=options.options(),
                branding=options.branding(),
                **form.cleaned_data,
            )
            messages.success(request, _("The report is planned."))
            return redirect("reissues", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {
        "enterprise": enterprise,
        "plans": plans_of(enterprise, request.user),
        "editions": editions,
        "form": form,
        "options": options,
    }
    status = 422 if form.errors or options.errors else 200
    return render(request, "reissues/reissues.html", context, status=status)


@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = fetch(request.user, "manage", Reissue, pk)
    end_reissue(by=request.user, plan=plan)
    messages.success(request, _("The report is no longer made again."))
    return redirect("reissues", plan.enterprise_id)
