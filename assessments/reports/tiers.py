"""The parts of a report on tiers."""

from collections.abc import Mapping
from typing import Any

from assessments.queries.results import TiersStored, TierStored
from assessments.reports.comments import Said
from assessments.reports.languages import written_language
from assessments.reports.roadmap import anchor_of
from assessments.wording import tiers as words
from assessments.wording.answers import answer_text
from assessments.wording.profile import active_language
from assessments.wording.results import reason_text


def tier_sections(
    result: TiersStored, *, uid: str, comments: Mapping[str, Said]
) -> list[dict[str, Any]]:
    """Every tier with its practices, from the lowest upwards."""
    return [_tier(result, tier, uid, comments) for tier in result.tiers]


def _tier(
    result: TiersStored, tier: TierStored, uid: str, comments: Mapping[str, Said]
) -> dict[str, Any]:
    language, economy = active_language(), result.assessment.profile["economy"]
    return {
        "name": tier.group.name[language],
        "about": tier.group.about[language],
        "case": tier.group.case[language],
        "reached": tier.reached,
        "count": words.count_text(in_place=tier.in_place, partly=tier.partly, of=tier.deciding),
        "rule": words.rule_text(tier.rule),
        "is_next": tier == result.next_tier,
        "practices": [
            {
                "number": practice.item.number,
                "name": practice.item.name[language],
                "question": practice.item.question[language],
                "decides": practice.item.role != "gain",
                "answer": answer_text(practice.item, practice.answer),
                "reason": _reason(practice.answer.reason) if practice.answer else "",
                "next_step": "" if practice.given == "yes" else practice.item.action[language],
                "anchor": anchor_of(practice.item.key, uid=uid),
                "comments": comments.get(practice.item.key, []),
                **_note(practice.answer, economy=economy),
            }
            for practice in tier.practices
        ],
    }


def _reason(code: str) -> str:
    return reason_text(code) if code else ""


def _note(answer: Any, *, economy: str) -> dict[str, str]:
    note = answer.note.strip() if answer and answer.print_note else ""
    return {"note": note, "note_lang": written_language(note, economy=economy)}
