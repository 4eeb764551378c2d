"""Answers in words, whatever their kind: for task lists, results and reports alike."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.models import Answer, GivenAnswer
from assessments.wording import results
from assessments.wording.profile import active_language
from maturity.instruments.items import Item, PracticeItem, Quantity, ValueItem


def answer_text(item: Item, answer: GivenAnswer | None) -> str:
    """What was answered, or the state of the item if nothing was."""
    if answer is None or answer.state != Answer.State.ANSWERED:
        return results.state_text(answer.state if answer else Answer.State.UNANSWERED)
    value: Any = answer.value
    if isinstance(item, PracticeItem):
        return practice_text(value)
    if isinstance(item, Quantity):
        return quantity_text(item, value)
    if isinstance(item, ValueItem):
        return value_text(item, value)
    return str(value)


def practice_text(value: str) -> str:
    """Yes, partly or no."""
    return {
        "yes": pgettext("practice", "yes"),
        "partly": pgettext("practice", "partly"),
        "no": pgettext("practice", "no"),
    }[value]


def value_text(item: ValueItem, value: Any) -> str:
    """A value with its unit, or what was chosen."""
    language = active_language()
    if item.kind == "yes_no":
        return _("Yes") if value else _("No")
    if item.kind == "choice":
        return item.option(value).text[language]
    if item.kind == "choices":
        return results.listed([item.option(key).text[language] for key in value])
    if item.kind == "shares":
        return ngettext("%(count)d share given", "%(count)d shares given", len(value)) % {
            "count": len(value)
        }
    if item.kind == "text":
        return str(value)
    return number_text(item, value)


def number_text(item: ValueItem, value: str) -> str:
    """12.5 % · 12.5 months · 12.5 个月: the number as it was entered, with its unit."""
    unit = item.unit.get(active_language(), "")
    if unit in ("%", "％"):
        return percent_text(value)
    # Translators: a number and its unit
    return _("%(number)s %(unit)s") % {"number": value.replace("-", "−"), "unit": unit}


def percent_text(number: str) -> str:
    """12.5 % · 12.5%: a percentage as the language writes it."""
    return _("%(number)s %%") % {"number": number.replace("-", "−")}


def quantity_text(item: Quantity, given: dict[str, Any]) -> str:
    """An indicator today and in three years, as far as given."""
    today, later = (
        value_text(item, given[name]) if name in given else "" for name in ("current", "target")
    )
    if today and later:
        return _("%(today)s today, %(later)s in three years") % {"today": today, "later": later}
    if later:
        return _("%(later)s in three years") % {"later": later}
    return today or results.state_text(Answer.State.UNANSWERED)
