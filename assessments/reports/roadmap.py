"""The parts of a report on what to do first, then, and until the target."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from assessments.queries.results import (
    FactsStored,
    ItemResult,
    MeansStored,
    PracticeStored,
    StoredResult,
    TiersStored,
    TierStored,
)
from assessments.wording import arithmetic as arithmetic_words
from assessments.wording import priorities as priority_words
from assessments.wording import report as words
from assessments.wording import results
from assessments.wording import roadmap as roadmap_words
from assessments.wording.answers import answer_text
from assessments.wording.profile import active_language
from maturity.scoring.roadmap import Roadmap, Standing, plan_roadmap


def anchor_of(key: str, *, uid: str) -> str:
    """Where an item with its answer stands in the report."""
    return f"{uid}item-{key}"


@singledispatch
def roadmap_section(result: StoredResult, _uid: str) -> dict[str, Any] | None:
    """Stages with their rule and their steps; None for facts, which have no level to climb to."""
    raise TypeError(type(result))


@roadmap_section.register
def _facts(_result: FactsStored, _uid: str) -> None:
    return None


@roadmap_section.register
def _means(result: MeansStored, uid: str) -> dict[str, Any]:
    ranking = result.priorities.chosen if result.priorities else None
    found = {item.item.key: item for item in result.items}
    plan = plan_roadmap(
        {key: Standing(item.current, item.target) for key, item in found.items()},
        top=result.edition.scale_top,
        recommended=[item.item.key for item in ranking.recommended] if ranking else (),
        ranking=[value["dimension"] for value in ranking.values] if ranking else (),
    )
    horizon = ranking.horizon.name[active_language()] if ranking else ""

    def row(key: str) -> dict[str, Any]:
        return _step(result, found[key], uid=uid, is_ranked=ranking is not None)

    first, following = ([row(step.item) for step in s] for s in (plan.first, plan.following))
    stages = [
        {
            "title": roadmap_words.stage_title("first"),
            "rule": roadmap_words.first_rule(len(first), horizon=horizon),
            "steps": first,
        },
        {
            "title": roadmap_words.stage_title("following"),
            "rule": roadmap_words.following_rule(is_ranked=ranking is not None),
            "steps": following,
        },
    ]
    return {
        "stages": [stage for stage in stages if stage["steps"]],
        "nothing": "" if plan.first else roadmap_words.nothing_to_do(has_targets=_aims(result)),
        "rest": _rest(plan, found, uid=uid),
        "rest_title": roadmap_words.stage_title("rest"),
        "rest_rule": roadmap_words.rest_rule(),
        "beside": _beside(plan, found),
    }


def _aims(result: MeansStored) -> bool:
    return any(item.target is not None for item in result.items)


def _step(result: MeansStored, found: ItemResult, *, uid: str, is_ranked: bool) -> dict[str, Any]:
    """One step up with the text of the next action and the enterprise's own plan."""
    level, action = found.current or 0, found.next_action
    if is_ranked and result.priorities and _is_recommended(result, found):
        why = priority_words.reason(result.priorities.data, found.item.key)
    else:
        why = ""
    return {
        "number": found.item.number,
        "name": found.item.name[active_language()],
        "anchor": anchor_of(found.item.key, uid=uid),
        "staff": f"{level}-{'none' if found.target is None else found.target}",
        "head": roadmap_words.step_text(level),
        "step": action[active_language()] if action else "",
        "plan": found.answer.action.strip() if found.answer else "",
        "aim": roadmap_words.aim_text(target=found.target),
        "gap": arithmetic_words.gap_text(found.gap),
        "why": why,
    }


def _is_recommended(result: MeansStored, found: ItemResult) -> bool:
    chosen = result.priorities.chosen if result.priorities else None
    return chosen is not None and found in chosen.recommended


def _rest(plan: Roadmap, found: dict[str, ItemResult], *, uid: str) -> list[dict[str, Any]]:
    return [
        {
            "number": found[rest.item].item.number,
            "name": found[rest.item].item.name[active_language()],
            "anchor": anchor_of(rest.item, uid=uid),
            "staff": f"{rest.level}-{rest.target}",
            "level": rest.level,
            "target": rest.target,
            "steps": rest.steps,
        }
        for rest in plan.rest
    ]


def _beside(plan: Roadmap, found: dict[str, ItemResult]) -> list[str]:
    """What has no place among the steps, and why."""
    open_items = [k for k in plan.without_level if found[k].state != "not_applicable"]
    first = {step.item for step in plan.first}
    without = [key for key in plan.without_target if key not in first]
    said = [
        roadmap_words.without_target(_names(found, without)) if without else "",
        roadmap_words.without_level(_names(found, open_items)) if open_items else "",
    ]
    return [text for text in said if text]


def _names(found: dict[str, ItemResult], keys: Iterable[str]) -> str:
    return results.listed([results.item_name(found[key].item) for key in keys])


@roadmap_section.register
def _tiers(result: TiersStored, uid: str) -> dict[str, Any]:
    """The practices missing for the next tier, then for those above it."""
    ahead = [tier for tier in result.tiers if tier.reached is not True]
    stages = [_tier(tier, uid=uid, is_next=tier == result.next_tier) for tier in ahead]
    return {
        "stages": [stage for stage in stages if stage["steps"]],
        "nothing": "" if ahead else roadmap_words.all_tiers_reached(),
        "rest": [],
        "rest_title": "",
        "rest_rule": "",
        "beside": [],
    }


def _tier(tier: TierStored, *, uid: str, is_next: bool) -> dict[str, Any]:
    return {
        "title": tier.group.name[active_language()],
        "rule": roadmap_words.tier_rule(is_next=is_next),
        "steps": [_practice(practice, uid=uid) for practice in tier.to_do],
    }


def _practice(practice: PracticeStored, *, uid: str) -> dict[str, Any]:
    language = active_language()
    return {
        "number": practice.item.number,
        "name": practice.item.name[language],
        "anchor": anchor_of(practice.item.key, uid=uid),
        "staff": "",
        "head": words.named(roadmap_words.today(), answer_text(practice.item, practice.answer)),
        "step": practice.item.action[language],
        "plan": "",
        "aim": "",
        "gap": "",
        "why": "",
    }
