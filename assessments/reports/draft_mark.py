"""The word across every page of a draft, as a drawing without letters.

It is drawn from the outlines of the font: so it lies behind the text as a picture that programs
pass over, and copying or reading a page aloud does not meet it once a page. That the report is a
draft stands on the cover in words.
"""

import functools

from django.utils import translation
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from assessments.reports.fonts import FILES, font_files
from assessments.wording.report import draft_word

PALE = "#e9edef"
"""Light enough that text over it keeps its contrast, dark enough for a poor printer."""

_BOLD = FILES.index("NotoSansCJK-Bold.ttc")
_FACES = {"en": 0, "ja": 0, "zh-hans": 2}  # of the file: the shapes of Japan and of China
_PAGE = (210.0, 297.0)  # mm
_LENGTH = 190.0  # mm, of the word along the diagonal
_HEIGHT = 70.0  # mm, at most
_RISE = -50  # degrees: about the diagonal of the page


@functools.cache
def draft_mark(language: str) -> str:
    """The page with the word in its middle, as SVG."""
    with translation.override(language):
        word = draft_word()
    with TTFont(font_files()[_BOLD], fontNumber=_FACES[language], lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        pen, bounds = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}"), BoundsPen(glyphs)
        at = 0.0
        for character in word:
            glyph = glyphs[names[ord(character)]]
            for each in (pen, bounds):
                glyph.draw(TransformPen(each, Transform(dx=at)))
            at += glyph.width
    left, bottom, right, top = bounds.bounds or (0, 0, 1, 1)
    scale = min(_LENGTH / (right - left), _HEIGHT / (top - bottom))
    width, height = _PAGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}mm" height="{height:g}mm">'
        f'<path transform="translate({width / 2:g} {height / 2:g}) rotate({_RISE})'
        f" scale({scale:.5f} {-scale:.5f})"
        f' translate({-(left + right) / 2:g} {-(bottom + top) / 2:g})"'
        f' fill="{PALE}" d="{pen.getCommands()}"/></svg>'
    )
