"""What a report may load, by address: its style sheet, its small drawings and the logo that stands
in it. Nothing else.

A logo is no address at all: it is frozen into the context and stands in the page as `data:`. Only
the two kinds of picture that a logo can be are taken in that way. What an SVG file refers to is
asked for here too, and so refused; `services.logos` lets none in that refers to anything.
"""

import base64
import binascii
import re

from assessments.reports.charts.marks import staff
from assessments.reports.charts.palette import INK
from assessments.reports.draft_mark import draft_mark
from assessments.reports.pages import style_sheet

ADDRESS = "https://report.invalid/"
"""Base of every relative address in a report; the domain cannot exist."""

_STAFF = re.compile(r"level/(none|[0-5])-(none|[0-5])\.svg")
_DRAFT = re.compile(r"draft/(en|zh-hans|ja)\.svg")
_LOGO = re.compile(r"data:(image/png|image/svg\+xml);base64,([A-Za-z0-9+/]+={0,2})")
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
    if found := _DRAFT.fullmatch(name):
        return draft_mark(found[1]).encode(), "image/svg+xml"
    if found := _LOGO.fullmatch(url):
        return _decoded(found[2]), found[1]
    raise LookupError(f"not part of a report: {url[:200]}")


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise LookupError("not a picture") from error


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
