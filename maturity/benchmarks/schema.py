"""The shape of a release, checked when it is read from files or from somebody's table.

`validate_release` checks a whole release; `check_head` and `check_row` are its parts, for tables
too long to be held in memory. Importing this module loads pydantic (a fifth of a second), so it is
imported only where files are really read; stored releases never need it.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.functional_validators import AfterValidator
from pydantic_core import ErrorDetails, PydanticCustomError

from maturity.benchmarks.characters import find_unstorable
from maturity.benchmarks.economies import economies
from maturity.benchmarks.reading import TEXTS, Row, column_of, split_column
from maturity.benchmarks.release import (
    DIMENSIONS,
    Kind,
    Mode,
    Qualifier,
    Status,
)
from maturity.benchmarks.units import normalised, units
from maturity.instruments.edition import LANGUAGES
from maturity.instruments.faults import Fault, InvalidFile, join_path
from maturity.instruments.shapes import Text, between

_DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_TIME = rf"({_DAY}|[0-9]{{4}}-Q[1-4]|FY[0-9]{{4}}(-[0-9]{{2}})?)"


def _code(longest: int) -> StringConstraints:
    """Codes are stored and stand in addresses: no spaces, and a length to count on."""
    return StringConstraints(pattern=rf"^[A-Za-z0-9][A-Za-z0-9_.-]{{0,{longest - 1}}}$")


Code = Annotated[str, _code(80)]
ReleaseKey = Annotated[str, _code(60)]
Fact = Annotated[str, _code(60)]
InstrumentKey = Annotated[str, _code(40)]
Group = Annotated[str, _code(20)]
Heading = Annotated[str, _code(10)]
Page = Annotated[int, between(1, 9999)]
Count = Annotated[int, between(1, 2_147_483_647)]
# The digits as printed. Fifteen and six are beyond any published figure and within exactness.
Number = Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$")]
Period = Annotated[str, StringConstraints(pattern=rf"^{_TIME}(/{_TIME})?$")]
Unit = Annotated[str, StringConstraints(min_length=1, max_length=40)]


TEXT_LIMIT = 2000
"""Characters in one text; the longest that was published so far has a few hundred."""


def _check_release_text(text: str) -> str:
    if character := find_unstorable(text):
        raise PydanticCustomError("text_not_storable", "control", {"character": character})
    if len(text) > TEXT_LIMIT:
        params = {"length": len(text), "limit": TEXT_LIMIT}
        raise PydanticCustomError("text_too_long", "too long", params)
    return text


ReleaseText = Annotated[Text, AfterValidator(_check_release_text)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextsPart(_Part):
    en: ReleaseText
    zh_hans: ReleaseText = Field(alias="zh-hans")
    ja: ReleaseText


class ChapterPart(_Part):
    title: TextsPart


class SectionPart(_Part):
    page: Page | None = None
    title: TextsPart


class InstrumentPart(_Part):
    key: InstrumentKey
    edition: InstrumentKey


class HeadPart(_Part):
    key: ReleaseKey
    published: Annotated[str, StringConstraints(pattern=rf"^{_DAY}$")]
    n: Count | None
    instrument: InstrumentPart | None = None
    figures: str
    title: TextsPart
    publisher: TextsPart
    edition: TextsPart
    population: TextsPart
    method_note: TextsPart
    licence_note: TextsPart
    chapters: dict[Heading, ChapterPart] = Field(min_length=1)
    sections: dict[Heading, SectionPart] = Field(min_length=1)
    dimensions: dict[Group, TextsPart] = Field(min_length=1)
    themes: dict[Group, TextsPart] = Field(min_length=1)


class FigurePart(_Part):
    key: Code
    economy: Code
    dimension: Code
    theme: Code
    chapter: Code
    section: Code
    page: Page | None
    kind: Kind
    mode: Mode
    fact: Fact | None
    status: Status
    qualifier: Qualifier
    value: Number
    value_max: Number | None
    unit: Unit
    period: Period | None
    label: TextsPart
    source: TextsPart | None
    caveat: TextsPart | None
    n: Count | None = None
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
    "too_short": "mapping_empty",
}
"""pydantic's names of errors → ours, which are part of the interface; ours pass through."""

