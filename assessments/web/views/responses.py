"""A respondent's own pages: what he was asked, his answers, seen by nobody else until closing."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import fetch, visible_to
from assessments.models import Assessment, Assignment, GivenAnswer
from assessments.queries.responses import ResponseTask, response_tasks
from assessments.services.responses import finish_responses, save_response
from assessments.web.answer_forms import SavedForm, form_class
from assessments.web.requests import SignedInRequest
from assessments.web.saving import (
    Sheet,
    answer_warnings,
    page_status,
    save_forms,
    too_late,
    wants_json,
)


@require_GET
def responses(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was asked, by whom, until when, who will see it, and how far one is."""
    assignment = _own(request, pk)
    assessment = assignment.assessment
    tasks = response_tasks(assignment)
    context = {
        "assignment": assignment,
        "assessment": assessment,
        "edition": assessment.content,
        "tasks": tasks,
        "first_open": next((task for task in tasks if task.is_open), None),
        "open": sum(task.is_open for task in tasks),
        "may_read_result": assessment.is_frozen
        and visible_to(Assessment, request.user).filter(pk=assessment.pk).exists(),
    }
    return render(request, "responses/responses.html", context)


@require_POST
def finish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    assignment = _own(request, pk)
    if not assignment.is_frozen:
        finish_responses(by=request.user, assignment=assignment)
    return redirect("responses", pk)


@never_cache  # as with every page of answers
@require_http_methods(["GET", "POST"])
def response(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """One page of questions, answered for oneself alone."""
    assignment = _own(request, pk)
    home = reverse("responses", args=(pk,))
    if assignment.is_frozen:
        return too_late(request, home)
    tasks = response_tasks(assignment)
    task = next((task for task in tasks if task.page.key == key), None)
    if task is None:
        raise Http404
    forms = _forms(request, assignment, task)

    def show(shown: Sequence[SavedForm], conflict: GivenAnswer | None) -> HttpResponse:
        return _page(request, assignment, tasks, task, shown, conflict=conflict)

    if request.method == "GET":
        return show(forms, None)
    at = tasks.index(task)
    onward = reverse("response", args=(pk, tasks[at + 1].page.key)) if at + 1 < len(tasks) else home
    return save_forms(
        request, _sheet(request, assignment, home), forms, where_to=lambda: onward, show_again=show
    )


def _own(request: SignedInRequest, pk: UUID) -> Assignment:
    fetch(request.user, "respond", Assignment, pk)
    return Assignment.objects.select_related(
        "assessment__edition", "assessment__tables", "assessment__collection", "created_by"
    ).get(pk=pk)


def _sheet(request: SignedInRequest, assignment: Assignment, home: str) -> Sheet:
    def store(form: SavedForm) -> tuple[GivenAnswer, list[str]]:
        saved = save_response(
            assignment=assignment, item=form.key, given=form.given(), save=form.save_mark()
        )
        return saved, []

    return Sheet(
        content=assignment.assessment.content,
        store=store,
        home=home,
        closed=lambda: too_late(request, home),
    )


def _forms(request: SignedInRequest, assignment: Assignment, task: ResponseTask) -> list[SavedForm]:
    posted = request.POST if request.method == "POST" else None
    items = task.items
    together = len(task.page.items) > 1
    if posted and wants_json(request):  # one answer at a time
        wanted = posted.get("item", items[0].item.key)
        items = [each for each in items if each.item.key == wanted]
    elif posted and together:
        items = [each for each in items if f"{each.item.key}-client_id" in posted]
    return [
        form_class(each.item)(
            posted,
            prefix=each.item.key if together else None,
            edition=assignment.assessment.content,
            item=each.item,
            stored=each.answer,
        )
        for each in items
    ]


def _page(
    request: SignedInRequest,
    assignment: Assignment,
    tasks: list[ResponseTask],
    task: ResponseTask,
    forms: Sequence[SavedForm],
    *,
    conflict: GivenAnswer | None,
) -> HttpResponse:
    content = assignment.assessment.content
    at = tasks.index(task)
    context = {
        "assignment": assignment,
        "assessment": assignment.assessment,
        "edition": content,
        "page": task.page,
        "position": at + 1,
        "total": len(tasks),
        "previous": tasks[at - 1].page if at else None,
        "answers": [
            {"form": form, "item": form.item, "warnings": answer_warnings(content, form.stored)}
            for form in forms
        ],
        "conflict": conflict,
        "conflict_item": content.item(conflict.item) if conflict else None,
        "has_errors": any(form.errors for form in forms) and not conflict,
    }
    status = page_status(forms, conflict)
    return render(request, "responses/response.html", context, status=status)
