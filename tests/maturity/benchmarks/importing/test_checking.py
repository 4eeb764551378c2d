"""Every row of a file is checked as a row of ours, and every fault says where it stands."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from maturity.benchmarks.importing.checking import check_lines
from maturity.benchmarks.importing.mapping import suggest_mapping
from maturity.benchmarks.importing.opening import open_table
from maturity.benchmarks.reading import COLUMNS
from maturity.benchmarks.schema import check_head
from maturity.instruments.strict_yaml import read_yaml
from tests.maturity.benchmarks.importing.files import (
    check,
    write_figures,
    write_text,
    write_workbook,
)
from tests.maturity.benchmarks.releases import HEAD, row, table

VALUE = COLUMNS.index("value")


def test_right_rows_become_figures(tmp_path: Path) -> None:
    rows = [row(key="a"), row(key="b", value="-0.5", value_max="2", page="")]
    for path in (write_text(tmp_path, table(rows)), write_figures(tmp_path, *rows)):
        figures, faults = check(path)
        assert faults == []
        assert [(f.key, f.value, f.value_max, f.page) for f in figures] == [
            ("a", "4.10", None, 3),
            ("b", "-0.5", "2", None),
        ]


@pytest.mark.parametrize(
    ("changes", "column", "code", "said"),
    [
        ({"value": "4,1"}, "value", "number_malformed", {"value": "4,1"}),
        ({"value": "about 4"}, "value", "number_malformed", {"value": "about 4"}),
        ({"value": ""}, "value", "field_missing", {}),
        ({"economy": "Atlantis"}, "economy", "economy_unknown", {"value": "Atlantis"}),
        ({"unit": "yards"}, "unit", "unit_unknown", {"value": "yards"}),
        ({"value_max": "4"}, "value_max", "range_not_rising", {"value": "4", "low": "4.10"}),
        ({"theme": "fun"}, "theme", "not_in_head", {"value": "fun"}),
        ({"period": "last year"}, "period", "period_malformed", {"value": "last year"}),
        ({"label_en": "=1+1"}, "label_en", "text_like_formula", {"value": "=1+1"}),
        ({"label_ja": "@ラベル"}, "label_ja", "text_like_formula", {"value": "@ラベル"}),
        ({"label_en": "a\x07b"}, "label_en", "text_not_storable", {"character": "U+0007"}),
        ({"key": "a\x01b"}, "key", "text_not_storable", {"character": "U+0001"}),
        (
            {"label_zh_hans": "中" * 2001},
            "label_zh_hans",
            "text_too_long",
            {"value": "中" * 80 + "…", "length": 2001, "limit": 2000},
        ),
        ({"label_en": "one\ntwo"}, "label_en", "text_has_line_break", {"value": "one\ntwo"}),
        (
            {"page": "0"},
            "page",
            "number_out_of_range",
            {"value": "0", "lowest": 1, "highest": 9999},
        ),
        (
            {"value": "999999999999999", "unit": "CNY_TRILLION"},
            "value",
            "number_too_large",
            {"value": "999999999999999"},
        ),
    ],
)
def test_fault_says_row_and_column_and_what_stands_there(
    tmp_path: Path, changes: dict[str, str], column: str, code: str, said: dict[str, object]
) -> None:
    path = write_text(tmp_path, table([row(key="good"), row(**changes)]))
    figures, [fault] = check(path)
    assert [figure.key for figure in figures] == ["good"]
    assert (fault.path, fault.code) == (column, code)
    assert fault.params == {"line": 3, "header": column, "cell": "", **said}


def test_every_wrong_cell_of_a_row_is_told_at_once(tmp_path: Path) -> None:
    wrong = row(value="x", unit="yards", economy="Atlantis", theme="fun", label_ja="")
    _figures, faults = check(write_text(tmp_path, table([wrong])))
    assert {(fault.path, fault.code) for fault in faults} == {
        ("value", "number_malformed"),
        ("label_ja", "field_missing"),
        ("unit", "unit_unknown"),
        ("economy", "economy_unknown"),
        ("theme", "not_in_head"),
    }


def test_fault_in_a_workbook_names_the_cell(tmp_path: Path) -> None:
    _figures, [fault] = check(write_figures(tmp_path, row(key="a"), row(key="b", value="x")))
    letter = chr(ord("A") + VALUE)
    assert (fault.path, fault.params["line"], fault.params["cell"]) == ("value", 3, f"{letter}3")


def test_formula_is_refused_where_it_is_used_and_overlooked_where_not(tmp_path: Path) -> None:
    rows = [[*row(), "remark"], [*row(key="a").values(), "=A1"]]
    rows.append([*row(key="b").values(), ""])
    rows[2][VALUE] = "=1+1"
    figures, [fault] = check(write_workbook(tmp_path, *rows))
    assert [figure.key for figure in figures] == ["a"]
    assert (fault.path, fault.code, fault.params["line"]) == ("value", "cell_is_formula", 3)


def test_numeric_cells_of_a_workbook_are_figures_with_their_printed_digits(tmp_path: Path) -> None:
    def give_formats(book: Workbook) -> None:
        book.worksheets[0].cell(row=2, column=VALUE + 1, value=4.1).number_format = "0.00"
        book.worksheets[0].cell(row=2, column=COLUMNS.index("page") + 1, value=3)

    [figure], faults = check(write_figures(tmp_path, row(), change=give_formats))
    assert faults == []
    assert (figure.value, figure.page) == ("4.10", 3)


def test_repeated_key_names_the_row_of_the_first(tmp_path: Path) -> None:
    path = write_text(tmp_path, table([row(key="a"), row(key="b"), row(key="a"), row(key="a")]))
    figures, faults = check(path)
    assert [figure.key for figure in figures] == ["a", "b"]
    assert [(f.path, f.code, f.params["line"], f.params["first"]) for f in faults] == [
        ("key", "figure_repeated", 4, 2),
        ("key", "figure_repeated", 5, 2),
    ]


def test_row_with_too_few_or_too_many_cells_is_a_fault_of_the_row(tmp_path: Path) -> None:
    text = table([row()])
    _figures, faults = check(write_text(tmp_path, f"{text}a,b\n{text.splitlines()[1]},more\n"))
    assert [(f.path, f.code, f.params["line"], f.params["found"]) for f in faults] == [
        ("", "cells_count", 3, 2),
        ("", "cells_count", 4, len(COLUMNS) + 1),
    ]


def test_full_width_digits_are_read_in_numbers_only(tmp_path: Path) -> None:
    changes = {"value": "－４．１０", "page": "１２", "label_ja": "ＤＸ　１"}
    [figure], faults = check(write_text(tmp_path, table([row(**changes)])))
    assert faults == []
    assert (figure.value, figure.page, figure.label["ja"]) == ("-4.10", 12, "ＤＸ　１")


def test_table_is_read_through_a_mapping_with_columns_in_any_order(tmp_path: Path) -> None:
    names = {column: f"col {n}" for n, column in enumerate(COLUMNS)} | {"value": "数値"}
    cells = dict(reversed(row(value="x").items()))
    header = ",".join(names[column] for column in cells)
    path = write_text(tmp_path, f"note,{header}\n-,{','.join(cells.values())}\n")
    _figures, [fault] = check(path, mapping=names)
    assert (fault.path, fault.params["header"]) == ("value", "数値")


def test_columns_that_may_be_missing_are_empty(tmp_path: Path) -> None:
    cells = {column: cell for column, cell in row().items() if cell and column != "page"}
    path = write_text(tmp_path, f"{','.join(cells)}\n{','.join(cells.values())}\n")
    [figure], faults = check(path)
    assert faults == []
    assert (figure.page, figure.fact, figure.caveat, figure.n) == (None, None, None, None)


def test_long_wrong_text_is_named_and_not_carried(tmp_path: Path) -> None:
    _figures, [fault] = check(write_text(tmp_path, table([row(unit="x" * 30_000)])))
    assert len(str(fault.params["value"])) == 81


def test_rows_are_checked_one_at_a_time(tmp_path: Path) -> None:
    """The first is there before the second is read, which would be refused."""
    rows = table([row(key="a"), row(key="b")])
    opened = open_table(write_text(tmp_path, rows + '"never closed'))
    seen: dict[str, int] = {}
    options: dict[str, Any] = {"mapping": suggest_mapping(opened.header), "seen": seen}
    lines = check_lines(opened, head=check_head(read_yaml(HEAD)), **options)
    assert next(lines).figure is not None
    assert seen == {"a": 2}
