from decimal import Decimal
from itertools import pairwise

import pytest

from assessments.reports.charts import KeyWords, Row, RowGroup, dot_range
from tests.assessments.reports.charts.drawing import SVG, of_class, parse, words

KEY = KeyWords(current="You", target="Target", reference="Best in class", unknown="Not known")


def draw(*rows: Row, language: str = "en", compact: bool = False, uid: str = "p") -> str:
    return dot_range(
        [RowGroup("Process", rows)],
        uid=uid,
        key=KEY,
        title="Message",
        desc="Figures",
        language=language,
        compact=compact,
    )


@pytest.mark.parametrize(("compact", "start", "length"), [(False, 248, 380), (True, 10, 340)])
@pytest.mark.parametrize("level", range(6))
def test_disc_stands_at_its_share_of_the_rule(
    compact: bool, start: int, length: int, level: int
) -> None:
    svg = draw(Row("A", current=level), compact=compact)
    [rule] = of_class(svg, "c-grid")
    assert (rule.get("x1"), rule.get("x2")) == (str(start), str(start + length))
    [disc] = of_class(svg, "c-cur")
    assert Decimal(disc.get("cx", "")) == start + Decimal(length) * level / 5


def test_mean_stands_between_levels_and_keeps_its_digits() -> None:
    svg = draw(Row("A", current=Decimal("2.50"), target=Decimal("3.10")))
    [disc], [ring] = of_class(svg, "c-cur"), of_class(svg, "c-tgt")
    assert (disc.get("cx"), ring.get("cx")) == ("438", "483.6")
    assert "2.50 → 3.10" in words(svg)


def test_target_apart_from_current_is_a_ring_joined_by_a_span() -> None:
    svg = draw(Row("A", current=1, target=3))
    [span], [ring] = of_class(svg, "c-span"), of_class(svg, "c-tgt")
    assert (span.get("x1"), span.get("x2"), ring.get("cx")) == ("324", "476", "476")
    assert "1 → 3" in words(svg)


def test_target_below_current_is_drawn_where_it_is() -> None:
    svg = draw(Row("A", current=4, target=2))
    [disc], [ring] = of_class(svg, "c-cur"), of_class(svg, "c-tgt")
    assert (disc.get("cx"), ring.get("cx")) == ("552", "400")
    assert "4 → 2" in words(svg)


def test_target_equal_to_current_is_a_disc_inside_its_ring() -> None:
    svg = draw(Row("A", current=2, target=2))
    [disc], [ring] = of_class(svg, "c-cur"), of_class(svg, "c-tgt")
    assert disc.get("cx") == ring.get("cx") == "400"
    assert Decimal(disc.get("r", "")) < Decimal(ring.get("r", ""))
    assert of_class(svg, "c-span") == []
    assert "2 → 2" in words(svg)


def test_current_without_target_draws_no_ring() -> None:
    svg = draw(Row("A", current=2))
    assert of_class(svg, "c-tgt") == []
    assert "2" in words(svg)


@pytest.mark.parametrize(
    ("language", "numbers"), [("en", "1–4 → 5"), ("zh-hans", "1～4 → 5"), ("ja", "1～4 → 5")]
)
def test_unknown_row_is_a_broken_span_between_its_ends(language: str, numbers: str) -> None:
    svg = draw(Row("A", low=1, high=4, target=5, words="Don't know"), language=language)
    span, left, right = of_class(svg, "c-unk")
    assert (span.get("x1"), span.get("x2")) == ("324", "552")
    assert span.get("stroke-dasharray")
    assert (left.get("x1"), right.get("x1")) == ("324", "552")
    assert of_class(svg, "c-cur") == []
    assert of_class(svg, "c-span") == []
    assert {numbers, "Don't know", "Not known"} <= set(words(svg))


def test_mean_with_a_range_prints_both() -> None:
    svg = draw(Row("A", current=Decimal("1.14"), low=Decimal("0.89"), high=Decimal("2.00")))
    assert {"1.14", "0.89–2.00"} <= set(words(svg))
    assert len(of_class(svg, "c-cur")) == 1


def test_row_that_is_not_applicable_has_words_and_an_empty_rule() -> None:
    svg = draw(Row("A", words="Not applicable"))
    assert "Not applicable" in words(svg)
    assert len(of_class(svg, "c-grid")) == 1
    for cls in ("c-cur", "c-tgt", "c-unk", "c-ref", "c-v"):
        assert of_class(svg, cls) == []


