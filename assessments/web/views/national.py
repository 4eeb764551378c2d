"""The published national data."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.access import (
    may_edit_benchmarks,
    may_publish_benchmarks,
    visible_to,
    works_on_benchmarks,
)
from assessments.models import Release
from assessments.queries.releases import (
    count_quoting_reports,
    economies_of,
    figures_concerning,
    listed_releases,
    page_of_figures,
)
from assessments.web.requests import SignedInRequest
from assessments.wording.profile import active_language
from maturity.benchmarks.context import economies_shown, national_context
from maturity.benchmarks.economies import economy_name
from maturity.benchmarks.release import dimensions_used


@require_GET
def releases(request: SignedInRequest) -> HttpResponse:
    context = {
        "releases": listed_releases(request.user),
        "works_on_them": works_on_benchmarks(request.user),
        "may_write": may_edit_benchmarks(request.user),
    }
    return render(request, "national/releases.html", context)


@require_GET
def release(request: SignedInRequest, key: str) -> HttpResponse:
    """The figures of a release, some hundred at a time, or those that concern one economy."""
    seen = visible_to(Release, request.user).select_related("supersedes")
    row = get_object_or_404(seen, key=key)
    language = active_language()
    names = {code: economy_name(code, language) for code in economies_of(row)}
    economy = request.GET.get("economy", "")
    page = page_of_figures(
        row, number=request.GET.get("page", ""), figure=request.GET.get("figure", "")
    )
    figures = [figure.content for figure in page]
    concerning = (
        figures_concerning(row, economies=economies_shown(economy)) if economy in names else []
    )
    context = {
        "release": row,
        "economies": sorted(names.items(), key=lambda named: named[1]),
        "economy": economy,
        "sections": national_context(concerning, economy) if economy in names else [],
        "page": page,
        "contents": sorted(row.head["sections"].items()),
        "works_on_it": works_on_benchmarks(request.user),
        "may_write": may_edit_benchmarks(request.user),
        "may_publish": may_publish_benchmarks(request.user),
        "is_writer": row.writers.filter(pk=request.user.pk).exists(),
        "quoted_by": count_quoting_reports(row),
        "by_dimension": [
            (row.head["dimensions"][code], [f for f in figures if f.dimension == code])
            for code in dimensions_used(figures)
        ],
    }
    return render(request, "national/release.html", context)
