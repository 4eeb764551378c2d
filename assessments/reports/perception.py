"""How several people saw the enterprise, before they agreed: for page and report alike."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assessments.models import Assessment
from assessments.queries.responses import respondents_of
from assessments.reports.charts import Stance, StanceRow, draw_stances
from assessments.wording import perception as words
from assessments.wording import results
from assessments.wording.profile import active_language
from maturity.instruments.items import LevelItem
from maturity.scoring import half_up
from maturity.scoring.perception import (
    PERSPECTIVES,
    GroupPerception,
    Views,
    compare_perspectives,
    gather_views,
)

MOST_CONTESTED = 8


def perception_section(assessment: Assessment, *, uid: str) -> dict[str, Any] | None:
    """The section as JSON: chart, table, and the items on which people differed most.

    By perspective only, never by name. None where fewer than two people answered, or where their
    responses are still being collected.
    """
    respondents = respondents_of(assessment)
    if len(respondents) < 2:
        return None
    content = assessment.content
    views = gather_views(content, respondents)
    present = [name for name in PERSPECTIVES if any(r.perspective == name for r in respondents)]
    answers = {answer.item: answer for answer in assessment.answers.all()}
    groups = compare_perspectives(content, respondents) if content.method == "means" else []
    if len(present) < 2:
        groups = []  # one perspective: there is nothing to hold it against
    return {
        "people": words.people_text(
            {name: sum(r.perspective == name for r in respondents) for name in present}
        ),
        "groups": _groups(groups, present=present, uid=uid) if groups else None,
        "contested_total": sum(each.is_contested for each in views),
        "contested": [
            {
                "name": results.item_name(each.item),
                "stances": words.stances_text(each),
                "agreed": _agreed(each, answers),
                "reason": answers[each.item.key].agreed_reason if each.item.key in answers else "",
            }
            for each in views
            if each.is_contested
        ][:MOST_CONTESTED],
    }


def _agreed(views: Views, answers: dict[str, Any]) -> str:
    """The answer that counts, in words; empty if there is none."""
    answer = answers.get(views.item.key)
    if answer is None or answer.state == answer.State.UNANSWERED:
        return ""
    if answer.state == answer.State.ANSWERED:
        return words.value_text(views.item, answer.value)
    return results.state_text(answer.state)


def _groups(
    groups: Sequence[GroupPerception], *, present: Sequence[str], uid: str
) -> dict[str, Any]:
    language = active_language()
    names = {group.group.key: group.group.name[language] for group in groups}
    title = words.gap_headline(groups, names=names)
    rows = [
        {
            "name": names[group.group.key],
            "means": [words.mean_text(group.means.get(code)) for code in present],
            "gap": words.mean_text(group.gap),
            "compared": words.compared_text(group),
        }
        for group in groups
    ]
    drawn = [
        StanceRow(
            label=names[group.group.key],
            stances=tuple(
                Stance(PERSPECTIVES.index(code), Decimal(half_up(mean, 2)))
                for code, mean in group.means.items()
            ),
            words=words.compared_text(group),
        )
        for group in groups
    ]
    options: dict[str, Any] = {
        "key": {PERSPECTIVES.index(code): words.perspective_text(code) for code in present},
        "title": title,
        "desc": results.sentences(
            *(
                f"{row['name']}: "
                + ", ".join(
                    f"{words.perspective_text(code)} {mean}"
                    for code, mean in zip(present, row["means"], strict=True)
                )
                + "."
                for row in rows
            )
        ),
        "language": language,
    }
    return {
        "meaning": title,
        "perspectives": [words.perspective_text(code) for code in present],
        "rows": rows,
        "picture": draw_stances(drawn, uid=uid, **options),
        "compact": draw_stances(drawn, uid=f"{uid}-s", compact=True, **options),
    }


def item_pictures(views: Views, *, uid: str) -> list[str]:
    """Who stands where on one level item, a row for each perspective, wide and compact; none for
    items without levels or without any."""
    if not isinstance(views.item, LevelItem) or not views.known:
        return []
    rows = []
    for form, perspective in enumerate(PERSPECTIVES):
        voices = [voice for voice in views.voices if voice.perspective == perspective]
        if not voices:
            continue
        levels = Counter(voice.value for voice in voices if voice.state == "answered")
        unsaid = [words.voice_text(views.item, v) for v in voices if v.state != "answered"]
        rows.append(
            StanceRow(
                label=words.perspective_text(perspective),
                stances=tuple(Stance(form, *found) for found in sorted(levels.items())),
                words=results.listed(unsaid),
            )
        )
    options: dict[str, Any] = {
        "key": {},
        "title": words.spread_text(views),
        "desc": words.stances_text(views),
        "language": active_language(),
    }
    return [
        draw_stances(rows, uid=uid, **options),
        draw_stances(rows, uid=f"{uid}-s", compact=True, **options),
    ]
