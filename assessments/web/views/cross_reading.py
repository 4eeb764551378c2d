"""An enterprise's results of the three questionnaires, beside each other."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.access import Frozen, fetch
from assessments.models import Assessment, Enterprise
from assessments.queries.cross_reading import read_together
from assessments.services.notes import carry_note
from assessments.services.refusals import Conflict, Rejected
from assessments.web.faults import warn_of_faults
from assessments.web.requests import SignedInRequest


@require_GET
def together(request: SignedInRequest, pk: UUID) -> HttpResponse:
    enterprise = fetch(request.user, "read", Enterprise, pk)
    context = {"enterprise": enterprise, "reading": read_together(request.user, enterprise)}
    return render(request, "results/together.html", context)


@require_POST
def carry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Copy a note to the related item of an open assessment."""
    source = fetch(request.user, "read", Assessment, request.POST.get("source", ""))
    try:
        target = fetch(request.user, "answer", Assessment, request.POST.get("target", ""))
        carry_note(
            by=request.user,
            source=source,
            from_item=request.POST.get("from", ""),
            target=target,
            to_item=request.POST.get("to", ""),
        )
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    except (Conflict, Frozen):
        messages.warning(request, _("The other assessment changed in the meantime."))
    else:
        messages.success(request, _("The note was carried over. Please check that it fits there."))
    return redirect("cross_reading", pk)
