"""What the site's administrator does when an organisation has nobody left who manages it.

He sees names, kinds, numbers of members and the addresses of owners, and nothing of the content.
"""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import administered_organisations, is_administrator
from assessments.queries.organisations import (
    describe_organisation,
    pending_appointments,
    search_organisations,
)
from assessments.services.invitations import withdraw_invitation
from assessments.services.memberships import appoint_owner
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.people_forms import AppointingForm
from assessments.web.requests import SignedInRequest


@require_GET
def organisations(request: SignedInRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise PermissionDenied
    name = request.GET.get("name", "").strip()
    page = search_organisations(
        administered_organisations(request.user), name=name, page=request.GET.get("page", "")
    )
    context = {"page": page, "name": name}
    return render(request, "administration/organisations.html", context)


@require_http_methods(["GET", "POST"])
def appoint(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Invite an owner, who waits until the present members had time to object."""
    chosen = administered_organisations(request.user).filter(pk=pk)
    organisation = get_object_or_404(chosen)
    form = AppointingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appoint_owner(by=request.user, organisation=organisation, **form.cleaned_data)
            messages.success(request, _("The invitation and the messages are on their way."))
            return redirect("appoint_owner", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {
        "form": form,
        "row": describe_organisation(organisation),
        "appointments": pending_appointments(chosen),
        "days": settings.OWNER_WAITING_DAYS,
    }
    status = 422 if form.errors else 200
    return render(request, "administration/appoint.html", context, status=status)


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take an appointment back, for instance one that went to a wrong address."""
    seen = pending_appointments(administered_organisations(request.user))
    invitation = get_object_or_404(seen, pk=pk)
    try:
        withdraw_invitation(by=request.user, invitation=invitation)
        messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect("appoint_owner", invitation.organisation_id)
