"""Taking part in the pool: what happens then, in plain words, and the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import allowing, fetch
from assessments.models import Enterprise
from assessments.queries.pool import open_consents
from assessments.services.pool import give_consent, withdraw_consent
from assessments.services.refusals import Rejected
from assessments.web.faults import warn_of_faults
from assessments.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def consent(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everybody at the enterprise may read it; its owner decides."""
    if request.method == "POST":
        return _decide(request, fetch(request.user, "manage", Enterprise, pk))
    enterprise = fetch(request.user, "read", Enterprise, pk)
    context = {
        "enterprise": enterprise,
        "consent": open_consents().filter(enterprise=enterprise).first(),
        "may_decide": enterprise.owner_id is not None
        and allowing(Enterprise, request.user, "manage").filter(pk=pk).exists(),
    }
    return render(request, "pool/consent.html", context)


def _decide(request: SignedInRequest, enterprise: Enterprise) -> HttpResponse:
    decision = request.POST.get("decision")
    try:
        if decision == "give":
            give_consent(by=request.user, enterprise=enterprise)
            messages.success(request, _("Your enterprise takes part in the pool."))
        elif decision == "withdraw":
            withdraw_consent(by=request.user, enterprise=enterprise)
            messages.success(request, _("Your enterprise no longer takes part in the pool."))
        else:
            raise Http404
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect("pool_consent", enterprise.pk)
