"""The open statistics: what is published of the pool, for everybody and without an account."""

from collections.abc import Callable
from itertools import groupby
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe

from assessments.access import may_publish_benchmarks
from assessments.models import PoolRelease
from assessments.queries.pool import excluded_results, open_releases, path_key, published_cells
from assessments.reports.open_statistics import release_as_csv, release_as_json
from assessments.services.pool import withdraw_pool_release
from assessments.services.refusals import Rejected
from assessments.web.faults import warn_of_faults
from assessments.web.limits import asks_too_often
from assessments.web.requests import SignedInRequest
from assessments.wording import pool as words
from maturity.benchmarks.pool_figures import PublishedCell, PublishedMean

A_MINUTE = 60  # files for one address
KEPT_FOR = 600  # seconds in anybody's cache: a withdrawal shows after ten minutes


@require_GET
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """What is published, by questionnaire, and by which rules."""
    rows = open_releases()
    context = {
        "editions": [
            (edition.content, list(releases))
            for edition, releases in groupby(rows, key=lambda row: row.edition)
        ],
        "rules": words.rule_sentences(),
        "licence": words.licence_text(),
    }
    return render(request, "pool/statistics.html", context)


@require_GET
@login_not_required
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One release: a group with all its numbers, and the groups within it."""
    row = get_object_or_404(open_releases(), pk=pk)
    cells = published_cells(row) if row.state == PoolRelease.State.PUBLISHED else {}
    by_key = {path_key(path): cell for path, cell in cells.items()}
    cell = by_key.get(request.GET.get("cell", "")) or cells.get(())
    path = cell.path if cell else ()
    context = {
        "release": row,
        "edition": row.edition.content,
        "cell": cell,
        "means": _means(row, cell),
        "is_tier": row.edition.content.method == "tiers",
        "above": [(path_key(path[:length]), path[:length]) for length in range(len(path))],
        "within": [
            (path_key(at), one)
            for at, one in cells.items()
            if len(at) == len(path) + 1 and at[: len(path)] == path
        ],
        "excluded": _excluded(row) if cell else [],
        "rules": words.rule_sentences(),
        "licence": words.licence_text(),
        "may_withdraw": may_publish_benchmarks(request.user),
    }
    return render(request, "pool/release.html", context)


def _means(row: PoolRelease, cell: PublishedCell | None) -> list[tuple[str, PublishedMean]]:
    """The means of a group's parts and items, in the order of the questionnaire."""
    edition = row.edition.content
    keys = [group.key for group in edition.groups_by_rank]
    keys += [item.key for item in edition.level_items]
    return [(key, cell.means[key]) for key in keys if cell and key in cell.means]


def _excluded(row: PoolRelease) -> list[tuple[str, int]]:
    """Why results did not count, as far as that is more than a few."""
    return [(reason, count) for reason, count in excluded_results(row).items() if count]


@require_safe
@login_not_required
def as_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _file(request, pk, release_as_json, suffix="json", content_type="application/json")


@require_safe
@login_not_required
def as_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _file(request, pk, release_as_csv, suffix="csv", content_type="text/csv; charset=utf-8")


def _file(
    request: HttpRequest,
    pk: UUID,
    make: Callable[[PoolRelease], str],
    *,
    suffix: str,
    content_type: str,
) -> HttpResponse:
    """A file that any page or program may fetch and keep for a while; 410 once withdrawn."""
    if asks_too_often(request, what="statistics", a_minute=A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    row = get_object_or_404(open_releases(), pk=pk)
    etag = f'"{row.hash.removeprefix("sha256:")}-{row.state}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        status = 200 if row.state == PoolRelease.State.PUBLISHED else 410
        response = HttpResponse(make(row), status=status, content_type=content_type)
        response["ETag"] = etag
        response["Content-Disposition"] = f'inline; filename="{row.key}.{suffix}"'
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(open_releases(), pk=pk)
    if not may_publish_benchmarks(request.user):
        raise PermissionDenied
    try:
        withdraw_pool_release(by=request.user, release=row, reason=request.POST.get("reason", ""))
    except Rejected as rejected:
        warn_of_faults(request, rejected)
    return redirect("statistics_release", pk)
