import pytest

from assessments.reports.charts import level_mark
from tests.assessments.reports.charts.drawing import of_class, parse


@pytest.mark.parametrize("level", range(6))
def test_mark_fills_as_many_segments_as_the_level(level: int) -> None:
    svg = level_mark(level)
    filled = of_class(svg, "lv-on")
    assert (len(filled), len(of_class(svg, "lv-off"))) == (level, 5 - level)


def test_mark_fills_from_the_bottom() -> None:
    svg = level_mark(2, 3)

    def tops(cls: str) -> list[float]:
        return [float(element.get("y", "")) for element in of_class(svg, cls)]

    assert len(tops("lv-on")) == 2
    assert min(tops("lv-on")) > max(tops("lv-to")) > max(tops("lv-off"))


def test_mark_without_a_level_is_a_dash() -> None:
    svg = level_mark(None, 3)
    assert len(of_class(svg, "lv-none")) == 1
    assert len(parse(svg)) == 1


def test_mark_is_silent_unless_it_gets_a_title() -> None:
    assert parse(level_mark(3)).get("aria-hidden") == "true"
    speaking = parse(level_mark(3, uid="m1", title="Band 3", language="ja"))
    assert speaking.get("aria-hidden") is None
    assert speaking.get("role") == "img"
    assert speaking[0].text == "Band 3"


def test_mark_keeps_its_height() -> None:
    assert parse(level_mark(3, height=40)).get("height") == "40"


@pytest.mark.parametrize(("level", "target"), [(6, None), (-1, None), (2, 6)])
def test_level_outside_the_ladder_is_refused(level: int, target: int | None) -> None:
    with pytest.raises(ValueError, match="level"):
        level_mark(level, target)


@pytest.mark.parametrize(("uid", "title"), [("m1", ""), ("", "Band 3")])
def test_half_a_name_is_refused(uid: str, title: str) -> None:
    with pytest.raises(ValueError, match="both"):
        level_mark(3, uid=uid, title=title)
