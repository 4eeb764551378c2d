"""Finding texts that no font of the report can draw, where they come in and not when it prints."""

from collections.abc import Mapping
from functools import lru_cache

from assessments.reports.fonts import missing_characters
from maturity.instruments.faults import Fault, join_path

_NAMED = 10
"""Characters that one fault names; a text in a script without a font has as many as it has."""


def find_missing_glyphs(texts: Mapping[str, object], *, path: str = "") -> list[Fault]:
    """Find what a report could not print: one fault for each text, `glyph_missing` (characters).

    `texts` is the row of a figure (`as_row`), by column, or a head, whose mappings are looked
    through too; what is no text is passed over. Paths of faults begin with `path`. Raises
    FontsMissing.
    """
    faults = []
    for step, value in texts.items():
        place = join_path(path, step)
        if isinstance(value, Mapping):
            faults += find_missing_glyphs(value, path=place)
        elif isinstance(value, str) and not all(map(_is_drawn, set(value))):
            # Only now the whole text, in which a letter may be drawn together with its accent.
            missing = missing_characters(value)
            if not missing:
                continue
            named = [f"{character} (U+{ord(character):04X})" for character in missing[:_NAMED]]
            faults.append(Fault(place, "glyph_missing", {"characters": named}))
    return faults


@lru_cache(maxsize=20_000)
def _is_drawn(character: str) -> bool:
    """Remembered: a table has millions of characters and only some thousand different ones."""
    return not missing_characters(character)
