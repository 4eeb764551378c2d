"""The quick pass: what it asks, how far it is, and the bounds of a unit of several items."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.access import Frozen, fetch
from assessments.models import Assessment, GivenAnswer
from assessments.queries.assessments import task_list
from assessments.web.answer_forms import QuickForm, SavedForm
from assessments.web.requests import SignedInRequest
from assessments.web.saving import answer_sheet, page_status, save_forms, too_late
from maturity.instruments.edition import QuickUnit
from maturity.scoring.answers import QUICK

ON_THE_WAY = "?pass=quick"
"""Follows the address of an item's own page while it is answered as a quick unit."""


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


@never_cache  # as with every page of answers
@require_http_methods(["GET", "POST"])
def quick_unit(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """The bounds of one unit of the quick pass; one of a single item is that item's own page."""
    try:
        assessment = fetch(request.user, "answer", Assessment, pk)
    except Frozen:
        return too_late(request, reverse("result", args=(pk,)))
    content = assessment.content
    unit = next((unit for unit in content.quick_units if unit.key == key), None)
    if unit is None:
        raise Http404
    if unit.is_single:
        return redirect(reverse("question", args=(pk, unit.items[0].key)) + ON_THE_WAY)
    stored = assessment.answers.filter(item=QUICK + key).first()
    data = request.POST if request.method == "POST" else None
    form = QuickForm(data, edition=content, item=unit.items[0], unit=unit, stored=stored)

    def show(_forms: Sequence[SavedForm], conflict: GivenAnswer | None) -> HttpResponse:
        return _page(request, assessment, unit, form, conflict=conflict)

    if request.method == "GET":
        return show([form], None)
    onward = next_quick_url(assessment, unit.key)
    return save_forms(
        request, answer_sheet(request, assessment), [form], where_to=lambda: onward, show_again=show
    )


def next_quick_url(assessment: Assessment, key: str) -> str:
    """The unit after that of a key (its own, or its only item's); at the end the overview."""
    units = assessment.content.quick_units
    at = next((n for n, unit in enumerate(units) if key in (unit.key, unit.items[0].key)), None)
    if at is None or at + 1 == len(units):
        return reverse("quick_pass", args=(assessment.pk,))
    return reverse("quick_unit", args=(assessment.pk, units[at + 1].key))


def _page(
    request: SignedInRequest,
    assessment: Assessment,
    unit: QuickUnit,
    form: QuickForm,
    *,
    conflict: GivenAnswer | None = None,
) -> HttpResponse:
    units = assessment.content.quick_units
    context = {
        "assessment": assessment,
        "edition": assessment.content,
        "unit": unit,
        "position": units.index(unit) + 1,
        "total": len(units),
        "tasks": task_list(assessment),
        "back": reverse("quick_pass", args=(assessment.pk,)),
        "answers": [{"form": form, "item": unit.items[0], "warnings": []}],
        "conflict": conflict,
        "conflict_item": unit.items[0],
        "has_errors": bool(form.errors) and not conflict,
    }
    return render(
        request, "assessments/quick_unit.html", context, status=page_status([form], conflict)
    )
