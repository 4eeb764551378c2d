"""Reading a report back: its text, its fonts, and the glyphs that were really drawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def read_pdf(path: Path) -> PdfReader:
    return PdfReader(path, strict=True)


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def fonts_not_embedded(reader: PdfReader) -> set[str]:
    """Names of fonts whose outlines are not in the file."""
    return {name for name, described in _fonts(reader) if not described}


def font_names(reader: PdfReader) -> set[str]:
    return {name for name, _ in _fonts(reader)}


def _fonts(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    for page in reader.pages:
        for resources in _all_resources(page):
            for font in _values(resources, "/Font"):
                parts = [part.get_object() for part in font.get("/DescendantFonts", [font])]
                descriptors = [
                    part["/FontDescriptor"] for part in parts if "/FontDescriptor" in part
                ]
                embedded = any(name in one for one in descriptors for name in FONT_FILES)
                yield str(font["/BaseFont"]), embedded


def missing_glyphs(reader: PdfReader) -> int:
    """How often glyph 0, the empty box of a character that no font has, is drawn."""
    return sum(_missing_in(page, page["/Resources"], reader) for page in reader.pages)


def _missing_in(stream: Any, resources: DictionaryObject, reader: PdfReader) -> int:
    page = isinstance(stream, PageObject)
    content = stream.get_contents() if page else ContentStream(stream, reader)
    if content is None:  # an empty page
        return 0
    forms = resources.get("/XObject", {})
    found = 0
    for operands, operator in content.operations:
        if operator in (b"Tj", b"TJ"):
            strings = operands[0] if operator == b"TJ" else operands
            found += sum(_zeros(string) for string in strings)
        elif operator == b"Do":
            form = forms[operands[0]].get_object()
            if form["/Subtype"] == "/Form":
                found += _missing_in(form, form.get("/Resources", resources), reader)
    return found


def _zeros(string: Any) -> int:
    """Two bytes a glyph, as WeasyPrint writes them all (Identity-H)."""
    raw = getattr(string, "original_bytes", None)
    if raw is None:  # a distance between two pieces of text
        return 0
    assert len(raw) % 2 == 0
    return sum(raw[at : at + 2] == b"\0\0" for at in range(0, len(raw), 2))


def _all_resources(page: PageObject) -> Iterator[DictionaryObject]:
    """The page's own, and those of the forms drawn in it."""
    waiting = [page["/Resources"].get_object()]
    while waiting:
        resources = waiting.pop()
        yield resources
        forms = [each for each in _values(resources, "/XObject") if "/Resources" in each]
        waiting += [form["/Resources"].get_object() for form in forms]


def _values(resources: DictionaryObject, kind: str) -> list[DictionaryObject]:
    return [each.get_object() for each in resources.get(kind, {}).values()]
