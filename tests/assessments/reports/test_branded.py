"""Reports in the name of a firm, marked as drafts and as confidential, read back as PDF."""

import base64
import io
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from assessments import queue
from assessments.models import Assessment, Branding, Organisation, Report, User
from assessments.reports.build import build_report
from assessments.reports.charts.palette import INK, INK_SOFT
from assessments.reports.colours import READABLE, contrast
from assessments.reports.context import freeze_context
from assessments.reports.draft_mark import PALE, draft_mark
from assessments.reports.glyphs import check_characters
from assessments.reports.options import SECTIONS, ReportOptions
from assessments.reports.pages import report_html, style_sheet
from assessments.reports.pdf import render_pdf
from assessments.services.branding import save_branding
from assessments.services.logos import read_logo
from assessments.services.reports import request_report
from tests.assessments.services.logos import SVG, png, svg

COLOUR, RED = "#7a1450", (200, 30, 30)
CONTACT = "1-2-3 Marunouchi, Tokyo\nwww.morimoto.example"
PREFACE = "We walked through <both> halls.\n\nWhat follows is what we saw."
SHORT = frozenset(SECTIONS) - {"profile"}
"""Left out, so that little is laid out."""

NAME = "森本コンサルティング & Partners"
MARKED = ReportOptions(
    left_out=SHORT, preface=PREFACE, is_draft=True, confidentiality="strictly_confidential"
)


def look(by: User, organisation: Organisation, **changes: Any) -> Branding:
    usual = {"name": NAME, "contact": CONTACT, "colour": COLOUR, "logo": SVG, "preface": ""}
    return save_branding(by=by, organisation=organisation, **usual | changes)


def make(by: User, assessment: Assessment, *, language: str, **asked: Any) -> Report:
    report = request_report(by=by, assessments=[assessment], language=language, **asked)
    assert queue.work_one({"report": build_report})
    report = Report.objects.select_related("job").get(pk=report.pk)
    assert report.job.error is None
    return report


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def picture(file: Path, page: int) -> Image.Image:
    """One page, 72 pixels an inch: 595 × 842."""
    made = file.with_suffix("")
    number = str(page)
    command = ["pdftoppm", "-png", "-r", "72", "-f", number, "-l", number, "-singlefile"]
    subprocess.run([*command, str(file), str(made)], check=True)
    with Image.open(made.with_suffix(".png")) as image:
        return image.convert("RGB")


def share_of(image: Image.Image, colour: Sequence[int], box: Any = None) -> float:
    """How much of a part of a page has about that colour."""
    data = (image.crop(box) if box else image).tobytes()
    pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
    near = [p for p in pixels if all(abs(a - b) < 6 for a, b in zip(p, colour, strict=True))]
    return len(near) / len(pixels)


PALE_PARTS = tuple(bytes.fromhex(PALE[1:]))
UPPER_LEFT = (40, 40, 320, 140)  # of the cover, where the firm stands


_marked: dict[str, Any] = {}


@pytest.fixture(params=["en", "zh-hans", "ja"])
def marked(
    db: None,
    request: pytest.FixtureRequest,
    small: Assessment,
    alice: User,
    client_organisation: Organisation,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Report, Path]]:
    """A report with everything at once, made once a language, with its file."""
    language = request.param
    if language not in _marked:
        branding = look(alice, client_organisation)
        report = make(alice, small, language=language, branding=branding, options=MARKED)
        file = tmp_path_factory.mktemp("marked") / "report.pdf"
        file.write_bytes((settings.MEDIA_ROOT / report.file).read_bytes())
        _marked[language] = (report, file)
    return _marked[language]  # type: ignore[no-any-return]


def test_cover_shows_the_firm_and_the_last_page_how_to_reach_it(marked: Any) -> None:
    _report, file = marked
    pages = [squeezed(page.extract_text()) for page in PdfReader(file).pages]
    assert squeezed(NAME) in pages[0]
    assert squeezed(CONTACT) in pages[-1]
    assert squeezed(NAME) in pages[-1]
    assert PdfReader(file).metadata.author == NAME  # type: ignore[union-attr]


def test_cover_shows_logo_and_colour(marked: Any) -> None:
    _report, file = marked
    cover = picture(file, 1)
    assert share_of(cover, RED, UPPER_LEFT) > 0.04  # the bar of the logo
    rule = cover.crop((51, 180, 300, 330)).getcolors(100_000) or []
    assert sum(count for count, pixel in rule if pixel == (0x7A, 0x14, 0x50)) > 200


