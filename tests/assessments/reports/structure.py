"""The structure tree of a PDF as a screen reader walks it, with the text of each element."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

_PAIR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")


@dataclass
class Element:
    """One element; `words` is all that is read aloud in it, in order, without white space."""

    tag: str
    words: str = ""
    inside: list["Element"] = field(default_factory=list)


def read_structure(reader: PdfReader) -> list[Element]:
    """Every element in reading order, those inside another one after it."""
    texts = {
        page.indirect_reference.idnum: _marked_texts(page, reader)
        for page in reader.pages
        if page.indirect_reference
    }
    found: list[Element] = []
    whole = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    _walk(whole, None, texts, [], found)
    return found


def _walk(
    node: Any,
    page: IndirectObject | None,
    texts: Mapping[int, Mapping[int, str]],
    above: list[Element],
    found: list[Element],
) -> None:
    node = node.get_object()
    if isinstance(node, int):
        said = re.sub(r"\s", "", texts[page.idnum].get(node, "")) if page else ""
        for element in above:
            element.words += said
    elif isinstance(node, DictionaryObject) and "/S" in node:
        element = Element(str(node["/S"])[1:])
        for each in above:
            each.inside.append(element)
        found.append(element)
        page = node.raw_get("/Pg") if "/Pg" in node else page
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            _walk(child, page, texts, [*above, element], found)


def _marked_texts(page: PageObject, reader: PdfReader) -> dict[int, str]:
    """The text of each piece of marked content of a page, by its number."""
    fonts = {
        name: _characters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()
    }
    texts: dict[int, str] = {}
    marks: list[int | None] = []
    font: Mapping[bytes, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"BDC":
            marks.append(operands[1].get("/MCID") if len(operands) > 1 else None)
        elif operator == b"BMC":
            marks.append(None)
        elif operator == b"EMC":
            marks.pop()
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"TJ", b"Tj") and marks and marks[-1] is not None:
            strings = operands[0] if operator == b"TJ" else operands
            texts[marks[-1]] = texts.get(marks[-1], "") + "".join(_decoded(strings, font))
    return texts


def _decoded(strings: Any, font: Mapping[bytes, str]) -> Iterator[str]:
    """Two bytes a glyph, as WeasyPrint writes them all (Identity-H)."""
    for string in strings:
        raw = getattr(string, "original_bytes", b"")  # none in a distance between two pieces
        yield from (font.get(raw[at : at + 2], "") for at in range(0, len(raw), 2))


def _characters(font: DictionaryObject) -> dict[bytes, str]:
    """Which characters a font's glyphs stand for, from its ToUnicode map."""
    stream = font["/ToUnicode"].get_data()
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in _PAIR.findall(stream)
    }
