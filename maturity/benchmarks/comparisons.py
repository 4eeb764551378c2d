"""An enterprise's facts held against published figures: what may be said, and what may not.

A release without a distribution allows no rank and no percentile, and none is derived here. What
may be said of an answer is data (`data/comparisons.yaml`): which figures, which rule, one sentence
for each outcome, and the caveat that is printed with it (docs/benchmarks.md).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeAlias

from maturity.benchmarks.release import (
    DATA_FOLDER,
    Kind,
    Mode,
    PublishedFigure,
    Qualifier,
    Status,
    read_release,
)
from maturity.instruments.cache import cached
from maturity.instruments.files import read_bytes
from maturity.instruments.items import Texts
from maturity.scoring.numbers import half_up

Rule: TypeAlias = Literal["answer", "rounded", "reaches", "within", "beside"]
Missing: TypeAlias = Literal[
    "unanswered", "unknown", "not_applicable", "no_figure", "not_comparable"
]

SMALLEST_BASE = 10
"""Of fewer people only "k of n" is said: one of them would move a share by ten points."""


_FIT: Mapping[Rule, tuple[Qualifier, Status]] = {
    "rounded": ("exact", "observed"),
    "within": ("exact", "observed"),
    "reaches": ("at_least", "target"),
}
"""How a figure must be given for a word of relation to be said of it (R11)."""


@dataclass(frozen=True)
class When:
    """An entry, or a further caveat, holds only with this answer to another item."""

    item: str
    option: str


@dataclass(frozen=True)
class Side:
    """One of two sides of a published share: the outcome that stands on it, and its name."""

    outcome: str
    text: Texts


@dataclass(frozen=True)
class Comparable:
    """One thing that may be said. `items` are of the questionnaire `facts`, the first decides.

    So many of them, from the first, as `needed` says must be answered for anything to be said.
    `sentences` are by outcome. `direction` and `threshold` belong to the rule "within"; a threshold
    translates the printed value `threshold_of` and no other. `case` names the case, `each` is the
    part of a sentence that is repeated for every figure. `scale` and `sides` (none or two, the side
    of the figure first) say what picture helps, if one does. `without_economy`: the economy that
    the report names is wrong and is not shown. A release may give a figure in another way:
    `unit` and `qualifier` are those that the sentences need, None where any will do.
    """

    key: str
    items: tuple[str, ...]
    needed: int
    figures: tuple[str, ...]
    kind: Kind
    mode: Mode
    rule: Rule
    direction: Literal["at_most", "at_least"]
    threshold: str | None
    threshold_of: str | None
    unit: str | None
    qualifier: Qualifier | None
    scale: Literal["share", "open"] | None
    sides: tuple[Side, ...]
    without_economy: bool
    not_comparable: tuple[str, ...]
    when: When | None
    sentences: Mapping[str, Texts]
    case: Texts
    each: Texts
    caveat: Texts
    further_when: When | None
    further_caveat: Texts


@dataclass(frozen=True)
class Comparison:
    """What became of one entry: an `outcome` that has a sentence, or what is `missing` for one.

    `share` is the own share as `manage.py score` prints it, where the entry compares one.
    """

    entry: Comparable
    outcome: str | None
    missing: Missing | None
    figures: tuple[PublishedFigure, ...]
    share: Mapping[str, Any] | None
    with_further_caveat: bool


@cache
def comparables() -> tuple[Comparable, ...]:
    """Return what may be said, in the order of the file; read once per process."""
    data = json.loads(_canonical())
    return tuple(_build(entry) for entry in data["comparisons"])


def comparable_figures() -> list[str]:
    """Return the keys of all figures that an answer may be held against; no others are needed."""
    return [key for entry in comparables() for key in entry.figures]


@cache
def comparison_words() -> Mapping[str, Texts]:
    """Return the words that sentences borrow: for what was not stated, and between figures."""
    words: Mapping[str, Texts] = json.loads(_canonical())["words"]
    return words


def is_as_written_for(figure: PublishedFigure) -> bool:
    """Whether this is the very figure that the sentences and caveats of the file were written for.

    They say what its own caveat says. A figure of that key in another release may carry another
    caveat, which has to be printed as well.
    """
    return _written_for().get(figure.key) == figure


@cache
def _written_for() -> Mapping[str, PublishedFigure]:
    release = read_release(DATA_FOLDER / "caii-2022-11.yaml")
    return {key: release.figure(key) for key in comparable_figures()}


def _canonical() -> str:
    from maturity.benchmarks.comparisons_schema import parse_comparisons_file  # noqa: PLC0415

    return cached(read_bytes(DATA_FOLDER / "comparisons.yaml"), parse_comparisons_file)


def compare_facts(
    *,
    items: Mapping[str, Mapping[str, Any]],
    shares: Iterable[Mapping[str, Any]],
    figures: Mapping[str, PublishedFigure],
) -> list[Comparison]:
    """Hold a stored result of `facts` against a release.

    `items` and `shares` are those of the stored result, `figures` the release's by key. Entries
    that do not concern this enterprise (`when`) are left out; all others come back, with an outcome
    or with what is missing.
    """
    by_part = {share["key"]: share for share in shares}
    return [
        _compare(entry, items, by_part.get(entry.items[0]), figures)
        for entry in comparables()
        if entry.when is None or _holds(entry.when, items)
    ]


def _compare(
    entry: Comparable,
    items: Mapping[str, Mapping[str, Any]],
    share: Mapping[str, Any] | None,
    figures: Mapping[str, PublishedFigure],
) -> Comparison:
    held = tuple(figures[key] for key in entry.figures if key in figures)
    outcome, missing = None, _missing(entry, items, share, held)
    if missing is None:
        outcome = _decide(entry, items, share, held[0])
    further = entry.further_when is not None and _holds(entry.further_when, items)
    return Comparison(entry, outcome, missing, held, share, further)


def _missing(
    entry: Comparable,
    items: Mapping[str, Mapping[str, Any]],
    share: Mapping[str, Any] | None,
    held: tuple[PublishedFigure, ...],
) -> Missing | None:
    if len(held) < len(entry.figures):
        return "no_figure"
    for key in entry.items[: entry.needed]:
        state: Missing | Literal["answered"] = items[key]["state"]
        if state != "answered":
            return state
    if "few" in entry.sentences and share is None:  # a part without its whole
        return "unanswered"
    return None if all(_fits(entry, figure) for figure in held) else "not_comparable"


def _fits(entry: Comparable, figure: PublishedFigure) -> bool:
    """Whether a release gives a figure as the sentences need it; a key alone does not say so."""
    modes = ("compare",) if entry.mode == "compare" else ("compare", "side_by_side")
    if figure.kind != entry.kind or figure.mode not in modes:
        return False
    if entry.unit not in (None, figure.unit) or entry.qualifier not in (None, figure.qualifier):
        return False
    if entry.threshold_of not in (None, figure.value):
        return False
    if entry.rule == "beside":
        return True
    if entry.rule == "answer":
        return figure.status == "observed" and figure.value_max is None
    return (figure.qualifier, figure.status) == _FIT[entry.rule] and figure.value_max is None


def _decide(
    entry: Comparable,
    items: Mapping[str, Mapping[str, Any]],
    share: Mapping[str, Any] | None,
    figure: PublishedFigure,
) -> str:
    """Which sentence may be said. A relation is said only of what allows one (R11)."""
    value = items[entry.items[0]]["value"]
    if entry.rule == "answer":
        return _option(entry, value)
    if share is not None and Fraction(share["n"]) < SMALLEST_BASE:
        return "few"
    if entry.rule == "beside":
        return "beside"
    own = Fraction(share["percent"]) if share else Fraction(value)
    if entry.rule == "within":
        limit = Fraction(entry.threshold or figure.value)
        within = own <= limit if entry.direction == "at_most" else own >= limit
        return "within" if within else "not_within"
    if entry.rule == "reaches":
        return "reached" if own >= Fraction(figure.value) else "not_reached"
    places = len(figure.value.partition(".")[2])
    rounded, printed = Fraction(half_up(own, places)), Fraction(figure.value)
    return "below" if rounded < printed else "same" if rounded == printed else "above"


def _option(entry: Comparable, value: object) -> str:
    option = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return "not_comparable" if option in entry.not_comparable else str(option)


def _holds(when: When, items: Mapping[str, Mapping[str, Any]]) -> bool:
    return bool(items[when.item]["value"] == when.option)


def _build(data: Mapping[str, Any]) -> Comparable:
    further = data.get("caveat_when")
    return Comparable(
        key=data["key"],
        items=tuple(data["items"]),
        needed=data.get("needed", 1),
        figures=tuple(data["figures"]),
        kind=data["kind"],
        mode=data["mode"],
        rule=data["rule"],
        direction=data.get("direction") or "at_most",
        threshold=data.get("threshold"),
        threshold_of=data.get("threshold_of"),
        unit=data.get("unit"),
        qualifier=data.get("qualifier"),
        scale=data.get("scale"),
        sides=tuple(Side(**side) for side in data.get("sides", [])),
        without_economy=data.get("without_economy", False),
        not_comparable=tuple(data.get("not_comparable", [])),
        when=When(**data["when"]) if data.get("when") else None,
        sentences=data["sentences"],
        case=data.get("case") or {},
        each=data.get("each") or {},
        caveat=data["caveat"],
        further_when=When(further["item"], further["option"]) if further else None,
        further_caveat=further["text"] if further else {},
    )
