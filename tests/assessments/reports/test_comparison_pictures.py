"""Every outcome of every comparison: sentence, caveat and, where one helps, a picture."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import translation

from assessments.reports.comparison_pictures import comparison_picture
from assessments.wording import comparisons as words
from assessments.wording.figures import kind_text, qualified_value
from maturity.benchmarks.comparisons import Comparison, comparables
from tests.assessments.reports.charts.drawing import SVG, of_class, parse
from tests.assessments.reports.charts.drawing import words as lines
from tests.assessments.reports.facts_results import FACTS, comparisons, results

LANGUAGES = ("en", "zh-hans", "ja")
WITHOUT = {  # units of one's own choice, another measure, another year, nines: no common rule
    *("labour_saved", "changeover", "replenishment", "quality", "electricity", "co2"),
    *("network_reliability", "dx_certified", "platform_modes"),
    *(f"digital_growth_{part}" for part in ("total", "primary", "secondary", "tertiary")),
    "digital_growth_supplier",
}


def every_outcome() -> dict[tuple[str, str], tuple[Comparison, Mapping[str, Any]]]:
    """(entry, outcome) -> the first comparison that has it, with the items it came from."""
    found: dict[tuple[str, str], tuple[Comparison, Mapping[str, Any]]] = {}
    for result in results():
        for comparison in comparisons(result):
            if comparison.outcome:
                key = comparison.entry.key, comparison.outcome
                found.setdefault(key, (comparison, result["items"]))
    return found


FOUND = every_outcome()


def draw(comparison: Comparison, items: Mapping[str, Any]) -> str:
    return comparison_picture(comparison, edition=FACTS, items=items)


def test_the_results_lead_to_every_outcome_there_is() -> None:
    expected = {(entry.key, outcome) for entry in comparables() for outcome in entry.sentences}
    assert set(FOUND) == expected
    assert len(expected) > 60


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", sorted(FOUND), ids="-".join)
def test_outcome_is_said_with_its_caveat_and_drawn(which: tuple[str, str], language: str) -> None:
    comparison, items = FOUND[which]
    with translation.override(language):
        said = words.sentence(comparison, edition=FACTS, items=items)
        texts = [said, *words.caveats(comparison), kind_text(comparison.entry.kind)]
        svg = draw(comparison, items)
        printed = [qualified_value(figure) for figure in comparison.figures]
    assert all(text.strip() for text in texts)
    for text in [*texts, svg]:
        assert not set("{}") & set(text)
        assert "None" not in text
        assert "%(" not in text
    if svg:
        root = parse(svg)
        assert root.find(f"{SVG}title").text == said  # type: ignore[union-attr]
        assert all(value in lines(svg) for value in printed)
        assert all(value in root.find(f"{SVG}desc").text for value in printed)  # type: ignore


@pytest.mark.parametrize("which", sorted(FOUND), ids="-".join)
def test_picture_is_there_exactly_where_it_helps(which: tuple[str, str]) -> None:
    comparison, items = FOUND[which]
    entry, outcome = comparison.entry, comparison.outcome
    sides = {side.outcome for side in entry.sides}
    expected = entry.key not in WITHOUT and outcome != "few" and (not sides or outcome in sides)
    svg = draw(comparison, items)
    if expected and entry.scale == "open" and not svg:
        figure, own = float(comparison.figures[0].value), float(items[entry.items[0]]["value"])
        assert abs(own) > 30 * figure  # the mark would be lost beside it
    else:
        assert bool(svg) == expected


def test_of_fewer_than_ten_people_nothing_is_drawn() -> None:
    few = [pair for (_key, outcome), pair in FOUND.items() if outcome == "few"]
    assert len(few) == 5
    assert [draw(*pair) for pair in few] == [""] * 5


def test_own_bar_is_as_long_as_the_exact_share() -> None:
    comparison, items = FOUND["basic_digital_skills_share", "same"]
    [bar] = of_class(draw(comparison, items), "lv-on")
    assert float(bar.get("width", "")) == pytest.approx(308 * 0.54, abs=0.01)


def test_mark_crosses_the_bar_of_comparisons_and_of_no_weak_analogue() -> None:
    crossing = {
        key: bool(of_class(svg, "c-halo"))
        for (key, _outcome), pair in FOUND.items()
        if pair[0].entry.scale and (svg := draw(*pair))
    }
    modes = {entry.key: entry.mode for entry in comparables()}
    assert crossing == {key: modes[key] == "compare" for key in crossing}
    assert set(crossing.values()) == {True, False}


def test_target_forecast_and_range_have_shapes_of_their_own() -> None:
    target = draw(*FOUND["basic_digital_skills_target", "reached"])
    assert (len(of_class(target, "c-reft")), len(of_class(target, "c-ref"))) == (1, 0)
    regions = draw(*FOUND["digital_staff_share", "beside"])
    assert len(of_class(regions, "c-bar1")) == 2  # two of the seven are ranges
    assert len(of_class(regions, "c-ref")) == 5


def test_figure_the_release_lacks_is_not_drawn() -> None:
    comparison, items = FOUND["edge_share", "beside"]
    lacking = dataclasses.replace(comparison, outcome=None, missing="no_figure", figures=())
    assert draw(lacking, items) == ""
