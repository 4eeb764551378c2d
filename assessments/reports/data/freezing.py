"""The part of a frozen report that programs read: keys, numbers and answers instead of words.

It lies beside what is printed and repeats as little of it as possible. Lists keep the order of the
edition, because databases do not all keep the order of the keys of stored JSON.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Answer, Assessment
from assessments.queries.comments import comments_on
from assessments.queries.results import StoredResult
from assessments.wording.answers import answer_text
from assessments.wording.profile import active_language
from maturity.benchmarks.release import PublishedFigure
from maturity.instruments.edition import Edition, Group
from maturity.instruments.items import LevelItem, ValueItem
from maturity.instruments.tables import PREFIX
from maturity.scoring.answers import QUICK
from maturity.scoring.document import as_document

_SCORED_OR_ASKED = ("tier", "question")


def freeze_data(result: StoredResult, *, comments: bool) -> dict[str, Any]:
    """What a program needs of one assessment, in the active language where there are words.

    `answers` is a file of answers (docs/scoring.md) and `result` what `manage.py score` makes of
    it. A note that is not to be printed is not in it. `comments` tells whether the report prints
    what consultants said.
    """
    assessment, edition = result.assessment, result.edition
    rows = list(assessment.answers.order_by("pk"))
    profile = assessment.profile
    return {
        "profile": {name: profile[name] for name in ("name", "economy", "sector", "size_band")},
        "scope": assessment.scope,
        "answers": as_document(edition, {row.item: _for_print(row, edition) for row in rows}),
        "result": _result(result),
        "groups": [_group(group) for group in _groups(edition)],
        "items": list(_items(result, {row.item: row for row in rows})),
        "quantities": [_named(quantity) for quantity in edition.quantities],
        "comments": list(_comments(assessment)) if comments else [],
    }


def figure_data(figure: PublishedFigure) -> dict[str, Any]:
    """A published figure with its key and its digits; what it has not is left out."""
    known = {
        "key": figure.key,
        "economy": figure.economy,
        "value": figure.value,
        "value_max": figure.value_max,
        "unit": figure.unit,
        "qualifier": None if figure.qualifier == "exact" else figure.qualifier,
        "period": figure.period,
        "n": figure.n,
    }
    return {name: value for name, value in known.items() if value is not None}


def _result(result: StoredResult) -> dict[str, Any]:
    """Without the ranking that was chosen, which is one of those of all horizons."""
    data = dict(result.data)
    if data.get("priorities"):
        repeated = ("values", "recommended")
        kept = {k: v for k, v in data["priorities"].items() if k not in repeated}
        data["priorities"] = kept
    return data


def _for_print(row: Answer, edition: Edition) -> dict[str, Any]:
    """The answer in the form that scoring reads, without a note that is not to be printed.

    "Another reason" needs a note to be an answer at all; there it is said that one was kept back.
    """
    given = row.as_input(edition)
    if row.print_note or row.item.startswith((QUICK, PREFIX)) or "note" not in given:
        return given
    given["note"] = _("(not for print)")
    if given.get("reason") != "other":
        del given["note"]
    return given


def _groups(edition: Edition) -> list[Group]:
    """Those that have a mean, overall first; tiers and questions in the order of asking."""
    if edition.method == "means":
        return list(edition.groups_by_rank)
    return [group for group in edition.groups if group.kind in _SCORED_OR_ASKED]


def _group(group: Group) -> dict[str, Any]:
    language = active_language()
    return {"key": group.key, "kind": group.kind, "name": group.name[language]}


def _items(result: StoredResult, answers: dict[str, Answer]) -> Iterator[dict[str, Any]]:
    for key in result.data["items"]:
        item = result.edition.item(key)
        named = _named(item) | {"number": item.number, "group": item.group}
        if isinstance(item, LevelItem):
            yield named
        else:  # what is not a level has words of its own
            answered = result.data["items"][key]["state"] == Answer.State.ANSWERED
            yield named | {"words": answer_text(item, answers[key]) if answered else ""}


def _named(item: Any) -> dict[str, str]:
    language = active_language()
    unit = item.unit.get(language, "") if isinstance(item, ValueItem) else ""
    return {"key": item.key, "name": item.name[language], **({"unit": unit} if unit else {})}


def _comments(assessment: Assessment) -> Iterator[dict[str, str]]:
    for about in comments_on(assessment):
        for comment in about.comments:
            yield {
                "item": about.key,
                "text": comment.text,
                "organisation": comment.organisation.name if comment.organisation else "",
                "date": comment.created_at.date().isoformat(),
            }
