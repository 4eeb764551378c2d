"""Freezing a report: everything it prints, collected once in its language as plain JSON.

Rendering reads only this, so the same report can be made again years later, whatever has become
of the answers, the releases or the names in between.
"""

import base64
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation

from assessments.models import (
    Assessment,
    Branding,
    Enterprise,
    Release,
    Report,
    ReportAssessment,
)
from assessments.queries.changes import read_history
from assessments.queries.pool import read_pool
from assessments.queries.releases import figures_concerning
from assessments.queries.results import (
    FactsStored,
    MeansStored,
    StoredResult,
    TiersStored,
    stored_result,
)
from assessments.reports.changes import change_section, earlier_text
from assessments.reports.comments import Said, comments_by_item, remarks
from assessments.reports.data.freezing import freeze_data
from assessments.reports.dimensions import dimension_sections
from assessments.reports.facts import question_sections, shares_by_economy
from assessments.reports.languages import HTML_LANGUAGES, written_language
from assessments.reports.options import options_from_json
from assessments.reports.perception import perception_section
from assessments.reports.pictures import (
    cover_of_tiers,
    cover_picture,
    fits_one_page,
    level_map,
    profile_pages,
    web_of_groups,
)
from assessments.reports.pool import pool_section
from assessments.reports.priorities import priority_section, quantity_rows
from assessments.reports.published_results import results_section
from assessments.reports.qr import draw_qr
from assessments.reports.roadmap import roadmap_section
from assessments.reports.sections import arithmetic, blocks, national_sections, score_row
from assessments.reports.summary import held_against, uncertainties
from assessments.reports.tiers import tier_sections
from assessments.wording import report as words
from assessments.wording import results
from assessments.wording import tiers as tier_words
from assessments.wording.dates import date_text
from assessments.wording.profile import active_language, economy_text, sector_text
from maturity.benchmarks.context import ContextSection, economies_shown, national_context

Comments = Mapping[str, Said]

SCHEMA = 2
"""Version of this shape, for the day on which an old context has to be read by new templates."""


def freeze_context(report: Report) -> dict[str, Any]:
    """All that the report prints, in its own language, JSON-serialisable.

    Every assessment of `report` is submitted. The profile frozen with the first one decides what
    the enterprise is called, not what it is called by now.
    """
    with translation.override(report.language):
        rows = list(
            report.parts.select_related(
                "assessment__edition", "assessment__result", "results_release", "pool_release"
            ).defer("pool_release__content")
        )
        prefetch_related_objects([row.assessment for row in rows], "answers")
        return _freeze(report, rows)


def _freeze(report: Report, rows: Sequence[ReportAssessment]) -> dict[str, Any]:
    first = rows[0].assessment
    sections = _published_beside(report, first)
    return {
        "schema": SCHEMA,
        "language": report.language,
        "html_language": HTML_LANGUAGES[report.language],
        "options": report.options,
        "report": _identity(report, economy=first.profile["economy"]),
        "branding": _branding(report.branding, economy=first.profile["economy"]),
        "enterprise": _enterprise(first, report.enterprise),
        "notices": _withdrawn(report, rows),
        "parts": [_part(report, row, is_only=len(rows) == 1) for row in rows],
        "release": _release(report.release),
        "dimensions": dimension_sections([row.assessment for row in rows], sections)
        if report.release
        else None,
        "national": national_sections(sections, dimensions=report.release.head["dimensions"])
        if report.release
        else [],
    }


def _identity(report: Report, *, economy: str) -> dict[str, str]:
    """What tells this report from every other, and where that can be checked."""
    code = words.code_text(report.verification_code)
    address = f"{settings.PUBLIC_URL}{reverse('verify')}?code={code}"
    return {
        "id": str(report.pk),
        "code": code,
        "verify_url": address,
        "qr": draw_qr(address, uid="qr", title=words.qr_title(), language=report.language),
        "issued": _moment(report.requested_at),
        "issued_text": date_text(report.requested_at, economy),
    }


