import json
import subprocess
import sys
from pathlib import Path

import pytest

from maturity.benchmarks.release import (
    InstrumentRef,
    PublishedFigure,
    read_canonical,
    read_release,
    release_from_canonical,
    shipped_release_paths,
)
from maturity.instruments.faults import Fault, InvalidFile
from tests.maturity.benchmarks.releases import HEAD, THREE, row, table, write


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(InvalidFile) as caught:
        read_release(path)
    return caught.value.faults


def test_release_reads_head_and_figures(tmp_path: Path) -> None:
    release = read_release(write(tmp_path))
    assert (release.key, release.published, release.n) == ("tiny-2022", "2022-11", None)
    assert release.title == {"en": "E", "zh-hans": "中", "ja": "日"}
    assert release.chapters["2"] == {"en": "E", "zh-hans": "中", "ja": "日"}
    assert (release.sections["2.1"].page, release.sections["2.1"].title["ja"]) == (9, "日")
    assert release.figures == (
        PublishedFigure(
            key="plain",
            economy="CN",
            dimension="strategy",
            theme="policy",
            chapter="1",
            section="1.1",
            page=3,
            kind="national_context",
            mode="show",
            fact=None,
            status="observed",
            qualifier="exact",
            value="4.10",
            value_max=None,
            unit="CNY_TRILLION",
            period="2021",
            label={"en": "Label", "zh-hans": "标签", "ja": "ラベル"},
            source=None,
            caveat=None,
        ),
    )


def test_figure_is_found_by_key(tmp_path: Path) -> None:
    release = read_release(write(tmp_path, row(key="a"), row(key="b", value="2")))
    assert release.figure("b").value == "2"
    assert release.has_figure("a")
    assert not release.has_figure("c")
    with pytest.raises(KeyError):
        release.figure("c")


def test_dimensions_keep_their_order(tmp_path: Path) -> None:
    assert list(read_release(write(tmp_path)).dimensions) == [
        *("strategy", "network", "platform", "security", "talent", "economy")
    ]


def test_release_is_rebuilt_from_its_canonical_json(tmp_path: Path) -> None:
    path = write(tmp_path, row(key="b"), row(key="a", period="2020/2021-Q2", value_max="5"))
    release = read_release(path)
    assert release_from_canonical(read_canonical(path)) == release
    assert [figure.key for figure in release.figures] == ["b", "a"]


def test_canonical_json_holds_the_figures_and_not_the_name_of_their_file(tmp_path: Path) -> None:
    data = json.loads(read_canonical(write(tmp_path)))
    assert [figure["value"] for figure in data["figures"]] == ["4.10"]
    assert "tiny-2022.csv" not in json.dumps(data)


def test_hash_changes_with_any_text_and_not_with_the_layout(tmp_path: Path) -> None:
    before = read_release(write(tmp_path)).hash
    assert before.startswith("sha256:")
    assert read_release(write(tmp_path, head="\n\n" + HEAD + "\n# note\n")).hash == before
    assert read_release(write(tmp_path, row(label_ja="ラベル2"))).hash != before
    assert read_release(write(tmp_path, row(value="4.1"))).hash != before


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    before = read_release(write(tmp_path)).hash
    cells = dict(reversed(row().items()))
    text = ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"
    assert read_release(write(tmp_path, text=text)).hash == before


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"value": "4,1"}, "value", "number_malformed"),
        ({"value": "４"}, "value", "number_malformed"),
        ({"value": ""}, "value", "field_missing"),
        ({"value": "1e3"}, "value", "number_malformed"),
        ({"value": "NaN"}, "value", "number_malformed"),
        ({"value": "4.10\n"}, "value", "number_malformed"),
        ({"value_max": "x"}, "value_max", "number_malformed"),
        ({"value_max": "4.10"}, "value_max", "range_not_rising"),
        ({"value_max": "4"}, "value_max", "range_not_rising"),
        ({"page": "x"}, "page", "not_integer"),
        ({"page": "0"}, "page", "number_out_of_range"),
        ({"page": "2"}, "page", "page_before_section"),
        ({"kind": "share"}, "kind", "value_not_allowed"),
        ({"mode": "rank"}, "mode", "value_not_allowed"),
        ({"status": "hoped"}, "status", "value_not_allowed"),
        ({"qualifier": "approx"}, "qualifier", "value_not_allowed"),
        ({"dimension": "policy"}, "dimension", "not_in_head"),
        ({"theme": "talent"}, "theme", "not_in_head"),
        ({"chapter": "9"}, "chapter", "not_in_head"),
        ({"section": "1.9"}, "section", "not_in_head"),
        ({"section": "2.1", "page": "9"}, "section", "section_not_in_chapter"),
        ({"economy": "XX"}, "economy", "economy_unknown"),
        ({"unit": "yards"}, "unit", "unit_unknown"),
        ({"unit": ""}, "unit", "field_missing"),
        ({"period": "21"}, "period", "period_malformed"),
        ({"period": "2021-13"}, "period", "period_malformed"),
        ({"period": "2021/"}, "period", "period_malformed"),
        ({"label_ja": ""}, "label_ja", "field_missing"),
        ({"label_ja": " x"}, "label_ja", "text_not_trimmed"),
        ({"source_en": "Somebody"}, "source_zh_hans", "field_missing"),
        ({"caveat_ja": "注意", "caveat_en": "Note"}, "caveat_zh_hans", "field_missing"),
        ({"mode": "compare"}, "fact", "fact_missing"),
        ({"fact": "ict_posts"}, "fact", "fact_not_used"),
        ({"key": ""}, "key", "field_missing"),
        ({"key": "a b"}, "key", "malformed"),
    ],
)
def test_bad_cell_is_refused_at_its_place(
    tmp_path: Path, changes: dict[str, str], column: str, code: str
) -> None:
    path = write(tmp_path, row(key="good"), row(**changes))
    found = [fault for fault in faults_of(path) if fault.code == code]
    assert [fault.path for fault in found][:1] == [f"figures[1].{column}"]
    assert found[0].params["line"] == 3


