"""An own number as a bar and, below it on the same rule, each published figure as a mark.

A published figure is never a bar: beside the reader's own that would look like an average.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from assessments.reports.charts import marks
from assessments.reports.charts.axis import Axis, draw_axis
from assessments.reports.charts.frame import frame, line, rect, text
from assessments.reports.charts.lettering import text_width, wrap
from assessments.reports.charts.palette import LINE, PAPER, PUBLISHED, YOU

Reach: TypeAlias = Literal["at", "above", "below"]
"""Where a figure lies that is only bounded by its number."""


@dataclass(frozen=True)
class OwnBar:
    """The reader's own number: what it is called, as printed, and where it lies."""

    label: str
    words: str
    value: Decimal


@dataclass(frozen=True)
class Mark:
    """A published figure: what it is about, as printed with its qualification, and where it lies.

    `upper` is the other end of a range. `reach` says that the figure is only known to lie above or
    below `value` ("more than", "at least", "less than"). A target is no measurement and has a
    shape of its own.
    """

    label: str
    words: str
    value: Decimal
    upper: Decimal | None = None
    reach: Reach = "at"
    is_target: bool = False


WIDTH = 320.0  # for a card: read at this size on a phone, a little larger on a desk
ENDS = (6.0, 314.0)
_SIZE = 13.0
_LEADING = 16.0
_BAR = 14.0


def bar_with_mark(
    own: OwnBar,
    published: Sequence[Mark],
    *,
    axis: Axis,
    uid: str,
    title: str,
    desc: str,
    language: str,
    across: bool = False,
) -> str:
    """The picture as SVG. `title` is its message in one sentence, `desc` its figures in words.

    `across` draws the marks through the own bar: only where a relation between the two may be said.

    Raises ValueError for a number outside the axis.
    """
    _check(axis, own, published)
    body, y = row_words(own.label, own.words, 0, cls="c-yt", fill=YOU)
    bar_top = y + 5
    start, end = sorted((_at(axis, Decimal(0)), _at(axis, own.value)))
    bar = rect((start, bar_top), (max(end - start, 1), _BAR), "lv-on", fill=YOU)
    y = bar_top + _BAR + 6
    rows: list[str] = []
    for mark in published:
        drawn, middle = row_words(mark.label, mark.words, y, cls="c-rt", fill=PUBLISHED)
        middle += 13
        rows += drawn
        rows.append(line((ENDS[0], middle), (ENDS[1], middle), "c-grid", stroke=LINE))
        rows.append(_mark(axis, mark, middle))
        if across:
            through = (
                (_at(axis, mark.value), bar_top - 3),
                (_at(axis, mark.value), bar_top + _BAR + 3),
            )
            rows.append(line(*through, "c-halo", stroke=PAPER, width=5))
            rows.append(line(*through, "c-refl", stroke=PUBLISHED, width=2))
        y = middle + 20
    ground = draw_axis(axis, ends=ENDS, top=bar_top, y=y + 4)
    return frame(
        [*ground, *body, bar, *rows],
        kind="ch bars",
        uid=uid,
        width=WIDTH,
        height=y + 32,
        title=title,
        desc=desc,
        language=language,
    )


def row_words(label: str, number: str, y: float, *, cls: str, fill: str) -> tuple[list[str], float]:
    """A label with its number at the end of the line; and the last baseline."""
    taken = text_width(number, _SIZE, bold=True)
    lines = wrap(label, WIDTH - taken - 16, _SIZE)
    drawn = [
        text(ENDS[0], y + 15 + _LEADING * at, part, "c-t", _SIZE) for at, part in enumerate(lines)
    ]
    drawn.append(text(ENDS[1], y + 15, number, cls, _SIZE, anchor="end", fill=fill, bold=True))
    return drawn, y + 15 + _LEADING * (len(lines) - 1)


def _check(axis: Axis, own: OwnBar, published: Sequence[Mark]) -> None:
    ends = [end for mark in published for end in (mark.value, mark.upper) if end is not None]
    for value in (own.value, *ends):
        if not axis.low <= value <= axis.high:
            raise ValueError(f"{value} is not between {axis.low} and {axis.high}")


def _at(axis: Axis, value: Decimal) -> float:
    return ENDS[0] + (ENDS[1] - ENDS[0]) * axis.part(value)


def _mark(axis: Axis, mark: Mark, y: float) -> str:
    x = _at(axis, mark.value)
    if mark.upper is not None:
        return marks.published_range(x, _at(axis, mark.upper), y)
    parts = []
    if mark.reach != "at":
        room = ENDS[1] - x if mark.reach == "above" else x - ENDS[0]
        parts.append(marks.open_arrow(x, y, min(room, 34.0) * (1 if mark.reach == "above" else -1)))
    parts.append(marks.published_target(x, y) if mark.is_target else marks.published(x, y - 4))
    return "".join(parts)
