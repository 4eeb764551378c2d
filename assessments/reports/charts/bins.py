"""How many enterprises lie in which range: a bar for each, the reader's own marked by a disc."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.reports.charts import marks
from assessments.reports.charts.frame import frame, line, rect, text
from assessments.reports.charts.lettering import text_width
from assessments.reports.charts.palette import INK, POOL, YOU


@dataclass(frozen=True)
class Bin:
    """One range: what it is called, how many lie in it, and whether the reader does."""

    label: str
    count: int
    is_own: bool = False


_WIDTH = 420.0
_ROW = 30.0
_BAR = 16.0
_SIZE = 13.5


def draw_bins(
    bins: Sequence[Bin], *, uid: str, own: str, title: str, desc: str, language: str
) -> str:
    """The bars as SVG, the first range on top. `own` is the word beside the reader's disc.

    Raises ValueError for a negative count, and for more than one own range.
    """
    if any(each.count < 0 for each in bins) or sum(each.is_own for each in bins) > 1:
        raise ValueError("counts are 0 or more, and the reader is in one range")
    # Browsers set a little space between Han and Latin characters, hence a little more room.
    start = 1.06 * max(text_width(each.label, _SIZE, bold=each.is_own) for each in bins) + 12
    most = max(1, *(each.count for each in bins))
    beside = 36 + text_width(str(most), _SIZE, bold=True) + text_width(own, _SIZE, bold=True)
    unit = (_WIDTH - start - beside) / most
    body: list[str] = []
    for number, each in enumerate(bins):
        middle = _ROW * number + _ROW / 2
        length = each.count * unit
        body.append(
            text(start - 10, middle + 5, each.label, "c-t", _SIZE, anchor="end", bold=each.is_own)
        )
        if each.count:
            corner = (start, middle - _BAR / 2)
            body.append(rect(corner, (length, _BAR), "c-many", fill=POOL))
        count = str(each.count)
        body.append(text(start + length + 7, middle + 5, count, "c-v", _SIZE, bold=True))
        if each.is_own:
            x = start + length + 7 + text_width(count, _SIZE, bold=True) + 14
            body.append(marks.current(x, middle))
            body.append(text(x + 12, middle + 5, own, "c-yt", _SIZE, fill=YOU, bold=True))
    height = _ROW * len(bins)
    body.append(line((start, 0), (start, height), "c-rule", stroke=INK))
    return frame(
        body,
        kind="ch bins",
        uid=uid,
        width=_WIDTH,
        height=height,
        title=title,
        desc=desc,
        language=language,
    )
