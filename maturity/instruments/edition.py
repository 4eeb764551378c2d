"""An edition of a questionnaire as the rest of the program sees it: frozen, checked, ordered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

LANGUAGES = ("en", "zh-hans", "ja")
"""Every text of every edition exists in each of these."""

Texts: TypeAlias = Mapping[str, str]
"""One text in all `LANGUAGES`, by language code."""

GroupKind: TypeAlias = Literal["overall", "block", "pillar"]
GROUP_KINDS: tuple[GroupKind, ...] = ("overall", "block", "pillar")
"""From the root of the tree downwards; the order in which results are listed."""


@dataclass(frozen=True)
class Group:
    """A part of the questionnaire that gets a result of its own. `parent` is None at the root."""

    key: str
    kind: GroupKind
    parent: str | None
    name: Texts


@dataclass(frozen=True)
class Item:
    """One question. `levels` describes level 0, 1, … in order; `actions[n]` leads from n to n+1.

    `number` is the printed one and is text ("4-1" exists elsewhere); `group` is a pillar's key.
    """

    key: str
    number: str
    kind: Literal["level"]
    group: str
    ladder: str
    name: Texts
    short: Texts
    question: Texts
    help: Texts
    levels: tuple[Texts, ...]
    evidence: Texts
    actions: tuple[Texts, ...]


@dataclass(frozen=True)
class Edition:
    """One immutable edition.

    `hash` is "sha256:…" of the canonical JSON, texts included. `level_word` is what a level is
    called here ("Band"); `ladders` holds the words of its levels. `not_applicable_reasons` are
    codes, empty if the answer "not applicable" is not offered. Groups and items keep the order of
    the file, which is the order of asking.
    """

    key: str
    edition: str
    hash: str
    title: Texts
    origin: Texts
    scale_top: int
    level_word: Texts
    ladders: Mapping[str, tuple[Texts, ...]]
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    not_applicable_reasons: tuple[str, ...]

    @cached_property
    def _items_by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.items}

    @cached_property
    def _groups_by_key(self) -> dict[str, Group]:
        return {group.key: group for group in self.groups}

    @cached_property
    def _items_by_group(self) -> dict[str, tuple[Item, ...]]:
        held: dict[str, list[Item]] = {group.key: [] for group in self.groups}
        for item in self.items:
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
        return self._groups_by_key[key]

    def items_of(self, group_key: str) -> tuple[Item, ...]:
        """Return the items below a group, at any depth, in the order of asking."""
        return self._items_by_group[group_key]

    def ancestors(self, item: Item) -> tuple[Group, ...]:
        """Return the groups that count this item, from its pillar up to the root."""
        chain = []
        key: str | None = item.group
        while key is not None:
            group = self._groups_by_key[key]
            chain.append(group)
            key = group.parent
        return tuple(chain)

    def level_name(self, item: Item, level: int) -> Texts:
        """Return the ladder's word for a level of this item ("Integrated"), 0 ≤ level ≤ top."""
        if not 0 <= level <= self.scale_top:
            raise IndexError(level)
        return self.ladders[item.ladder][level]

    @property
    def blocks(self) -> tuple[Group, ...]:
        """The blocks, in the order of the file."""
        return tuple(group for group in self.groups if group.kind == "block")

    def pillars_of(self, block: Group) -> tuple[Group, ...]:
        """Return the pillars of one block, in the order of the file."""
        return tuple(group for group in self.groups if group.parent == block.key)

    @cached_property
    def groups_by_rank(self) -> tuple[Group, ...]:
        """The groups as results list them: overall, then blocks, then pillars."""
        return tuple(sorted(self.groups, key=lambda group: GROUP_KINDS.index(group.kind)))
