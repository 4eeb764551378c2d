"""National context: what a release says about an enterprise's economy and those it chose.

Each section shows figures of one economy, each figure as published. Nothing is added up over
economies and nothing derived: the rows of a report are counted in different ways.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from maturity.benchmarks.economies import WORLD, ancestors, places_within
from maturity.benchmarks.release import PublishedFigure, dimensions_used

Relation: TypeAlias = Literal["own", "within", "above", "chosen", "world"]
"""How a section's economy stands to the enterprise's: the same, a place in it, what it belongs
to, chosen to be held against, the world."""

MOST_CHOSEN = 5
"""So many economies may be chosen: more would bury the own one."""


@dataclass(frozen=True)
class ContextGroup:
    """The figures of one dimension, in the order of the release."""

    dimension: str
    figures: tuple[PublishedFigure, ...]


@dataclass(frozen=True)
class ContextSection:
    """One economy, named as such, with those dimensions that have figures.

    `groups` is empty where the release has nothing, which the page then says.
    """

    economy: str
    relation: Relation
    groups: tuple[ContextGroup, ...]


def economies_shown(economy: str, chosen: Sequence[str] = ()) -> dict[str, Relation]:
    """Return whose figures concern an economy, in the order of their sections: no others need be
    read."""
    order: list[tuple[str, Relation]] = [(economy, "world" if economy == WORLD else "own")]
    order += [(place, "within") for place in places_within(economy)]
    order += [(above, "above") for above in ancestors(economy)]
    order += [(code, "chosen") for code in chosen]
    order += [(WORLD, "world")]
    relations: dict[str, Relation] = {}
    for code, relation in order:
        relations.setdefault(code, relation)
    return relations


def national_context(
    figures: Iterable[PublishedFigure], economy: str, chosen: Sequence[str] = ()
) -> list[ContextSection]:
    """Return the figures that concern an economy, of whatever kind, as context: never scored.

    First its own, then its regions and cities, then each economy it belongs to, then those that
    were `chosen` besides, then the world; each once. The own and the chosen ones have a section
    also without figures; all others only with.
    """
    shown = list(figures)
    asked = {economy, *chosen}
    sections = (
        ContextSection(code, relation, _by_dimension(shown, code))
        for code, relation in economies_shown(economy, chosen).items()
    )
    return [section for section in sections if section.groups or section.economy in asked]


def of_dimension(sections: Iterable[ContextSection], dimension: str) -> list[ContextSection]:
    """Return the same economies with the figures of one dimension only.

    Those without any are left out, except the own and the chosen ones.
    """
    narrowed = (
        replace(section, groups=tuple(g for g in section.groups if g.dimension == dimension))
        for section in sections
    )
    return [part for part in narrowed if part.groups or part.relation in ("own", "chosen")]


def _by_dimension(figures: Sequence[PublishedFigure], economy: str) -> tuple[ContextGroup, ...]:
    groups = (
        ContextGroup(
            dimension,
            tuple(
                figure
                for figure in figures
                if figure.economy == economy and figure.dimension == dimension
            ),
        )
        for dimension in dimensions_used(figures)
    )
    return tuple(group for group in groups if group.figures)
