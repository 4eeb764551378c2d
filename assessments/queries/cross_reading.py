"""An enterprise's results of several questionnaires, read beside each other, never merged."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assessments.access import editable_by, visible_to
from assessments.models import Answer, Assessment, Enterprise, User
from assessments.queries.instruments import newest_edition
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
    seen = list(
        visible_to(Assessment, user)
        .filter(enterprise=enterprise, edition__key__in=reading.instruments)
        .select_related("edition", "tables", "result")
        .prefetch_related("answers")
        .order_by("-submitted_at", "-created_at")
    )
    may_edit = set(editable_by(user).filter(enterprise=enterprise).values_list("pk", flat=True))
    columns = [
        _Column(
            content=_content_of(key, seen),
            submitted=next((a for a in seen if a.edition.key == key and a.is_frozen), None),
            draft=next((a for a in seen if a.edition.key == key and a.pk in may_edit), None),
        )
        for key in reading.instruments
    ]
    by_key = dict(zip(reading.instruments, columns, strict=True))
    return ReadTogether(
        editions=[column.content for column in columns],
        results=[stored_result(c.submitted) if c.submitted else None for c in columns],
        themes=[_read_theme(theme, by_key) for theme in reading.themes],
        version=reading.version,
    )


@dataclass(frozen=True)
class _Column:
    """One questionnaire: what it asks, the result to read, the draft that could take notes."""

    content: Edition
    submitted: Assessment | None
    draft: Assessment | None

    def answer(self, item: str) -> Answer | None:
        return _answer(self.submitted, item)

    def draft_note(self, item: str) -> str:
        found = _answer(self.draft, item)
        return found.note.strip() if found else ""


def _answer(assessment: Assessment | None, item: str) -> Answer | None:
    held = assessment.answers.all() if assessment else ()  # prefetched
    return next((answer for answer in held if answer.item == item), None)


def _content_of(key: str, seen: list[Assessment]) -> Edition:
    """The edition that was answered; before that the newest one, for the names of its items."""
    answered = next((a for a in seen if a.edition.key == key and a.is_frozen), None)
    return answered.content if answered else newest_edition(key).content


def _read_theme(theme: Theme, columns: Mapping[str, _Column]) -> ReadTheme:
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
    relation: Relation, columns: Mapping[str, _Column], read: Callable[[ItemRef], ReadItem]
) -> Iterator[CarryOver]:
    """A submitted note, for the related item of an open assessment that has none yet."""
    for source, target in (
        (relation.first, relation.second),
        (relation.second, relation.first),
    ):
        found, column = columns[source.instrument].answer(source.item), columns[target.instrument]
        if found and found.note.strip() and column.draft and not column.draft_note(target.item):
            yield CarryOver(read(source), found.assessment, column.draft, read(target).item)