def _part(report: Report, row: ReportAssessment, *, is_only: bool) -> dict[str, Any]:
    """One assessment. `uid` begins every anchor and drawing of it, so that several fit a report."""
    assessment = row.assessment
    result = stored_result(assessment)
    edition = result.edition
    uid = "" if is_only else f"{edition.key}-"
    comments = comments_by_item(assessment)
    part = {
        "uid": uid,
        "method": edition.method,
        "asks": {"priorities": bool(edition.tables), "quantities": bool(edition.quantities)},
        "edition": {
            "title": edition.title[active_language()],
            "label": words.edition_label(edition.edition),
            "key": edition.key,
            "edition": edition.edition,
            "hash": edition.hash,
            "origin": edition.origin[active_language()],
            "level_word": edition.level_word.get(active_language(), ""),
            "top": edition.scale_top,
            "engine": str(result.data["engine"]),
            "mean_has_level": edition.mean_has_level,
        },
        "assessment": str(assessment.pk),
        "submitted": _moment(assessment.submitted_at),
        "submitted_text": _date(assessment),
        "notices": _notices(assessment),
        **_outcome(result, uid, comments),
        **_facts_beside(result, report.release, comments),
        "roadmap": roadmap_section(result, uid),
        "published": results_section(result, row.results_release),
        "results_release": _release(row.results_release),
        "pool": _pool(row, result, uid=uid),
        "perception": perception_section(assessment, uid=f"{uid}perception"),
        **_since(report, result, uid=uid),
        "data": freeze_data(result, comments=options_from_json(report.options).shows("items")),
    }
    if isinstance(result, MeansStored | TiersStored):
        part["summary"] |= {
            "against": held_against(
                part, options_from_json(report.options), has_national=report.release is not None
            ),
            "uncertain": uncertainties(result),
        }
    return part


def _since(report: Report, result: StoredResult, *, uid: str) -> dict[str, Any]:
    """The result beside the earlier ones that were chosen when the report was asked for, as far as
    whoever asked may still read them."""
    if not options_from_json(report.options).shows("change"):
        return {"change": None, "earlier": ""}
    chosen = [row.pk for row in report.earlier.only("pk")]
    history = read_history(report.requested_by, result.assessment, among=chosen)
    return {
        "change": change_section(history, result, uid=f"{uid}change"),
        "earlier": earlier_text(history),
    }


@singledispatch
def _outcome(result: StoredResult, _uid: str, _comments: Comments) -> dict[str, Any]:
    raise TypeError(type(result))


@_outcome.register
def _means(result: MeansStored, uid: str, comments: Comments) -> dict[str, Any]:
    edition, data = result.edition, result.data
    return {
        "summary": {
            "headline": results.headline(data),
            "mark": results.score_text(result.overall["current"]),
            "mark_of": words.mean_of(result.overall["target"]["rounded"]),
            "story": results.sentences(
                results.spread(data), results.plan(data), results.furthest(edition, data)
            ),
            "fits_one_page": fits_one_page(result),
            "lowest": results.lowest(edition, data),
            "overall": score_row(result.overall, ""),
            "leading": results.leading_text(data),
            "unknown": _names(result, "unknown"),
            "unanswered": _names(result, "unanswered"),
            "not_applicable": _names(result, "not_applicable"),
        },
        "remarks": _remarks(result, comments, [item.item.key for item in result.items]),
        "blocks": blocks(result, uid=uid, comments=comments),
        "quantities": quantity_rows(result),
        "priorities": priority_section(result),
        "pictures": {
            "cover": cover_picture(result, uid=f"{uid}cover"),
            "levels": level_map(result, uid=f"{uid}levels"),
            "profile": profile_pages(result, uid=f"{uid}profile"),
            "web": web_of_groups(result, uid=f"{uid}web"),
        },
        "arithmetic": arithmetic(result),
    }


@_outcome.register
def _tiers(result: TiersStored, uid: str, comments: Comments) -> dict[str, Any]:
    return {
        "summary": {
            "headline": tier_words.statement(result.data, scope=result.scope),
            "mark": results.tier_text(result.low, result.high),
            "mark_of": words.tier_of(),
            "story": tier_words.story(result.edition, result.data),
            "scope": result.scope,
        },
        "remarks": _remarks(result, comments, [item.key for item in result.edition.practices]),
        "tiers": tier_sections(result, uid=uid, comments=comments),
        "pictures": {"cover": cover_of_tiers(result, uid=f"{uid}cover")},
    }


@_outcome.register
def _facts(result: FactsStored, _uid: str, comments: Comments) -> dict[str, Any]:
    return {
        "summary": {
            "headline": results.facts_statement(result.answered, result.asked),
            "mark": f"{result.answered}/{result.asked}",
            "mark_of": words.facts_of(),
            "story": "",
        },
        "remarks": _remarks(result, comments, [item.key for item in result.edition.items]),
        "pictures": {"cover": ""},
    }


