"""What can be asked: one frozen class for each way of answering."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

LANGUAGES = ("en", "zh-hans", "ja")
"""Every text of every edition exists in each of these."""

Texts: TypeAlias = Mapping[str, str]
"""One text in all `LANGUAGES`, by language code."""

ValueKind: TypeAlias = Literal["yes_no", "number", "share", "choice", "choices", "shares", "text"]
ItemKind: TypeAlias = Literal["level", "practice"] | ValueKind
Role: TypeAlias = Literal["capability", "scenario", "relief", "gain"]

DECIDING_ROLES: tuple[Role, ...] = ("capability", "scenario", "relief")
"""The practices that decide whether a tier is reached; "gain" only supports."""


@dataclass(frozen=True)
class Item:
    """What all questions have. `number` is the printed one and text ("4-1"); `group` is a key."""

    key: str
    number: str
    kind: ItemKind
    group: str
    name: Texts
    question: Texts
    help: Texts


@dataclass(frozen=True)
class LevelItem(Item):
    """Answered by a level. `levels` describes level 0, 1, …; `actions[n]` leads from n to n+1.

    `type` is "K" (key question) or "S" (sub-question) where an instrument has both, else empty.
    """

    type: str
    ladder: str
    short: Texts
    levels: tuple[Texts, ...]
    evidence: Texts
    actions: tuple[Texts, ...]


@dataclass(frozen=True)
class PracticeItem(Item):
    """A statement answered by yes, partly or no; `action` says how to make it true.

    `not_applicable_reasons` are codes, empty where the practice always applies.
    """

    role: Role
    short: Texts
    evidence: Texts
    action: Texts
    not_applicable_reasons: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One thing to choose; `help` is empty where the text says it all."""

    key: str
    text: Texts
    help: Texts
    group: str = ""


@dataclass(frozen=True)
class Condition:
    """An item is asked only if another one was answered so."""

    item: str
    value: bool | str


@dataclass(frozen=True)
class ValueItem(Item):
    """Answered by a value: a number, a share of 100, a choice, words.

    Limits are decimals as text, None if there is none; `decimals` is how many places are taken.
    `count` is how many options must be chosen (kind "choices"). `whole` is the item of which this
    one is a part, so it cannot be larger. `held_against` are keys of published figures.
    """

    unit: Texts
    lowest: str | None
    highest: str | None
    decimals: int
    options: tuple[Option, ...]
    count: int | None
    whole: str
    opens_with: Condition | None
    held_against: tuple[str, ...]

    def option(self, key: str) -> Option:
        """Return the option of that key; KeyError if there is none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)


@dataclass(frozen=True)
class Quantity(ValueItem):
    """A quantitative indicator: a value today and one in three years, never part of a mean.

    `standing` is "confirmed" where the name of the indicator is known to be the publisher's, else
    "modelled_on".
    """

    standing: str
