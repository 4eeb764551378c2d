"""A result beside the earlier ones: statement, picture over time, and tables, for page and report.

The published means stay what they are; what is said to be higher or lower is said of the items
that both results know.
"""

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from assessments.queries.changes import History, Placed
from assessments.queries.results import FactsStored, MeansStored, StoredResult, TiersStored
from assessments.reports.charts import TrendKey, TrendPoint, draw_trend
from assessments.reports.charts.palette import RANGE_DASH
from assessments.wording import changes as words
from assessments.wording import report as report_words
from assessments.wording import results
from assessments.wording.dates import date_text, time_zone_of
from assessments.wording.profile import active_language
from maturity.scoring.changes import (
    Changes,
    ItemChange,
    Joint,
    Why,
    compare_results,
    find_obstacle,
    join_results,
)

WHYS: tuple[Why, ...] = (
    "not_comparable",
    "new",
    "other_unit",
    "unknown",
    "unanswered",
    "not_applicable",
)
"""In this order items without a difference are listed, by why."""


def earlier_text(history: History) -> str:
    """What the result is compared with, in one line; that it is the first, if it is."""
    if history.is_first:
        return words.first_text()
    compared = _compared(history)
    return words.compared_text(_date(compared)) if compared else words.alone_text()


def change_section(history: History, result: StoredResult, *, uid: str) -> dict[str, Any] | None:
    """The section as JSON; None if there is no earlier result to be read.

    It is held against the newest earlier one that can be compared; if none can, it says why.
    """
    if not history.earlier:
        return None
    compared = _compared(history)
    trend = None if isinstance(result, FactsStored) else _trend(history, result, uid=uid)
    if compared is None:
        newest = history.earlier[-1]
        obstacle = find_obstacle(newest.reading, history.own.reading)
        assert obstacle is not None  # noqa: S101 - or it would be compared
        return {
            "earlier": None,
            "statement": words.obstacle_text(obstacle, date=_date(newest)),
            "notes": [],
            "trend": trend,
            "groups": [],
            "tiers": [],
            "moved": [],
            "apart": [],
        }
    changes = compare_results(compared.reading, history.own.reading)
    return {
        "earlier": {"id": str(compared.assessment.pk), "date": _date(compared)},
        "statement": _statement(changes, compared, result),
        "notes": _notes(changes, compared, history, result),
        "trend": trend,
        "groups": _groups(changes, compared, result),
        "tiers": [
            {
                "name": change.group.name[active_language()],
                "then": words.tier_text(change.earlier),
                "now": words.tier_text(change.later),
                "difference": words.tier_difference(change),
            }
            for change in changes.tiers
        ],
        "moved": [_row(change, compared, result) for change in changes.moved],
        "apart": list(_apart(changes, compared, result)),
    }


def _compared(history: History) -> Placed | None:
    """The newest earlier result that can be compared with this one."""
    own = history.own.reading
    return next((p for p in reversed(history.earlier) if not find_obstacle(p.reading, own)), None)


def _date(placed: Placed) -> str:
    """The day for which a result stands, where the enterprise was."""
    return date_text(placed.moment, placed.assessment.profile["economy"])


def _statement(changes: Changes, compared: Placed, result: StoredResult) -> str:
    date = _date(compared)
    if not isinstance(result, TiersStored):
        return words.statement(changes, date=date)
    if not all(change.comparable for change in changes.tiers):
        return words.tiers_apart_text()
    earlier = compared.reading.data
    return words.tiers_text(earlier, result.data, date=date, scope=result.scope)


def _notes(changes: Changes, compared: Placed, history: History, result: StoredResult) -> list[str]:
    """What belongs to the statement, a sentence each."""
    between = history.earlier[history.earlier.index(compared) + 1 :]
    neither = [c for c in changes.not_compared if c.earlier is None and c.later is None]
    asked = [c for c in neither if c.earlier_state is not None]
    corrected = compared.assessment.corrects_id is not None
    said = [
        words.statement(changes, date=_date(compared)) if changes.tiers else "",
        words.mean_text(changes.groups[0]) if changes.groups else "",
        words.editions_text(compared.reading.edition, result.edition),
        words.removed_text(changes.removed),
        words.neither_text(asked),
        words.passed_over_text([_date(placed) for placed in between]) if between else "",
        words.corrected_text(_date(compared)) if corrected else "",
        words.caveat(),
    ]
    return [sentence for sentence in said if sentence]


def _groups(changes: Changes, compared: Placed, result: StoredResult) -> list[dict[str, str]]:
    """Every group with its published results, and with its means on the items known both times."""
    then = compared.reading.data.get("scores", {})
    return [
        {
            "name": change.group.name[active_language()],
            "then": _score(then.get(change.group.key)),
            "now": _score(result.data["scores"][change.group.key]),
            "before": words.group_mean(change.before),
            "after": words.group_mean(change.after),
            "difference": words.group_difference(change),
            "counted": words.counted(change),
        }
        for change in changes.groups
    ]


