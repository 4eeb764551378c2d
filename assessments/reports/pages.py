"""From a frozen context to HTML. Nothing else is read: no row, no clock, no request."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

TEMPLATE = "reports/pdf/report.html"
_STYLES = Path(__file__).parent.parent / "static" / "assessments" / "report.css"
_TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "reports" / "pdf"


def report_html(context: Mapping[str, Any]) -> str:
    """The report as one HTML document in its own language."""
    with translation.override(context["language"]):
        return render_to_string(TEMPLATE, dict(context))


def style_sheet() -> bytes:
    return _STYLES.read_bytes()


def template_version() -> str:
    """What the pages are made from, as a short hash: another one may give other bytes."""
    digest = hashlib.sha256(style_sheet())
    for path in sorted(_TEMPLATES.glob("*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
