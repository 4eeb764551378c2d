"""Economies by name, and about whom a published figure speaks."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.wording import results
from assessments.wording.profile import active_language, economy_text
from maturity.benchmarks.comparisons import Comparison
from maturity.benchmarks.economies import (
    WORLD,
    EconomyKind,
    Standing,
    ancestors,
    economies,
    standing,
)
from maturity.benchmarks.release import Kind

# English puts an article before these inside a sentence.
_WITH_ARTICLE = frozenset(
    (
        *("AE", "BS", "CC", "CF", "CK", "DO", "EU", "FK", "FO", "GB", "GM", "IM", "IO", "KM"),
        *("KY", "MH", "MP", "MV", "NL", "PH", "SB", "TC", "TF", "UM", "US", "VG", "VI"),
        *("GREATER-BAY-AREA", "SF-BAY-AREA", "YANGTZE-RIVER-DELTA"),
    )
)


def place_name(code: str) -> str:
    """An economy of the national data (a union, a region or a city too), or any other country."""
    known = economies().get(code)
    return known.name[active_language()] if known else economy_text(code)


def economy_group_text(kind: EconomyKind) -> str:
    """What economies of one kind are called together, where they are chosen from."""
    return {
        "country": _("Countries"),
        "union": _("Unions and continents"),
        "region": _("Regions"),
        "city": _("Cities"),
    }[kind]


def figure_count_text(count: int) -> str:
    """How much a release says about an economy."""
    if not count:
        return _("no figures")
    return ngettext("%(count)d figure", "%(count)d figures", count) % {"count": count}


def about_text(comparison: Comparison, *, own: str) -> str:
    """About whom the figures speak, where that is not the enterprise's `own` economy; else empty.

    Never left out for a figure from elsewhere. Empty too where the report names no economy, or
    names one that is known to be wrong: the caveat says so.
    """
    entry = comparison.entry
    places = list(dict.fromkeys(f.economy for f in comparison.figures if f.economy != WORLD))
    if entry.without_economy or not places:
        return ""
    if len(places) > 1:
        return _several(places, own=own)
    how = standing(places[0], own)
    if how == "own":
        return ""
    return _one(entry.kind, how) % {"place": _inside(places[0]), "own": _inside(own)}


def _one(kind: Kind, how: Standing) -> str:
    """The pattern for a figure about one economy."""
    if how == "above":
        return _("About %(place)s, of which %(own)s is part.")
    elsewhere = {
        "share_of_enterprises": _("About enterprises in %(place)s; yours is in %(own)s."),
        "share_of_people": _("About people in %(place)s; your enterprise is in %(own)s."),
        "reference_case": _("A case in %(place)s; your enterprise is in %(own)s."),
    }
    return elsewhere.get(kind) or _("About %(place)s; your enterprise is in %(own)s.")


def _several(places: list[str], *, own: str) -> str:
    near = [place for place in places if standing(place, own) in ("own", "within")]
    if not near:
        return _("None of these figures is about %(own)s as a whole or a place in it.") % {
            "own": _inside(own)
        }
    words = {"own": _inside(own), "places": _listed(near)}
    return _("Only these are about %(own)s, where your enterprise is: %(places)s.") % words


def shares_text(places: Sequence[str], *, own: str) -> str:
    """That the release has no share of enterprises for the `own` economy; empty if it has one.

    `places` are the economies of which it has some, each once.
    """
    if own in places:
        return ""
    nothing = _("The report gives no share of enterprises for %(own)s.") % {"own": _inside(own)}
    near = [place for place in places if place in ancestors(own)]
    if near:
        some = _("It has some for %(places)s, of which it is part.") % {"places": _listed(near)}
        return results.sentences(nothing, some)
    if places:
        there = _("The shares it has are about %(places)s.") % {"places": _listed(places)}
        return results.sentences(nothing, there)
    return nothing


def _listed(codes: list[str]) -> str:
    return results.listed([_inside(code) for code in codes])


def _inside(code: str) -> str:
    """An economy's name inside a sentence."""
    name = place_name(code)
    return f"the {name}" if active_language() == "en" and code in _WITH_ARTICLE else name
