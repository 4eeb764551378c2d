import io
import logging
import tracemalloc

import pytest
from pypdf import PdfReader

from assessments import queue
from assessments.reports.pdf import engine_versions, render_pdf

FONT = "<style>body { font-family: 'Noto Sans CJK JP' }</style>"


def _page(body: str, head: str = FONT) -> str:
    return f'<html lang="en"><head><title>Test</title>{head}</head><body>{body}</body></html>'


def _error(html: str) -> dict[str, object]:
    with pytest.raises(queue.JobFailed) as caught:
        render_pdf(html)
    return caught.value.error


def test_render_pdf_counts_its_pages() -> None:
    made = render_pdf(_page('<p>one</p><p style="break-before: page">two</p>'))
    assert made.pages == 2
    assert made.content.startswith(b"%PDF-1.7")


def test_render_pdf_fails_on_a_character_that_no_font_draws() -> None:
    error = _error(_page("<p>Factory 🏭</p>"))
    assert error["code"] == "missing_glyph"
    assert error["params"] == {
        "character": "🏭",
        "code": "U+1F3ED",
        "where": "the report’s own text",
    }


def test_render_pdf_draws_the_letters_that_noto_lacks() -> None:
    names = "Zakłady Wałbrzych, Győri Gépgyár, Škoda Plzeň, Eskişehir İmalat"
    made = render_pdf(_page(f"<p>{names}</p>", '<link rel="stylesheet" href="report.css">'))
    assert names in PdfReader(io.BytesIO(made.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="logo.png" alt="logo">',
        '<img src="https://example.org/logo.png" alt="logo">',
        '<img src="file:///etc/hostname" alt="logo">',
        "<p style=\"background-image: url('level/7-1.svg')\">x</p>",
    ],
)
def test_render_pdf_fails_on_a_missing_picture(body: str) -> None:
    error = _error(_page(body))
    assert error["code"] == "render_warning"
    assert "not part of a report" in str(error["params"])


def test_render_pdf_fails_on_a_missing_style_sheet() -> None:
    error = _error(_page("<p>x</p>", '<link rel="stylesheet" href="other.css">'))
    assert "other.css" in str(error["params"])


def test_render_pdf_fails_on_a_style_that_is_not_understood() -> None:
    assert "no-such-property" in str(_error(_page('<p style="no-such-property: 1">x</p>')))


def test_render_pdf_fails_on_a_link_to_nowhere() -> None:
    assert "#nowhere" in str(_error(_page('<a href="#nowhere">x</a>')))


def test_render_pdf_does_not_mind_the_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libharfbuzz-subset a report is slow and complete."""
    monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    assert render_pdf(_page("<p>x</p>")).pages == 1


def test_render_pdf_hears_only_its_own_thread_and_stops_listening() -> None:
    handlers = list(logging.getLogger("weasyprint").handlers)
    render_pdf(_page("<p>x</p>"))
    assert logging.getLogger("weasyprint").handlers == handlers


def test_render_pdf_does_not_copy_whole_fonts() -> None:
    """A font file has 19 MB or more; WeasyPrint alone would copy each that is used."""
    page = _page("<p>One <b>page</b> of 中文</p>")
    render_pdf(page)
    tracemalloc.start()
    try:
        render_pdf(page)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 10_000_000


def test_engine_versions_name_the_engine_and_every_font() -> None:
    versions = engine_versions()
    assert versions["weasyprint"].startswith("70.")
    assert versions["pango"].count(".") == 2
    assert len([name for name in versions if name.endswith(".ttc")]) == 4
