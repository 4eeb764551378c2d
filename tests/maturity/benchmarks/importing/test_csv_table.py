"""CSV as spreadsheets and people write it."""

import itertools
from pathlib import Path

import pytest

from maturity.benchmarks.importing import tables
from maturity.benchmarks.importing.opening import TABLE_LIMIT, open_table
from maturity.instruments.faults import InvalidFile
from tests.maturity.benchmarks.importing.files import lines_of, refusal, write_text


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_delimiter_is_recognised_from_the_header(tmp_path: Path, mark: str) -> None:
    text = f'key{mark}"label, with; marks"\na{mark}"1, 2; 3"\n'
    table = open_table(write_text(tmp_path, text))
    assert table.header == ("key", "label, with; marks")
    assert [line.cells for line in table.read_lines()] == [["a", "1, 2; 3"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_numbered_as_an_editor_does(tmp_path: Path, end: str) -> None:
    text = end.join(["key,label", 'a,"one', 'two"', "", ",", "b,three"])
    lines = lines_of(write_text(tmp_path, text))
    assert [(line.number, line.cells[0]) for line in lines] == [(2, "a"), (6, "b")]


def test_blank_cells_beyond_the_header_are_dropped_and_filled_ones_kept(tmp_path: Path) -> None:
    lines = lines_of(write_text(tmp_path, "key,label,,\na,b,,\nc,d,,e\nf\n"))
    assert [line.cells for line in lines] == [["a", "b"], ["c", "d", "", "e"], ["f"]]


def test_unclosed_quote_is_refused_with_the_line_on_which_it_begins(tmp_path: Path) -> None:
    [fault] = refusal(write_text(tmp_path, 'key,label\na,b\nc,"d\ne,f\n'))
    assert (fault.code, fault.params["line"]) == ("csv_syntax", 3)


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "file_empty", {}),
        ("\n\n", "header_missing", {}),
        (",,\na,b,c", "header_missing", {}),
        ("key,,label\na,b,c", "header_blank", {"line": 1, "column": "B"}),
        (
            "key,label,key \na,b,c",
            "header_repeated",
            {"line": 1, "column": "C", "header": "key"},
        ),
        (
            "x" * 201,
            "text_too_long",
            {"line": 1, "column": "A", "length": 201, "limit": 200},
        ),
        (",".join(f"c{n}" for n in range(101)), "too_many_columns", {"limit": 100}),
    ],
)
def test_bad_header_is_refused(
    tmp_path: Path, text: str, code: str, params: dict[str, object]
) -> None:
    [fault] = refusal(write_text(tmp_path, text))
    assert (fault.code, fault.params) == (code, params)


def test_too_many_rows_stop_the_reading_at_the_limit(tmp_path: Path) -> None:
    """200,000 rows: the reader does not go on after the limit."""
    path = write_text(tmp_path, "key,label\n" + "a,b\n" * 200_000)
    table = open_table(path)
    assert table.expected == 200_000
    lines = table.read_lines()
    assert sum(1 for _ in itertools.islice(lines, tables.ROW_LIMIT)) == 150_000
    with pytest.raises(InvalidFile) as caught:
        next(lines)
    [fault] = caught.value.faults
    assert (fault.code, fault.params) == ("too_many_rows", {"limit": 150_000, "line": 150_002})


def test_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """A file with a hole: reading it would give zeros and so another refusal."""
    path = tmp_path / "figures.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    [fault] = refusal(path)
    assert (fault.code, fault.params) == ("table_too_large", {"megabytes": 200, "limit": 100})
    assert TABLE_LIMIT == 100_000_000


def test_tables_can_be_read_again_and_again(tmp_path: Path) -> None:
    table = open_table(write_text(tmp_path, "key\na\nb\n"))
    assert [len(list(table.read_lines())) for _ in range(2)] == [2, 2]


def test_csv_cells_have_no_address(tmp_path: Path) -> None:
    assert open_table(write_text(tmp_path, "key\na\n")).cell_name(column=0, line=2) == ""
    assert [tables.column_letters(n) for n in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
