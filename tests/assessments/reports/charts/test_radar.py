"""Few groups as a web: what is not known is a gap and never 0, and no label covers another."""

import itertools
from decimal import Decimal
from typing import Any

import pytest

from assessments.reports.charts import KeyWords, RadarAxis, draw_radar
from assessments.reports.charts.boxes import Box
from assessments.reports.charts.lettering import text_width
from tests.assessments.reports.charts.drawing import SVG, of_class, parse, words

KEY = KeyWords(current="Today", target="Target", reference="", unknown="Not known")
LONG = {
    "en": "Inter- and intra-company collaboration and the management of structures",
    "zh-hans": "互联互通能力以及数据安全与可靠性保障体系的持续建设和改进",
    "ja": "人材の準備度と継続的な育成のための仕組み、および組織構造とマネジメント",
}


def axes(count: int, **changed: RadarAxis) -> list[RadarAxis]:
    """Axes at 2 with targets at 4; `a1=…` puts another one at place 1."""
    plain = [RadarAxis(f"Axis {n}", "2 → 4", current=2, target=4) for n in range(count)]
    return [changed.get(f"a{n}", axis) for n, axis in enumerate(plain)]


def draw(given: list[RadarAxis], **changes: Any) -> str:
    options: dict[str, Any] = {
        "uid": "r", "key": KEY, "title": "Message", "desc": "Figures", "language": "en",
    } | changes  # fmt: skip
    return draw_radar(given, **options)


@pytest.mark.parametrize("count", range(3, 9))
def test_today_is_filled_and_the_target_an_outline(count: int) -> None:
    svg = draw(axes(count))
    assert len(of_class(svg, "c-web")) == count  # sector by sector
    whole = [e for e in of_class(svg, "c-tgl") if not e.get("stroke-dasharray")]
    outline = [e for e in of_class(svg, "c-tgl") if e.get("stroke-dasharray")]
    assert (len(whole), len(outline)) == (count, count)
    assert len(of_class(svg, "c-cur")) == len(of_class(svg, "c-tgt")) == count


def test_levels_are_rings_numbered_from_1_to_5() -> None:
    svg = draw(axes(4))
    rings = [e for e in of_class(svg, "c-grid") if e.tag == f"{SVG}path"]
    assert len(rings) == 5
    assert [e.text for e in of_class(svg, "c-ax")] == list("12345")


def test_marks_stand_at_their_share_of_the_axis() -> None:
    """The first axis runs upwards, the second of four to the right."""
    up = RadarAxis("A", current=Decimal("2.50"))
    right = RadarAxis("B", current=5)
    first, second, *_ = of_class(draw(axes(4, a0=up, a1=right)), "c-cur")
    centre_y = float(second.get("cy", ""))
    assert centre_y - float(first.get("cy", "")) == pytest.approx(65)
    assert float(second.get("cx", "")) - float(first.get("cx", "")) == pytest.approx(130)


@pytest.mark.parametrize(
    "unknown",
    [
        RadarAxis("U", "1.00–2.00", low=Decimal("1.00"), high=Decimal("2.00")),
        RadarAxis("U", "not applicable"),
    ],
)
def test_an_axis_that_is_not_known_is_a_gap(unknown: RadarAxis) -> None:
    svg = draw(axes(5, a2=unknown))
    assert len(of_class(svg, "c-web")) == 3  # neither side of the axis is filled
    assert len([e for e in of_class(svg, "c-tgl") if not e.get("stroke-dasharray")]) == 3
    assert len(of_class(svg, "c-cur")) == 4
    broken = [e for e in of_class(svg, "c-grid") if e.get("stroke-dasharray")]
    assert len(broken) == 1
    assert {"Not known", unknown.words} <= set(words(svg))
    assert len(of_class(svg, "c-unk")) == (3 if unknown.low is not None else 0)


def test_a_missing_target_leaves_a_gap_in_the_outline() -> None:
    svg = draw(axes(4, a1=RadarAxis("A", current=1)))
    assert len([e for e in of_class(svg, "c-tgl") if e.get("stroke-dasharray")]) == 2
    assert len(of_class(svg, "c-web")) == 4


def test_zero_is_a_value_and_no_gap() -> None:
    svg = draw(axes(3, a0=RadarAxis("A", current=0)))
    assert len(of_class(svg, "c-web")) == len(of_class(svg, "c-cur")) == 3


def boxes(svg: str) -> list[Box]:
    """Where labels and their numbers stand."""
    found = []
    for cls, size, bold in (("c-t", 13.0, False), ("c-v", 12.5, True)):
        for element in of_class(svg, cls):
            width = text_width(element.text or "", size, bold=bold)
            x, y = float(element.get("x", "")), float(element.get("y", ""))
            left = {"end": x - width, "middle": x - width / 2}.get(
                element.get("text-anchor", "start"), x
            )
            found.append(Box(left, y - size + 2, left + width, y + 3))
    return found


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("count", range(3, 9))
def test_long_labels_touch_neither_each_other_nor_the_edge(count: int, language: str) -> None:
    given = [RadarAxis(LONG[language] * 2, "0.67–2.33 → 2.33", low=0, high=2) for _ in range(count)]
    svg = draw(given, language=language)
    _, _, width, height = (float(part) for part in parse(svg).get("viewBox", "").split())
    placed = boxes(svg)
    for one, other in itertools.combinations(placed, 2):
        assert not one.overlaps(other)
    assert min(box.left for box in placed) >= 0
    assert max(box.right for box in placed) <= width
    assert max(box.bottom for box in placed) <= height


def test_every_label_is_printed_whole() -> None:
    given = axes(8, a3=RadarAxis(LONG["ja"], "2", current=2))
    assert LONG["ja"] in "".join(words(draw(given, language="ja")))


def test_message_and_figures_are_title_and_description() -> None:
    drawn = parse(draw(axes(3)))
    assert (drawn.findtext(f"{SVG}title"), drawn.findtext(f"{SVG}desc")) == ("Message", "Figures")


@pytest.mark.parametrize("count", [0, 2, 9])
def test_a_web_has_three_to_eight_axes(count: int) -> None:
    with pytest.raises(ValueError, match="3 to 8 axes"):
        draw(axes(count))


@pytest.mark.parametrize(
    ("axis", "message"),
    [
        (RadarAxis("A", current=6), "between 0 and 5"),
        (RadarAxis("A", target=-1, current=1), "between 0 and 5"),
        (RadarAxis("A", low=1), "half a range"),
        (RadarAxis("A", low=2, high=1), "upside down"),
        (RadarAxis("A", current=1, low=1, high=2), "a value or a range"),
        (RadarAxis("A"), "no words"),
    ],
)
def test_what_cannot_be_read_is_not_drawn(axis: RadarAxis, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(axes(3, a0=axis))
