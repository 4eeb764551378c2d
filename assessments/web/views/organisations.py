"""The organisations a person belongs to: their members, and what those who manage them change."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import allowing, fetch, visible_to
from assessments.models import JoinRequest, Membership, Organisation
from assessments.queries.organisations import is_last_owner, pending_invitations
from assessments.services.memberships import (
    approve_request,
    ask_to_join,
    change_role,
    decline_request,
    hand_over_ownership,
    invite_member,
    leave_organisation,
    remove_member,
)
from assessments.services.organisations import found_organisation, rename_organisation
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.limits import MAILS_A_MINUTE, asks_too_often
from assessments.web.organisations import choose_organisation
from assessments.web.people_forms import (
    ApprovingForm,
    AskingForm,
    FoundingForm,
    HandOverForm,
    InvitingForm,
    NameForm,
    RoleForm,
)
from assessments.web.requests import SignedInRequest


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The person's organisations, whom he asked to let him in, and who asks him."""
    now = timezone.now()
    own = Membership.objects.filter(user=request.user).select_related("organisation")
    context = {
        "memberships": own.order_by("organisation__name", "organisation"),
        "to_decide": _open_requests(request),
        # A request that was declined looks like one that waits: nobody is told of a "no".
        "asked": JoinRequest.objects.filter(
            user=request.user, organisation__isnull=True, expires_at__gt=now
        ).order_by("created_at"),
    }
    return render(request, "organisations/mine.html", context)