@pytest.mark.parametrize(
    "period",
    ["", "2021", "2021-08", "2021-08-31", "2022-Q2", "FY2022", "FY2024-25", "2013/2021-Q4"],
)
def test_periods_of_every_form_are_read(tmp_path: Path, period: str) -> None:
    [figure] = read_release(write(tmp_path, row(period=period))).figures
    assert figure.period == (period or None)


def test_repeated_key_names_its_first_line(tmp_path: Path) -> None:
    [fault] = faults_of(write(tmp_path, row(key="a"), row(key="b"), row(key="a")))
    assert (fault.path, fault.code) == ("figures[2].key", "figure_repeated")
    assert fault.params == {"line": 4, "key": "a", "first": 2}


def test_every_fault_of_every_row_is_reported(tmp_path: Path) -> None:
    found = faults_of(write(tmp_path, row(value="x", unit=""), row(key="b", mode="y")))
    assert [fault.path for fault in found] == [
        "figures[0].value",
        "figures[0].unit",
        "figures[1].mode",
    ]


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ('published: "2022-11"', 'published: "Nov 2022"', "published", "malformed"),
        ("n: null", "n: 0", "n", "number_out_of_range"),
        ("n: null", 'n: "12"', "n", "not_integer"),
        ("n: null\n", "", "n", "field_missing"),
        ('key: "tiny-2022"', 'key: ""', "key", "malformed"),
        ("themes: ", "topics: ", "themes", "field_missing"),
        ("strategy: ", "policy: ", "dimensions.policy", "value_not_allowed"),
        ('figures: "tiny-2022.csv"', 'figures: "../x.csv"', "figures", "figures_not_named"),
        ('figures: "tiny-2022.csv"', "figures: null", "figures", "figures_not_named"),
        ('figures: "tiny-2022.csv"', 'figures: "none.csv"', "figures", "file_missing"),
    ],
)
def test_bad_head_is_refused(tmp_path: Path, old: str, new: str, path: str, code: str) -> None:
    assert old in HEAD
    found = faults_of(write(tmp_path, head=HEAD.replace(old, new)))
    assert (path, code) in [(fault.path, fault.code) for fault in found]


def test_missing_dimension_is_refused(tmp_path: Path) -> None:
    start = HEAD.index("network: ")
    head = HEAD[:start] + HEAD[HEAD.index("platform: ") :]
    [fault] = faults_of(write(tmp_path, head=head))
    assert (fault.path, fault.code) == ("dimensions.network", "dimension_missing")


def test_release_without_figures_is_refused(tmp_path: Path) -> None:
    [fault] = faults_of(write(tmp_path, text=table([])))
    assert (fault.path, fault.code) == ("figures", "figures_empty")


