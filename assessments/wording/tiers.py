"""Sentences about tiers, which grade applications of a network and never an enterprise."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.wording.profile import active_language
from assessments.wording.results import listed, sentences, tier_text
from maturity.instruments.edition import Edition

Data = Mapping[str, Any]


def statement(data: Data, *, scope: str) -> str:
    """The highest tier in production use at the named site or workshop, or where it lies."""
    words = {"scope": scope, "tier": tier_text(data["low"], data["high"])}
    if data["low"] == data["high"] == 0:
        return _("No tier of network applications is fully in production use at %(scope)s.") % words
    return (
        _("Highest tier of network applications in production use at %(scope)s: %(tier)s.") % words
    )


def story(edition: Edition, data: Data) -> str:
    """What carried the result, and what keeps it from the next tier."""
    parts = []
    if data["low"]:
        group = edition.groups_of_kind("tier")[data["low"] - 1].key
        carried = [
            item.key
            for item in edition.practices
            if item.group == group and data["items"][item.key]["answer"] == "yes"
        ]
        parts.append(_("Carried by: %(names)s.") % {"names": _names(edition, carried)})
    following = next((tier for tier in data["tiers"] if tier["reached"] is not True), None)
    if following and (to_do := [*following["missing"], *following["open"]]):
        words = {"tier": following["key"], "names": _names(edition, to_do)}
        parts.append(_("Still to be in place for %(tier)s: %(names)s.") % words)
    return sentences(*parts)


def _names(edition: Edition, keys: Sequence[str]) -> str:
    return listed([edition.item(key).name[active_language()] for key in keys])


def count_text(*, in_place: int, partly: int, of: int) -> str:
    """2 of 3 in place, 1 partly: so that the first steps show."""
    words = {"count": in_place, "of": of, "partly": partly}
    if partly:
        return (
            ngettext(
                "%(count)d of %(of)d deciding practice in place, %(partly)d partly.",
                "%(count)d of %(of)d deciding practices in place, %(partly)d partly.",
                of,
            )
            % words
        )
    return (
        ngettext(
            "%(count)d of %(of)d deciding practice in place.",
            "%(count)d of %(of)d deciding practices in place.",
            of,
        )
        % words
    )


def rule_text(rule: str) -> str:
    """Which rule settled a tier."""
    return {
        "all_yes": _("All of them are a yes, here and in every tier below."),
        "not_all_yes": _(
            "One that is partly in place or not at all keeps the tier from being met."
        ),
        "below_not_reached": _("Not reached, because a tier below is not."),
        "open": _("It depends on practices that are still open."),
    }[rule]
