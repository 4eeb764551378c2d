"""Who stands where, in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.models import Assignment
from assessments.wording import answers, results
from maturity.instruments.items import Item, LevelItem, PracticeItem, ValueItem
from maturity.scoring import half_up
from maturity.scoring.perception import PERSPECTIVES, GroupPerception, Views, Voice

NONE = "–"


def perspective_text(code: str) -> str:
    """Management, business, digital transformation or IT."""
    return str(Assignment.Perspective(code).label)


def value_text(item: Item, value: Any) -> str:
    """A level as its number, everything else in words."""
    if isinstance(item, PracticeItem):
        return answers.practice_text(value)
    if isinstance(item, ValueItem):
        return answers.value_text(item, value)
    return str(value)


def voice_text(item: Item, voice: Voice) -> str:
    """What one person said."""
    if voice.state == "answered":
        return value_text(item, voice.value)
    return results.state_text(voice.state)


def stances_text(views: Views) -> str:
    """Management 3 · IT 1, 2: everybody's values, by perspective."""
    said = []
    for perspective in PERSPECTIVES:
        voices = [v for v in views.voices if v.perspective == perspective]
        if voices:
            # Translators: a perspective and the values of its people, as in "IT: 1, 2"
            said.append(
                pgettext("stance", "%(perspective)s: %(values)s")
                % {
                    "perspective": perspective_text(perspective),
                    "values": results.listed([voice_text(views.item, v) for v in voices]),
                }
            )
    return " · ".join(said)


def people_text(counts: Mapping[str, int]) -> str:
    """Who answered alone, by perspective with the number of people, and that it counts nowhere."""
    people = [
        # Translators: a perspective and how many people answered from it, as in "IT (2)"
        pgettext("respondents", "%(perspective)s (%(count)d)")
        % {"perspective": perspective_text(name), "count": count}
        for name, count in counts.items()
    ]
    return results.sentences(
        _("Before the answers were agreed on, colleagues answered alone: %(people)s.")
        % {"people": results.listed(people)},
        _("Their answers do not enter the result."),
    )


def spread_text(views: Views) -> str:
    """How far apart, in words that need no arithmetic."""
    if views.is_mixed:
        return _("Some say that it does not apply.")
    if views.spread is None:
        return _("Only one person gave a value.") if views.known else _("Nobody gave a value.")
    if views.spread == 0:
        alike = _("Everybody says the same.")
        return alike if views.is_unanimous else _("Those who know say the same.")
    if not isinstance(views.item, LevelItem):
        return _("The answers differ.")
    levels: list[int] = [voice.value for voice in views.known]
    steps = max(levels) - min(levels)
    return ngettext(
        "The answers are %(count)d level apart.", "The answers are %(count)d levels apart.", steps
    ) % {"count": steps}


def gap_headline(groups: Sequence[GroupPerception], *, names: Mapping[str, str]) -> str:
    """Where the perspectives are furthest apart: the message of the chart.

    `names` are the groups' names by key. Smaller groups come before the whole: they say where.
    """
    parts = [group for group in groups[1:] if group.gap] or [g for g in groups if g.gap]
    if not parts:
        if any(group.compared for group in groups):
            return _("The perspectives see the enterprise alike.")
        return _("No question was answered from every perspective, so nothing can be compared.")
    widest = max(parts, key=lambda group: group.gap or Fraction(0))
    high = max(widest.means, key=lambda code: widest.means[code])
    low = min(widest.means, key=lambda code: widest.means[code])
    return _(
        "Furthest apart in “%(group)s”: %(high)s sees %(high_mean)s, %(low)s %(low_mean)s."
    ) % {
        "group": names[widest.group.key],
        "high": perspective_text(high),
        "high_mean": mean_text(widest.means[high]),
        "low": perspective_text(low),
        "low_mean": mean_text(widest.means[low]),
    }


def mean_text(value: Fraction | None) -> str:
    """To two decimals, half up."""
    return NONE if value is None else half_up(value, 2)


def compared_text(group: GroupPerception) -> str:
    """Over how many items the means are taken."""
    params = {"count": group.compared, "of": group.of}
    return ngettext("%(count)d of %(of)d item", "%(count)d of %(of)d items", group.of) % params
