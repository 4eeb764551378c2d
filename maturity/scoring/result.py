"""What follows from the answers, as exact values. `as_json.py` has the form that is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from maturity.instruments.faults import Fault

State: TypeAlias = Literal["answered", "unknown", "unanswered", "not_applicable"]
PracticeAnswer: TypeAlias = Literal["yes", "partly", "no"]

OPEN: tuple[State, ...] = ("unknown", "unanswered")
"""States that leave a result undecided."""


@dataclass(frozen=True)
class ItemResult:
    """One item: levels are None where there is none, never 0. `reason` only if not applicable.

    `low` and `high` are what the level may be: itself if answered, the ends of the scale or the
    bounds of a quick pass (`is_bounded`) if open, None if not applicable.
    """

    key: str
    state: State
    current: int | None
    target: int | None
    reason: str | None
    low: int | None
    high: int | None
    is_bounded: bool = False

    @property
    def gap(self) -> int | None:
        """Target minus current, negative if the target is lower; None if either is missing."""
        if self.current is None or self.target is None:
            return None
        return self.target - self.current


@dataclass(frozen=True)
class Score:
    """The summary of one group's current levels, or of its targets (docs/scoring.md, 3 and 4).

    `of` items apply, `count` of them have a value, and `sum` is the sum of those. `mean` is None
    if none has, and also while `provisional`: then an item has only the bounds of a quick pass, and
    the range alone is shown. `low` and `high` are the ends of the range, None if `of` is 0 and
    always None for targets, which have no range. `level` is the level of the mean where an
    instrument defines one and the whole range lies in it; `level_low` and `level_high` are those of
    its ends.
    """

    sum: int
    count: int
    of: int
    unknown: int
    unanswered: int
    not_applicable: int
    mean: Fraction | None
    low: Fraction | None
    high: Fraction | None
    provisional: bool = False
    level: int | None = None
    level_low: int | None = None
    level_high: int | None = None

    @property
    def is_decided(self) -> bool:
        """True if no item is open, so that the mean stands for itself instead of a range."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True)
class Gap:
    """Target minus current over the `count` of `of` items that have both."""

    sum: int
    count: int
    of: int
    mean: Fraction | None


@dataclass(frozen=True)
class GroupResult:
    """The three summaries of one group."""

    current: Score
    target: Score
    gap: Gap


@dataclass(frozen=True)
class Factor:
    """One of the three reasons to begin with a dimension: its value, and its share of the total."""

    value: Fraction
    share: Fraction


@dataclass(frozen=True)
class Priority:
    """One dimension under one horizon; `rank` runs from 1, `impact` is the weighted sum."""

    dimension: str
    cost: Factor
    kpi: Factor
    proximity: Factor
    impact: Fraction
    rank: int


@dataclass(frozen=True)
class Ranking:
    """All dimensions under one horizon, best first, and the four to begin with."""

    horizon: str
    weights: Mapping[str, Fraction]
    values: tuple[Priority, ...]
    recommended: tuple[str, ...]


@dataclass(frozen=True)
class Priorities:
    """Where to begin (SIRI's prioritisation). Without a ranking, `missing` says what is open.

    `horizon` is the one the enterprise chose. `totals` are the sums over the dimensions by which
    the three factors were divided.
    """

    horizon: str | None
    rankings: tuple[Ranking, ...]
    totals: Mapping[str, Fraction]
    missing: tuple[str, ...]
    tables_version: str
    tables_hash: str

    @property
    def chosen(self) -> Ranking | None:
        """The ranking under the horizon that was chosen; None if something is missing."""
        return next((r for r in self.rankings if r.horizon == self.horizon), None)


@dataclass(frozen=True)
class PracticeResult:
    key: str
    state: State
    answer: PracticeAnswer | None
    reason: str | None


@dataclass(frozen=True)
class TierResult:
    """One tier: `met` by its own practices, `reached` if all tiers below are met as well.

    None means that it depends on the `open` practices. `missing` are the deciding practices
    answered partly or no; `supporting` those that never decide, with their answer or state.
    """

    key: str
    met: bool | None
    reached: bool | None
    missing: tuple[str, ...]
    open: tuple[str, ...]
    supporting: Mapping[str, str]


@dataclass(frozen=True)
class FactResult:
    key: str
    state: State
    value: Any
    reason: str | None


@dataclass(frozen=True)
class Share:
    """A part of a whole, derived from two answers: `part` of `whole`, as an exact percentage."""

    key: str
    whole_key: str
    part: Fraction
    whole: Fraction
    percent: Fraction


@dataclass(frozen=True)
class Result:
    """The result of one set of answers to one edition, by one version of the rules (`engine`).

    `narrowing` names the open items that would narrow the result most, best first, at most three.
    """

    instrument: str
    edition: str
    hash: str
    engine: str
    warnings: tuple[Fault, ...]
    narrowing: tuple[str, ...]


@dataclass(frozen=True)
class MeansResult(Result):
    """`scores` is ordered overall, blocks, pillars; `items` as asked. Both hold every key.

    `mean_has_level` tells whether the floor of a mean is a level in this instrument. `leading` is
    None if undecided, or if the instrument knows no leading enterprises (then
    `knows_leading` is False). `quantities` are the indicators as given, which no mean contains.
    `priorities` is None if none were asked for.
    """

    scores: Mapping[str, GroupResult]
    items: Mapping[str, ItemResult]
    quantities: Mapping[str, Mapping[str, str]]
    mean_has_level: bool
    knows_leading: bool
    leading: bool | None
    priorities: Priorities | None


@dataclass(frozen=True)
class TiersResult(Result):
    """`low` and `high` are the numbers of the tiers certainly and possibly reached; 0 is none."""

    low: int
    high: int
    tiers: tuple[TierResult, ...]
    items: Mapping[str, PracticeResult]

    @property
    def tier(self) -> int | None:
        """The highest tier reached, None while it depends on open practices."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True)
class FactsResult(Result):
    """Answers as given and the shares derived from them; nothing is scored."""

    items: Mapping[str, FactResult]
    shares: tuple[Share, ...]
