"""The profile: one row per item or group, today and target on a rule from 0 to 5."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from assessments.reports.charts import marks
from assessments.reports.charts.frame import frame, line, strokes, text
from assessments.reports.charts.key import KeyWords, draw_key
from assessments.reports.charts.lettering import text_width, wrap
from assessments.reports.charts.palette import (
    HAIR,
    INK,
    INK_SOFT,
    LINE,
    PUBLISHED,
    RANGE_DASH,
    TOP,
)

Value: TypeAlias = int | Decimal
"""A level (int) or a mean (Decimal, already rounded: it is printed with the digits it has)."""


@dataclass(frozen=True)
class Row:
    """One line of the profile; every value is 0 to 5 or None.

    `current` None with `low` and `high` is not known: it lies somewhere in that range. `current`
    with a range is a mean whose open items could still move it. With neither, nothing is drawn
    and `words` must say why ("Not applicable"). `reference` is a published level. `words` are
    printed in any case.
    """

    label: str
    current: Value | None = None
    target: Value | None = None
    reference: Value | None = None
    low: Value | None = None
    high: Value | None = None
    words: str = ""


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading and one graduated rule."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Form:
    """Measures of the wide or the compact form, in units of the drawing."""

    compact: bool
    width: float
    rule: tuple[float, float]
    label_room: float
    side_room: float
    size: float

    def at(self, value: Value) -> float:
        """The horizontal place of a value on the rule."""
        start, end = self.rule
        return start + (end - start) * float(value) / TOP


# The rule's length is a multiple of 5, so that whole levels fall on whole units. The compact form
# sets what is said about a row beside its label, above the rule: beside the rule there is no room.
_WIDE = _Form(compact=False, width=760, rule=(248, 628), label_room=232, side_room=112, size=13.5)
_COMPACT = _Form(compact=True, width=360, rule=(10, 350), label_room=350, side_room=150, size=14)
_LEADING = 16
_SIDE_SIZE = 12


def dot_range(
    groups: Sequence[RowGroup],
    *,
    uid: str,
    key: KeyWords,
    title: str,
    desc: str,
    language: str,
    compact: bool = False,
) -> str:
    """The profile as SVG. `title` is its message in one sentence, `desc` its figures in words.

    Draw it twice in a page, wide and `compact` (for phones, the label above its rule), each with
    a `uid` of its own; the style sheet shows one of them.

    Raises ValueError for a value outside 0 to 5, half a range, a range upside down, and for a row
    with nothing to show and no words.
    """
    form = _COMPACT if compact else _WIDE
    rows = [row for group in groups for row in group.rows]
    for row in rows:
        _check(row)
    body, y = draw_key(
        key,
        width=form.width,
        with_reference=any(row.reference is not None for row in rows),
        with_unknown=any(row.low is not None for row in rows),
    )
    for group in groups:
        drawn, y = _group(form, group, y, language)
        body += drawn
    return frame(
        body,
        kind="ch dots ch-s" if compact else "ch dots ch-l",
        uid=uid,
        width=form.width,
        height=y + 6,
        title=title,
        desc=desc,
        language=language,
    )


def _check(row: Row) -> None:
    for value in (row.current, row.target, row.reference, row.low, row.high):
        if value is not None and not 0 <= value <= TOP:
            raise ValueError(f"{row.label}: {value} is not between 0 and {TOP}")
    if (row.low is None) != (row.high is None):
        raise ValueError(f"{row.label}: half a range")
    if row.low is not None and row.high is not None and row.low > row.high:
        raise ValueError(f"{row.label}: the range is upside down")
    if row.current is None and row.low is None and not row.words:
        raise ValueError(f"{row.label}: nothing to show and no words for it")


def _group(form: _Form, group: RowGroup, y: float, language: str) -> tuple[list[str], float]:
    """One group with its rule; and where it ends."""
    heading = wrap(group.heading, form.label_room, form.size + 0.5, bold=True)
    words: list[str] = []
    y += 24 + (18 if form.compact else 0)
    for number, part in enumerate(heading):
        above = 20 if form.compact else 0
        words.append(text(0, y - above + 18 * number, part, "c-h", form.size + 0.5, bold=True))
    y += 18 * (len(heading) - 1)
    words += [
        text(form.at(level), y, str(level), "c-ax", 12, anchor="middle", fill=INK_SOFT)
        for level in range(TOP + 1)
    ]
    y += 7
    start = y
    ground: list[str] = [line((0, y), (form.width, y), "c-rule", stroke=INK)]
    # Long marks at whole levels, short ones between: the gauge that levels are read from.
    graduation = "".join(
        f"M{form.at(Decimal(tick) / 5):g} {y:g}v{3 if tick % 5 else 7}"
        for tick in range(TOP * 5 + 1)
    )
    ground.append(strokes(graduation, "c-tick", stroke=INK_SOFT, width=0.6))
    for number, row in enumerate(group.rows):
        if number and not form.compact:
            ground.append(line((0, y), (form.width, y), "c-hair", stroke=HAIR, width=0.7))
        drawn, y = _row(form, row, y, language)
        words += drawn
    levels = "".join(f"M{form.at(level):g} {start:g}V{y:g}" for level in range(TOP + 1))
    hairs = strokes(levels, "c-hair", stroke=HAIR, width=0.7)
    return [hairs, *ground, *words], y


def _row(form: _Form, row: Row, y: float, language: str) -> tuple[list[str], float]:
    """One row; and where it ends."""
    numbers = _numbers(row, language)
    side = wrap(row.words, form.side_room, _SIDE_SIZE)
    if row.current is not None and row.low is not None:
        side = (f"{row.low}{RANGE_DASH[language]}{row.high}", *side)
    beside = len(side) + (1 if numbers else 0)
    if form.compact:
        taken = max(
            text_width(numbers, form.size, bold=True),
            *(text_width(part, _SIDE_SIZE) for part in ("", *side)),
        )
        label = wrap(row.label, form.width - form.rule[0] - taken - 14, form.size)
        label_at = side_at = y + 21
        middle = label_at + _LEADING * (max(len(label), beside) - 1) + 16
        end = middle + (18 if row.reference is not None else 10)
    else:
        label = wrap(row.label, form.label_room, form.size)
        height = max(35, 12 + _LEADING * len(label), 12 + _LEADING * beside)
        middle = y + height / 2 - 1
        label_at = middle + 4.5 - _LEADING * (len(label) - 1) / 2
        side_at = middle + 4.5 - _LEADING * (beside - 1) / 2
        end = y + height
    drawn = [_marks(form, row, middle)]
    left = form.rule[0] if form.compact else 0
    for at, part in enumerate(label):
        drawn.append(text(left, label_at + _LEADING * at, part, "c-t", form.size))
    right = form.width - 2
    if numbers:
        drawn.append(text(right, side_at, numbers, "c-v", form.size, anchor="end", bold=True))
        side_at += _LEADING
    for at, part in enumerate(side):
        y = side_at + _LEADING * at
        drawn.append(text(right, y, part, "c-s", _SIDE_SIZE, anchor="end", fill=INK_SOFT))
    return drawn, end


def _numbers(row: Row, language: str) -> str:
    """What the marks say, as printed at the end of the row: `1 → 3`, `0–5 → 3`."""
    here = ""
    if row.current is not None:
        here = str(row.current)
    elif row.low is not None:
        here = f"{row.low}{RANGE_DASH[language]}{row.high}"
    if row.target is None:
        return here
    return f"{here} → {row.target}" if here else f"→ {row.target}"


def _marks(form: _Form, row: Row, y: float) -> str:
    drawn = [line((form.at(0), y), (form.at(TOP), y), "c-grid", stroke=LINE)]
    if row.reference is not None:
        x = form.at(row.reference)
        drawn.append(marks.published(x, y))
        drawn.append(text(x + 8, y + 16.5, str(row.reference), "c-rt", 12, fill=PUBLISHED))
    if row.current is not None and row.target is not None and row.current != row.target:
        drawn.append(marks.span(form.at(row.current), form.at(row.target), y))
    if row.low is not None and row.high is not None:
        drawn.append(marks.unknown(form.at(row.low), form.at(row.high), y))
    if row.current is not None and row.current == row.target:
        return "".join((*drawn, marks.reached(form.at(row.current), y)))
    if row.target is not None:
        drawn.append(marks.target(form.at(row.target), y))
    if row.current is not None:
        drawn.append(marks.current(form.at(row.current), y))
    return "".join(drawn)
