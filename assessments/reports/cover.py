"""The staff of the title page: the one place where a mean is drawn to its exact height."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.reports.charts.frame import frame, line, rect, strokes, text
from assessments.reports.charts.lettering import text_width, wrap
from assessments.reports.charts.palette import EDGE, INK, INK_SOFT, PAPER, TOP, YOU, YOU_SPAN

_WIDTH, _HEIGHT = 348.0, 1030.0
_LEFT, _RIGHT = 64.0, 194.0
_BOTTOM, _LEVEL = 1012.0, 200.0
_GAP = 4.0
_LABEL_ROOM = 64.0


@dataclass(frozen=True)
class CoverWords:
    """What stands beside the marks; `number` instead of the value where that has a name: L1."""

    current: str
    target: str = ""
    number: str = ""


def cover_staff(
    *,
    uid: str,
    current: Decimal | None,
    ends: tuple[Decimal, Decimal] | None,
    target: Decimal | None,
    words: CoverWords,
    title: str,
    language: str,
) -> str:
    """A staff filled to the mean, paler up to the target; open over `ends` if it is a range.
    All values lie between 0 and 5. Without any of them the staff stays empty.
    """
    filled = current if current is not None else ends[0] if ends else Decimal(0)
    body: list[str] = []
    for step in range(TOP):
        lower, upper = _y(Decimal(step)) - _GAP, _y(Decimal(step + 1)) + _GAP
        corner, size = (_LEFT, upper), (_RIGHT - _LEFT, lower - upper)
        body.append(rect(corner, size, "lv-off", fill=PAPER, stroke=EDGE, width=1.2))
        for value, cls, fill in ((target, "lv-to", YOU_SPAN), (filled, "lv-on", YOU)):
            if value is not None and value > step:
                top = max(upper, _y(value))
                if top < lower:
                    inner = (_RIGHT - _LEFT, lower - top)
                    body.append(rect((_LEFT, top), inner, cls, fill=fill))
    body += _rule()
    if ends:
        body += _range(*ends)
    here = current if current is not None else (ends[0] + ends[1]) / 2 if ends else None
    shift = _label_shift(here, target)
    if target is not None:
        body += _pointer(target, str(target), words.target, shift=-shift, open_mark=True)
    if current is not None:
        number = words.number or str(current)
        body += _pointer(current, number, words.current, shift=shift, open_mark=False)
    elif ends and here is not None:
        dash = "–" if language == "en" else "～"
        body += _words(_y(here) + shift, f"{ends[0]}{dash}{ends[1]}", words.current, x=_RIGHT + 34)
    return frame(
        body,
        kind="ch cover",
        uid=uid,
        width=_WIDTH,
        height=_HEIGHT,
        title=title,
        desc=title,
        language=language,
    )


def _y(value: Decimal) -> float:
    return _BOTTOM - _LEVEL * float(value)


def _rule() -> list[str]:
    short = "".join(
        f"M{43 if tick % 5 == 0 else 48} {_BOTTOM - 20 * tick:g}H54"
        for tick in range(TOP * 10 + 1)
        if tick % 10
    )
    whole = "".join(f"M36 {_BOTTOM - _LEVEL * level:g}H54" for level in range(TOP + 1))
    numbers = [
        text(28, _BOTTOM - _LEVEL * level + 6, str(level), "c-ax", 18, anchor="end", bold=True)
        for level in range(TOP + 1)
    ]
    drawn = [
        strokes(short, "c-tick", stroke=INK, width=0.7),
        strokes(whole, "c-tick", stroke=INK, width=1.1),
    ]
    return drawn + numbers


def _range(low: Decimal, high: Decimal) -> list[str]:
    """Dotted between its ends, as everywhere that something is not known."""
    x, start, end = _RIGHT + 16, _y(low), _y(high)
    return [
        line((x, start), (x, end), "c-unk", stroke=YOU, width=3, dash="4 6"),
        line((x - 9, start), (x + 9, start), "c-unk", stroke=YOU, width=3),
        line((x - 9, end), (x + 9, end), "c-unk", stroke=YOU, width=3),
    ]


def _label_shift(here: Decimal | None, target: Decimal | None) -> float:
    """How far both labels move apart so that they do not touch; downwards for today's."""
    if here is None or target is None:
        return 0
    apart = _y(here) - _y(target)
    room = _LABEL_ROOM + 8
    if abs(apart) >= room:
        return 0
    return (room - abs(apart)) / 2 * (1 if apart >= 0 else -1)


def _pointer(value: Decimal, number: str, word: str, *, shift: float, open_mark: bool) -> list[str]:
    y = _y(value)
    label = y + shift
    fill = PAPER if open_mark else YOU
    cls = "c-tgt" if open_mark else "c-cur"
    return [
        line((_RIGHT, y), (_RIGHT + 22, label), "c-span", stroke=YOU, width=1.6),
        f'<circle class="{cls}" cx="{_RIGHT + 22:g}" cy="{label:g}" r="8" fill="{fill}"'
        f' stroke="{YOU}" stroke-width="3"/>',
        *_words(label, number, word, x=_RIGHT + 40),
    ]


def _words(y: float, number: str, word: str, *, x: float) -> list[str]:
    size = 26 if text_width(number, 26, bold=True) <= _WIDTH - x else 20
    lines = wrap(word, _WIDTH - x, 15) if word else ()
    return [
        text(x, y + 6, number, "c-v", size, fill=YOU, bold=True),
        *(
            text(x, y + 27 + 18 * at, part, "c-s", 15, fill=INK_SOFT)
            for at, part in enumerate(lines)
        ),
    ]
