"""Words around a published figure: how firm it is, what kind of comparison it allows."""

import datetime as dt

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.wording.profile import active_language, babel_locale
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.units import figure_value


def qualified_value(figure: PublishedFigure) -> str:
    """The value as printed with its unit and the report's own qualification."""
    value = figure_value(figure, active_language())
    pattern = _qualifiers().get(figure.qualifier)
    return pattern % {"value": value} if pattern else value


def _qualifiers() -> dict[str, str]:
    return {
        "about": _("about %(value)s"),
        "nearly": _("nearly %(value)s"),
        "at_least": _("at least %(value)s"),
        "more_than": _("more than %(value)s"),
        "less_than": _("less than %(value)s"),
    }


def status_text(status: str) -> str:
    """Whether somebody observed, forecast, planned … it; empty for what was observed."""
    return {
        "observed": "",
        "forecast": pgettext("figure", "forecast"),
        "target": pgettext("figure", "target"),
        "plan": pgettext("figure", "plan"),
        "potential": pgettext("figure", "potential"),
        "requirement": pgettext("figure", "requirement"),
    }[status]


def status_name(status: str) -> str:
    """The same where it has to be chosen, so that what was observed has a name as well."""
    return status_text(status) or pgettext("figure", "observed")


def qualifier_text(qualifier: str) -> str:
    """How exactly the publisher gives a number, with a place for it."""
    pattern = _qualifiers().get(qualifier)
    return pattern % {"value": "…"} if pattern else pgettext("figure", "no qualifier")


def mode_text(mode: str) -> str:
    """What may be said of an own value beside the figure."""
    return {
        "compare": _("State a relation (above, below, reached)"),
        "side_by_side": _("Show both numbers, state no relation"),
        "show": _("Show the figure only"),
    }[mode]


def count_text(count: int) -> str:
    """3,956: a whole number as the language writes it."""
    return str(format_decimal(count, locale=babel_locale()))


def n_text(n: int | None) -> str:
    """How many enterprises are behind a figure; empty where the publication does not say."""
    return "" if n is None else _("n = %(n)s") % {"n": count_text(n)}


def kind_text(kind: str) -> str:
    """The six kinds of comparison."""
    return {
        "share_of_enterprises": _("Share of enterprises"),
        "share_of_people": _("Share of people"),
        "reference_case": _("Reference case"),
        "technical_capability": _("Technical capability"),
        "weak_analogue": _("Weak analogue"),
        "national_context": _("National context"),
    }[kind]


def period_text(figure: PublishedFigure) -> str:
    """2021 · Sep 2022 · Q2 2022 · 31 Dec 2021, or two of them with a dash between."""
    if not figure.period:
        return _("year not stated")
    return " – ".join(_time_text(time) for time in figure.period.split("/"))


def _time_text(time: str) -> str:
    """A year, month or day as the language writes it; a fiscal year stays as it is printed."""
    year, _hyphen, rest = time.partition("-")
    if rest.startswith("Q"):
        return _("Q%(quarter)s %(year)s") % {"quarter": rest[1:], "year": year}
    if not rest or not year.isdecimal():
        return time
    is_month = len(rest) == len("12")
    day = dt.date.fromisoformat(f"{time}-01" if is_month else time)
    return str(format_skeleton("yMMM" if is_month else "yMMMd", day, locale=babel_locale()))


def locator_text(figure: PublishedFigure) -> str:
    """Where in the publication the figure stands."""
    words = {"section": figure.section, "page": figure.page}
    if figure.page is None:
        return _("section %(section)s") % words
    return _("section %(section)s, from page %(page)s") % words
