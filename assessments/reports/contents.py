"""What a report consists of: its sections in the order of printing, and in its contents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.reports.options import ReportOptions, options_from_json
from assessments.wording import sections as words
from assessments.wording.results import sentences

Context = Mapping[str, Any]


CROWDED = 620
"""So many characters, East Asian ones counted twice, say on a summary what it is held against and
what is open before it is set closer."""


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


@dataclass(frozen=True)
class Absent:
    """What one might look for and does not find: which part it would be of, and why it is not."""

    title: str
    of: str
    why: str


def sections_of(context: Context) -> list[Section]:
    """The sections of a frozen report: what was chosen, as far as there is something to say."""
    options = options_from_json(context["options"])
    return [
        *_whole_before(context, options),
        *_parts(context, options),
        *_whole_after(context, options),
    ]


def absent_from(context: Context) -> list[Absent]:
    """Every section and every voice that is not in this report, with the reason."""
    options = options_from_json(context["options"])
    several = len(context["parts"]) > 1
    found = []
    for part in context["parts"]:
        of = part["edition"]["title"] if several else ""
        for key in _EXPECTED[part["method"]]:
            if why := _why_absent(part, key, options):
                found.append(Absent(words.section_title(key), of, why))
        for voice, is_heard in _voices(part).items():
            if not is_heard and options.shows("items"):
                found.append(Absent(words.voice_title(voice), of, words.why_absent(voice)))
    for key in ("dimensions", "national"):
        if not options.shows(key):
            found.append(Absent(words.section_title(key), "", words.why_absent("left_out")))
        elif not context["release"]:
            found.append(Absent(words.section_title(key), "", words.why_absent(key)))
    return found


def _whole_before(context: Context, options: ReportOptions) -> Iterator[Section]:
    if options.preface:
        yield _section("preface")
    if len(context["parts"]) > 1:
        yield _section("overview", shows_items=options.shows("items"))


def _parts(context: Context, options: ReportOptions) -> Iterator[Section]:
    """Where there are several, each keeps its arithmetic with it."""
    for number, part in enumerate(context["parts"]):
        own = list(_PARTS[part["method"]](part, options))
        if len(context["parts"]) > 1:
            own += _arithmetic(part, options)
        for section in own:
            yield _of_part(section, part, number)


def _of_part(section: Section, part: Context, number: int) -> Section:
    return Section(
        section.template,
        section.title,
        part["uid"] + section.anchor,
        {**part, **section.values},
        number,
    )


def dimensions_printed(context: Context, options: ReportOptions) -> list[Context]:
    """The dimensions as far as the report prints them."""
    return context.get("dimensions") or [] if options.shows("dimensions") else []


def national_printed(context: Context, options: ReportOptions) -> list[Context]:
    """The national context that is printed: what stands beside the dimensions is not repeated."""
    if not options.shows("national"):
        return []
    beside = bool(dimensions_printed(context, options))
    sections: list[Context] = context["national"]
    return [each for each in sections if not (beside and each["relation"] == "own")]


def _whole_after(context: Context, options: ReportOptions) -> Iterator[Section]:
    if dimensions_printed(context, options):
        yield _section("dimensions")
    if shown := national_printed(context, options):
        yield _section("national", national=shown)
    if len(context["parts"]) == 1:
        for section in _arithmetic(context["parts"][0], options):
            yield _of_part(section, context["parts"][0], 0)
    yield _section("method", absent=absent_from(context))


def _section(key: str, **values: Any) -> Section:
    return Section(f"{key}.html", words.section_title(key), key, values)


def _means(part: Context, options: ReportOptions) -> Iterator[Section]:
    yield _section("summary", **_page_of(part, options))
    if options.shows("profile"):
        yield _section("profile")
    if part["priorities"] and options.shows("priorities"):
        yield _section("priorities")
    if options.shows("items"):
        for number, block in enumerate(part["blocks"], start=1):
            values = {"block": block, "remarks": part["remarks"] if number == 1 else []}
            yield Section("block.html", block["name"], f"block-{number}", values)
    if part["quantities"] and options.shows("quantities"):
        yield _section("quantities")
    yield from _roadmap(options)
    yield from _held_against(part, options)


def _page_of(part: Context, options: ReportOptions) -> dict[str, bool]:
    """What the page a director reads is told: whether it may point to items, and whether much is
    open, so that it is set closer to remain one page."""
    summary = part["summary"]
    text = "".join([*summary["against"], *summary["uncertain"]])
    wide = sum(2 if character >= "\u2e80" else 1 for character in text)
    return {"shows_items": options.shows("items"), "is_crowded": wide > CROWDED}


def _tiers(part: Context, options: ReportOptions) -> Iterator[Section]:
    values = _page_of(part, options)
    yield Section("tiers.html", words.section_title("summary"), "summary", values)
    if options.shows("items"):
        for number, tier in enumerate(part["tiers"], start=1):
            values = {"tier": tier, "remarks": part["remarks"] if number == 1 else []}
            yield Section("tier.html", tier["name"], f"tier-{number}", values)
    yield from _roadmap(options)
    yield from _held_against(part, options)


def _facts(part: Context, options: ReportOptions) -> Iterator[Section]:
    yield Section("facts.html", words.section_title("facts"), "summary")
    yield from _held_against(part, options)


def _roadmap(options: ReportOptions) -> Iterator[Section]:
    if options.shows("roadmap"):
        yield _section("roadmap", shows_items=options.shows("items"))


def _held_against(part: Context, options: ReportOptions) -> Iterator[Section]:
    for key in ("change", "perception", "published", "pool"):
        if _has(part, key) and options.shows(key):
            yield _section(key)


def _arithmetic(part: Context, options: ReportOptions) -> Iterator[Section]:
    if part["method"] == "means" and options.shows("arithmetic"):
        yield _section("arithmetic")


_PARTS = {"means": _means, "tiers": _tiers, "facts": _facts}

_EXPECTED = {
    "means": (
        "profile",
        "priorities",
        "items",
        "quantities",
        "roadmap",
        "change",
        "perception",
        "published",
        "pool",
        "arithmetic",
    ),
    "tiers": ("items", "roadmap", "change", "perception", "pool"),
    "facts": ("change", "perception"),
}
"""What a reader may look for in a part, by the method of its questionnaire."""


def _has(part: Context, key: str) -> bool:
    """Whether there is more to say than a sentence on why there is not."""
    found = part.get(key)  # an older context has fewer of them
    if key == "published" and found:
        return bool(found["means"] or found["positions"] or found["items"])
    return bool(found)


def _why_absent(part: Context, key: str, options: ReportOptions) -> str:
    """Empty for what is there, and for what this questionnaire does not have at all."""
    if not part["asks"].get(key, True):
        return ""
    if not options.shows(key):
        return words.why_absent("left_out")
    if key in ("profile", "items", "roadmap", "arithmetic") or _has(part, key) or key not in part:
        return ""
    if key == "published" and part["published"]:
        return sentences(*part["published"]["notes"])
    if key == "change" and part.get("earlier"):
        return str(part["earlier"])
    return words.why_absent(key)


def _voices(part: Context) -> dict[str, bool]:
    """Whose words beside the answers are printed."""
    rows = [
        row
        for name, rows in (("blocks", "items"), ("tiers", "practices"), ("questions", "facts"))
        for group in part.get(name, ())
        for row in group[rows]
    ]
    return {
        "note": any(row["note"] for row in rows),
        "comment": bool(part["remarks"]) or any(row["comments"] for row in rows),
    }
