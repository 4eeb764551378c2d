"""A published share and the side on which the reader stands."""

from decimal import Decimal
from typing import Any

import pytest

from assessments.reports.charts import Mark, Sides, share_axis, share_with_sides
from tests.assessments.reports.charts.drawing import of_class, words

LEFT, LENGTH = 6, 308


def draw(yours: int, **changes: Any) -> str:
    share = {"label": "China", "words": "39.5 %", "value": Decimal("39.5")} | changes
    return share_with_sides(
        Mark(**share),
        Sides(("do", "do not"), yours),
        axis=share_axis("{number} %"),
        uid="s",
        title="Message",
        desc="Figures",
        language="en",
    )


@pytest.mark.parametrize(("yours", "middle"), [(0, 39.5 / 2), (1, (39.5 + 100) / 2)])
def test_disc_stands_in_the_middle_of_the_readers_side(yours: int, middle: float) -> None:
    disc, small = of_class(draw(yours), "c-cur")
    assert float(disc.get("cx", "")) == pytest.approx(LEFT + LENGTH * middle / 100, abs=0.01)
    assert float(small.get("r", "")) < float(disc.get("r", ""))  # the one in the key


def test_share_is_hatched_from_zero_and_the_rest_is_empty() -> None:
    svg = draw(0)
    ground, _key = of_class(svg, "c-bar1")
    assert float(ground.get("x", "")) == LEFT
    assert float(ground.get("width", "")) == pytest.approx(LENGTH * 0.395, abs=0.01)
    assert len(of_class(svg, "c-refh")) == 2


@pytest.mark.parametrize("yours", [0, 1])
def test_readers_side_is_set_apart_in_the_key(yours: int) -> None:
    svg = draw(yours)
    [name] = of_class(svg, "c-yt")
    assert (name.text, name.get("font-weight")) == (("do", "do not")[yours], "700")
    assert {"do", "do not", "China", "39.5 %", "0 %", "100 %"} <= set(words(svg))


def test_share_of_more_than_opens_into_the_rest() -> None:
    assert not any("H" in line.get("d", "") for line in of_class(draw(0), "c-refl"))
    arrows = [line for line in of_class(draw(0, reach="above"), "c-refl") if line.get("d")]
    assert len(arrows) == 1
