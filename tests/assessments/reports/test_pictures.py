import re

import pytest
from django.utils import translation

from assessments.models import Assessment
from assessments.queries.results import stored_result
from assessments.reports.pictures import cover_picture, level_map, profile_chart
from assessments.wording import results


def _title(svg: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title>", svg)
    assert found
    return found[1]


def _words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>(.*?)</text>", svg)


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
@pytest.mark.parametrize("compact", [True, False])
def test_profile_chart_says_what_is_furthest(
    submitted: Assessment, language: str, compact: bool
) -> None:
    stored = stored_result(submitted)
    with translation.override(language):
        svg = profile_chart(stored, uid="p", compact=compact)
        assert _title(svg) == results.furthest(stored.edition, stored.data)
    drawn = "".join(_words(svg)).replace(" ", "")
    for item in stored.edition.items:
        assert item.name[language].replace(" ", "").replace("&", "&amp;") in drawn


def test_profile_chart_draws_open_items_as_a_range_and_leaves_out_what_does_not_apply(
    partial: Assessment,
) -> None:
    with translation.override("en"):
        svg = profile_chart(stored_result(partial), uid="p")
    words = _words(svg)
    assert words.count("0–5 → 3") == 1  # unknown, with a target
    assert words.count("0–5") == 1  # never answered
    assert words.count("not applicable") == 1


def test_profile_chart_describes_every_level(submitted: Assessment) -> None:
    with translation.override("en"):
        svg = profile_chart(stored_result(submitted), uid="p")
    assert "Vertical Integration: 1 Defined, target 3; " in svg
    assert svg.count(", target ") == 16


def test_level_map_has_a_row_for_each_pillar_of_three(submitted: Assessment) -> None:
    with translation.override("en"):
        svg = level_map(stored_result(submitted), uid="l")
    words = _words(svg)
    assert [words.count(name) for name in ("Process", "Technology", "Organisation")] == [1, 1, 1]
    assert {"Automation", "Connectivity", "Intelligence"} <= set(words)


def test_level_map_says_what_is_lowest(submitted: Assessment) -> None:
    stored = stored_result(submitted)
    with translation.override("ja"):
        assert _title(level_map(stored, uid="l")) == results.lowest(stored.edition, stored.data)


def test_cover_picture_shows_the_mean(submitted: Assessment) -> None:
    with translation.override("en"):
        svg = cover_picture(stored_result(submitted), uid="c")
    assert _title(svg) == "Mean today: 1.19; mean of the targets: 2.31"
    assert {"1.19", "2.31"} <= set(_words(svg))


def test_cover_picture_shows_the_range_while_something_is_open(partial: Assessment) -> None:
    stored = stored_result(partial)
    ends = [results.two_decimals(stored.overall["current"][end]) for end in ("low", "high")]
    with translation.override("zh-hans"):
        svg = cover_picture(stored, uid="c")
    assert "～".join(ends) in _words(svg)
    assert stored.overall["current"]["rounded"] not in _words(svg)
