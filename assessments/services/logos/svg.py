"""An SVG file made anew from what may stand in one.

A drawing is read as data and written again from a list of elements, attributes and values that
draw shapes. What would be lost in that way is refused with a word on what to do; only what nobody
sees, such as the notes of an editor, is left out silently.
"""

import functools
import re
import xml.etree.ElementTree as ET  # written with; reading is defusedxml's
from collections.abc import Iterator

from defusedxml import DefusedXmlException, DTDForbidden, EntitiesForbidden
from defusedxml.ElementTree import fromstring

from assessments.services.logos import svg_values as values
from assessments.services.logos.svg_gradients import GRADIENTS, CannotDraw, settle_gradients
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

ELEMENT_LIMIT = 2000
DEPTH_LIMIT = 20

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")

_INSIDE = {
    "svg": ("g", "defs", *_SHAPES, *GRADIENTS, "clipPath"),
    "g": ("g", "defs", *_SHAPES, *GRADIENTS, "clipPath"),
    "defs": ("g", *_SHAPES, *GRADIENTS, "clipPath"),
    "clipPath": _SHAPES,
    **dict.fromkeys(GRADIENTS, ("stop",)),
}
"""What may stand in what; in everything else, nothing."""

_UNSEEN = ("title", "desc", "metadata")

_WORDED = {"text": "svg_text", "style": "svg_style_sheet", "image": "svg_image"}
"""What files often hold and reports do not print, with the fault that says what to do."""

_OF_ELEMENT = {
    "path": ("d",),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
    "linearGradient": ("x1", "y1", "x2", "y2"),
    "radialGradient": ("cx", "cy", "r", "fx", "fy"),
    "stop": ("offset",),
    "clipPath": ("clipPathUnits",),
}
_OF_GRADIENT = ("gradientUnits", "gradientTransform", "spreadMethod")

_IGNORED = re.compile(
    r"id|version|baseProfile|class|lang|role|tabindex|focusable|x|y|width|height|viewBox"
    r"|(data|aria|-inkscape|text|font|letter|word|line|white|shape|color|image|solid)-[\w-]+"
    r"|preserveAspectRatio|zoomAndPan|content(Script|Style)Type|enable-background|isolation"
    r"|mix-blend-mode|mask-type|vector-effect|paint-order|overflow|pointer-events|cursor|color"
    r"|font|direction|writing-mode|dominant-baseline|baseline-shift|inline-size|block-progression"
)
"""Attributes without effect on a shape: what editors write everywhere, above all about text."""

_CLIPS = ("clipPath",)
_REFERRED_TO = (*GRADIENTS, *_CLIPS)
"""Elements that keep their names: nothing else is referred to."""


