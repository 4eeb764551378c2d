"""A figure as a row of a table, the way a file of figures holds it."""

from maturity.benchmarks.reading import ALL_COLUMNS, Row, split_column
from maturity.benchmarks.release import PublishedFigure
from maturity.instruments.edition import Texts


def as_row(figure: PublishedFigure) -> Row:
    """Return the cells of a figure by column, all of `ALL_COLUMNS`; what it has not is empty."""
    return {column: _cell(figure, *split_column(column)) for column in ALL_COLUMNS}


def _cell(figure: PublishedFigure, name: str, language: str | None) -> str:
    value = getattr(figure, name)
    if value is None:
        return ""
    if language is None:
        return str(value)
    texts: Texts = value
    return texts[language]
