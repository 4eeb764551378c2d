"""From a frozen context to HTML. Nothing else is read: no row, no clock, no request."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from assessments.reports.contents import Section, sections_of
from assessments.reports.options import options_from_json
from assessments.reports.phrases import phrases
from assessments.wording import report as words
from assessments.wording.sections import section_title

FOLDER = "reports/pdf"
TEMPLATE = f"{FOLDER}/report.html"
_TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "reports" / "pdf"
_STYLES = _TEMPLATES / "report.css"

# WeasyPrint 70 breaks a line after its first word when the words fit and the collapsed space behind
# them does not. So no line may end in a space, and templates may still be indented.
_SPACE_AT_END = re.compile(r"\s+(?=</|<br>|<(?:p|div|table|tbody|tr|t[dh])\b)")


def report_html(context: Mapping[str, Any]) -> str:
    """The report as one HTML document in its own language."""
    with translation.override(context["language"]):
        sections = sections_of(context)
        several = len(context["parts"]) > 1
        printed = [
            {
                "title": section.title,
                "anchor": section.anchor,
                "opens": _opens(context, sections, number),
                "html": _section_html(context, sections, number),
            }
            for number, section in enumerate(sections)
        ]
        first = context["parts"][0]
        whole = {
            **context,
            "sections": printed,
            "several": several,
            "marks": _marks(context),
            "logo": _logo(context),
            "phrases": _phrases(context, title=first["edition"]["title"]),
            # several results have no common height
            "picture": "" if several else first["pictures"]["cover"],
        }
        return _SPACE_AT_END.sub("", render_to_string(TEMPLATE, whole))


def _marks(context: Mapping[str, Any]) -> dict[str, str]:
    """What the cover says of the report before anything else; empty texts for the usual one."""
    options = options_from_json(context["options"])
    return {
        "draft": words.draft_word() if options.is_draft else "",
        "confidentiality": words.confidentiality_text(options.confidentiality),
    }


def _logo(context: Mapping[str, Any]) -> str:
    """The address of the firm's logo, which is all of it; empty without one."""
    logo = (context.get("branding") or {}).get("logo")
    return f"data:{logo['type']};base64,{logo['data']}" if logo else ""


def _opens(context: Mapping[str, Any], sections: Sequence[Section], number: int) -> str:
    """What begins with this section: the part of a questionnaire, or what is about all of them.

    Empty in a report on one assessment, and before its first part.
    """
    section, before = sections[number], sections[number - 1] if number else None
    if len(context["parts"]) == 1 or before is None or before.part == section.part:
        return ""
    if section.part is None:
        return section_title("whole")
    title: str = section.values["edition"]["title"]
    return title


def _section_html(context: Mapping[str, Any], sections: Sequence[Section], number: int) -> str:
    """A section; before the first one and wherever a part begins, the header that runs there."""
    section = sections[number]
    opens = _opens(context, sections, number)
    values = {
        **context,
        **section.values,
        "section": section,
        "several": len(context["parts"]) > 1,
        "opens": opens,
    }
    if "summary" in values:
        values["phrases"] = _phrases(context, headline=values["summary"]["headline"])
    html = render_to_string(f"{FOLDER}/{section.template}", values)
    if number and not opens:
        return html
    # What is about all results runs under no questionnaire's name.
    only = context["parts"][0] if len(context["parts"]) == 1 else None
    part = context["parts"][section.part] if section.part is not None else only
    head = {"edition": part["edition"] if part else None}
    return render_to_string(f"{FOLDER}/opening.html", {**context, **head, "html": html})


def _phrases(context: Mapping[str, Any], **large: str) -> dict[str, list[str]]:
    """What is set large, in the parts in which it may be broken into lines."""
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
