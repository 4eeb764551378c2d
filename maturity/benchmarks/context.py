"""National context: what a release says about the economy that an enterprise belongs to.

Each section shows figures of one economy, each figure as published. Nothing is added up over
economies and nothing derived: the rows of a report are counted in different ways.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from maturity.benchmarks.economies import WORLD, ancestors, places_within
from maturity.benchmarks.release import PublishedFigure, dimensions_used

Relation: TypeAlias = Literal["own", "within", "above", "world"]
"""How a section's economy stands to the enterprise's: the same, a place in it, what it belongs
to, the world."""


@dataclass(frozen=True)
class ContextGroup:
    """The figures of one dimension, in the order of the release."""

    dimension: str
    figures: tuple[PublishedFigure, ...]


@dataclass(frozen=True)
class ContextSection:
    """One economy, named as such, with those dimensions that have figures."""

    economy: str
    relation: Relation
    groups: tuple[ContextGroup, ...]


def national_context(figures: Iterable[PublishedFigure], economy: str) -> list[ContextSection]:
    """Return the figures that concern an economy, of whatever kind, as context: never scored.

    First its own, then its regions and cities, then each economy it belongs to, then the world. An
    economy without figures has no section, so a country that the release does not mention gets
    the world alone.
    """
    shown = list(figures)
    order: list[tuple[str, Relation]] = [(economy, "world" if economy == WORLD else "own")]
    order += [(place, "within") for place in places_within(economy)]
    order += [(above, "above") for above in ancestors(economy)]
    order += [(WORLD, "world")] if economy != WORLD else []
    sections = (
        ContextSection(code, relation, _by_dimension(shown, code)) for code, relation in order
    )
    return [section for section in sections if section.groups]


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
