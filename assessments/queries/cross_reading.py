"""An enterprise's results of several questionnaires, read beside each other, never merged."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assessments.models import Answer, Assessment, Enterprise, User
from assessments.queries.latest import Latest, latest_assessments
from assessments.queries.results import StoredResult, stored_result
from maturity.instruments.edition import Edition
from maturity.instruments.items import Item, Texts
from maturity.instruments.relations import ItemRef, Relation, Theme, shipped_cross_reading


@dataclass(frozen=True)
class ReadItem:
    """An item of one questionnaire with what the enterprise answered, if it did."""

    ref: ItemRef
    item: Item
    answer: Answer | None


@dataclass(frozen=True)
class CarryOver:
    """A note that an open assessment could take over from a related item."""

    source: ReadItem
    submitted: Assessment
    draft: Assessment
    to: Item


@dataclass(frozen=True)
class ReadTheme:
    """One theme; `columns` holds its items by questionnaire, in the order of the reading."""

    theme: Theme
    columns: list[list[ReadItem]]
    reasons: list[tuple[ReadItem, ReadItem, Relation]]
    alone: list[tuple[ReadItem, Texts]]
    offers: list[CarryOver]


@dataclass(frozen=True)
class ReadTogether:
    """`results` by questionnaire: the newest submitted one, or None."""

    editions: list[Edition]
    results: list[StoredResult | None]
    themes: list[ReadTheme]
    version: str

    @property
    def count(self) -> int:
        return sum(result is not None for result in self.results)


def read_together(user: User, enterprise: Enterprise) -> ReadTogether:
    """Read the newest results this person may see, along the shipped relations."""
    reading = shipped_cross_reading()
    columns = latest_assessments(user, enterprise, reading.instruments)
    submitted = [column.submitted for column in columns.values()]
    return ReadTogether(
        editions=[column.content for column in columns.values()],
        results=[stored_result(assessment) if assessment else None for assessment in submitted],
        themes=[_read_theme(theme, columns) for theme in reading.themes],
        version=reading.version,
    )


def _read_theme(theme: Theme, columns: Mapping[str, Latest]) -> ReadTheme:
    def read(ref: ItemRef) -> ReadItem:
        column = columns[ref.instrument]
        return ReadItem(ref, column.content.item(ref.item), column.answer(ref.item))

    known = [ref for ref in theme.items if columns[ref.instrument].content.has_item(ref.item)]
    pairs = [r for r in theme.relations if r.first in known and r.second in known]
    return ReadTheme(
        theme=theme,
        columns=[[read(ref) for ref in known if ref.instrument == key] for key in columns],
        reasons=[(read(r.first), read(r.second), r) for r in pairs],
        alone=[(read(alone.item), alone.reason) for alone in theme.alone if alone.item in known],
        offers=[offer for r in pairs for offer in _offers(r, columns, read)],
    )


def _offers(
    relation: Relation, columns: Mapping[str, Latest], read: Callable[[ItemRef], ReadItem]
) -> Iterator[CarryOver]:
    """A submitted note, for the related item of an open assessment that has none yet."""
    for source, target in (
        (relation.first, relation.second),
        (relation.second, relation.first),
    ):
        found, column = columns[source.instrument].answer(source.item), columns[target.instrument]
        if found and found.note.strip() and column.draft and not column.draft_note(target.item):
            yield CarryOver(read(source), found.assessment, column.draft, read(target).item)
