"""What is decided when an invitation about an enterprise is accepted, one page for each purpose.

The link was checked and the person is signed in; nothing is asked that the invitation says.
"""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import allowing, consultancies_of
from assessments.models import Assessment, Enterprise, Invitation
from assessments.services.grants import (
    accept_as_consultancy,
    client_organisations_of,
    let_in,
    take_over,
)
from assessments.services.invitations import decline_invitation
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.grant_forms import AcceptForm, LetInForm, TakeOverForm
from assessments.web.requests import SignedInRequest
from assessments.wording import fault_text


@require_http_methods(["GET", "POST"])
def open_invitation(request: SignedInRequest, pk: UUID, token: str) -> HttpResponse:
    """The page behind the link of an invitation."""
    invitation = get_object_or_404(Invitation.objects.select_related("organisation"), pk=pk)
    if not invitation.is_opened_by(token) or invitation.purpose not in CHOICES:
        raise Http404
    if request.POST.get("answer") == "decline":
        return _decline(request, invitation)
    return CHOICES[invitation.purpose](request, invitation)


def _decline(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    try:
        decline_invitation(by=request.user, invitation=invitation)
        messages.success(request, _("The invitation was declined."))
    except Rejected as rejected:
        for fault in rejected.faults:
            messages.warning(request, fault_text(fault))
    return redirect("my_work")


def advise(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """A consultant accepts to advise a client, in the name of a consultancy."""
    consultancies = consultancies_of(request.user).order_by("name", "pk")
    form = AcceptForm(request.POST or None, consultancies=consultancies)
    if request.method == "POST" and form.is_valid():
        try:
            accept_as_consultancy(
                by=request.user,
                invitation=invitation,
                organisation=form.cleaned_data.get("organisation"),
                name=form.cleaned_data.get("name", ""),
            )
            messages.success(request, _("You can now see this client."))
            return redirect("portfolio")
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {"invitation": invitation, "form": form}
    return render(request, "invitations/advise.html", context, status=422 if form.errors else 200)


def give_access(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """An owner lets a consultancy in that asked for it, as far as he wants to."""
    owned = allowing(Enterprise, request.user, "manage").filter(owner__isnull=False)
    enterprises = list(owned.order_by("name", "pk"))
    form = LetInForm(
        request.POST or None,
        given=invitation,
        enterprises=enterprises,
        assessments=_assessments_of(enterprises),
    )
    if request.method == "POST" and form.is_valid():
        enterprise, assessment = form.chosen
        try:
            let_in(
                by=request.user,
                invitation=invitation,
                enterprise=enterprise,
                assessment=assessment,
                terms=form.terms,
            )
            messages.success(request, _("The consultancy can now see it."))
            return redirect("enterprise_access", enterprise.pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {"invitation": invitation, "form": form, "enterprises": enterprises}
    status = 422 if form.errors else 200
    return render(request, "invitations/give_access.html", context, status=status)


def own(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """Somebody takes over an enterprise that a consultancy prepared."""
    form = TakeOverForm(
        request.POST or None,
        consultancy=invitation.organisation,
        organisations=client_organisations_of(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            enterprise = take_over(
                by=request.user,
                invitation=invitation,
                organisation=form.cleaned_data.get("organisation"),
                keep=form.kept,
            )
            messages.success(
                request, _("%(enterprise)s is yours now.") % {"enterprise": enterprise.name}
            )
            return redirect("my_work")
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {"invitation": invitation, "form": form}
    return render(request, "invitations/own.html", context, status=422 if form.errors else 200)


def _assessments_of(enterprises: list[Enterprise]) -> dict[UUID, list[Assessment]]:
    found: dict[UUID, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.filter(enterprise__in=enterprises).select_related("enterprise")
    for assessment in rows.prefetch_related("edition").order_by("-created_at", "pk"):
        found[assessment.enterprise_id].append(assessment)
    return found


CHOICES: dict[str, Callable[[SignedInRequest, Invitation], HttpResponse]] = {
    Invitation.Purpose.CONSULTANCY: advise,
    Invitation.Purpose.ACCESS: give_access,
    Invitation.Purpose.HAND_OVER: own,
}
