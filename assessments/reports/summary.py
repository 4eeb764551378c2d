"""The page a director reads: what the result is held against, and what is uncertain about it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any

from assessments.queries.results import MeansStored, StoredResult, TiersStored
from assessments.reports.options import ReportOptions
from assessments.wording import results
from assessments.wording import summary as words
from maturity.instruments.items import Item

Frozen = Mapping[str, Any]


def held_against(part: Frozen, options: ReportOptions, *, has_national: bool) -> list[str]:
    """In sentences that the sections of this report repeat and explain.

    `part` is what was frozen of the assessment. What was left out of the report is not said here
    either, only that something was.
    """
    said = {"published": list(_published(part)), "pool": list(_pool(part))}
    shown = [text for key, texts in said.items() if options.shows(key) for text in texts]
    if not shown:
        shown = [words.not_chosen() if any(said.values()) else words.nothing_to_hold_against()]
    if has_national and (options.shows("national") or options.shows("dimensions")):
        shown.append(words.national_is_context())
    return shown


def _published(part: Frozen) -> Iterator[str]:
    found, release = part["published"], part["results_release"]
    if not found:
        return
    title = release["title"]
    if found["positions"]:
        yield words.quoted(title, found["positions"][-1]["sentence"])
    elif found["mean_only"]:
        yield words.quoted(title, found["mean_only"])
    elif found["notes"]:
        yield results.sentences(*found["notes"])


def _pool(part: Frozen) -> Iterator[str]:
    pool = part["pool"]
    if pool and pool["release"]:
        yield results.sentences(pool["group"], pool["statement"])
    elif pool and pool["so_far"]:
        yield pool["so_far"]


@singledispatch
def uncertainties(result: StoredResult) -> list[str]:
    """What a reader must not take for settled; a sentence also where nothing is open."""
    raise TypeError(type(result))


@uncertainties.register
def _means(result: MeansStored) -> list[str]:
    current = result.overall["current"]
    no_target = sum(i.target is None and i.state != "not_applicable" for i in result.items)
    found = []
    if current["provisional"]:
        found.append(words.provisional_text())
    elif current["of"] and current["low"] != current["high"]:
        found.append(words.range_text(result.edition.scale_top))
    found += _states([(item.item, item.state) for item in result.items])
    if no_target:
        found.append(words.without_target_text(no_target))
    return [*found, *_narrowing(result)]


@uncertainties.register
def _tiers(result: TiersStored) -> list[str]:
    practices = [practice for tier in result.tiers for practice in tier.practices]
    found = [words.tier_range_text()] if result.low != result.high else []
    found += _states([(practice.item, practice.state) for practice in practices])
    return [*found, *_narrowing(result)]


def _states(stated: Sequence[tuple[Item, str]]) -> Iterator[str]:
    """By name what is open and what was left out, or that nothing is open."""

    def names(state: str) -> list[str]:
        return [results.item_name(item) for item, found in stated if found == state]

    if unknown := names("unknown"):
        yield words.unknown_text(unknown)
    if unanswered := names("unanswered"):
        yield words.unanswered_text(unanswered)
    if not unknown and not unanswered:
        yield words.nothing_open()
    if left_out := names("not_applicable"):
        yield words.not_applicable_text(left_out)


def _narrowing(result: StoredResult) -> list[str]:
    """Which open items to settle first; nothing where all of them were named already."""
    names = [results.item_name(item) for item in result.narrowing]
    return [words.narrowing_text(names)] if len(names) > 1 else []
