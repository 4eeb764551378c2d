"""A figure as a row of a table, the way a file of figures holds it."""

from maturity.benchmarks.reading import ALL_COLUMNS, Row
from maturity.benchmarks.release import PublishedFigure
from maturity.instruments.edition import LANGUAGES, Texts

_TEXT_COLUMNS = {
    f"{text}_{language.replace('-', '_')}": (text, language)
    for text in ("label", "source", "caveat", "base")
    for language in LANGUAGES
}


def as_row(figure: PublishedFigure) -> Row:
    """Return the cells of a figure by column, all of `ALL_COLUMNS`; what it has not is empty."""
    return {column: _cell(figure, column) for column in ALL_COLUMNS}


def _cell(figure: PublishedFigure, column: str) -> str:
    if column in _TEXT_COLUMNS:
        text, language = _TEXT_COLUMNS[column]
        texts: Texts | None = getattr(figure, text)
        return texts[language] if texts else ""
    value = getattr(figure, column)
    return "" if value is None else str(value)
