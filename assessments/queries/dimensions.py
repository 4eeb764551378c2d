"""An enterprise beside the six dimensions of the national report: its answers, their figures.

Two sides and nothing between them: no difference, no sum and no score of a dimension.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.models import Answer, Assessment, Enterprise, User
from assessments.queries.latest import Latest, latest_assessments
from assessments.queries.results import FactsStored, StoredResult, TiersStored, stored_result
from maturity.benchmarks.context import ContextSection, of_dimension
from maturity.benchmarks.dimensions import DimensionFrame, Related, dimension_frames
from maturity.instruments.edition import Group
from maturity.instruments.items import Item, Texts


@dataclass(frozen=True)
class OwnItem:
    """One related item as it was submitted. `share` is the share derived from a fact, if any."""

    item: Item
    answer: Answer | None
    share: Mapping[str, Any] | None

    @property
    def is_given(self) -> bool:
        """Whether something was said about it, if only that it is not known."""
        return self.answer is not None and self.answer.state != Answer.State.UNANSWERED


@dataclass(frozen=True)
class OwnTier:
    """One related tier; `reached` is None while it depends on open practices."""

    group: Group
    reached: bool | None


@dataclass(frozen=True)
class OwnSide:
    """What one questionnaire asks about a dimension, and why that belongs there.

    `items` are those with an answer or a state that somebody gave, `open` the others by name:
    all of them without a submitted assessment (`latest.submitted`).
    """

    why: Texts
    latest: Latest
    items: list[OwnItem]
    open: list[Item]
    tiers: list[OwnTier]


@dataclass(frozen=True)
class ReadDimension:
    """One dimension: the enterprise on one side, published figures by economy on the other."""

    frame: DimensionFrame
    own: list[OwnSide]
    published: list[ContextSection]


def read_dimensions(
    user: User, enterprise: Enterprise, sections: Sequence[ContextSection]
) -> list[ReadDimension]:
    """Read the newest results this person may see beside the figures of `sections`.

    What an edition does not ask is left out.
    """
    asked = dict.fromkeys(part.instrument for frame in dimension_frames() for part in frame.related)
    return _beside(latest_assessments(user, enterprise, asked), sections)


def dimensions_of(
    assessments: Sequence[Assessment], sections: Sequence[ContextSection]
) -> list[ReadDimension]:
    """The same for these submitted assessments alone, one of each questionnaire at most.

    What no other questionnaire says is left out, not even named as missing. The answers should be
    prefetched.
    """
    latest = {
        found.edition.key: Latest(
            edition=found.edition, content=found.content, submitted=found, draft=None
        )
        for found in assessments
    }
    return _beside(latest, sections)


def _beside(
    latest: Mapping[str, Latest], sections: Sequence[ContextSection]
) -> list[ReadDimension]:
    results = {
        key: stored_result(found.submitted)
        for key, found in latest.items()
        if found.submitted is not None
    }
    return [
        ReadDimension(
            frame=frame,
            own=[
                _own_side(part, latest[part.instrument], results.get(part.instrument))
                for part in frame.related
                if part.instrument in latest
            ],
            published=of_dimension(sections, frame.key),
        )
        for frame in dimension_frames()
    ]


def _own_side(part: Related, latest: Latest, result: StoredResult | None) -> OwnSide:
    content = latest.content
    keys = [key for key in part.items if content.has_item(key)]
    groups = [group for group in content.groups if group.key in part.groups]
    items = list(_own_items(keys, latest, result))
    return OwnSide(
        why=part.why,
        latest=latest,
        items=[own for own in items if own.is_given],
        open=[own.item for own in items if not own.is_given],
        tiers=_own_tiers(groups, result),
    )


def _own_items(
    keys: Iterable[str], latest: Latest, result: StoredResult | None
) -> Iterable[OwnItem]:
    # A fact that another answer closed counts as unanswered, whatever is stored.
    questions = result.questions if isinstance(result, FactsStored) else []
    facts = {fact.item.key: fact for _group, held in questions for fact in held}
    for key in keys:
        if key in facts:
            yield OwnItem(facts[key].item, facts[key].answer, facts[key].share)
        else:
            yield OwnItem(latest.content.item(key), latest.answer(key), None)


def _own_tiers(groups: Sequence[Group], result: StoredResult | None) -> list[OwnTier]:
    tiers = result.tiers if isinstance(result, TiersStored) else []
    reached = {tier.group.key: tier.reached for tier in tiers}
    return [OwnTier(group, reached.get(group.key)) for group in groups]
