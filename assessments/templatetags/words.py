"""Words of questionnaires and results in templates: each filter names one function of wording."""

import datetime as dt
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from assessments.models import Assessment, GivenAnswer, Job, Release
from assessments.queries.all_jobs import Failures
from assessments.queries.events import LogEntry
from assessments.queries.jobs import Forecast
from assessments.queries.results import (
    FactsStored,
    MeansStored,
    PrioritiesResult,
    StoredResult,
    TiersStored,
    TierStored,
)
from assessments.reports.charts import level_mark as draw_level_mark
from assessments.wording import (
    answers,
    arithmetic,
    batches,
    columns,
    dates,
    devices,
    economies,
    events,
    fault_text,
    figures,
    grants,
    imports,
    jobs,
    people,
    perception,
    pool,
    priorities,
    profile,
    releases,
    report,
    results,
    tiers,
)
from maturity.benchmarks.coverage import Covered
from maturity.benchmarks.pool import Path
from maturity.instruments.edition import Edition, Group, Item, Page, Texts
from maturity.instruments.faults import Fault
from maturity.instruments.items import Quantity
from maturity.scoring.perception import Voice

register = template.Library()

register.filter("date_text", dates.date_text)
register.filter("moment_text", dates.moment_text)
register.filter("device_text", devices.device_text)
register.filter("score_text", results.score_text)
register.filter("counted_text", results.counted_text)
register.filter("fault_text", fault_text)
register.filter("level_text", results.level_text)
register.filter("leading_text", results.leading_text)
register.filter("item_name", results.item_name)
register.filter("short_title", results.short_title)
register.filter("options_text", report.options_text)
register.filter("size_text", results.size_text)
register.filter("change_text", results.change_text)
register.filter("mean_note", results.mean_note)
register.filter("practice_text", answers.practice_text)
register.filter("edition_text", results.edition_text)
register.filter("signed", arithmetic.signed)
register.filter("gap_text", arithmetic.gap_text)
register.filter("state_text", results.state_text)
register.filter("reason_text", results.reason_text)
register.filter("economy_text", profile.economy_text)
register.filter("figure_economy", economies.place_name)
register.filter("economy_group_text", economies.economy_group_text)
register.filter("figure_count_text", economies.figure_count_text)
register.filter("sector_text", profile.sector_text)
register.filter("qualified_value", figures.qualified_value)
register.filter("status_text", figures.status_text)
register.filter("kind_text", figures.kind_text)
register.filter("period_text", figures.period_text)
register.filter("locator_text", figures.locator_text)
register.filter("n_text", figures.n_text)
register.filter("column_text", columns.column_text)
register.filter("column_of_fault", imports.column_of_fault)
register.filter("change_kind_text", imports.change_kind_text)
register.filter("code_text", report.code_text)
register.filter("role_means", people.role_means)
register.filter("kind_means", people.kind_means)
register.filter("phase_text", jobs.phase_text)
register.filter("error_text", jobs.error_text)
register.filter("entry_state_text", batches.entry_state_text)
register.filter("failure_text", batches.failure_text)
register.filter("stored_fault_text", batches.stored_fault_text)
register.filter("interval_text", batches.interval_text)
register.filter("perspective_text", perception.perspective_text)
register.filter("stances_text", perception.stances_text)
register.filter("spread_text", perception.spread_text)
register.filter("actor_text", events.actor_text)
register.filter("cell_text", pool.cell_text)
register.filter("mean_text", pool.mean_text)
register.filter("years_text", pool.years_text)
register.filter("excluded_text", pool.excluded_text)
register.filter("day_text", dates.day_text)
register.filter("moment_text", dates.moment_text)
register.filter("rights_text", grants.rights_text)
register.filter("assessment_text", grants.assessment_text)
register.filter("done_text", grants.done_text)
register.filter("due_text", grants.due_text)
register.filter("ending_text", grants.ending_text)
register.filter("is_soon", grants.is_soon)
register.filter("age_text", grants.age_text)


@register.filter
def text(texts: Texts) -> str:
    """A text of a questionnaire or release in the active language."""
    return texts.get(profile.active_language(), "") if texts else ""


@register.filter
def event_text(entry: LogEntry) -> str:
    """What was done, without who did it."""
    return events.event_text(entry.event, entry.names, is_hidden=entry.is_hidden)


@register.filter
def enterprise_text(entry: LogEntry) -> str:
    """The enterprise that an event concerns, or what stands for a name that is gone."""
    return events.enterprise_text(entry.enterprise, is_hidden=entry.is_hidden)


@register.filter
def forecast_lines(forecast: Forecast | None) -> list[str]:
    """Its place in the queue and how long it will take, as far as anybody can tell."""
    if forecast is None:
        return []
    lines = [] if forecast.ahead is None else [jobs.place_text(forecast.ahead)]
    if forecast.is_late:
        lines.append(jobs.late_text())
    elif forecast.left is not None:
        lines.append(jobs.left_text(forecast.left, count=forecast.count))
    return lines


@register.filter
def failure_reason(job: Job) -> str:
    """Why an attempt, or all of them, failed, without any content; empty if none did."""
    error = job.error or {}
    code, cause = error.get("code", ""), error.get("params", {}).get("cause", "")
    return jobs.reason_text(code, cause=cause) if code else ""


@register.filter
def failures_text(failures: Failures) -> str:
    """Why these jobs failed, without any content."""
    return jobs.reason_text(failures.code, cause=failures.cause)


