"""Which item of one edition is which of another, and whether their answers may be held together."""

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.instruments.edition import ChangeKind, Edition
from maturity.instruments.items import Item, LevelItem, PracticeItem, ValueItem

COMPARABLE: tuple[ChangeKind, ...] = ("same", "reworded")
"""What became of an item without changing what its answers mean (see `differences.py`)."""


@dataclass(frozen=True)
class Match:
    """An item of the later edition. `before` is None if the earlier one did not ask it."""

    item: Item
    before: Item | None
    comparable: bool


def match_items(earlier: Edition, later: Edition) -> list[Match]:
    """Return every item of the later edition in its order, with what it was in the earlier one.

    One of the two may say what it changed against the other; then that decides. Otherwise an item
    of the same key is comparable if it is asked in the same words, levels and options included.
    Raises ValueError for two questionnaires.
    """
    if earlier.key != later.key:
        raise ValueError(f"{earlier.key} and {later.key} are two questionnaires")
    told = _told(earlier, later)
    return [_match(item, earlier, told) for item in later.items]


def _told(earlier: Edition, later: Edition) -> dict[str, tuple[str | None, ChangeKind]] | None:
    """By key of the later edition, the key before and what became of it; None if nobody says."""
    if earlier.hash == later.hash:
        return {item.key: (item.key, "same") for item in later.items}
    if later.follows and later.follows.edition == earlier.edition:
        changes = later.follows.changes
        return {each.item: (each.before, each.kind) for each in changes if each.item is not None}
    if earlier.follows and earlier.follows.edition == later.edition:  # the older one was used again
        changes = earlier.follows.changes
        return {each.before: (each.item, each.kind) for each in changes if each.before is not None}
    return None


def _match(
    item: Item, earlier: Edition, told: dict[str, tuple[str | None, ChangeKind]] | None
) -> Match:
    if told is None:
        before = earlier.item(item.key) if earlier.has_item(item.key) else None
        return Match(item, before, before is not None and _asks_the_same(before, item))
    key, kind = told.get(item.key, (None, "new"))
    before = earlier.item(key) if key is not None and earlier.has_item(key) else None
    return Match(item, before, before is not None and kind in COMPARABLE)


def _asks_the_same(before: Item, after: Item) -> bool:
    return tuple(_meaning(before)) == tuple(_meaning(after))


def _meaning(item: Item) -> Iterator[object]:
    """What gives an answer its meaning; a unit is compared with the answers, not here."""
    yield item.kind
    if isinstance(item, LevelItem):
        yield item.levels
        return
    yield item.question
    if isinstance(item, PracticeItem):
        yield item.role
    elif isinstance(item, ValueItem):
        yield [(option.key, option.text) for option in item.options]
