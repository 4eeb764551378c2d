"""Batches of reports: choosing, watching them being made, fetching all of them at once."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HTMX_STOP_POLLING

from assessments.access import fetch
from assessments.models import Batch
from assessments.queries.batches import (
    SHOWN,
    EntryRow,
    Wanted,
    batches_of,
    entries_of,
    last_waiting,
    progress_of,
    reportable,
    reported_editions,
)
from assessments.queries.jobs import forecast
from assessments.services.batch_archives import download_batch, remake_archive
from assessments.services.batches import (
    LIMIT,
    cancel_batch,
    pause_batch,
    request_batch,
    resume_batch,
    retry_failed,
)
from assessments.services.refusals import Rejected
from assessments.web.batch_forms import options_form
from assessments.web.faults import add_faults, warn_of_faults
from assessments.web.requests import SignedInRequest
from assessments.wording import fault_text
from assessments.wording.batches import failure_text
from assessments.wording.jobs import left_text
from maturity.instruments.faults import Fault

ACTIONS: Mapping[str, Callable[[Batch], None]] = {
    "pause": pause_batch,
    "resume": resume_batch,
    "cancel": cancel_batch,
    "retry": retry_failed,
    "archive": remake_archive,
}


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    page, batches = batches_of(request.user, number=request.GET.get("page", ""))
    return render(request, "batches/batches.html", {"page": page, "batches": batches})


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Choose assessments: ?name and ?instrument narrow the list, ?all ticks what is shown."""
    wanted = Wanted(
        name=request.GET.get("name", "").strip(), instrument=request.GET.get("instrument", "")
    )
    form = options_form(request.user, request.POST or None)
    chosen = set(request.POST.getlist("assessment"))
    if request.method == "POST" and form.is_valid():
        # From everything that may be chosen, so that narrowing the list drops no tick.
        assessments = [a for a in reportable(request.user) if str(a.pk) in chosen]
        try:
            batch = request_batch(
                by=request.user,
                assessments=assessments,
                language=form.cleaned_data["language"],
                options=form.options(),
                branding=form.branding(),
            )
            return redirect("batch", batch.pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    rows = list(reportable(request.user, wanted)[: SHOWN + 1])
    narrowed = {"name": wanted.name, "instrument": wanted.instrument}
    context = {
        "form": form,
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "chosen": {str(row.pk) for row in rows} if "all" in request.GET else chosen,
        "editions": reported_editions(request.user),
        "wanted": wanted,
        "kept": urlencode({name: value for name, value in narrowed.items() if value}),
        "limit": LIMIT,
    }
    return render(request, "batches/new.html", context, status=422 if form.errors else 200)


@require_GET
def show(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The whole page, or for htmx only the part that changes; 286 ends the polling."""
    batch = fetch(request.user, "read", Batch, pk)
    rows = entries_of(batch, request.user)
    partial = request.headers.get("HX-Request") == "true"
    progress = progress_of(batch)
    context = {
        "batch": batch,
        "rows": rows,
        "progress": progress,
        # Made by itself or again since, or the file is gone.
        "lacks_reports": sum(row.entry.is_archived for row in rows) < progress.done,
        "left": _left(batch),
        "failures": _by_reason(rows),
        "is_over": _is_over(batch),
        "kept_days": settings.EXPORT_RETENTION_DAYS,
    }
    template = "batches/_progress.html" if partial else "batches/batch.html"
    status = HTMX_STOP_POLLING if partial and context["is_over"] else 200
    return render(request, template, context, status=status)


def _left(batch: Batch) -> str:
    """When the last report will be ready, as far as anybody can tell."""
    last = last_waiting(batch)
    said = forecast(last) if last else None
    return left_text(said.left, count=said.count) if said and said.left is not None else ""


def _is_over(batch: Batch) -> bool:
    """Whether nothing on the page changes any more by itself."""
    archive = batch.archive
    return batch.concluded_at is not None and (archive is None or archive.is_finished)


def _by_reason(rows: list[EntryRow]) -> dict[str, list[EntryRow]]:
    """Those that failed, by what is said about it."""
    failures: dict[str, list[EntryRow]] = {}
    for row in rows:
        if row.has_failed:
            failures.setdefault(failure_text(row.entry), []).append(row)
    return failures


@require_POST
def state(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One of the buttons of the page."""
    batch = fetch(request.user, "manage", Batch, pk)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        return HttpResponseBadRequest()
    try:
        act(batch)
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect("batch", pk)


@require_GET
def file(request: SignedInRequest, pk: UUID) -> HttpResponse | FileResponse:
    batch = fetch(request.user, "read", Batch, pk)
    try:
        stored = download_batch(by=request.user, batch=batch)
    except Rejected as rejected:
        warn_of_faults(request, rejected)
        return redirect("batch", pk)
    except FileNotFoundError:
        messages.warning(request, fault_text(Fault("batch", "archive_not_there")))
        return redirect("batch", pk)
    day = timezone.localtime(batch.requested_at).date()
    return FileResponse(
        stored,
        as_attachment=True,
        filename=f"{_('Reports')} {day}.zip",
        content_type="application/zip",
        headers={"Cache-Control": "private, no-store"},
    )
