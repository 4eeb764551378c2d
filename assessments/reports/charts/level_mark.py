"""The staff alone: the symbol of a level beside its number and its word."""

from assessments.reports.charts.frame import frame, num
from assessments.reports.charts.marks import staff


def level_mark(
    level: int | None,
    target: int | None = None,
    *,
    height: int = 24,
    uid: str = "",
    title: str = "",
    language: str = "en",
) -> str:
    """A small staff for running text, tables and lists; ``level`` None is not scored.

    Silent to screen readers, because number and word stand beside it. With a ``uid`` and a
    ``title`` it speaks for itself.

    Raises ``ValueError`` for a level outside 0 to 5, or if only one of uid and title is given.
    """
    if bool(uid) != bool(title):
        raise ValueError("a level mark that speaks needs both uid and title")
    width = round(height * 0.46)
    drawn = staff((0, 0), (width, height), level, target)
    if uid:
        return frame(
            [drawn],
            kind="lvm",
            uid=uid,
            width=width,
            height=height,
            title=title,
            desc=title,
            language=language,
        )
    return (
        f'<svg class="lvm" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(width)}'
        f' {num(height)}" width="{num(width)}" height="{num(height)}"'
        f' shape-rendering="crispEdges" aria-hidden="true">{drawn}</svg>'
    )
