"""From a file to a draft release: bring it, map its columns, watch it being checked, look."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HTMX_STOP_POLLING

from assessments.access import fetch, may_edit_benchmarks, visible_to
from assessments.models import ReleaseImport
from assessments.queries.releases import latest_release, releases_to_supersede
from assessments.services import imports as service
from assessments.services.refusals import Rejected
from assessments.web.faults import add_faults
from assessments.web.import_forms import EncodingForm, ImportForm, MappingForm
from assessments.web.requests import SignedInRequest
from assessments.web.uploads import declared_size, throw_away_body
from maturity.benchmarks.importing.mapping import check_mapping
from maturity.benchmarks.importing.opening import MEGABYTE, TABLE_LIMIT
from maturity.instruments.faults import Fault
from maturity.instruments.files import FILE_LIMIT

RECENT = 5
"""Own files that the first page leads back to."""

_BODY_LIMIT = TABLE_LIMIT + FILE_LIMIT + MEGABYTE
_FIELDS = {"key", "head", "head.key", "supersedes"}
"""Paths of faults that stand beside a field of the form; others get a page with a table."""
_DISCARDED_AT_MOST = 10 * TABLE_LIMIT


@csrf_exempt  # looks at the size first: the token stands in the body; `_new` is protected
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Bring a table. A body that is too large is thrown away as it comes, never stored."""
    if not may_edit_benchmarks(request.user):
        raise PermissionDenied
    size = declared_size(request)
    if request.method == "POST" and size > _BODY_LIMIT:
        throw_away_body(request, at_most=_DISCARDED_AT_MOST)
        params = {"megabytes": size // MEGABYTE, "limit": TABLE_LIMIT // MEGABYTE}
        return _refuse(request, _("the file"), [Fault("", "table_too_large", params)])
    return _new(request)


@csrf_protect
def _new(request: SignedInRequest) -> HttpResponse:
    releases = releases_to_supersede(request.user)
    if request.method != "POST":
        latest = latest_release()
        form = ImportForm(releases=releases, initial={"supersedes": latest.key if latest else ""})
        return _upload_page(request, form)
    form = ImportForm(request.POST, request.FILES, releases=releases)
    if form.is_valid():
        given = form.cleaned_data
        head = given["head"]
        try:
            received = service.receive_table(
                by=request.user,
                file=service.TableFile(
                    name=given["file"].name,
                    content=given["file"].chunks(),
                    size=given["file"].size,
                    encoding=given["encoding"],
                ),
                wanted=service.Wanted(
                    key=given["key"],
                    head=head.read(FILE_LIMIT + 1) if head else None,
                    supersedes=given["supersedes"],
                ),
                dry_run=given["dry_run"],
            )
            return redirect("import", received.pk)
        except Rejected as rejected:
            if not {fault.path for fault in rejected.faults} <= _FIELDS:
                return _refuse(request, given["file"].name, rejected.faults)
            add_faults(form, rejected.faults)
    return _upload_page(request, form, status=422)


def _upload_page(request: SignedInRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    own = visible_to(ReleaseImport, request.user).select_related("job").order_by("-created_at")
    context = {"form": form, "recent": own[:RECENT]}
    return render(request, "national/import_new.html", context, status=status)


def _refuse(request: SignedInRequest, name: str, faults: list[Fault]) -> HttpResponse:
    context = {"name": name, "faults": faults, "total": len(faults)}
    return render(request, "national/import_refused.html", context, status=422)


@require_GET
def show(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How its columns are mapped; once a job has it, how far that is and what came of it."""
    found = fetch(request.user, "read", ReleaseImport, pk)
    if found.job is None:
        return _mapping_page(request, found, MappingForm(release_import=found))
    partial = request.headers.get("HX-Request") == "true"
    template = "national/_import.html" if partial else "national/import.html"
    status = HTMX_STOP_POLLING if partial and found.job.is_finished else 200
    return render(request, template, {"import": found}, status=status)


def _mapping_page(
    request: SignedInRequest, found: ReleaseImport, form: MappingForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "import": found,
        "form": form,
        "encoding_form": EncodingForm(initial={"encoding": found.encoding}),
        "recognised": not form.errors and not check_mapping(found.mapping, found.header),
        "replaces": service.replaceable_draft(found.key, by=request.user),
    }
    return render(request, "national/import_mapping.html", context, status=status)


@require_POST
def start(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the mapping and let a job do the rest; after a dry run, let it import."""
    found = fetch(request.user, "write", ReleaseImport, pk)
    if found.job is not None:  # checked already; the mapping stays
        return _start_again(request, found)
    form = MappingForm(request.POST, release_import=found)
    if form.is_valid():
        try:
            service.request_import(
                by=request.user,
                release_import=found,
                mapping=form.mapping(),
                dry_run=found.dry_run,
            )
            return redirect("import", found.pk)
        except Rejected as rejected:
            add_faults(form, rejected.faults)
    return _mapping_page(request, found, form, status=422)


def _start_again(request: SignedInRequest, found: ReleaseImport) -> HttpResponse:
    """Import after a dry run that found nothing wrong; or once more what failed."""
    dry_run = found.dry_run and not found.may_be_imported
    try:
        service.request_import(by=request.user, release_import=found, dry_run=dry_run)
    except Rejected as rejected:
        return _refuse(request, found.file_name, rejected.faults)
    return redirect("import", found.pk)


@require_POST
def encoding(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Read the file anew in the encoding that the person chose."""
    found = fetch(request.user, "write", ReleaseImport, pk)
    form = EncodingForm(request.POST)
    if form.is_valid():
        try:
            service.choose_encoding(release_import=found, encoding=form.cleaned_data["encoding"])
        except Rejected as rejected:
            return _refuse(request, found.file_name, rejected.faults)
    return redirect("import", found.pk)


@require_POST
def discard(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Forget the file; nothing of it was written."""
    service.discard_import(release_import=fetch(request.user, "write", ReleaseImport, pk))
    messages.success(request, _("The uploaded file was deleted."))
    return redirect("releases")
