"""What is asked and done when an invitation about an enterprise is accepted.

Forms are made with `user` and `invitation`; nothing is asked that the invitation says already.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.models import Assessment, Enterprise, Invitation, Organisation
from assessments.services.grants import Terms, accept_as_consultancy, let_in, take_over
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