def test_wrong_columns_are_named(tmp_path: Path) -> None:
    text = table([row()]).replace("caveat_ja", "remark", 1).replace(",theme,", ",key,", 1)
    [fault] = faults_of(write(tmp_path, text=text))
    assert (fault.path, fault.code) == ("figures", "columns_wrong")
    assert fault.params == {
        "missing": ["theme", "caveat_ja"],
        "unknown": ["remark"],
        "repeated": ["key"],
    }


def test_row_with_too_few_cells_is_named_by_its_line(tmp_path: Path) -> None:
    [fault] = faults_of(write(tmp_path, text=table([row()]) + "a,b\n"))
    assert (fault.path, fault.code) == ("figures[1]", "cells_count")
    assert fault.params == {"line": 3, "expected": 25, "found": 2}


def test_broken_quotes_are_refused(tmp_path: Path) -> None:
    [fault] = faults_of(write(tmp_path, text=table([row()]) + '"open'))
    assert (fault.path, fault.code) == ("figures", "csv_syntax")


RESULTS_HEAD = (
    HEAD[: HEAD.index("dimensions: ")]
    + 'instrument: {key: "dx", edition: "2019"}\n'
    + f"dimensions: {{it: {THREE}, overall: {THREE}}}\n"
    + HEAD[HEAD.index("themes: ") :]
)
"""The head of a release of results, with dimensions of its own."""

WITH_BASE = {"n": "33", "base_en": "Some", "base_zh_hans": "部分", "base_ja": "一部"}


def test_release_of_results_names_its_questionnaire_and_has_dimensions_of_its_own(
    tmp_path: Path,
) -> None:
    rows = [row(key=code, dimension=code) for code in ("overall", "it")]
    release = read_release(write(tmp_path, *rows, head=RESULTS_HEAD))
    assert release.instrument == InstrumentRef("dx", "2019")
    assert list(release.dimensions) == ["overall", "it"]  # in the order of the table
    [fault] = faults_of(write(tmp_path, row(dimension="strategy"), head=RESULTS_HEAD))
    assert (fault.path, fault.code) == ("figures[0].dimension", "not_in_head")


def test_figure_without_a_page_is_read(tmp_path: Path) -> None:
    head = HEAD.replace("page: 3, ", "")
    release = read_release(write(tmp_path, row(page=""), row(key="b"), head=head))
    assert [figure.page for figure in release.figures] == [None, 3]
    assert release.sections["1.1"].page is None


def test_figure_may_have_an_n_and_a_base_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, text=table([row() | WITH_BASE, row(key="b")], optional=True))
    first, second = read_release(path).figures
    assert (first.n, first.base) == (33, {"en": "Some", "zh-hans": "部分", "ja": "一部"})
    assert (second.n, second.base) == (None, None)
    assert release_from_canonical(read_canonical(path)).figures == (first, second)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"n": "0"}, "n", "number_out_of_range"),
        ({"n": "3,956"}, "n", "not_integer"),
        ({"base_en": "Some"}, "base_zh_hans", "field_missing"),
    ],
)
def test_bad_n_or_base_is_refused_at_its_place(
    tmp_path: Path, cells: dict[str, str], column: str, code: str
) -> None:
    found = faults_of(write(tmp_path, text=table([row() | cells], optional=True)))
    assert (found[0].path, found[0].code) == (f"figures[0].{column}", code)


def test_columns_left_out_and_columns_left_empty_have_the_same_hash(tmp_path: Path) -> None:
    without = read_release(write(tmp_path)).hash
    assert read_release(write(tmp_path, text=table([row()], optional=True))).hash == without


def test_stored_release_is_read_without_pydantic_and_yaml(tmp_path: Path) -> None:
    stored = tmp_path / "stored.json"
    stored.write_text(read_canonical(write(tmp_path)), encoding="utf-8")
    program = (
        "import sys; from pathlib import Path;"
        "from maturity.benchmarks.release import release_from_canonical as read;"
        "release = read(Path(sys.argv[1]).read_text(encoding='utf-8'));"
        "sys.exit(len(release.figures) != 1 or 'pydantic' in sys.modules or 'yaml' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", program, stored], check=True, cwd=root)


def test_shipped_releases_are_the_heads_only() -> None:
    names = [path.name for path in shipped_release_paths()]
    assert names == ["caii-2022-11.yaml", "dx-2019-2024.yaml"]
