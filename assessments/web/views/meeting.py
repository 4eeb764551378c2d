"""The meeting page: where people stand apart, what they agree on, and why."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.access import allowing, fetch
from assessments.models import Assessment
from assessments.queries.responses import (
    MeetingRow,
    collection_of,
    meeting_rows,
    names_of,
    notes_of,
)
from assessments.reports.perception import item_pictures, perception_section
from assessments.services.refusals import Conflict, Rejected
from assessments.services.responses import agree_on_answer, agree_where_unanimous
from assessments.web.answer_forms import SavedForm, form_class
from assessments.web.faults import add_faults
from assessments.web.requests import SignedInRequest
from assessments.wording import fault_text


class ReasonForm(forms.Form):
    agreed_reason = forms.CharField(max_length=2000, strip=False)


@require_http_methods(["GET", "POST"])
def meeting(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """All items, widest apart first; POST agrees where everybody says the same."""
    assessment = fetch(request.user, "read", Assessment, pk)
    if request.method == "POST":
        return _agree_alike(request, fetch(request.user, "answer", Assessment, pk))
    collection = collection_of(assessment)
    if collection is None:
        raise Http404
    rows = meeting_rows(assessment)
    context = {
        "assessment": assessment,
        "edition": assessment.content,
        "collection": collection,
        "rows": rows,
        "perception": perception_section(assessment, uid="perception"),
        "agreed": sum(row.is_agreed for row in rows),
        "alike": sum(row.views.is_unanimous and not row.is_agreed for row in rows),
        "may_answer": _may_answer(request, assessment),
        "may_assign": _may(request, "assign", assessment),
    }
    return render(request, "responses/meeting.html", context)


def _may(request: SignedInRequest, action: Any, assessment: Assessment) -> bool:
    return allowing(Assessment, request.user, action).filter(pk=assessment.pk).exists()


def _may_answer(request: SignedInRequest, assessment: Assessment) -> bool:
    return not assessment.is_frozen and _may(request, "answer", assessment)


def _agree_alike(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    try:
        taken = agree_where_unanimous(
            by=request.user, assessment=assessment, reason=_("Everybody said the same.")
        )
    except Conflict:
        taken = 0
        messages.warning(request, _("Somebody else saved an answer in the meantime."))
    if taken:
        said = ngettext(
            "%(count)d answer was agreed on.", "%(count)d answers were agreed on.", taken
        )
        messages.success(request, said % {"count": taken})
    return redirect("meeting", assessment.pk)


@never_cache  # as with every page of answers
@require_http_methods(["GET", "POST"])
def meeting_item(request: SignedInRequest, pk: UUID, key: str) -> HttpResponse:
    """One item: what everybody said, and the answer that counts from now on."""
    assessment = fetch(request.user, "read", Assessment, pk)
    rows = meeting_rows(assessment)
    row = next((row for row in rows if row.views.item.key == key), None)
    if row is None:
        raise Http404
    item = row.views.item
    posted = request.POST if request.method == "POST" else None
    form = form_class(item)(posted, edition=assessment.content, item=item, stored=row.answer)
    reason = ReasonForm(
        posted, initial={"agreed_reason": row.answer.agreed_reason if row.answer else ""}
    )
    conflict = None
    if posted is not None:
        fetch(request.user, "answer", Assessment, pk)
        if form.is_valid() and reason.is_valid():
            try:
                agree_on_answer(
                    by=request.user,
                    assessment=assessment,
                    item=key,
                    given=form.given(),
                    reason=reason.cleaned_data["agreed_reason"],
                    save=form.save_mark(),
                )
                return redirect(_onward(rows, row, assessment))
            except Rejected as rejected:
                add_faults(form, [f for f in rejected.faults if f.path != "agreed_reason"])
                for fault in rejected.faults:
                    if fault.path == "agreed_reason":
                        reason.add_error("agreed_reason", fault_text(fault))
            except Conflict as found:
                conflict = found.theirs
                form = form_class(item)(edition=assessment.content, item=item, stored=found.theirs)
    return _item_page(request, assessment, row, form, reason, conflict=conflict)


def _onward(rows: list[MeetingRow], row: MeetingRow, assessment: Assessment) -> str:
    """The next item that is not agreed on, in the order of the page; else back to it."""
    after = rows[rows.index(row) + 1 :]
    following = next((each for each in after if not each.is_agreed), None)
    if following is None:
        return reverse("meeting", args=(assessment.pk,))
    return reverse("meeting_item", args=(assessment.pk, following.views.item.key))


def _item_page(
    request: SignedInRequest,
    assessment: Assessment,
    row: MeetingRow,
    form: SavedForm,
    reason: ReasonForm,
    *,
    conflict: Any,
) -> HttpResponse:
    names = names_of(assessment) if _may(request, "assign", assessment) else {}
    has_errors = bool(form.errors or reason.errors)
    context = {
        "assessment": assessment,
        "edition": assessment.content,
        "row": row,
        "item": row.views.item,
        "voices": [(voice, names.get(voice.respondent, "")) for voice in row.views.voices],
        "notes": [
            (note, names.get(str(note.assignment_id), ""))
            for note in notes_of(assessment, row.views.item.key)
        ],
        "pictures": item_pictures(row.views, uid="stances"),
        "form": form,
        "reason": reason,
        "conflict": conflict,
        "may_answer": _may_answer(request, assessment),
        "has_errors": has_errors,
    }
    status = 409 if conflict else 422 if has_errors else 200
    return render(request, "responses/meeting_item.html", context, status=status)
