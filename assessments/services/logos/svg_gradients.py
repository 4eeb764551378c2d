"""Gradients of a logo, each complete in itself and without a transformation of its own.

Files let one gradient take its colours from another, and turn it afterwards. The report's renderer
draws turned gradients into an empty box, so the turn is worked into the points between which the
colours run; which is exact, but for a circle that becomes a leaning ellipse.
"""

import copy
import math
import xml.etree.ElementTree as ET  # never reads
from collections.abc import Callable, Mapping

from assessments.services.logos import svg_values as values

GRADIENTS = ("linearGradient", "radialGradient")
_PAINTS = ("fill", "stroke")
_CHAIN = 10  # gradients that build on each other; more is a circle
_LINE = {"x1": "0", "y1": "0", "x2": None, "y2": "0"}
_CIRCLE = {"cx": None, "cy": None, "r": None}

Matrix = tuple[float, float, float, float, float, float]


class CannotDraw(Exception):
    """An attribute, and its value, for which a gradient would not be drawn as it is meant."""


def settle_gradients(root: ET.Element) -> None:
    """Complete the gradients that are used, and take the others out. Raises CannotDraw."""
    found = {str(each.get("id")): each for each in root.iter() if each.tag in GRADIENTS}
    used = {values.reference(each.get(name) or "") for each in root.iter() for name in _PAINTS}
    settled = {name: _settled(each, found) for name, each in found.items() if name in used}
    _remove(root, lambda element: element.tag in GRADIENTS)
    _remove(root, lambda element: element.tag == "defs" and not len(element))
    if settled:
        ET.SubElement(root, "defs").extend(settled.values())


def _remove(root: ET.Element, unwanted: Callable[[ET.Element], bool]) -> None:
    for parent in list(root.iter()):
        for child in [each for each in parent if unwanted(each)]:
            parent.remove(child)


def _settled(gradient: ET.Element, found: Mapping[str, ET.Element]) -> ET.Element:
    attributes, stops = _inherited(gradient, found)
    if attributes.pop("gradientUnits", "") != "userSpaceOnUse":
        # Usual only in files written by hand; some readers of PDF leave the shape empty.
        raise CannotDraw("gradientUnits", "objectBoundingBox")
    turn = values.matrix(attributes.pop("gradientTransform", ""))
    moved = _moved_line if gradient.tag == "linearGradient" else _moved_circle
    kept = {name: each for name, each in attributes.items() if name in ("id", "spreadMethod")}
    kept |= {name: values.number_text(each) for name, each in moved(attributes, turn).items()}
    made = ET.Element(gradient.tag, kept | {"gradientUnits": "userSpaceOnUse"})
    # Without a way to run there is only the last colour.
    made.extend(copy.copy(stop) for stop in (stops if _runs(kept) else stops[-1:]))
    return made


def _runs(kept: Mapping[str, str]) -> bool:
    if "r" in kept:
        return kept["r"] != "0"
    return (kept["x1"], kept["y1"]) != (kept["x2"], kept["y2"])


def _inherited(
    gradient: ET.Element, found: Mapping[str, ET.Element]
) -> tuple[dict[str, str], list[ET.Element]]:
    attributes, stops, current = dict(gradient.attrib), list(gradient), gradient
    for _step in range(_CHAIN):
        href = current.get("href")
        if href is None:
            attributes.pop("href", None)
            return attributes, stops
        target = found.get(values.link(href) or "")
        if target is None:
            raise CannotDraw("href", href)
        attributes = dict(target.attrib) | attributes
        stops, current = stops or list(target), target
    raise CannotDraw("href", gradient.get("href"))


def _points(attributes: Mapping[str, str], usual: Mapping[str, str | None]) -> list[float]:
    """The numbers of these attributes. Without those, or in per cent of the page, they would be
    taken of the shape."""
    numbers = []
    for name, default in usual.items():
        number = values.pixels(attributes.get(name) or default or "")
        if number is None:
            raise CannotDraw(name, attributes.get(name) or "–")
        numbers.append(number)
    return numbers


def _moved_line(attributes: Mapping[str, str], turn: Matrix) -> dict[str, float]:
    """What runs at right angles to the line stays where the transformation puts it; the line
    itself is drawn at right angles to that."""
    x1, y1, x2, y2 = _points(attributes, _LINE)
    start = _apply(turn, x1, y1)
    along = _turned(turn, x2 - x1, y2 - y1)
    across = _turned(turn, y1 - y2, x2 - x1)
    length = math.hypot(*across)
    if not length:
        return {"x1": start[0], "y1": start[1], "x2": start[0], "y2": start[1]}
    share = (along[0] * across[0] + along[1] * across[1]) / length**2
    end = (start[0] + along[0] - share * across[0], start[1] + along[1] - share * across[1])
    return {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}


def _moved_circle(attributes: Mapping[str, str], turn: Matrix) -> dict[str, float]:
    cx, cy, r = _points(attributes, _CIRCLE)
    focus = {"fx": attributes.get("fx", str(cx)), "fy": attributes.get("fy", str(cy))}
    fx, fy = _points(focus, {"fx": None, "fy": None})
    wide, high = math.hypot(turn[0], turn[1]), math.hypot(turn[2], turn[3])
    leans = abs(turn[0] * turn[2] + turn[1] * turn[3]) > 0.01 * wide * high
    if leans or abs(wide - high) > 0.01 * max(wide, high):
        raise CannotDraw("gradientTransform", "ellipse")
    (cx, cy), (fx, fy) = _apply(turn, cx, cy), _apply(turn, fx, fy)
    return {"cx": cx, "cy": cy, "r": r * wide, "fx": fx, "fy": fy}


def _apply(turn: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = turn
    return a * x + c * y + e, b * x + d * y + f


def _turned(turn: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, _e, _f = turn
    return a * x + c * y, b * x + d * y