def _remarks(
    result: StoredResult, comments: Comments, printed_elsewhere: Collection[str]
) -> list[dict[str, Any]]:
    return remarks(result.assessment, comments, printed_elsewhere=printed_elsewhere)


def _facts_beside(
    result: StoredResult, release: Release | None, comments: Comments
) -> dict[str, Any]:
    """The facts with what they are held against; empty for the other questionnaires."""
    if not isinstance(result, FactsStored):
        return {"questions": [], "shares": ""}
    return {
        "questions": question_sections(result, release, comments=comments),
        "shares": shares_by_economy(result, release),
    }


def _pool(row: ReportAssessment, result: StoredResult, *, uid: str) -> dict[str, Any] | None:
    """The result beside the pool; None before there was a release."""
    if row.pool_release is None:
        return None
    reading = read_pool(result.assessment, release=row.pool_release)
    return pool_section(result, reading, uid=f"{uid}pool") if reading else None


def _published_beside(report: Report, assessment: Assessment) -> list[ContextSection]:
    """The release's figures on the enterprise's economy and on those it chose; none without a
    release."""
    if report.release is None:
        return []
    economy, chosen = assessment.profile["economy"], report.compared_with
    shown = economies_shown(economy, chosen)
    return national_context(figures_concerning(report.release, economies=shown), economy, chosen)


def _enterprise(assessment: Assessment, enterprise: Enterprise) -> dict[str, Any]:
    profile = assessment.profile
    organisation = enterprise.owner or enterprise.prepared_by
    return {
        "name": profile["name"],
        "lang": written_language(profile["name"], economy=profile["economy"]),
        "economy": economy_text(profile["economy"]),
        "sector": sector_text(profile["sector"]),
        "size": words.size_text(profile["size_band"]),
        "author": organisation.name if organisation else profile["name"],
    }


def _branding(branding: Branding | None, *, economy: str) -> dict[str, Any] | None:
    """In whose name the report is printed; None in that of the enterprise's organisation alone."""
    if branding is None:
        return None
    logo = base64.b64encode(bytes(branding.logo)).decode()
    return {
        "name": branding.name,
        "lang": written_language(branding.name, economy=economy),
        "contact": branding.contact,
        "colour": branding.colour,
        "logo": {"type": branding.logo_type, "data": logo} if logo else None,
    }


def _notices(assessment: Assessment) -> list[str]:
    """What a reader must know first: this result corrects another one, or was corrected."""
    notices = []
    if (corrected := assessment.corrects) and corrected.submitted_at:
        notices.append(words.corrects_text(_date(corrected)))
    later = getattr(assessment, "corrected_by", None)
    if later and later.submitted_at:
        notices.append(words.corrected_text(_date(later)))
    return notices


def _withdrawn(report: Report, rows: Sequence[ReportAssessment]) -> list[str]:
    """What is printed though its publisher has taken it back since the report was asked for."""
    quoted = (report.release, *(row.results_release for row in rows))
    return [text for release in quoted if release and (text := _withdrawn_text(release))]


def _withdrawn_text(release: Release) -> str:
    """That a release is withdrawn, and why; empty if it is not."""
    if release.state != Release.State.WITHDRAWN:
        return ""
    title = release.head["title"][active_language()]
    return words.withdrawn_text(title, reason=release.withdrawn_reason)


def _date(assessment: Assessment) -> str:
    """The day of submission where the enterprise is; empty for a draft."""
    moment = assessment.submitted_at
    return date_text(moment, assessment.profile["economy"]) if moment else ""


def _names(result: MeansStored, state: str) -> list[str]:
    return [results.item_name(i.item) for i in result.items if i.state == state]


def _release(release: Release | None) -> dict[str, Any] | None:
    if release is None:
        return None
    head = release.head
    texts = ("title", "publisher", "edition", "population", "method_note", "licence_note")
    return {
        "key": release.key,
        "hash": release.hash,
        "state": release.state,
        "withdrawn": _withdrawn_text(release),
        "n": head.get("n"),
        "n_by_figure": release.figures.filter(n__isnull=False).exists(),
        **{name: head[name][active_language()] for name in texts},
    }


def _moment(moment: dt.datetime | None) -> str:
    """As PDF metadata wants it: to the second, in UTC."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
