"""Headings of the workbook with the data of a report."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SHEETS: Mapping[str, Promise] = {
    "about": pgettext_lazy("sheet", "About"),
    "answers": pgettext_lazy("sheet", "Answers"),
    "scores": pgettext_lazy("sheet", "Scores"),
    "arithmetic": pgettext_lazy("sheet", "Arithmetic"),
    "comparisons": pgettext_lazy("sheet", "Comparisons"),
    "comments": pgettext_lazy("sheet", "Comments"),
}

HEADINGS: Mapping[str, Promise] = {
    "instrument": _("Questionnaire"),
    "fact": pgettext_lazy("column", "What"),
    "content": pgettext_lazy("column", "Content"),
    "part": pgettext_lazy("column", "Part"),
    "key": pgettext_lazy("column", "Key"),
    "number": _("No."),
    "item": _("Item"),
    "group": pgettext_lazy("column", "Group"),
    "state": _("State"),
    "today": pgettext_lazy("column", "Today"),
    "target": pgettext_lazy("column", "Target"),
    "gap": pgettext_lazy("column", "Gap"),
    "answer": _("Answer"),
    "words": pgettext_lazy("column", "In words"),
    "unit": _("Unit"),
    "reason": pgettext_lazy("column", "Reason"),
    "note": pgettext_lazy("column", "Note"),
    "action": pgettext_lazy("column", "Planned action"),
    "method": pgettext_lazy("column", "How it was calculated"),
    "side": pgettext_lazy("column", "Of what"),
    "sum": pgettext_lazy("column", "Sum"),
    "count": pgettext_lazy("column", "Counted"),
    "of": pgettext_lazy("column", "Out of"),
    "mean": pgettext_lazy("column", "Mean, 12 decimals"),
    "rounded": pgettext_lazy("column", "Rounded"),
    "low": pgettext_lazy("column", "Lowest possible"),
    "high": pgettext_lazy("column", "Highest possible"),
    "level": _("Level"),
    "unknown": pgettext_lazy("column", "Not known"),
    "unanswered": pgettext_lazy("column", "Not answered"),
    "not_applicable": pgettext_lazy("column", "Not applicable"),
    "reached": pgettext_lazy("column", "Reached"),
    "formula": pgettext_lazy("column", "Calculation"),
    "counted": pgettext_lazy("column", "Answers counted"),
    "left_out": pgettext_lazy("column", "Left out"),
    "ranges": pgettext_lazy("column", "Ends of the range"),
    "section": pgettext_lazy("column", "Section"),
    "about": pgettext_lazy("column", "About"),
    "name": pgettext_lazy("column", "What is compared"),
    "own": pgettext_lazy("column", "Yours"),
    "value": pgettext_lazy("column", "As published"),
    "said": pgettext_lazy("column", "What is said of it"),
    "period": _("Period"),
    "n": pgettext_lazy("column", "n"),
    "locator": pgettext_lazy("column", "Where it stands"),
    "source": _("Source"),
    "caveat": pgettext_lazy("column", "Caveat"),
    "release": pgettext_lazy("column", "Release"),
    "licence": _("Licence"),
    "figure": pgettext_lazy("column", "Key of the figure"),
    "text": pgettext_lazy("column", "Comment"),
    "organisation": _("Organisation"),
    "date": _("Date"),
}

FACTS: Mapping[str, Promise] = {
    "key": pgettext_lazy("column", "Key"),
    "report": _("Report"),
    "code": _("Verification code"),
    "issued": pgettext_lazy("report", "Issued (UTC)"),
    "language": _("Language"),
    "format": pgettext_lazy("report", "Version of this format"),
    "left_out": pgettext_lazy("report", "Sections left out"),
    "notice": pgettext_lazy("report", "Note"),
    "enterprise": _("Enterprise"),
    "economy": _("Economy"),
    "sector": _("Sector"),
    "size_band": _("Persons engaged"),
    "scope": pgettext_lazy("report", "Site or workshop"),
    "questionnaire": _("Questionnaire"),
    "edition": _("Edition"),
    "edition_hash": pgettext_lazy("report", "Hash of the edition"),
    "engine": pgettext_lazy("report", "Version of the rules"),
    "assessment": _("Assessment"),
    "submitted": pgettext_lazy("report", "Submitted (UTC)"),
    "release": pgettext_lazy("report", "Release"),
    "release_hash": pgettext_lazy("report", "Hash of the release"),
    "publisher": _("Publisher"),
    "licence": _("Licence"),
}

SIDES: Mapping[str, Promise] = {
    "current": pgettext_lazy("side", "levels today"),
    "target": pgettext_lazy("side", "targets"),
    "gap": pgettext_lazy("side", "gaps"),
    "tier": pgettext_lazy("side", "tier"),
    "share": pgettext_lazy("side", "share"),
}
REACHED: Mapping[bool | None, Promise] = {
    True: pgettext_lazy("tier", "yes"),
    False: pgettext_lazy("tier", "no"),
    None: pgettext_lazy("tier", "depends on open answers"),
}
SECTIONS: Mapping[str, Promise] = {
    "facts": _("Your answers"),
    "published": _("Published results of the same questionnaire"),
    "pool": _("Beside other enterprises"),
    "dimensions": _("The six dimensions of the national report"),
    "national": _("National context"),
}
