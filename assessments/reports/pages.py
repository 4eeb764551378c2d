"""From a frozen context to HTML. Nothing else is read: no row, no clock, no request."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from assessments.reports.phrases import phrases

TEMPLATE = "reports/pdf/report.html"
_TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "reports" / "pdf"
_STYLES = _TEMPLATES / "report.css"

# WeasyPrint 70 breaks a line after its first word when the words fit and the collapsed space behind
# them does not. So no line may end in a space, and templates may still be indented.
_SPACE_AT_END = re.compile(r"\s+(?=</|<br>|<(?:p|div|table|tbody|tr|t[dh])\b)")


def report_html(context: Mapping[str, Any]) -> str:
    """The report as one HTML document in its own language."""
    with translation.override(context["language"]):
        return _SPACE_AT_END.sub(
            "", render_to_string(TEMPLATE, {**context, "phrases": _broken(context)})
        )


def _broken(context: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is set large, in the parts in which it may be broken into lines."""
    large = {"title": context["edition"]["title"], "headline": context["summary"]["headline"]}
    return {name: phrases(text, language=context["language"]) for name, text in large.items()}


def style_sheet() -> bytes:
    return _STYLES.read_bytes()


def template_version() -> str:
    """What the pages are made from, translations included, as a short hash."""
    digest = hashlib.sha256(style_sheet())
    translations = [path for root in settings.LOCALE_PATHS for path in Path(root).rglob("*.po")]
    for path in [*sorted(_TEMPLATES.glob("*.html")), *sorted(translations)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
