"""About whom a figure speaks, and what a release does not say: in words that hide nothing."""

import pytest
from django.utils import translation

from assessments.wording.economies import about_text, place_name, shares_text
from maturity.benchmarks.comparisons import Comparison, comparables
from maturity.benchmarks.economies import WORLD, standing
from maturity.benchmarks.release import read_release, shipped_release_paths

LANGUAGES = ("en", "zh-hans", "ja")
RELEASE = next(r for p in shipped_release_paths() if not (r := read_release(p)).instrument)
SHARED = list(dict.fromkeys(f.economy for f in RELEASE.figures if f.kind == "share_of_enterprises"))
ENTRIES = {entry.key: entry for entry in comparables()}


def comparison(key: str) -> Comparison:
    entry = ENTRIES[key]
    figures = tuple(RELEASE.figure(figure) for figure in entry.figures)
    return Comparison(entry, "beside", None, figures, None, with_further_caveat=False)


def about(key: str, own: str, language: str = "en") -> str:
    with translation.override(language):
        return about_text(comparison(key), own=own)


@pytest.mark.parametrize(
    ("key", "own", "expected"),
    [
        ("networked_collaboration", "CN", ""),
        (
            "networked_collaboration",
            "JP",
            "About enterprises in China; yours is in Japan.",
        ),
        (
            "ict_posts",
            "US",
            "About enterprises in the European Union; yours is in the United States.",
        ),
        ("ict_posts", "DE", "About the European Union, of which Germany is part."),
        (
            "ict_posts",
            "GB",
            "About enterprises in the European Union; yours is in the United Kingdom.",
        ),
        (
            "basic_digital_skills_share",
            "SG",
            "About people in Europe; your enterprise is in Singapore.",
        ),
        ("turnover_gain", "KR", "A case in China; your enterprise is in South Korea."),
        ("digital_growth_total", "IN", "About China; your enterprise is in India."),
        ("dx_certified", "FR", "About Japan; your enterprise is in France."),
        ("dx_certified", "JP", ""),
        ("network_latency", "CN", ""),  # of no economy
        ("transport_cost", "ES", ""),  # the report's country is wrong: none is shown
        (
            "digital_staff_share",
            "JP",
            "None of these figures is about Japan as a whole or a place in it.",
        ),
        (
            "digital_staff_share",
            "CN",
            "Only these are about China, where your enterprise is: Beijing-Tianjin-Hebei, the "
            "Yangtze River Delta and the Guangdong-Hong Kong-Macao Greater Bay Area.",
        ),
    ],
)
def test_about_whom_a_figure_speaks(key: str, own: str, expected: str) -> None:
    assert about(key, own) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("own", ["CN", "DE", "GB", "JP", "US", "BR"])
def test_figure_from_elsewhere_is_never_left_unsaid(own: str, language: str) -> None:
    for key, entry in ENTRIES.items():
        figures = [RELEASE.figure(figure) for figure in entry.figures]
        places = {figure.economy for figure in figures} - {WORLD}
        elsewhere = {place for place in places if standing(place, own) == "elsewhere"}
        text = about(key, own, language)
        if elsewhere and not entry.without_economy:
            with translation.override(language):
                assert place_name(own) in text, key
        assert "{" not in text
        assert "%(" not in text


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("CN", ""),
        (
            "JP",
            "The report gives no share of enterprises for Japan. The shares it has are about "
            "China, Europe and the European Union.",
        ),
        (
            "DE",
            "The report gives no share of enterprises for Germany. It has some for Europe and the "
            "European Union, of which it is part.",
        ),
        (
            "GB",
            "The report gives no share of enterprises for the United Kingdom. It has some for "
            "Europe, of which it is part.",
        ),
    ],
)
def test_economy_without_shares_of_enterprises_is_told_so(own: str, expected: str) -> None:
    with translation.override("en"):
        assert shares_text(SHARED, own=own) == expected


@pytest.mark.parametrize("own", ["JP", "US", "DE", "GB", "FR", "KR", "SG", "IN", "NO", "BR"])
def test_only_china_has_shares_of_its_own_enterprises(own: str) -> None:
    assert shares_text(SHARED, own=own)
    with translation.override("en"):
        assert shares_text([], own=own).count(".") == 1


def test_place_is_called_as_in_the_data_and_any_other_country_as_in_its_language() -> None:
    names = {}
    for language in LANGUAGES:
        with translation.override(language):
            names[language] = (place_name("SF-BAY-AREA"), place_name("BR"))
    assert names == {
        "en": ("San Francisco Bay Area", "Brazil"),
        "zh-hans": ("旧金山湾区", "巴西"),
        "ja": ("サンフランシスコ・ベイエリア", "ブラジル"),
    }
