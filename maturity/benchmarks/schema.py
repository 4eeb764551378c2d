"""The shape of a release, checked when it is read from files or from somebody's table.

Only `validate_release` is meant for callers. Importing this module loads pydantic (a fifth of a
second), so it is imported only where files are really read; stored releases never need it.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from maturity.benchmarks.economies import economies
from maturity.benchmarks.reading import Row
from maturity.benchmarks.release import (
    DIMENSIONS,
    Kind,
    Mode,
    Qualifier,
    Status,
)
from maturity.benchmarks.units import units
from maturity.instruments.edition import LANGUAGES
from maturity.instruments.faults import Fault, InvalidFile, join_path
from maturity.instruments.shapes import TextsPart

_DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_TIME = rf"({_DAY}|[0-9]{{4}}-Q[1-4]|FY[0-9]{{4}}(-[0-9]{{2}})?)"

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")]
# The digits as printed. Fifteen and six are beyond any published figure and within exactness.
Number = Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$")]
Period = Annotated[str, StringConstraints(pattern=rf"^{_TIME}(/{_TIME})?$")]
Unit = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ChapterPart(_Part):
    title: TextsPart


class SectionPart(_Part):
    page: int | None = Field(default=None, ge=1, le=9999)
    title: TextsPart


class InstrumentPart(_Part):
    key: Code
    edition: Code


class HeadPart(_Part):
    key: Code
    published: Annotated[str, StringConstraints(pattern=rf"^{_DAY}$")]
    n: int | None = Field(ge=1)
    instrument: InstrumentPart | None = None
    figures: str
    title: TextsPart
    publisher: TextsPart
    edition: TextsPart
    population: TextsPart
    method_note: TextsPart
    licence_note: TextsPart
    chapters: dict[Code, ChapterPart] = Field(min_length=1)
    sections: dict[Code, SectionPart] = Field(min_length=1)
    dimensions: dict[Code, TextsPart] = Field(min_length=1)
    themes: dict[Code, TextsPart] = Field(min_length=1)


class FigurePart(_Part):
    key: Code
    economy: Code
    dimension: Code
    theme: Code
    chapter: Code
    section: Code
    page: int | None = Field(ge=1, le=9999)
    kind: Kind
    mode: Mode
    fact: Code | None
    status: Status
    qualifier: Qualifier
    value: Number
    value_max: Number | None
    unit: Unit
    period: Period | None
    label: TextsPart
    source: TextsPart | None
    caveat: TextsPart | None
    n: int | None = Field(default=None, ge=1)
    base: TextsPart | None = None


_CODES = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "string_type": "not_text",
    "int_type": "not_integer",
    "dict_type": "not_mapping",
    "model_type": "not_mapping",
    "literal_error": "value_not_allowed",
    "string_pattern_mismatch": "malformed",
    "string_too_short": "field_missing",
    "string_too_long": "malformed",
    "greater_than_equal": "number_out_of_range",
    "less_than_equal": "number_out_of_range",
    "too_short": "mapping_empty",
}
"""pydantic's names of errors → ours, which are part of the interface."""


def validate_release(head: object, rows: Sequence[Row]) -> dict[str, Any]:
    """Check a release and return its content in the form that its canonical JSON is made of.

    Raises InvalidFile with every fault of the first of three stages that fails: the head, the
    shape of the rows, what they say together. A fault of a row has the path
    `figures[POSITION].COLUMN` and the params `line` (header = 1) and `key` besides its own. Codes:
    those of `_CODES`, `text_blank`, `text_not_trimmed`, `text_has_line_break`, `figures_empty`,
    `dimension_missing`, `key_repeated` (first), `dimension_unknown`, `chapter_unknown`,
    `section_unknown`, `theme_unknown`, `economy_unknown`, `unit_unknown`,
    `section_not_in_chapter`, `page_before_section` (begins), `range_not_rising`, `fact_missing`,
    `fact_not_used`.

    What may be left out and is leaves no trace in the content: a release without it keeps the hash
    it had before there was such a column.
    """
    try:
        HeadPart.model_validate(head)
    except ValidationError as error:
        raise InvalidFile([_as_fault(details) for details in error.errors()]) from None
    assert isinstance(head, dict)  # noqa: S101 - the model has just established it
    faults = [] if head.get("instrument") else list(_dimension_faults(head["dimensions"]))
    if not rows:
        faults.append(Fault("figures", "figures_empty"))
    figures = [_nest(row) for row in rows]
    faults = faults or list(_shape_faults(figures)) or list(_content_faults(head, figures))
    if faults:
        raise InvalidFile(faults)
    return {**head, "figures": figures}


