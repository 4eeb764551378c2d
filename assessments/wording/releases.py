"""How old a release is, and which years it covers."""

import datetime as dt

from babel.dates import format_timedelta
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Release
from assessments.wording.profile import babel_locale
from maturity.benchmarks.coverage import Covered


def age_text(release: Release) -> str:
    """How long ago its publisher published it: "4 years old"."""
    # Of a year or a month its first day stands for it.
    year, month, day = (*map(int, release.head["published"].split("-")), 1, 1)[:3]
    passed = timezone.now().date() - dt.date(year, month, day)
    said = format_timedelta(passed, granularity="day", threshold=1.5, locale=babel_locale())
    return _("%(time)s old") % {"time": said}


def covered_texts(covered: Covered) -> list[str]:
    """Which years the figures are of, and how many state none: ["2018–2025", "3 undated"]."""
    first, last, undated = covered.first_year, covered.last_year, covered.undated
    years = first if first == last else f"{first}–{last}"
    parts = [years] if years else []
    if undated:
        parts.append(ngettext("%(n)s undated", "%(n)s undated", undated) % {"n": undated})
    return parts
