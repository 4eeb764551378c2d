"""What stands on the sheets of the workbook: their columns and rows, in the active language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.reports.data.answering import priority_inputs, quick_bounds, typed_beside
from assessments.reports.data.schema import AssessmentData, GroupRow, ReportData
from assessments.wording import report_data as words
from assessments.wording.profile import economy_text, sector_text
from assessments.wording.report import size_text
from assessments.wording.results import reason_text, state_text
from assessments.wording.sections import section_title

Rows = Iterator[Sequence[Any]]

WHOLE, SIGNED = "0", "+0;-0;0"
TWO, EXACT = "0.00", "0.############"


@dataclass(frozen=True)
class Column:
    """A column by the key of its heading; `number` is the number format, empty for text."""

    heading: str
    width: int = 12
    number: str = ""

    @property
    def title(self) -> str:
        return str(words.HEADINGS[self.heading])


@dataclass(frozen=True)
class Sheet:
    key: str
    columns: tuple[Column, ...]
    rows: Callable[[ReportData], Rows]


def _about(data: ReportData) -> Rows:
    yield from _about_report(data)
    for part in data.assessments:
        yield from _about_assessment(part)
    for release in data.releases:
        yield _fact("release", release.title or release.key)
        yield _fact("key", release.key)
        yield _fact("release_hash", release.hash)
        yield _fact("edition", release.edition)
        yield _fact("publisher", release.publisher)
        yield _fact("licence", release.licence)


def _about_report(data: ReportData) -> Rows:
    head, profile = data.report, data.assessments[0].profile
    yield _fact("report", head.id)
    yield _fact("code", head.code)
    yield _fact("issued", head.issued)
    yield _fact("language", head.language)
    yield _fact("format", data.schema_version)
    yield _fact("left_out", "; ".join(section_title(key) for key in data.left_out))
    for notice in data.notices:
        yield _fact("notice", notice)
    yield _fact("enterprise", profile.name)
    yield _fact("economy", economy_text(profile.economy))
    yield _fact("sector", sector_text(profile.sector))
    yield _fact("size_band", size_text(profile.size_band))


def _about_assessment(part: AssessmentData) -> Rows:
    edition = part.edition
    yield _fact("questionnaire", edition.title)
    yield _fact("key", edition.instrument)
    yield _fact("edition", edition.edition)
    yield _fact("edition_hash", edition.hash)
    yield _fact("engine", edition.engine)
    yield _fact("assessment", part.id)
    yield _fact("scope", part.scope)
    yield _fact("submitted", part.submitted)
    for notice in part.notices:
        yield _fact("notice", notice)


def _fact(key: str, value: str) -> tuple[str, str]:
    return (str(words.FACTS[key]), value)


def _answers(data: ReportData) -> Rows:
    """Every item once; below them what else was given."""
    for part in data.assessments:
        groups = {group.key: group.name for group in part.groups}
        for item in part.items or ():
            typed = typed_beside(part, item.key)
            yield (
                *(part.edition.instrument, item.key, item.number, item.name),
                *(groups[item.group], state_text(item.state)),
                *(item.current, item.target, item.gap),
                item.answer if item.answer is not None else _plain(item.value),
                *(item.words, item.unit, *_typed(typed), ""),
            )
        for quantity in part.quantities or ():
            yield (
                *(part.edition.instrument, quantity.key, "", quantity.name, "", ""),
                *(quantity.current, quantity.target, None, None, "", quantity.unit),
                *("", "", quantity.action, quantity.method),
            )
        for key, value in _others(part):
            given = (None, None, None, value, "", "")
            yield (part.edition.instrument, key, "", "", "", "", *given, "", "", "", "")


def _typed(typed: Any) -> tuple[str, str, str]:
    reason = reason_text(typed["reason"]) if typed["reason"] else ""
    return (reason, typed["note"], typed["action"])


def _plain(value: Any) -> Any:
    """True and false as in the other formats."""
    return str(value).lower() if isinstance(value, bool) else value


def _others(part: AssessmentData) -> Iterator[tuple[str, Any]]:
    """Bounds of the quick pass and inputs of the priorities, by the keys of a file of answers."""
    for key, bounds in quick_bounds(part).items():
        yield from ((f"quick.{key}.{end}", bounds[end]) for end in ("low", "high"))
    for key, value in priority_inputs(part).items():
        if isinstance(value, dict):
            yield from ((f"priorities.{key}.{name}", given) for name, given in value.items())
        elif isinstance(value, list):
            yield f"priorities.{key}", " ".join(value)
        else:
            yield f"priorities.{key}", value


def _scores(data: ReportData) -> Rows:
    """Every group and side once; tiers and shares as far as the questionnaire has them."""
    for part in data.assessments:
        for group in part.groups:
            yield from _sides(part, group)
        items = {item.key: item for item in part.items or ()}
        for share in part.shares:
            yield (
                *(part.edition.instrument, share.key, items[share.key].name, _side("share")),
                *(share.k, None, share.n, share.percent, share.rounded),
                *(None, None, None, None, None, None, ""),
            )


def _sides(part: AssessmentData, group: GroupRow) -> Rows:
    head = (part.edition.instrument, group.key, group.name)
    tiers = {tier.key: tier for tier in part.tiers.tiers} if part.tiers else {}
    if group.key in tiers:
        reached = str(words.REACHED[tiers[group.key].reached])
        yield (*head, _side("tier"), *(None,) * 11, reached)
    for side in ("current", "target"):
        if score := getattr(group, side):
            yield (
                *(*head, _side(side), score.sum, score.count, score.of),
                *(score.mean, score.rounded, score.low, score.high, score.level),
                *(score.unknown, score.unanswered, score.not_applicable, ""),
            )
    if gap := group.gap:
        numbers = (gap.sum, gap.count, gap.of, gap.mean, gap.rounded)
        yield (*head, _side("gap"), *numbers, *(None,) * 6, "")


def _side(key: str) -> str:
    return str(words.SIDES[key])


def _arithmetic(data: ReportData) -> Rows:
    for part in data.assessments:
        for row in part.arithmetic or ():
            yield (
                *(part.edition.instrument, row.group, row.name, _side(row.side)),
                *(row.formula, row.counted, row.left_out, "\n".join(row.ranges)),
            )


def _comparisons(data: ReportData) -> Rows:
    licences = {release.key: release.licence for release in data.releases}
    titles = {part.id: part.edition.instrument for part in data.assessments}
    for row in data.comparisons:
        yield (
            *(str(words.SECTIONS[row.section]), titles.get(row.assessment or "", "")),
            *(row.about, row.name, row.own, row.value, row.said, row.period, row.n),
            *(row.locator, row.source, row.caveat),
            " ".join(figure.key for figure in row.figures),
            *(row.release, licences.get(row.release, "")),
        )


def _comments(data: ReportData) -> Rows:
    for part in data.assessments:
        names = {item.key: item.name for item in part.items or ()}
        for comment in part.comments or ():
            yield (
                *(part.edition.instrument, comment.item, names.get(comment.item, "")),
                *(comment.text, comment.organisation, comment.date),
            )


_PART = Column("instrument", 14)
_KEY = Column("key", 22)

SHEETS = (
    Sheet("about", (Column("fact", 28), Column("content", 80)), _about),
    Sheet(
        "answers",
        (
            *(_PART, _KEY, Column("number", 7), Column("item", 40), Column("group", 26)),
            Column("state", 16),
            *(Column("today", 8, EXACT), Column("target", 8, EXACT), Column("gap", 8, SIGNED)),
            *(Column("answer", 18, EXACT), Column("words", 24), Column("unit", 14)),
            *(Column("reason", 24), Column("note", 50), Column("action", 50)),
            Column("method", 40),
        ),
        _answers,
    ),
    Sheet(
        "scores",
        (
            *(_PART, _KEY, Column("group", 40), Column("side", 16)),
            *(Column("sum", 8, EXACT), Column("count", 8, WHOLE), Column("of", 8, EXACT)),
            *(Column("mean", 18, EXACT), Column("rounded", 10, TWO)),
            *(Column("low", 18, EXACT), Column("high", 18, EXACT), Column("level", 8, WHOLE)),
            *(Column("unknown", 10, WHOLE), Column("unanswered", 10, WHOLE)),
            *(Column("not_applicable", 10, WHOLE), Column("reached", 22)),
        ),
        _scores,
    ),
    Sheet(
        "arithmetic",
        (
            *(_PART, _KEY, Column("group", 40), Column("side", 16)),
            *(Column("formula", 60), Column("counted", 60), Column("left_out", 50)),
            Column("ranges", 60),
        ),
        _arithmetic,
    ),
    Sheet(
        "comparisons",
        (
            *(Column("section", 24), Column("part", 14), Column("about", 22)),
            *(Column("name", 50), Column("own", 16), Column("value", 24), Column("said", 40)),
            *(Column("period", 14), Column("n", 10, WHOLE), Column("locator", 26)),
            *(Column("source", 40), Column("caveat", 50), Column("figure", 34)),
            *(Column("release", 22), Column("licence", 50)),
        ),
        _comparisons,
    ),
    Sheet(
        "comments",
        (
            *(_PART, _KEY, Column("item", 40), Column("text", 80), Column("organisation", 30)),
            Column("date", 12),
        ),
        _comments,
    ),
)
