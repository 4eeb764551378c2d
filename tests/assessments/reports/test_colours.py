"""Contrast by the formula of WCAG 2, held against values that others have published."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.reports.colours import READABLE, contrast, contrast_text, darkened


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_on_white(colour: str, ratio: float) -> None:
    assert contrast(colour) == pytest.approx(ratio, abs=0.006)


def test_contrast_of_two_is_the_same_both_ways() -> None:
    assert contrast("#14507a", "#e9edef") == contrast("#e9edef", "#14507a")


def test_ratio_that_fails_is_not_rounded_up_to_one_that_passes() -> None:
    assert contrast_text(4.4999) == "4.49"
    assert contrast_text(4.5) == "4.50"


def hue(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[0]


@given(st.integers(0, 0xFFFFFF))
def test_darkened_colour_can_be_read(number: int) -> None:
    colour = f"#{number:06x}"
    found = darkened(colour)
    assert contrast(found) >= READABLE
    if contrast(colour) >= READABLE:
        assert found == colour


@pytest.mark.parametrize("colour", ["#ffcc00", "#e07b00", "#00ccff", "#ff66aa"])
def test_darkened_colour_keeps_its_hue(colour: str) -> None:
    assert hue(darkened(colour)) == pytest.approx(hue(colour), abs=0.01)
