"""HTML to PDF: the only module that knows WeasyPrint.

Importing it costs 0.9 s and loads Pango into the process, so it is imported where a report is
made and nowhere else. A PDF is complete or there is none: whatever WeasyPrint says about lost
content ends the render with that message.
"""

import contextlib
import ctypes
import gc
import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from assessments import queue
from assessments.reports.assets import ADDRESS, asset
from assessments.reports.fonts import font_versions, write_font_configuration
from assessments.reports.glyphs import missing_glyph
from assessments.wording.report import place_text

# Pango reads this when it is loaded: from then on the report's fonts are the only ones.
os.environ["FONTCONFIG_FILE"] = str(write_font_configuration())

import pydyf
import weasyprint
from weasyprint.text.ffi import pango
from weasyprint.urls import URLFetcher, URLFetcherResponse

from assessments.reports.lean_fonts import install_lean_fonts
from assessments.reports.tagging import install_language_tags

install_language_tags()
install_lean_fonts()

# Slow is not incomplete: without libharfbuzz-subset a render takes seven times as long, which
# `reports.checks` reports. Everything else that WeasyPrint warns about means something is missing.
_HARMLESS = re.compile(r"HarfBuzz-Subset|HarfBuzz version 13")
_MALLOC_TRIM = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, others do not
# A line for every step and page: nothing that anybody looks for in a worker's log.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
_NO_GLYPH = re.compile(r"\(U\+([0-9A-F]+)\)")


ACCESSIBLE, ARCHIVAL = "pdf/ua-1", "pdf/a-2a"


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


def render_pdf(html: str, *, archival: bool = False) -> Pdf:
    """Lay out a report as PDF/UA-1, or for the archive as PDF/A-2a, which is tagged as well. The
    same HTML gives the same bytes on the same software.

    Raises JobFailed("missing_glyph" | "render_warning").
    """
    options = {
        "pdf_variant": ARCHIVAL if archival else ACCESSIBLE,
        # Random by default; a report has no identity but its content.
        "pdf_identifier": hashlib.sha256(html.encode()).digest()[:16],
    }
    with _collected_warnings() as records, _patient_collector():
        made = _lay_out(html, options)
    _fail_if_incomplete(records)
    return made


def _lay_out(html: str, options: Mapping[str, Any]) -> Pdf:
    """In a function of its own, so that nothing of the layout is held any more when the collector
    comes: that is 100 MB."""
    source = weasyprint.HTML(string=html, base_url=ADDRESS, url_fetcher=_Assets())
    document = source.render(**options)
    content = document.write_pdf(finisher=_leave_metadata_readable, **options)
    return Pdf(content=content, pages=len(document.pages))


def _leave_metadata_readable(_document: object, pdf: Any) -> None:
    """Whoever looks for a report's code in its bytes need not know PDF (queries.verification)."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and each.extra.get("Type") == "/Metadata":
            each.compress = False


def engine_versions() -> dict[str, str]:
    """What decides, beside templates and data, which bytes come out."""
    return {
        "weasyprint": weasyprint.__version__,
        "pango": _pango_version(),
        **font_versions(),
    }


def _pango_version() -> str:
    number: int = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


class _Assets(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serves what belongs to the report and refuses every other address."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        content, kind = asset(url)
        head = EmailMessage()
        head["Content-Type"] = kind
        return URLFetcherResponse(url, content, head)


@contextlib.contextmanager
def _patient_collector() -> Iterator[None]:
    """Layout makes and keeps millions of objects: collecting on the way costs 15 % and frees
    nothing. One collection at the end gives it all back, to the system too: a C library keeps what
    was freed, and a worker would grow to 400 MB."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 100, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect()
        if _MALLOC_TRIM is not None:
            _MALLOC_TRIM(0)


@contextlib.contextmanager
def _collected_warnings() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint logs in this thread meanwhile, from warnings upwards."""
    records: list[logging.LogRecord] = []
    thread = threading.get_ident()

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                records.append(record)

    collector = Collector(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield records
    finally:
        logger.removeHandler(collector)


def _fail_if_incomplete(records: list[logging.LogRecord]) -> None:
    for record in records:
        message = record.getMessage()
        if _HARMLESS.search(message):
            continue
        if ".notdef" in message and (code := _NO_GLYPH.search(message)):
            character = chr(int(code[1], 16))
            raise missing_glyph(character, where=place_text(section="", field="", item=""))
        raise queue.JobFailed("render_warning", message=message)
