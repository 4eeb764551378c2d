"""One form for each way of answering. Forms read shapes; `check_answers` judges values.

Every form has the marks of its save and turns what was posted into the answer that
`manage.py score` reads (`given`). On a page of several items each form has its item as prefix.
"""

from assessments.web.answer_forms.levels import LevelForm, PracticeForm, QuickForm
from assessments.web.answer_forms.saved import SavedForm
from assessments.web.answer_forms.values import (
    ChoiceForm,
    ChoicesForm,
    EntryForm,
    QuantityForm,
    SharesForm,
)
from maturity.instruments.items import Item, LevelItem, PracticeItem, Quantity

__all__ = ["QuickForm", "SavedForm", "form_class"]


def form_class(item: Item) -> type[SavedForm]:
    """The form in which this item is answered."""
    if isinstance(item, LevelItem):
        return LevelForm
    if isinstance(item, PracticeItem):
        return PracticeForm
    if isinstance(item, Quantity):
        return QuantityForm
    return {
        "yes_no": ChoiceForm,
        "choice": ChoiceForm,
        "choices": ChoicesForm,
        "shares": SharesForm,
    }.get(item.kind, EntryForm)
