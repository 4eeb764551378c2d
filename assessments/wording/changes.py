"""What two results say of each other: higher, lower, the same, and never why.

Nothing here calls a difference an improvement: what is known is how the answers differ.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.wording import answers, results
from assessments.wording.profile import active_language
from maturity.instruments.edition import Edition
from maturity.instruments.items import Item, LevelItem, PracticeItem, ValueItem
from maturity.scoring.changes import (
    Changes,
    GroupChange,
    ItemChange,
    Joint,
    Obstacle,
    TierChange,
    Why,
)
from maturity.scoring.numbers import full, half_up

Data = Mapping[str, Any]
NONE = "–"


def compared_text(date: str) -> str:
    return _("Compared with the result of %(date)s.") % {"date": date}


def corrected_text(date: str) -> str:
    """A correction stands for the day of the result that it corrects."""
    return _("The earlier result is the correction of the one submitted on %(date)s.") % {
        "date": date
    }


def first_text() -> str:
    return _("This is the first result of this enterprise with this questionnaire.")


def alone_text() -> str:
    """There is an earlier one, which is not for whoever reads this."""
    return _("This result is compared with no earlier one.")


def obstacle_text(obstacle: Obstacle, *, date: str) -> str:
    """Why nothing is compared."""
    if obstacle == "provisional_later":
        return _("This result is provisional, from the quick pass, so it is not compared.")
    if obstacle == "provisional_earlier":
        said = _("The result of %(date)s is provisional, from the quick pass; it is not compared.")
        return said % {"date": date}
    said = _("The result of %(date)s is about another site or workshop, so it is not compared.")
    return said % {"date": date}


def statement(changes: Changes, *, date: str) -> str:
    """How many items stand higher, lower and where they stood, of those known both times."""
    count = len(changes.compared)
    if not count:
        return _("Nothing is known in both results, so there is nothing to compare.")
    words = {"date": date, "count": count, "parts": results.listed(_parts(changes))}
    if any(isinstance(change.item, LevelItem) for change in changes.items):
        said = ngettext(
            "Since %(date)s, of the %(count)d item known both times: %(parts)s.",
            "Since %(date)s, of the %(count)d items known both times: %(parts)s.",
            count,
        )
    else:
        said = ngettext(
            "Since %(date)s, of the %(count)d answer known both times: %(parts)s.",
            "Since %(date)s, of the %(count)d answers known both times: %(parts)s.",
            count,
        )
    return said % words


def _parts(changes: Changes) -> list[str]:
    moved, same = changes.moved, len(changes.compared) - len(changes.moved)
    counts = [
        # Translators: parts of "of the 14 items known both times: 5 higher, 1 lower and 8 the same"
        (pgettext("change", "%(count)d higher"), sum(_sign(change) > 0 for change in moved)),
        (pgettext("change", "%(count)d lower"), sum(_sign(change) < 0 for change in moved)),
        (pgettext("change", "%(count)d different"), sum(_sign(change) == 0 for change in moved)),
        (pgettext("change", "%(count)d the same"), same),
    ]
    return [text % {"count": count} for text, count in counts if count]


def _sign(change: ItemChange) -> int:
    """Above or below, for levels alone: more of a fact is neither."""
    if not isinstance(change.item, LevelItem) or change.difference is None:
        return 0
    return (change.difference > 0) - (change.difference < 0)


def mean_text(change: GroupChange) -> str:
    """The mean on the items known both times, then and now; empty without any."""
    if change.before is None or change.after is None or change.difference is None:
        return ""
    words = {
        "count": change.compared,
        "of": change.of,
        "before": half_up(change.before, 2),
        "after": half_up(change.after, 2),
        "difference": half_up(abs(change.difference), 2),
    }
    if change.compared == change.of:
        scope = ngettext("On the one item", "On all %(of)d items", change.of)
    else:
        scope = ngettext(
            "On this %(count)d of %(of)d items",
            "On these %(count)d of %(of)d items",
            change.compared,
        )
    words["scope"] = scope % words
    if not change.difference:
        said = _("%(scope)s the mean is %(after)s, as it was then.")
    elif change.difference > 0:
        said = _(
            "%(scope)s the mean was %(before)s then and is %(after)s now: higher by %(difference)s."
        )
    else:
        said = _(
            "%(scope)s the mean was %(before)s then and is %(after)s now: lower by %(difference)s."
        )
    return said % words


def tiers_text(earlier: Data, later: Data, *, date: str, scope: str) -> str:
    """The highest tier of the site or workshop, then and now."""
    return _(
        "Highest tier of network applications in production use at %(scope)s:"
        " %(then)s on %(date)s, %(now)s now."
    ) % {
        "scope": scope,
        "date": date,
        "then": results.tier_text(earlier["low"], earlier["high"]),
        "now": results.tier_text(later["low"], later["high"]),
    }


def tiers_apart_text() -> str:
    return _(
        "Practices that decide a tier are asked in another way now, so the tiers of both results"
        " are not comparable."
    )


def caveat() -> str:
    return _("This compares answers. It does not say what made them differ.")


def passed_over_text(dates: Sequence[str]) -> str:
    """Results in between that could not be compared."""
    return ngettext(
        "Passed over, because it is provisional or about another site or workshop: %(dates)s.",
        "Passed over, because they are provisional or about another site or workshop: %(dates)s.",
        len(dates),
    ) % {"dates": results.listed(list(dates))}


def editions_text(earlier: Edition, later: Edition) -> str:
    """That the two were asked by two editions; empty if it was one."""
    if earlier.hash == later.hash:
        return ""
    return _(
        "The earlier result answers edition %(earlier)s, this one edition %(later)s. Only items"
        " that mean the same in both are compared."
    ) % {"earlier": earlier.edition, "later": later.edition}


def removed_text(items: Sequence[Item]) -> str:
    """What was asked then and no longer is; empty if nothing."""
    if not items:
        return ""
    return _("No longer asked: %(names)s.") % {
        "names": results.listed([results.item_name(item) for item in items])
    }


def neither_text(changes: Sequence[ItemChange]) -> str:
    """What has no value in either result; empty if nothing."""
    if not changes:
        return ""
    return _("Without a value both times: %(names)s.") % {
        "names": results.listed([results.item_name(change.item) for change in changes])
    }


def why_text(why: Why) -> str:
    """Why an item has no difference, as the heading of those it holds for."""
    return {
        "new": _("Not asked then"),
        "not_comparable": _("Asked in another way then"),
        "unknown": _("Not known in one of the two"),
        "unanswered": _("Not answered in one of the two"),
        "not_applicable": _("Does not apply in one of the two"),
        "other_unit": _("Counted in another unit, or in one that was not given"),
    }[why]


def then_text(change: ItemChange, edition: Edition) -> str:
    """The earlier value in the words of its edition, or its state; a dash if it was not asked."""
    if change.before is None or change.earlier_state is None:
        return NONE
    return _value_text(edition, change.before, change.earlier, change.earlier_state)


def now_text(change: ItemChange, edition: Edition) -> str:
    return _value_text(edition, change.item, change.later, change.later_state)


def _value_text(edition: Edition, item: Item, value: Any, state: str) -> str:
    if value is None:
        return results.state_text(state)
    if isinstance(item, PracticeItem):
        return answers.practice_text(value)
    if isinstance(item, ValueItem):
        return answers.value_text(item, value)
    return f"{value} {edition.level_name(item, value)[active_language()]}"


def difference_text(change: ItemChange) -> str:
    """+1 · −2.5, or a dash for what has no distance."""
    return NONE if change.difference is None else _signed(full(change.difference))


def group_difference(change: GroupChange) -> str:
    """+0.29, to two decimals from the exact value."""
    return NONE if change.difference is None else _signed(half_up(change.difference, 2))


def group_mean(value: Fraction | None) -> str:
    return NONE if value is None else half_up(value, 2)


def _signed(number: str) -> str:
    if number.startswith("-"):
        return number.replace("-", "−")
    return number if Fraction(number) == 0 else f"+{number}"


def counted(change: GroupChange) -> str:
    return _("%(count)d of %(of)d items") % {"count": change.compared, "of": change.of}


def tier_text(reached: bool | None) -> str:
    """Whether a tier is reached, as its own table says it."""
    if reached is None:
        return pgettext("tier", "open")
    return _("reached") if reached else _("not reached")


def tier_difference(change: TierChange) -> str:
    """What the two say together; nothing is said of what was or is open."""
    if not change.comparable:
        return _("not comparable")
    if change.earlier is None or change.later is None:
        return NONE
    if change.earlier == change.later:
        return pgettext("change", "the same")
    return _("reached now") if change.later else _("no longer reached")


def joint_text(joint: Joint | None) -> str:
    """How a result stands to the one before it in the row; None for the first."""
    if joint is None:
        return NONE
    return {
        "same_items": _("on the same items"),
        "other_items": _("not on all the same items"),
        "not_comparable": _("not comparable"),
    }[joint]


def trend_title(first: tuple[str, str], last: tuple[str, str], *, count: int) -> str:
    """The message of the picture: where the row begins and ends, each a day and a result."""
    return ngettext(
        "%(count)d result: %(first)s on %(first_date)s, %(last)s on %(last_date)s.",
        "%(count)d results: %(first)s on %(first_date)s, %(last)s on %(last_date)s.",
        count,
    ) % {
        "count": count,
        "first_date": first[0],
        "first": first[1],
        "last_date": last[0],
        "last": last[1],
    }


def trend_key() -> dict[str, str]:
    """What the marks of the picture are called."""
    return {
        "current": pgettext("trend", "Result"),
        "target": pgettext("mark", "Target"),
        "unknown": pgettext("mark", "Not known yet"),
        "same_items": pgettext("trend", "On the same items"),
        "other_items": pgettext("trend", "Not on all the same items"),
        "not_comparable": pgettext("trend", "Not comparable"),
    }
