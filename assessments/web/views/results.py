"""The result of a submitted assessment."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.access import allowing, fetch
from assessments.models import Assessment, Enterprise, Release
from assessments.queries.changes import read_history
from assessments.queries.pool import latest_pool_release, path_key, read_pool, who_takes_part
from assessments.queries.reports import reports_with
from assessments.queries.results import FactsStored, MeansStored, StoredResult, stored_result
from assessments.reports.changes import change_section
from assessments.reports.facts import comparisons_by_question, shares_by_economy
from assessments.reports.perception import perception_section
from assessments.reports.pictures import level_map, profile_chart
from assessments.reports.pool import pool_section
from assessments.reports.published_results import results_section
from assessments.reports.sections import arithmetic
from assessments.web.beside import published_beside, results_beside
from assessments.web.forms import ReportForm
from assessments.web.requests import SignedInRequest
from assessments.wording import pool as pool_words
from assessments.wording.priorities import ranks, sums
from assessments.wording.profile import active_language

PAGE_OF = {
    "means": "results/means.html",
    "tiers": "results/tiers.html",
    "facts": "results/facts.html",
}
"""Which page shows a result, by what the questionnaire makes of its answers."""


@require_GET
def result(request: SignedInRequest, pk: UUID) -> HttpResponse:
    assessment = fetch(request.user, "read", Assessment, pk)
    if not assessment.is_frozen:
        return redirect("assessment", pk)
    stored = stored_result(assessment)
    economy, edition = assessment.profile["economy"], stored.edition
    beside = published_beside(request, enterprise=assessment.enterprise, economy=economy)
    results = results_beside(request, instrument=edition.key, edition=edition.edition)
    context = {
        **beside,
        **results,
        "assessment": assessment,
        "result": stored,
        "edition": edition,
        "change": change_section(read_history(request.user, assessment), stored, uid="trend"),
        "perception": perception_section(assessment, uid="perception"),
        "published": results_section(stored, results["results_release"]),
        "may_report": allowing(Assessment, request.user, "report").filter(pk=pk).exists(),
        "may_correct": beside["may_choose"],  # who may answer for the enterprise
        "correction": getattr(assessment, "corrected_by", None),
        "report_form": ReportForm(initial={"language": active_language()}),
        "comments": assessment.comments.count(),
        "reports": reports_with(request.user, assessment),
    }
    context |= _drawn(stored, beside["release"]) | _pool(request, stored)
    return render(request, PAGE_OF[edition.method], context)


def _drawn(stored: StoredResult, release: Release | None) -> dict[str, Any]:
    """Pictures and arithmetic of means; what facts are held against; tiers are tables."""
    if isinstance(stored, FactsStored):
        return {
            "comparisons": comparisons_by_question(stored, release),
            "shares": shares_by_economy(stored, release),
        }
    if not isinstance(stored, MeansStored):
        return {}
    priorities = stored.data["priorities"]
    return {
        "arithmetic": arithmetic(stored),
        "priority_ranks": ranks(stored.edition, priorities) if priorities else [],
        "priority_sums": sums(stored.edition, priorities, stored.trace["priorities"])
        if priorities
        else [],
        "pictures": {
            "profile": profile_chart(stored, uid="profile"),
            "profile_compact": profile_chart(stored, uid="profile-s", compact=True),
            "levels": level_map(stored, uid="levels"),
            "levels_compact": level_map(stored, uid="levels-s", compact=True),
        },
    }


def _pool(request: SignedInRequest, stored: StoredResult) -> dict[str, Any]:
    """The result beside the pool, wider groups to change to, and whether one takes part."""
    assessment = stored.assessment
    release = latest_pool_release(assessment.edition)
    reading = read_pool(assessment, release=release, chosen=request.GET.get("cell", ""))
    if reading is None:
        return {}
    own = allowing(Enterprise, request.user, "manage").filter(pk=assessment.enterprise_id)
    return {
        "pool": pool_section(stored, reading, uid="pool"),
        "pool_cells": [
            (path_key(cell.path), pool_words.cell_text(cell.path), cell is reading.cell)
            for cell in reading.cells
        ],
        # None for everybody who does not decide about it
        "in_pool": who_takes_part(own).get(assessment.enterprise_id),
    }
