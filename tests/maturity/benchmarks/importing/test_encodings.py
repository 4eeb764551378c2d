"""Bytes are read in the encoding they were written in, or refused by its name."""

from pathlib import Path

import pytest

from maturity.benchmarks.importing.encodings import count_lines, detect_encoding
from maturity.benchmarks.importing.opening import open_table
from maturity.benchmarks.release import DATA_FOLDER
from maturity.instruments.faults import InvalidFile
from tests.maturity.benchmarks.importing.files import lines_of, refusal, write_text

CHINESE = "键,指标\na,采用工业互联网平台的企业占比\nb,全国制造业数字化转型情况"
JAPANESE = "キー,指標\na,産業用ロボットを導入している企業の割合\nb,ＤＸに取り組む事業所の数㈱"
SHIPPED = (DATA_FOLDER / "caii-2022-11.csv").read_text(encoding="utf-8")


def cells_of(path: Path) -> list[str]:
    return [str(line.cells[1]) for line in lines_of(path)]


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("gb2312", "GB18030"),
    ],
)
def test_chinese_text_is_read_in_its_encoding(tmp_path: Path, codec: str, name: str) -> None:
    path = write_text(tmp_path, CHINESE, codec)
    table = open_table(path)
    assert (table.encoding, table.header) == (name, ("键", "指标"))
    assert cells_of(path) == ["采用工业互联网平台的企业占比", "全国制造业数字化转型情况"]


@pytest.mark.parametrize(
    ("codec", "name"), [("cp932", "Shift_JIS"), ("utf-8", "UTF-8"), ("utf-16", "UTF-16")]
)
def test_japanese_text_is_read_in_its_encoding(tmp_path: Path, codec: str, name: str) -> None:
    path = write_text(tmp_path, JAPANESE, codec)
    assert open_table(path).encoding == name
    assert cells_of(path) == [
        "産業用ロボットを導入している企業の割合",
        "ＤＸに取り組む事業所の数㈱",
    ]


def test_whole_release_in_three_languages_is_recognised_as_gb18030(tmp_path: Path) -> None:
    path = write_text(tmp_path, SHIPPED, "gb18030")
    assert detect_encoding(path) == "GB18030"
    cells = [line.cells for line in lines_of(path)]
    assert cells == [line.cells for line in lines_of(write_text(tmp_path, SHIPPED))]


@pytest.mark.parametrize(("column", "codec"), [(17, "gb18030"), (18, "cp932")])
def test_single_labels_are_hardly_ever_unclear_and_never_taken_for_the_other(
    tmp_path: Path, column: int, codec: str
) -> None:
    labels = [str(line.cells[column]) for line in lines_of(write_text(tmp_path, SHIPPED))]
    found = []
    for label in labels:
        path = write_text(tmp_path, label.encode(codec, "ignore").decode(codec), codec)
        try:
            found.append(detect_encoding(path))
        except InvalidFile as error:
            found.append(error.faults[0].code)
    right = {"gb18030": "GB18030", "cp932": "Shift_JIS"}[codec]
    assert found.count(right) >= len(labels) * 0.98
    assert set(found) <= {right, "UTF-8", "encoding_unclear"}


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("企業使用人工智能的比例，佔全國製造業的百分比，數據來源", "big5", "Big5"),
        ("인공지능을 사용하는 기업의 비율, 전국 제조업", "cp949", "EUC-KR"),
        (JAPANESE.replace("㈱", "") * 3, "euc_jp", "EUC-JP"),
        ("Anteil der Unternehmen in der Größenklasse, Österreich", "latin-1", "Latin-1"),
        ("Части, numérique, présenté, été".replace("Части", "Part"), "cp1252", "Latin-1"),
        ("指标", "utf-32", "UTF-32"),
    ],
)
def test_other_encodings_are_refused_by_name(
    tmp_path: Path, text: str, codec: str, name: str
) -> None:
    [fault] = refusal(write_text(tmp_path, f"key,label\na,{text}\n", codec))
    assert (fault.code, fault.params) == ("encoding_refused", {"found": name})


def test_what_nobody_can_tell_is_not_guessed(tmp_path: Path) -> None:
    text = "Доля предприятий, использующих искусственный интеллект"
    [fault] = refusal(write_text(tmp_path, text, "cp1251"))
    assert fault.code == "encoding_unknown"


def test_chosen_encoding_wins_over_the_rule(tmp_path: Path) -> None:
    path = write_text(tmp_path, "键,値\na,覆盖率", "gb18030")
    assert open_table(path, encoding="GB18030").header == ("键", "値")


def test_damaged_utf_8_is_named_with_its_line_and_not_read_as_something_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "figures.csv"
    lines = [line.encode() for line in CHINESE.split("\n")]
    lines[2] = lines[2].replace("全".encode(), "全".encode()[:2])
    path.write_bytes(b"\n".join(lines))
    [fault] = refusal(path)
    assert (fault.code, fault.params) == ("encoding_broken", {"encoding": "UTF-8", "line": 3})


def test_wrongly_chosen_encoding_is_refused_at_the_first_line_that_is_not_of_it(
    tmp_path: Path,
) -> None:
    path = write_text(tmp_path, "key,label\n" + CHINESE, "gb18030")
    [fault] = refusal(path, encoding="UTF-8")
    assert (fault.code, fault.params) == ("encoding_broken", {"encoding": "UTF-8", "line": 2})


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(b"key,label\na,\x00\x01\x02")
    assert [fault.code for fault in refusal(path)] == ["not_a_table"]


def test_endless_line_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = write_text(tmp_path, "key,label\n" + "x" * 1_500_000)
    [fault] = refusal(path)
    assert (fault.code, fault.params["line"]) == ("line_too_long", 2)


def test_lines_are_counted(tmp_path: Path) -> None:
    assert count_lines(write_text(tmp_path, CHINESE, "gb18030"), "GB18030") == 3
