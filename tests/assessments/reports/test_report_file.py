"""The finished PDF, read back."""

import functools
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from assessments.reports.pages import report_html
from assessments.reports.pdf import render_pdf
from tests.assessments.reports.conftest import NOTE, Made

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "ja": "ja"}


def _squeeze(text: str) -> str:
    """Without white space, because lines break anywhere; 〜 and ～ share one glyph, which reads
    back as whichever of the two came first."""
    return re.sub(r"\s", "", text).replace("〜", "～")


@functools.cache
def _reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


@functools.cache
def _text(content: bytes) -> str:
    """Taking the text out of a report takes longer than making it."""
    return _squeeze("".join(page.extract_text() for page in _reader(content).pages))


@pytest.fixture
def reader(made: Made) -> PdfReader:
    return _reader(made.content)


@pytest.fixture
def text(made: Made) -> str:
    return _text(made.content)


def test_report_names_the_enterprise_on_every_page(made: Made, reader: PdfReader) -> None:
    assert made.context["enterprise"]["name"] == "株式会社髙橋製作所"
    for page in reader.pages:
        assert "株式会社髙橋製作所" in _squeeze(page.extract_text())


def test_report_holds_every_dimension_with_its_level(made: Made, text: str) -> None:
    for block in made.context["parts"][0]["blocks"]:
        for item in block["items"]:
            assert _squeeze(item["name"]) in text
            assert _squeeze(item["question"]) in text
            for level in (item["current"], item["target"]):
                if level:
                    assert _squeeze(f"{level['level']}{level['word']}") in text
                    assert _squeeze(level["text"]) in text
            assert _squeeze(item["next_step"]) in text
            assert _squeeze(item["evidence"]) in text


def test_report_holds_every_number(made: Made, text: str) -> None:
    for block in made.context["parts"][0]["blocks"]:
        for score in (block["score"], *block["pillars"]):
            for name in ("current", "target", "gap", "counted"):
                assert _squeeze(score[name]) in text
    for group in made.context["parts"][0]["arithmetic"]:
        for sums in group["sums"]:
            for formula in (sums["formula"], *sums["range"]):
                assert _squeeze(formula) in text


def test_report_holds_every_published_figure(made: Made, text: str) -> None:
    for section in made.context["national"]:
        for group in section["groups"]:
            for figure in group["figures"]:
                for name in ("label", "value", "period", "locator", "source", "caveat"):
                    assert _squeeze(figure[name]) in text


def test_report_prints_notes_and_what_identifies_it(made: Made, text: str) -> None:
    assert _squeeze(NOTE) in text
    assert made.context["report"]["code"] in text
    assert made.context["parts"][0]["edition"]["hash"] in text
    assert made.context["release"]["hash"] in text


def test_report_is_tagged_and_says_what_it_is(made: Made, reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == LANGUAGES[made.report.language]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    metadata = reader.metadata
    assert metadata
    assert "株式会社髙橋製作所" in str(metadata.title)
    assert metadata.author == "Lakeside"
    assert metadata.creation_date == made.report.requested_at.replace(microsecond=0)


def _elements(element: Any) -> Iterator[DictionaryObject]:
    if isinstance(element, DictionaryObject) and "/S" in element:
        yield element
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from _elements(child.get_object())


def test_report_describes_every_picture(made: Made, reader: PdfReader) -> None:
    root = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    figures = [element["/Alt"] for element in _elements(root) if element["/S"] == "/Figure"]
    pictures = made.context["parts"][0]["pictures"]
    (profile,) = pictures["profile"]
    assert len(figures) == 5
    assert figures[-1] in made.context["report"]["qr"]
    assert figures[1:-1] == [
        made.context["parts"][0]["summary"]["lowest"],
        profile["meaning"],
        pictures["web"]["meaning"],
    ]


def test_report_has_bookmarks_and_contents_with_the_same_pages(
    made: Made, reader: PdfReader
) -> None:
    chapters = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert len(chapters) == 7 + len(made.context["parts"][0]["blocks"])
    cover = reader.pages[0].extract_text(extraction_mode="layout")
    lines = {_squeeze(line) for line in cover.splitlines()}
    for chapter in chapters:
        page = reader.get_destination_page_number(chapter)
        assert page is not None
        entry = _squeeze(f"{chapter.title}{page + 1}")
        assert any(line.startswith(entry) for line in lines), entry
    items = [entry for part in reader.outline if isinstance(part, list) for entry in part]
    titles = {_squeeze(str(entry.title)) for entry in items if not isinstance(entry, list)}
    for block in made.context["parts"][0]["blocks"]:
        for item in block["items"]:
            assert _squeeze(item["number"] + item["name"]) in titles


def test_report_counts_its_pages(made: Made, reader: PdfReader) -> None:
    total = len(reader.pages)
    assert made.report.pages == total
    for number, page in enumerate(reader.pages[1:], start=2):
        assert _squeeze(f"{number} / {total}") in _squeeze(page.extract_text())


def test_report_keeps_its_summary_on_one_page(reader: PdfReader) -> None:
    chapters = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [reader.get_destination_page_number(chapter) for chapter in chapters[:2]] == [1, 2]


def test_report_embeds_its_own_fonts_only_and_draws_no_missing_glyph(reader: PdfReader) -> None:
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(str(font.get_object()["/BaseFont"]).split("+")[1])
        operations = ContentStream(page.get_contents(), reader).operations
        for operands, operator in operations:
            if operator == b"TJ":
                for part in operands[0]:
                    drawn = getattr(part, "original_bytes", b"")
                    assert b"\0\0" not in [drawn[i : i + 2] for i in range(0, len(drawn), 2)]
    assert names
    assert all(name.startswith(("Noto-Sans-", "Noto-Serif-")) for name in names), names


def test_report_is_stored_as_the_row_says(made: Made) -> None:
    digest = hashlib.sha256(made.content).hexdigest()
    assert made.report.sha256 == digest
    assert made.report.size == len(made.content)
    assert made.report.file == f"reports/{made.report.pk}/{digest}.pdf"
    assert {"weasyprint", "pango", "template"} <= set(made.report.versions)


RENDER = """
import hashlib, json, pathlib, sys
import django
django.setup()
from assessments.reports.pages import report_html
from assessments.reports.pdf import render_pdf
context = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
print(hashlib.sha256(render_pdf(report_html(context)).content).hexdigest())
"""


@pytest.mark.parametrize("made", ["ja"], indirect=True)
def test_report_has_the_same_bytes_in_another_process(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "context.json"
    # As a database may give it back: with its keys in another order.
    file.write_text(json.dumps(made.context, sort_keys=True), "utf-8")
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RENDER, str(file)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.splitlines()[-1] == made.report.sha256
    again = render_pdf(report_html(made.context)).content
    assert hashlib.sha256(again).hexdigest() == made.report.sha256
