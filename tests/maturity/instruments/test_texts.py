"""Texts of a file at once: how complete they are, and texts left in another language."""

import pytest

from maturity.instruments.faults import Fault
from maturity.instruments.texts import Coverage, find_foreign_script, measure_texts, walk_texts
from tests.maturity.editions import edition_data, facts_data, rich_data, tables_data, tiers_data


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("zh-hans", "設備のデータ", "のデタ設備"),
        ("zh-hans", "数据をまとめる", "をまとめる"),
        ("zh-hans", "設備數據", "設備數據"),
        ("zh-hans", "Every machine reports", "Every machine"),
        ("zh-hans", "Machine data: 100 %", "Machine data"),
        ("ja", "设备的数据可以使用", "设备"),
        ("ja", "各级の設備", "级"),
        ("ja", "Every machine reports", "Every machine"),
        ("ja", "工具可以自由交換使用不需要任何人工和手工操作", "工具可以自"),
        ("en", "各设备自动上报数据", "各设备自动"),
        ("en", "設備が自動でデータを送る", "設備が自動"),
        ("en", "See 设备的数据可以使用", "设备的数据"),
    ],
)
def test_text_left_in_another_language_is_one_fault(language, text, found):
    data = {
        "items": [{"help": {"en": "Help", "zh-hans": "说明", "ja": "説明です"} | {language: text}}]
    }
    params = {"language": language, "found": found}
    assert find_foreign_script(data) == [
        Fault(f"items[0].help.{language}", "text_foreign_script", params)
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Does the enterprise hold a certification such as Japan's DX認定?"),
        ("en", "Modelled on METI's DX推進指標, 2019 edition"),
        ("en", "“Levels” – € 5 · 10 µs"),
        ("zh-hans", "KPI"),
        ("zh-hans", "Manufacturing"),
        ("zh-hans", "SIRI DX L1"),
        ("zh-hans", "优先级矩阵 Prioritisation Matrix"),
        ("zh-hans", "“智能工业指数”（Smart Industry Readiness Index，SIRI）"),
        ("zh-hans", "%"),
        ("ja", "KPI"),
        ("ja", "％"),
        ("ja", "体制"),
        ("ja", "データ"),
        ("ja", "全社戦略に基づく部門横断的推進"),
        ("ja", "販売費及一般管理費等合計額内訳"),
        ("ja", "Smart Industry Readiness Indexを参考に作成"),
        ("ja", "中国電信（チャイナテレコム）と剝離・填補の例"),
    ],
)
def test_name_quoted_in_another_language_is_no_fault(language, text):
    assert find_foreign_script({"name": {language: text}}) == []


@pytest.mark.parametrize("build", [edition_data, rich_data, tiers_data, facts_data, tables_data])
def test_built_files_are_in_their_own_scripts(build):
    assert find_foreign_script(build()) == []


def test_texts_are_found_wherever_they_stand_in_the_order_of_the_file():
    data = {
        "key": "siri",
        "title": {"en": "Title", "ja": "題"},
        "ladders": {"a": [{"en": "None"}, {"en": "Full"}]},
        "items": [{"number": "1", "options": [{"text": {"zh-hans": "是"}}]}],
    }
    assert list(walk_texts(data)) == [
        ("title", "en", "Title"),
        ("title", "ja", "題"),
        ("ladders.a[0]", "en", "None"),
        ("ladders.a[1]", "en", "Full"),
        ("items[0].options[0].text", "zh-hans", "是"),
    ]


def test_half_translated_file_is_measured():
    data = {
        "title": {"en": "Four words make this", "zh-hans": "标题", "ja": "題"},
        "items": [
            {"name": {"en": "One", "zh-hans": "一"}},
            {"name": {"en": "Two words", "zh-hans": "", "ja": "  "}},
            {"name": {"ja": "三つ"}},
        ],
    }
    assert measure_texts(data) == Coverage(
        texts=4,
        present={"en": 3, "zh-hans": 2, "ja": 2},
        length={"en": 7, "zh-hans": 3, "ja": 3},
    )


@pytest.mark.parametrize(
    "data", [{}, [], None, "text", {"key": "siri", "levels": [1, 2]}, {"a": {}}]
)
def test_file_without_texts_measures_nothing(data):
    nothing = {"en": 0, "zh-hans": 0, "ja": 0}
    assert measure_texts(data) == Coverage(0, nothing, nothing)
    assert find_foreign_script(data) == []


def test_text_that_is_none_of_our_texts_is_passed_over():
    assert measure_texts({"title": {"en": 5, "ja": None}}).texts == 0
    assert measure_texts({"title": {"en": "a", "fr": "b"}}).texts == 0
