"""Colours and fonts of the charts, named by what they mean.

These are the light colours. They stand in the drawing as presentation attributes, because a PDF
engine applies neither the page's style sheet nor ``var()`` inside an inline ``<svg>``. On the web
the site's style sheet overrides them through the class beside each one, and brings the dark theme.
"""

INK = "#14232b"  # words and the black hairline that opens a group
INK_SOFT = "#46565f"  # axis numbers, state words, the dash of a level that is not scored
EDGE = "#7d8e97"  # the drawn edge of a tile or of an empty segment
LINE = "#b9c5ca"  # the rule of one row, the hatching of a tile that is not scored
HAIR = "#dde4e6"  # what divides rows and marks whole levels

YOU = "#14507a"  # blue is always the reader's own enterprise
YOU_SPAN = "#a9c7da"  # the way from current to target
YOU_PLANNED = "#7fa9c4"  # segments between current and target
NOT_REACHED = "#d3dbde"  # segments beyond the target
PUBLISHED = "#8f4a00"  # ochre is always a figure that somebody published
PUBLISHED_SOFT = "#f1dfc8"  # the ground of a published range or share
PUBLISHED_HATCH = "#d3ae80"  # its hatching, which tells it from an own bar without colour
POOL = "#5b6770"  # grey is always the other enterprises
PAPER = "#ffffff"

WATER = ("#ffffff", "#e0ecf3", "#c3dae8", "#a2c5da", "#80afca", "#649ab9")
"""Ground of a tile by level 0 to 5. It only repeats what number, word and staff say."""

TOP = 5
"""The highest level of every instrument's ladder."""

FONTS = {
    # English that falls back to a CJK face needs the Japanese one: the Chinese sets ’ full width.
    "en": "Noto Sans CJK JP, sans-serif",
    "zh-hans": "Noto Sans CJK SC, sans-serif",
    "ja": "Noto Sans CJK JP, sans-serif",
}
HTML_LANG = {"en": "en", "zh-hans": "zh-Hans", "ja": "ja"}
RANGE_DASH = {"en": "–", "zh-hans": "～", "ja": "～"}