def remade_svg(content: bytes) -> bytes:
    """The drawing as UTF-8, with a viewBox and its size in pixels.

    Raises Rejected at the path `logo`: `logo_unreadable`, `svg_doctype`, `svg_not_svg`,
    `svg_too_complex`, `svg_element`, `svg_text`, `svg_style_sheet`, `svg_image`, `svg_attribute`,
    `svg_value`, `svg_size`, `svg_empty`.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except (DTDForbidden, EntitiesForbidden) as error:
        raise _refusal("svg_doctype") from error
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise _refusal("logo_unreadable") from error
    if root.tag not in (f"{{{_SVG}}}svg", "svg"):
        raise _refusal("svg_not_svg")
    _check_size_of_tree(root)
    made = ET.Element("svg", {"xmlns": _SVG, **_canvas(root), **_attributes(root, "svg")})
    made.extend(list(_children(root, "svg")))
    if not any(element.tag in _SHAPES for element in made.iter()):
        raise _refusal("svg_empty")
    _check_references(made)
    try:
        settle_gradients(made)
    except CannotDraw as error:
        attribute, value = error.args
        raise _refusal("svg_value", attribute=attribute, value=value) from error
    written: bytes = ET.tostring(made, encoding="utf-8")
    return written


def _refusal(code: str, **params: object) -> Rejected:
    return Rejected([Fault("logo", code, params)])


def _check_size_of_tree(root: ET.Element) -> None:
    """Level by level, so that no nesting is too deep to look at."""
    level, depth, count = [root], 0, 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > DEPTH_LIMIT or count > ELEMENT_LIMIT:
            raise _refusal("svg_too_complex", elements=ELEMENT_LIMIT, depth=DEPTH_LIMIT)
        level = [child for element in level for child in element]


def _canvas(root: ET.Element) -> dict[str, str]:
    """Size and viewBox of the whole; one is made from the other."""
    box = values.numbers(root.get("viewBox") or "")
    if not box:
        size = [values.pixels(root.get(name) or "") for name in ("width", "height")]
        box = [0.0, 0.0, *(side for side in size if side)]
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
        raise _refusal("svg_size")
    written = [values.number_text(number) for number in box]
    return {"width": written[2], "height": written[3], "viewBox": " ".join(written)}


def _children(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    for child in element:
        namespace, _, name = child.tag.rpartition("}")
        if namespace not in ("", f"{{{_SVG}") or name in _UNSEEN:
            continue  # of an editor, or for no eye
        if name in _WORDED:
            raise _refusal(_WORDED[name])
        if name not in _INSIDE.get(tag, ()):
            raise _refusal("svg_element", element=name[:40])
        made = ET.Element(name, _attributes(child, name))
        made.extend(list(_children(child, name)))
        yield made


def _attributes(element: ET.Element, tag: str) -> dict[str, str]:
    """Those that are kept, each rewritten; what `style` says wins, as in a browser."""
    kept: dict[str, str] = {}
    for name, value in [*_plain(element), *_styles(element)]:
        if name not in _known(tag):
            _check_ignored(name, value)
        elif value != "inherit":
            rewritten = values.rewritten(name, value)
            if rewritten is None:
                raise _refusal("svg_value", attribute=name, value=value[:60])
            kept[name] = rewritten
    return kept


@functools.cache
def _known(tag: str) -> frozenset[str]:
    """The attributes that such an element keeps."""
    known = {*_OF_ELEMENT.get(tag, ()), *values.EVERYWHERE}
    if tag in GRADIENTS:
        known |= {*_OF_GRADIENT, "href"}
    if tag in _REFERRED_TO:
        known.add("id")
    return frozenset(known - {"transform"} if tag == "svg" else known)


def _check_ignored(name: str, value: str) -> None:
    """Raise Rejected unless leaving it out changes nothing that anybody sees."""
    if value != "none" and not _IGNORED.fullmatch(name):
        raise _refusal("svg_attribute", attribute=name[:40])


def _plain(element: ET.Element) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        if key == _XLINK:
            yield "href", value
        elif key.startswith("{http://www.w3.org/XML/1998/namespace}"):
            if key.endswith("}base"):
                raise _refusal("svg_attribute", attribute="xml:base")
        elif not key.startswith("{") and key != "style":
            yield key, value.strip()


def _styles(element: ET.Element) -> Iterator[tuple[str, str]]:
    """The declarations of a style attribute; nothing of CSS beyond `name: value` is understood."""
    for declaration in (element.get("style") or "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()
        elif name.strip():
            raise _refusal("svg_value", attribute="style", value=name.strip()[:60])


def _check_references(root: ET.Element) -> None:
    """What is referred to is there, once, and nothing leads back to itself."""
    named = [element for element in root.iter() if element.get("id")]
    kinds = {str(element.get("id")): element.tag for element in named}
    if len(kinds) < len(named):
        raise _refusal("svg_value", attribute="id", value="")
    clipped = [inner for clip in root.iter("clipPath") for inner in clip.iter()]
    if any(element.get("clip-path") for element in clipped):
        raise _refusal("svg_attribute", attribute="clip-path")
    for element in root.iter():
        for name, allowed in (("fill", GRADIENTS), ("stroke", GRADIENTS), ("clip-path", _CLIPS)):
            target = values.reference(element.get(name) or "")
            if target is not None and kinds.get(target) not in allowed:
                raise _refusal("svg_value", attribute=name, value=f"#{target}"[:60])