def test_published_level_is_a_pin_below_the_rule_with_its_value() -> None:
    svg = draw(Row("A", current=1, reference=4))
    [pin], [triangle], [rule] = (of_class(svg, cls) for cls in ("c-refl", "c-ref", "c-grid"))
    assert pin.get("x1") == pin.get("x2") == "552"
    assert Decimal(pin.get("y2", "")) > Decimal(rule.get("y1", ""))
    assert triangle.get("d", "").startswith("M552 ")
    assert [element.text for element in of_class(svg, "c-rt")] == ["4"]


def test_key_names_only_marks_that_occur() -> None:
    assert {"Best in class", "Not known"}.isdisjoint(words(draw(Row("A", current=1))))
    both = words(draw(Row("A", current=1, reference=2), Row("B", low=0, high=5)))
    assert {"You", "Target", "Best in class", "Not known"} <= set(both)


@pytest.mark.parametrize("compact", [False, True])
def test_every_label_and_number_is_printed_once_per_row(compact: bool) -> None:
    rows = [Row(f"Item {n}", current=n, target=5 - n, reference=n) for n in range(6)]
    svg = draw(*rows, compact=compact)
    printed = words(svg)
    for row in rows:
        assert printed.count(row.label) == 1
        assert printed.count(f"{row.current} → {row.target}") == 1
    assert [element.text for element in of_class(svg, "c-rt")] == list("012345")


def test_long_label_wraps_and_its_row_grows() -> None:
    name = "Inter- and Intra-Company Collaboration"
    one = draw(Row("A", current=1))
    two = draw(Row(name, current=1))
    lines = [element.text or "" for element in of_class(two, "c-t")]
    assert lines == ["Inter- and Intra-Company", "Collaboration"]
    height = [Decimal(parse(svg).get("viewBox", "").split()[3]) for svg in (one, two)]
    assert height[1] > height[0]


@pytest.mark.parametrize("compact", [False, True])
def test_rows_do_not_run_into_each_other(compact: bool) -> None:
    long = "従業員の学習と能力開発およびエンタープライズのインテリジェンスの統合" * 2
    svg = draw(
        *(Row(long, low=0, high=5, words="わからない：担当者がいない") for _ in range(3)),
        language="ja",
        compact=compact,
    )
    at = [Decimal(element.get("y", "")) for element in of_class(svg, "c-t")]
    assert len(at) > 3
    assert all(below - above >= 16 for above, below in pairwise(at))


def test_user_text_is_escaped_and_survives() -> None:
    svg = draw(Row('<b>"R&D"</b>\x00', current=1))
    assert '<b>"R&D"</b>\ufffd' in words(svg)
    assert parse(svg).find(f".//{SVG}b") is None


def test_title_and_description_are_named_by_ids_of_the_uid() -> None:
    root = parse(draw(Row("A", current=1), uid="profile-1"))
    assert root.get("aria-labelledby") == "profile-1-t profile-1-d"
    assert {element.get("id"): element.text for element in root if element.get("id")} == {
        "profile-1-t": "Message",
        "profile-1-d": "Figures",
    }


@pytest.mark.parametrize(
    ("language", "tag", "face"),
    [("en", "en", "JP"), ("zh-hans", "zh-Hans", "SC"), ("ja", "ja", "JP")],
)
def test_language_chooses_tag_and_regional_face(language: str, tag: str, face: str) -> None:
    root = parse(draw(Row("A", current=1), language=language))
    assert root.get("lang") == tag
    assert root.get("font-family") == f"Noto Sans CJK {face}, sans-serif"


def test_forms_carry_the_classes_that_swap_them() -> None:
    assert parse(draw(Row("A", current=1))).get("class") == "ch dots ch-l"
    assert parse(draw(Row("A", current=1), compact=True)).get("class") == "ch dots ch-s"


def test_same_data_gives_the_same_drawing() -> None:
    rows = [Row("A", current=1, target=2), Row("B", low=0, high=5, words="?")]
    assert draw(*rows) == draw(*rows)


@pytest.mark.parametrize(
    "row",
    [
        Row("A", current=6),
        Row("A", current=-1),
        Row("A", current=1, target=6),
        Row("A", current=1, reference=Decimal("5.01")),
        Row("A", low=1),
        Row("A", high=1),
        Row("A", low=3, high=2),
        Row("A"),
        Row("A", target=3),
    ],
)
def test_impossible_row_is_refused(row: Row) -> None:
    with pytest.raises(ValueError, match=r"^A: "):
        draw(row)


@pytest.mark.parametrize("uid", ["", "1a", 'a"b', "a b"])
def test_unusable_uid_is_refused(uid: str) -> None:
    with pytest.raises(ValueError, match="id"):
        draw(Row("A", current=1), uid=uid)
