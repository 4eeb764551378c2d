"""The organisation in whose name a person with several of them works right now.

It decides where new enterprises are added and what My work shows; it never changes a right.
"""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse

from assessments.access import visible_to
from assessments.models import Invitation, Organisation

_KEPT = "organisation"  # in the session
_READ = "_own_organisations"  # with the request, which reads them once


def own_organisations(request: HttpRequest) -> list[Organisation]:
    """Those that the person belongs to, by name."""
    if not hasattr(request, _READ):
        found = visible_to(Organisation, request.user).order_by("name", "pk")
        setattr(request, _READ, list(found))
    return cast("list[Organisation]", getattr(request, _READ))


def active_organisation(request: HttpRequest) -> Organisation | None:
    """The one that was chosen, or the only one; None stands for all of them."""
    own = own_organisations(request)
    if len(own) == 1:
        return own[0]
    chosen = request.session.get(_KEPT)
    return next((each for each in own if str(each.pk) == chosen), None)


def choose_organisation(request: HttpRequest, organisation: Organisation | None) -> None:
    """Keep the choice until the person signs out."""
    if organisation is None:
        request.session.pop(_KEPT, None)
    else:
        request.session[_KEPT] = str(organisation.pk)


def page_of(invitation: Invitation) -> str:
    """The page on which an invitation is listed for those who sent it."""
    if invitation.purpose == Invitation.Purpose.MEMBERSHIP:
        return reverse("organisation", args=(invitation.organisation_id,))
    if invitation.enterprise_id:
        return reverse("enterprise_access", args=(invitation.enterprise_id,))
    return reverse("access_ask")
