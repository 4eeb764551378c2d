"""Questionnaires and tables: what they ask, what changed, and how an administrator issues them."""

import json
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.access import fetch, is_administrator, visible_to
from assessments.models import Edition, TableSet
from assessments.queries.instruments import edition_before
from assessments.services.instruments import discard, publish, retire, upload_file
from assessments.services.refusals import Rejected
from assessments.web.faults import warn_of_faults
from assessments.web.requests import SignedInRequest
from maturity.instruments.differences import compare_editions, find_misfits_of_changes
from maturity.instruments.files import FILE_LIMIT
from maturity.instruments.texts import find_foreign_script, measure_texts


@require_http_methods(["GET", "POST"])
def questionnaires(request: SignedInRequest) -> HttpResponse:
    """Every edition and table set; POST checks a file that an administrator adds."""
    if request.method == "POST":
        return _upload(request)
    context = {
        "editions": visible_to(Edition, request.user).order_by("key", "-edition"),
        "tables": visible_to(TableSet, request.user).order_by("key", "-created_at"),
        "may_manage": is_administrator(request.user),
    }
    return render(request, "instruments/questionnaires.html", context)


def _upload(request: SignedInRequest) -> HttpResponse:
    """Check a file; show its report, or the draft it became."""
    if not is_administrator(request.user):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is None:
        messages.warning(request, _("Please choose a file."))
        return redirect("questionnaires")
    content = file.read(FILE_LIMIT + 1)  # one byte more is enough to see that it is too large
    outcome = upload_file(by=request.user, content=content)
    if outcome.draft is None:
        context = {"name": file.name, "faults": outcome.faults, "coverage": outcome.coverage}
        return render(request, "instruments/refused.html", context, status=422)
    messages.success(request, _("The file is in order. It is a draft until you publish it."))
    return redirect("edition" if isinstance(outcome.draft, Edition) else "tables", outcome.draft.pk)


@require_GET
def edition(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everything an edition asks, as those who answer will read it."""
    found = fetch(request.user, "read", Edition, pk)
    data = json.loads(found.canonical)
    context = {
        "row": found,
        "edition": found.content,
        "coverage": measure_texts(data),
        "script_faults": find_foreign_script(data),
        "before": edition_before(request.user, found),
        "may_manage": is_administrator(request.user),
    }
    return render(request, "instruments/edition.html", context)


@require_GET
def changes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What an edition changed against the one before it."""
    found = fetch(request.user, "read", Edition, pk)
    before = edition_before(request.user, found)
    if before is None or find_misfits_of_changes(before.content, found.content):
        raise Http404  # the edition before came later, and its items are others
    context = {
        "row": found,
        "edition": found.content,
        "before": before.content,
        "differences": compare_editions(before.content, found.content),
    }
    return render(request, "instruments/changes.html", context)


@require_POST
def edition_state(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Publish, retire or discard an edition."""
    return _change_state(request, fetch(request.user, "manage", Edition, pk), page="edition")


@require_GET
def tables(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What a table set holds, with its provenance."""
    found = fetch(request.user, "read", TableSet, pk)
    context = {
        "row": found,
        "tables": found.content,
        "coverage": measure_texts(json.loads(found.canonical)),
        "may_manage": is_administrator(request.user),
    }
    return render(request, "instruments/tables.html", context)


@require_POST
def tables_state(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Publish, retire or discard a table set."""
    return _change_state(request, fetch(request.user, "manage", TableSet, pk), page="tables")


def _change_state(
    request: SignedInRequest, issue: Edition | TableSet, *, page: str
) -> HttpResponse:
    action = request.POST.get("action")
    try:
        if action == "discard":
            discard(issue=issue)
            return redirect("questionnaires")
        if action == "publish":
            publish(by=request.user, issue=issue)
        elif action == "retire":
            retire(by=request.user, issue=issue)
        else:
            raise Http404
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect(page, issue.pk)
