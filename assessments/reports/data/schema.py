"""The data of a report as programs read it; these classes are the format, and its JSON Schema.

A change that a reader of older files would notice raises VERSION. Counts, sums and levels are
integers; every other number is text in ASCII digits, exact or with 12 decimals, as
`manage.py score` prints it. docs/reports.md says the rest.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION: Literal["1"] = "1"
FORMAT: Literal["maturity-report"] = "maturity-report"
SCHEMA_ID = "urn:maturity:report-data:1"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)


class ReportHead(_Model):
    """Which report the data belong to."""

    id: str = Field(description="identifier of the report")
    code: str = Field(description="verification code, in groups of four")
    issued: str = Field(description="when it was asked for, UTC")
    language: str = Field(description="of all words in this file: en, zh-hans or ja")


class EditionHead(_Model):
    """The questionnaire that was answered."""

    instrument: str = Field(description="key of the questionnaire")
    edition: str = Field(description="its edition")
    hash: str = Field(description="SHA-256 of the canonical JSON of the edition, texts included")
    title: str = Field(description="in the report's language")
    method: Literal["means", "tiers", "facts"] = Field(description="what is made of the answers")
    scale_top: int = Field(description="the highest level; without meaning where there is none")
    engine: str = Field(description="version of the rules that made the result")


class Profile(_Model):
    """The enterprise as it was when the answers were submitted."""

    name: str = Field(description="as it was typed")
    economy: str = Field(description="ISO 3166-1 alpha-2")
    sector: str = Field(description="ISIC Rev. 4: section, or division of manufacturing")
    size_band: str = Field(description="persons engaged")


class GroupScore(_Model):
    """Levels today, or targets: `count` of the `of` items that apply have one."""

    sum: int = Field(description="of the levels there are")
    count: int = Field(description="of items with a level")
    of: int = Field(description="items that apply")
    unknown: int = Field(description="items answered with “not known yet”")
    unanswered: int = Field(description="items without an answer")
    not_applicable: int = Field(description="items that do not apply; not in `of`")
    mean: str | None = Field(description="sum divided by count, at most 12 decimals")
    rounded: str | None = Field(description="the mean with 2 decimals, half up")
    level: int | None = Field(description="of the mean, where the instrument defines one")
    level_low: int | None = Field(default=None, description="level of the lower end of the range")
    level_high: int | None = Field(default=None, description="level of the upper end of the range")
    low: str | None = Field(description="the mean if every open item were at its lowest")
    high: str | None = Field(description="the mean if every open item were at its highest")
    provisional: bool = Field(description="an item has only the bounds of a quick pass: no mean")


class GroupGap(_Model):
    """Target minus level today, over the items that have both."""

    sum: int = Field(description="of the gaps; negative where targets are lower")
    count: int = Field(description="items with level and target")
    of: int = Field(description="items that apply")
    mean: str | None = Field(description="sum divided by count, at most 12 decimals")
    rounded: str | None = Field(description="the mean with 2 decimals, half up")


class GroupRow(_Model):
    """A group of items. Only those of a questionnaire with levels have scores."""

    key: str = Field(description="stable within the instrument")
    kind: str = Field(description="overall, block, pillar, tier or question")
    name: str = Field(description="in the report's language")
    current: GroupScore | None = Field(description="levels today; null without levels")
    target: GroupScore | None = Field(description="targets; null without levels")
    gap: GroupGap | None = Field(description="null without levels")


class ItemRow(_Model):
    """One item with what was made of its answer; what its kind has not is null."""

    key: str = Field(description="stable within the instrument")
    number: str = Field(description="as printed")
    name: str = Field(description="in the report's language")
    group: str = Field(description="key of the nearest group")
    state: str = Field(description="answered, unknown, unanswered or not_applicable")
    current: int | None = Field(default=None, description="level today")
    target: int | None = Field(default=None, description="level aimed at")
    gap: int | None = Field(default=None, description="target minus current")
    answer: str | None = Field(default=None, description="of a practice: yes, partly or no")
    value: Any = Field(
        default=None,
        description="of a fact: true or false, a number as text, the key of a choice, or text",
    )
    unit: str = Field(
        default="", description="of a number, in the report's language; empty without one"
    )
    words: str = Field(
        default="", description="answer of a practice or fact in the report's language"
    )


class QuantityRow(_Model):
    """An indicator, given beside the levels and never part of a mean."""

    key: str = Field(description="stable within the instrument")
    name: str = Field(description="in the report's language")
    unit: str = Field(description="in the report's language; empty without one")
    current: str | None = Field(description="today: a number as text, or the key of a choice")
    target: str | None = Field(description="in three years, likewise")
    method: str = Field(description="how it was calculated, as typed")
    action: str = Field(description="what is planned, as typed")


class Factors(_Model):
    """One number for each of the three reasons to begin with a dimension."""

    cost: str = Field(description="of costs")
    kpi: str = Field(description="of the indicators of success")
    proximity: str = Field(description="of the distance to the best of the industry")


class PriorityRow(Factors):
    """One dimension under one horizon."""

    dimension: str = Field(description="key of the item")
    impact: str = Field(description="the weighted sum, at most 12 decimals")
    rank: int = Field(description="from 1")


class RankingRow(_Model):
    """All dimensions under one horizon, best first."""

    horizon: str = Field(description="its key")
    weights: Factors = Field(description="of the three reasons")
    values: list[PriorityRow] = Field(description="best first")
    recommended: list[str] = Field(description="keys of the four to begin with")


class TablesHead(_Model):
    """The tables from which priorities were computed."""

    version: str = Field(description="of the tables")
    hash: str = Field(description="SHA-256 of their canonical JSON")


class Priorities(_Model):
    """Where to begin; without rankings, `missing` says what it would need."""

    horizon: str | None = Field(description="the one that was chosen")
    rankings: list[RankingRow] = Field(description="one for each horizon, by key")
    totals: Factors | None = Field(description="by which the reasons were divided")
    tables: TablesHead = Field(description="what the ranking rests on")
    missing: list[str] = Field(description="keys of items that are open")


class TierRow(_Model):
    """One tier. `met` by its own practices, `reached` if all below are met as well."""

    key: str = Field(description="of the group")
    met: bool | None = Field(description="null while it depends on open practices")
    reached: bool | None = Field(description="null while it depends on open practices")
    missing: list[str] = Field(description="deciding practices answered partly or no")
    open: list[str] = Field(description="deciding practices without an answer")
    supporting: dict[str, str] = Field(description="practices that never decide, by key")


class Tiers(_Model):
    """The tier reached, and why."""

    tier: int | None = Field(description="null while it depends on open practices; 0 is none")
    low: int = Field(description="certainly reached")
    high: int = Field(description="possibly reached")
    tiers: list[TierRow] = Field(description="from the lowest upwards")


class ShareRow(_Model):
    """A part of a whole, derived from two answers."""

    key: str = Field(description="of the part")
    of: str = Field(description="key of the whole")
    k: str = Field(description="the part")
    n: str = Field(description="the whole")
    percent: str = Field(description="exact, at most 12 decimals")
    rounded: str = Field(description="1 decimal, half up")


class WarningRow(_Model):
    """Allowed, but worth a second look."""

    code: str = Field(description="stable")
    path: str = Field(description="of the answer")
    params: dict[str, Any] = Field(description="what the code is about")


class ArithmeticRow(_Model):
    """How one number came about, as the report prints it."""

    group: str = Field(description="key of the group, or of the item of a share")
    name: str = Field(description="in the report's language")
    side: str = Field(description="current, target or gap; tier; share")
    formula: str = Field(description="in words and digits")
    counted: str = Field(description="the answers in it; empty where a smaller group lists them")
    left_out: str = Field(description="which answers are not in it, and why")
    ranges: list[str] = Field(description="how the ends of the range came about")


class CommentRow(_Model):
    """What a consultant said."""

    item: str = Field(description="key of the item; empty: about the whole")
    text: str = Field(description="as typed")
    organisation: str = Field(description="in whose name; empty if it is gone")
    date: str = Field(description="YYYY-MM-DD, UTC")


class AssessmentData(_Model):
    """One assessment of the report. A part that the report leaves out is null."""

    id: str = Field(description="identifier of the assessment")
    submitted: str = Field(description="UTC")
    edition: EditionHead = Field(description="what was asked")
    profile: Profile = Field(description="frozen at submission")
    scope: str = Field(description="the site that was answered for; empty: the enterprise")
    notices: list[str] = Field(description="that it corrects another result, or was corrected")
    answers: dict[str, Any] | None = Field(
        description="a file of answers as `manage.py score` reads it (docs/scoring.md)"
    )
    items: list[ItemRow] | None = Field(description="every item once, as asked")
    groups: list[GroupRow] = Field(description="every group once: overall, blocks, pillars; tiers")
    quantities: list[QuantityRow] | None = Field(description="the indicators that were given")
    priorities: Priorities | None = Field(description="null also where none are asked for")
    tiers: Tiers | None = Field(description="null for other methods")
    shares: list[ShareRow] = Field(description="derived from facts")
    leading: bool | None = Field(description="null if undecided or not known to the instrument")
    narrowing: list[str] = Field(description="open items that would narrow the result most")
    warnings: list[WarningRow] = Field(description="found when it was submitted")
    arithmetic: list[ArithmeticRow] | None = Field(description="as printed")
    comments: list[CommentRow] | None = Field(description="as frozen with the report")


class FigureData(_Model):
    """A published figure, digit for digit."""

    key: str = Field(description="in its release")
    economy: str = Field(description="code of the economy or place")
    value: str = Field(description="digits as published; the scale is in the unit")
    value_max: str | None = Field(default=None, description="upper end of a range")
    unit: str = Field(description="code of the unit")
    qualifier: str = Field(
        default="exact", description="exact, about, nearly, at_least, more_than or less_than"
    )
    period: str | None = Field(default=None, description="null where the publication names none")
    n: int | None = Field(default=None, description="enterprises behind this figure, where known")


class ComparisonRow(_Model):
    """One row of what a result is held against, as printed."""

    section: str = Field(description="facts, published, pool, dimensions or national")
    assessment: str | None = Field(description="of which result; null: of none")
    about: str = Field(description="key of the item or group; name of the dimension or place")
    name: str = Field(description="what is compared, in words")
    own: str = Field(description="one's own value as printed; empty for context")
    value: str = Field(description="the published value as printed")
    said: str = Field(description="the sentence or the standing that is printed with it")
    period: str = Field(description="as printed")
    n: str = Field(description="as printed; empty where not known")
    locator: str = Field(description="where in the publication it stands")
    source: str = Field(description="what the publication itself names")
    caveat: str = Field(description="must be shown wherever the figure is")
    release: str = Field(description="key of the release in `releases`")
    figures: list[FigureData] = Field(description="the figures behind the row; none of the pool")


class ReleaseHead(_Model):
    """Published data that the report quotes."""

    kind: Literal["national", "results", "pool"] = Field(description="what it holds")
    key: str = Field(description="stable")
    hash: str = Field(description="SHA-256 of the canonical JSON of its content")
    state: str = Field(description="when the report was made; of the pool always published")
    title: str = Field(description="in the report's language; empty for the pool")
    publisher: str = Field(description="likewise")
    edition: str = Field(description="likewise")
    licence: str = Field(description="likewise")
    n: int | None = Field(description="observations, where known")


class ReportData(_Model):
    """The data of one report, read from what was frozen when it was made."""

    schema_id: str = Field(default=SCHEMA_ID, alias="$schema", description="`$id` of this schema")
    format: Literal["maturity-report"] = Field(
        default="maturity-report", description="of this file"
    )
    schema_version: Literal["1"] = Field(
        default=VERSION, alias="schema", description="of this format"
    )
    report: ReportHead = Field(description="which report")
    left_out: list[str] = Field(description="sections that were left out when it was asked for")
    notices: list[str] = Field(description="of releases that were withdrawn")
    releases: list[ReleaseHead] = Field(description="national first; each once")
    assessments: list[AssessmentData] = Field(description="in the order of printing")
    comparisons: list[ComparisonRow] = Field(description="in the order of printing")


def data_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    schema = ReportData.model_json_schema(mode="serialization", by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
    }