_MALFORMED = {
    "value": "number_malformed",
    "value_max": "number_malformed",
    "period": "period_malformed",
}
"""Columns whose form is worth a sentence of its own; the other patterns are those of codes."""

_LARGEST = Decimal(10) ** 20
"""Where a number multiplied out (`normalised`) would no longer fit into its column."""
_LIKE_FORMULA = re.compile(r"[=+@\t-]")


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row: the column ("" if it is the whole row), a code, its params."""

    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def validate_release(head: object, rows: Sequence[Row]) -> dict[str, Any]:
    """Check a release and return its content in the form that its canonical JSON is made of.

    Raises InvalidFile with every fault of the head or, if that is right, of every row. A fault of a
    row has the path `figures[POSITION].COLUMN` and the params `line` (header = 1) and `key` besides
    its own. Codes: those of `check_head` and `check_row`, and `figures_empty`.

    What may be left out and is leaves no trace in the content: a release without it keeps the hash
    it had before there was such a column.
    """
    checked = check_head(head)
    if not rows:
        raise InvalidFile([Fault("figures", "figures_empty")])
    first_lines: dict[str, int] = {}
    figures, faults = [], []
    for position, row in enumerate(rows):
        line = position + 2
        figure, found = check_row(row, line=line, head=checked, first_lines=first_lines)
        figures.append(figure)
        faults += [
            Fault(
                f"figures[{position}].{fault.column}",
                fault.code,
                {"line": line, "key": figure["key"], **fault.params},
            )
            for fault in found
        ]
    if faults:
        raise InvalidFile(faults)
    return {**checked, "figures": figures}


def check_head(head: object) -> dict[str, Any]:
    """Check the head of a release and return it.

    Raises InvalidFile with every fault: those of `_CODES`, `text_blank`, `text_not_trimmed`,
    `text_has_line_break`, `text_not_storable` (character), `text_too_long` (length, limit),
    `number_out_of_range` (lowest, highest), `dimension_missing`.
    """
    try:
        HeadPart.model_validate(head)
    except ValidationError as error:
        raise InvalidFile([_as_fault(details) for details in error.errors()]) from None
    assert isinstance(head, dict)  # noqa: S101 - the model has just established it
    faults = [] if head.get("instrument") else list(_dimension_faults(head["dimensions"]))
    if faults:
        raise InvalidFile(faults)
    return head


def check_row(
    row: Row, *, line: int, head: Mapping[str, Any], first_lines: MutableMapping[str, int]
) -> tuple[dict[str, Any], list[RowFault]]:
    """Check one row; return the figure in the form of the canonical JSON, and what is wrong.

    `first_lines` is kept by the caller from row to row: the keys seen so far with their lines.
    Faults of shape come first, with `value` for what was found: those of `_CODES`,
    `number_malformed`, `period_malformed`, `text_not_storable` (character) and the codes of texts.
    Then, of cells of the right shape: `figure_repeated` (first: a line), `not_in_head`,
    `economy_unknown`, `unit_unknown`; of rows of the right shape: `section_not_in_chapter`,
    `page_before_section` (begins), `range_not_rising` (low), `number_too_large`, `fact_missing`,
    `fact_not_used`, `text_like_formula`.
    """
    figure = _nest(row)
    found = list(_shape_faults(row, figure))
    key = row["key"]
    if key in first_lines:
        found.append(RowFault("key", "figure_repeated", {"first": first_lines[key]}))
    elif key:
        first_lines[key] = line
    wrong = {fault.column for fault in found}
    found += [fault for fault in _reference_faults(figure, head) if fault.column not in wrong]
    if not wrong:
        found += _sense_faults(row, figure, head)
    return figure, found


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
        column: cell or None for column, cell in row.items() if split_column(column)[1] is None
    }
    for column in ("page", "n"):
        cell = row.get(column, "")
        if cell.isascii() and cell.isdigit():
            figure[column] = int(cell)
    for text in TEXTS:
        cells = {language: row.get(column_of(text, language), "") for language in LANGUAGES}
        # A text in some languages only is kept, to be refused by name of the language.
        figure[text] = {language: cell for language, cell in cells.items() if cell} or None
    for column in ("n", "base"):
        if figure.get(column) is None:
            figure.pop(column, None)
    return figure


def _as_fault(details: ErrorDetails) -> Fault:
    path = ""
    for step in details["loc"]:
        if step != "[key]":  # pydantic's mark for "the key itself is wrong"
            path = join_path(path, step)
    if details["type"] not in _CODES:  # one of ours, with the params we gave it
        return Fault(path, details["type"], details.get("ctx", {}))
    code = _CODES[details["type"]]
    if code == "value_not_allowed":
        return Fault(path, code, {"expected": str(details["ctx"]["expected"])})
    if code == "field_unknown":
        return Fault(path, code, {"field": str(details["loc"][-1])})
    return Fault(path, code)


def _shape_faults(row: Row, figure: Mapping[str, Any]) -> Iterator[RowFault]:
    unstorable = {column: found for column, cell in row.items() if (found := find_unstorable(cell))}
    for column, character in unstorable.items():
        yield RowFault(column, "text_not_storable", {"character": character})
    try:
        FigurePart.model_validate(figure)
    except ValidationError as error:
        for details in error.errors():
            fault = _as_fault(details)
            column = fault.path.replace(".", "_").replace("-", "_")
            if column in unstorable:  # said already, and its cell cannot be stored with a fault
                continue
            if details["input"] is None:
                yield RowFault(column, "field_missing")
                continue
            code = _MALFORMED.get(column, fault.code) if fault.code == "malformed" else fault.code
            yield RowFault(column, code, {"value": row.get(column, ""), **fault.params})


def _reference_faults(figure: Mapping[str, Any], head: Mapping[str, Any]) -> Iterator[RowFault]:
    for column in ("dimension", "chapter", "section", "theme"):
        if figure[column] not in head[f"{column}s"]:
            yield RowFault(column, "not_in_head", {"value": figure[column]})
    if figure["economy"] not in economies():
        yield RowFault("economy", "economy_unknown", {"value": figure["economy"]})
    if figure["unit"] not in units():
        yield RowFault("unit", "unit_unknown", {"value": figure["unit"]})


def _sense_faults(
    row: Row, figure: Mapping[str, Any], head: Mapping[str, Any]
) -> Iterator[RowFault]:
    if figure["section"].partition(".")[0] != figure["chapter"]:
        yield RowFault("section", "section_not_in_chapter", {"value": figure["section"]})
    begins = head["sections"].get(figure["section"], {}).get("page")
    if begins and figure["page"] and figure["page"] < begins:
        yield RowFault("page", "page_before_section", {"begins": begins, "value": row["page"]})
    value, unit = figure["value"], figure["unit"]
    if unit in units() and abs(normalised(value, unit)) >= _LARGEST:
        yield RowFault("value", "number_too_large", {"value": value})
    if figure["value_max"] and Decimal(figure["value_max"]) <= Decimal(value):
        params = {"value": figure["value_max"], "low": value}
        yield RowFault("value_max", "range_not_rising", params)
    if (figure["fact"] is None) != (figure["mode"] == "show"):
        yield RowFault("fact", "fact_missing" if figure["fact"] is None else "fact_not_used")
    for column, cell in row.items():
        # Opened in a spreadsheet, an exported table must not begin to calculate.
        if split_column(column)[1] and _LIKE_FORMULA.match(cell):
            yield RowFault(column, "text_like_formula", {"value": cell})
