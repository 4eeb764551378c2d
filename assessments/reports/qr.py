"""The QR code of the last page: the address at which a report is verified."""

import segno

from assessments.reports.charts.frame import frame, strokes
from assessments.reports.charts.palette import INK

QUIET = 4  # modules of white around the code, as the standard asks


def draw_qr(address: str, *, uid: str, title: str, language: str) -> str:
    """The address as an `<svg>`; it is still read when a seventh of it is dirty (level M)."""
    rows = segno.make(address, error="m", micro=False).matrix
    side = len(rows) + 2 * QUIET
    # Every row of dark modules as strokes one module high: 33 rows are 400 strokes, not one
    # rectangle for each module.
    path = "".join(
        f"M{QUIET + start} {QUIET + y + 0.5:g}h{length}"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return frame(
        [strokes(path, "c-qr", stroke=INK, width=1)],
        kind="ch qr",
        uid=uid,
        width=side,
        height=side,
        title=title,
        desc=address,
        language=language,
    )


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow each other."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
