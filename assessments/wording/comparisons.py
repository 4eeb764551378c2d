"""The one sentence that may be said of a comparison, with every number as printed."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.wording import results
from assessments.wording.answers import percent_text, value_text
from assessments.wording.figures import period_text, qualified_value, status_text
from assessments.wording.profile import active_language
from maturity.benchmarks.comparisons import Comparison, comparison_words, is_as_written_for
from maturity.benchmarks.economies import WORLD, economy_name
from maturity.benchmarks.release import PublishedFigure
from maturity.instruments.edition import Edition
from maturity.instruments.items import ValueItem

Items = Mapping[str, Mapping[str, Any]]
"""Items of a stored result of `facts`, by key, each with its state and value."""

_PLACE = re.compile(r"\{([a-z_]+)\}")


def sentence(comparison: Comparison, *, edition: Edition, items: Items) -> str:
    """What the answer and the published figure say together; or that there is no such figure."""
    if comparison.missing == "not_comparable":
        return _(
            "Not comparable: the release gives this figure in another way than a comparison needs."
        )
    if comparison.outcome is None:
        return _("The release has no figure for this answer.")
    template = comparison.entry.sentences[comparison.outcome][active_language()]
    words = {
        name: _word(name, comparison, edition, items) for name in set(_PLACE.findall(template))
    }
    return template.format_map(words)


def caveats(comparison: Comparison) -> list[str]:
    """What must be printed with the sentence and the figures, each once.

    The caveat of the entry says what those of its figures say, as long as they are the ones that it
    was written for; without a sentence there is none of the entry, only those of the figures.
    """
    language, entry, said = active_language(), comparison.entry, comparison.outcome is not None
    own = [
        figure.caveat[language]
        for figure in comparison.figures
        if figure.caveat and not (said and is_as_written_for(figure))
    ]
    written = [entry.caveat[language]] if said else []
    further = [entry.further_caveat[language]] if said and comparison.with_further_caveat else []
    return list(dict.fromkeys([*written, *further, *own]))


def own_number(comparison: Comparison, *, edition: Edition, items: Items) -> str:
    """The own share or value as printed at its bar."""
    if comparison.share:
        return percent_text(comparison.share["rounded"])
    return _value(edition, items, comparison.entry.items[0])


def figure_label(comparison: Comparison, figure: PublishedFigure) -> str:
    """What a picture calls a figure: its case or economy with the period, or what it measures."""
    language = active_language()
    if comparison.entry.case:
        case = comparison.entry.case[language]
        parts = [case[:1].upper() + case[1:]]
    elif figure.economy == WORLD:
        parts = [figure.label[language]]
    else:
        period = period_text(figure) if figure.period else ""
        parts = [economy_name(figure.economy, language), period]
    said = [part for part in (*parts, status_text(figure.status)) if part]
    return pgettext("between counts", ", ").join(said)


def your_enterprise() -> str:
    return _("Your enterprise")


def your_side(side: str) -> str:
    """One side of a published share, being that of the enterprise."""
    return _("%(side)s: your enterprise") % {"side": side}


def axis_number(figure: PublishedFigure) -> str:
    """What stands at the numbers of a picture's axis, with {number} in it."""
    return percent_text("{number}") if figure.unit == "%" else "{number}"


def _word(name: str, comparison: Comparison, edition: Edition, items: Items) -> str:
    """The text of one placeholder; the head of the data file says what each means."""
    entry, figures, language = comparison.entry, comparison.figures, active_language()
    share = comparison.share or {}
    makers: Mapping[str, Callable[[], str]] = {
        "k": lambda: str(share["k"]),
        "n": lambda: str(share["n"]),
        "percent": lambda: percent_text(share["rounded"]),
        "own": lambda: _own(edition, items, entry.items),
        "own_before": lambda: _with_unit(edition, items, entry.items[:2]),
        "own_after": lambda: _with_unit(edition, items, entry.items[2:4]),
        "figure": lambda: qualified_value(figures[0]),
        "figure_before": lambda: qualified_value(figures[0]),
        "figure_after": lambda: qualified_value(figures[1]),
        "rest": lambda: percent_text(str(100 - Decimal(figures[0].value))),
        "period": lambda: period_text(figures[0]),
        "economy": lambda: economy_name(figures[0].economy, language),
        "case": lambda: entry.case[language],
        "basis": lambda: _basis(edition, items, entry.items),
        "year": lambda: _year(items),
        "list": lambda: _each(comparison),
    }
    return makers[name]()


def _year(items: Items) -> str:
    stated = items["reference_year"]["value"]
    return str(stated or comparison_words()["year_not_stated"][active_language()])


def _own(edition: Edition, items: Items, keys: Sequence[str]) -> str:
    """The own value; of several items asked together, each with its name."""
    if len(keys) > 2 and _alike(edition, keys):
        return results.listed([_named(edition, items, key) for key in keys])
    if len(keys) > 1 and keys[1].endswith(".currency"):
        return f"{items[keys[0]]['value']} {items[keys[1]]['value']}"
    return _value(edition, items, keys[0])


def _alike(edition: Edition, keys: Sequence[str]) -> bool:
    """Whether the items are parts of one question, such as four modes."""
    return len({edition.item(key).group for key in keys}) == 1 and "." in keys[0]


def _named(edition: Edition, items: Items, key: str) -> str:
    name = edition.item(key).name[active_language()]
    return _("%(name)s (%(why)s)") % {"name": name, "why": _value(edition, items, key)}


def _value(edition: Edition, items: Items, key: str) -> str:
    item, found = edition.item(key), items[key]
    if found["state"] != "answered" or not isinstance(item, ValueItem):
        return results.state_text(found["state"])
    return value_text(item, found["value"])


def _with_unit(edition: Edition, items: Items, keys: Sequence[str]) -> str:
    """A number whose unit was chosen beside it."""
    number, unit = keys
    said = _inside(_value(edition, items, unit))
    return _("%(number)s %(unit)s") % {"number": items[number]["value"], "unit": said}


def _basis(edition: Edition, items: Items, keys: Sequence[str]) -> str:
    """What the own value rests on, as chosen."""
    key = next(key for key in keys if key.endswith(".basis"))
    if items[key]["state"] != "answered":
        name = "growth_basis_not_stated" if "growth" in key else "basis_not_stated"
        return comparison_words()[name][active_language()]
    return _inside(_value(edition, items, key))


def _inside(option: str) -> str:
    """The text of an option inside a sentence: in English with a small letter."""
    return option[:1].lower() + option[1:] if active_language() == "en" else option


def _each(comparison: Comparison) -> str:
    """One piece for every figure that belongs to an economy, joined as the file says."""
    language = active_language()
    piece = comparison.entry.each[language]
    return pgettext("between figures", "; ").join(
        piece.format(economy=economy_name(f.economy, language), figure=qualified_value(f))
        for f in comparison.figures
        if f.economy != WORLD
    )
