"""What the marks of a drawing are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.reports.charts import marks
from assessments.reports.charts.frame import text
from assessments.reports.charts.lettering import text_width

_SIZE = 12.5


@dataclass(frozen=True)
class KeyWords:
    """One name for each mark. `reference` and `unknown` are printed only if they occur."""

    current: str
    target: str
    reference: str
    unknown: str


def draw_key(
    key: KeyWords, *, width: float, with_reference: bool, with_unknown: bool
) -> tuple[list[str], float]:
    """The marks and their names on as many lines as they need; and the height taken."""
    entries = [(key.current, marks.current(9, 12)), (key.target, marks.target(9, 12))]
    if with_reference:
        entries.append((key.reference, marks.published(9, 4)))
    if with_unknown:
        entries.append((key.unknown, marks.unknown(2, 18, 12)))
    return draw_entries(entries, width=width)


def draw_entries(entries: Sequence[tuple[str, str]], *, width: float) -> tuple[list[str], float]:
    """Names, each behind its mark (drawn around 9, 12), on as many lines as they need; and the
    height taken."""
    drawn: list[str] = []
    x = y = 0
    for name, mark in entries:
        room = 26 + text_width(name, _SIZE)
        if x and x + room > width:
            x, y = 0, y + 24
        label = text(25, 16.5, name, "c-k", _SIZE)
        drawn.append(f'<g transform="translate({x} {y})">{mark}{label}</g>')
        x += round(room + 22)
    return drawn, y + 24
