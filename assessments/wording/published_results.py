"""Sentences about a result beside the published results of the same questionnaire.

The sentences are data (`maturity/benchmarks/data/published-results.yaml`); here the numbers go in.
"""

from collections.abc import Iterable
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.wording.answers import percent_text
from assessments.wording.figures import count_text
from assessments.wording.profile import active_language
from assessments.wording.results import listed, sentences
from maturity.benchmarks.published_results import (
    OwnMean,
    PlacedGroup,
    Position,
    ResultsBeside,
    Standing,
    sayable,
)
from maturity.scoring.numbers import half_up


def own_text(own: OwnMean) -> str:
    """The own mean, or the range it lies in while items are open."""
    low, high = half_up(own.low, 2), half_up(own.high, 2)
    return low if own.is_mean else _("between %(low)s and %(high)s") % {"low": low, "high": high}


def published_text(position: Position) -> str:
    """How the publication sorts its enterprises: every count with its share of all."""
    words = {"n": count_text(position.n)}
    for number, placed in enumerate(position.groups, start=1):
        words[f"count_{number}"] = count_text(placed.count)
        words[f"percent_{number}"] = percent(placed, position)
    return position.distribution.published[active_language()].format_map(words)


def position_text(position: Position) -> str:
    """Into which group the own value falls, or between which that is undecided."""
    own = position.own
    names = [group_name(placed) for placed in position.groups if placed.standing == "same"]
    words = {
        "own": half_up(own.low, 2),
        "low": half_up(own.low, 2),
        "high": half_up(own.high, 2),
        "k": str(own.count),
        "of": str(own.of),
        "group": names[0],
        "groups": listed([_("“%(name)s”") % {"name": name} for name in names]),
        "n": count_text(position.n),
    }
    standings: tuple[Standing, ...] = ("below", "same", "above")
    words |= {standing: count_text(position.count(standing)) for standing in standings}
    return sayable().sentences[position.outcome][active_language()].format_map(words)


def statement(position: Position) -> str:
    """Both in one, with what must be said of who these enterprises are."""
    caveat = position.distribution.caveat[active_language()]
    return sentences(published_text(position), position_text(position), caveat)


def own_mark(placed: PlacedGroup, position: Position) -> str:
    """What stands at a group's bar if the own value falls into it, or may; empty for the others."""
    if placed.standing != "same":
        return ""
    words = {"value": own_text(position.own)}
    if position.outcome == "undecided":
        return _("Yours, perhaps here: %(value)s") % words
    return _("Yours is here: %(value)s") % words


def standing_text(placed: PlacedGroup, position: Position) -> str:
    """How a group stands to the own value, in a table."""
    if placed.standing == "same" and position.outcome == "undecided":
        return pgettext("group", "perhaps yours")
    return {
        "below": pgettext("group", "lower"),
        "same": pgettext("group", "yours"),
        "above": pgettext("group", "higher"),
    }[placed.standing]


def group_name(placed: PlacedGroup) -> str:
    return placed.group.name[active_language()]


def percent(placed: PlacedGroup, position: Position) -> str:
    """The group's share of all enterprises, computed from the counts."""
    return percent_text(half_up(Fraction(100 * placed.count, position.n), 1))


def figures_in_words(position: Position) -> str:
    """Every group with its count, for those who do not see the picture."""
    return pgettext("between figures", "; ").join(
        _("%(name)s: %(value)s") % {"name": group_name(placed), "value": counted(placed, position)}
        for placed in position.groups
    )


def counted(placed: PlacedGroup, position: Position) -> str:
    """209 (68.5 %)"""
    words = {"count": count_text(placed.count), "percent": percent(placed, position)}
    return _("%(count)s (%(percent)s)") % words


def notes(found: ResultsBeside, *, release: str) -> list[str]:
    """What must be known to read the means: what they are not, and what the release lacks."""
    codes = [*found.missing]
    words = {"release": release, "periods": years_text(found.without_distribution)}
    said = sayable().notes
    texts = [said[code] for code in codes]
    if found.groups:
        texts = [said["beside"], *texts]
        if not all(group.own.is_mean for group in found.groups):
            texts = [said["range"], *texts]
    return [text[active_language()].format_map(words) for text in texts]


def mean_only_text(found: ResultsBeside) -> str:
    """The years in which nobody can be given a position; empty if there are none."""
    if not found.mean_only:
        return ""
    words = {"periods": years_text(found.mean_only)}
    return sayable().notes["mean_only"][active_language()].format_map(words)


def years_text(periods: Iterable[str]) -> str:
    """2019, 2022 and 2023"""
    return listed(list(periods))
