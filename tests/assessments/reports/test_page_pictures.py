"""Every page as a picture, held against a stored one: what no reading of the text would notice.

One sheet of small grey pages for each language lies in `pages/`. A difference that was meant is
stored with `REFRESH_PAGES=1 ./test -k page_pictures`; look at the sheets before you commit them.
"""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFilter

from assessments.reports.pages import report_html
from assessments.reports.pdf import render_pdf
from assessments.reports.qr import draw_qr
from tests.assessments.reports.conftest import Made

SHEETS = Path(__file__).parent / "pages"
DOTS_PER_INCH, COLUMNS, GREYS = 36, 7, 16
NOTICED = 48  # of 255: more than smoothing differs between two versions of the same library
TOLERATED = 0.002  # of a page's points: a word more or less, not a moved line

# What differs from one run of the tests to the next.
FIXED = {"id": "0", "code": "0000-0000-0000-0000", "issued": "2026-11-12T09:00:00Z"}
ADDRESS = "https://example.org/verify/?code=0000-0000-0000-0000"
DATES = {"en": "12 November 2026", "zh-hans": "2026年11月12日", "ja": "2026年11月12日"}


def as_of_a_fixed_day(context: dict[str, Any]) -> dict[str, Any]:
    """The same report, issued under another code on another day."""
    day = DATES[context["language"]]
    qr = draw_qr(ADDRESS, uid="qr", title="QR", language=context["language"])
    drawn = {"issued_text": day, "verify_url": ADDRESS, "qr": qr}
    report = context["report"] | FIXED | drawn
    parts = [part | {"submitted_text": day} for part in context["parts"]]
    return context | {"report": report, "parts": parts}


def draw_pages(content: bytes, folder: Path) -> list[Image.Image]:
    file = folder / "report.pdf"
    file.write_bytes(content)
    options = ["-r", str(DOTS_PER_INCH), "-gray", "-png"]
    subprocess.run(["pdftoppm", *options, str(file), str(folder / "page")], check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page-*.png"))]


def put_on_a_sheet(pages: list[Image.Image]) -> Image.Image:
    width, height = pages[0].size
    rows = -(-len(pages) // COLUMNS)
    sheet = Image.new("L", (COLUMNS * width, rows * height), 255)
    for number, page in enumerate(pages):
        sheet.paste(page, (number % COLUMNS * width, number // COLUMNS * height))
    return sheet.quantize(GREYS)


def take_from_the_sheet(sheet: Image.Image, size: tuple[int, int], number: int) -> Image.Image:
    left, top = number % COLUMNS * size[0], number // COLUMNS * size[1]
    return sheet.crop((left, top, left + size[0], top + size[1]))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of points that differ visibly, between two pages a little out of focus."""
    blurred = [page.filter(ImageFilter.BoxBlur(1)) for page in (one, other)]
    counts = ImageChops.difference(*blurred).histogram()
    return sum(counts[NOTICED:]) / sum(counts)


def test_page_pictures_are_those_that_were_stored(made: Made, tmp_path: Path) -> None:
    context = as_of_a_fixed_day(made.context)
    pages = draw_pages(render_pdf(report_html(context)).content, tmp_path)
    stored = SHEETS / f"{made.report.language}.png"
    if os.environ.get("REFRESH_PAGES"):
        put_on_a_sheet(pages).save(stored, optimize=True)
    sheet = Image.open(stored).convert("L")
    fresh = put_on_a_sheet(pages)
    fresh.save(tmp_path / "now.png")
    assert fresh.size == sheet.size, f"another number of pages; they are in {tmp_path}/now.png"
    differences = {
        number: round(found, 4)
        for number, page in enumerate(pages, start=1)
        if (found := difference(page, take_from_the_sheet(sheet, page.size, number - 1)))
        > TOLERATED
    }
    assert differences == {}, f"share of points that differ, by page; see {tmp_path}/now.png"


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_page_pictures_show_a_line_that_moved(language: str) -> None:
    """The tolerance is not so wide that a page could change unseen."""
    sheet = Image.open(SHEETS / f"{language}.png").convert("L")
    size = (round(DOTS_PER_INCH * 8.27), round(DOTS_PER_INCH * 11.69))
    page = take_from_the_sheet(sheet, size, 1)
    band = (0, size[1] // 3, size[0], size[1] // 3 + 90)
    moved = page.copy()
    moved.paste(page.crop(band), (0, band[1] + 3))
    assert difference(page, page) == 0
    assert difference(page, moved) > TOLERATED
