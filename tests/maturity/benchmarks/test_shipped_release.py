"""The shipped national data: complete, and its known traps guarded."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from maturity.benchmarks.economies import economies
from maturity.benchmarks.release import (
    DATA_FOLDER,
    KINDS,
    PublishedFigure,
    ReleaseData,
    read_release,
    shipped_release_paths,
)
from maturity.benchmarks.units import figure_value, normalised, units

LANGUAGES = {"en", "zh-hans", "ja"}


@pytest.fixture(scope="module")
def release() -> ReleaseData:
    return read_release(DATA_FOLDER / "caii-2022-11.yaml")


def total(release: ReleaseData, *keys: str) -> Decimal:
    return sum((Decimal(release.figure(key).value) for key in keys), Decimal())


def china_value_added(release: ReleaseData) -> list[PublishedFigure]:
    return [
        figure
        for figure in release.figures
        if figure.economy == "CN" and "value-added" in figure.key
    ]


def test_release_is_the_one_that_was_published(release: ReleaseData) -> None:
    assert release.hash == "sha256:" + (
        "890abf2227d7b8160c71aaa6b2d4d4e004ec8116d4bc0ebeffc48808987140ed"
    )
    assert release.instrument is None


def test_release_holds_263_figures(release: ReleaseData) -> None:
    assert len({figure.key for figure in release.figures}) == len(release.figures) == 263


def test_every_figure_has_locator_and_labels_in_three_languages(release: ReleaseData) -> None:
    for figure in release.figures:
        assert figure.section in release.sections, figure.key
        assert figure.page == release.sections[figure.section].page, figure.key
        for text in (figure.label, figure.source, figure.caveat):
            assert text is None or (set(text) == LANGUAGES and all(text.values())), figure.key


def test_dimension_is_the_chapter(release: ReleaseData) -> None:
    pairs = {(figure.chapter, figure.dimension) for figure in release.figures}
    assert sorted(pairs) == list(zip("123456", release.dimensions, strict=True))


def test_figures_by_kind_and_mode(release: ReleaseData) -> None:
    kinds = Counter(figure.kind for figure in release.figures)
    assert [kinds[kind] for kind in KINDS] == [4, 4, 15, 6, 15, 219]
    modes = Counter(figure.mode for figure in release.figures)
    assert modes == {"compare": 17, "side_by_side": 22, "show": 224}


def test_national_context_never_says_a_relation(release: ReleaseData) -> None:
    context = [figure for figure in release.figures if figure.kind == "national_context"]
    assert "compare" not in {figure.mode for figure in context}


def test_enterprise_shares_exist_for_china_and_europe_only(release: ReleaseData) -> None:
    shares = {figure.economy for figure in release.figures if figure.kind == "share_of_enterprises"}
    assert shares == {"CN", "EU", "EUROPE"}


def test_branches_of_the_direct_industry_add_up(release: ReleaseData) -> None:
    branches = ("platform", "network", "data", "security")
    direct = total(release, *(f"cn-direct-{branch}-value-added-2021" for branch in branches))
    assert direct == Decimal("11675.21")
    trillions = (direct / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert str(trillions) == release.figure("cn-direct-value-added-2021").value == "1.17"


@pytest.mark.parametrize(("year", "exact"), [("2021", "4.097"), ("2022", "4.452")])
def test_three_sectors_add_up_to_the_total(release: ReleaseData, year: str, exact: str) -> None:
    sectors = total(
        release,
        *(f"cn-{sector}-value-added-{year}" for sector in ("primary", "secondary", "tertiary")),
    )
    assert sectors == Decimal(exact)
    rounded = sectors.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert str(rounded) == release.figure(f"cn-value-added-{year}").value


def test_numbers_keep_the_digits_as_printed(release: ReleaseData) -> None:
    printed = {
        "cn-value-added-2021": "4.10",
        "cn-tertiary-value-added-2022": "2.20",
        "cn-value-added-growth-2022": "8.67",
        "cn-primary-value-added-2021": "0.057",
        "us-value-added-2021": "8855.01",
    }
    assert {key: release.figure(key).value for key in printed} == printed


def test_published_growth_rate_is_not_recomputed_from_rounded_levels(release: ReleaseData) -> None:
    levels = [Decimal(release.figure(f"cn-value-added-{year}").value) for year in (2021, 2022)]
    recomputed = ((levels[1] / levels[0] - 1) * 100).quantize(Decimal("0.01"))
    assert recomputed == Decimal("8.54")
    assert release.figure("cn-value-added-growth-2022").value == "8.67"


def test_china_value_added_has_no_row_for_the_years_of_the_lost_chart(
    release: ReleaseData,
) -> None:
    periods = {figure.period for figure in china_value_added(release)}
    assert periods == {"2018", "2021", "2022"}


def test_2022_value_added_is_a_forecast(release: ReleaseData) -> None:
    rows = [figure for figure in china_value_added(release) if figure.period == "2022"]
    assert len(rows) == 5
    assert {figure.status for figure in rows} == {"forecast"}


def test_china_value_added_in_two_currencies_is_never_one_series(release: ReleaseData) -> None:
    money = {
        figure.key: figure.unit.partition("_")[0]
        for figure in china_value_added(release)
        if figure.unit.startswith(("CNY", "USD"))
    }
    assert {key for key, currency in money.items() if currency == "USD"} == {
        "cn-value-added-2021-usd"
    }
    assert len(money) == 15
    for key in ("cn-value-added-2021", "cn-value-added-2021-usd"):
        caveat = release.figure(key).caveat
        assert caveat is not None
        assert "mix" in caveat["en"]


def test_share_of_a_share_says_what_it_is_a_share_of(release: ReleaseData) -> None:
    figure = release.figure("us-institute-manufacturers-sme-share")
    assert figure.value == "72"
    assert figure.caveat is not None
    assert all("63" in text for text in figure.caveat.values())


def test_weak_figures_all_carry_their_caveat(release: ReleaseData) -> None:
    for figure in release.figures:
        if figure.kind != "national_context" and figure.mode != "show":
            assert figure.caveat is not None, figure.key


def test_edge_shares_of_75_are_two_figures_and_one_is_held_against(release: ReleaseData) -> None:
    keys = ("world-edge-processed-data-2025", "world-edge-enterprise-data-2025")
    modes = [(release.figure(key).value, release.figure(key).mode) for key in keys]
    assert modes == [("75", "side_by_side"), ("75", "show")]


def test_figures_use_every_economy_and_unit_correctly(release: ReleaseData) -> None:
    assert {figure.economy for figure in release.figures} <= set(economies())
    shipped = [read_release(path) for path in shipped_release_paths()]
    assert {figure.unit for each in shipped for figure in each.figures} == set(units())


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_figure_reads_as_a_value(release: ReleaseData, language: str) -> None:
    for figure in release.figures:
        words = figure_value(figure, language)
        assert any(character.isdigit() for character in words), figure.key
        assert not set(words) & set("{}_"), figure.key
        if language != "en":
            assert figure.value in words


def test_every_figure_is_normalised_exactly(release: ReleaseData) -> None:
    for figure in release.figures:
        scale = units()[figure.unit].scale
        assert normalised(figure.value, figure.unit) / 10**scale == Decimal(figure.value)