@register.filter
def waited_text(since: dt.datetime) -> str:
    """Roughly how long ago that was."""
    return jobs.duration_text(timezone.now() - since)


@register.filter
def lookup(mapping: dict[str, Any], key: str) -> Any:
    return mapping[key]


@register.filter
def at(values: list[Any], position: int) -> Any:
    return values[position]


@register.filter
def drawing(svg: str) -> SafeString:
    """A chart made by `reports.charts`, which escapes the words in it."""
    return mark_safe(svg)  # noqa: S308 # nosec B308 B703


@register.simple_tag
def level_name(edition: Edition, item: Item, level: int | None) -> str:
    """The ladder's word for a level ("Integrated"); empty for none."""
    return "" if level is None else text(edition.level_name(item, level))


@register.simple_tag
def section_of(edition: Edition, page: Page) -> Group:
    """The heading under which a page stands: its block, or its own group."""
    return edition.block_of(page.items[0]) or page.group


@register.simple_tag
def level_label(edition: Edition, item: Item, level: int) -> str:
    """The word for a level as it fits into a scale."""
    return text(edition.level_label(item, level))


@register.simple_tag
def answer_text(item: Item, answer: GivenAnswer | None) -> str:
    return answers.answer_text(item, answer)


@register.simple_tag
def stored_text(item: Item, answer: GivenAnswer) -> str:
    """What another person stored: an answer of the item, or the bounds of its quick unit."""
    if isinstance(answer.value, dict) and "low" in answer.value:
        return results.bounds_text(answer.value)
    return answers.answer_text(item, answer)


@register.simple_tag
def voice_text(item: Item, voice: Voice) -> str:
    return perception.voice_text(item, voice)


@register.simple_tag
def quantity_text(item: Quantity, given: dict[str, Any]) -> str:
    return answers.quantity_text(item, given)


@register.simple_tag
def tier_statement(result: TiersStored) -> str:
    return tiers.statement(result.data, scope=result.scope)


@register.simple_tag
def tier_story(result: TiersStored) -> str:
    return tiers.story(result.edition, result.data)


@register.simple_tag
def outcome_text(result: StoredResult) -> str:
    """A result in a few words: the mean or range with its level, or the tier."""
    if isinstance(result, TiersStored):
        return results.tier_text(result.low, result.high)
    current = result.overall["current"] if isinstance(result, MeansStored) else {}
    parts = [results.score_text(current), results.level_text(current)] if current else []
    return pgettext("between counts", ", ").join(part for part in parts if part)


@register.simple_tag
def tier_count(tier: TierStored) -> str:
    return tiers.count_text(in_place=tier.in_place, partly=tier.partly, of=tier.deciding)


@register.simple_tag
def tier_rule(tier: TierStored) -> str:
    return tiers.rule_text(tier.rule)


@register.simple_tag
def facts_statement(result: FactsStored) -> str:
    return results.facts_statement(result.answered, result.asked)


@register.simple_tag
def share_text(share: dict[str, Any]) -> str:
    return results.share_text(share)


@register.simple_tag
def priority_reason(found: PrioritiesResult, key: str) -> str:
    return priorities.reason(found.data, key)


@register.filter
def texts_listed(names: list[Texts]) -> str:
    """Names one after another, as the language joins them."""
    return results.listed([text(name) for name in names])


@register.simple_tag
def tier_text(low: int, high: int) -> str:
    return results.tier_text(low, high)


@register.simple_tag
def fault_place(edition: Edition, fault: Fault) -> str:
    """The item that a fault of an answer stands at, by its name."""
    key = fault.path.split(".", 1)[1].rsplit(".", 1)[0]
    return text(edition.item(key).name) if edition.has_item(key) else fault.path


@register.simple_tag
def item_links(edition: Edition, assessment: Assessment, keys: list[str]) -> SafeString:
    """Names of items, each leading to its page."""
    page_of = {item.key: page.key for page in edition.pages for item in page.items}
    return format_html_join(
        pgettext("between names", ", "),
        '<a href="{}">{}</a>',
        (
            (
                reverse("question", args=(assessment.pk, page_of[key])),
                results.item_name(edition.item(key)),
            )
            for key in keys
        ),
    )


@register.simple_tag
def option_help(form: Any, key: str) -> SafeString | str:
    """What is said about one option of a choice, below its name."""
    said = form.helps.get(key, "")
    return format_html('<span class="hint">{}</span>', said) if said else ""


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
def bin_text(number: int, bins: int, is_tier: bool) -> str:
    return pool.bin_text(number, bins=bins, is_tier=is_tier)


@register.simple_tag
def mean_name(edition: Edition, key: str) -> str:
    """The name of a group or an item that has a mean."""
    if edition.has_item(key):
        return results.item_name(edition.item(key))
    return text(edition.group(key).name)


@register.filter
def last_step(path: Path) -> str:
    """A group of the pool among its neighbours: its last step, or the whole."""
    return pool.step_text(*path[-1]) if path else pool.cell_text(path)


@register.simple_tag
def dimension_name(release: Any, code: str) -> str:
    """One of the dimensions under which the release groups its figures."""
    return text(release.head["dimensions"][code])


@register.simple_tag
def release_age(release: Release) -> str:
    """How long ago the publisher published it."""
    return releases.age_text(release)


@register.simple_tag
def covered_years(covered: Covered) -> SafeString:
    """The years of the figures in one place of the coverage table, each on its line."""
    said = ((part,) for part in releases.covered_texts(covered))
    return format_html_join("", '<br><span class="tiny nowrap">{}</span>', said)
