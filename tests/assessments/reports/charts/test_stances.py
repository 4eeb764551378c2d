"""Who stands where: forms instead of colours, nothing covered, nothing outside the rule."""

from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from assessments.reports.charts import Stance, StanceRow, draw_stances
from assessments.reports.charts.stances import FORMS, mark
from tests.assessments.reports.charts.drawing import SVG, parse

KEY = {0: "Management", 3: "IT"}


def draw(*rows: StanceRow, **changes: Any) -> Element:
    options: dict[str, Any] = {
        "uid": "s", "key": KEY, "title": "Apart", "desc": "4 and 1", "language": "en",
    } | changes  # fmt: skip
    return parse(draw_stances(rows, **options))


def discs(drawn: Element) -> list[tuple[float, float]]:
    marks = drawn.findall(f"{SVG}circle")  # those of the key lie in groups
    return [(float(m.attrib["cx"]), float(m.attrib["cy"])) for m in marks]


@pytest.mark.parametrize("compact", [False, True])
def test_marks_stand_at_their_values(compact: bool) -> None:
    row = StanceRow("VI", (Stance(0, 4), Stance(3, 1)))
    (high, y), (low, same_y) = discs(draw(row, compact=compact))
    rule = (248, 628) if not compact else (12, 348)
    assert high == pytest.approx(rule[0] + (rule[1] - rule[0]) * 0.8)
    assert low == pytest.approx(rule[0] + (rule[1] - rule[0]) * 0.2)
    assert y == same_y


def test_marks_of_one_value_stand_above_each_other() -> None:
    row = StanceRow("VI", (Stance(0, Decimal("2.00")), Stance(3, Decimal("2.05"))))
    first, second = discs(draw(row))
    assert abs(first[1] - second[1]) >= 12


def test_every_perspective_has_a_form_of_its_own() -> None:
    assert len({mark(form, 0, 0) for form in range(len(FORMS))}) == len(FORMS) == 4


def test_how_many_hold_a_value_is_written_beside_it() -> None:
    texts = [t.text for t in draw(StanceRow("VI", (Stance(3, 1, weight=3),))).iter(f"{SVG}text")]
    assert "×3" in texts


def test_the_message_is_the_title_and_the_figures_the_description() -> None:
    drawn = draw(StanceRow("VI", (Stance(0, 4),)))
    assert drawn.findtext(f"{SVG}title") == "Apart"
    assert drawn.findtext(f"{SVG}desc") == "4 and 1"


@pytest.mark.parametrize(
    "row",
    [
        StanceRow("VI", (Stance(0, 6),)),
        StanceRow("VI", (Stance(0, -1),)),
        StanceRow("VI", (Stance(1, 2),)),  # a form that the key does not name
        StanceRow("VI", ()),
    ],
)
def test_what_cannot_be_read_is_not_drawn(row: StanceRow) -> None:
    with pytest.raises(ValueError, match="VI"):
        draw(row)
