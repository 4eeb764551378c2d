import pytest

from assessments.reports.charts import Bin, draw_bins
from tests.assessments.reports.charts.drawing import of_class, parse, words

BINS = [Bin("0 to less than 1", 5), Bin("1 to less than 2", 20, is_own=True), Bin("2 to 5", 0)]


def drawn(bins: list[Bin], language: str = "en") -> str:
    return draw_bins(bins, uid="b", own="you", title="Where", desc="all", language=language)


def test_bars_are_as_long_as_their_counts_and_nobody_has_no_bar() -> None:
    bars = of_class(drawn(BINS), "c-many")
    short, long = (float(bar.get("width", "0")) for bar in bars)
    assert long == pytest.approx(4 * short, rel=0.01)


def test_own_range_is_marked_by_a_disc_and_a_word_on_its_line() -> None:
    svg = drawn(BINS)
    (disc,) = of_class(svg, "c-cur")
    assert float(disc.get("cy", "0")) == 45  # the middle of the second line
    assert words(svg) == ["0 to less than 1", "5", "1 to less than 2", "20", "you", "2 to 5", "0"]


def test_without_an_own_range_there_is_no_mark() -> None:
    svg = drawn([Bin("L1", 10), Bin("L2", 15)])
    assert of_class(svg, "c-cur") == []
    assert "you" not in words(svg)


@pytest.mark.parametrize("label", ["0 to less than 1", "0以上1未満", "0 至小于 1", "L" * 24])
def test_everything_stays_inside_the_drawing(label: str) -> None:
    svg = drawn([Bin(label, 12345, is_own=True), Bin("x", 1)], language="ja")
    width = float(parse(svg).get("viewBox", "").split()[2])
    for element in of_class(svg, "c-many"):
        assert float(element.get("x", "0")) + float(element.get("width", "0")) < width
    (mark,) = of_class(svg, "c-yt")
    assert float(mark.get("x", "0")) < width - 20


def test_counts_of_nobody_are_drawn_without_dividing_by_them() -> None:
    assert of_class(drawn([Bin("a", 0), Bin("b", 0)]), "c-many") == []


@pytest.mark.parametrize(
    "bins", [[Bin("a", -5)], [Bin("a", 5, is_own=True), Bin("b", 5, is_own=True)]]
)
def test_nonsense_is_refused(bins: list[Bin]) -> None:
    with pytest.raises(ValueError, match="counts"):
        drawn(bins)
