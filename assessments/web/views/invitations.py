"""The page behind the link of an invitation, before and after signing in.

Whoever holds the link sees who invites to what; only the address that was invited can accept. All
links that do not work look the same, whether there ever was such an invitation or not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import fetch
from assessments.models import Assignment, Invitation, User
from assessments.services.invitations import (
    decline_invitation,
    is_addressee,
    resend_invitation,
    withdraw_invitation,
)
from assessments.services.memberships import join_by_invitation
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.grant_forms import AdviseForm, LetInForm, TakeOverForm
from assessments.web.limits import MAILS_A_MINUTE, asks_too_often
from assessments.web.organisations import choose_organisation, page_of
from assessments.web.people_forms import AcceptingForm
from assessments.web.requests import SignedInRequest
from assessments.web.views.invitation_choices import advise, give_access, own

WRONG_LINKS_A_MINUTE = 20


@dataclass(frozen=True)
class Purpose:
    """What accepting an invitation does, and what has to be said for it.

    `form` is made with `user` and `invitation`; `accept` gets the request, the invitation and what
    the form read, and answers with the page to go to. The text of the page is in
    `templates/invitations/_<purpose>.html`.
    """

    accept: Callable[..., HttpResponse]
    form: Callable[..., forms.Form] = AcceptingForm


def _join(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """Become a member and go to the very task, if the invitation is for one."""
    membership = join_by_invitation(by=request.user, invitation=invitation)
    choose_organisation(request, membership.organisation)
    tasks = Assignment.objects.filter(invitation=invitation, user=request.user)
    task = tasks.order_by("created_at").first()
    return redirect("responses", task.pk) if task else redirect("my_work")


PURPOSES: Mapping[str, Purpose] = {
    Invitation.Purpose.MEMBERSHIP: Purpose(accept=_join),
    Invitation.Purpose.CONSULTANCY: Purpose(accept=advise, form=AdviseForm),
    Invitation.Purpose.ACCESS: Purpose(accept=give_access, form=LetInForm),
    Invitation.Purpose.HAND_OVER: Purpose(accept=own, form=TakeOverForm),
}


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    found = (
        Invitation.objects.select_related("organisation", "enterprise", "invited_by")
        .filter(pk=pk, purpose__in=PURPOSES)
        .first()
    )
    if found is None or not found.is_opened_by(token):
        if asks_too_often(request, what="invitation", a_minute=WRONG_LINKS_A_MINUTE):
            return render(request, "429.html", status=429)
        return render(request, "invitations/over.html", status=404)
    if not found.is_open:
        return render(request, "invitations/over.html", status=410)
    status = 403 if request.method == "POST" else 200
    if not isinstance(request.user, User):
        return _show(request, found, ways_in=_ways_in(request, found), status=status)
    if not is_addressee(request.user, found):
        return _show(request, found, is_another=True, status=status)
    return _decide(request, found)  # type: ignore[arg-type] # signed in, as was just seen


def _ways_in(request: HttpRequest, found: Invitation) -> dict[str, str]:
    """Addresses to sign in or up that lead back here, after the code by mail too."""
    query = urlencode({"next": request.path, "email": found.email})
    return {name: f"{reverse(f'account_{name}')}?{query}" for name in ("login", "signup")}


def _decide(request: SignedInRequest, found: Invitation) -> HttpResponse:
    purpose = PURPOSES[found.purpose]
    given = request.POST if request.method == "POST" else None
    form = purpose.form(given, user=request.user, invitation=found)
    try:
        if "decline" in request.POST:
            decline_invitation(by=request.user, invitation=found)
            messages.success(request, _("You declined the invitation."))
            return redirect("my_work")
        if request.method == "POST" and form.is_valid():
            return purpose.accept(request, found, **form.cleaned_data)
    except Rejected as rejected:
        add_faults(form, rejected.faults)
    return _show(request, found, form=form, status=422 if form.errors else 200)


def _show(
    request: HttpRequest, found: Invitation, *, status: int = 200, **about: object
) -> HttpResponse:
    context = {
        "invitation": found,
        "task": found.assignments.select_related("assessment__edition").first(),
        "part": f"invitations/_{found.purpose}.html",
        **about,
    }
    return render(request, "invitations/invitation.html", context, status=status)


@require_POST
def resend(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send a new link to the same address."""
    invitation = fetch(request.user, "manage", Invitation, pk)
    if asks_too_often(request, what="invite", a_minute=MAILS_A_MINUTE):
        return render(request, "429.html", status=429)
    try:
        resend_invitation(by=request.user, invitation=invitation)
        messages.success(request, _("A new link is on its way; the earlier one no longer works."))
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect(page_of(invitation))


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make the link worthless."""
    invitation = fetch(request.user, "manage", Invitation, pk)
    try:
        withdraw_invitation(by=request.user, invitation=invitation)
        messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect(page_of(invitation))
