"""A page of questions: shown, and saved by the script on each choice or by Continue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import Frozen, fetch
from assessments.models import Answer, Assessment
from assessments.queries.assessments import is_asked, neighbours, task_list
from assessments.reports.fonts import missing_characters
from assessments.services.assessments import save_answer
from assessments.services.refusals import Conflict, Rejected
from assessments.web.answer_forms import QuickForm, SavedForm, form_class
from assessments.web.faults import add_faults
from assessments.web.requests import SignedInRequest
from assessments.wording import fault_text
from maturity.instruments.edition import Edition, Page, QuickUnit
from maturity.instruments.items import Item, LevelItem
from maturity.instruments.tables import COST_SHARES
from maturity.scoring.answers import QUICK, warn_about_answers

QUICK_WAY = "quick"
"""Value of ?pass= while somebody answers a quick unit of one item on the item's own page."""


@never_cache  # a page from the browser's memory would repeat save marks that are used up
@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    try:
        assessment = fetch(request.user, "answer", Assessment, pk)
    except Frozen:
        return _too_late(request, pk)
    content = assessment.content
    page = next((page for page in content.pages if page.key == key), None)
    if page is None:
        raise Http404
    stored = _stored(assessment)
    asked = _asked(content, page, stored)
    if request.method == "POST" and len(page.items) > 1 and not _wants_json(request):
        # An answer may have been saved since, and opened questions that the page did not show.
        asked = [item for item in asked if f"{item.key}-client_id" in request.POST]
    forms = _forms(request, content, page, asked, stored)
    if request.method == "GET":
        return _page(request, assessment, page, forms)
    onward = _onward_url(request, assessment, page)

    def where_to() -> str:
        """Onward, or here again if what was answered opens more of this page."""
        opened = _asked(content, page, _stored(assessment)) if len(page.items) > 1 else asked
        return onward if all(item in asked for item in opened) else request.get_full_path()

    return _save(request, assessment, forms, where_to=where_to)


def _stored(assessment: Assessment) -> dict[str, Answer]:
    return {answer.item: answer for answer in assessment.answers.all()}


def _asked(content: Edition, page: Page, stored: dict[str, Answer]) -> list[Item]:
    """The items of the page that the answers so far open; most are always open."""
    given = {key: answer.as_input(content) for key, answer in stored.items()}
    return [item for item in page.items if is_asked(item, given)]