def test_preface_keeps_its_paragraphs_and_is_signed(marked: Any) -> None:
    report, file = marked
    preface = squeezed(PdfReader(file).pages[1].extract_text())
    assert f"{squeezed(PREFACE)}{squeezed(NAME)}" in preface
    assert report_html(report.context).count("<p>We walked through &lt;both&gt; halls.</p>") == 1


def test_draft_lies_behind_every_page_and_is_read_once(marked: Any) -> None:
    report, file = marked
    reader = PdfReader(file)
    with translation.override(report.language):
        word = {"en": "Draft", "zh-hans": "Draft", "ja": "Draft"}[report.language]
        word = translation.pgettext("across the pages of a report", word)
    texts = [page.extract_text() for page in reader.pages]
    assert [word in text for text in texts] == [True] + [False] * (len(texts) - 1)
    for number in range(1, len(texts) + 1):
        assert share_of(picture(file, number), PALE_PARTS) > 0.02


def test_draft_mark_is_no_content_of_the_page(marked: Any) -> None:
    """A reader of the tagged page meets it as an artifact, before anything else."""
    _report, file = marked
    for page in PdfReader(file).pages:
        content = page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
        drawn = content.index(" Do")
        before = content[:drawn]
        assert before.rfind("/Artifact") > before.rfind("EMC")


def test_text_over_the_draft_mark_keeps_its_contrast() -> None:
    inks = {colour.lower() for colour in re.findall(r"[^-]color: (#\w{6})", style_sheet().decode())}
    assert {INK.lower(), INK_SOFT.lower()} <= inks
    assert min(contrast(ink, PALE) for ink in inks) >= READABLE


def test_draft_mark_is_drawn_from_outlines() -> None:
    for language in ("en", "zh-hans", "ja"):
        mark = draft_mark(language)
        assert "<text" not in mark
        assert mark.count("<path") == 1


def test_every_page_says_how_confidential_it_is(marked: Any) -> None:
    report, file = marked
    with translation.override(report.language):
        mark = translation.pgettext("mark on a report", "Strictly confidential")
    for page in PdfReader(file).pages:
        assert squeezed(mark) in squeezed(page.extract_text())


def test_usual_report_bears_no_marks(small: Assessment, alice: User, tmp_path: Path) -> None:
    report = make(alice, small, language="en", options=ReportOptions(left_out=SHORT))
    file = settings.MEDIA_ROOT / report.file
    text = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert "Draft" not in text
    assert "onfidential" not in text
    assert "Digital maturity assessment" in text
    assert PdfReader(file).metadata.author == "Lakeside"  # type: ignore[union-attr]
    copy = tmp_path / "report.pdf"
    copy.write_bytes(file.read_bytes())
    assert share_of(picture(copy, 2), PALE_PARTS) < 0.01
    assert report.context
    assert report.context["branding"] is None


@pytest.mark.parametrize("name", ["X", "森" * 60, "A Very Long Name of a Firm " * 7])
def test_long_names_of_firms_do_not_run_into_the_title(
    small: Assessment, alice: User, client_organisation: Organisation, tmp_path: Path, name: str
) -> None:
    branding = look(alice, client_organisation, name=name.strip(), logo=png(400, 400))
    report = make(
        alice,
        small,
        language="en",
        branding=branding,
        options=ReportOptions(left_out=frozenset(SECTIONS)),
    )
    found = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", str(settings.MEDIA_ROOT / report.file), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', found)
    title = next(float(start) for start, _end, word in words if word == "Digital")
    ends = [float(end) for _start, end, word in words if word in name][: len(name.split()) or None]
    assert ends
    assert max(ends) <= title


def test_context_holds_the_look_as_it_was_asked_for(
    small: Assessment, alice: User, client_organisation: Organisation
) -> None:
    first = look(alice, client_organisation, logo=png())
    report = request_report(by=alice, assessments=[small], language="en", branding=first)
    look(alice, client_organisation, name="Another name", logo=None)
    frozen = freeze_context(Report.objects.get(pk=report.pk))["branding"]
    assert (frozen["name"], frozen["lang"], frozen["colour"]) == (NAME, "ja", COLOUR)
    assert frozen["logo"]["type"] == "image/png"
    assert base64.b64decode(frozen["logo"]["data"]) == bytes(first.logo)


@pytest.mark.parametrize(
    ("field", "where"),
    [("name", "the name of the consultancy"), ("contact", "the contact of the consultancy")],
)
def test_character_without_a_glyph_is_found_in_its_field(field: str, where: str) -> None:
    branding = {"name": "A", "contact": "B", "logo": {"type": "image/png", "data": "AA=="}}
    context = {"branding": branding | {field: "🏭"}, "options": {}}
    with translation.override("en"), pytest.raises(queue.JobFailed) as caught:
        check_characters(context)
    assert caught.value.error["params"]["where"] == where


