"""How far apart people stand who answered the same items, each alone (docs/scoring.md, section 14).

Nothing here enters a score: only the answer that was agreed on does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from maturity.instruments.edition import Edition, Group
from maturity.instruments.items import Item, LevelItem, PracticeItem
from maturity.scoring.answers import PRACTICE_ANSWERS, Answers, value_field

PERSPECTIVES = ("management", "business", "dx", "it")
"""From which side somebody answers, in the order in which they are shown."""


@dataclass(frozen=True)
class Respondent:
    """One person's answers, in the form of `check_answers`. `key` tells people apart."""

    key: str
    perspective: str
    answers: Answers


@dataclass(frozen=True)
class Voice:
    """What one person said of one item; `value` is None when it was "not known" or the like."""

    respondent: str
    perspective: str
    state: str
    value: Any


@dataclass(frozen=True)
class Views:
    """What was said of one item.

    `spread` is 0 where all known values are the same and 1 where they are as far apart as can be;
    None with fewer than two known values. `perspective_gap` is the same between the means of the
    perspectives, for values that have an order. `is_mixed`: some say that it does not apply, others
    gave a value.
    """

    item: Item
    voices: tuple[Voice, ...]
    spread: Fraction | None
    perspective_gap: Fraction | None
    is_mixed: bool

    @property
    def known(self) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.voices if voice.state == "answered")

    @property
    def unknown(self) -> int:
        return sum(voice.state == "unknown" for voice in self.voices)

    @property
    def is_unanimous(self) -> bool:
        """Whether at least two answered, everybody with the same value."""
        return len(self.voices) > 1 and len(self.known) == len(self.voices) and self.spread == 0

    @property
    def is_contested(self) -> bool:
        """Whether there is something to talk about: different values, or a doubt whether it
        applies."""
        return bool(self.spread) or self.is_mixed


@dataclass(frozen=True)
class GroupPerception:
    """How the perspectives see one group: means over the items that all of them gave a level.

    `compared` of `of` items; without a common one, or with one perspective, there are no means and
    `gap` is None: different questions cannot be held against each other.
    """

    group: Group
    compared: int
    of: int
    means: Mapping[str, Fraction]

    @property
    def gap(self) -> Fraction | None:
        """Highest mean less the lowest, in levels."""
        return max(self.means.values()) - min(self.means.values()) if self.means else None


def gather_views(edition: Edition, respondents: Sequence[Respondent]) -> list[Views]:
    """What was said of each item, widest apart first, then by the gap between perspectives, by the
    number of those who do not know, and in the order of asking. Items nobody answered are left out.
    """
    found = []
    for item in edition.items:
        voices = tuple(_voices(edition, item, respondents))
        if voices:
            found.append(_views(edition, item, voices))
    return sorted(found, key=_widest_first)  # stable: the order of asking decides at the end


def _voices(edition: Edition, item: Item, respondents: Sequence[Respondent]) -> list[Voice]:
    field = value_field(edition, item.key)
    voices = []
    for each in respondents:
        given = each.answers.get(item.key, {})
        value = given.get(field)
        state = given.get("state") or (None if value is None else "answered")
        if state:
            voices.append(Voice(each.key, each.perspective, state, value))
    return voices


def _views(edition: Edition, item: Item, voices: tuple[Voice, ...]) -> Views:
    known = [voice for voice in voices if voice.state == "answered"]
    by_perspective: dict[str, list[Fraction]] = {}
    places = []
    for voice in known:
        place = _place(edition, item, voice.value)
        if place is not None:
            places.append(place)
            by_perspective.setdefault(voice.perspective, []).append(place)
    means = [_mean(group) for group in by_perspective.values()]
    return Views(
        item=item,
        voices=voices,
        spread=_spread(known, places),
        perspective_gap=max(means) - min(means) if len(means) > 1 else None,
        is_mixed=bool(known) and any(voice.state == "not_applicable" for voice in voices),
    )


def _place(edition: Edition, item: Item, value: Any) -> Fraction | None:
    """Where a value stands between the lowest (0) and the highest (1); None without an order."""
    if isinstance(item, LevelItem):
        return Fraction(value, edition.scale_top)
    if isinstance(item, PracticeItem):  # yes, partly, no
        last = len(PRACTICE_ANSWERS) - 1
        return Fraction(last - PRACTICE_ANSWERS.index(value), last)
    return None


def _spread(known: Sequence[Voice], places: Sequence[Fraction]) -> Fraction | None:
    """Without an order: the share of those who are not in the largest camp."""
    if len(known) < 2:
        return None
    if places:
        return max(places) - min(places)
    camps = Counter(repr(voice.value) for voice in known)
    return 1 - Fraction(max(camps.values()), len(known))


def _widest_first(views: Views) -> tuple[Fraction, bool, Fraction, int]:
    return (
        -(views.spread or Fraction(0)),
        not views.is_mixed,
        -(views.perspective_gap or Fraction(0)),
        -views.unknown,
    )


def compare_perspectives(
    edition: Edition, respondents: Sequence[Respondent]
) -> list[GroupPerception]:
    """How each perspective sees each group that has a mean, in the order of results.

    A perspective's level of an item is the mean of its people's levels.
    """
    levels = _levels_by_perspective(edition, respondents)
    return [_perception(edition, group, levels) for group in edition.groups_by_rank]


def _levels_by_perspective(
    edition: Edition, respondents: Sequence[Respondent]
) -> dict[str, dict[str, Fraction]]:
    """The level of each item that a perspective knows, by perspective and item."""
    given: dict[str, dict[str, list[Fraction]]] = {name: {} for name in PERSPECTIVES}
    for each in respondents:
        for item in edition.level_items:
            level = each.answers.get(item.key, {}).get("current")
            if level is not None:
                given[each.perspective].setdefault(item.key, []).append(Fraction(level))
    return {
        name: {item: _mean(levels) for item, levels in items.items()}
        for name, items in given.items()
    }


def _perception(
    edition: Edition, group: Group, levels: Mapping[str, Mapping[str, Fraction]]
) -> GroupPerception:
    asked = [item.key for item in edition.level_items_of(group.key)]
    present = [name for name, known in levels.items() if any(key in known for key in asked)]
    common = [key for key in asked if all(key in levels[name] for name in present)]
    means = {}
    if len(present) > 1 and common:
        means = {name: _mean([levels[name][key] for key in common]) for name in present}
    return GroupPerception(group, compared=len(common) if means else 0, of=len(asked), means=means)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
