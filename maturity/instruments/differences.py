"""What an edition changed against the one before it, item by item, in the words of both."""

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.instruments.edition import ChangeKind, Edition
from maturity.instruments.faults import Fault
from maturity.instruments.items import Item, LevelItem, Texts


@dataclass(frozen=True)
class TextChange:
    """One text that reads differently; `field` is "name", "question", "levels[3]", …"""

    field: str
    before: Texts
    after: Texts


@dataclass(frozen=True)
class Difference:
    """What became of one item. `before` or `after` is None for what is new or removed.

    `comparable` tells whether an answer then may be held against an answer now: only if the item
    is the same, or reworded without changing what its levels mean.
    """

    kind: ChangeKind
    before: Item | None
    after: Item | None
    note: Texts
    texts: tuple[TextChange, ...]

    @property
    def comparable(self) -> bool:
        return self.kind in ("same", "reworded")


def compare_editions(before: Edition, after: Edition) -> list[Difference]:
    """Return the differences in the order of the new edition, what was removed at its place there.

    Expects that `after` follows `before`; raises ValueError if it does not, or if it names an item
    that `before` never had.
    """
    if after.follows is None or after.follows.edition != before.edition or before.key != after.key:
        raise ValueError(f"{after.key} {after.edition} does not follow {before.edition}")
    differences = []
    for change in after.follows.changes:
        if change.before is not None and not before.has_item(change.before):
            raise ValueError(f"{before.key} {before.edition} has no item {change.before}")
        old = before.item(change.before) if change.before is not None else None
        new = after.item(change.item) if change.item is not None else None
        texts = tuple(_changed_texts(old, new)) if old and new else ()
        differences.append(Difference(change.kind, old, new, change.note, texts))
    return differences


def find_misfits_of_changes(before: Edition, after: Edition) -> list[Fault]:
    """Return what keeps the changes of `after` from being shown: each item of `before`, no other.

    Codes: `change_before_unknown` and `change_missing` (key).
    """
    changes = after.follows.changes if after.follows else ()
    told = {change.before for change in changes}
    return [
        *(
            Fault(f"follows.changes[{n}].before", "change_before_unknown", {"key": change.before})
            for n, change in enumerate(changes)
            if change.before is not None and not before.has_item(change.before)
        ),
        *(
            Fault("follows.changes", "change_missing", {"key": item.key})
            for item in before.items
            if item.key not in told
        ),
    ]


def _changed_texts(before: Item, after: Item) -> Iterator[TextChange]:
    for field in ("name", "question", "help"):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield TextChange(field, old, new)
    if isinstance(before, LevelItem) and isinstance(after, LevelItem):
        for level, (old, new) in enumerate(zip(before.levels, after.levels, strict=False)):
            if old != new:
                yield TextChange(f"levels[{level}]", old, new)
