"""A published share of a whole, and on which of its two sides the reader stands."""

from dataclasses import dataclass

from assessments.reports.charts import marks
from assessments.reports.charts.axis import Axis, draw_axis
from assessments.reports.charts.bar_with_mark import ENDS, WIDTH, Mark, row_words
from assessments.reports.charts.frame import frame, line, rect, text
from assessments.reports.charts.lettering import wrap
from assessments.reports.charts.palette import (
    EDGE,
    INK,
    PAPER,
    PUBLISHED,
    PUBLISHED_HATCH,
    PUBLISHED_SOFT,
    YOU,
)


@dataclass(frozen=True)
class Sides:
    """The names of both sides, that of the share first, and which is the reader's: 0 or 1.

    The reader's own name is to be part of the name of its side.
    """

    names: tuple[str, str]
    yours: int


_HEIGHT = 22.0
_SIZE = 13.0
_LEADING = 16.0
_SWATCH = (18.0, 12.0)


def share_with_sides(
    published: Mark, sides: Sides, *, axis: Axis, uid: str, title: str, desc: str, language: str
) -> str:
    """The picture as SVG: the share hatched from 0, the rest empty, a disc on the reader's side.

    A share of "more than" ends in an arrow into the rest. `title` is the message in one sentence,
    `desc` holds the figures in words; the axis is a `share_axis`.
    """
    left, right = ENDS
    edge = left + (right - left) * axis.part(published.value)
    body, y = row_words(published.label, published.words, 0, cls="c-rt", fill=PUBLISHED)
    top = y + (15 if published.reach == "above" else 10)
    bottom = top + _HEIGHT
    body += _ground((left, top), (right - left, _HEIGHT), share=edge - left)
    body.append(line((edge, top - 4), (edge, bottom), "c-refl", stroke=PUBLISHED, width=2))
    if published.reach == "above":
        body.append(marks.open_arrow(edge, top - 4, min(right - edge, 34.0)))
    middle = (edge + (right if sides.yours else left)) / 2, (top + bottom) / 2
    body += [marks.halo(*middle), marks.current(*middle)]
    body += draw_axis(axis, ends=ENDS, top=bottom, y=bottom)
    y = bottom + 30
    for number, name in enumerate(sides.names):
        drawn, y = _key(name, y, share=number == 0, yours=number == sides.yours)
        body += drawn
    return frame(
        body,
        kind="ch bars",
        uid=uid,
        width=WIDTH,
        height=y,
        title=title,
        desc=desc,
        language=language,
    )


def _ground(corner: tuple[float, float], size: tuple[float, float], *, share: float) -> list[str]:
    """An edged bar whose first part is hatched."""
    part = share, size[1]
    drawn = [rect(corner, size, "c-bar0", fill=PAPER)]
    if share:
        drawn.append(rect(corner, part, "c-bar1", fill=PUBLISHED_SOFT))
        drawn.append(marks.hatch(corner, part, "c-refh", stroke=PUBLISHED_HATCH, step=7))
    return [*drawn, rect(corner, size, "v-box", fill="none", stroke=EDGE)]


def _key(name: str, y: float, *, share: bool, yours: bool) -> tuple[list[str], float]:
    """What a side looks like and is called; and where the next one begins."""
    corner = ENDS[0], y + 2
    drawn = _ground(corner, _SWATCH, share=_SWATCH[0] if share else 0)
    if yours:
        drawn.append(marks.current(corner[0] + _SWATCH[0] / 2, corner[1] + _SWATCH[1] / 2, 4))
    lines = wrap(name, ENDS[1] - 32, _SIZE, bold=yours)
    cls, fill = ("c-yt", YOU) if yours else ("c-t", INK)
    drawn += [
        text(32, y + 12.5 + _LEADING * at, part, cls, _SIZE, fill=fill, bold=yours)
        for at, part in enumerate(lines)
    ]
    return drawn, y + _LEADING * len(lines) + 6
