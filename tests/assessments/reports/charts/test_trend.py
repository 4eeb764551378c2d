"""Results over time: a true axis, lines only where they are true, and words on nothing."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest

from assessments.reports.charts import TrendKey, TrendPoint, draw_trend
from assessments.reports.charts.boxes import Box, first_free
from assessments.reports.charts.lettering import text_width
from tests.assessments.reports.charts.drawing import SVG, of_class, parse, words

KEY = TrendKey("Result", "Target", "Not known", "Same items", "Other items", "Not comparable")
LEVELS = tuple("012345")


def day(year: int, month: int = 1, number: int = 1) -> dt.datetime:
    return dt.datetime(year, month, number, tzinfo=dt.UTC)


def point(moment: dt.datetime, value: str = "1.00", **more: Any) -> TrendPoint:
    return TrendPoint(moment, value, current=Decimal(value), **more)


def draw(*points: TrendPoint, **changes: Any) -> str:
    options: dict[str, Any] = {
        "uid": "t", "scale": LEVELS, "key": KEY, "title": "Message", "desc": "Figures",
        "language": "en",
    } | changes  # fmt: skip
    return draw_trend(points, **options)


def xs(svg: str, cls: str = "c-cur") -> list[float]:
    return [float(mark.get("cx", "")) for mark in of_class(svg, cls)]


@pytest.mark.parametrize("compact", [False, True])
def test_the_axis_of_time_is_true(compact: bool) -> None:
    """A year, then three: the second step is three times as long."""
    first, second, third = xs(
        draw(point(day(2021)), point(day(2022)), point(day(2025)), compact=compact)
    )
    days = (365, 365 * 3 + 1)
    assert (third - second) / (second - first) == pytest.approx(days[1] / days[0], rel=1e-3)


def test_values_stand_at_their_height() -> None:
    low, high = of_class(draw(point(day(2021), "0.00"), point(day(2022), "5.00")), "c-cur")
    [rule] = of_class(draw(point(day(2021)), point(day(2022))), "c-rule")
    assert low.get("cy") == rule.get("y1")
    assert float(low.get("cy", "")) - float(high.get("cy", "")) == 5 * 38


def links(svg: str) -> list[str]:
    """What joins the points: "whole" or "broken" lines."""
    return ["broken" if e.get("stroke-dasharray") else "whole" for e in of_class(svg, "c-tgl")]


def test_a_whole_line_only_on_the_same_items() -> None:
    points = [
        point(day(2021)),
        point(day(2022), joint="same_items"),
        point(day(2023), joint="other_items"),
        point(day(2024)),
        point(day(2025), joint="not_comparable"),
    ]
    svg = draw(*points)
    assert links(svg) == ["whole", "broken"]
    [cut] = [e for e in of_class(svg, "c-tick") if e.tag == f"{SVG}line"]
    at = xs(svg)
    assert at[3] < float(cut.get("x1", "")) < at[4]


@pytest.mark.parametrize("joint", ["same_items", "other_items"])
def test_no_line_leads_through_what_is_not_known(joint: Any) -> None:
    between = TrendPoint(
        day(2022), "1.00–2.00", low=Decimal("1.00"), high=Decimal("2.00"), joint=joint
    )
    svg = draw(point(day(2021)), between, point(day(2023), joint=joint))
    assert links(svg) == []
    span, *ends = of_class(svg, "c-unk")
    assert span.get("stroke-dasharray")
    assert len(ends) == 2
    assert float(span.get("y1", "")) - float(span.get("y2", "")) == 38
    assert {"Same items", "Other items"}.isdisjoint(words(svg))


def test_the_target_is_an_open_mark_and_a_reached_one_a_disc_in_its_ring() -> None:
    svg = draw(
        point(day(2021), target=Decimal("2.00")), point(day(2022), "2.00", target=Decimal("2.00"))
    )
    assert len(of_class(svg, "c-tgt")) == 2
    rings = xs(svg, "c-tgt")
    assert rings == xs(svg)


def test_key_names_only_what_occurs() -> None:
    plain = words(draw(point(day(2021)), point(day(2022), joint="same_items")))
    assert {"Result", "Same items"} <= set(plain)
    assert {"Target", "Not known", "Other items", "Not comparable"}.isdisjoint(plain)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (day(2028), ["2022", "2023", "2024", "2025", "2026", "2027", "2028"]),
        (day(2022, 3), ["2021-07", "2021-10", "2022-01"]),
        (day(2021, 7), ["2021-06", "2021-07"]),
        (day(2021, 5, 20), ["2021-05-03", "2021-05-10", "2021-05-17"]),
        (day(2021, 5, 3), ["2021-05-03"]),
    ],
)
def test_beginnings_of_years_months_or_days_are_named(
    last: dt.datetime, expected: list[str]
) -> None:
    svg = draw(point(day(2021, 5, 3)), point(last))
    named = [element.text for element in of_class(svg, "c-ax") if element.text not in LEVELS]
    assert [each for each in named if each in expected] == expected
    assert len(named) <= 8


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("years", range(1, 41, 3))
def test_names_of_times_do_not_touch(compact: bool, years: int) -> None:
    svg = draw(point(day(1990, 5, 3)), point(day(1990 + years)), compact=compact)
    named = [e for e in of_class(svg, "c-ax") if e.text not in LEVELS]
    sides = []
    for element in named:
        half = text_width(element.text or "", 12) / 2
        sides.append((float(element.get("x", "")) - half, float(element.get("x", "")) + half))
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(sides))
    assert len(sides) >= 1


@pytest.mark.parametrize("compact", [False, True])
def test_words_cover_neither_marks_nor_each_other(compact: bool) -> None:
    points = [
        point(day(2021, 1 + 2 * n), f"1.{n}0", target=Decimal(f"1.{n}5"), joint="same_items")
        for n in range(6)
    ]
    svg = draw(*points, compact=compact)
    boxes = []
    for element in of_class(svg, "c-v"):
        x, y = float(element.get("x", "")), float(element.get("y", ""))
        boxes.append(Box(x, y - 10, x + text_width(element.text or "", 13, bold=True), y + 2))
    assert len(boxes) >= 4
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])
        for mark in (*of_class(svg, "c-cur"), *of_class(svg, "c-tgt")):
            x, y = float(mark.get("cx", "")), float(mark.get("cy", ""))
            assert not box.overlaps(Box(x - 5, y - 5, x + 5, y + 5))


def test_words_of_the_scale_have_their_room() -> None:
    scale = ("L1未満", "L1", "L2", "L3", "L4", "L5")
    svg = draw(point(day(2021)), point(day(2022)), scale=scale, language="ja")
    for element in of_class(svg, "c-ax"):
        if element.text in scale:
            assert float(element.get("x", "")) >= text_width(element.text, 12)


def test_two_at_the_same_moment_are_still_drawn() -> None:
    assert len(xs(draw(point(day(2021)), point(day(2021))))) == 2


def test_message_and_figures_are_title_and_description() -> None:
    drawn = parse(draw(point(day(2021)), point(day(2022))))
    assert (drawn.findtext(f"{SVG}title"), drawn.findtext(f"{SVG}desc")) == ("Message", "Figures")


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([point(day(2021))], "2 to 8"),
        ([point(day(2010 + n)) for n in range(9)], "2 to 8"),
        ([point(day(2022)), point(day(2021))], "oldest first"),
        ([point(day(2021)), point(day(2022), "5.01")], "between 0 and 5"),
        ([point(day(2021)), TrendPoint(day(2022), "x")], "a value or a range"),
        ([point(day(2021)), TrendPoint(day(2022), "x", low=1)], "half a range"),
        ([point(day(2021)), TrendPoint(day(2022), "x", low=2, high=1)], "upside down"),
        ([point(day(2021)), TrendPoint(day(2022), "x", 1, 1, 2)], "a value or a range"),
    ],
)
def test_what_cannot_be_read_is_not_drawn(points: list[TrendPoint], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(*points)


def test_a_scale_has_levels() -> None:
    with pytest.raises(ValueError, match="2 to 6 levels"):
        draw(point(day(2021)), point(day(2022)), scale=("0",))


def test_first_free_place_is_inside_the_room() -> None:
    room, taken = Box(0, 0, 10, 10), [Box(0, 0, 5, 5)]
    outside, covered, free = Box(8, 8, 12, 9), Box(4, 4, 6, 6), Box(5, 5, 7, 7)
    assert first_free([outside, covered, free], taken, room=room) == free
    assert first_free([outside, covered], taken, room=room) is None
