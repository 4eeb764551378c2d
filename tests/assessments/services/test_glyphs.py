"""Texts are looked at by place, whether they are the cells of a row or the parts of a head."""

from assessments.services.glyphs import find_missing_glyphs
from assessments.wording.faults import fault_text
from maturity.instruments.faults import Fault

THAI, SMILE = "\u0e01", "\U0001f642"


def test_each_text_with_such_characters_is_named_by_its_place() -> None:
    row = {"label_en": f"Plants {SMILE}{THAI}{SMILE}", "label_ja": "日本の工場数", "page": ""}
    [fault] = find_missing_glyphs(row)
    assert fault == Fault(
        "label_en", "glyph_missing", {"characters": [f"{SMILE} (U+1F642)", f"{THAI} (U+0E01)"]}
    )
    assert f"{SMILE} (U+1F642), {THAI} (U+0E01)" in fault_text(fault)


def test_parts_of_a_head_are_looked_through_and_numbers_passed_over() -> None:
    head = {"n": 5, "instrument": None, "sections": {"2.1": {"page": 3, "title": {"en": THAI}}}}
    assert [fault.path for fault in find_missing_glyphs(head, path="head")] == [
        "head.sections.2.1.title.en"
    ]


def test_letter_and_its_accent_are_drawn_as_one_if_the_font_has_both_in_one() -> None:
    """No font here has the mark alone, nor an n under it."""
    assert find_missing_glyphs({"label_en": "Noe\u0308l"}) == []
    [fault] = find_missing_glyphs({"label_en": "Spin\u0308al"})
    assert fault.params == {"characters": ["\u0308 (U+0308)"]}


def test_fault_names_a_few_of_many_characters() -> None:
    thai = "".join(chr(code) for code in range(0x0E01, 0x0E21))
    [fault] = find_missing_glyphs({"label_en": thai})
    characters = fault.params["characters"]
    assert isinstance(characters, list)
    assert len(characters) == 10
