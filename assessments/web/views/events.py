"""The event log: of an organisation for those who manage it, and of the whole site."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_GET

from assessments.access import fetch, reads_site_log
from assessments.models import Event, Organisation
from assessments.queries.events import choose_events, events_of, read_entries
from assessments.services.events import export_log
from assessments.web.event_forms import EventForm
from assessments.web.requests import SignedInRequest
from assessments.wording.profile import active_language

ON_A_PAGE = 50
TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@require_GET
def organisation_log(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _show(request, fetch(request.user, "manage", Organisation, pk))


@require_GET
def site_log(request: SignedInRequest) -> HttpResponse:
    """What concerns no organisation: administrators see all of it, benchmark people their part."""
    if not reads_site_log(request.user):
        raise PermissionDenied
    return _show(request, None)


@require_GET
def export_organisation_log(request: SignedInRequest, pk: UUID, form: str) -> StreamingHttpResponse:
    return _export(request, fetch(request.user, "manage", Organisation, pk), form)


@require_GET
def export_site_log(request: SignedInRequest, form: str) -> StreamingHttpResponse:
    if not reads_site_log(request.user):
        raise Http404
    return _export(request, None, form)


def _show(request: SignedInRequest, organisation: Organisation | None) -> HttpResponse:
    form, events = _chosen(request, organisation)
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "page": page,
        "entries": read_entries(page, user=request.user),
        "chosen": _choice(request),
        "kept_days": settings.EVENT_RETENTION_DAYS,
        "exports": [(kind, _address(organisation, kind)) for kind in TYPES],
    }
    return render(request, "events/log.html", context)


def _export(
    request: SignedInRequest, organisation: Organisation | None, form: str
) -> StreamingHttpResponse:
    """The events that the page lists with the same choice, all of them."""
    if form not in TYPES:
        raise Http404
    _form, events = _chosen(request, organisation)
    parts = export_log(
        by=request.user,
        organisation=organisation,
        events=events,
        form=form,
        language=active_language(),
    )
    whose = organisation.name if organisation else "site"
    name = get_valid_filename(f"events {whose} {timezone.now().date()}")
    disposition = content_disposition_header(True, f"{name}.{form}")
    headers = {"Content-Disposition": str(disposition), "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(parts, content_type=TYPES[form], headers=headers)


def _address(organisation: Organisation | None, form: str) -> str:
    if organisation:
        return reverse("organisation_log_export", args=[organisation.pk, form])
    return reverse("site_log_export", args=[form])


def _choice(request: SignedInRequest) -> str:
    """The choice as it stands in addresses, without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _chosen(
    request: SignedInRequest, organisation: Organisation | None
) -> tuple[EventForm, QuerySet[Event]]:
    """The filled-in form and what it chooses; a choice with a fault in it chooses nothing."""
    events = events_of(request.user, organisation)
    form = EventForm(request.GET, events=events, user=request.user)
    if not form.is_valid():
        return form, events.none()
    return form, choose_events(events, form.wanted, user=request.user)
