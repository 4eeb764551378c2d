"""The frame around a drawing and the few SVG elements all drawings are made of."""

import re
from decimal import Decimal
from html import escape

from assessments.reports.charts.palette import FONTS, HTML_LANG, INK, LINE

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def frame(
    body: list[str],
    *,
    kind: str,
    uid: str,
    width: float,
    height: float,
    title: str,
    desc: str,
    language: str,
) -> str:
    """An accessible ``<svg>``: the title is its alternative text, the description its figures.

    ``kind`` are the classes the style sheet knows it by. ``uid`` must be unique in the page; it
    becomes part of two ids, so it is a letter followed by letters, digits, ``-`` and ``_``.

    Raises ``ValueError`` for another ``uid`` and for an empty title.
    """
    if not _ID.fullmatch(uid):
        raise ValueError(f"not usable in an id: {uid!r}")
    if not title.strip():
        raise ValueError("a drawing needs a title: it is all that some readers get")
    return (
        f'<svg class="{kind}" xmlns="http://www.w3.org/2000/svg" role="img"'
        f' lang="{HTML_LANG[language]}" viewBox="0 0 {num(width)} {num(height)}"'
        f' font-family="{FONTS[language]}" font-size="12" fill="{INK}"'
        f' aria-labelledby="{uid}-t {uid}-d">'
        f'<title id="{uid}-t">{xml(title)}</title><desc id="{uid}-d">{xml(desc)}</desc>'
        f"{''.join(body)}</svg>"
    )


def xml(words: str) -> str:
    """Words escaped for XML; a character that XML cannot carry becomes U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", words))


def num(value: float | Decimal) -> str:
    """A coordinate: at most two decimals, no trailing zeros, never ``-0``."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def text(
    x: float,
    y: float,
    words: str,
    cls: str,
    size: float,
    *,
    anchor: str = "start",
    fill: str = INK,
    bold: bool = False,
) -> str:
    """One line of words; ``anchor`` is start, middle or end."""
    anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text class="{cls}" x="{num(x)}" y="{num(y)}" font-size="{num(size)}"{anchored}'
        f' fill="{fill}"{weight}>{xml(words)}</text>'
    )


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    cls: str,
    *,
    stroke: str = LINE,
    width: float = 1,
    dash: str = "",
) -> str:
    """A straight line from ``start`` to ``end``, each (x, y)."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line class="{cls}" x1="{num(start[0])}" y1="{num(start[1])}" x2="{num(end[0])}"'
        f' y2="{num(end[1])}" stroke="{stroke}" stroke-width="{num(width)}"{dashed}/>'
    )


def strokes(path: str, cls: str, *, stroke: str, width: float = 1) -> str:
    """Many lines as one element: a page of charts stays small."""
    return (
        f'<path class="{cls}" d="{path}" stroke="{stroke}" stroke-width="{num(width)}"'
        ' fill="none"/>'
    )


def rect(
    corner: tuple[float, float],
    size: tuple[float, float],
    cls: str,
    *,
    fill: str,
    stroke: str = "",
    width: float = 1,
) -> str:
    """A rectangle from its upper left corner (x, y) and its (width, height)."""
    edge = f' stroke="{stroke}" stroke-width="{num(width)}"' if stroke else ""
    return (
        f'<rect class="{cls}" x="{num(corner[0])}" y="{num(corner[1])}" width="{num(size[0])}"'
        f' height="{num(size[1])}" fill="{fill}"{edge}/>'
    )
