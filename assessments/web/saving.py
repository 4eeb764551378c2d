"""Saving the answers of a page: each on its own, by the script, or all at once by Continue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.access import Frozen
from assessments.models import Answer, Assessment, GivenAnswer
from assessments.queries.assessments import answers_of
from assessments.reports.fonts import missing_characters
from assessments.services.assessments import save_answer
from assessments.services.refusals import Conflict, Rejected
from assessments.web.answer_forms import SavedForm
from assessments.web.faults import add_faults
from assessments.web.requests import SignedInRequest
from assessments.wording import fault_text
from maturity.instruments.edition import Edition
from maturity.instruments.items import LevelItem
from maturity.instruments.tables import COST_SHARES
from maturity.scoring.answers import QUICK, warn_about_answers

ShowAgain = Callable[[Sequence[SavedForm], GivenAnswer | None], HttpResponse]
"""Shows the page with its faults, and with what somebody else stored in between, if that is so."""


@dataclass(frozen=True)
class Sheet:
    """What is being filled in: the agreed answers of an assessment, or one person's responses.

    `store` saves one form, or raises as services do; the texts it returns are said to the person.
    `home` is the task list, `closed` the answer when nothing is taken any more.
    """

    content: Edition
    store: Callable[[SavedForm], tuple[GivenAnswer, list[str]]]
    home: str
    closed: Callable[[], HttpResponse]


def answer_sheet(request: SignedInRequest, assessment: Assessment) -> Sheet:
    """The agreed answers."""
    return Sheet(
        content=assessment.content,
        store=lambda form: _save_one(request, assessment, form),
        home=reverse("assessment", args=(assessment.pk,)),
        closed=lambda: too_late(request, reverse("result", args=(assessment.pk,))),
    )


def wants_json(request: SignedInRequest) -> bool:
    """Whether the script is asking; it stays on the page and shows what became of the save."""
    return request.headers.get("Accept", "").startswith("application/json")


def too_late(request: SignedInRequest, where_to: str) -> HttpResponse:
    """The assessment was submitted, or collecting closed, in the meantime."""
    if wants_json(request):
        message = _("This is closed by now; nothing more is saved.")
        return JsonResponse({"message": message}, status=409)
    return redirect(where_to)


def page_status(forms: Sequence[SavedForm], conflict: GivenAnswer | None) -> int:
    """409 beside somebody else's answer, 422 with faults, else 200."""
    if conflict:
        return 409
    return 422 if any(form.errors for form in forms) else 200


def save_forms(
    request: SignedInRequest,
    sheet: Sheet,
    forms: Sequence[SavedForm],
    *,
    where_to: Callable[[], str],
    show_again: ShowAgain,
) -> HttpResponse:
    """Save every form of the page; those without a fault are kept even if another has one."""
    scripted = wants_json(request)
    conflict: GivenAnswer | None = None
    saved: GivenAnswer | None = None
    dropped: list[str] = []
    for form in forms:
        if not form.is_valid() or (not scripted and _is_passed_over(form, forms, sheet.content)):
            continue
        try:
            saved, dropped = sheet.store(form)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
        except Conflict as found:
            conflict = found.theirs
            if scripted:
                return _conflict(request, sheet.content, form, theirs=conflict)
            data = request.POST.copy()
            data[form.add_prefix("based_on")] = str(conflict.version)
            form.data = data
            form.add_error(None, _("Somebody else saved this answer in the meantime."))
        except Frozen:
            return sheet.closed()
    faulty = [form for form in forms if form.errors]
    if faulty:
        return _refused(faulty[0]) if scripted else show_again(forms, conflict)
    onward = where_to()
    if scripted:
        again = onward == request.get_full_path()
        return _saved(sheet.content, saved, again=again, dropped=dropped)
    return redirect(sheet.home if "return" in request.POST else onward)


def _is_passed_over(form: SavedForm, forms: Sequence[SavedForm], content: Edition) -> bool:
    """Alone on its page: nothing given and nothing stored. Among others: as it is stored."""
    given = form.given()
    before = form.stored.as_input(content) if form.stored else {}
    if len(forms) == 1:
        return not given and not before
    printed = form.stored is None or form.stored.print_note == form.cleaned_data["print_note"]
    return given == before and printed


def _save_one(
    request: SignedInRequest, assessment: Assessment, form: SavedForm
) -> tuple[Answer, list[str]]:
    """Save; also say what that drops of the quick pass: the script shows it, or the next page."""
    given = form.given()
    dropped = _contradicted_bounds(assessment, form, given)
    answer = save_answer(
        by=request.user,
        assessment=assessment,
        item=form.key,
        given=given,
        save=form.save_mark(),
        print_note=form.cleaned_data["print_note"],
    )
    if not wants_json(request):
        for text in dropped:
            messages.warning(request, text)
    return answer, dropped


def _contradicted_bounds(
    assessment: Assessment, form: SavedForm, given: dict[str, Any]
) -> list[str]:
    """What saving this level drops of the quick pass, said in a sentence."""
    if "current" not in given or not isinstance(form.item, LevelItem):
        return []
    bounds = {k: v for k, v in answers_of(assessment).items() if k.startswith(QUICK) and v}
    found = warn_about_answers(assessment.content, bounds | {form.key: given})
    return [fault_text(fault) for fault in found if fault.code == "quick_contradicted"]


def _saved(
    content: Edition, stored: GivenAnswer | None, *, again: bool, dropped: list[str]
) -> JsonResponse:
    """What the script needs to know; `again` means that the page now asks more."""
    if stored is None:
        return JsonResponse({"message": _("There is nothing to save.")}, status=422)
    return JsonResponse(
        {
            "version": stored.version,
            "saved_at": stored.saved_at.isoformat(),
            "warnings": answer_warnings(content, stored) + dropped,
            "again": again,
        }
    )


def _refused(form: SavedForm) -> JsonResponse:
    errors = [str(error) for field in form.errors.values() for error in field]
    return JsonResponse({"message": " ".join(errors), "errors": form.errors}, status=422)


def _conflict(
    request: SignedInRequest, content: Edition, form: SavedForm, *, theirs: GivenAnswer
) -> HttpResponse:
    """Both values are shown; the next save then builds on what is stored now."""
    context = {"conflict": theirs, "edition": content, "item": form.item}
    return JsonResponse(
        {
            "message": _("Somebody else saved this answer in the meantime."),
            "version": theirs.version,
            "html": render(request, "assessments/_conflict.html", context).content.decode(),
        },
        status=409,
    )


def answer_warnings(content: Edition, answer: GivenAnswer | None) -> list[str]:
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
