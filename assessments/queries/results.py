"""Reading a stored result in the shape in which pages and reports show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models import Answer, Assessment
from maturity.instruments.edition import Edition, Group, Item, Texts


@dataclass(frozen=True)
class ItemResult:
    """One item as it was submitted. `current`, `target` and `gap` are levels or None."""

    item: Item
    pillar: Group
    answer: Answer | None
    state: str
    current: int | None
    target: int | None
    gap: int | None

    @property
    def next_action(self) -> Texts | None:
        """The one step to the band above; None at the top or without a band."""
        if self.current is None or self.current >= len(self.item.actions):
            return None
        return self.item.actions[self.current]


@dataclass(frozen=True)
class GroupResult:
    """A block with its score, its pillars' scores and its items."""

    group: Group
    score: Mapping[str, Any]
    pillars: list[tuple[Group, Mapping[str, Any]]]
    items: list[ItemResult]


@dataclass(frozen=True)
class StoredResult:
    assessment: Assessment
    edition: Edition
    data: Mapping[str, Any]
    trace: Mapping[str, Any]
    overall: Mapping[str, Any]
    blocks: list[GroupResult]

    @property
    def items(self) -> list[ItemResult]:
        return [item for block in self.blocks for item in block.items]


def stored_data(assessment: Assessment) -> tuple[dict[str, Any], dict[str, Any]]:
    """The stored result and its arithmetic, in the order of the edition.

    Databases do not all keep the order of keys in stored JSON; the edition has one.
    """
    edition, result = assessment.edition.content, assessment.result
    groups = [group.key for group in edition.groups_by_rank]
    data = {
        **result.data,
        "scores": {key: result.data["scores"][key] for key in groups},
        "items": {item.key: result.data["items"][item.key] for item in edition.items},
    }
    return data, {key: result.trace[key] for key in groups}


def stored_result(assessment: Assessment) -> StoredResult:
    """The result computed at submission. Raises Result.DoesNotExist while it is a draft."""
    data, trace = stored_data(assessment)
    edition = assessment.edition.content
    answers = {answer.item: answer for answer in assessment.answers.all()}

    def item_result(item: Item) -> ItemResult:
        found = data["items"][item.key]
        return ItemResult(
            item=item,
            pillar=edition.group(item.group),
            answer=answers.get(item.key),
            state=found["state"],
            current=found["current"],
            target=found["target"],
            gap=found["gap"],
        )

    blocks = [
        GroupResult(
            group=block,
            score=data["scores"][block.key],
            pillars=[(p, data["scores"][p.key]) for p in edition.pillars_of(block)],
            items=[item_result(item) for item in edition.items_of(block.key)],
        )
        for block in edition.blocks
    ]
    return StoredResult(
        assessment=assessment,
        edition=edition,
        data=data,
        trace=trace,
        overall=data["scores"]["overall"],
        blocks=blocks,
    )
