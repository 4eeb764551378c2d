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
from maturity.instruments.items import Item, LevelItem

Data = Mapping[str, Any]


def listed(words: list[str]) -> str:
    """A, B and C · A、B和C · A、B、C"""
    if len(words) < 2:
        return "".join(words)
    # Translators: joins all but the last of several names, with its space if the language has one
    head = pgettext("between names", ", ").join(words[:-1])
    return _("%(names)s and %(last)s") % {"names": head, "last": words[-1]}


def item_name(item: Item) -> str:
    """What an item is called; with its number where names occur twice (体制 is 4-1 and 9-1)."""
    name = item.name[active_language()]
    return f"{item.number} {name}" if isinstance(item, LevelItem) and item.type else name


def headline(data: Data) -> str:
    """The result in one sentence: at which level most items stand."""
    levels = [item["current"] for item in data["items"].values() if item["current"] is not None]
    if not levels:
        return _("No item has a level yet.")
    counts = Counter(levels)
    level, count = max(counts.items(), key=lambda pair: (pair[1], -pair[0]))
    words = {"count": count, "of": len(levels), "level": level}
    if len(counts) == 1:
        return (
            ngettext(
                "The %(of)d item you answered stands at level %(level)d.",
                "All %(of)d items you answered stand at level %(level)d.",
                len(levels),
            )
            % words
        )
    if 2 * count > len(levels):
        return _("%(count)d of your %(of)d items stand at level %(level)d.") % words
    words |= {"low": min(levels), "high": max(levels)}
    return (
        _("Your items lie between level %(low)d and level %(high)d, most often at level %(level)d.")
        % words
    )


def spread(data: Data) -> str:
    """How many items stand at each level, lowest first."""
    levels = Counter(i["current"] for i in data["items"].values() if i["current"] is not None)
    parts = [
        ngettext("%(count)d item at level %(level)d", "%(count)d items at level %(level)d", count)
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
        "Your targets raise %(count)d item.",
        "Your targets raise %(count)d items.",
        raised,
    ) % {"count": raised}


def furthest(edition: Edition, data: Data) -> str:
    """Which items are furthest from their target."""
    gaps = {k: item["gap"] for k, item in data["items"].items() if item["gap"] is not None}
    if not gaps:
        return _("No targets are set yet.")
    widest = max(gaps.values())
    if widest <= 0:
        return _("No item is below its target.")
    names = [item_name(edition.item(key)) for key, gap in gaps.items() if gap == widest]
    if len(names) > 3:
        return ngettext(
            "%(count)d items are furthest from their target, by %(gap)d level each.",
            "%(count)d items are furthest from their target, by %(gap)d levels each.",
            widest,
        ) % {"count": len(names), "gap": widest}
    return ngettext(
        "Furthest from the target, by %(gap)d level: %(names)s.",
        "Furthest from the target, by %(gap)d levels: %(names)s.",
        widest,
    ) % {"names": listed(names), "gap": widest}


def lowest(edition: Edition, data: Data) -> str:
    """Which items stand lowest."""
    levels = {k: i["current"] for k, i in data["items"].items() if i["current"] is not None}
    if not levels:
        return ""
    low = min(levels.values())
    names = [item_name(edition.item(key)) for key, level in levels.items() if level == low]
    if len(names) > 4:
        return ngettext(
            "%(count)d item stands lowest, at level %(level)d.",
            "%(count)d items stand lowest, at level %(level)d.",
            len(names),
        ) % {"count": len(names), "level": low}
    return _("Lowest, at level %(level)d: %(names)s.") % {"names": listed(names), "level": low}


def score_text(score: Data) -> str:
    """A mean, or the range it lies in while something is open, or why there is none."""
    if not score["of"]:
        return _("no score")
    if score["provisional"]:
        return _("between %(low)s and %(high)s (provisional)") % {
            "low": two_decimals(score["low"]),
            "high": two_decimals(score["high"]),
        }
    if score["low"] != score["high"]:
        return _("between %(low)s and %(high)s") % {
            "low": two_decimals(score["low"]),
            "high": two_decimals(score["high"]),
        }
    return str(score["rounded"])


