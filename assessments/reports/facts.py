"""The parts of a report on facts."""

from typing import Any

from assessments.queries.results import FactsStored, FactStored
from assessments.reports.languages import written_language
from assessments.wording.answers import answer_text
from assessments.wording.profile import active_language
from assessments.wording.results import reason_text, share_text


def question_sections(result: FactsStored) -> list[dict[str, Any]]:
    """Every question with its answers, in the order of asking; nothing is scored."""
    language, economy = active_language(), result.assessment.profile["economy"]
    return [
        {
            "name": group.name[language],
            "facts": [_fact(fact, language=language, economy=economy) for fact in facts],
        }
        for group, facts in result.questions
    ]


def _fact(fact: FactStored, *, language: str, economy: str) -> dict[str, Any]:
    answer = fact.answer
    note = answer.note.strip() if answer and answer.print_note else ""
    return {
        "number": fact.item.number,
        "name": fact.item.name[language],
        "question": fact.item.question[language],
        "held_against": fact.item.help[language] if fact.item.held_against else "",
        "answer": answer_text(fact.item, answer),
        "reason": reason_text(answer.reason) if answer and answer.reason else "",
        "share": share_text(fact.share) if fact.share else "",
        "note": note,
        "note_lang": written_language(note, economy=economy),
    }
