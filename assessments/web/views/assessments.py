"""An assessment as a whole: its hub, check your answers, submit, correct."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessments.access import Frozen, allowing, fetch
from assessments.models import Assessment, Enterprise
from assessments.queries.assessments import task_list
from assessments.queries.responses import collection_of
from assessments.services.assessments import (
    name_scope,
    set_due,
    start_correction,
    submit_assessment,
)
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.grant_forms import DueForm
from assessments.web.requests import SignedInRequest
from assessments.wording import fault_text


def _edit_or_result(request: SignedInRequest, assessment: Assessment) -> bool:
    """Whether this person still answers here."""
    may = allowing(Assessment, request.user, "answer").filter(pk=assessment.pk).exists()
    return may and not assessment.is_frozen


@require_GET
def hub(request: SignedInRequest, pk: UUID) -> HttpResponse:
    assessment = fetch(request.user, "read", Assessment, pk)
    if assessment.is_frozen:
        return redirect("result", pk)
    context = {
        "assessment": assessment,
        "edition": assessment.content,
        "tasks": task_list(assessment),
        "may_answer": _edit_or_result(request, assessment),
        "may_assign": allowing(Assessment, request.user, "assign").filter(pk=pk).exists(),
        "collection": collection_of(assessment),
        "due_form": DueForm(initial={"due": assessment.due}),
        "comments": assessment.comments.count(),
    }
    return render(request, "assessments/hub.html", context)


@require_POST
def scope(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Name the site or workshop that is answered for."""
    assessment = fetch(request.user, "answer", Assessment, pk)
    try:
        name_scope(assessment=assessment, scope=request.POST.get("scope", ""))
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect("assessment", pk)


@require_POST
def due(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say by when it shall be submitted, or with an empty field that no day is set."""
    assessment = fetch(request.user, "answer", Assessment, pk)
    form = DueForm(request.POST)
    if form.is_valid():
        try:
            set_due(assessment=assessment, due=form.cleaned_data["due"])
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    for errors in form.errors.values():
        messages.warning(request, " ".join(map(str, errors)))
    return redirect("assessment", pk)


@require_GET
def check_answers(request: SignedInRequest, pk: UUID) -> HttpResponse:
    assessment = fetch(request.user, "submit", Assessment, pk)
    context = {
        "assessment": assessment,
        "edition": assessment.content,
        "tasks": task_list(assessment),
    }
    return render(request, "assessments/check_answers.html", context)


@require_POST
def submit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    try:
        assessment = fetch(request.user, "submit", Assessment, pk)
    except Frozen:  # pressed twice
        return redirect("result", pk)
    try:
        submit_assessment(by=request.user, assessment=assessment)
    except Rejected as rejected:
        context = {
            "assessment": assessment,
            "edition": assessment.content,
            "tasks": task_list(assessment),
            "errors": [fault_text(fault) for fault in rejected.faults],
        }
        return render(request, "assessments/check_answers.html", context, status=422)
    return redirect("result", pk)


@require_POST
def correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Start a correction of a submitted assessment."""
    assessment = fetch(request.user, "read", Assessment, pk)
    fetch(request.user, "answer", Enterprise, assessment.enterprise_id)  # a new one is started
    try:
        correction = start_correction(by=request.user, assessment=assessment)
    except Rejected as rejected:  # a page of ours does not ask for it while it is open
        warn_of_faults(request, rejected)
        return redirect("assessment", pk)
    return redirect("assessment", correction.pk)