def level_text(score: Data) -> str:
    """The level of a mean where the instrument defines one; empty elsewhere and while provisional.

    The level is the floor: 1.26 is level 1, and 5 is reached only at exactly 5.
    """
    if score.get("level_low") is None:
        return ""
    if score["level"] is not None:
        return _("level %(level)d") % {"level": score["level"]}
    return _("level %(low)d to %(high)d") % {"low": score["level_low"], "high": score["level_high"]}


def mean_note(edition: Edition) -> str:
    """What kind of mean is shown, and whose idea it is."""
    if edition.mean_has_level:
        return _("Unweighted mean of the answered items; the level of a mean is its whole part.")
    return _("Unweighted mean; our own summary, the framework defines none.")


def short_title(edition: Edition) -> str:
    """What a questionnaire is called beside others: the name of what it is modelled on."""
    return {"siri": "SIRI", "dx": "DX", "tiers": "L1–L5"}.get(
        edition.key, edition.title[active_language()]
    )


def size_text(edition: Edition) -> str:
    """How much a questionnaire asks, and what comes out."""
    count = len(edition.items)
    words = {"count": count}
    if edition.method == "tiers":
        return _("%(count)d statements, under ten minutes: the highest tier reached") % words
    if edition.method == "facts":
        words["count"] = len(edition.pages) - 1  # the first only asks for the year
        return _("%(count)d optional questions: your figures beside published ones") % words
    if edition.quick:
        return (
            _("%(count)d questions, or the quick pass: a profile with means and next steps") % words
        )
    return _("%(count)d questions: a profile with means and next steps") % words


def change_text(kind: str) -> str:
    """What became of an item in a new edition."""
    return {
        "same": pgettext("change", "same"),
        "reworded": pgettext("change", "reworded"),
        "new": pgettext("change", "new"),
        "removed": pgettext("change", "removed"),
        "rescaled": pgettext("change", "re-scaled"),
    }[kind]


def facts_statement(answered: int, of: int) -> str:
    """How many of the questions about facts were answered."""
    return _("%(count)d of %(of)d questions answered") % {"count": answered, "of": of}


def share_text(share: Data) -> str:
    """12 of 40 (30.0 %): a share derived from two answers."""
    words = {"k": share["k"], "n": share["n"], "percent": share["rounded"]}
    return _("%(k)s of %(n)s (%(percent)s %%)") % words


def leading_text(data: Data) -> str:
    """Whether the enterprise counts as leading (先行企業); empty if the instrument has no such."""
    if "leading" not in data:
        return ""
    if data["leading"] is None:
        return _("Whether you count as a leading company is open: that needs all answers.")
    if data["leading"]:
        return _("You count as a leading company: the overall mean today is 3 or more.")
    return _("You do not count as a leading company: that takes an overall mean of 3 or more.")


def bounds_text(bounds: Data) -> str:
    """What a quick pass said of a unit."""
    return _("between level %(low)d and level %(high)d") % {
        "low": bounds["low"],
        "high": bounds["high"],
    }


def tier_text(low: int, high: int) -> str:
    """Which tier is reached, certainly and possibly."""
    names = {"low": f"L{low}", "high": f"L{high}"}
    if low == high:
        return names["low"] if low else _("below L1")
    if not low:
        return _("at most %(high)s") % names
    return _("at least %(low)s, at most %(high)s") % names


def counted_text(score: Data) -> str:
    """On how many answers a mean rests, and what was left out."""
    parts = [_("%(count)d of %(of)d items answered") % {"count": score["count"], "of": score["of"]}]
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
        "no_moving_equipment": _("We have no moving equipment"),
        "other": _("Another reason (please say which)"),
    }.get(reason, reason)  # a questionnaire of your own may bring codes of its own


def two_decimals(full: str) -> str:
    """Round a full decimal string half up; for range ends, which carry no rounded form."""
    return str(Decimal(full).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
