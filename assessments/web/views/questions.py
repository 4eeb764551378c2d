"""A page of questions: shown, and saved by the script on each choice or by Continue."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.access import Frozen, fetch
from assessments.models import Answer, Assessment, GivenAnswer
from assessments.queries.assessments import is_asked, neighbours, task_list
from assessments.web.answer_forms import SavedForm, form_class
from assessments.web.requests import SignedInRequest
from assessments.web.saving import (
    answer_sheet,
    answer_warnings,
    page_status,
    save_forms,
    too_late,
    wants_json,
)
from assessments.web.views.quick import next_quick_url
from maturity.instruments.edition import Edition, Page
from maturity.instruments.items import Item


@never_cache  # a page from the browser's memory would repeat save marks that are used up
@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    try:
        assessment = fetch(request.user, "answer", Assessment, pk)
    except Frozen:
        return too_late(request, reverse("result", args=(pk,)))
    content = assessment.content
    page = next((page for page in content.pages if page.key == key), None)
    if page is None:
        raise Http404
    stored = _stored(assessment)
    asked = _asked(content, page, stored)
    if request.method == "POST" and len(page.items) > 1 and not wants_json(request):
        # An answer may have been saved since, and opened questions that the page did not show.
        asked = [item for item in asked if f"{item.key}-client_id" in request.POST]
    forms = _forms(request, content, page, asked, stored)

    def show_again(faulty: Sequence[SavedForm], conflict: GivenAnswer | None) -> HttpResponse:
        shown = _with_stored(content, faulty, _stored(assessment))
        return _page(request, assessment, page, shown, conflict=conflict)

    if request.method == "GET":
        return _page(request, assessment, page, forms)
    onward = _onward_url(request, assessment, page)

    def where_to() -> str:
        """Onward, or here again if what was answered opens more of this page."""
        opened = _asked(content, page, _stored(assessment)) if len(page.items) > 1 else asked
        return onward if all(item in asked for item in opened) else request.get_full_path()

    return save_forms(
        request, answer_sheet(request, assessment), forms, where_to=where_to, show_again=show_again
    )


def _stored(assessment: Assessment) -> dict[str, Answer]:
    return {answer.item: answer for answer in assessment.answers.all()}


def _asked(content: Edition, page: Page, stored: dict[str, Answer]) -> list[Item]:
    """The items of the page that the answers so far open; most are always open."""
    given = {key: answer.as_input(content) for key, answer in stored.items()}
    return [item for item in page.items if is_asked(item, given)]


def _forms(
    request: SignedInRequest,
    content: Edition,
    page: Page,
    asked: list[Item],
    stored: dict[str, Answer],
) -> list[SavedForm]:
    """One form for each item that is asked on the page."""
    posted = request.POST if request.method == "POST" else None
    if posted and wants_json(request):  # one answer at a time
        asked = [item for item in page.items if item.key == posted.get("item", page.items[0].key)]
    together = len(page.items) > 1
    return [
        form_class(item)(
            posted,
            prefix=item.key if together else None,
            edition=content,
            item=item,
            stored=stored.get(item.key),
        )
        for item in asked
    ]


def _with_stored(
    content: Edition, forms: Sequence[SavedForm], stored: dict[str, Answer]
) -> list[SavedForm]:
    """Those with a fault as they were typed; the others with what is stored by now."""
    return [
        form
        if form.errors
        else form_class(form.item)(
            prefix=form.prefix, edition=content, item=form.item, stored=stored.get(form.item.key)
        )
        for form in forms
    ]


def _is_quick(request: SignedInRequest) -> bool:
    """Whether the item is answered as a unit of the quick pass."""
    return request.GET.get("pass") == "quick"


def _onward_url(request: SignedInRequest, assessment: Assessment, page: Page) -> str:
    if _is_quick(request):
        return next_quick_url(assessment, page.key)
    following = neighbours(assessment.content, page)[1]
    is_optional = page.group.kind == "indicators"
    if following is None or (following.group.kind == "indicators" and not is_optional):
        return _url("check_answers", assessment.pk)  # what is optional is found from there
    if is_optional and following.group != page.group:
        return _url("assessment", assessment.pk)
    return _url("question", assessment.pk, following.key)


def _page(
    request: SignedInRequest,
    assessment: Assessment,
    page: Page,
    forms: Sequence[SavedForm],
    *,
    conflict: GivenAnswer | None = None,
) -> HttpResponse:
    content = assessment.content
    tasks = task_list(assessment)
    task = next(task for task in tasks.tasks if task.page == page)
    previous = neighbours(content, page)[0]
    context: dict[str, Any] = {
        "assessment": assessment,
        "edition": content,
        "page": page,
        "task": task,
        "tasks": tasks,
        "total": len(content.pages),
        "within": _within(content, page),
        "previous": previous,
        "back": _back(request, assessment, previous),
        "answers": [
            {"form": form, "item": form.item, "warnings": answer_warnings(content, form.stored)}
            for form in forms
        ],
        "conflict": conflict,
        "conflict_item": content.item(conflict.item) if conflict else None,
        "is_quick": _is_quick(request),
        "has_errors": any(form.errors for form in forms) and not conflict,
    }
    return render(
        request, "assessments/question.html", context, status=page_status(forms, conflict)
    )


def _back(request: SignedInRequest, assessment: Assessment, previous: Page | None) -> str:
    if _is_quick(request):
        return _url("quick_pass", assessment.pk)
    if previous is None:
        return _url("assessment", assessment.pk)
    return _url("question", assessment.pk, previous.key)


def _within(content: Edition, page: Page) -> list[Any]:
    """The groups above a page, the outermost first, without the root."""
    if len(page.items) > 1 or page.group.kind in ("tier", "question"):
        return []
    groups = content.ancestors(page.items[0])[::-1]
    return [group for group in groups if group.kind != "overall"]


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)
