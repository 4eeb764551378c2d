"""What is different between two results of the same questionnaire (docs/scoring.md, section 15).

A difference exists only where both results know a value and mean the same by it. Nothing here says
why something is different, and nothing open is ever counted as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from maturity.instruments.edition import Edition, Group
from maturity.instruments.items import DECIDING_ROLES, Item, PracticeItem, ValueItem
from maturity.instruments.matching import Match, match_items
from maturity.scoring.result import OPEN, State

Why: TypeAlias = Literal[
    "new", "not_comparable", "unknown", "unanswered", "not_applicable", "other_unit"
]
"""Why an item has no difference."""

Obstacle: TypeAlias = Literal["provisional_earlier", "provisional_later", "other_scope"]
Joint: TypeAlias = Literal["same_items", "other_items", "not_comparable"]

_UNIT_SUFFIXES = (".unit", ".currency")
"""An item of this key beside another one says in what that one was counted."""


@dataclass(frozen=True)
class Reading:
    """A result in the form in which it is stored (`as_json`), with the edition it belongs to.

    `scope` is the site or workshop that was answered for, empty for the whole enterprise.
    """

    edition: Edition
    data: Mapping[str, Any]
    scope: str = ""

    @property
    def is_provisional(self) -> bool:
        """True while items have only the bounds of a quick pass."""
        scores = self.data.get("scores", {})
        return any(score["current"]["provisional"] for score in scores.values())


@dataclass(frozen=True)
class ItemChange:
    """One item, then and now. `before` is the item as it was asked then, None if it was not.

    `earlier` and `later` are the level, the answer ("partly") or the value as given, None without
    one. `earlier_state` is None if the item was not asked then. `difference` is later less earlier,
    for levels and numbers; None where there is none, and then `why` says so unless the values have
    no distance (yes and no, a choice). With `why` there never is a difference.
    """

    item: Item
    before: Item | None
    earlier: Any
    earlier_state: State | None
    later: Any
    later_state: State
    why: Why | None
    difference: Fraction | None

    @property
    def is_compared(self) -> bool:
        """Whether both values are known and mean the same."""
        return self.why is None

    @property
    def has_moved(self) -> bool:
        """Whether both values are known, mean the same and differ."""
        if self.difference is not None:
            return self.difference != 0
        return self.is_compared and self.earlier != self.later


@dataclass(frozen=True)
class GroupChange:
    """One group over the `compared` of its `of` items that have a level in both results.

    `before` and `after` are the means over exactly these items, None without any. They are not the
    published means, which each rest on all the items that were known in their year.
    """

    group: Group
    compared: int
    of: int
    before: Fraction | None
    after: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class TierChange:
    """Whether a tier was reached then, and is now; None while that depends on open practices.

    Not `comparable` if a practice that decides it, or a tier below, was asked in another way.
    """

    group: Group
    earlier: bool | None
    later: bool | None
    comparable: bool


@dataclass(frozen=True)
class Changes:
    """All that may be said: `items` of the later edition as asked, and those it no longer asks.

    `groups` are of means, in the order of results; `tiers` from the lowest upwards.
    """

    items: tuple[ItemChange, ...]
    removed: tuple[Item, ...]
    groups: tuple[GroupChange, ...]
    tiers: tuple[TierChange, ...]

    @property
    def compared(self) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.items if change.is_compared)

    @property
    def moved(self) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.items if change.has_moved)

    @property
    def not_compared(self) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.items if not change.is_compared)


def find_obstacle(earlier: Reading, later: Reading) -> Obstacle | None:
    """Return why two results are not compared at all; None if they may be.

    The bounds of a quick pass are no result, and another site or workshop is another thing.
    """
    if later.is_provisional:
        return "provisional_later"
    if earlier.is_provisional:
        return "provisional_earlier"
    return "other_scope" if _named(earlier.scope) != _named(later.scope) else None


def _named(scope: str) -> str:
    return " ".join(scope.split()).casefold()


def compare_results(earlier: Reading, later: Reading) -> Changes:
    """Compare two results of one questionnaire, item by item and group by group.

    Raises ValueError for two questionnaires, and where `find_obstacle` finds something.
    """
    if obstacle := find_obstacle(earlier, later):
        raise ValueError(obstacle)
    matches = match_items(earlier.edition, later.edition)
    items = tuple(_change(match, earlier, later) for match in matches if _counts(match.item, later))
    kept = {match.before.key for match in matches if match.before}
    return Changes(
        items=items,
        removed=tuple(item for item in earlier.edition.items if item.key not in kept),
        groups=_groups(later.edition, items),
        tiers=_tiers(earlier, later, {match.item.key: match for match in matches}),
    )


def _counts(item: Item, reading: Reading) -> bool:
    """Whether the result holds the item; every item of a questionnaire but its indicators."""
    return item.key in reading.data["items"]


def _change(match: Match, earlier: Reading, later: Reading) -> ItemChange:
    item = match.item
    now = later.data["items"][item.key]
    then = earlier.data["items"].get(match.before.key) if match.before else None
    why = _why(match, then, now)
    if why is None and not _same_unit(_units(earlier, match.before), _units(later, item)):
        why = "other_unit"
    before, after = _value(then) if then else None, _value(now)
    return ItemChange(
        item=item,
        before=match.before,
        earlier=before,
        earlier_state=then["state"] if then else None,
        later=after,
        later_state=now["state"],
        why=why,
        difference=_difference(item, before, after) if why is None else None,
    )


def _why(match: Match, then: Mapping[str, Any] | None, now: Mapping[str, Any]) -> Why | None:
    if then is None:
        return "new"
    if not match.comparable:
        return "not_comparable"
    states: tuple[Why | Literal["answered"], ...] = (now["state"], then["state"])
    return next((state for state in states if state != "answered"), None)


def _value(found: Mapping[str, Any]) -> Any:
    """The one value of an item's result, whatever the method calls it."""
    return next(found[name] for name in ("current", "answer", "value") if name in found)


