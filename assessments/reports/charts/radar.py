"""The profile of few groups as a web: today filled, the target as an outline, the rest left open.

More than eight axes cannot be read: use `dot_range`. An axis whose value is not known is broken,
and the web has a gap there; it never falls to 0.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assessments.reports.charts import marks
from assessments.reports.charts.dot_range import Value
from assessments.reports.charts.frame import frame, line, num, text
from assessments.reports.charts.key import KeyWords, draw_key
from assessments.reports.charts.lettering import text_width, wrap
from assessments.reports.charts.palette import INK_SOFT, LINE, TOP, YOU, YOU_SPAN

FEWEST, MOST = 3, 8

Place = tuple[float, float]
At = Callable[[float, Value], Place]
"""Where a value stands on the axis of an angle."""


@dataclass(frozen=True)
class RadarAxis:
    """One group. `current` is decided, or lies between `low` and `high`, or there is none at all,
    and then `words` must say why; they are printed below the label in any case."""

    label: str
    words: str = ""
    current: Value | None = None
    low: Value | None = None
    high: Value | None = None
    target: Value | None = None


_WIDTH, _RADIUS = 640.0, 130.0
_LABEL, _WORDS, _LEADING = 13.0, 12.5, 16.0
_OFF = 14.0  # from the end of an axis to its label
_BETWEEN = 7.0  # between two labels above one another


@dataclass(frozen=True)
class _Label:
    """Lines of words beside an axis; `top` is where the first begins, around the centre 0, 0."""

    lines: tuple[str, ...]
    words: str
    anchor: str
    x: float
    top: float

    @property
    def height(self) -> float:
        return _LEADING * (len(self.lines) + bool(self.words))


def draw_radar(
    axes: Sequence[RadarAxis],
    *,
    uid: str,
    key: KeyWords,
    title: str,
    desc: str,
    language: str,
) -> str:
    """The axes as SVG, clockwise from the top. `title` is the message, `desc` the figures in words.

    Raises ValueError for fewer than 3 or more than 8 axes, a value outside 0 to 5, half a range or
    one upside down, a value and a range, and for an axis with nothing to show and no words.
    """
    _check(axes)
    angles = [2 * math.pi * number / len(axes) - math.pi / 2 for number in range(len(axes))]
    entries, taken = draw_key(
        key,
        width=_WIDTH,
        with_reference=False,
        with_unknown=any(axis.current is None for axis in axes),
    )
    labels = _labels(axes, angles)
    upper = min(-_RADIUS, *(label.top for label in labels))
    lower = max(_RADIUS, *(label.top + label.height for label in labels))
    centre = (_WIDTH / 2, taken + 10 - upper)

    def at(angle: float, value: Value) -> Place:
        reach = _RADIUS * float(value) / TOP
        return centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)

    ends = [at(angle, TOP) for angle in angles]
    body = [*entries, *_grid(angles, at)]
    body += [
        line(centre, end, "c-grid", stroke=LINE, width=1, dash="" if _is_known(axis) else "2 4")
        for axis, end in zip(axes, ends, strict=True)
    ]
    today = [_place(at, angle, axis.current) for angle, axis in zip(angles, axes, strict=True)]
    aims = [_place(at, angle, axis.target) for angle, axis in zip(angles, axes, strict=True)]
    body += [_sector(centre, *side) for side in _sides(today)]
    body += [line(*side, "c-tgl", stroke=YOU, width=1.6, dash="5 3") for side in _sides(aims)]
    body += [line(*side, "c-tgl", stroke=YOU, width=2.2) for side in _sides(today)]
    for angle, axis in zip(angles, axes, strict=True):
        body.append(_marks(at, angle, axis))
    body += _numbers(centre)
    for label in labels:
        body += _written(label, centre)
    return frame(
        body,
        kind="ch radar",
        uid=uid,
        width=_WIDTH,
        height=centre[1] + lower + 8,
        title=title,
        desc=desc,
        language=language,
    )


def _check(axes: Sequence[RadarAxis]) -> None:
    if not FEWEST <= len(axes) <= MOST:
        raise ValueError(f"a radar has {FEWEST} to {MOST} axes: {len(axes)}")
    for axis in axes:
        for value in (axis.current, axis.low, axis.high, axis.target):
            if value is not None and not 0 <= value <= TOP:
                raise ValueError(f"{axis.label}: {value} is not between 0 and {TOP}")
        if (axis.low is None) != (axis.high is None):
            raise ValueError(f"{axis.label}: half a range")
        if axis.low is not None and axis.high is not None and axis.low > axis.high:
            raise ValueError(f"{axis.label}: the range is upside down")
        if axis.current is not None and axis.low is not None:
            raise ValueError(f"{axis.label}: either a value or a range")
        if axis.current is None and axis.low is None and not axis.words:
            raise ValueError(f"{axis.label}: nothing to show and no words for it")


def _is_known(axis: RadarAxis) -> bool:
    return axis.current is not None


def _grid(angles: Sequence[float], at: At) -> Iterator[str]:
    for level in range(1, TOP + 1):
        path = "L".join(f"{num(x)} {num(y)}" for x, y in (at(angle, level) for angle in angles))
        stroke = INK_SOFT if level == TOP else LINE
        yield (
            f'<path class="c-grid" d="M{path}Z" fill="none" stroke="{stroke}" stroke-width="0.8"/>'
        )


def _numbers(centre: Place) -> list[str]:
    """The levels along the first axis, on its left so that no mark covers them."""
    return [
        text(
            centre[0] - 5,
            centre[1] - _RADIUS * level / TOP + 11,
            str(level),
            "c-ax",
            10.5,
            anchor="end",
            fill=INK_SOFT,
        )
        for level in range(1, TOP + 1)
    ]


def _place(at: At, angle: float, value: Value | None) -> Place | None:
    return None if value is None else at(angle, value)


def _sides(places: Sequence[Place | None]) -> Iterator[tuple[Place, Place]]:
    """Each two neighbours that are both known; the last one's neighbour is the first."""
    for one, other in zip(places, [*places[1:], places[0]], strict=True):
        if one is not None and other is not None:
            yield one, other


