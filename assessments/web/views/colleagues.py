"""Asking colleagues for responses: who is asked what, how far they are, and closing it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import Frozen, allowing, fetch
from assessments.models import Assessment, Assignment
from assessments.queries.responses import assignments_of, collection_of
from assessments.services.refusals import Rejected
from assessments.services.responses import (
    assign,
    close_collection,
    remind,
    withdraw_assignment,
)
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.grant_forms import day_field
from assessments.web.limits import MAILS_A_MINUTE, asks_too_often
from assessments.web.requests import SignedInRequest
from assessments.wording.profile import active_language
from maturity.instruments.edition import Edition, Group


class AssignForm(forms.Form):
    """Whom to ask for what. `items` are keys of items, `groups` of groups that stand for theirs."""

    person = forms.ChoiceField(label=gettext_lazy("Colleague"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("or the e-mail address of a colleague without an account"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    perspective = forms.ChoiceField(
        label=gettext_lazy("From which perspective"),
        choices=Assignment.Perspective.choices,
        widget=forms.RadioSelect,
    )
    due = day_field(label=gettext_lazy("Until when"), required=False)
    groups = forms.MultipleChoiceField(required=False)
    items = forms.MultipleChoiceField(required=False)
    shares_result = forms.BooleanField(
        label=gettext_lazy("Those who are asked may read the result once it is submitted"),
        required=False,
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = assessment.content
        organisation = assessment.enterprise.organisation
        members = organisation.memberships.filter(user__is_active=True).select_related("user")
        people = [(m.user.email, f"{m.user} ({m.user.email})") for m in members.order_by("pk")]
        offered: dict[str, list[tuple[str, str]]] = {
            "person": [("", _("Please choose")), *people],
            "groups": [(group.key, group.key) for group in assignable_groups(self.content)],
            "items": [(item.key, item.key) for item in self.content.items],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("person") and not data.get("email"):
            self.add_error("person", _("Choose a colleague or type an e-mail address."))
        return data

    @property
    def address(self) -> str:
        return str(self.cleaned_data["email"] or self.cleaned_data["person"])

    @property
    def chosen_items(self) -> list[str]:
        """The items that were ticked, alone or with their group."""
        keys = list(self.cleaned_data["items"])
        for group in self.cleaned_data["groups"]:
            keys += [item.key for item in self.content.items_of(group)]
        return list(dict.fromkeys(keys))


def assignable_groups(content: Edition) -> list[Group]:
    """The groups under which items are ticked: blocks, tiers or questions."""
    kinds = {"means": "block", "tiers": "tier", "facts": "question"}
    return [group for group in content.groups if group.kind == kinds[content.method]]


@require_http_methods(["GET", "POST"])
def colleagues(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who was asked, and asking one more."""
    assessment = fetch(request.user, "assign", Assessment, pk)
    if request.method == "GET":
        initial = {"shares_result": True, "due": assessment.due}
        return _page(request, assessment, AssignForm(assessment=assessment, initial=initial))
    if assessment.is_frozen:
        raise Frozen
    form = AssignForm(request.POST, assessment=assessment)
    if form.is_valid():
        if asks_too_often(request, what="invite", a_minute=MAILS_A_MINUTE):
            return render(request, "429.html", status=429)
        try:
            _ask(request, assessment, form)
            return redirect("colleagues", pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    return _page(request, assessment, form)


def _ask(request: SignedInRequest, assessment: Assessment, form: AssignForm) -> None:
    data = form.cleaned_data
    assign(
        by=request.user,
        assessment=assessment,
        email=form.address,
        perspective=data["perspective"],
        items=form.chosen_items,
        due=data["due"],
        language=active_language(),
        shares_result=data["shares_result"],
    )
    messages.success(request, _("%(address)s was asked.") % {"address": form.address})


def _page(request: SignedInRequest, assessment: Assessment, form: AssignForm) -> HttpResponse:
    content = assessment.content
    context = {
        "assessment": assessment,
        "edition": content,
        "form": form,
        "collection": collection_of(assessment),
        "assignments": assignments_of(assessment),
        "groups": [(group, content.items_of(group.key)) for group in assignable_groups(content)],
        "may_manage": allowing(Assessment, request.user, "manage")
        .filter(pk=assessment.pk)
        .exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "responses/colleagues.html", context, status=status)


@require_POST
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End collecting; the owner decides when."""
    assessment = fetch(request.user, "manage", Assessment, pk)
    if collection_of(assessment) is None:
        return redirect("colleagues", pk)
    try:
        close_collection(by=request.user, assessment=assessment)
    except Rejected as rejected:
        warn_of_faults(request, rejected)
        return redirect("colleagues", pk)
    return redirect("meeting", pk)


@require_POST
def send_reminder(request: SignedInRequest, pk: UUID) -> HttpResponse:
    assignment = fetch(request.user, "assign", Assignment, pk)
    if remind(assignment=assignment):
        messages.success(request, _("A reminder is on its way."))
    else:
        messages.warning(
            request,
            _("No reminder was sent: there was one within a day, or the invitation has run out."),
        )
    return redirect("colleagues", assignment.assessment_id)


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    assignment = fetch(request.user, "assign", Assignment, pk)
    try:
        withdraw_assignment(by=request.user, assignment=assignment)
        messages.success(request, _("The assignment was withdrawn."))
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect("colleagues", assignment.assessment_id)
