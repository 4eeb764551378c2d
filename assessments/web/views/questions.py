"""One dimension a page: shown, and saved by the script on each choice or by Continue."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.access import Frozen, fetch
from assessments.models import Answer, Assessment
from assessments.queries.assessments import neighbours, task_list
from assessments.reports.fonts import missing_characters
from assessments.services.assessments import save_answer
from assessments.services.refusals import Conflict, Rejected
from assessments.web.faults import add_faults
from assessments.web.forms import AnswerForm
from assessments.web.requests import SignedInRequest
from maturity.instruments.edition import Item


@never_cache  # a page from the browser's memory would repeat save marks that are used up
@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    try:
        assessment = fetch(request.user, "answer", Assessment, pk)
    except Frozen:
        return _too_late(request, pk)
    edition = assessment.edition.content
    if not edition.has_item(key):
        raise Http404
    item = edition.item(key)
    if request.method == "POST":
        return _save(request, assessment, item)
    stored = assessment.answers.filter(item=key).first()
    form = AnswerForm(edition=edition, item=item, stored=stored)
    return _page(request, assessment, item, form)


def _wants_json(request: SignedInRequest) -> bool:
    """Whether the script is asking; it stays on the page and shows what became of the save."""
    return request.headers.get("Accept", "").startswith("application/json")


def _too_late(request: SignedInRequest, pk: UUID) -> HttpResponse:
    if _wants_json(request):
        message = _("This assessment was submitted in the meantime; nothing more is saved.")
        return JsonResponse({"message": message}, status=409)
    return redirect("result", pk)


def _save(request: SignedInRequest, assessment: Assessment, item: Item) -> HttpResponse:
    before = assessment.answers.filter(item=item.key).first()
    form = AnswerForm(request.POST, edition=assessment.edition.content, item=item, stored=before)
    scripted = _wants_json(request)
    if form.is_valid():
        given = form.given()
        if not given and not scripted and before is None:
            return _onward(request, assessment, item)  # passed over: stays unanswered
        try:
            stored = save_answer(
                by=request.user,
                assessment=assessment,
                item=item.key,
                given=given,
                save=form.save_mark(),
                print_note=form.cleaned_data["print_note"],
            )
        except Rejected as rejected:
            add_faults(form, rejected.faults)
        except Conflict as conflict:
            return _conflict(request, assessment, item, form, theirs=conflict.theirs)
        except Frozen:
            return _too_late(request, assessment.pk)
        else:
            return _saved(stored) if scripted else _onward(request, assessment, item)
    return _refused(form) if scripted else _page(request, assessment, item, form)


def _onward(request: SignedInRequest, assessment: Assessment, item: Item) -> HttpResponse:
    following = neighbours(assessment.edition.content, item)[1]
    if "return" in request.POST:
        return redirect("assessment", assessment.pk)
    if following is None:
        return redirect("check_answers", assessment.pk)
    return redirect("question", assessment.pk, following.key)


def _saved(stored: Answer) -> JsonResponse:
    return JsonResponse(
        {
            "version": stored.version,
            "saved_at": stored.saved_at.isoformat(),
            "warnings": _warnings(stored),
        }
    )


def _refused(form: AnswerForm) -> JsonResponse:
    errors = [str(error) for field in form.errors.values() for error in field]
    return JsonResponse({"message": " ".join(errors), "errors": form.errors}, status=422)


def _conflict(
    request: SignedInRequest,
    assessment: Assessment,
    item: Item,
    form: AnswerForm,
    *,
    theirs: Answer,
) -> HttpResponse:
    """Both values are shown; Continue then builds on what is stored now."""
    data = request.POST.copy()
    data["based_on"] = str(theirs.version)
    form.data = data
    if not _wants_json(request):
        return _page(request, assessment, item, form, conflict=theirs)
    context = {"conflict": theirs, "edition": assessment.edition.content, "item": item}
    return JsonResponse(
        {
            "message": _("Somebody else saved this answer in the meantime."),
            "version": theirs.version,
            "html": render(request, "assessments/_conflict.html", context).content.decode(),
        },
        status=409,
    )


def _page(
    request: SignedInRequest,
    assessment: Assessment,
    item: Item,
    form: AnswerForm,
    *,
    conflict: Answer | None = None,
) -> HttpResponse:
    edition = assessment.edition.content
    tasks = task_list(assessment)
    task = next(task for task in tasks.tasks if task.item == item)
    context: dict[str, Any] = {
        "assessment": assessment,
        "edition": edition,
        "item": item,
        "task": task,
        "tasks": tasks,
        "within": edition.ancestors(item)[:2][::-1],
        "previous": neighbours(edition, item)[0],
        "form": form,
        "levels": [
            {"level": n, "name": edition.level_name(item, n), "text": text}
            for n, text in enumerate(item.levels)
        ],
        "conflict": conflict,
        "warnings": _warnings(task.answer),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "assessments/question.html", context, status=status)


def _warnings(answer: Answer | None) -> list[str]:
    """What is allowed but probably not meant."""
    if answer is None:
        return []
    warnings = []
    if answer.value is not None and answer.target is not None and answer.target < answer.value:
        warnings.append(_("Your target is below where you stand today."))
    if missing := missing_characters(answer.note):
        warnings.append(
            _("The report cannot print these characters: %(characters)s")
            % {"characters": " ".join(missing)}
        )
    return warnings
