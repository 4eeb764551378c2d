"""Facts are answered, not scored; only shares are derived (docs/scoring.md, section 13)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from maturity.instruments.edition import Edition
from maturity.instruments.items import Item, ValueItem
from maturity.scoring.answers import Answers
from maturity.scoring.result import FactResult, Share, State


def read_facts(edition: Edition, answers: Answers) -> dict[str, FactResult]:
    """Return every item with its answer, in the order of asking.

    What an answer closed counts as unanswered: who says that a case does not apply after all takes
    back its measures.
    """
    return {
        item.key: _read(item.key, {} if _is_closed(item, answers) else answers.get(item.key, {}))
        for item in edition.items
    }


def _is_closed(item: Item, answers: Answers) -> bool:
    if not isinstance(item, ValueItem) or item.opens_with is None:
        return False
    opener = answers.get(item.opens_with.item, {})
    return "value" in opener and opener["value"] != item.opens_with.value


def _read(key: str, given: Mapping[str, Any]) -> FactResult:
    value = given.get("value")
    state: State = given.get("state", "unanswered" if value is None else "answered")
    return FactResult(key, state, value, given.get("reason"))


def derive_shares(edition: Edition, facts: Mapping[str, FactResult]) -> tuple[Share, ...]:
    """Return part and whole where both were given: what a published share can be held against."""
    shares = []
    for item in edition.items:
        if not isinstance(item, ValueItem) or not item.whole:
            continue
        part, whole = facts[item.key].value, facts[item.whole].value
        if part is not None and whole is not None and Fraction(whole) > 0:
            percent = 100 * Fraction(part) / Fraction(whole)
            shares.append(Share(item.key, item.whole, Fraction(part), Fraction(whole), percent))
    return tuple(shares)
