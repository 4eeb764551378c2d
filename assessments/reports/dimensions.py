"""The parts of a report on the six dimensions: own answers on one side, the figures of the own
economy on the other, and nothing between them."""

from collections.abc import Sequence
from typing import Any

from assessments.models import Answer, Assessment
from assessments.queries.dimensions import OwnItem, OwnSide, ReadDimension, dimensions_of
from assessments.reports.sections import figure_rows
from assessments.wording import report as words
from assessments.wording import results
from assessments.wording.answers import answer_text
from assessments.wording.profile import active_language
from maturity.benchmarks.context import ContextSection
from maturity.instruments.items import LevelItem


def dimension_sections(
    assessments: Sequence[Assessment], sections: Sequence[ContextSection]
) -> list[dict[str, Any]]:
    """The six, with what the assessments of this report say about each; their answers should be
    prefetched."""
    return [_dimension(found) for found in dimensions_of(assessments, sections)]


def _dimension(found: ReadDimension) -> dict[str, Any]:
    language = active_language()
    own = (section for section in found.published if section.relation == "own")
    return {
        "name": found.frame.name[language],
        "about": found.frame.about[language],
        "own": [_own(side) for side in found.own],
        "figures": [
            row for section in own for group in section.groups for row in figure_rows(group.figures)
        ],
    }


def _own(side: OwnSide) -> dict[str, Any]:
    return {
        "title": results.short_title(side.latest.content),
        "why": side.why[active_language()],
        "rows": [_item(side, item) for item in side.items],
        "tiers": [
            {"name": tier.group.name[active_language()], "reached": tier.reached}
            for tier in side.tiers
        ],
        "open": results.listed([results.item_name(item) for item in side.open]),
    }


def _item(side: OwnSide, own: OwnItem) -> dict[str, Any]:
    item, answer = own.item, own.answer
    row = {"number": item.number, "name": item.name[active_language()], "staff": "", "share": ""}
    if isinstance(item, LevelItem) and answer and answer.state == Answer.State.ANSWERED:
        word = words.level_word(side.latest.content, item, answer.value)
        target = "none" if answer.target is None else answer.target
        return row | {"answer": f"{answer.value} {word}", "staff": f"{answer.value}-{target}"}
    share = results.share_text(own.share) if own.share else ""
    return row | {"answer": answer_text(item, answer), "share": share}
