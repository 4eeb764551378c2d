"""Reads a drawing back: what stands in it, and where."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own output


def of_class(svg: str, cls: str) -> list[Element]:
    """Elements that carry the class, in drawing order, without those of the key."""
    root = parse(svg)
    in_key = {id(child) for group in root.iter(f"{SVG}g") for child in group.iter()}
    return [
        element
        for element in root.iter()
        if cls in element.get("class", "").split() and id(element) not in in_key
    ]


def words(svg: str) -> list[str]:
    """Every printed line of words, in drawing order."""
    return [element.text or "" for element in parse(svg).iter(f"{SVG}text")]
