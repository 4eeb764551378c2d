"""Words about the pool: how a cell is called, how coarse its numbers are, and what is not said."""

import datetime as dt
from collections.abc import Callable, Mapping

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.models import Enterprise, PoolRelease
from assessments.wording.profile import babel_locale, economy_text, sector_text
from assessments.wording.results import sentences, tier_text
from maturity.benchmarks.pool import OTHER, Level, Path
from maturity.benchmarks.pool_figures import CountWords, Position, PublishedCell, PublishedMean
from maturity.benchmarks.pool_windows import Window


def cell_text(path: Path) -> str:
    """A group of the pool by its place in the tree: 10–49 persons engaged, China, Textiles."""
    if not path:
        return _("All enterprises of the pool")
    steps = [step_text(level, value) for level, value in path]
    return pgettext("between counts", ", ").join(steps)


def step_text(level: Level, value: str) -> str:
    """One step down the tree; a rest is what has no group of its own."""
    if value == OTHER:
        return {
            "size": _("other sizes"),
            "economy": _("other economies"),
            "sector": _("other sectors"),
        }[level]
    texts: Mapping[Level, Callable[[str], str]] = {
        "size": _size_text,
        "economy": economy_text,
        "sector": sector_text,
    }
    return texts[level](value)


def _size_text(band: str) -> str:
    if band == "250+":
        return _("250 and more persons engaged")
    labels = dict(Enterprise.SizeBand.choices)
    return _("%(band)s persons engaged") % {"band": labels.get(band, band)}


def number_text(n: int) -> str:
    """How many enterprises a group has, to the nearest five."""
    return ngettext("about %(count)d enterprise", "about %(count)d enterprises", n) % {"count": n}


def mean_text(mean: PublishedMean) -> str:
    """A published mean; its ends are not told exactly."""
    patterns = {
        "rounded": "%(value)s",
        "at_most": _("%(value)s or less"),
        "at_least": _("%(value)s or more"),
    }
    return patterns[mean.qualifier] % {"value": mean.value}


def years_text(window: Window | PoolRelease) -> str:
    """2026, or 2026–2027 where a year was carried over."""
    first, last = window.first_day.year, window.last_day.year
    if first == last:
        return str(first)
    return _("%(first)d–%(last)d") % {"first": first, "last": last}


def day_text(day: dt.date) -> str:
    return format_date(day, format="long", locale=babel_locale())


def bin_text(number: int, *, bins: int, is_tier: bool) -> str:
    """What lies in one of the counted ranges: 2 to less than 3; of tiers one each."""
    if is_tier:
        return tier_text(number, number)
    words = {"low": number, "high": number + 1}
    if number + 1 == bins:
        return _("%(low)d to %(high)d") % words
    return _("%(low)d to less than %(high)d") % words


def group_text(cell: PublishedCell, window: Window, *, is_wider: bool) -> str:
    """Whom a result stands beside: the group, how many, of when, and whether it is a wider one."""
    words = {
        "group": cell_text(cell.path),
        "number": number_text(cell.n),
        "years": years_text(window),
    }
    said = _("%(group)s: %(number)s, results submitted in %(years)s.") % words
    wider = _("A wider group is used, because the narrower one has too few.") if is_wider else ""
    return sentences(said, wider)


def side_by_side(*, pool: PublishedMean, own: str) -> str:
    """Two means, and no relation between them."""
    words = {"pool": mean_text(pool), "own": own}
    return _("Mean of this group: %(pool)s. Your mean: %(own)s.") % words


def position_text(found: Position, *, is_tier: bool) -> str:
    """Where the own result lies among the counted ranges; never a rank."""
    words = {"lower": found.lower, "same": found.same, "higher": found.higher}
    if is_tier:
        return (
            _(
                "To the nearest five, %(lower)d of these enterprises reach a lower tier than you, "
                "%(same)d the same and %(higher)d a higher one."
            )
            % words
        )
    return (
        _(
            "To the nearest five, %(lower)d of these enterprises have a mean in a lower range than "
            "yours, %(same)d in the same and %(higher)d in a higher one. Where yours stands inside "
            "its range is not known."
        )
        % words
    )


def no_position_text(*, has_bins: bool, is_tier: bool) -> str:
    """Why there is no place among the counted ranges."""
    if has_bins:
        return _("Your result is still open over several of these ranges, so it has no place yet.")
    if is_tier:
        return _("How many enterprises reach each tier is shown only for groups of 30 or more.")
    return _("How many enterprises lie in each range is shown only for groups of 30 or more.")


def provisional_text() -> str:
    return _(
        "Your result is provisional, so nothing is held against it. Answer the open items first."
    )


def so_far_text(so_far: CountWords, window: Window) -> str:
    """How many there are before a release, and when it comes; never an exact number."""
    begun = _("There are no figures of the pool yet.")
    counted = {
        "fewer_than_5": _("Fewer than 5 enterprises so far; 10 are needed."),
        "5_to_9": _("5 to 9 enterprises so far; 10 are needed."),
        "enough": _("10 or more enterprises so far."),
    }[so_far]
    computed = _("Results submitted in %(years)s are put together once, on %(date)s.") % {
        "years": years_text(window),
        "date": day_text(window.due_at.date()),
    }
    return sentences(begun, counted, computed)


def excluded_text(reason: str) -> str:
    """Why a result of the window does not count."""
    return {
        "no_owner": _("prepared by a consultancy for an enterprise without an account"),
        "not_by_owner": _("submitted by a consultancy and not by the enterprise"),
        "demonstration": _("demonstration"),
        "incomplete": _("not complete"),
        "no_consent": _("the enterprise does not take part"),
        "corrected": _("corrected later"),
        "earlier": _("followed by a later result of the same enterprise"),
    }[reason]


def rule_sentences() -> list[str]:
    """The rules of disclosure in plain words, for page and files alike."""
    return [
        _("Only enterprises that agreed to it take part, each with its latest complete result."),
        _(
            "Each year is put together once, 14 days after its end. No result is ever in two "
            "releases; a release is never computed again."
        ),
        _(
            "Groups are formed by size, then economy, then sector. A group is shown only if it has "
            "at least 10 enterprises, and not if somebody who may read the results of some of them "
            "is left with only 1 to 4 others, whose results could be worked out by subtraction. "
            "Groups that are too small are joined."
        ),
        _(
            "Numbers of enterprises are rounded to the nearest five, means to one decimal; the "
            "ends of the scale are given as “0.3 or less” and “4.7 or more”. From 30 enterprises "
            "on it is also counted how many lie in which range."
        ),
        _(
            "The mean of an item is over those to whom it applies. The mean of a part, and of the "
            "whole, is the mean of its items' means; it is shown only where all of these are."
        ),
        rounding_caveat(),
        volunteers_caveat(),
    ]


def rounding_caveat() -> str:
    return _("Rounded numbers need not add up.")


def volunteers_caveat() -> str:
    return _(
        "These enterprises chose to take part; they are not a sample of an economy or a sector."
    )


def licence_text() -> str:
    return _("Free to use with the name of this site and of the release (CC BY 4.0).")
