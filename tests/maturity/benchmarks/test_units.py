from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from maturity.benchmarks.release import PublishedFigure, read_release
from maturity.benchmarks.units import figure_value, normalised, units
from tests.maturity.benchmarks.releases import write


@pytest.fixture
def figure(tmp_path: Path) -> PublishedFigure:
    return read_release(write(tmp_path)).figures[0]


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese", "japanese"),
    [
        ("39.5", "%", "39.5 %", "39.5%", "39.5％"),
        ("4.10", "CNY_TRILLION", "CNY 4.10 trillion", "4.10 万亿元", "4.10兆元"),
        ("0.057", "CNY_TRILLION", "CNY 57 billion", "0.057 万亿元", "0.057兆元"),
        ("1.27", "USD_100M", "USD 127 million", "1.27 亿美元", "1.27億米ドル"),
        ("1.20", "USD_100M", "USD 120 million", "1.20 亿美元", "1.20億米ドル"),
        ("12.20", "USD_100M", "USD 1.220 billion", "12.20 亿美元", "12.20億米ドル"),
        ("8855.01", "USD_100M", "USD 885.501 billion", "8855.01 亿美元", "8855.01億米ドル"),
        ("1000", "USD_100M", "USD 100 billion", "1000 亿美元", "1000億米ドル"),
        ("11675.21", "CNY_100M", "CNY 1.167521 trillion", "11675.21 亿元", "11675.21億元"),
        ("160", "CNY_10K_PER_YEAR", "CNY 1.6 million a year", "160 万元/年", "年間160万元"),
        ("2000", "persons_10K", "20 million persons", "2000 万人", "2000万人"),
        ("195.2", "persons_10K", "1.952 million persons", "195.2 万人", "195.2万人"),
        ("18", "companies_10K", "180,000 companies", "18 万家", "18万社"),
        ("2.66", "tonnes_10K", "26,600 tonnes", "2.66 万吨", "2.66万トン"),
        ("99.99", "persons_10K", "999,900 persons", "99.99 万人", "99.99万人"),
        ("100", "persons_10K", "1 million persons", "100 万人", "100万人"),
        ("2300", "organisations", "2,300 organisations", "2300 家", "2300組織"),
        ("1", "centres", "1 centre", "1 个", "1か所"),
        ("2", "centres", "2 centres", "2 个", "2か所"),
        ("1", "rank", "rank 1", "第 1 位", "1位"),
        ("0", "projects", "0 projects", "0 个", "0件"),
        ("-3.20", "%", "−3.20 %", "−3.20%", "−3.20％"),
    ],
)
def test_value_reads_as_each_language_writes_it(
    figure: PublishedFigure, value: str, unit: str, english: str, chinese: str, japanese: str
) -> None:
    shown = replace(figure, value=value, unit=unit)
    assert [figure_value(shown, language) for language in ("en", "zh-hans", "ja")] == [
        english,
        chinese,
        japanese,
    ]


@pytest.mark.parametrize(
    ("value", "value_max", "unit", "language", "words"),
    [
        ("23.8", "31.3", "%", "en", "23.8–31.3 %"),
        ("23.8", "31.3", "%", "zh-hans", "23.8～31.3%"),
        ("23.8", "31.3", "%", "ja", "23.8～31.3％"),
        ("4000", "6000", "companies", "en", "4,000–6,000 companies"),
        ("4000", "6000", "companies", "ja", "4000～6000社"),
        ("1", "2", "centres", "en", "1–2 centres"),
        ("50", "200", "persons_10K", "en", "0.5–2 million persons"),
        ("50", "200", "persons_10K", "zh-hans", "50～200 万人"),
    ],
)
def test_range_is_joined_by_the_dash_of_the_language(
    figure: PublishedFigure, value: str, value_max: str, unit: str, language: str, words: str
) -> None:
    shown = replace(figure, value=value, value_max=value_max, unit=unit)
    assert figure_value(shown, language) == words


@pytest.mark.parametrize(
    ("value", "unit", "exact"),
    [
        ("4.10", "CNY_TRILLION", "4100000000000"),
        ("4534.38", "CNY_100M", "453438000000"),
        ("195.2", "persons_10K", "1952000"),
        ("39.5", "%", "39.5"),
        ("123456789012345.123456", "CNY_TRILLION", "123456789012345123456000000"),
    ],
)
def test_normalised_multiplies_out_exactly(value: str, unit: str, exact: str) -> None:
    assert normalised(value, unit) == Decimal(exact)


def test_normalised_keeps_plain_digits() -> None:
    assert "E" not in str(normalised("4.10", "CNY_TRILLION"))


def test_unknown_unit_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        normalised("1", "yards")


@pytest.mark.parametrize("code", sorted(units()))
def test_unit_is_complete(code: str) -> None:
    unit = units()[code]
    for texts in (unit.one, unit.other):
        assert set(texts) == {"en", "zh-hans", "ja"}
        assert all(text.count("{value}") == 1 for text in texts.values())
    assert unit.rate in ("", "year")
    assert (unit.rate == "year") == code.endswith("_PER_YEAR")
    expected = {"10K": 4, "100M": 8, "TRILLION": 12}
    scales = [power for word, power in expected.items() if word in code.split("_")]
    assert [unit.scale] == (scales or [0])


@pytest.mark.parametrize("code", sorted(code for code, unit in units().items() if unit.scale))
def test_scale_is_named_in_chinese_and_japanese_and_left_to_the_number_in_english(
    code: str,
) -> None:
    unit = units()[code]
    chinese, japanese = {4: ("万", "万"), 8: ("亿", "億"), 12: ("万亿", "兆")}[unit.scale]
    assert f"{{value}} {chinese}" in unit.other["zh-hans"]
    assert f"{{value}}{japanese}" in unit.other["ja"]
    assert not any(word in unit.other["en"] for word in ("thousand", "illion"))
