from typing import Any

import pytest
from django.utils import translation

from assessments import queue
from assessments.reports.glyphs import check_characters

ITEM = {"number": "1", "name": "Vertical Integration", "note": "all fine"}


def _context(**parts: Any) -> dict[str, Any]:
    return {"enterprise": {"name": "髙橋"}, "blocks": [{"items": [ITEM]}], **parts}


def _failure(context: dict[str, Any]) -> dict[str, Any]:
    with translation.override("en"), pytest.raises(queue.JobFailed) as caught:
        check_characters(context)
    return caught.value.error


def test_check_characters_accepts_what_the_fonts_draw() -> None:
    check_characters(_context())


def test_check_characters_names_the_field() -> None:
    assert _failure(_context(enterprise={"name": "Factory 🏭"})) == {
        "code": "missing_glyph",
        "params": {
            "character": "🏭",
            "code": "U+1F3ED",
            "where": "the name of the enterprise",
        },
    }


def test_check_characters_names_the_dimension_of_a_note() -> None:
    items = [ITEM, {**ITEM, "name": "Leadership", "note": "good \U00013000"}]
    failure = _failure(_context(blocks=[{"items": items}]))
    assert failure["params"]["where"] == "the note on “Leadership”"
    assert failure["params"]["code"] == "U+13000"


def test_check_characters_leaves_drawings_alone() -> None:
    check_characters(_context(pictures={"cover": "<svg>🏭</svg>"}))
