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
}


def section_title(key: str) -> str:
    return str(TITLES[key])