def _score(group: Any) -> str:
    return results.score_text(group["current"]) if group else words.NONE


def _row(change: ItemChange, compared: Placed, result: StoredResult) -> dict[str, str]:
    return {
        "name": results.item_name(change.item),
        "then": words.then_text(change, compared.reading.edition),
        "now": words.now_text(change, result.edition),
        "difference": words.difference_text(change),
    }


def _apart(changes: Changes, compared: Placed, result: StoredResult) -> Iterator[dict[str, Any]]:
    """Items without a difference that are new or have a value in one of the two, by why."""
    shown = [
        change
        for change in changes.not_compared
        if change.earlier_state is None or not (change.earlier is change.later is None)
    ]
    for why in WHYS:
        rows = [_row(change, compared, result) for change in shown if change.why == why]
        if rows:
            yield {"why": words.why_text(why), "items": rows}


def _trend(history: History, result: StoredResult, *, uid: str) -> dict[str, Any] | None:
    """All results on the same site or workshop over time; None if there is only this one."""
    own = history.own.reading
    placed = [
        *(p for p in history.earlier if find_obstacle(p.reading, own) != "other_scope"),
        history.own,
    ]
    if len(placed) < 2:
        return None
    joints = [None, *(join_results(a.reading, b.reading) for a, b in itertools.pairwise(placed))]
    scores = [_overall(each) for each in placed]
    dates, said = [_date(each) for each in placed], [_outcome(score) for score in scores]
    title = words.trend_title((dates[0], said[0]), (dates[-1], said[-1]), count=len(placed))
    scale = _scale(result)
    points = [
        _point(each, score, joint, scale=scale)
        for each, score, joint in zip(placed, scores, joints, strict=True)
    ]
    options: dict[str, Any] = {
        "scale": scale,
        "key": TrendKey(**words.trend_key()),
        "title": title,
        "desc": report_words.sentence_list(
            [report_words.named(date, outcome) for date, outcome in zip(dates, said, strict=True)]
        ),
        "language": active_language(),
    }
    return {
        "meaning": title,
        "is_means": isinstance(result, MeansStored),
        "rows": [
            {
                "date": date,
                "edition": each.reading.edition.edition,
                "outcome": outcome,
                "counted": results.counted_text(score["current"]) if "current" in score else "",
                "target": (score["target"]["rounded"] if "target" in score else "") or words.NONE,
                "joint": words.joint_text(joint),
            }
            for each, score, date, outcome, joint in zip(
                placed, scores, dates, said, joints, strict=True
            )
        ],
        "pictures": {
            "wide": draw_trend(points, uid=uid, **options),
            "compact": draw_trend(points, uid=f"{uid}-s", compact=True, **options),
        },
    }


def _overall(placed: Placed) -> Any:
    """The published score of the whole; for tiers the whole result, with its `low` and `high`."""
    edition, data = placed.reading.edition, placed.reading.data
    return data if edition.method == "tiers" else data["scores"][edition.groups_by_rank[0].key]


def _outcome(score: Any) -> str:
    if "current" in score:
        return results.score_text(score["current"])
    return results.tier_text(score["low"], score["high"])


def _scale(result: StoredResult) -> list[str]:
    """What the levels of the picture are called, from the lowest."""
    if isinstance(result, MeansStored):
        return [str(level) for level in range(result.edition.scale_top + 1)]
    return [results.tier_text(n, n) for n in range(len(result.edition.groups_of_kind("tier")) + 1)]


def _point(placed: Placed, score: Any, joint: Joint | None, *, scale: Sequence[str]) -> TrendPoint:
    moment = placed.moment.astimezone(time_zone_of(placed.assessment.profile["economy"]))
    dash = RANGE_DASH[active_language()]
    if "current" not in score:
        # a line from tier to tier would pass through halves of tiers, which there are none of
        joint = joint if joint == "not_comparable" else None
        low, high = score["low"], score["high"]
        if low == high:
            return TrendPoint(moment, scale[low], current=low, joint=joint)
        said = f"{scale[low]}{dash}{scale[high]}"
        return TrendPoint(moment, said, low=low, high=high, joint=joint)
    current, target = score["current"], score["target"]["rounded"]
    goal = Decimal(target) if target else None
    low, high = (results.two_decimals(current[end]) for end in ("low", "high"))
    if current["low"] == current["high"] and not current["provisional"]:
        return TrendPoint(moment, low, current=Decimal(low), target=goal, joint=joint)
    return TrendPoint(
        moment,
        f"{low}{dash}{high}",
        low=Decimal(low),
        high=Decimal(high),
        target=goal,
        joint=joint,
    )
