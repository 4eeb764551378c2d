"""What the sections of a report are called: in its contents, as headings, and where they are
chosen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: Mapping[str, Promise] = {
    "preface": _("Preface"),
    "overview": _("All results on one page"),
    "summary": _("Summary on one page"),
    "profile": _("Profile of the items"),
    "priorities": _("Where to begin"),
    "items": _("Every answer in full"),
    "facts": _("Your answers"),
    "quantities": _("Your indicators"),
    "roadmap": _("Roadmap"),
    "change": _("Since the last assessment"),
    "perception": _("How you see it yourselves"),
    "published": _("Published results of the same questionnaire"),
    "pool": _("Beside other enterprises"),
    "dimensions": _("The six dimensions of the national report"),
    "national": _("National context"),
    "arithmetic": _("How the numbers came about"),
    "method": _("Method, sources and verification"),
    "whole": _("On all results"),
}


def section_title(key: str) -> str:
    return str(TITLES[key])


def voice_title(voice: str) -> str:
    titles = {"note": _("Notes by the enterprise"), "comment": _("Comments by consultants")}
    return str(titles[voice])


WHY_ABSENT: Mapping[str, Promise] = {
    "left_out": _("Left out when the report was asked for."),
    "priorities": _("The inputs of the priorities were not given."),
    "quantities": _("No indicator was given."),
    "change": _("There is no earlier result to compare with."),
    "perception": _("Fewer than two people answered on their own, or collecting is not closed."),
    "published": _("No results of this questionnaire have been published here."),
    "pool": _("No figures of the pool of enterprises have been published here."),
    "dimensions": _("No national figures have been published here."),
    "national": _("No national figures have been published here."),
    "note": _("None was written, or none may be printed."),
    "comment": _("None was written."),
}


def why_absent(key: str) -> str:
    """Why a section, or a voice beside the answers, is not in a report."""
    return str(WHY_ABSENT[key])
