"""A result beside the published results of the same questionnaire in the same edition (R9).

Means stand beside each other and are never subtracted. A position is said only where a publication
counts enterprises by groups of their mean: so many in lower groups, in the same, in higher ones.
Inside a group nothing is known, so nothing is interpolated and there is no percentile. What may be
said is data (`data/published-results.yaml`, docs/benchmarks.md).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeAlias

from maturity.benchmarks.release import DATA_FOLDER, PublishedFigure, Status
from maturity.instruments.cache import cached
from maturity.instruments.files import read_bytes
from maturity.instruments.items import Texts

Standing: TypeAlias = Literal["below", "same", "above"]
Outcome: TypeAlias = Literal["mean", "range", "undecided"]

MEAN_UNIT = "mean_of_levels"
"""The unit of a published mean; counts of enterprises have another."""


@dataclass(frozen=True)
class CountedGroup:
    """Enterprises from the mean `low` up to, not including, `high`; None means without end.

    `figure` is the key of the published count.
    """

    figure: str
    low: int | None
    high: int | None
    name: Texts


@dataclass(frozen=True)
class Distribution:
    """How one publication sorts enterprises by their overall mean, lowest group first."""

    period: str
    groups: tuple[CountedGroup, ...]
    published: Texts
    caveat: Texts


@dataclass(frozen=True)
class Sayable:
    """What may be said of results of one edition; `sentences` are by outcome, `notes` by code."""

    instrument: str
    edition: str
    distributions: tuple[Distribution, ...]
    sentences: Mapping[str, Texts]
    notes: Mapping[str, Texts]


@dataclass(frozen=True)
class OwnMean:
    """The own value: a mean if all items are answered (`low` = `high`), else the range it is in."""

    low: Fraction
    high: Fraction
    count: int
    of: int

    @property
    def is_mean(self) -> bool:
        return self.count == self.of


@dataclass(frozen=True)
class PublishedMeans:
    """The means of one year: of today's levels, and of those aimed at in three years."""

    period: str
    current: PublishedFigure | None
    target: PublishedFigure | None


@dataclass(frozen=True)
class GroupBeside:
    """A group of the questionnaire: the own value and every year of which a mean is published."""

    group: str
    own: OwnMean
    years: tuple[PublishedMeans, ...]


@dataclass(frozen=True)
class ItemBeside:
    """One item: the own level, None while it has none, and a published mean of it."""

    item: str
    own: int | None
    figure: PublishedFigure


@dataclass(frozen=True)
class PlacedGroup:
    """A group of a distribution, its published count, and how it stands to the own value."""

    group: CountedGroup
    figure: PublishedFigure
    count: int
    standing: Standing


@dataclass(frozen=True)
class Position:
    """Where the own value falls in a distribution. "same" are the groups its range touches."""

    distribution: Distribution
    own: OwnMean
    groups: tuple[PlacedGroup, ...]

    @property
    def n(self) -> int:
        return sum(placed.count for placed in self.groups)

    def count(self, standing: Standing) -> int:
        """Return the number of enterprises in groups that stand so to the own value."""
        return sum(placed.count for placed in self.groups if placed.standing == standing)

    @property
    def outcome(self) -> Outcome:
        """Which sentence may be said: "undecided" while several groups are touched."""
        if sum(placed.standing == "same" for placed in self.groups) > 1:
            return "undecided"
        return "mean" if self.own.is_mean else "range"


@dataclass(frozen=True)
class ResultsBeside:
    """A result beside a release of results of its questionnaire.

    `missing` says why nothing, or not all, is held against it: "provisional" (only the bounds of a
    quick pass), "no_means", "no_distribution" (of the years in `without_distribution`).
    """

    groups: tuple[GroupBeside, ...]
    positions: tuple[Position, ...]
    items: tuple[ItemBeside, ...]
    without_distribution: tuple[str, ...]
    missing: tuple[Literal["provisional", "no_means", "no_distribution"], ...]

    @property
    def mean_only(self) -> tuple[str, ...]:
        """The years of which means are held and no distribution: nobody has a position in them."""
        with_position = {position.distribution.period for position in self.positions}
        periods = {year.period for group in self.groups for year in group.years}
        return tuple(sorted(periods - with_position))


@cache
def sayable() -> Sayable:
    """Return what may be said; read once per process."""
    from maturity.benchmarks.published_results_schema import parse_published_results  # noqa: PLC0415

    content = read_bytes(DATA_FOLDER / "published-results.yaml")
    data: dict[str, Any] = json.loads(cached(content, parse_published_results))
    return Sayable(
        instrument=data["instrument"],
        edition=data["edition"],
        distributions=tuple(_distribution(entry) for entry in data["distributions"]),
        sentences=data["sentences"],
        notes=data["notes"],
    )


