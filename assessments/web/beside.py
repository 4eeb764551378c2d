"""What the pages of one enterprise show of published data, and how a reader changes it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404

from assessments.access import allowing
from assessments.models import Enterprise, Release
from assessments.queries.national import economy_groups
from assessments.queries.releases import count_by_economy, figures_concerning, shown_releases
from assessments.web.requests import SignedInRequest
from maturity.benchmarks.context import MOST_CHOSEN, economies_shown, national_context


def published_beside(
    request: SignedInRequest, *, enterprise: Enterprise, economy: str
) -> dict[str, Any]:
    """Figures of the latest release, or of the one that `?release=` names, and the choices.

    `economy` is the enterprise's own, as of the time that the page is about. Raises Http404 for a
    release that the person may not read.
    """
    releases = list(shown_releases(request.user))
    latest = _latest(releases)
    release = _named(releases, request.GET.get("release")) or latest
    chosen = enterprise.compared_with
    shown = economies_shown(economy, chosen)
    figures = figures_concerning(release, economies=shown) if release else []
    counts = count_by_economy(release) if release else {}
    return {
        "enterprise": enterprise,
        "release": release,
        "latest": latest,
        "releases": releases,
        "economy": economy,
        "sections": national_context(figures, economy, chosen),
        "chosen": chosen,
        "economy_groups": economy_groups(counts, own=economy, chosen=chosen),
        "may_choose": allowing(Enterprise, request.user, "answer")
        .filter(pk=enterprise.pk)
        .exists(),
        "may_add": len(chosen) < MOST_CHOSEN,
    }


def results_beside(request: SignedInRequest, *, instrument: str, edition: str) -> dict[str, Any]:
    """The latest release of results of a questionnaire, or the one that `?results=` names.

    One that was withdrawn is shown only if it is named. Raises Http404 like `published_beside`.
    """
    releases = list(shown_releases(request.user, instrument=instrument, edition=edition))
    return {
        "results_release": _named(releases, request.GET.get("results")) or _latest(releases),
        "results_releases": releases,
    }


def _latest(releases: Sequence[Release]) -> Release | None:
    return next((r for r in releases if r.state == Release.State.PUBLISHED), None)


def _named(releases: Sequence[Release], key: str | None) -> Release | None:
    """The release of that key; None if the address names none."""
    if not key:
        return None
    release = next((r for r in releases if r.key == key), None)
    if release is None:
        raise Http404
    return release