def _sector(centre: Place, one: Place, other: Place) -> str:
    """The part of the web between two axes: filled one by one, so that a gap stays a gap."""
    path = "L".join(f"{num(x)} {num(y)}" for x, y in (centre, one, other))
    return f'<path class="c-web" d="M{path}Z" fill="{YOU_SPAN}" fill-opacity="0.5"/>'


def _marks(at: At, angle: float, axis: RadarAxis) -> str:
    drawn = []
    if axis.low is not None and axis.high is not None:
        drawn.append(marks.unknown_between(at(angle, axis.low), at(angle, axis.high)))
    if axis.current is not None and axis.current == axis.target:
        return marks.reached(*at(angle, axis.current))
    if axis.target is not None:
        drawn.append(marks.target(*at(angle, axis.target), 4.5))
    if axis.current is not None:
        drawn.append(marks.current(*at(angle, axis.current), 4.5))
    return "".join(drawn)


def _labels(axes: Sequence[RadarAxis], angles: Sequence[float]) -> list[_Label]:
    """All labels outside the web; those of one side stand below one another without touching."""
    labels = [_label(axis, angle) for axis, angle in zip(axes, angles, strict=True)]
    placed = [label for label in labels if label.anchor == "middle"]
    for anchor in ("start", "end"):
        placed += _apart(sorted((b for b in labels if b.anchor == anchor), key=lambda b: b.top))
    return _clear_of_sides(placed)


def _label(axis: RadarAxis, angle: float) -> _Label:
    across, down = math.cos(angle), math.sin(angle)
    if abs(across) < 0.01:  # straight up or down: centred, and as wide as it likes
        lines = wrap(axis.label, 2 * _RADIUS, _LABEL)
        label = _Label(lines, axis.words, "middle", 0, 0)
        top = -_RADIUS - _OFF - label.height + 4 if down < 0 else _RADIUS + _OFF - 4
        return replace(label, top=top)
    x = (_RADIUS + _OFF) * across
    room = _WIDTH / 2 - abs(x) - 2
    label = _Label(wrap(axis.label, room, _LABEL), axis.words, "start", x, 0)
    middle = (_RADIUS + _OFF) * down
    return replace(
        label, anchor="start" if across > 0 else "end", top=middle - label.height / 2 + 1
    )


def _apart(labels: list[_Label]) -> list[_Label]:
    """Labels of one side, from the top: the overlap is shared upwards and downwards."""
    tops = [label.top for label in labels]
    for _round in range(2 * len(labels)):
        for at in range(len(labels) - 1):
            over = tops[at] + labels[at].height + _BETWEEN - tops[at + 1]
            if over > 0:
                tops[at] -= over / 2
                tops[at + 1] += over / 2
    for at in range(len(labels) - 1):  # what is left goes down
        tops[at + 1] = max(tops[at + 1], tops[at] + labels[at].height + _BETWEEN)
    return [replace(label, top=top) for label, top in zip(labels, tops, strict=True)]


def _clear_of_sides(labels: list[_Label]) -> list[_Label]:
    """The centred labels further out where one of a side reaches as high or as low as they do."""
    sides = [label for label in labels if label.anchor != "middle"]
    highest = min((label.top for label in sides), default=0)
    lowest = max((label.top + label.height for label in sides), default=0)
    cleared = []
    for label in labels:
        if label.anchor == "middle" and label.top < 0:
            top = min(label.top, highest - _BETWEEN - label.height)
            cleared.append(replace(label, top=top))
        elif label.anchor == "middle":
            cleared.append(replace(label, top=max(label.top, lowest + _BETWEEN)))
        else:
            cleared.append(label)
    return cleared


def _written(label: _Label, centre: Place) -> list[str]:
    x, y = centre[0] + label.x, centre[1] + label.top + 12
    drawn = [
        text(x, y + _LEADING * at, part, "c-t", _LABEL, anchor=label.anchor)
        for at, part in enumerate(label.lines)
    ]
    if label.words:
        below = y + _LEADING * len(label.lines)
        size = _WORDS if text_width(label.words, _WORDS, bold=True) < _WIDTH / 2 else 11
        drawn.append(text(x, below, label.words, "c-v", size, anchor=label.anchor, bold=True))
    return drawn
