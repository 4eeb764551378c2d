"""What WeasyPrint 70 leaves out of a tagged PDF: the language of its parts.

A screen reader that speaks Chinese reads a Japanese name wrongly unless it is told so, and PDF/UA-1
(7.2) asks for it. WeasyPrint knows the language of every box and writes only that of the document.
Imported by `reports.pdf` only.
"""

from collections.abc import Sequence
from typing import Any

import pydyf
import weasyprint.pdf

_add_tags = weasyprint.pdf.add_tags


def install_language_tags() -> None:
    """Make every PDF that is written from now on name the language of its parts."""
    weasyprint.pdf.add_tags = _add_tags_with_languages


def _add_tags_with_languages(
    pdf: Any, document: Any, pdf_version: object, page_streams: Sequence[Any]
) -> None:
    # Before: the library forgets which box it tagged as it builds the tree.
    spoken = [
        {tag["mcid"]: box.style["lang"] for box, tag in stream._tags.items()}
        for stream in page_streams
    ]
    _add_tags(pdf, document, pdf_version, page_streams)
    parents = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for page, languages in enumerate(spoken):
        elements = parents[2 * page + 1]  # page number, its elements, next page number, …
        for number, language in languages.items():
            if language and language != document.metadata.lang:
                _object(pdf, elements[number])["Lang"] = pydyf.String(language)


def _object(pdf: Any, reference: str) -> Any:
    """The object that "12 0 R" stands for."""
    return pdf.objects[int(reference.split(maxsplit=1)[0])]
