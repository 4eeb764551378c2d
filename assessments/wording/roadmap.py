"""Words of the roadmap: its three stages and the rule of each."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def today() -> str:
    return pgettext("mark", "Today")


def stage_title(stage: str) -> str:
    return {
        "first": pgettext("roadmap", "First"),
        "following": pgettext("roadmap", "Then"),
        "rest": pgettext("roadmap", "Until the target"),
    }[stage]


def step_text(level: int) -> str:
    """From 1 to 2: one step up."""
    return _("From %(from)d to %(to)d") % {"from": level, "to": level + 1}


def aim_text(*, target: int | None) -> str:
    """Where an item is meant to go in the end."""
    return _("target %(level)d") % {"level": target} if target is not None else _("no target set")


def first_rule(count: int, *, horizon: str) -> str:
    """Why these stand first: recommended by the priorities, or the largest gaps."""
    if horizon:
        return _(
            "Recommended for your horizon, %(horizon)s: the best dimension of each block, then the "
            "best of the rest; one step up each."
        ) % {"horizon": horizon}
    return ngettext(
        "The item furthest from its target, one step up.",
        "The %(count)d items furthest from their targets, one step up each; of equal gaps the "
        "lower level first.",
        count,
    ) % {"count": count}


def following_rule(*, is_ranked: bool) -> str:
    if is_ranked:
        return _(
            "One step for every other item below its target, in the order of the ranking for your "
            "horizon."
        )
    return _(
        "One step for every other item below its target: the larger gap first, then the lower "
        "level, then the order of the questionnaire."
    )


def rest_rule() -> str:
    return _("The steps that remain after these, in the same order.")


def tier_rule(*, is_next: bool) -> str:
    """What is missing for a tier. Only the next one can be reached from where one stands."""
    if is_next:
        return _("The deciding practices that are still missing for the next tier.")
    return _("Missing as well; a tier counts only once every tier below it is reached.")


def nothing_to_do(*, has_targets: bool) -> str:
    """Why there is no step."""
    if has_targets:
        return _("No item is below its target, so there is no step to take.")
    return _("No targets are set yet, so there is no way to them.")


def all_tiers_reached() -> str:
    return _("Every tier is reached, so there is no step to take.")


def without_target(names: str) -> str:
    return _("No target set: %(names)s.") % {"names": names}


def without_level(names: str) -> str:
    return _("No level yet, so no step can be named: %(names)s.") % {"names": names}
