"""Comparisons of facts as pictures, where one helps and says no more than the sentence may."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from assessments.reports.charts import (
    Axis,
    Mark,
    OwnBar,
    Reach,
    Sides,
    axis_from_zero,
    bar_with_mark,
    share_axis,
    share_with_sides,
)
from assessments.wording import comparisons as words
from assessments.wording import report as report_words
from assessments.wording.figures import qualified_value
from assessments.wording.profile import active_language
from maturity.benchmarks.comparisons import Comparison
from maturity.benchmarks.release import PublishedFigure
from maturity.instruments.edition import Edition

_REACH: Mapping[str, Reach] = {"more_than": "above", "at_least": "above", "less_than": "below"}

# A mark nearer to zero than this part of the axis cannot be told from it.
_NARROWEST = 0.03


def comparison_picture(found: Comparison, *, edition: Edition, items: words.Items) -> str:
    """The picture of one comparison as SVG; empty where the sentence has to do alone.

    There is none without an outcome, for shares of fewer than ten people, for an answer that
    stands on neither side, and where the published mark would be lost beside the own number.
    """
    entry = found.entry
    if found.outcome in (None, "few"):
        return ""
    about: dict[str, Any] = {
        "uid": f"cmp-{entry.key.replace('_', '-')}",
        "title": words.sentence(found, edition=edition, items=items),
        "language": active_language(),
    }
    marks = [_mark(found, figure) for figure in found.figures]
    if entry.sides:
        return _with_sides(found, marks[0], about)
    if entry.scale is None:
        return ""
    own = OwnBar(
        label=words.your_enterprise(),
        words=words.own_number(found, edition=edition, items=items),
        value=Decimal(found.share["percent"] if found.share else items[entry.items[0]]["value"]),
    )
    unit = words.axis_number(found.figures[0])
    is_share, ends = entry.scale == "share", [own.value, *_ends(marks)]
    axis = share_axis(unit) if is_share else axis_from_zero(ends, unit)
    if any(_is_lost(axis, mark) for mark in marks):
        return ""
    return bar_with_mark(
        own,
        marks,
        axis=axis,
        desc=_figures([(own.label, own.words), *((mark.label, mark.words) for mark in marks)]),
        across=entry.mode == "compare",
        **about,
    )


def _with_sides(found: Comparison, mark: Mark, about: Mapping[str, Any]) -> str:
    outcomes = [side.outcome for side in found.entry.sides]
    if found.outcome not in outcomes:
        return ""
    yours = outcomes.index(found.outcome)
    names = [side.text[active_language()] for side in found.entry.sides]
    names[yours] = words.your_side(names[yours])
    return share_with_sides(
        mark,
        Sides((names[0], names[1]), yours),
        axis=share_axis(words.axis_number(found.figures[0])),
        desc=_figures([(mark.label, mark.words)]),
        **about,
    )


def _mark(found: Comparison, figure: PublishedFigure) -> Mark:
    return Mark(
        label=words.figure_label(found, figure),
        words=qualified_value(figure),
        value=Decimal(figure.value),
        upper=Decimal(figure.value_max) if figure.value_max else None,
        reach=_REACH.get(figure.qualifier, "at"),
        is_target=figure.status == "target",
    )


def _ends(marks: Sequence[Mark]) -> list[Decimal]:
    return [mark.value for mark in marks] + [mark.upper for mark in marks if mark.upper]


def _is_lost(axis: Axis, mark: Mark) -> bool:
    return abs(axis.part(mark.value) - axis.part(Decimal(0))) < _NARROWEST


def _figures(pairs: Sequence[tuple[str, str]]) -> str:
    return report_words.sentence_list([report_words.named(*pair) for pair in pairs])
