"""What may stand in the attributes of a logo, and how it is written again.

Every value is taken apart into numbers, colours, keywords and references, and put together from
these. So nothing gets through that is not understood, and the report's renderer, which guesses
where it cannot read, is given nothing to guess.
"""

import math
import re
from collections.abc import Callable, Iterator

from PIL import ImageColor

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER_ALONE = re.compile(_NUMBER)
_LENGTH = re.compile(rf"({_NUMBER})(px|pt|mm|cm|in|%)?")
_GAP = re.compile(r"[ \t\r\n,]*")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_URL = re.compile(rf"""url\( ?(["']?)#({_ID.pattern})\1 ?\)""")
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB = re.compile(r"rgb\( ?([0-9]{1,3}) ?, ?([0-9]{1,3}) ?, ?([0-9]{1,3}) ?\)")
_CALL = re.compile(r"([A-Za-z]+) ?\(([^()]*)\)[ \t\r\n,]*")
_COMMAND = re.compile(r"[MmZzLlHhVvCcSsQqTtAa]")

_LIMIT = 1e6  # beyond it no drawing makes sense
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_ARGUMENTS = dict(zip("mlhvcsqtaz", (2, 2, 1, 1, 6, 4, 4, 2, 7, 0), strict=True))
"""Numbers that a command of a path takes each time."""

_FLAGS = (3, 4)  # of an arc: a digit, after which no gap is needed
_TRANSFORMS = {
    "matrix": (6,),
    "translate": (1, 2),
    "scale": (1, 2),
    "rotate": (1, 3),
    "skewX": (1,),
    "skewY": (1,),
}

Rewrite = Callable[[str], str | None]


def number_text(number: float) -> str:
    """A number without exponent and without needless digits."""
    return f"{number:.6f}".rstrip("0").rstrip(".") if number else "0"


def numbers(text: str) -> list[float]:
    """The numbers of a list; none if it is no list of numbers."""
    found, at = [], _end_of_gap(text, 0)
    while at < len(text):
        match = _NUMBER_ALONE.match(text, at)
        if not match or not _is_sane(float(match[0])):
            return []
        found.append(float(match[0]))
        at = _end_of_gap(text, match.end())
    return found


def pixels(text: str) -> float | None:
    """A length in pixels; None for shares of something and for what is no length."""
    match = _LENGTH.fullmatch(text.strip())
    if not match or match[2] == "%" or not _is_sane(float(match[1])):
        return None
    return float(match[1]) * _PIXELS[match[2] or ""]


def matrix(transform: str) -> tuple[float, float, float, float, float, float]:
    """What a rewritten transformation does, as the six numbers of `matrix(…)`."""
    whole = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for match in _CALL.finditer(transform):
        a, b, c, d, e, f = whole
        p, q, r, s, t, u = _matrix(match[1], numbers(match[2]))
        whole = (
            a * p + c * q,
            b * p + d * q,
            a * r + c * s,
            b * r + d * s,
            a * t + c * u + e,
            b * t + d * u + f,
        )
    return whole


def _matrix(name: str, given: list[float]) -> list[float]:
    first, second = given[0], given[1] if len(given) > 1 else None
    if name == "matrix":
        return given
    if name == "translate":
        return [1, 0, 0, 1, first, second or 0]
    if name == "scale":
        return [first, 0, 0, first if second is None else second, 0, 0]
    angle = math.radians(first)
    if name == "rotate":
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = given[1:] or (0, 0)
        return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y]
    if name == "skewX":
        return [1, 0, math.tan(angle), 1, 0, 0]
    return [1, math.tan(angle), 0, 1, 0, 0]


def reference(text: str) -> str | None:
    """The name in `url(#name)`; None for everything else."""
    match = _URL.fullmatch(text)
    return match[2] if match else None


def link(text: str) -> str | None:
    """The name in `#name`; None for everything else."""
    return text[1:] if text.startswith("#") and _ID.fullmatch(text[1:]) else None


def rewritten(name: str, value: str) -> str | None:
    """The value of an attribute, put together anew; None if it may not stand there."""
    return _RULES[name](value)


def _is_sane(number: float) -> bool:
    return math.isfinite(number) and abs(number) <= _LIMIT


