"""The shipped results of DX推進指標: every published value as printed, with its origin."""

import pytest

from maturity.benchmarks.release import (
    DATA_FOLDER,
    InstrumentRef,
    PublishedFigure,
    ReleaseData,
    read_release,
)
from maturity.benchmarks.units import figure_value
from maturity.instruments.loader import DATA_FOLDER as INSTRUMENTS
from maturity.instruments.loader import read_edition

LANGUAGES = {"en", "zh-hans", "ja"}

MEANS = {
    # year: enterprises, mean today, mean of the targets
    "2019": (248, "1.43", "3.07"),
    "2020": (305, "1.60", "3.21"),
    "2021": (486, "1.95", None),
    "2022": (3956, "1.19", None),
    "2023": (4047, "1.26", None),
    "2024": (1349, "1.67", "3.34"),
}
OTHERS = {
    # key: value, enterprises
    "management-2024-current": ("1.66", 1349),
    "management-2024-target": ("3.35", 1349),
    "it-2024-current": ("1.69", 1349),
    "it-2024-target": ("3.34", 1349),
    "overall-2020-enterprises-below-2": ("209", 305),
    "overall-2020-enterprises-2-to-below-3": ("70", 305),
    "overall-2020-enterprises-3-or-more": ("26", 305),
    "overall-2021-enterprises-below-3": ("400", 486),
    "overall-2021-enterprises-3-or-more": ("86", 486),
    "overall-2019-share-3-or-more": ("4.4", 248),
    "overall-2020-share-3-or-more": ("8.5", 305),
    "overall-2021-share-3-or-more": ("17.7", 486),
    "overall-2024-share-4-or-more": ("1", 1349),
    "overall-2020-certified": ("2.71", 33),
    "overall-2020-not-certified": ("1.47", None),
    "overall-2023-large-firms": ("2.11", None),
    "overall-2023-small-and-medium-firms": ("1.14", None),
    "overall-2023-large-scale": ("2.57", None),
    "overall-2023-medium-scale": ("1.55", None),
    "overall-2023-small-scale": ("1.12", None),
    "overall-2023-submitted-before": ("2.22", None),
    "overall-2023-first-time": ("1.16", None),
    "item-9-5-2021-current": ("2.56", 486),
    "item-2-2021-current": ("2.25", 486),
    "item-9-4-2023-current": ("1.59", 4047),
    "item-4-3-2023-current": ("1.00", 4047),
}


@pytest.fixture(scope="module")
def release() -> ReleaseData:
    return read_release(DATA_FOLDER / "dx-2019-2024.yaml")


def test_release_publishes_results_of_the_edition_of_2019(release: ReleaseData) -> None:
    assert release.instrument == InstrumentRef("dx", "2019")
    assert list(release.dimensions) == ["overall", "management", "it", "items"]
    assert release.n is None  # another one each year


def test_every_published_value_is_there_as_printed_and_nothing_else(release: ReleaseData) -> None:
    expected = dict(OTHERS)
    for year, (n, current, target) in MEANS.items():
        expected[f"overall-{year}-current"] = (current, n)
        if target:
            expected[f"overall-{year}-target"] = (target, n)
    assert {figure.key: (figure.value, figure.n) for figure in release.figures} == expected


def test_every_figure_has_three_labels_a_source_and_a_caveat(release: ReleaseData) -> None:
    for figure in release.figures:
        for text in (figure.label, figure.source, figure.caveat):
            assert text is not None, figure.key
            assert set(text) == LANGUAGES, figure.key
        assert figure.source is not None
        assert all("IPA" in text for text in figure.source.values())
        assert (figure.economy, figure.page) == ("JP", None)
        assert figure.period is not None
        assert figure.period in figure.key


def test_caveats_say_who_the_enterprises_are(release: ReleaseData) -> None:
    for figure in release.figures:
        assert figure.caveat is not None
        assert figure.period is not None
        for language, word in (("en", "subsidy"), ("zh-hans", "补助金"), ("ja", "補助金")):
            assert (word in figure.caveat[language]) == (figure.period in ("2022", "2023"))
            assert ("70" in figure.caveat[language]) == (figure.period < "2022")


def test_figures_are_held_against_parts_that_the_questionnaire_has(release: ReleaseData) -> None:
    dx = read_edition(INSTRUMENTS / "dx-2019.yaml")
    for figure in release.figures:
        if figure.fact is None:
            assert figure.mode == "show"
        elif figure.dimension == "items":
            assert dx.has_item(figure.fact)
        else:
            assert figure.fact == figure.dimension == dx.group(figure.fact).key


def test_a_relation_is_allowed_of_counts_of_enterprises_only(release: ReleaseData) -> None:
    compared = {figure.key for figure in release.figures if figure.mode == "compare"}
    assert compared == {key for key in OTHERS if "-enterprises-" in key}
    means = [figure for figure in release.figures if figure.unit == "mean_of_levels"]
    assert {(figure.kind, figure.mode) for figure in means} == {
        ("weak_analogue", "side_by_side"),
        ("weak_analogue", "show"),
    }


def test_only_some_of_the_enterprises_have_a_base_and_are_only_shown(release: ReleaseData) -> None:
    with_base = [figure for figure in release.figures if figure.base]
    assert len(with_base) == 9
    assert {figure.mode for figure in with_base} == {"show"}


def test_counts_of_a_year_add_up_to_its_enterprises(release: ReleaseData) -> None:
    for year, n in (("2020", 305), ("2021", 486)):
        counts = [f for f in release.figures if f"{year}-enterprises" in f.key]
        assert sum(int(figure.value) for figure in counts) == n


def test_medians_are_left_out_and_the_release_says_so(release: ReleaseData) -> None:
    assert not [f for f in release.figures if "median" in f.key or f.value in ("2.00", "3.00")]
    for language, word in (("en", "median"), ("zh-hans", "中位数"), ("ja", "中央値")):
        assert word in release.method_note[language]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_figure_reads_as_a_value(release: ReleaseData, language: str) -> None:
    def words(figure: PublishedFigure) -> str:
        return figure_value(figure, language)

    for figure in release.figures:
        assert figure.value in words(figure)
        assert not set(words(figure)) & set("{}")