def test_character_without_a_glyph_is_found_in_the_preface() -> None:
    context = {"branding": None, "options": {"preface": "🏭"}}
    with translation.override("en"), pytest.raises(queue.JobFailed) as caught:
        check_characters(context)
    assert caught.value.error["params"]["where"] == "the preface"


# --- every logo that is let in is drawn without a complaint

SHAPES = (
    '<path d="M1,1L.5.5.5-1e1zm1 1a1,1,0,01.5.5A0 1 30 1 1 3 3"/>',
    '<path d="M1 1H5V5C1 1 2 2 3 3S4 4 5 5Q1 1 2 2T3 3z" fill-rule="evenodd" stroke="red"/>',
    '<path d="m1 1a0 0 0 0 0 0 0a2 2 0 1 1 0 0"/>',
    '<rect x="10%" width="50%" height="3mm" opacity=".5" transform="rotate(45 5 5) skewX(9)"/>',
    '<circle r="0"/><ellipse cx="5" cy="5" rx="3" ry="2" stroke="#123" stroke-width="0"/>',
    '<line x2="9" y2="9" stroke="navy" stroke-dasharray="1 2" stroke-dashoffset="-1"'
    ' stroke-linecap="round" stroke-linejoin="bevel" stroke-miterlimit="0"/>',
    '<polyline points="1 1 5,5"/><polygon points="1 1 5 5 9,1" visibility="hidden"/>',
    '<g display="none"><circle r="5"/></g><g transform="scale(0)"><circle r="1"/></g>',
    '<clipPath id="c" clipPathUnits="objectBoundingBox"><circle r="1"/></clipPath>'
    '<rect width="5" height="5" clip-path="url(#c)"/>',
    '<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="1" x2="1"><stop/><stop offset=".5"'
    ' stop-opacity=".2"/></linearGradient><rect width="9" height="9" fill="url(#a)"/>',
    '<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="1" x2="8"/>'
    '<rect width="9" height="9" fill="url(#a)" stroke="url(#a)"/>',
    '<radialGradient id="a" gradientUnits="userSpaceOnUse" cx="5" cy="5" r="0"'
    ' spreadMethod="repeat"><stop offset="1"/><stop offset="0" stop-color="teal"/></radialGradient>'
    '<circle r="9" fill="url(#a)"/><line x2="9" stroke="url(#a)"/>',
    '<radialGradient id="a" gradientUnits="userSpaceOnUse" cx="5" cy="5" r="3" fx="4" fy="4"'
    ' spreadMethod="reflect"><stop/><stop offset="1" stop-color="red"/></radialGradient>'
    '<circle cx="5" cy="5" r="5" fill="url(#a)"/>',
)  # fmt: skip


def page_with(logo: bytes) -> str:
    made = read_logo(logo)
    address = f"data:{made.type};base64,{base64.b64encode(made.content).decode()}"
    return f'<html lang="en"><title>Logo</title><img src="{address}" alt="Logo"></html>'


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_let_in_can_be_drawn(shape: str) -> None:
    assert render_pdf(page_with(svg(shape))).pages == 1


@pytest.mark.parametrize(
    ("mode", "fill"),
    [("RGBA", (1, 2, 3, 4)), ("RGB", (1, 2, 3)), ("L", 9), ("LA", (9, 9)), ("1", 1)],
)
def test_pixels_of_any_kind_can_be_drawn(mode: str, fill: Any) -> None:
    made = render_pdf(page_with(png(20, 10, mode=mode, fill=fill)))
    assert PdfReader(io.BytesIO(made.content)).pages[0].images


NUMBER = st.one_of(st.integers(-9, 9), st.floats(-50, 50).map(lambda number: round(number, 3)))
ARC = st.tuples(NUMBER, NUMBER, NUMBER, st.integers(0, 1), st.integers(0, 1), NUMBER, NUMBER)
COMMAND = st.one_of(
    *(
        st.tuples(
            st.sampled_from((letter, letter.upper())), st.lists(NUMBER, min_size=n, max_size=n)
        )
        for letter, n in zip("mlhvcsqtz", (2, 2, 1, 1, 6, 4, 4, 2, 0), strict=True)
    ),
    st.tuples(st.sampled_from("aA"), ARC),
)


@hypothesis.settings(max_examples=25, deadline=None)
@given(commands=st.lists(COMMAND, min_size=1, max_size=8))
def test_any_path_that_is_let_in_can_be_drawn(commands: Any) -> None:
    path = "M1 1" + "".join(f"{letter}{' '.join(map(str, given))}" for letter, given in commands)
    body = f'<path d="{path}" stroke="red"/>'
    assert render_pdf(page_with(svg(body))).pages == 1
