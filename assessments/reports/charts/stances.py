"""Who stands where: one row per item or group, one mark per perspective on a rule from 0 to 5."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.reports.charts.frame import frame, line, num, strokes, text
from assessments.reports.charts.lettering import text_width, wrap
from assessments.reports.charts.palette import HAIR, INK, INK_SOFT, LINE, PAPER, TOP, YOU, YOU_SPAN

FORMS = ("disc", "square", "triangle", "ring")
"""One form for each perspective, in their order: told apart without colour."""


@dataclass(frozen=True)
class Stance:
    """A value from 0 to 5 and which of the forms stands for it; `weight` people hold it."""

    form: int
    value: int | Decimal
    weight: int = 1


@dataclass(frozen=True)
class StanceRow:
    """`words` stand at the end of the row; with no stance at all they must say why."""

    label: str
    stances: tuple[Stance, ...]
    words: str = ""


@dataclass(frozen=True)
class _Layout:
    width: float
    rule: tuple[float, float]
    label_room: float
    side_room: float
    size: float
    compact: bool

    def at(self, value: int | Decimal) -> float:
        start, end = self.rule
        return start + (end - start) * float(value) / TOP


_WIDE = _Layout(760, (248, 628), 232, 112, 13.5, compact=False)
_COMPACT = _Layout(360, (12, 348), 350, 150, 14, compact=True)
_LEADING = 16
_STEP = 15  # between marks that would cover each other
_NEAR = 12


def draw_stances(
    rows: Sequence[StanceRow],
    *,
    uid: str,
    key: Mapping[int, str],
    title: str,
    desc: str,
    language: str,
    compact: bool = False,
) -> str:
    """The rows as SVG; `key` names the forms, and is empty where each row has one and names it.
    `title` is the message, `desc` the figures in words.

    Raises ValueError for a value outside 0 to 5, a form that the key leaves out, and a row with
    nothing to show and no words.
    """
    layout = _COMPACT if compact else _WIDE
    for row in rows:
        _check(row, key)
    body, y = _draw_key(key, layout.width) if key else ([], 0.0)
    body += _axis(layout, y + 16)
    y += 24
    top = y
    for number, row in enumerate(rows):
        if number and not compact:
            body.append(line((0, y), (layout.width, y), "c-hair", stroke=HAIR, width=0.7))
        drawn, y = _draw_row(layout, row, y)
        body += drawn
    levels = "".join(f"M{num(layout.at(level))} {num(top)}V{num(y)}" for level in range(TOP + 1))
    return frame(
        [strokes(levels, "c-hair", stroke=HAIR, width=0.7), *body],
        kind="ch dots ch-s" if compact else "ch dots ch-l",
        uid=uid,
        width=layout.width,
        height=y + 4,
        title=title,
        desc=desc,
        language=language,
    )


def _check(row: StanceRow, key: Mapping[int, str]) -> None:
    if not row.stances and not row.words:
        raise ValueError(f"{row.label}: nothing to show and no words for it")
    for stance in row.stances:
        if not 0 <= stance.value <= TOP:
            raise ValueError(f"{row.label}: {stance.value} is not between 0 and {TOP}")
        if key and stance.form not in key:
            raise ValueError(f"{row.label}: no name for form {stance.form}")


def _draw_key(key: Mapping[int, str], width: float) -> tuple[list[str], float]:
    drawn: list[str] = []
    x = y = 0.0
    for form, name in key.items():
        room = 26 + text_width(name, 12.5)
        if x and x + room > width:
            x, y = 0, y + 24
        label = text(25, 16.5, name, "c-k", 12.5)
        drawn.append(f'<g transform="translate({num(x)} {num(y)})">{mark(form, 9, 12)}{label}</g>')
        x += round(room + 22)
    return drawn, y + 26


def _axis(layout: _Layout, y: float) -> list[str]:
    return [
        *(
            text(layout.at(level), y, str(level), "c-ax", 12, anchor="middle", fill=INK_SOFT)
            for level in range(TOP + 1)
        ),
        line((0, y + 7), (layout.width, y + 7), "c-rule", stroke=INK),
    ]


def _draw_row(layout: _Layout, row: StanceRow, y: float) -> tuple[list[str], float]:
    placed = _places(layout, row.stances)
    lines = max((level for _stance, _x, level in placed), default=0) + 1
    side = wrap(row.words, layout.side_room, 12)
    if layout.compact:
        label = wrap(row.label, layout.label_room - _side_width(side) - 14, layout.size)
        label_at = side_at = y + 19
        middle = label_at + _LEADING * (max(len(label), len(side)) - 1) + 18 + _STEP * (lines - 1)
        end = middle + 14
    else:
        label = wrap(row.label, layout.label_room, layout.size)
        height = max(20 + _STEP * lines, 14 + _LEADING * len(label), 14 + _LEADING * len(side))
        middle = y + height / 2 + _STEP * (lines - 1) / 2
        label_at = y + height / 2 + 4.5 - _LEADING * (len(label) - 1) / 2
        side_at = y + height / 2 + 4.5 - _LEADING * (len(side) - 1) / 2
        end = y + height
    drawn = [line((layout.at(0), middle), (layout.at(TOP), middle), "c-grid", stroke=LINE)]
    if len(row.stances) > 1:
        ends = [layout.at(stance.value) for stance in row.stances]
        drawn.append(
            line((min(ends), middle), (max(ends), middle), "c-span", stroke=YOU_SPAN, width=5)
        )
    for stance, x, level in placed:
        at = middle - _STEP * level
        drawn.append(mark(stance.form, x, at))
        if stance.weight > 1:
            drawn.append(text(x + 8, at - 4, f"×{stance.weight}", "c-s", 10.5, fill=INK_SOFT))
    left = layout.rule[0] if layout.compact else 0
    drawn += [
        text(left, label_at + _LEADING * at, part, "c-t", layout.size)
        for at, part in enumerate(label)
    ]
    drawn += [
        text(
            layout.width - 2, side_at + _LEADING * at, part, "c-s", 12, anchor="end", fill=INK_SOFT
        )
        for at, part in enumerate(side)
    ]
    return drawn, end


def _side_width(side: Sequence[str]) -> float:
    return max((text_width(part, 12) for part in side), default=0.0)


def _places(layout: _Layout, stances: Sequence[Stance]) -> list[tuple[Stance, float, int]]:
    """Each stance with its place; those that would cover each other stand above one another."""
    taken: list[tuple[float, int]] = []
    placed = []
    for stance in stances:
        x = layout.at(stance.value)
        level = 0
        while any(abs(x - other) < _NEAR and level == at for other, at in taken):
            level += 1
        taken.append((x, level))
        placed.append((stance, x, level))
    return placed


def mark(form: int, x: float, y: float) -> str:
    """The mark of a perspective, centred."""
    kind = FORMS[form]
    if kind == "disc":
        return f'<circle class="c-cur" cx="{num(x)}" cy="{num(y)}" r="6" fill="{YOU}"/>'
    if kind == "square":
        path = f"M{num(x - 5.4)} {num(y - 5.4)}h10.8v10.8h-10.8z"
        return f'<path class="c-cur" d="{path}" fill="{YOU}"/>'
    if kind == "triangle":
        path = f"M{num(x)} {num(y - 6.8)}l6.8 12h-13.6z"
        return f'<path class="c-tgt" d="{path}" fill="{PAPER}" stroke="{YOU}" stroke-width="2"/>'
    return (
        f'<circle class="c-tgt" cx="{num(x)}" cy="{num(y)}" r="5.6" fill="{PAPER}"'
        f' stroke="{YOU}" stroke-width="2"/>'
    )
