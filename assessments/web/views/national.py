"""The published national data."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.access import visible_to
from assessments.models import Release
from assessments.queries.releases import figures_of
from assessments.web.requests import SignedInRequest
from assessments.wording.profile import active_language
from maturity.benchmarks.context import national_context
from maturity.benchmarks.economies import economy_name
from maturity.benchmarks.release import dimensions_used


@require_GET
def releases(request: SignedInRequest) -> HttpResponse:
    rows = visible_to(Release, request.user).order_by("-published_at")
    return render(request, "national/releases.html", {"releases": rows})


@require_GET
def release(request: SignedInRequest, key: str) -> HttpResponse:
    """Every figure of a release, or those of one economy."""
    row = get_object_or_404(visible_to(Release, request.user), key=key)
    figures = figures_of(row)
    codes = sorted({f.economy for f in figures}, key=lambda c: economy_name(c, active_language()))
    economy = request.GET.get("economy", "")
    context = {
        "release": row,
        "economies": [(code, economy_name(code, active_language())) for code in codes],
        "economy": economy,
        "sections": national_context(figures, economy) if economy in codes else [],
        "count": len(figures),
        "by_dimension": [
            (row.head["dimensions"][code], [f for f in figures if f.dimension == code])
            for code in dimensions_used(figures)
        ],
    }
    return render(request, "national/release.html", context)