def _end_of_gap(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def _length(value: str) -> str | None:
    match = _LENGTH.fullmatch(value)
    if not match or not _is_sane(float(match[1])):
        return None
    if match[2] == "%":
        return number_text(float(match[1])) + "%"
    return number_text(float(match[1]) * _PIXELS[match[2] or ""])


def _not_negative(value: str) -> str | None:
    found = _length(value)
    return None if found is None or found.startswith("-") else found


def _share(value: str) -> str | None:
    """A number from 0 to 1, or per cent."""
    match = re.fullmatch(rf"({_NUMBER})(%?)", value)
    if not match:
        return None
    share = float(match[1]) / (100 if match[2] else 1)
    return number_text(min(1.0, max(0.0, share))) if math.isfinite(share) else None


def _colour(value: str) -> str | None:
    if _HEX.fullmatch(value):
        return value.lower()
    if match := _RGB.fullmatch(value):
        parts = [int(part) for part in match.groups()]
        return "#" + "".join(f"{part:02x}" for part in parts) if max(parts) <= 255 else None
    if value.lower() == "currentcolor":  # there is no text around a logo
        return "#000000"
    named = ImageColor.colormap.get(value.lower())
    return named.lower() if isinstance(named, str) else None


def _paint(value: str) -> str | None:
    if value.lower() in ("none", "transparent"):
        return "none"
    return _clip(value) or _colour(value)


def _clip(value: str) -> str | None:
    target = reference(value)
    return f"url(#{target})" if target else None


def _link(value: str) -> str | None:
    return value if link(value) else None


def _id(value: str) -> str | None:
    return value if _ID.fullmatch(value) else None


def _points(value: str) -> str | None:
    found = numbers(value)
    if not found or len(found) % 2:
        return None
    return " ".join(map(number_text, found))


def _dashes(value: str) -> str | None:
    if value == "none":
        return value
    found = [pixels(part) for part in re.split(r"[ \t\r\n,]+", value)]
    sane = [part for part in found if part is not None and part >= 0]
    if len(sane) < len(found) or not any(sane):
        return None
    return " ".join(map(number_text, sane))


def _transform(value: str) -> str | None:
    made, at = [], 0
    while at < len(value):
        match = _CALL.match(value, at)
        arguments = numbers(match[2]) if match else []
        if not match or len(arguments) not in _TRANSFORMS.get(match[1], ()):
            return None
        made.append(f"{match[1]}({' '.join(map(number_text, arguments))})")
        at = match.end()
    return " ".join(made)


def _path(value: str) -> str | None:
    made = list(_path_parts(value))
    if None in made or not made or made[0] not in ("M", "m"):
        return None
    return " ".join(str(part) for part in made)


def _path_parts(value: str) -> Iterator[str | None]:
    """Commands and their numbers, one by one; None where it is no path."""
    at = _end_of_gap(value, 0)
    while at < len(value):
        command = _COMMAND.match(value, at)
        if not command:
            yield None
            return
        yield command[0]
        at, wanted = _end_of_gap(value, command.end()), _ARGUMENTS[command[0].lower()]
        count = 0
        while at < len(value) and not _COMMAND.match(value, at):
            is_flag = wanted == 7 and count % 7 in _FLAGS
            match = re.compile("[01]" if is_flag else _NUMBER).match(value, at)
            if not match or not _is_sane(float(match[0])):
                yield None
                return
            yield number_text(float(match[0]))
            count, at = count + 1, _end_of_gap(value, match.end())
        if (wanted == 0 and count) or (wanted and (count == 0 or count % wanted)):
            yield None
            return


def _one_of(*allowed: str) -> Rewrite:
    return lambda value: value if value in allowed else None


_UNITS = _one_of("userSpaceOnUse", "objectBoundingBox")

EVERYWHERE: dict[str, Rewrite] = {
    "transform": _transform,
    "fill": _paint,
    "fill-rule": _one_of("nonzero", "evenodd"),
    "fill-opacity": _share,
    "stroke": _paint,
    "stroke-width": _not_negative,
    "stroke-opacity": _share,
    "stroke-linecap": _one_of("butt", "round", "square"),
    "stroke-linejoin": _one_of("miter", "round", "bevel"),
    "stroke-miterlimit": _not_negative,
    "stroke-dasharray": _dashes,
    "stroke-dashoffset": _length,
    "opacity": _share,
    "stop-color": _colour,
    "stop-opacity": _share,
    "clip-path": _clip,
    "clip-rule": _one_of("nonzero", "evenodd"),
    "display": _one_of("inline", "block", "none"),
    "visibility": _one_of("visible", "hidden"),
}
"""What every element may have: how it is painted and where it is put."""

_RULES: dict[str, Rewrite] = {
    **EVERYWHERE,
    **dict.fromkeys(("x", "y", "cx", "cy", "x1", "y1", "x2", "y2", "fx", "fy"), _length),
    **dict.fromkeys(("width", "height", "r", "rx", "ry"), _not_negative),
    "d": _path,
    "points": _points,
    "offset": _share,
    "gradientUnits": _UNITS,
    "clipPathUnits": _UNITS,
    "gradientTransform": _transform,
    "spreadMethod": _one_of("pad", "reflect", "repeat"),
    "href": _link,
    "id": _id,
}
