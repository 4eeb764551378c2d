"""What the report makes easy to get wrong: a guard for each. Sums: `test_shipped_release`."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from maturity.benchmarks.comparisons import comparables
from maturity.benchmarks.release import DATA_FOLDER, PublishedFigure, ReleaseData, read_release
from maturity.benchmarks.units import figure_value, units

CURRENCIES = {"CNY", "USD", "EUR", "GBP", "JPY", "KRW", "INR"}


@pytest.fixture(scope="module")
def release() -> ReleaseData:
    return read_release(DATA_FOLDER / "caii-2022-11.yaml")


def caveat(release: ReleaseData, key: str, **words: str) -> bool:
    """Whether the caveat of a figure says each word in its language."""
    said = release.figure(key).caveat or {}
    by_language = {"en": words["en"], "zh-hans": words["zh"], "ja": words["ja"]}
    return all(word in said[language] for language, word in by_language.items())


def currencies(figures: Iterable[PublishedFigure]) -> set[str]:
    return {figure.unit.partition("_")[0] for figure in figures} & CURRENCIES


def test_seventy_two_per_cent_is_a_share_of_the_sixty_three(release: ReleaseData) -> None:
    whole = release.figure("us-institute-members-manufacturers-share")
    assert (whole.value, whole.unit) == ("63", "%")
    key = "us-institute-manufacturers-sme-share"
    assert caveat(
        release,
        key,
        en="not of all members",
        zh="而不是占全部成员单位",
        ja="会員全体に対する割合ではありません",
    )


@pytest.mark.parametrize("year", ["2019", "2020"])
def test_lost_chart_was_not_filled_from_elsewhere(release: ReleaseData, year: str) -> None:
    rows = [f for f in release.figures if f.economy == "CN" and (f.period or "").startswith(year)]
    assert [f.key for f in rows if f.dimension == "economy"] == []
    assert all(year in text for text in release.method_note.values())


def test_share_of_gdp_has_two_years_and_its_change_is_no_growth(release: ReleaseData) -> None:
    shares = {f.key: f.value for f in release.figures if "gdp-share" in f.key}
    assert shares == {
        "cn-value-added-gdp-share-2018": "3.03",
        "cn-value-added-gdp-share-2021": "3.58",
    }
    key = "cn-value-added-gdp-share-2021"
    assert caveat(release, key, en="percentage points", zh="百分点", ja="ポイント")


def test_published_rates_stay_and_one_of_them_fits_the_levels_only_roughly(
    release: ReleaseData,
) -> None:
    rates = [release.figure(f"cn-value-added-growth-{year}").value for year in (2021, 2022)]
    assert rates == ["14.53", "8.67"]
    # from the unrounded sectors; from the rounded totals it would be 8.54
    sectors = [
        sum(
            Decimal(release.figure(f"cn-{sector}-value-added-{year}").value)
            for sector in ("primary", "secondary", "tertiary")
        )
        for year in (2021, 2022)
    ]
    assert round((sectors[1] / sectors[0] - 1) * 100, 2) == Decimal("8.66")
    assert not any("8.54" in (f.value, f.value_max) for f in release.figures)


def test_two_ways_to_divide_the_same_total_are_said_to_be_that(release: ReleaseData) -> None:
    for key in (
        "cn-direct-value-added-2021",
        *(f"cn-{sector}-value-added-2021" for sector in ("primary", "secondary", "tertiary")),
    ):
        assert caveat(release, key, en="not to be added", zh="不可", ja="算できません"), key


def test_no_entry_mixes_units_or_currencies(release: ReleaseData) -> None:
    for entry in comparables():
        figures = [release.figure(key) for key in entry.figures]
        assert len(currencies(figures)) <= 1, entry.key
        if entry.key != "changeover":  # two times of one case, printed in weeks and days
            assert len({figure.unit for figure in figures}) == 1, entry.key


def test_money_of_the_report_is_held_against_in_one_place_and_not_converted(
    release: ReleaseData,
) -> None:
    with_money = [
        entry for entry in comparables() if currencies(release.figure(key) for key in entry.figures)
    ]
    assert [entry.key for entry in with_money] == ["labour_saved"]
    [entry] = with_money
    assert entry.mode == "side_by_side"
    assert "labour_saved.currency" in entry.items[: entry.needed]
    assert "not converted" in entry.caveat["en"]
    assert "不作货币换算" in entry.caveat["zh-hans"]
    assert "通貨の換算はしません" in entry.caveat["ja"]


def test_money_is_never_shown_without_its_currency(release: ReleaseData) -> None:
    words = {
        "CNY": ("CNY", "元", "元"),
        "USD": ("USD", "美元", "米ドル"),
        "JPY": ("JPY", "日元", "円"),
        "KRW": ("KRW", "韩元", "ウォン"),
    }
    money = [figure for figure in release.figures if currencies([figure])]
    assert len(money) > 40
    for figure in money:
        names = words.get(figure.unit.partition("_")[0])
        for language, name in zip(("en", "zh-hans", "ja"), names or (), strict=False):
            assert name in figure_value(figure, language), figure.key


def test_china_in_yuan_and_in_dollars_say_not_to_mix_them(release: ReleaseData) -> None:
    for key in ("cn-value-added-2021", "cn-value-added-2021-usd"):
        assert caveat(release, key, en="do not mix", zh="请勿混用", ja="混ぜて使わないで"), key
    held = [release.figure(key) for entry in comparables() for key in entry.figures]
    assert {figure.unit for figure in held if "value-added" in figure.key} == {"%"}


def test_three_rates_of_unnamed_levels_of_education_stay_unnamed(release: ReleaseData) -> None:
    keys = [f"cn-major-occupation-match-rate-{number}" for number in (1, 2, 3)]
    assert [release.figure(key).value for key in keys] == ["80.2", "64.4", "71.4"]
    for key in keys:
        assert caveat(release, key, en="does not name", zh="未列出", ja="名称がない"), key
        label = " ".join(release.figure(key).label.values())
        assert not any(word in label.lower() for word in ("bachelor", "master", "college"))
        assert not any(word in label for word in ("本科", "硕士", "专科", "高职", "修士", "学士"))


def test_twenty_eight_stands_for_three_different_things(release: ReleaseData) -> None:
    rows = [figure for figure in release.figures if figure.value == "28" and not figure.value_max]
    assert {figure.key for figure in rows} == {
        "cn-cross-industry-platforms",
        "cn-professional-platforms",
        "de-sme-competence-centers",
    }
    assert all("28" in text for figure in rows for text in (figure.caveat or {"en": ""}).values())


def test_flag_of_rio_tinto_is_not_shown(release: ReleaseData) -> None:
    key = "case-rio-tinto-transport-cost"
    assert caveat(release, key, en="Anglo-Australian", zh="英澳", ja="英豪")
    assert release.figure(key).economy == "ES"  # as the report says
    hidden = [entry for entry in comparables() if entry.without_economy]
    assert [entry.figures for entry in hidden] == [(key,)]
    assert all(
        word in hidden[0].caveat[language]
        for language, word in (
            ("en", "No country"),
            ("zh-hans", "不标国别"),
            ("ja", "国は表示しません"),
        )
    )


def test_budget_request_is_no_budget_and_no_benchmark(release: ReleaseData) -> None:
    rows = [figure for figure in release.figures if figure.key.startswith("us-nist-fy2022")]
    assert len(rows) == 4
    for figure in rows:
        assert (figure.status, figure.mode, figure.fact) == ("plan", "show", None)
        assert caveat(release, figure.key, en="budget request", zh="预算申请", ja="予算要求")


def test_market_smaller_than_its_own_part_is_not_divided(release: ReleaseData) -> None:
    for key in ("cn-cybersecurity-market-2021", "cn-direct-security-value-added-2021"):
        assert caveat(
            release, key, en="not to be divided", zh="不能相除", ja="比率は計算できません"
        )


def test_long_run_average_is_no_growth_of_one_year(release: ReleaseData) -> None:
    figure = release.figure("world-value-added-annual-growth")
    assert (figure.qualifier, figure.value, figure.period) == ("nearly", "6", "2015/2021")
    assert caveat(release, figure.key, en="long-run average", zh="长期平均", ja="長期の平均")


def test_what_cannot_be_decided_is_not_decided(release: ReleaseData) -> None:
    """Three or four times as fast; calendar or working days; % or points of quality."""
    modes = {entry.key: (entry.mode, entry.rule) for entry in comparables()}
    for key in ("replenishment", "changeover", "quality"):
        assert modes[key] == ("side_by_side", "beside")
    before, after = (release.figure(f"l4-huawei-changeover-{when}") for when in ("before", "after"))
    assert (before.value, before.unit, after.value, after.unit) == ("2", "weeks", "2", "days")
    assert not any("changeover" in f.key and f.unit == "%" for f in release.figures)


def test_nearly_is_an_upper_bound_and_never_held_against(release: ReleaseData) -> None:
    rows = [figure for figure in release.figures if figure.qualifier == "nearly"]
    assert len(rows) == 7
    assert {figure.mode for figure in rows} == {"show"}


def test_normalised_values_of_different_units_are_not_one_series() -> None:
    """Two units of one currency differ in scale only; the unit says which currency it is."""
    money = {code: unit for code, unit in units().items() if code.partition("_")[0] in CURRENCIES}
    assert len(money) > 10
    for code in money:
        same = [c for c in money if c.partition("_")[0] == code.partition("_")[0]]
        texts = {money[c].other["en"].replace("{value}", "").split()[0] for c in same}
        assert texts == {code.partition("_")[0]}
