"""What is asked and done when an invitation about an enterprise is accepted.

Forms are made with `user` and `invitation`; nothing is asked that the invitation says already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.models import Assessment, Enterprise, Invitation, Organisation
from assessments.services.grants import Terms, accept_as_consultancy, let_in, take_over
from assessments.services.invitations import decline_invitation
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.grant_forms import AdviseForm, LetInForm, TakeOverForm
from assessments.web.requests import SignedInRequest


def advise(
    request: SignedInRequest,
    invitation: Invitation,
    *,
    organisation: Organisation | None,
    name: str,
) -> HttpResponse:
    """A consultant accepts to advise a client."""
    accept_as_consultancy(
        by=request.user, invitation=invitation, organisation=organisation, name=name
    )
    messages.success(request, _("You can now see this client."))
    return redirect("portfolio")


def give_access(
    request: SignedInRequest,
    invitation: Invitation,
    *,
    enterprise: Enterprise,
    assessment: Assessment | None,
    terms: Terms,
) -> HttpResponse:
    """An owner lets a consultancy in that asked for it, as far as he wants to."""
    let_in(
        by=request.user,
        invitation=invitation,
        enterprise=enterprise,
        assessment=assessment,
        terms=terms,
    )
    messages.success(request, _("The consultancy can now see it."))
    return redirect("enterprise_access", enterprise.pk)


def own(
    request: SignedInRequest,
    invitation: Invitation,
    *,
    organisation: Organisation | None,
    keep: Terms | None,
) -> HttpResponse:
    """Somebody takes over an enterprise that a consultancy prepared."""
    enterprise = take_over(
        by=request.user, invitation=invitation, organisation=organisation, keep=keep
    )
    messages.success(request, _("%(enterprise)s is yours now.") % {"enterprise": enterprise.name})
    return redirect("my_work")


@dataclass(frozen=True)
class Purpose:
    accept: Callable[..., HttpResponse]
    form: Callable[..., forms.Form]


PURPOSES: dict[str, Purpose] = {
    Invitation.Purpose.CONSULTANCY: Purpose(advise, AdviseForm),
    Invitation.Purpose.ACCESS: Purpose(give_access, LetInForm),
    Invitation.Purpose.HAND_OVER: Purpose(own, TakeOverForm),
}


@require_http_methods(["GET", "POST"])
def open_invitation(request: SignedInRequest, pk: UUID, token: str) -> HttpResponse:
    """The page behind the link of an invitation."""
    found = get_object_or_404(Invitation.objects.select_related("organisation"), pk=pk)
    if not found.is_opened_by(token) or found.purpose not in PURPOSES:
        raise Http404
    purpose = PURPOSES[found.purpose]
    form = purpose.form(request.POST or None, user=request.user, invitation=found)
    try:
        if "decline" in request.POST:
            decline_invitation(by=request.user, invitation=found)
            return redirect("my_work")
        if request.method == "POST" and form.is_valid():
            return purpose.accept(request, found, **form.cleaned_data)
    except Rejected as rejected:
        add_faults(form, rejected.faults)
    context = {"invitation": found, "form": form, "part": f"invitations/_{found.purpose}.html"}
    status = 422 if form.errors else 200
    return render(request, "invitations/invitation.html", context, status=status)
