"""Columns are found by what people call them, never twice, and a person has the last word."""

import pytest

from maturity.benchmarks.importing.mapping import (
    MAY_BE_MISSING,
    check_mapping,
    suggest_mapping,
)
from maturity.benchmarks.reading import ALL_COLUMNS, COLUMNS


def test_own_names_map_to_themselves_in_any_order() -> None:
    header = list(reversed(ALL_COLUMNS))
    assert suggest_mapping(header) == {column: column for column in ALL_COLUMNS}
    assert check_mapping(suggest_mapping(header), header) == []


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Economy", "economy"),
        (" VALUE MAX ", "value_max"),
        ("Label (EN)", "label_en"),
        ("label-zh-Hans", "label_zh_hans"),
        ("Country", "economy"),
        ("国家/地区", "economy"),
        ("指标（中文）", "label_zh_hans"),
        ("英文名称", "label_en"),
        ("数值", "value"),
        ("上限", "value_max"),
        ("数据来源（日文）", "source_ja"),
        ("样本量", "n"),
        ("国・地域", "economy"),
        ("指標名（日本語）", "label_ja"),
        ("英語の指標", None),
        ("単位", "unit"),
        ("時点", "period"),
        ("ページ", "page"),
        ("注記（英語）", "caveat_en"),
        ("Ｕｎｉｔ", "unit"),
        ("something else", None),
        ("label", None),
    ],
)
def test_column_is_suggested_by_the_names_people_use(name: str, column: str | None) -> None:
    assert suggest_mapping([name]) == ({column: name} if column else {})


def test_exact_name_wins_and_no_column_is_suggested_twice() -> None:
    assert suggest_mapping(["Value", "value", "数值"]) == {"value": "value"}
    assert suggest_mapping(["Number", "数值"]) == {"value": "Number"}


def test_what_every_figure_needs_must_be_mapped() -> None:
    missing = {
        fault.path for fault in check_mapping({}, ["a"]) if fault.code == "column_not_mapped"
    }
    assert missing == set(COLUMNS) - set(MAY_BE_MISSING)
    assert {"key", "economy", "value", "unit", "label_ja"} <= missing
    assert not {"page", "fact", "period", "caveat_en"} & missing


def test_column_used_twice_or_not_there_is_refused() -> None:
    mapping = {column: column for column in COLUMNS} | {
        "unit": "value",
        "period": "year",
        "x": "key",
    }
    header = [*COLUMNS]
    assert [(fault.path, fault.code, fault.params) for fault in check_mapping(mapping, header)] == [
        ("unit", "header_used_twice", {"header": "value"}),
        ("period", "header_unknown", {"header": "year"}),
        ("x", "field_unknown", {"field": "x"}),
    ]