def hold_against_results(
    data: Mapping[str, Any], figures: Iterable[PublishedFigure]
) -> ResultsBeside | None:
    """Hold a stored result against the figures of a release of results.

    `data` is the result as stored (`maturity.scoring.as_json`). None if it is of an instrument or
    an edition whose published results may not be held against it.
    """
    said = sayable()
    if (data["instrument"], data["edition"]) != (said.instrument, said.edition):
        return None
    scores: Mapping[str, Any] = data["scores"]
    if any(score["current"]["provisional"] for score in scores.values()):
        return ResultsBeside((), (), (), (), ("provisional",))
    held = list(figures)
    by_key = {figure.key: figure for figure in held}
    means = _once([f for f in held if f.unit == MEAN_UNIT and f.mode == "side_by_side"])
    groups = tuple(
        GroupBeside(key, _own(scores[key]["current"]), years)
        for key in scores
        if (years := _years([f for f in means if f.fact == f.dimension == key]))
    )
    overall = _own(scores["overall"]["current"])
    found = [(each, place(each, overall, by_key)) for each in said.distributions]
    absent = tuple(each.period for each, position in found if position is None)
    return ResultsBeside(
        groups=groups,
        positions=tuple(position for _each, position in found if position),
        items=tuple(
            ItemBeside(key, data["items"][key]["current"], figure)
            for figure in means
            if (key := figure.fact or "") != figure.dimension and key in data["items"]
            if figure.status == "observed"
        ),
        without_distribution=absent,
        missing=(
            *(() if groups else ("no_means",)),
            *(("no_distribution",) if absent else ()),
        ),
    )


def place(
    distribution: Distribution, own: OwnMean, figures: Mapping[str, PublishedFigure]
) -> Position | None:
    """Return where an own mean or range falls; None without all counts, or if they do not add up.

    A count is exact, observed and no range: with "about 70" nothing adds up.
    `figures` are those of the release, by key.
    """
    held = [figures.get(group.figure) for group in distribution.groups]
    counts = [f for f in held if f and _is_exact(f, "observed") and f.value.isdecimal()]
    if len(counts) < len(held) or {f.n for f in counts} != {sum(int(f.value) for f in counts)}:
        return None
    return Position(
        distribution,
        own,
        tuple(
            PlacedGroup(group, figure, int(figure.value), _standing(group, own))
            for group, figure in zip(distribution.groups, counts, strict=True)
        ),
    )


def _standing(group: CountedGroup, own: OwnMean) -> Standing:
    if group.high is not None and own.low >= group.high:
        return "below"
    if group.low is not None and own.high < group.low:
        return "above"
    return "same"


def _own(score: Mapping[str, Any]) -> OwnMean:
    # Stored with 12 decimals: of at most a few dozen items no mean is so near to a border.
    low, high = Fraction(score["low"]), Fraction(score["high"])
    return OwnMean(low, high, score["count"], score["of"])


def _is_exact(figure: PublishedFigure, *statuses: Status) -> bool:
    return figure.qualifier == "exact" and figure.status in statuses and figure.value_max is None


def _once(means: Sequence[PublishedFigure]) -> list[PublishedFigure]:
    """The means that stand exactly as published: of today's levels, or of the targets.

    Where a release gives two for the same place in the same year, nobody knows which: neither is
    held against anything.
    """
    exact = [figure for figure in means if _is_exact(figure, "observed", "target")]
    places = Counter(map(_slot, exact))
    return [figure for figure in exact if places[_slot(figure)] == 1]


def _slot(figure: PublishedFigure) -> tuple[str | None, str, str | None, Status]:
    return (figure.fact, figure.dimension, figure.period, figure.status)


def _years(means: Sequence[PublishedFigure]) -> tuple[PublishedMeans, ...]:
    """The means of one group, of each year and side one, by year, oldest first."""
    by_year = {
        (figure.period, "target" if figure.status == "target" else "current"): figure
        for figure in means
        if figure.period
    }
    return tuple(
        PublishedMeans(period, by_year.get((period, "current")), by_year.get((period, "target")))
        for period in sorted({period for period, _side in by_year if period})
    )


def _distribution(data: Mapping[str, Any]) -> Distribution:
    return Distribution(
        period=data["period"],
        groups=tuple(
            CountedGroup(each["figure"], each.get("from"), each.get("to"), each["name"])
            for each in data["groups"]
        ),
        published=data["published"],
        caveat=data["caveat"],
    )
