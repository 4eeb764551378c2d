"""Sentences about a result, from its stored numbers. Used by page, report and API alike."""

import functools
from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.wording.profile import active_language
from maturity.instruments.edition import Edition

Data = Mapping[str, Any]


def listed(words: list[str]) -> str:
    """A, B and C · A、B和C · A、B、C"""
    if len(words) < 2:
        return "".join(words)
    # Translators: joins all but the last of several names, with its space if the language has one
    head = pgettext("between names", ", ").join(words[:-1])
    return _("%(names)s and %(last)s") % {"names": head, "last": words[-1]}


def headline(data: Data) -> str:
    """The result in one sentence: at which band most dimensions stand."""
    levels = [item["current"] for item in data["items"].values() if item["current"] is not None]
    if not levels:
        return _("No dimension has a band yet.")
    counts = Counter(levels)
    level, count = max(counts.items(), key=lambda pair: (pair[1], -pair[0]))
    words = {"count": count, "of": len(levels), "level": level}
    if len(counts) == 1:
        return (
            ngettext(
                "The %(of)d dimension you answered stands at band %(level)d.",
                "All %(of)d dimensions you answered stand at band %(level)d.",
                len(levels),
            )
            % words
        )
    if 2 * count > len(levels):
        return _("%(count)d of your %(of)d dimensions stand at band %(level)d.") % words
    words |= {"low": min(levels), "high": max(levels)}
    return (
        _(
            "Your dimensions lie between band %(low)d and band %(high)d, "
            "most often at band %(level)d."
        )
        % words
    )


def spread(data: Data) -> str:
    """How many dimensions stand at each band, lowest first."""
    levels = Counter(i["current"] for i in data["items"].values() if i["current"] is not None)
    parts = [
        ngettext(
            "%(count)d dimension at band %(level)d", "%(count)d dimensions at band %(level)d", count
        )
        % {"count": count, "level": level}
        for level, count in sorted(levels.items())
    ]
    return _("%(parts)s.") % {"parts": listed(parts)} if parts else ""


def plan(data: Data) -> str:
    """What the targets ask for."""
    gaps = [item["gap"] for item in data["items"].values() if item["gap"] is not None]
    if not gaps:
        return _("No targets are set yet.")
    raised = sum(gap > 0 for gap in gaps)
    return ngettext(
        "Your targets raise %(count)d dimension.",
        "Your targets raise %(count)d dimensions.",
        raised,
    ) % {"count": raised}


def furthest(edition: Edition, data: Data) -> str:
    """Which dimensions are furthest from their target."""
    gaps = {k: item["gap"] for k, item in data["items"].items() if item["gap"] is not None}
    if not gaps:
        return _("No targets are set yet.")
    widest = max(gaps.values())
    if widest <= 0:
        return _("No dimension is below its target.")
    names = [
        edition.item(key).name[active_language()] for key, gap in gaps.items() if gap == widest
    ]
    if len(names) > 3:
        return ngettext(
            "%(count)d dimensions are furthest from their target, by %(gap)d band each.",
            "%(count)d dimensions are furthest from their target, by %(gap)d bands each.",
            widest,
        ) % {"count": len(names), "gap": widest}
    return ngettext(
        "Furthest from the target, by %(gap)d band: %(names)s.",
        "Furthest from the target, by %(gap)d bands: %(names)s.",
        widest,
    ) % {"names": listed(names), "gap": widest}


def lowest(edition: Edition, data: Data) -> str:
    """Which dimensions stand lowest."""
    levels = {k: i["current"] for k, i in data["items"].items() if i["current"] is not None}
    if not levels:
        return ""
    low = min(levels.values())
    names = [
        edition.item(key).name[active_language()] for key, level in levels.items() if level == low
    ]
    if len(names) > 4:
        return ngettext(
            "%(count)d dimension stands lowest, at band %(level)d.",
            "%(count)d dimensions stand lowest, at band %(level)d.",
            len(names),
        ) % {"count": len(names), "level": low}
    return _("Lowest, at band %(level)d: %(names)s.") % {"names": listed(names), "level": low}


def score_text(score: Data) -> str:
    """A mean, or the range it lies in while something is open, or why there is none."""
    if not score["of"]:
        return _("no score")
    if score["low"] != score["high"]:
        return _("between %(low)s and %(high)s") % {
            "low": two_decimals(score["low"]),
            "high": two_decimals(score["high"]),
        }
    return str(score["rounded"])


def counted_text(score: Data) -> str:
    """On how many answers a mean rests, and what was left out."""
    parts = [
        _("%(count)d of %(of)d dimensions answered") % {"count": score["count"], "of": score["of"]}
    ]
    for name, text in (
        ("unknown", _("%(count)d unknown")),
        ("unanswered", _("%(count)d unanswered")),
        ("not_applicable", _("%(count)d not applicable")),
    ):
        if score[name]:
            parts.append(text % {"count": score[name]})
    return pgettext("between counts", ", ").join(parts)


def sentences(*parts: str) -> str:
    """Sentences one after another, with a space between them if the language has one."""
    said = [part for part in parts if part]
    if not said:
        return ""
    return functools.reduce(
        # Translators: two sentences one after the other; Chinese and Japanese set no space
        lambda first, following: _("%(first)s %(next)s") % {"first": first, "next": following},
        said,
    )


def edition_text(edition: Edition) -> str:
    """Which questionnaire in which edition."""
    return _("%(title)s, edition %(edition)s") % {
        "title": edition.title[active_language()],
        "edition": edition.edition,
    }


def state_text(state: str) -> str:
    return {
        "answered": _("answered"),
        "unknown": _("not known yet"),
        "not_applicable": _("not applicable"),
        "unanswered": _("not answered"),
    }[state]


def reason_text(reason: str) -> str:
    """Why an item does not apply; the codes stand in the edition."""
    return {
        "no_such_activity": _("We have no such activity"),
        "no_such_equipment": _("We have no such equipment"),
        "outside_site": _("It lies outside the assessed site"),
        "other": _("Another reason (please say which)"),
    }[reason]


def two_decimals(full: str) -> str:
    """Round a full decimal string half up; for range ends, which carry no rounded form."""
    return str(Decimal(full).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