@never_cache
@require_http_methods(["GET", "POST"])
def quick_unit(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """The bounds of one unit of the quick pass; one of a single item is that item's own page."""
    try:
        assessment = fetch(request.user, "answer", Assessment, pk)
    except Frozen:
        return _too_late(request, pk)
    content = assessment.content
    unit = next((unit for unit in content.quick_units if unit.key == key), None)
    if unit is None:
        raise Http404
    if unit.is_single:
        return redirect(_url("question", pk, unit.items[0].key) + f"?pass={QUICK_WAY}")
    stored = assessment.answers.filter(item=QUICK + key).first()
    data = request.POST if request.method == "POST" else None
    form = QuickForm(data, edition=content, item=unit.items[0], unit=unit, stored=stored)
    if request.method == "POST":
        onward = _next_quick(assessment, unit.key)
        return _save(request, assessment, [form], where_to=lambda: onward)
    return _quick_page(request, assessment, unit, form)


@require_GET
def quick_pass(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What the quick pass asks, how far it is, and the provisional range so far."""
    try:
        assessment = fetch(request.user, "answer", Assessment, pk)
    except Frozen:
        return redirect("result", pk)
    tasks = task_list(assessment)
    if not tasks.quick:
        raise Http404
    context = {"assessment": assessment, "edition": assessment.content, "tasks": tasks}
    return render(request, "assessments/quick_pass.html", context)


def _forms(
    request: SignedInRequest,
    content: Edition,
    page: Page,
    asked: list[Item],
    stored: dict[str, Answer],
) -> list[SavedForm]:
    """One form for each item that is asked on the page."""
    posted = request.POST if request.method == "POST" else None
    if posted and _wants_json(request):  # one answer at a time
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


def _wants_json(request: SignedInRequest) -> bool:
    """Whether the script is asking; it stays on the page and shows what became of the save."""
    return request.headers.get("Accept", "").startswith("application/json")


def _too_late(request: SignedInRequest, pk: UUID) -> HttpResponse:
    if _wants_json(request):
        message = _("This assessment was submitted in the meantime; nothing more is saved.")
        return JsonResponse({"message": message}, status=409)
    return redirect("result", pk)


def _save(
    request: SignedInRequest,
    assessment: Assessment,
    forms: list[SavedForm],
    *,
    where_to: Callable[[], str],
) -> HttpResponse:
    """Save every form of the page; those without a fault are kept even if another has one."""
    scripted = _wants_json(request)
    conflict: Answer | None = None
    saved: Answer | None = None
    dropped: list[str] = []
    for form in forms:
        if not form.is_valid():
            continue
        given = form.given()
        before = form.stored.as_input(assessment.content) if form.stored else {}
        printed = form.stored is None or form.stored.print_note == form.cleaned_data["print_note"]
        same = given == before and printed
        if not scripted and (same if len(forms) > 1 else not given and not before):
            continue  # passed over: stays as it is
        try:
            saved, dropped = _save_one(request, assessment, form, given)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
        except Conflict as found:
            conflict = found.theirs
            if scripted:
                return _conflict(request, assessment, form, theirs=conflict)
            data = request.POST.copy()
            data[form.add_prefix("based_on")] = str(conflict.version)
            form.data = data
            form.add_error(None, _("Somebody else saved this answer in the meantime."))
        except Frozen:
            return _too_late(request, assessment.pk)
    faulty = [form for form in forms if form.errors]
    if faulty:
        return _refused(faulty[0]) if scripted else _again(request, assessment, forms, conflict)
    onward = where_to()
    if scripted:
        again = onward == request.get_full_path()
        return _saved(assessment, saved, again=again, dropped=dropped)
    return redirect("assessment", assessment.pk) if "return" in request.POST else redirect(onward)


def _save_one(
    request: SignedInRequest, assessment: Assessment, form: SavedForm, given: dict[str, Any]
) -> tuple[Answer, list[str]]:
    """Save; also say what that drops of the quick pass: the script shows it, or the next page."""
    dropped = _contradicted_bounds(assessment, form, given)
    answer = save_answer(
        by=request.user,
        assessment=assessment,
        item=form.key,
        given=given,
        save=form.save_mark(),
        print_note=form.cleaned_data["print_note"],
    )
    if not _wants_json(request):
        for text in dropped:
            messages.warning(request, text)
    return answer, dropped


def _contradicted_bounds(
    assessment: Assessment, form: SavedForm, given: dict[str, Any]
) -> list[str]:
    """What saving this level drops of the quick pass, said in a sentence."""
    if "current" not in given or not isinstance(form.item, LevelItem):
        return []
    content = assessment.content
    quick = {key: row.as_input(content) for key, row in _stored(assessment).items() if row.value}
    bounds = {key: value for key, value in quick.items() if key.startswith(QUICK)}
    found = warn_about_answers(content, bounds | {form.key: given})
    return [fault_text(fault) for fault in found if fault.code == "quick_contradicted"]


def _again(
    request: SignedInRequest,
    assessment: Assessment,
    forms: list[SavedForm],
    conflict: Answer | None,
) -> HttpResponse:
    """The page with its faults; what was saved meanwhile shows its new version."""
    content = assessment.content
    if isinstance(forms[0], QuickForm):
        unit = forms[0].unit
        return _quick_page(request, assessment, unit, forms[0], conflict=conflict)
    page = next(page for page in content.pages if forms[0].item in page.items)
    stored = _stored(assessment)
    shown = [
        form
        if form.errors
        else form_class(form.item)(
            prefix=form.prefix,
            edition=content,
            item=form.item,
            stored=stored.get(form.item.key),
        )
        for form in forms
    ]
    return _page(request, assessment, page, shown, conflict=conflict)


def _onward_url(request: SignedInRequest, assessment: Assessment, page: Page) -> str:
    if request.GET.get("pass") == QUICK_WAY:
        return _next_quick(assessment, page.key)
    following = neighbours(assessment.content, page)[1]
    is_optional = page.group.kind == "indicators"
    if following is None or (following.group.kind == "indicators" and not is_optional):
        return _url("check_answers", assessment.pk)  # what is optional is found from there
    if is_optional and following.group != page.group:
        return _url("assessment", assessment.pk)
    return _url("question", assessment.pk, following.key)


def _next_quick(assessment: Assessment, key: str) -> str:
    """The unit after this one, or the overview of the quick pass."""
    units = assessment.content.quick_units
    at = next((n for n, unit in enumerate(units) if key in (unit.key, unit.items[0].key)), None)
    if at is None or at + 1 == len(units):
        return _url("quick_pass", assessment.pk)
    return _url("quick_unit", assessment.pk, units[at + 1].key)


def _saved(
    assessment: Assessment, stored: Answer | None, *, again: bool, dropped: list[str]
) -> JsonResponse:
    """What the script needs to know; `again` means that the page now asks more."""
    if stored is None:
        return JsonResponse({"message": _("There is nothing to save.")}, status=422)
    return JsonResponse(
        {
            "version": stored.version,
            "saved_at": stored.saved_at.isoformat(),
            "warnings": _warnings(assessment.content, stored) + dropped,
            "again": again,
        }
    )


def _refused(form: SavedForm) -> JsonResponse:
    errors = [str(error) for field in form.errors.values() for error in field]
    return JsonResponse({"message": " ".join(errors), "errors": form.errors}, status=422)


def _conflict(
    request: SignedInRequest, assessment: Assessment, form: SavedForm, *, theirs: Answer
) -> HttpResponse:
    """Both values are shown; the next save then builds on what is stored now."""
    context = {"conflict": theirs, "edition": assessment.content, "item": form.item}
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
    page: Page,
    forms: list[SavedForm],
    *,
    conflict: Answer | None = None,
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
            {"form": form, "item": form.item, "warnings": _warnings(content, form.stored)}
            for form in forms
        ],
        "conflict": conflict,
        "conflict_item": content.item(conflict.item) if conflict else None,
        "is_quick": request.GET.get("pass") == QUICK_WAY,
        "has_errors": any(form.errors for form in forms) and not conflict,
    }
    return render(request, "assessments/question.html", context, status=_status(forms, conflict))


def _back(request: SignedInRequest, assessment: Assessment, previous: Page | None) -> str:
    if request.GET.get("pass") == QUICK_WAY:
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


def _quick_page(
    request: SignedInRequest,
    assessment: Assessment,
    unit: QuickUnit,
    form: QuickForm,
    *,
    conflict: Answer | None = None,
) -> HttpResponse:
    units = assessment.content.quick_units
    context = {
        "assessment": assessment,
        "edition": assessment.content,
        "unit": unit,
        "position": units.index(unit) + 1,
        "total": len(units),
        "tasks": task_list(assessment),
        "back": _url("quick_pass", assessment.pk),
        "answers": [{"form": form, "item": unit.items[0], "warnings": []}],
        "conflict": conflict,
        "conflict_item": unit.items[0],
        "has_errors": bool(form.errors) and not conflict,
    }
    return render(request, "assessments/quick_unit.html", context, status=_status([form], conflict))


def _status(forms: list[SavedForm], conflict: Answer | None) -> int:
    if conflict:
        return 409
    return 422 if any(form.errors for form in forms) else 200


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def _warnings(content: Edition, answer: Answer | None) -> list[str]:
    """What is allowed but probably not meant."""
    if answer is None:
        return []
    warnings = []
    value = answer.value
    if isinstance(value, int) and answer.target is not None and answer.target < value:
        warnings.append(_("Your target is below where you stand today."))
    if answer.item == COST_SHARES:
        given = {answer.item: answer.as_input(content)}
        warnings += [fault_text(fault) for fault in warn_about_answers(content, given)]
    if missing := missing_characters(answer.note):
        warnings.append(
            _("The report cannot print these characters: %(characters)s")
            % {"characters": " ".join(missing)}
        )
    return warnings
