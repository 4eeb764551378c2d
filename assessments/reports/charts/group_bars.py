"""Published groups: how many enterprises are in each, and which the reader's own falls into.

Bars, never a curve: of what is inside a group nothing is known. So the own mark stands below the
bar of its group, at its beginning, and not at a place along it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.reports.charts import marks
from assessments.reports.charts.frame import frame, rect, text
from assessments.reports.charts.lettering import wrap
from assessments.reports.charts.palette import (
    EDGE,
    PAPER,
    PUBLISHED,
    PUBLISHED_HATCH,
    PUBLISHED_SOFT,
    YOU,
)


@dataclass(frozen=True)
class GroupBar:
    """One published group: `count` of all enterprises, and `words` that print it ("209, 68.5 %").

    `own` is what is said of the reader's own value if it falls into the group, or may; empty for
    every other group.
    """

    label: str
    count: int
    words: str
    own: str = ""


_WIDTH, _LEFT, _ROOM = 360, 8, 344
_BAR, _SIZE, _OWN_SIZE = 18, 14, 13
_LEADING = 16


def group_bars(bars: Sequence[GroupBar], *, uid: str, title: str, desc: str, language: str) -> str:
    """The groups as SVG, in the order given, each bar as long as its share of all.

    `title` is the message in one sentence, `desc` the figures in words. An own value in one group
    has the mark of today; one that may fall into several has in each the mark of what is not known.

    Raises ValueError for a negative count, and if there are no enterprises at all.
    """
    total = sum(bar.count for bar in bars)
    if not total or any(bar.count < 0 for bar in bars):
        raise ValueError("bars need counts, and at least one enterprise")
    decided = sum(bool(bar.own) for bar in bars) == 1
    body: list[str] = []
    y = 0.0
    for bar in bars:
        drawn, y = _bar(bar, share=bar.count / total, decided=decided, y=y)
        body += drawn
    return frame(
        body,
        kind="ch groups",
        uid=uid,
        width=_WIDTH,
        height=y,
        title=title,
        desc=desc,
        language=language,
    )


def _bar(bar: GroupBar, *, share: float, decided: bool, y: float) -> tuple[list[str], float]:
    """One group; and where it ends."""
    right = _LEFT + _ROOM
    drawn = [
        text(_LEFT, y + 15, bar.label, "c-t", _SIZE, bold=bool(bar.own)),
        text(right, y + 15, bar.words, "c-rt", _SIZE, anchor="end", fill=PUBLISHED, bold=True),
    ]
    top, length = y + 22, _ROOM * share
    drawn += [
        rect((_LEFT, top), (_ROOM, _BAR), "c-bar0", fill=PAPER),
        rect((_LEFT, top), (length, _BAR), "c-bar1", fill=PUBLISHED_SOFT),
        marks.hatch((_LEFT, top), (length, _BAR), "c-refh", stroke=PUBLISHED_HATCH, step=7),
        rect((_LEFT, top), (_ROOM, _BAR), "v-box", fill="none", stroke=EDGE),
    ]
    y = top + _BAR
    if bar.own:
        middle = y + 16
        drawn.append(
            marks.current(_LEFT + 7, middle)
            if decided
            else marks.unknown(_LEFT, _LEFT + 16, middle)
        )
        for number, part in enumerate(wrap(bar.own, _ROOM - 26, _OWN_SIZE, bold=True)):
            at = middle + 4.5 + _LEADING * number
            drawn.append(text(_LEFT + 26, at, part, "c-yt", _OWN_SIZE, fill=YOU, bold=True))
            y = at + 4
    return drawn, y + 12
