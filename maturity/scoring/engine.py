"""From the answers to one edition to its result."""

from collections.abc import Mapping
from typing import Any

from maturity.instruments.edition import Edition
from maturity.scoring.answers import (
    Answers,
    InvalidAnswers,
    check_answers,
    warn_about_answers,
)
from maturity.scoring.means import summarise_current, summarise_gap, summarise_target
from maturity.scoring.result import GroupResult, ItemResult, Result, State

ENGINE = "1"
"""The version of the rules. A rule that gives another number for the same answers raises it."""


def score(edition: Edition, answers: Answers) -> Result:
    """Score answers given by item key (see `answers.py`); a missing key is unanswered.

    Raises InvalidAnswers if `check_answers` finds any fault.
    """
    faults = check_answers(edition, answers)
    if faults:
        raise InvalidAnswers(faults)
    items = {item.key: _read_item(item.key, answers.get(item.key, {})) for item in edition.items}
    scores = {}
    for group in edition.groups_by_rank:
        held = [items[item.key] for item in edition.items_of(group.key)]
        scores[group.key] = GroupResult(
            current=summarise_current(held, top=edition.scale_top),
            target=summarise_target(held),
            gap=summarise_gap(held),
        )
    return Result(
        instrument=edition.key,
        edition=edition.edition,
        hash=edition.hash,
        engine=ENGINE,
        scores=scores,
        items=items,
        warnings=tuple(warn_about_answers(edition, answers)),
    )


def _read_item(key: str, answer: Mapping[str, Any]) -> ItemResult:
    current = answer.get("current")
    state: State = answer.get("state", "unanswered" if current is None else "answered")
    return ItemResult(key, state, current, answer.get("target"), answer.get("reason"))
