from itertools import pairwise

import pytest

from assessments.reports.charts import Scale, Tile, TileRow, heat_map
from tests.assessments.reports.charts.drawing import of_class, parse, words

SCALE = Scale("Band", ("none", "one", "two", "three", "four", "five"))


def draw(
    *rows: TileRow,
    language: str = "en",
    compact: bool = False,
    scale: Scale | None = None,
) -> str:
    return heat_map(
        rows, uid="h", title="Message", desc="D", language=language, scale=scale, compact=compact
    )


def one(tile: Tile) -> str:
    return draw(TileRow("Process", (tile,)))


@pytest.mark.parametrize("compact", [False, True])
def test_every_tile_prints_label_level_word_and_target(compact: bool) -> None:
    tiles = tuple(Tile(f"Item {n}", n, f"Word {n}", 5 - n) for n in range(6))
    svg = draw(TileRow("Process", tiles[:3]), TileRow("Other", tiles[3:]), compact=compact)
    printed = words(svg)
    for tile in tiles:
        assert {tile.label, tile.word, f"→ {tile.target}"} <= set(printed)
    levels = [element.text for element in of_class(svg, "v-n")]
    assert [level for level in levels if not (level or "").startswith("→")] == list("012345")


@pytest.mark.parametrize("level", range(6))
def test_ground_and_staff_repeat_the_level(level: int) -> None:
    svg = one(Tile("A", level, "Word"))
    assert len(of_class(svg, f"v{level}")) == 1
    assert len(of_class(svg, "lv-on")) == level
    assert len(of_class(svg, "lv-off")) == 5 - level
    assert of_class(svg, "lv-to") == []


def test_staff_shows_what_is_planned() -> None:
    svg = one(Tile("A", 1, "Word", target=4))
    assert [len(of_class(svg, cls)) for cls in ("lv-on", "lv-to", "lv-off")] == [1, 3, 1]


def test_target_below_the_level_plans_nothing() -> None:
    svg = one(Tile("A", 4, "Word", target=2))
    assert [len(of_class(svg, cls)) for cls in ("lv-on", "lv-to", "lv-off")] == [4, 0, 1]
    assert "→ 2" in words(svg)


def test_tile_that_is_not_scored_is_hatched_and_says_why() -> None:
    svg = one(Tile("A", None, "Not applicable"))
    assert len(of_class(svg, "v-hatch")) == 1
    assert len(of_class(svg, "lv-none")) == 1
    assert of_class(svg, "lv-on") == of_class(svg, "v0") == []
    assert {"–", "Not applicable"} <= set(words(svg))


def test_level_0_is_not_drawn_as_not_scored() -> None:
    svg = one(Tile("A", 0, "None"))
    assert of_class(svg, "v-hatch") == of_class(svg, "lv-none") == []
    assert "0" in words(svg)


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Technology · Automation"), ("ja", "Technology・Automation")],
)
def test_compact_heading_joins_its_two_lines(language: str, heading: str) -> None:
    row = TileRow("Technology", (Tile("A", 1, "Basic"),), detail="Automation")
    assert heading in words(draw(row, language=language, compact=True))
    assert {"Technology", "Automation"} <= set(words(draw(row, language=language)))


@pytest.mark.parametrize("compact", [False, True])
def test_scale_names_all_levels(compact: bool) -> None:
    row = TileRow("Process", (Tile("A", 1, "Basic"),))
    svg = draw(row, scale=SCALE, compact=compact)
    assert {"Band", *SCALE.words} <= set(words(svg))
    assert all(of_class(svg, f"v{level}") for level in range(6))


def test_scale_uses_the_free_corner_without_making_the_plan_taller() -> None:
    three = TileRow("Row", tuple(Tile(f"T{n}", n, "W") for n in range(3)))
    four = TileRow("Row", tuple(Tile(f"T{n}", n, "W") for n in range(4)))

    def height(svg: str) -> str:
        return parse(svg).get("viewBox", "").split()[3]

    cornered = (three, three, three, four)
    assert height(draw(*cornered, scale=SCALE)) == height(draw(*cornered))
    full = (four, four, four, four)
    assert float(height(draw(*full, scale=SCALE))) > float(height(draw(*full)))


def test_long_names_stay_inside_their_tiles() -> None:
    name = "Inter- and Intra-Company Collaboration"
    svg = draw(TileRow("O", tuple(Tile(name, 2, "Interoperable and Secure") for _ in range(4))))
    lines = [element.text or "" for element in of_class(svg, "v-l")][:5]
    assert lines == ["Inter- and", "Intra-Company", "Collaboration", "Interoperable", "and Secure"]
    box = of_class(svg, "v-box")[0]
    bottom = float(box.get("y", "")) + float(box.get("height", ""))
    assert all(float(element.get("y", "")) < bottom - 3 for element in of_class(svg, "v-l"))


def test_tiles_of_a_row_do_not_overlap() -> None:
    svg = draw(TileRow("O", tuple(Tile(f"T{n}", n, "W") for n in range(4))))
    boxes = [
        (float(box.get("x", "")), float(box.get("width", ""))) for box in of_class(svg, "v-box")
    ]
    assert len(boxes) == 4
    assert all(x + width < after for (x, width), (after, _) in pairwise(boxes))
    assert boxes[-1][0] + boxes[-1][1] <= 760


def test_user_text_is_escaped() -> None:
    assert "A<B & C" in words(one(Tile("A<B & C", 1, "Word")))


def test_same_data_gives_the_same_drawing() -> None:
    tile = Tile("A", None, "Word", 3)
    assert one(tile) == one(tile)


@pytest.mark.parametrize("tile", [Tile("A", 6, "W"), Tile("A", -1, "W"), Tile("A", 1, "W", 6)])
def test_level_outside_the_ladder_is_refused(tile: Tile) -> None:
    with pytest.raises(ValueError, match="level"):
        one(tile)


def test_row_without_tiles_and_short_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="without tiles"):
        draw(TileRow("A", ()))
    with pytest.raises(ValueError, match="6 words"):
        draw(TileRow("A", (Tile("A", 1, "W"),)), scale=Scale("Band", ("one",)))
