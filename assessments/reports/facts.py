"""The parts of a report on facts."""

from collections.abc import Mapping
from typing import Any

from assessments.models import Release
from assessments.queries.releases import economies_of, figures_concerning
from assessments.queries.results import FactsStored, FactStored
from assessments.reports.comments import Said
from assessments.reports.comparison_pictures import comparison_picture
from assessments.reports.data.freezing import figure_data
from assessments.reports.languages import written_language
from assessments.wording import comparisons as words
from assessments.wording.answers import answer_text
from assessments.wording.economies import about_text, place_name, shares_text
from assessments.wording.figures import kind_text, locator_text, period_text, qualified_value
from assessments.wording.profile import active_language
from assessments.wording.results import reason_text, share_text
from maturity.benchmarks.comparisons import Comparison, comparable_figures, compare_facts


def question_sections(
    result: FactsStored, release: Release | None, *, comments: Mapping[str, Said]
) -> list[dict[str, Any]]:
    """Every question with its answers and what they are held against; nothing is scored."""
    language, economy = active_language(), result.assessment.profile["economy"]
    held = comparisons_by_question(result, release)
    return [
        {
            "name": group.name[language],
            "facts": [
                _fact(fact, language=language, economy=economy)
                | {"comments": comments.get(fact.item.key, [])}
                for fact in facts
            ],
            "comparisons": held[group.key],
        }
        for group, facts in result.questions
    ]


def comparisons_by_question(
    result: FactsStored, release: Release | None
) -> dict[str, list[dict[str, Any]]]:
    """What may be said of the answers, by question: picture, sentence, caveats and origins.

    Without a release there is nothing to be held against.
    """
    held: dict[str, list[dict[str, Any]]] = {group.key: [] for group, _facts in result.questions}
    if release is None:
        return held
    figures = figures_concerning(release, keys=comparable_figures())
    by_key = {figure.key: figure for figure in figures}
    items = result.data["items"]
    for found in compare_facts(items=items, shares=result.data["shares"], figures=by_key):
        if found.missing not in (None, "no_figure", "not_comparable"):
            continue  # the row of the answer says already that there is none
        question = result.edition.item(found.entry.items[0]).group
        held[question].append(_comparison(result, found))
    return held


def shares_by_economy(result: FactsStored, release: Release | None) -> str:
    """That the release has no share of enterprises for the own economy; empty if it has one."""
    if release is None:
        return ""
    places = economies_of(release, kind="share_of_enterprises")
    return shares_text(places, own=result.assessment.profile["economy"])


def _comparison(result: FactsStored, found: Comparison) -> dict[str, Any]:
    language, edition, items = active_language(), result.edition, result.data["items"]
    return {
        "kind": kind_text(found.entry.kind),
        "is_said": found.outcome is not None,
        "sentence": words.sentence(found, edition=edition, items=items),
        "picture": comparison_picture(found, edition=edition, items=items),
        "about": about_text(found, own=result.assessment.profile["economy"]),
        "caveats": words.caveats(found),
        "origins": [
            {
                "label": figure.label[language],
                "economy": "" if found.entry.without_economy else place_name(figure.economy),
                "value": qualified_value(figure),
                "period": period_text(figure),
                "locator": locator_text(figure),
                "source": figure.source[language] if figure.source else "",
                "data": figure_data(figure),
            }
            for figure in found.figures
        ],
    }


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
