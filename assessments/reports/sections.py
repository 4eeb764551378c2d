"""The parts of a frozen report: what was answered, what was published, and the arithmetic."""

from collections.abc import Iterable, Mapping
from typing import Any

from assessments.queries.results import GroupResult, ItemResult, MeansStored
from assessments.reports.bounds import open_ends
from assessments.reports.comments import Said
from assessments.reports.data.freezing import figure_data
from assessments.reports.languages import written_language
from assessments.reports.roadmap import anchor_of
from assessments.wording import arithmetic as arithmetic_words
from assessments.wording import figures as figure_words
from assessments.wording import report as words
from assessments.wording import results
from assessments.wording.economies import place_name
from assessments.wording.profile import active_language
from maturity.benchmarks.context import ContextSection
from maturity.benchmarks.release import PublishedFigure
from maturity.instruments.edition import Group, Texts

NONE = "–"
"""Printed where there is no number; never a zero."""


def score_row(score: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One group's numbers as printed: mean or range, mean of the targets, mean of the gaps."""
    current, target, gap = score["current"], score["target"], score["gap"]
    return {
        "name": name,
        "current": results.score_text(current),
        "level": results.level_text(current),
        "is_range": current["of"] > 0 and current["low"] != current["high"],
        "is_provisional": current["provisional"],
        "counted": results.counted_text(current),
        "target": target["rounded"] or NONE,
        "targets": words.counted_of(target["count"], target["of"]),
        "gap": arithmetic_words.signed(gap["rounded"]),
        "gaps": words.counted_of(gap["count"], gap["of"]),
    }


def blocks(result: MeansStored, *, uid: str, comments: Mapping[str, Said]) -> list[dict[str, Any]]:
    """Every block with its score, its pillars' scores, and its items one after the other."""
    return [_block(result, block, uid, comments) for block in result.blocks]


def _block(
    result: MeansStored, block: GroupResult, uid: str, comments: Mapping[str, Said]
) -> dict[str, Any]:
    language = active_language()
    return {
        "name": block.group.name[language],
        "score": score_row(block.score, block.group.name[language]),
        "pillars": [score_row(score, pillar.name[language]) for pillar, score in block.pillars],
        "items": [
            _item(result, item)
            | {
                "anchor": anchor_of(item.item.key, uid=uid),
                "comments": comments.get(item.item.key, []),
            }
            for item in block.items
        ],
    }


def _item(result: MeansStored, found: ItemResult) -> dict[str, Any]:
    item, answer, language = found.item, found.answer, active_language()
    current = found.current
    next_step = current is not None and current < result.edition.scale_top
    note = answer.note if answer and answer.print_note else ""
    return {
        "number": item.number,
        "name": item.name[language],
        "pillar": found.pillar.name[language],
        "question": item.question[language],
        "state": found.state,
        "state_text": results.state_text(found.state),
        "current": _level(result, found, current),
        "target": _level(result, found, found.target),
        "bounds": _bounds(result, found),
        "gap": arithmetic_words.gap_text(found.gap),
        "staff": f"{current or 0}-{found.target}",  # only drawn beside a target
        "reason": _reason(answer.reason) if answer else "",
        "note": note.strip(),
        "note_lang": written_language(note, economy=result.assessment.profile["economy"]),
        "next_step": item.actions[current][language] if next_step and current is not None else "",
        "action": answer.action.strip() if answer else "",
        "next_step_head": words.next_step_text(current) if current is not None else "",
        "evidence": item.evidence[language],
    }


def _bounds(result: MeansStored, found: ItemResult) -> list[int]:
    """The lowest and highest level of an open item; empty for every other."""
    return list(open_ends(result, found)) if found.state in ("unknown", "unanswered") else []


def _reason(code: str) -> str:
    """Why an item does not apply. What the form calls "another reason" is what the note says."""
    return results.reason_text(code) if code not in ("", "other") else ""


def _level(result: MeansStored, found: ItemResult, level: int | None) -> dict[str, Any] | None:
    if level is None:
        return None
    return {
        "level": level,
        "word": words.level_word(result.edition, found.item, level),
        "text": found.item.levels[level][active_language()],
    }


def national_sections(
    sections: Iterable[ContextSection], *, dimensions: Mapping[str, Texts]
) -> list[dict[str, Any]]:
    """What was published about the economy, its places, what it belongs to, and the world; and
    about the economies chosen besides."""
    return [_national_section(section, dimensions) for section in sections]


def _national_section(section: ContextSection, dimensions: Mapping[str, Texts]) -> dict[str, Any]:
    return {
        "name": place_name(section.economy),
        "relation": section.relation,
        "groups": [
            {
                "name": dimensions[group.dimension][active_language()],
                "figures": figure_rows(group.figures),
            }
            for group in section.groups
        ],
    }


def figure_rows(figures: Iterable[PublishedFigure]) -> list[dict[str, Any]]:
    """Published figures as they are printed, each with its origin."""
    return [_figure(figure) for figure in figures]


def _figure(figure: PublishedFigure) -> dict[str, Any]:
    language = active_language()
    return {
        "label": figure.label[language],
        "value": figure_words.qualified_value(figure),
        "status": figure_words.status_text(figure.status),
        "kind": "" if figure.kind == "national_context" else figure_words.kind_text(figure.kind),
        "period": figure_words.period_text(figure),
        "locator": figure_words.locator_text(figure),
        "source": figure.source[language] if figure.source else "",
        "caveat": figure.caveat[language] if figure.caveat else "",
        "data": figure_data(figure),
    }


SIDES = ("current", "target", "gap")


def arithmetic(result: MeansStored) -> list[dict[str, Any]]:
    """How every mean came about: overall first, then the blocks, then the pillars."""
    return [
        {
            "name": group.name[active_language()],
            "mean": results.score_text(result.data["scores"][group.key]["current"]),
            "sums": [
                _sum(result, name, result.trace["scores"][group.key][name], group=group)
                for name in SIDES
            ],
        }
        for group in result.edition.groups_by_rank
    ]


def _sum(
    result: MeansStored, name: str, side: Mapping[str, Any], *, group: Group
) -> dict[str, Any]:
    """One sum; its answers are listed in the smallest group only, the larger ones hold the same."""
    listed = side["items"] if group.kind == "pillar" else ()
    ends = [side[end] for end in ("low", "high") if side[end] and side[end]["missing"]]
    return {
        "side": name,
        "formula": arithmetic_words.formula(side),
        "counted": arithmetic_words.counted_items_text(listed, result.edition),
        "left_out": arithmetic_words.left_out_text(side["left_out"], result.edition),
        "range": [
            arithmetic_words.range_formula(end, known=side["sum"]) for end in ends if end["of"]
        ],
    }
