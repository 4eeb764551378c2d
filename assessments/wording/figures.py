"""Words around a published figure: how firm it is, what kind of comparison it allows."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.wording.profile import active_language
from maturity.benchmarks.release import PublishedFigure
from maturity.benchmarks.units import figure_value


def qualified_value(figure: PublishedFigure) -> str:
    """The value as printed with its unit and the report's own qualification."""
    value = figure_value(figure, active_language())
    patterns = {
        "about": _("about %(value)s"),
        "nearly": _("nearly %(value)s"),
        "at_least": _("at least %(value)s"),
        "more_than": _("more than %(value)s"),
        "less_than": _("less than %(value)s"),
    }
    pattern = patterns.get(figure.qualifier)
    return pattern % {"value": value} if pattern else value


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
    return figure.period.replace("/", " – ") if figure.period else _("year not stated")


def locator_text(figure: PublishedFigure) -> str:
    """Where in the publication the figure stands."""
    words = {"section": figure.section, "page": figure.page}
    return _("section %(section)s, from page %(page)s") % words
