"""Who may see an enterprise: consultancies let in by its owner, and what they looked at."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.access import allowing, consultancies_of, fetch, open_grants
from assessments.models import Enterprise, Grant, Invitation, Organisation
from assessments.queries.grants import (
    grants_of,
    pending_invitations_about,
    pending_requests_of,
    readings_of,
)
from assessments.queries.shares import open_shares_about
from assessments.services.grants import (
    ask_for_access,
    change_grant,
    invite_consultancy,
    offer_hand_over,
    revoke_grant,
)
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.grant_forms import (
    AskForAccessForm,
    EmailForm,
    InviteConsultancyForm,
    TermsForm,
)
from assessments.web.limits import MAILS_A_MINUTE, asks_too_often
from assessments.web.organisations import page_of
from assessments.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def access(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who may see this, who did; POST invites a consultancy."""
    enterprise = fetch(request.user, "manage", Enterprise, pk)
    if enterprise.owner_id is None:
        return redirect("hand_over", pk)
    form = InviteConsultancyForm(request.POST or None, enterprise=enterprise)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request, what="invite", a_minute=MAILS_A_MINUTE):
            return render(request, "429.html", status=429)
        try:
            invitation = invite_consultancy(
                by=request.user,
                enterprise=enterprise,
                assessment=form.assessment,
                email=form.cleaned_data["email"],
                language=form.cleaned_data["language"],
                terms=form.terms,
            )
            return _sent(request, invitation)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    page, readings = readings_of(enterprise, number=request.GET.get("page", ""))
    context = {
        "enterprise": enterprise,
        "form": form,
        "grants": grants_of(enterprise),
        "shares": open_shares_about(enterprise),
        "invitations": pending_invitations_about(enterprise),
        "page": page,
        "readings": readings,
    }
    return render(request, "grants/access.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    grant = fetch(request.user, "manage", Grant, pk)
    fetch(request.user, "manage", Enterprise, grant.enterprise_id)  # the client's side only
    form = TermsForm(request.POST or None, given=grant)
    if request.method == "POST" and form.is_valid():
        try:
            change_grant(by=request.user, grant=grant, terms=form.terms)
            messages.success(request, _("The access was changed."))
            return redirect("enterprise_access", grant.enterprise_id)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {"grant": grant, "form": form}
    return render(request, "grants/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def revoke(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask once, then end it; by the client or by the consultancy's lead."""
    grant = fetch(request.user, "manage", Grant, pk)
    own = allowing(Enterprise, request.user, "manage").filter(pk=grant.enterprise_id).exists()
    after = ("enterprise_access", grant.enterprise_id) if own else ("portfolio",)
    if request.method == "POST":
        revoke_grant(by=request.user, grant=grant)
    elif own or open_grants().filter(pk=pk).exists():  # else its client is nobody's to see
        return render(request, "grants/revoke.html", {"grant": grant, "by_client": own})
    messages.success(request, _("The access has ended."))
    return redirect(*after)


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """A consultant asks a client to be let in."""
    consultancies = consultancies_of(request.user).order_by("name", "pk")
    managed = allowing(Organisation, request.user, "manage").filter(pk__in=consultancies)
    form = AskForAccessForm(request.POST or None, consultancies=consultancies)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request, what="invite", a_minute=MAILS_A_MINUTE):
            return render(request, "429.html", status=429)
        try:
            invitation = ask_for_access(
                by=request.user,
                organisation=form.cleaned_data["organisation"],
                email=form.cleaned_data["email"],
                language=form.cleaned_data["language"],
                terms=form.terms,
            )
            return _sent(request, invitation)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {
        "form": form,
        "consultancies": consultancies,
        "invitations": pending_requests_of(consultancies),
        "may_end": managed.exists(),
    }
    return render(request, "grants/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The consultancy's lead offers an enterprise it prepared to its owner."""
    enterprise = fetch(request.user, "manage", Enterprise, pk)
    if enterprise.prepared_by_id is None:
        raise PermissionDenied
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request, what="invite", a_minute=MAILS_A_MINUTE):
            return render(request, "429.html", status=429)
        try:
            invitation = offer_hand_over(
                by=request.user, enterprise=enterprise, **form.cleaned_data
            )
            return _sent(request, invitation)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    context = {
        "enterprise": enterprise,
        "form": form,
        "invitations": pending_invitations_about(enterprise),
    }
    return render(request, "grants/hand_over.html", context, status=422 if form.errors else 200)


def _sent(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    messages.success(
        request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
    )
    return redirect(page_of(invitation))
