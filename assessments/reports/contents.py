"""What a report consists of: its sections in the order of printing, and in its contents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.reports.options import ReportOptions, options_from_json
from assessments.wording import sections as words

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """One section: its template below `reports/pdf/`, what stands in the contents, where it is.

    `values` is what the template is told beside the context of the report; `part` the number of
    the assessment it is about, None for what is about the whole report.
    """

    template: str
    title: str
    anchor: str
    values: Context = field(default_factory=dict)
    part: int | None = None


def sections_of(context: Context) -> list[Section]:
    """The sections of a frozen report: what was chosen, as far as there is something to say."""
    options = options_from_json(context["options"])
    return [*_whole_before(context, options), *_parts(context, options), *_whole_after(context)]


def _whole_before(context: Context, options: ReportOptions) -> Iterator[Section]:
    if options.preface:
        yield _section("preface")
    if len(context["parts"]) > 1:
        yield _section("overview")


def _parts(context: Context, options: ReportOptions) -> Iterator[Section]:
    for number, part in enumerate(context["parts"]):
        for section in _PARTS[part["method"]](part, options):
            yield Section(
                section.template,
                section.title,
                part["uid"] + section.anchor,
                {**part, **section.values},
                number,
            )


def _whole_after(context: Context) -> Iterator[Section]:
    options = options_from_json(context["options"])
    if context["release"] and options.shows("national"):
        yield _section("national")
    for number, part in enumerate(context["parts"]):
        if part["method"] == "means" and options.shows("arithmetic"):
            section = _section("arithmetic")
            yield Section(section.template, section.title, part["uid"] + "arithmetic", part, number)
    yield _section("method")


def _section(key: str, **values: Any) -> Section:
    return Section(f"{key}.html", words.section_title(key), key, values)


def _means(part: Context, options: ReportOptions) -> Iterator[Section]:
    yield _section("summary")
    if options.shows("profile"):
        yield _section("profile")
    if part["priorities"] and options.shows("priorities"):
        yield _section("priorities")
    if options.shows("items"):
        for number, block in enumerate(part["blocks"], start=1):
            yield Section("block.html", block["name"], f"block-{number}", {"block": block})
    if part["quantities"] and options.shows("quantities"):
        yield _section("quantities")
    yield from _held_against(part, options)


def _tiers(part: Context, options: ReportOptions) -> Iterator[Section]:
    yield Section("tiers.html", words.section_title("summary"), "summary")
    if options.shows("items"):
        for number, tier in enumerate(part["tiers"], start=1):
            yield Section("tier.html", tier["name"], f"tier-{number}", {"tier": tier})
    yield from _held_against(part, options)


def _facts(part: Context, options: ReportOptions) -> Iterator[Section]:
    yield Section("facts.html", words.section_title("facts"), "summary")
    yield from _held_against(part, options)


def _held_against(part: Context, options: ReportOptions) -> Iterator[Section]:
    for key in ("change", "perception", "published", "pool"):
        if part.get(key) and options.shows(key):  # an older context has fewer of them
            yield _section(key)


_PARTS = {"means": _means, "tiers": _tiers, "facts": _facts}