def _dimension_faults(dimensions: Mapping[str, Any]) -> Iterator[Fault]:
    """National data have the six, no more and no fewer."""
    for code in DIMENSIONS:
        if code not in dimensions:
            yield Fault(f"dimensions.{code}", "dimension_missing")
    for code in dimensions:
        if code not in DIMENSIONS:
            params = {"expected": ", ".join(DIMENSIONS)}
            yield Fault(f"dimensions.{code}", "value_not_allowed", params)


def _nest(row: Row) -> dict[str, Any]:
    """A row in the form of a figure: empty cells are None, three columns make one text."""
    figure: dict[str, Any] = {
        column: cell or None for column, cell in row.items() if _text_of(column) is None
    }
    for column in ("page", "n"):
        cell = row.get(column, "")
        if cell.isascii() and cell.isdigit():
            figure[column] = int(cell)
    for text in ("label", "source", "caveat", "base"):
        cells = {language: row.get(_column(text, language), "") for language in LANGUAGES}
        # A text in some languages only is kept, to be refused by name of the language.
        figure[text] = {language: cell for language, cell in cells.items() if cell} or None
    for column in ("n", "base"):
        if figure.get(column) is None:
            figure.pop(column, None)
    return figure


def _text_of(column: str) -> str | None:
    text, _, language = column.partition("_")
    return text if language.replace("_", "-") in LANGUAGES else None


def _column(text: str, language: str) -> str:
    return f"{text}_{language.replace('-', '_')}"


def _as_fault(details: ErrorDetails) -> Fault:
    path = ""
    for step in details["loc"]:
        if step != "[key]":  # pydantic's mark for "the key itself is wrong"
            path = join_path(path, step)
    code = _CODES.get(details["type"], details["type"])
    context = details.get("ctx", {})
    if code == "value_not_allowed":
        return Fault(path, code, {"expected": str(context["expected"])})
    return Fault(path, code)


def _shape_faults(figures: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for position, figure in enumerate(figures):
        try:
            FigurePart.model_validate(figure)
        except ValidationError as error:
            for details in error.errors():
                fault = _as_fault(details)
                column = fault.path.replace(".", "_").replace("-", "_")
                empty = details["input"] is None
                code = "field_missing" if empty else fault.code
                yield _row_fault(position, figure, column, code, **fault.params)


def _content_faults(
    head: Mapping[str, Any], figures: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    known = {
        "dimension": head["dimensions"],
        "chapter": head["chapters"],
        "section": head["sections"],
        "theme": head["themes"],
        "economy": economies(),
        "unit": units(),
    }
    first: dict[str, int] = {}
    for position, figure in enumerate(figures):
        found: list[tuple[str, str, dict[str, object]]] = [
            (column, f"{column}_unknown", {})
            for column in known
            if figure[column] not in known[column]
        ]
        key = figure["key"]
        if key in first:
            found.append(("key", "key_repeated", {"first": first[key] + 2}))
        first.setdefault(key, position)
        if figure["section"].partition(".")[0] != figure["chapter"]:
            found.append(("section", "section_not_in_chapter", {}))
        section = head["sections"].get(figure["section"])
        begins = section.get("page") if section else None
        if begins and figure["page"] and figure["page"] < begins:
            found.append(("page", "page_before_section", {"begins": begins}))
        if figure["value_max"] and Decimal(figure["value_max"]) <= Decimal(figure["value"]):
            found.append(("value_max", "range_not_rising", {}))
        if (figure["fact"] is None) != (figure["mode"] == "show"):
            code = "fact_missing" if figure["fact"] is None else "fact_not_used"
            found.append(("fact", code, {}))
        for column, code, params in found:
            yield _row_fault(position, figure, column, code, **params)


def _row_fault(
    position: int, figure: Mapping[str, Any], column: str, code: str, **params: object
) -> Fault:
    where = {"line": position + 2, "key": figure["key"]}
    return Fault(f"figures[{position}].{column}", code, {**where, **params})
