"""What a report may load, by address: its style sheet and its small drawings. Nothing else."""

import re

from assessments.reports.charts.marks import staff
from assessments.reports.charts.palette import INK
from assessments.reports.pages import style_sheet

ADDRESS = "https://report.invalid/"
"""Base of every relative address in a report; the domain cannot exist."""

_STAFF = re.compile(r"level/(none|[0-5])-(none|[0-5])\.svg")
_RULE_LENGTH = 174  # mm: the width between the margins


def asset(url: str) -> tuple[bytes, str]:
    """Content and media type. Raises LookupError for whatever is not the report's own."""
    name = url.removeprefix(ADDRESS)
    if name == "report.css":
        return style_sheet(), "text/css"
    if name == "rule.svg":
        return _rule().encode(), "image/svg+xml"
    if found := _STAFF.fullmatch(name):
        return _level(*(_number(text) for text in found.groups())).encode(), "image/svg+xml"
    raise LookupError(f"not part of a report: {url}")


def _number(text: str) -> int | None:
    return None if text == "none" else int(text)


def _level(current: int | None, target: int | None) -> str:
    """The staff beside a level. As a background it is decoration: number and word stand there."""
    return _drawing(11, 24, staff((0, 0), (11, 24), current, target))


def _rule() -> str:
    """The graduated rule under the running header, a mark every two millimetres."""
    marks = "".join(f"M{at} 0v{3 if at % 10 == 0 else 1.5}" for at in range(0, _RULE_LENGTH + 1, 2))
    lines = (
        f'<path d="M0 .12H{_RULE_LENGTH}" stroke="{INK}" stroke-width=".25"/>'
        f'<path d="{marks}" stroke="{INK}" stroke-width=".18"/>'
    )
    return _drawing(_RULE_LENGTH, 3.2, lines)


def _drawing(width: float, height: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}">{body}</svg>'
    )
