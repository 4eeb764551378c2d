"""The parts of a report on where to begin, and the indicators as given."""

from typing import Any

from assessments.queries.results import MeansStored
from assessments.wording import priorities as words
from assessments.wording.answers import quantity_text
from assessments.wording.profile import active_language
from assessments.wording.results import listed


def priority_section(result: MeansStored) -> dict[str, Any] | None:
    """The four dimensions to begin with, all horizons, and the arithmetic; None if not asked."""
    found = result.priorities
    if found is None:
        return None
    language = active_language()
    return {
        "missing": listed([name[language] for name in found.missing]),
        "horizon": found.chosen.horizon.name[language] if found.chosen else "",
        "recommended": [
            {
                "name": row.item.name[language],
                "why": words.reason(found.data, row.item.key),
                "next_step": row.next_action[language] if row.next_action else "",
            }
            for row in (found.chosen.recommended if found.chosen else [])
        ],
        "horizons": [ranking.horizon.name[language] for ranking in found.rankings],
        "ranks": words.ranks(result.edition, found.data),
        "sums": words.sums(result.edition, found.data, result.trace["priorities"]),
        "tables": {
            "title": found.tables.title[language],
            "version": found.tables.version,
            "hash": found.tables.hash,
            "provenance": found.tables.provenance[language],
        },
    }


def quantity_rows(result: MeansStored) -> list[dict[str, str]]:
    """The indicators that were given, with how they were calculated."""
    return [
        {
            "name": row.item.name[active_language()],
            "values": quantity_text(row.item, dict(row.given)),
            "method": row.given.get("method", "").strip(),
            "action": row.given.get("action", "").strip(),
        }
        for row in result.quantities
    ]