@require_http_methods(["GET", "POST"])
def found(request: SignedInRequest) -> HttpResponse:
    form = FoundingForm(request.POST or None, initial={"kind": Organisation.Kind.CONSULTANCY})
    if request.method == "POST" and form.is_valid():
        try:
            organisation = found_organisation(by=request.user, **form.cleaned_data)
            choose_organisation(request, organisation)
            return redirect("organisation", organisation.pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    return _show(request, "organisations/found.html", form)


@require_POST
def switch(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Work in this organisation's name from now on, or (`all`) in that of none."""
    organisation = fetch(request.user, "read", Organisation, pk)
    choose_organisation(request, None if "all" in request.POST else organisation)
    return redirect("my_work")


@require_GET
def show(request: SignedInRequest, pk: UUID) -> HttpResponse:
    organisation = fetch(request.user, "read", Organisation, pk)
    members = visible_to(Membership, request.user).filter(organisation=organisation)
    shown = list(members.select_related("user").order_by("joined_at", "pk"))
    may_manage = allowing(Organisation, request.user, "manage").filter(pk=pk).exists()
    context = {
        "organisation": organisation,
        "members": shown,
        "own": next(each for each in shown if each.user_id == request.user.pk),
        "may_manage": may_manage,
        "may_report": allowing(Organisation, request.user, "report").filter(pk=pk).exists(),
        "invitations": pending_invitations(organisation) if may_manage else [],
        "to_decide": _open_requests(request) if may_manage else [],
    }
    return render(request, "organisations/show.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, pk: UUID) -> HttpResponse:
    organisation = fetch(request.user, "manage", Organisation, pk)
    form = InvitingForm(request.POST or None, kind=organisation.kind)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request, what="invite", a_minute=MAILS_A_MINUTE):
            return render(request, "429.html", status=429)
        try:
            invite_member(by=request.user, organisation=organisation, **form.cleaned_data)
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisation", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    return _show(request, "organisations/invite.html", form, organisation=organisation)


@require_http_methods(["GET", "POST"])
def rename(request: SignedInRequest, pk: UUID) -> HttpResponse:
    organisation = fetch(request.user, "manage", Organisation, pk)
    form = NameForm(request.POST or None, initial={"name": organisation.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_organisation(by=request.user, organisation=organisation, **form.cleaned_data)
            return redirect("organisation", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    return _show(request, "organisations/rename.html", form, organisation=organisation)


@require_http_methods(["GET", "POST"])
def member(request: SignedInRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Change a member's role, or end the membership."""
    organisation = fetch(request.user, "manage", Organisation, pk)
    membership = get_object_or_404(organisation.memberships.select_related("user"), user=person)
    form = RoleForm(request.POST or None, kind=organisation.kind, initial={"role": membership.role})
    if "remove" in request.POST:
        return _remove(request, membership)
    if request.method == "POST" and form.is_valid():
        try:
            change_role(by=request.user, membership=membership, **form.cleaned_data)
            messages.success(request, _("The role was changed."))
            return redirect("organisation", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    about = {"organisation": organisation, "membership": membership}
    return _show(request, "organisations/member.html", form, **about)


def _remove(request: SignedInRequest, membership: Membership) -> HttpResponse:
    try:
        remove_member(by=request.user, membership=membership)
        messages.success(request, _("The membership has ended."))
    except Rejected as rejected:
        warn_of_faults(request, rejected)
        return redirect("member", membership.organisation_id, membership.user_id)
    return redirect("organisation", membership.organisation_id)


@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, pk: UUID) -> HttpResponse:
    organisation = fetch(request.user, "read", Organisation, pk)
    membership = get_object_or_404(organisation.memberships, user=request.user)
    if request.method == "POST":
        try:
            leave_organisation(by=request.user, membership=membership)
            messages.success(request, _("You have left the organisation."))
            return redirect("organisations")
        except Rejected as rejected:
            warn_of_faults(request, rejected)
            return redirect("organisation_leave", pk)
    context = {"organisation": organisation, "is_last_owner": is_last_owner(membership)}
    return render(request, "organisations/leave.html", context)


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make another member the owner in one's stead."""
    organisation = fetch(request.user, "manage", Organisation, pk)
    memberships = list(organisation.memberships.select_related("user").order_by("joined_at", "pk"))
    own = next(each for each in memberships if each.user_id == request.user.pk)
    others = [each for each in memberships if each != own]
    form = HandOverForm(request.POST or None, members=others)
    if request.method == "POST" and form.is_valid():
        taker = next(each for each in others if str(each.user_id) == form.cleaned_data["to"])
        try:
            hand_over_ownership(by=request.user, membership=own, to=taker)
            messages.success(
                request,
                _("%(person)s manages the organisation now.") % {"person": taker.user},
            )
            return redirect("organisation", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    about = {"organisation": organisation, "others": others}
    return _show(request, "organisations/hand_over.html", form, **about)


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask to be let in. The answer is the same, whoever the address belongs to."""
    form = AskingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request, what="ask", a_minute=MAILS_A_MINUTE):
            return render(request, "429.html", status=429)
        try:
            ask_to_join(by=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("If this address belongs to somebody who can let you in, a message goes there."),
            )
            return redirect("organisations")
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    return _show(request, "organisations/ask.html", form)


@require_http_methods(["GET", "POST"])
def join_request(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the person who asks into one of one's organisations, or not."""
    asked = fetch(request.user, "manage", JoinRequest, pk)
    managed = list(allowing(Organisation, request.user, "manage").order_by("name", "pk"))
    form = ApprovingForm(request.POST or None, organisations=managed)
    try:
        if "decline" in request.POST:
            decline_request(by=request.user, request=asked)
            messages.success(request, _("The request was declined. Nobody is told."))
            return redirect("organisations")
        if request.method == "POST" and form.is_valid():
            chosen, role = form.cleaned_data["place"].split()
            organisation = next(each for each in managed if str(each.pk) == chosen)
            approve_request(by=request.user, request=asked, organisation=organisation, role=role)
            messages.success(request, _("%(person)s is a member now.") % {"person": asked.user})
            return redirect("organisation", organisation.pk)
    except Rejected as rejected:
        add_faults(form, rejected.faults)
    is_open = asked.decided_at is None and asked.expires_at > timezone.now()
    about = {"asked": asked, "is_open": is_open}
    return _show(request, "organisations/join_request.html", form, **about)


def _open_requests(request: SignedInRequest) -> list[JoinRequest]:
    waiting = allowing(JoinRequest, request.user, "manage").filter(
        decided_at__isnull=True, expires_at__gt=timezone.now()
    )
    return list(waiting.select_related("user").order_by("created_at"))


def _show(
    request: SignedInRequest, template: str, form: forms.Form, **about: object
) -> HttpResponse:
    return render(request, template, {"form": form, **about}, status=422 if form.errors else 200)
