"""Results over time: the level or mean of each assessment at its moment, and what joins them.

The axis of time is true: two years are twice as long as one. A line is a claim, so there is a whole
one only between results on the same items, a broken one between results on other items, and none
from or to what is not known. Where two results cannot be compared, a cut stands between them.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.reports.charts import marks
from assessments.reports.charts.boxes import Box, first_free
from assessments.reports.charts.dot_range import Value
from assessments.reports.charts.frame import frame, line, strokes, text
from assessments.reports.charts.key import draw_entries
from assessments.reports.charts.lettering import text_width
from assessments.reports.charts.palette import HAIR, INK, INK_SOFT, TOP, YOU

FEWEST, MOST = 2, 8

Joint = Literal["same_items", "other_items", "not_comparable"]


@dataclass(frozen=True)
class TrendPoint:
    """One assessment. `current` is decided, or it lies between `low` and `high`; never both.

    `words` are printed at the mark. `joint` says how it may be joined to the point before it, None
    if nothing shall stand between them; that of the first is not looked at.
    """

    moment: dt.datetime
    words: str
    current: Value | None = None
    low: Value | None = None
    high: Value | None = None
    target: Value | None = None
    joint: Joint | None = None


@dataclass(frozen=True)
class TrendKey:
    """One name for each mark and for what is between two. Only those that occur are printed."""

    current: str
    target: str
    unknown: str
    same_items: str
    other_items: str
    not_comparable: str


@dataclass(frozen=True)
class _Form:
    compact: bool
    width: float
    level: float  # the height of one level
    ticks: int  # no more of them have room


_WIDE = _Form(compact=False, width=760, level=38, ticks=8)
_COMPACT = _Form(compact=True, width=360, level=36, ticks=4)
_SIZE, _AXIS_SIZE = 13, 12
_SIDE = 18  # from the ends of the axis to the first and last point
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240)
_DAYS = (1, 2, 7, 14)


@dataclass(frozen=True)
class _Plot:
    """Where a moment and a value are."""

    left: float
    right: float
    top: float
    bottom: float
    level: float
    first: dt.datetime
    last: dt.datetime

    def x(self, moment: dt.datetime) -> float:
        start, end = self.left + _SIDE, self.right - _SIDE
        span = self.last - self.first
        return start + (end - start) * ((moment - self.first) / span if span else 0.5)

    def y(self, value: Value) -> float:
        return self.bottom - self.level * float(value)


def draw_trend(
    points: Sequence[TrendPoint],
    *,
    uid: str,
    scale: Sequence[str],
    key: TrendKey,
    title: str,
    desc: str,
    language: str,
    compact: bool = False,
) -> str:
    """The points as SVG, oldest first. `scale` are the words of the levels, from the lowest.

    `title` is the message in one sentence, `desc` the figures in words. Draw it twice in a page,
    wide and `compact`, each with a `uid` of its own.

    Raises ValueError for fewer than 2 or more than 8 points, points that are not in their order, a
    value outside the scale, a point with neither or both of value and range, and half a range.
    """
    _check(points, scale)
    form = _COMPACT if compact else _WIDE
    body, y = draw_entries(_key(points, key), width=form.width)
    left = 8 + max(text_width(words, _AXIS_SIZE) for words in scale)
    plot = _Plot(
        left=left,
        right=form.width - 2,
        top=y + 26,
        bottom=y + 26 + form.level * (len(scale) - 1),
        level=form.level,
        first=points[0].moment,
        last=points[-1].moment,
    )
    body += _levels(plot, scale)
    body += _time(plot, form)
    places = [(plot.x(point.moment), point) for point in points]
    for before, after in itertools.pairwise(places):
        body += _join(plot, before, after)
    for x, point in places:
        body.append(_mark(plot, x, point))
    body += _labels(plot, places, width=form.width)
    return frame(
        body,
        kind="ch trend ch-s" if compact else "ch trend ch-l",
        uid=uid,
        width=form.width,
        height=plot.bottom + 28,
        title=title,
        desc=desc,
        language=language,
    )


def _check(points: Sequence[TrendPoint], scale: Sequence[str]) -> None:
    if not FEWEST <= len(points) <= MOST:
        raise ValueError(f"a trend has {FEWEST} to {MOST} points: {len(points)}")
    if not 1 < len(scale) <= TOP + 1:
        raise ValueError(f"a scale has 2 to {TOP + 1} levels: {len(scale)}")
    if any(a.moment > b.moment for a, b in itertools.pairwise(points)):
        raise ValueError("points are given oldest first")
    for point in points:
        for value in (point.current, point.low, point.high, point.target):
            if value is not None and not 0 <= value <= len(scale) - 1:
                raise ValueError(f"{point.words}: {value} is not between 0 and {len(scale) - 1}")
        if (point.low is None) != (point.high is None):
            raise ValueError(f"{point.words}: half a range")
        if (point.current is None) == (point.low is None):
            raise ValueError(f"{point.words}: either a value or a range")
        if point.low is not None and point.high is not None and point.low > point.high:
            raise ValueError(f"{point.words}: the range is upside down")


def _key(points: Sequence[TrendPoint], key: TrendKey) -> list[tuple[str, str]]:
    joints = {_joint(*two) for two in itertools.pairwise(points)}
    entries = []
    if any(point.current is not None for point in points):
        entries.append((key.current, marks.current(9, 12)))
    if any(point.target is not None for point in points):
        entries.append((key.target, marks.target(9, 12)))
    if any(point.low is not None for point in points):
        entries.append((key.unknown, marks.unknown(2, 18, 12)))
    if "same_items" in joints:
        entries.append((key.same_items, _whole((0, 12), (19, 12))))
    if "other_items" in joints:
        entries.append((key.other_items, _broken((0, 12), (19, 12))))
    if "not_comparable" in joints:
        entries.append((key.not_comparable, _cut(9, 4, 20)))
    return entries


def _whole(start: tuple[float, float], end: tuple[float, float]) -> str:
    return line(start, end, "c-tgl", stroke=YOU, width=2.2)


def _broken(start: tuple[float, float], end: tuple[float, float]) -> str:
    return line(start, end, "c-tgl", stroke=YOU, width=1.4, dash="7 5")


def _cut(x: float, top: float, bottom: float) -> str:
    return line((x, top), (x, bottom), "c-tick", stroke=INK_SOFT, width=1.4, dash="1.5 3.5")


def _levels(plot: _Plot, scale: Sequence[str]) -> list[str]:
    hairs = "".join(
        f"M{plot.left:.2f} {plot.y(level):.2f}H{plot.right:.2f}" for level in range(1, len(scale))
    )
    return [
        strokes(hairs, "c-hair", stroke=HAIR, width=0.7),
        *(
            text(
                plot.left - 8,
                plot.y(level) + 4,
                words,
                "c-ax",
                _AXIS_SIZE,
                anchor="end",
                fill=INK_SOFT,
            )
            for level, words in enumerate(scale)
        ),
    ]


def _time(plot: _Plot, form: _Form) -> list[str]:
    ticks = list(_ticks(plot.first, plot.last, most=form.ticks))
    marks_of = "".join(f"M{plot.x(at):.2f} {plot.bottom:.2f}v7" for at, _words in ticks)
    hairs = "".join(f"M{plot.x(at):.2f} {plot.top:.2f}V{plot.bottom:.2f}" for at, _words in ticks)
    drawn = [
        strokes(hairs, "c-hair", stroke=HAIR, width=0.7),
        line((plot.left, plot.bottom), (plot.right, plot.bottom), "c-rule", stroke=INK),
        strokes(marks_of, "c-tick", stroke=INK_SOFT, width=0.6),
    ]
    for at, words in ticks:
        half = text_width(words, _AXIS_SIZE) / 2
        x = min(max(plot.x(at), half), form.width - half)
        y = plot.bottom + 21
        drawn.append(text(x, y, words, "c-ax", _AXIS_SIZE, anchor="middle", fill=INK_SOFT))
    return drawn


def _ticks(
    first: dt.datetime, last: dt.datetime, *, most: int
) -> Iterator[tuple[dt.datetime, str]]:
    """Beginnings of years, months or days between the ends, as 2025, 2025-04 or 2025-04-03: the
    closest for which there is room. Where none begins, the first moment with its day."""
    start = dt.datetime(first.year, first.month, 1, tzinfo=first.tzinfo)
    for months in _MONTHS:
        begins = [b for b in _months(start, last, months) if first <= b]
        if len(begins) <= most:
            break
    if len(begins) > 1:
        form = "%Y" if months >= 12 else "%Y-%m"
        yield from ((begin, begin.strftime(form)) for begin in begins)
        return
    midnight = dt.datetime(first.year, first.month, first.day, tzinfo=first.tzinfo)
    for days in _DAYS:
        count = (last - midnight) // dt.timedelta(days=days)
        begins = [midnight + dt.timedelta(days=days * n) for n in range(count + 1)]
        begins = [begin for begin in begins if first <= begin]
        if len(begins) <= most - 1:
            break
    yield from ((begin, f"{begin:%Y-%m-%d}") for begin in begins or [first])


def _months(start: dt.datetime, last: dt.datetime, step: int) -> Iterator[dt.datetime]:
    """Beginnings of every `step`-th month of the calendar, from the first one at or after."""
    number = start.year * 12 + start.month - 1
    number += -number % step
    while True:
        at = dt.datetime(number // 12, number % 12 + 1, 1, tzinfo=start.tzinfo)
        if at > last:
            return
        yield at
        number += step


def _joint(before: TrendPoint, after: TrendPoint) -> Joint | None:
    """What stands between two points: nothing beside a range, wherever in it the value may be."""
    if after.joint != "not_comparable" and (before.current is None or after.current is None):
        return None
    return after.joint


def _join(
    plot: _Plot, before: tuple[float, TrendPoint], after: tuple[float, TrendPoint]
) -> list[str]:
    (x1, earlier), (x2, later) = before, after
    joint = _joint(earlier, later)
    if joint == "not_comparable":
        return [_cut((x1 + x2) / 2, plot.top, plot.bottom)]
    if joint is None or earlier.current is None or later.current is None:
        return []
    ends = (x1, plot.y(earlier.current)), (x2, plot.y(later.current))
    return [_whole(*ends) if joint == "same_items" else _broken(*ends)]


def _mark(plot: _Plot, x: float, point: TrendPoint) -> str:
    drawn = []
    if point.low is not None and point.high is not None:
        drawn.append(marks.unknown_between((x, plot.y(point.low)), (x, plot.y(point.high))))
    if point.current is not None and point.current == point.target:
        return marks.reached(x, plot.y(point.current))
    if point.target is not None:
        drawn.append(marks.target(x, plot.y(point.target), 5.5))
    if point.current is not None:
        drawn.append(marks.current(x, plot.y(point.current), 5.5))
    return "".join(drawn)


def _labels(plot: _Plot, places: Sequence[tuple[float, TrendPoint]], *, width: float) -> list[str]:
    """The words of each point beside its mark, where they cover neither marks nor each other."""
    room = Box(plot.left, plot.top - 24, width, plot.bottom - 2)
    taken = [box for place in places for box in _ground(plot, *place)]
    taken += [box for two in itertools.pairwise(places) for box in _along(plot, *two)]
    drawn = []
    for x, point in places:
        size = text_width(point.words, _SIZE, bold=True)
        box = first_free(_around(plot, x, point, size, room), taken, room=room)
        if box is None:  # the table has every number; two on top of each other help nobody
            continue
        taken.append(box)
        drawn.append(text(box.left, box.bottom - 4, point.words, "c-v", _SIZE, bold=True))
    return drawn


def _ground(plot: _Plot, x: float, point: TrendPoint) -> Iterator[Box]:
    """What the marks of a point cover."""
    for value in (point.current, point.low, point.high, point.target):
        if value is not None:
            y = plot.y(value)
            yield Box(x - 7.5, y - 7.5, x + 7.5, y + 7.5)
    if point.low is not None and point.high is not None:
        yield Box(x - 7, plot.y(point.high), x + 7, plot.y(point.low))


def _along(
    plot: _Plot, before: tuple[float, TrendPoint], after: tuple[float, TrendPoint]
) -> Iterator[Box]:
    """What the line between two points covers, piece by piece."""
    (x1, earlier), (x2, later) = before, after
    if _joint(earlier, later) in (None, "not_comparable"):
        return
    if earlier.current is None or later.current is None:
        return
    y1, y2 = plot.y(earlier.current), plot.y(later.current)
    pieces = max(1, int((x2 - x1) / 6))
    for number in range(pieces + 1):
        part = number / pieces
        x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
        yield Box(x - 1.5, y - 1.5, x + 1.5, y + 1.5)


def _around(plot: _Plot, x: float, point: TrendPoint, size: float, room: Box) -> Iterator[Box]:
    """Places for words of that width: above, below, at the sides, then further and further off."""
    ends = [plot.y(v) for v in (point.current, point.low, point.high) if v is not None]
    upper, lower, height = min(ends), max(ends), _SIZE + 3
    middle = (upper + lower - height) / 2
    left = min(max(x - size / 2, room.left), room.right - size)
    for off in (9, 16, 24, 39, 54, 69, 84):
        yield Box(left, upper - off - height, left + size, upper - off)
        yield Box(left, lower + off, left + size, lower + off + height)
        for at in (x + 2 + off, x - 2 - off - size):
            yield Box(at, middle, at + size, middle + height)
