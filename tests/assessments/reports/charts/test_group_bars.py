import pytest

from assessments.reports.charts import GroupBar, group_bars
from tests.assessments.reports.charts.drawing import of_class, parse, words

GROUPS = (
    GroupBar("below 2", 209, "209 (68.5 %)"),
    GroupBar("from 2 to below 3", 70, "70 (23.0 %)", own="Yours is here: 2.09"),
    GroupBar("3 or more", 26, "26 (8.5 %)"),
)


def draw(*bars: GroupBar) -> str:
    return group_bars(bars, uid="g", title="Title", desc="Figures", language="en")


def test_bars_are_as_long_as_their_share_of_all() -> None:
    lengths = [float(bar.get("width", "")) for bar in of_class(draw(*GROUPS), "c-bar1")]
    room = float(of_class(draw(*GROUPS), "c-bar0")[0].get("width", ""))
    assert lengths == [pytest.approx(room * n / 305, abs=0.01) for n in (209, 70, 26)]


def test_every_group_is_lettered_with_its_count() -> None:
    said = words(draw(*GROUPS))
    for bar in GROUPS:
        assert bar.label in said
        assert bar.words in said


def test_own_group_has_words_and_the_mark_of_today_at_the_beginning_of_its_bar() -> None:
    svg = draw(*GROUPS)
    [mark] = of_class(svg, "c-cur")
    bars = of_class(svg, "c-bar0")
    assert "Yours is here: 2.09" in words(svg)
    assert float(bars[1].get("y", "")) < float(mark.get("cy", "")) < float(bars[2].get("y", ""))
    # Inside its group nothing is known: the mark does not move with the value.
    assert float(mark.get("cx", "")) < float(bars[1].get("x", "")) + 20
    assert of_class(svg, "c-unk") == []


def test_undecided_groups_have_the_mark_of_what_is_not_known() -> None:
    perhaps = [GroupBar(bar.label, bar.count, bar.words, "Perhaps") for bar in GROUPS[:2]]
    svg = draw(*perhaps, GROUPS[2])
    assert of_class(svg, "c-cur") == []
    assert len(of_class(svg, "c-unk")) == 2 * 3  # each a span with two ends
    assert words(svg).count("Perhaps") == 2


def test_long_words_wrap_and_nothing_leaves_the_drawing() -> None:
    own = "Yours, perhaps here, with a very long explanation: between 1.94 and 2.09"
    svg = draw(*GROUPS[:2], GroupBar("3 or more", 26, "26", own=own))
    height = float(parse(svg).get("viewBox", "").split()[3])
    assert max(float(line.get("y", "")) for line in of_class(svg, "c-yt")) < height
    assert len(of_class(svg, "c-yt")) == 3


def test_drawing_speaks() -> None:
    root = parse(draw(*GROUPS))
    assert [root[0].text, root[1].text] == ["Title", "Figures"]
    assert root.get("role") == "img"


@pytest.mark.parametrize("counts", [(), (0, 0), (3, -1)])
def test_counts_of_nobody_are_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw(*(GroupBar("a", count, "") for count in counts))
