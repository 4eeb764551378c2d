"""What a screen reader finds in the PDF: PDF/UA-1 as far as a program can check it."""

import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from assessments.models import Assessment, Report, User
from assessments.reports.contents import sections_of
from assessments.reports.pages import report_html
from assessments.reports.pdf import render_pdf
from tests.assessments.reports.conftest import Made
from tests.assessments.reports.structure import Element, read_structure
from tests.assessments.reports.test_report_file import _elements, _reader, _squeeze

HEADINGS = ("H1", "H2", "H3", "H4")
TEXT_OPERATORS = (b"Tj", b"TJ")


@pytest.fixture
def reader(made: Made) -> PdfReader:
    return _reader(made.content)


@pytest.fixture
def structure(reader: PdfReader) -> list[Element]:
    return read_structure(reader)


def test_headings_are_read_in_the_order_of_the_contents(
    made: Made, structure: list[Element]
) -> None:
    chapters = [element.words for element in structure if element.tag == "H2"]
    with translation.override(made.report.language):
        sections = sections_of(made.context)
    assert chapters == [_squeeze(section.title) for section in sections]


def test_no_level_of_heading_is_skipped(structure: list[Element]) -> None:
    levels = [int(element.tag[1]) for element in structure if element.tag in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for above, level in itertools.pairwise(levels):
        assert level <= above + 1


def test_items_are_read_name_then_question_then_levels_then_next_step(
    made: Made, structure: list[Element]
) -> None:
    articles = [element.words for element in structure if element.tag == "Art"]
    items = [item for block in made.context["parts"][0]["blocks"] for item in block["items"]]
    assert len(articles) == len(items)
    for words, item in zip(articles, items, strict=True):
        levels = [level["text"] for level in (item["current"], item["target"]) if level]
        if item["current"] == item["target"]:
            levels = levels[:1]
        parts = [item["name"], item["question"], *levels, item["next_step"], item["evidence"]]
        at = 0
        for part in (_squeeze(part) for part in parts if part):
            assert part in words[at:], part
            at = words.index(part, at) + len(part)


@pytest.mark.parametrize("made", ["ja"], indirect=True)
def test_every_cell_of_a_table_has_its_headers(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    tables = [element for element in _elements(root) if element["/S"] == "/Table"]
    assert len(tables) > 20
    for table in tables:
        inside = [element["/S"] for element in _elements(table)]
        assert "/TH" in inside, "a table without headers is a layout, not a table"


@pytest.mark.parametrize("made", ["ja"], indirect=True)
def test_all_that_is_drawn_is_tagged_or_said_to_be_decoration(reader: PdfReader) -> None:
    for number, page in enumerate(reader.pages, start=1):
        marks: list[str] = []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                marks.append(str(operands[0]))
            elif operator == b"EMC":
                marks.pop()
            elif operator in TEXT_OPERATORS:
                assert marks, f"text outside of the structure on page {number}"
        assert marks == []


@pytest.mark.parametrize("made", ["ja"], indirect=True)
def test_links_say_where_they_lead(reader: PdfReader) -> None:
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", ArrayObject())
    ]
    assert len(links) >= 8
    for link in links:
        assert "/StructParent" in link
        assert link.get("/Contents")


@pytest.mark.parametrize("made", ["en"], indirect=True)
def test_name_in_another_language_is_read_in_it(made: Made, reader: PdfReader) -> None:
    assert made.context["enterprise"]["lang"] == "ja"
    root = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    assert _languages(root)["ja"] >= 1
    assert set(_languages(root)) == {"ja"}


def _languages(root: DictionaryObject) -> Counter[str]:
    """How many elements are in another language than the document."""
    return Counter(str(each["/Lang"]) for each in _elements(root) if "/Lang" in each)


def _fonts(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]


# The library leaves the file of its colour profile open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_archival_report_is_pdf_a_and_says_so(
    small: Assessment, alice: User, make_report: Callable[..., Report]
) -> None:
    report = make_report(small, by=alice, language="zh-hans")
    content = render_pdf(report_html(report.context or {}), archival=True).content
    assert content.startswith(b"%PDF-1.7")
    reader = PdfReader(io.BytesIO(content), strict=True)
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data()
    assert b'pdfaid:part="2" pdfaid:conformance="A"' in metadata
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert "/ID" in reader.trailer
    assert "/Encrypt" not in reader.trailer
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert all("/FontFile2" in font or "/FontFile3" in font for font in _fonts(reader))
    for page in reader.pages:
        for annotation in page.get("/Annots", ArrayObject()):
            assert annotation.get_object()["/F"] == 4, "printed, not hidden"
