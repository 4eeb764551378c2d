"""The marks, the same in every drawing.

Filled is today, open is intended, broken is not known; a pin from below is a figure that somebody
published. Each can be told from the others by its shape alone, so a grey printer loses nothing.
"""

import math

from assessments.reports.charts.frame import line, num, rect, strokes
from assessments.reports.charts.palette import (
    EDGE,
    INK_SOFT,
    NOT_REACHED,
    PAPER,
    PUBLISHED,
    PUBLISHED_HATCH,
    PUBLISHED_SOFT,
    TOP,
    YOU,
    YOU_PLANNED,
    YOU_SPAN,
)


def current(x: float, y: float, radius: float = 6.5) -> str:
    """Filled disc: where the enterprise stands today."""
    return f'<circle class="c-cur" cx="{num(x)}" cy="{num(y)}" r="{num(radius)}" fill="{YOU}"/>'


def halo(x: float, y: float) -> str:
    """Ground for a disc that stands on hatching."""
    return f'<circle class="c-halo" cx="{num(x)}" cy="{num(y)}" r="9.5" fill="{PAPER}"/>'


def target(x: float, y: float, radius: float = 6.5) -> str:
    """Open ring: what it aims at."""
    return (
        f'<circle class="c-tgt" cx="{num(x)}" cy="{num(y)}" r="{num(radius)}" fill="{PAPER}"'
        f' stroke="{YOU}" stroke-width="2.5"/>'
    )


def reached(x: float, y: float) -> str:
    """Disc inside its ring: today already is the target."""
    return target(x, y, 8.2) + current(x, y, 4)


def span(x1: float, x2: float, y: float) -> str:
    """The pale way from today to the target."""
    return line((x1, y), (x2, y), "c-span", stroke=YOU_SPAN, width=5)


def unknown(x1: float, x2: float, y: float) -> str:
    """Dotted span with end bars: it lies somewhere between the two, nobody knows where."""
    return "".join(
        (
            line((x1, y), (x2, y), "c-unk", stroke=YOU, width=2, dash="3 4"),
            line((x1, y - 6), (x1, y + 6), "c-unk", stroke=YOU, width=2),
            line((x2, y - 6), (x2, y + 6), "c-unk", stroke=YOU, width=2),
        )
    )


def unknown_between(start: tuple[float, float], end: tuple[float, float]) -> str:
    """The same along any direction, from (x, y) to (x, y)."""
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    # of no length it has no direction: two points of it are one
    dx, dy = ((y1 - y2) / length * 6, (x2 - x1) / length * 6) if length else (6.0, 0.0)
    bars = (
        line((x - dx, y - dy), (x + dx, y + dy), "c-unk", stroke=YOU, width=2)
        for x, y in (start, end)
    )
    return line(start, end, "c-unk", stroke=YOU, width=2, dash="3 4") + "".join(bars)


def published(x: float, y: float) -> str:
    """Pin with a triangle below the rule at ``y``: never on the line, so never taken for a level
    of the reader's own. It reaches 16 below the rule."""
    return (
        line((x, y), (x, y + 9), "c-refl", stroke=PUBLISHED, width=1.4)
        + f'<path class="c-ref" d="M{num(x)} {num(y + 8)}l4.6 8h-9.2z" fill="{PUBLISHED}"/>'
    )


def published_range(x1: float, x2: float, y: float) -> str:
    """Hatched band with end bars: the publisher gave two ends and nothing between them."""
    corner, size = (x1, y - 6), (x2 - x1, 12.0)
    return "".join(
        (
            rect(corner, size, "c-bar1", fill=PUBLISHED_SOFT),
            hatch(corner, size, "c-refh", stroke=PUBLISHED_HATCH, step=5),
            line((x1, y - 8), (x1, y + 8), "c-refl", stroke=PUBLISHED, width=2),
            line((x2, y - 8), (x2, y + 8), "c-refl", stroke=PUBLISHED, width=2),
        )
    )


def published_target(x: float, y: float) -> str:
    """Open diamond: what somebody aims at, not what was found."""
    return (
        f'<path class="c-reft" d="M{num(x)} {num(y - 7)}l7 7l-7 7l-7 -7z" fill="{PAPER}"'
        f' stroke="{PUBLISHED}" stroke-width="2"/>'
    )


def open_arrow(x: float, y: float, length: float) -> str:
    """From a figure to where the true one lies: to the right for more than it, else to the left."""
    end, head = x + length, 5 if length > 0 else -5
    return (
        f'<path class="c-refl" d="M{num(x)} {num(y)}H{num(end)}'
        f'M{num(end - head)} {num(y - 5)}L{num(end)} {num(y)}L{num(end - head)} {num(y + 5)}"'
        f' stroke="{PUBLISHED}" stroke-width="2" fill="none"/>'
    )


def hatch(
    corner: tuple[float, float],
    size: tuple[float, float],
    cls: str,
    *,
    stroke: str,
    step: float = 9,
) -> str:
    """Diagonal lines over a rectangle, clipped by arithmetic.

    A ``<pattern>`` or ``<clipPath>`` would need an id, and ids of two drawings collide in a page.
    """
    (x, y), (width, height) = corner, size
    path: list[str] = []
    offset = -height
    while offset < width:
        left, right = max(0.0, offset), min(width, offset + height)
        if right - left > 0.5:
            path.append(
                f"M{num(x + left)} {num(y + height - (left - offset))}"
                f"L{num(x + right)} {num(y + height - (right - offset))}"
            )
        offset += step
    return strokes("".join(path), cls, stroke=stroke)


def staff(
    corner: tuple[float, float],
    size: tuple[float, float],
    level: int | None,
    goal: int | None = None,
    *,
    outlined: bool = False,
) -> str:
    """Five segments from the bottom: filled is today, pale is planned, empty is beyond.

    ``level`` None (not scored) is a dash. ``outlined`` draws each segment's edge, for tinted
    grounds; without it segments are solid and stay crisp when small.
    """
    check_level(level)
    check_level(goal)
    (x, y), (width, height) = corner, size
    if level is None:
        middle = y + height / 2
        return line(
            (x, middle), (x + width, middle), "lv-none", stroke=INK_SOFT, width=1.6, dash="2 2"
        )
    gap = height / 24
    segment = (height - (TOP - 1) * gap) / TOP
    drawn: list[str] = []
    for step in range(TOP):
        if step < level:
            cls, fill, edge = "lv-on", YOU, YOU
        elif goal is not None and step < goal:
            cls, fill, edge = "lv-to", YOU_PLANNED, YOU
        else:
            cls, fill, edge = "lv-off", PAPER if outlined else NOT_REACHED, EDGE
        top = y + height - (step + 1) * segment - step * gap
        if outlined:
            inner = (width - 0.8, segment - 0.8)
            drawn.append(
                rect((x + 0.4, top + 0.4), inner, f"{cls} lv-d", fill=fill, stroke=edge, width=0.8)
            )
        else:
            drawn.append(rect((x, top), (width, segment), cls, fill=fill))
    return "".join(drawn)


def check_level(level: int | None) -> None:
    """Raises ``ValueError`` unless the level is None or 0 to 5."""
    if level is not None and not 0 <= level <= TOP:
        raise ValueError(f"a level is 0 to {TOP}: {level}")
