"""The box on the last page that says how a report is verified: its QR code, never split."""

import io
import re

import pypdf
import pytest
import segno
from django.template.loader import render_to_string
from django.utils import translation

from assessments.reports.charts.palette import INK
from assessments.reports.contents import Section
from assessments.reports.pages import style_sheet
from assessments.reports.pdf import render_pdf
from assessments.reports.qr import QUIET, draw_qr

CODE = "0HJK-MNPQ-RSTV-9WZA"
ADDRESSES = [
    f"https://x.jp/verify/?code={CODE}",
    f"https://localhost/verify/?code={CODE}",
    f"https://digital-maturity.chamber-of-commerce.example.org/verify/?code={CODE}",
]


def _drawn(address: str) -> str:
    return draw_qr(address, uid="qr", title="QR code", language="en")


def _modules(svg: str) -> tuple[int, set[tuple[int, int]]]:
    """The side of the drawing in modules, and which of them are dark, counted from its corner."""
    (side,) = re.findall(r'viewBox="0 0 (\d+) \1"', svg)
    (path,) = re.findall(r'<path[^>]* d="([^"]*)"', svg)
    dark = set()
    for x, y, length in re.findall(r"M(\d+) ([\d.]+)h(\d+)", path):
        row = float(y) - 0.5
        assert row == int(row), "a stroke one module high runs through the middle of its row"
        dark |= {(int(x) + step, int(row)) for step in range(int(length))}
    return int(side), dark


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_module_of_the_code_is_drawn_and_no_other(address: str) -> None:
    code = segno.make(address, error="m", micro=False)
    side, dark = _modules(_drawn(address))
    wanted = {
        (x + QUIET, y + QUIET)
        for y, row in enumerate(code.matrix)
        for x, module in enumerate(row)
        if module
    }
    assert dark == wanted
    assert side == len(code.matrix) + 2 * 4, "four modules of white on each side"
    assert code.error in ("M", "Q", "H"), "at least a seventh of it may be dirty"


@pytest.mark.parametrize("address", ADDRESSES)
def test_code_is_large_enough_to_be_read_from_paper(address: str) -> None:
    (width,) = re.findall(r"\.verification \.drawn \{[^}]*width: (\d+)mm", style_sheet().decode())
    side, _dark = _modules(_drawn(address))
    assert int(width) * (side - 2 * QUIET) / side >= 26


def test_code_is_named_for_those_who_do_not_see_it() -> None:
    svg = _drawn(ADDRESSES[1])
    assert 'role="img"' in svg
    assert '<title id="qr-t">QR code</title>' in svg
    assert f'<desc id="qr-d">{ADDRESSES[1]}</desc>' in svg
    assert f'stroke="{INK}"' in svg
    assert "style=" not in svg


def _last_page(language: str, *, filled: int, branding: dict[str, str] | None) -> bytes:
    """A report's last section, beginning `filled` millimetres down the page."""
    with translation.override(language):
        method = render_to_string(
            "reports/pdf/method.html",
            {
                "section": Section("method.html", "Method", "method"),
                "parts": [],
                "branding": branding,
                "report": {
                    "code": CODE,
                    "verify_url": ADDRESSES[1],
                    "qr": _drawn(ADDRESSES[1]),
                    "issued_text": "27 November 2026",
                },
            },
        )
    method = method.replace('<section class="section">', "<section>")  # no new page
    html = (
        f'<html lang="{language}"><head><title>x</title><link rel="stylesheet" href="report.css">'
        f'</head><body><div style="height: {filled}mm"></div>'
        f"{method}</body></html>"
    )
    return render_pdf(html).content


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
@pytest.mark.parametrize("branding", [None, {"name": "Lakeside Consulting"}], ids=["", "firm"])
def test_box_is_never_split(language: str, branding: dict[str, str] | None) -> None:
    where = []
    for filled in range(100, 250, 25):
        content = _last_page(language, filled=filled, branding=branding)
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
        with_code = [number for number, text in enumerate(pages) if CODE in text]
        with_date = [number for number, text in enumerate(pages) if "27 November 2026" in text]
        assert with_code == with_date, f"{filled} mm down the page"
        where += with_date
    assert set(where) == {0, 1}, "some stood on the first page, some no longer fitted"
