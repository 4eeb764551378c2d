"""Words of questionnaires and results in templates: each filter names one function of wording."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from assessments.reports.charts import level_mark as draw_level_mark
from assessments.wording import arithmetic, dates, figures, jobs, profile, results
from maturity.benchmarks.economies import economy_name
from maturity.instruments.edition import Edition, Item, Texts

register = template.Library()

register.filter("date_text", dates.date_text)
register.filter("score_text", results.score_text)
register.filter("counted_text", results.counted_text)
register.filter("edition_text", results.edition_text)
register.filter("signed", arithmetic.signed)
register.filter("gap_text", arithmetic.gap_text)
register.filter("state_text", results.state_text)
register.filter("reason_text", results.reason_text)
register.filter("economy_text", profile.economy_text)
register.filter("sector_text", profile.sector_text)
register.filter("qualified_value", figures.qualified_value)
register.filter("status_text", figures.status_text)
register.filter("kind_text", figures.kind_text)
register.filter("period_text", figures.period_text)
register.filter("locator_text", figures.locator_text)
register.filter("phase_text", jobs.phase_text)
register.filter("error_text", jobs.error_text)


@register.filter
def text(texts: Texts) -> str:
    """A text of a questionnaire or release in the active language."""
    return texts.get(profile.active_language(), "") if texts else ""


@register.filter
def figure_economy(code: str) -> str:
    """An economy of a release: also unions, regions and cities."""
    return economy_name(code, profile.active_language())


@register.filter
def drawing(svg: str) -> SafeString:
    """A chart made by `reports.charts`, which escapes the words in it."""
    return mark_safe(svg)  # noqa: S308 - see above


@register.simple_tag
def level_name(edition: Edition, item: Item, level: int | None) -> str:
    """The ladder's word for a level ("Integrated"); empty for none."""
    return "" if level is None else text(edition.level_name(item, level))


@register.simple_tag
def level_mark(level: int | None, target: int | None = None) -> SafeString:
    """The staff beside a level's number and word."""
    return drawing(draw_level_mark(level, target))


@register.simple_tag
def headline(data: dict[str, Any]) -> str:
    return results.headline(data)


@register.simple_tag
def result_summary(data: dict[str, Any]) -> str:
    """How the dimensions are spread, and what the targets ask for."""
    return results.sentences(results.spread(data), results.plan(data))


@register.simple_tag
def furthest(edition: Edition, data: dict[str, Any]) -> str:
    return results.furthest(edition, data)


@register.simple_tag
def lowest(edition: Edition, data: dict[str, Any]) -> str:
    return results.lowest(edition, data)


@register.simple_tag
def dimension_name(release: Any, code: str) -> str:
    """One of the six dimensions under which the release groups its figures."""
    return text(release.head["dimensions"][code])
