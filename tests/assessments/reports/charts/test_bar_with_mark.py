"""An own bar and published marks: where they lie, and that shape alone tells them apart."""

from decimal import Decimal
from typing import Any

import pytest

from assessments.reports.charts import (
    Axis,
    Mark,
    OwnBar,
    axis_from_zero,
    bar_with_mark,
    share_axis,
)
from tests.assessments.reports.charts.drawing import of_class, parse, words

OWN = OwnBar("You", "55.0 %", Decimal(55))
LEFT, LENGTH = 6, 308


def draw(
    *marks: Mark, own: OwnBar = OWN, axis: Axis | None = None, across: bool = False, **how: Any
) -> str:
    return bar_with_mark(
        own,
        marks,
        axis=axis or share_axis("{number} %"),
        uid="c",
        title="Message",
        desc="Figures",
        language="en",
        across=across,
        **how,
    )


def at(value: str) -> float:
    return LEFT + LENGTH * float(value) / 100


def mark(**changes: Any) -> Mark:
    return Mark(**{"label": "Europe", "words": "54 %", "value": Decimal(54)} | changes)


def test_bar_begins_at_zero_and_ends_at_the_own_number() -> None:
    [bar] = of_class(draw(mark()), "lv-on")
    assert float(bar.get("x", "")) == LEFT
    assert float(bar.get("width", "")) == pytest.approx(LENGTH * 0.55, abs=0.01)


def test_bar_of_a_negative_number_ends_at_zero() -> None:
    own = OwnBar("You", "−10 %", Decimal(-10))
    svg = draw(
        mark(value=Decimal(15)),
        own=own,
        axis=axis_from_zero([Decimal(-10), Decimal(15)], "{number}"),
    )
    [bar] = of_class(svg, "lv-on")
    # from −10 to 15 by fives: zero lies at two fifths
    assert float(bar.get("x", "")) == LEFT
    assert float(bar.get("width", "")) == pytest.approx(LENGTH * 2 / 5, abs=0.01)
    assert "−10" in words(svg)


def test_figure_is_a_pin_and_never_a_bar() -> None:
    svg = draw(mark())
    [pin] = of_class(svg, "c-ref")
    assert pin.get("d", "").startswith(f"M{at('54'):g} ")
    assert len(of_class(svg, "lv-on")) == 1
    assert {"Europe", "54 %", "You", "55.0 %"} <= set(words(svg))


def test_range_is_a_hatched_band_between_its_ends() -> None:
    svg = draw(mark(value=Decimal("23.8"), upper=Decimal("31.3")))
    [band] = of_class(svg, "c-bar1")
    assert float(band.get("x", "")) == pytest.approx(at("23.8"), abs=0.01)
    assert float(band.get("width", "")) == pytest.approx(LENGTH * 0.075, abs=0.01)
    assert of_class(svg, "c-refh")
    assert of_class(svg, "c-ref") == []


@pytest.mark.parametrize(("reach", "sign"), [("above", 1), ("below", -1)])
def test_open_figure_has_an_arrow_to_where_it_lies(reach: Any, sign: int) -> None:
    svg = draw(mark(reach=reach))
    [arrow] = [line for line in of_class(svg, "c-refl") if line.get("fill") == "none"]
    start, end = arrow.get("d", "").split("M")[1].replace("H", " ").split()[::2]
    assert float(start) == pytest.approx(at("54"), abs=0.01)
    assert (float(end) - float(start)) * sign > 10
    assert len(of_class(svg, "c-ref")) == 1


def test_arrow_stays_on_the_axis() -> None:
    svg = draw(mark(value=Decimal(99), reach="above"))
    [arrow] = [line for line in of_class(svg, "c-refl") if line.get("fill") == "none"]
    assert float(arrow.get("d", "").split("H")[1].split("M")[0]) <= LEFT + LENGTH


def test_target_is_an_open_diamond_and_no_pin() -> None:
    svg = draw(mark(value=Decimal(80), reach="above", is_target=True))
    [diamond] = of_class(svg, "c-reft")
    assert diamond.get("fill") == "#ffffff"
    assert of_class(svg, "c-ref") == []


def test_mark_crosses_the_own_bar_only_where_a_relation_may_be_said() -> None:
    def through(svg: str) -> list[float]:
        [bar] = of_class(svg, "lv-on")
        top, height = float(bar.get("y", "")), float(bar.get("height", ""))
        return [
            float(line.get("x1", ""))
            for line in of_class(svg, "c-refl")
            if float(line.get("y1", "0")) < top and float(line.get("y2", "0")) > top + height
        ]

    assert through(draw(mark())) == []
    assert through(draw(mark(), across=True)) == [pytest.approx(at("54"), abs=0.01)]


def test_every_mark_has_a_row_of_its_own() -> None:
    svg = draw(*(mark(label=f"Place {number}") for number in range(7)))
    heights = [float(line.get("y1", "")) for line in of_class(svg, "c-grid")]
    assert heights == sorted(set(heights))
    assert len(heights) == 7
    box = parse(svg).get("viewBox", "").split()
    assert float(box[3]) > heights[-1] + 30


def test_number_outside_the_axis_is_refused() -> None:
    with pytest.raises(ValueError, match="120"):
        draw(mark(), own=OwnBar("You", "120 %", Decimal(120)))
    with pytest.raises(ValueError, match="101"):
        draw(mark(upper=Decimal(101)))


def test_title_and_figures_are_there_for_those_who_do_not_see_it() -> None:
    root = parse(draw(mark(label="a < b & c")))
    assert [child.text for child in root][:2] == ["Message", "Figures"]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "c-t c-d"
