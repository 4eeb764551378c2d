"""An edition of a questionnaire as the rest of the program sees it: frozen, checked, ordered."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from maturity.instruments.items import (
    LANGUAGES,
    Item,
    LevelItem,
    PracticeItem,
    Quantity,
    Texts,
    ValueItem,
)
from maturity.instruments.tables import TableSet

__all__ = ["LANGUAGES", "Change", "Edition", "Follows", "Group", "Item", "Page", "Texts"]

Method: TypeAlias = Literal["means", "tiers", "facts"]
"""What is made of the answers: means of levels, the highest tier reached, or nothing."""

GroupKind: TypeAlias = Literal["overall", "block", "pillar", "tier", "question", "indicators"]
GROUP_KINDS: tuple[GroupKind, ...] = (
    "overall",
    "block",
    "pillar",
    "tier",
    "question",
    "indicators",
)
"""From the root of the tree downwards; the order in which results are listed."""

SCORED_KINDS = ("overall", "block", "pillar")
ASKED_TOGETHER = ("tier", "question")
"""The items of such a group stand on one page; all others have a page each."""

PRIORITIES = "priorities"
"""The group, and the prefix of the items, that a table set adds."""

ChangeKind: TypeAlias = Literal["same", "reworded", "new", "removed", "rescaled"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("same", "reworded", "new", "removed", "rescaled")


@dataclass(frozen=True)
class Group:
    """A part of the questionnaire. `parent` is None at the root and where there is no tree.

    `about` introduces it and `case` is a published example; both are empty for most groups.
    """

    key: str
    kind: GroupKind
    parent: str | None
    name: Texts
    about: Texts = dataclasses.field(default_factory=dict)
    case: Texts = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """What is asked at once: one item, or all of a group that belongs together."""

    key: str
    group: Group
    name: Texts
    items: tuple[Item, ...]


@dataclass(frozen=True)
class QuickUnit:
    """Items whose levels a quick pass asks for at once, as a lowest and a highest."""

    key: str
    name: Texts
    items: tuple[LevelItem, ...]

    @property
    def is_single(self) -> bool:
        """True if the unit is one item, which then gets its full answer."""
        return len(self.items) == 1


@dataclass(frozen=True)
class Change:
    """What became of an item: `item` is its key now, `before` its key in the edition before.

    One of them is None for what is new or removed. `note` says what changed, empty if nothing.
    """

    kind: ChangeKind
    item: str | None
    before: str | None
    note: Texts


@dataclass(frozen=True)
class Follows:
    """The edition before this one, and what became of each of its items."""

    edition: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Edition:
    """One immutable edition.

    `hash` is "sha256:…" of the canonical JSON, texts included. `level_word` is what a level is
    called here ("Band"); `ladders` holds the words of its levels, `short_ladders` shorter ones for
    pictures where the words are long. `mean_has_level` is True where
    the floor of a mean is a level, and `leading` is the overall mean from which an enterprise
    counts as leading, None if the instrument knows no such thing. `not_applicable_reasons` are
    codes, empty if the answer "not applicable" is not offered. Groups and items keep the order of
    the file, which is the order of asking. `tables` are not part of the edition: `with_tables`
    adds them where there are any.
    """

    key: str
    edition: str
    hash: str
    method: Method
    title: Texts
    origin: Texts
    intro: Texts
    scale_top: int
    level_word: Texts
    mean_has_level: bool
    leading: int | None
    ladders: Mapping[str, tuple[Texts, ...]]
    short_ladders: Mapping[str, tuple[Texts, ...]]
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    quantities: tuple[Quantity, ...]
    quick: tuple[str, ...]
    not_applicable_reasons: tuple[str, ...]
    follows: Follows | None
    tables: TableSet | None = None

    def with_tables(self, tables: TableSet | None) -> "Edition":
        """Return this edition with the tables its priorities are computed from, or without."""
        return dataclasses.replace(self, tables=tables)

    @cached_property
    def level_items(self) -> tuple[LevelItem, ...]:
        """The items answered by a level: those that enter means."""
        return tuple(item for item in self.items if isinstance(item, LevelItem))

    @cached_property
    def practices(self) -> tuple[PracticeItem, ...]:
        """The items answered by yes, partly or no: those that decide tiers."""
        return tuple(item for item in self.items if isinstance(item, PracticeItem))

    @cached_property
    def priority_items(self) -> tuple[ValueItem, ...]:
        """What the tables ask beside the items; none without tables."""
        return self.tables.questions if self.tables else ()

    @cached_property
    def all_items(self) -> tuple[Item, ...]:
        """Everything that has an answer of its own: items, quantities, inputs of priorities."""
        return (*self.items, *self.quantities, *self.priority_items)

    @cached_property
    def _items_by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.all_items}

    @cached_property
    def _groups_by_key(self) -> dict[str, Group]:
        return {group.key: group for group in self.groups}

    @cached_property
    def _items_by_group(self) -> dict[str, tuple[Item, ...]]:
        held: dict[str, list[Item]] = {group.key: [] for group in self.groups}
        for item in (*self.items, *self.quantities):
            for group in self.ancestors(item):
                held[group.key].append(item)
        return {key: tuple(items) for key, items in held.items()}

    def has_item(self, key: str) -> bool:
        """Tell whether this edition asks an item of that key."""
        return key in self._items_by_key

    def item(self, key: str) -> Item:
        """Return the item of that key; KeyError if this edition has none."""
        return self._items_by_key[key]

    def group(self, key: str) -> Group:
        """Return the group of that key; KeyError if this edition has none."""
        if key == PRIORITIES and self.tables:
            return Group(PRIORITIES, "indicators", None, self.tables.title)
        return self._groups_by_key[key]

    def items_of(self, group_key: str) -> tuple[Item, ...]:
        """Return the items below a group, at any depth, in the order of asking."""
        return self._items_by_group[group_key]

    def level_items_of(self, group_key: str) -> tuple[LevelItem, ...]:
        """Return the items below a group that enter its mean."""
        return tuple(i for i in self._items_by_group[group_key] if isinstance(i, LevelItem))

    def ancestors(self, item: Item) -> tuple[Group, ...]:
        """Return the groups that count this item, from the nearest up to the root."""
        chain = []
        key: str | None = item.group
        while key is not None:
            group = self.group(key)
            chain.append(group)
            key = group.parent
        return tuple(chain)

    def block_of(self, item: Item) -> Group | None:
        """Return the block that counts this item; None where the edition has no blocks."""
        return next((group for group in self.ancestors(item) if group.kind == "block"), None)

    def level_name(self, item: Item, level: int) -> Texts:
        """Return the ladder's word for a level of this item ("Integrated"), 0 ≤ level ≤ top."""
        if not isinstance(item, LevelItem) or not 0 <= level <= self.scale_top:
            raise IndexError(level)
        return self.ladders[item.ladder][level]

    def level_label(self, item: Item, level: int) -> Texts:
        """Return the word for a level as it fits into a picture."""
        name = self.level_name(item, level)  # refuses what is not on the scale
        if isinstance(item, LevelItem) and item.ladder in self.short_ladders:
            return self.short_ladders[item.ladder][level]
        return name

    @property
    def blocks(self) -> tuple[Group, ...]:
        """The blocks, in the order of the file."""
        return self.groups_of_kind("block")

    def groups_of_kind(self, kind: GroupKind) -> tuple[Group, ...]:
        """Return the groups of one kind, in the order of the file."""
        return tuple(group for group in self.groups if group.kind == kind)

    def pillars_of(self, block: Group) -> tuple[Group, ...]:
        """Return the pillars of one block, in the order of the file."""
        return tuple(group for group in self.groups if group.parent == block.key)

    @cached_property
    def groups_by_rank(self) -> tuple[Group, ...]:
        """The groups that have a mean, as results list them: overall, blocks, pillars."""
        scored = [group for group in self.groups if group.kind in SCORED_KINDS]
        return tuple(sorted(scored, key=lambda group: GROUP_KINDS.index(group.kind)))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Everything that is asked, page by page, in the order of asking."""
        pages: dict[str, Page] = {}
        for item in self.all_items:
            group = self.group(item.group)
            if group.kind not in ASKED_TOGETHER:
                pages[item.key] = Page(item.key, group, item.name, (item,))
            elif group.key not in pages:
                together = self.items_of(group.key)
                pages[group.key] = Page(group.key, group, group.name, together)
        return tuple(pages.values())

    @cached_property
    def quick_units(self) -> tuple[QuickUnit, ...]:
        """What a quick pass asks, in its order; none if the edition offers no quick pass."""
        units = []
        for key in self.quick:
            if key in self._groups_by_key:
                group = self._groups_by_key[key]
                units.append(QuickUnit(key, group.name, self.level_items_of(key)))
            else:
                item = next(item for item in self.level_items if item.key == key)
                units.append(QuickUnit(key, item.name, (item,)))
        return tuple(units)

    @cached_property
    def bounded_units(self) -> dict[str, QuickUnit]:
        """The quick units of several items by key: those that are answered by two bounds."""
        return {unit.key: unit for unit in self.quick_units if not unit.is_single}
