"""How a number came about, written out: for the result page and the report alike."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.wording import results
from maturity.instruments.edition import Edition

Data = Mapping[str, Any]


def gap_text(gap: int | None) -> str:
    """A distance with its sign; a true minus for targets below today."""
    if gap is None:
        return ""
    return f"+{gap}" if gap > 0 else str(gap).replace("-", "−")


def signed(rounded: str | None) -> str:
    """A rounded mean of gaps with its sign; a dash where there is none."""
    if rounded is None:
        return "–"
    if rounded.startswith("-"):
        return rounded.replace("-", "−")
    return rounded if Fraction(rounded) == 0 else f"+{rounded}"


def formula(side: Data) -> str:
    """(1 + 1 + 2) ÷ 3 = 4 ÷ 3 ≈ 1.333333333333 → 1.33; empty where nothing was counted.

    While only the bounds of a quick pass are known there is no mean: 1 + 1 + 2 = 4, and no more.
    """
    if not side["count"]:
        return ""
    values = [str(item["value"]).replace("-", "−") for item in side["items"]]
    terms = [f"({value})" if value.startswith("−") else value for value in values]
    added = " + ".join(terms)
    if side["unrounded"] is None:
        return f"{added} = {side['sum']}" if len(terms) > 1 else added
    head = f"({added})" if len(terms) > 1 else added
    return f"{head} ÷ {side['count']} = {_division(side, side['count'])}"


def range_formula(end: Data, *, known: int) -> str:
    """(19 + 2 × 5) ÷ 16 = 29 ÷ 16 = 1.8125 → 1.81: what open items would make of a mean.

    With the bounds of a quick pass each open item adds its own: (19 + 1 + 3) ÷ 16 = …
    """
    each = end["each"]
    if isinstance(each, Mapping):
        added = " + ".join(str(each[key]) for key in end["missing"])
        head = f"({known} + {added}) ÷ {end['of']}"
    else:
        head = f"({known} + {len(end['missing'])} × {each}) ÷ {end['of']}"
    return f"{head} = {_division(end, end['of'])}"


def _division(figure: Data, count: int) -> str:
    """The division, its value to twelve decimals, and the value rounded once."""
    total = str(figure["sum"]).replace("-", "−")
    full, rounded = figure["unrounded"], str(figure["rounded"]).replace("-", "−")
    equals = "=" if Fraction(full) == Fraction(figure["exact"]) else "≈"
    shown = full.replace("-", "−")
    division = "" if count == 1 else f"{total} ÷ {count} {equals} "
    return f"{division}{shown} → {rounded}"


def counted_items_text(counted: Sequence[Data], edition: Edition) -> str:
    """Which answers a number is made of: "Vertical Integration 1; Horizontal Integration 2"."""
    parts = [
        _("%(name)s %(value)s")
        % {
            "name": results.item_name(edition.item(item["key"])),
            "value": str(item["value"]).replace("-", "−"),
        }
        for item in counted
    ]
    return pgettext("between figures", "; ").join(parts)


def left_out_text(left_out: Sequence[Data], edition: Edition) -> str:
    """Which items a number leaves out, and why."""
    parts = [
        _("%(name)s (%(why)s)")
        % {
            "name": results.item_name(edition.item(item["key"])),
            "why": results.listed([_why(code) for code in item["why"]]),
        }
        for item in left_out
    ]
    return pgettext("between figures", "; ").join(parts)


def _why(code: str) -> str:
    return _("no target") if code == "no_target" else results.state_text(code)
