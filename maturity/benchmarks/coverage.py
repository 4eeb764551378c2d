"""Where a release has figures, and where it has none: economies, themes, years."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maturity.benchmarks.economies import economies
from maturity.benchmarks.release import PublishedFigure

_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Covered:
    """How many figures there are, and of which years; `undated` of them state no period."""

    count: int
    first_year: str | None
    last_year: str | None
    undated: int


@dataclass(frozen=True)
class CoverageMatrix:
    """`cells` by (economy, theme); a pair without a figure has none. Economies stand in the order
    of `economies.yaml`, themes in that of the figures. `years` are all that occur, ascending."""

    economies: tuple[str, ...]
    themes: tuple[str, ...]
    years: tuple[str, ...]
    cells: Mapping[tuple[str, str], Covered]


def years_of(figure: PublishedFigure) -> tuple[str, ...]:
    """Return the years that a figure's period names: none, one, or the first and the last."""
    return tuple(_YEAR.findall(figure.period or "")[:2]) if figure.period else ()


def cover(figures: Iterable[PublishedFigure], *, year: str | None = None) -> CoverageMatrix:
    """Count figures by economy and theme; those of one year alone if one is given.

    A period of several years covers each of them.
    """
    found: dict[tuple[str, str], list[PublishedFigure]] = {}
    years: set[str] = set()
    for figure in figures:
        spanned = _span(figure)
        years.update(spanned)
        if year is None or year in spanned:
            found.setdefault((figure.economy, figure.theme), []).append(figure)
    themes = tuple(dict.fromkeys(theme for _economy, theme in found))
    present = {economy for economy, _theme in found}
    return CoverageMatrix(
        economies=tuple(code for code in economies() if code in present),
        themes=themes,
        years=tuple(sorted(years)),
        cells={place: _count(figures) for place, figures in found.items()},
    )


def _span(figure: PublishedFigure) -> tuple[str, ...]:
    years = years_of(figure)
    if not years:
        return ()
    return tuple(str(year) for year in range(int(years[0]), int(years[-1]) + 1))


def _count(figures: list[PublishedFigure]) -> Covered:
    years = sorted(year for figure in figures for year in years_of(figure))
    return Covered(
        count=len(figures),
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        undated=sum(not figure.period for figure in figures),
    )