def _units(reading: Reading, item: Item | None) -> tuple[Any, ...]:
    """In what a value was counted: as the item says, and as the item beside it was answered."""
    if not isinstance(item, ValueItem):
        return ()
    held = reading.data["items"]
    said = (held[item.key + end] for end in _UNIT_SUFFIXES if item.key + end in held)
    return (dict(item.unit), *(_value(found) for found in said))


def _same_unit(then: Sequence[Any], now: Sequence[Any]) -> bool:
    """What was counted in nobody knows what is not the same, even twice."""
    return then == now and None not in now


def _difference(item: Item, before: Any, after: Any) -> Fraction | None:
    if isinstance(item, PracticeItem):
        return None
    if isinstance(item, ValueItem) and item.kind not in ("number", "share"):
        return None
    return Fraction(after) - Fraction(before)


def _groups(edition: Edition, items: Sequence[ItemChange]) -> tuple[GroupChange, ...]:
    by_key = {change.item.key: change for change in items}
    return tuple(
        _group(group, [by_key[item.key] for item in edition.level_items_of(group.key)])
        for group in edition.groups_by_rank
    )


def _group(group: Group, items: Sequence[ItemChange]) -> GroupChange:
    both = [change for change in items if change.is_compared]
    count = len(both)
    return GroupChange(
        group=group,
        compared=count,
        of=len(items),
        before=Fraction(sum(change.earlier for change in both), count) if count else None,
        after=Fraction(sum(change.later for change in both), count) if count else None,
    )


def _tiers(
    earlier: Reading, later: Reading, matches: Mapping[str, Match]
) -> tuple[TierChange, ...]:
    then = {tier["key"]: tier["reached"] for tier in earlier.data.get("tiers", ())}
    now = {tier["key"]: tier["reached"] for tier in later.data.get("tiers", ())}
    changes = []
    comparable = True
    for group in later.edition.groups_of_kind("tier"):
        deciding = [matches[i.key] for i in _deciding(later.edition, group.key)]
        before = {match.before.key for match in deciding if match.before and match.comparable}
        asked = {item.key for item in _deciding(earlier.edition, group.key)}
        comparable = comparable and len(before) == len(deciding) and before == asked
        changes.append(TierChange(group, then.get(group.key), now[group.key], comparable))
    return tuple(changes)


def _deciding(edition: Edition, tier: str) -> list[PracticeItem]:
    return [i for i in edition.practices if i.group == tier and i.role in DECIDING_ROLES]


def join_results(earlier: Reading, later: Reading) -> Joint:
    """Tell what a line from one mean to the next would claim.

    "same_items": both means rest on the same items and nothing is open. "other_items": the same
    questions, but some are open or do not apply in one of them. "not_comparable": some are new,
    gone or mean something else, or there is an obstacle; no line may be drawn.
    """
    if find_obstacle(earlier, later):
        return "not_comparable"
    changes = compare_results(earlier, later)
    if changes.removed or any(c.why in ("new", "not_comparable") for c in changes.items):
        return "not_comparable"
    for change in changes.items:
        states = (change.earlier_state, change.later_state)
        if any(state in OPEN for state in states) or states[0] != states[1]:
            return "other_items"
    return "same_items"
