"""What all forms of answers share: the marks of a save, a note, and how numbers are read."""

import re
import unicodedata
import uuid
from typing import Any

from django import forms

from assessments.models import Answer, GivenAnswer
from assessments.services.assessments import Save
from assessments.wording.results import reason_text
from maturity.instruments.edition import Edition
from maturity.instruments.items import Item
from maturity.scoring.answers import reasons_of

UNKNOWN, NOT_APPLICABLE = Answer.State.UNKNOWN, Answer.State.NOT_APPLICABLE
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


class NumberField(forms.CharField):
    """A decimal as people type it: full-width digits and commas between thousands are converted."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value) or "").replace("−", "-")
        text = text.strip()
        return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


class SavedForm(forms.Form):
    """What every answer has: the marks of the save, and a note with whether to print it."""

    template = ""
    owns_question = False  # whether the template shows the question, beside or above the answer
    note = forms.CharField(required=False, strip=False)
    print_note = forms.BooleanField(required=False)
    client_id = forms.CharField(max_length=36)
    save_id = forms.IntegerField(min_value=1)
    based_on = forms.IntegerField(min_value=0)

    def __init__(
        self, *args: Any, edition: Edition, item: Item, stored: GivenAnswer | None, **kwargs: Any
    ) -> None:
        self.edition, self.item, self.stored = edition, item, stored
        kwargs["initial"] = self._marks(stored) | self.shown(stored)
        super().__init__(*args, **kwargs)
        self.reasons = reasons_of(edition, item)

    @property
    def key(self) -> str:
        """The key under which the answer is kept."""
        return self.item.key

    @staticmethod
    def _marks(stored: GivenAnswer | None) -> dict[str, Any]:
        """Where the next save starts."""
        return {
            "client_id": str(uuid.uuid4()),
            "save_id": 1,
            "based_on": stored.version if stored else 0,
            "note": stored.note if stored else "",
            "print_note": stored.print_note if stored else True,
        }

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
        """What the page shows of a stored answer."""
        return {}

    def given(self) -> dict[str, Any]:
        """The answer in the form that `manage.py score` reads."""
        raise NotImplementedError

    def save_mark(self) -> Save:
        data = self.cleaned_data
        return Save(data["client_id"], data["save_id"], data["based_on"])

    def _with_note(self, given: dict[str, Any]) -> dict[str, Any]:
        note = self.cleaned_data["note"]
        return given | ({"note": note} if note.strip() else {})

    def _offer(self, **choices: list[tuple[str, str]]) -> None:
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class StatedForm(SavedForm):
    """An answer that may also be "not known" or, with a reason, "not applicable"."""

    reason = forms.ChoiceField(required=False)
    field = ""  # holds the choice: a value, "unknown" or "not_applicable"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(reason=[(code, reason_text(code)) for code in self.reasons])

    def _states(self) -> list[tuple[str, str]]:
        states = [UNKNOWN, NOT_APPLICABLE] if self.reasons else [UNKNOWN]
        return [(state, state) for state in states]

    def _chosen(self, stored: GivenAnswer | None) -> dict[str, Any]:
        if stored is None or stored.state == Answer.State.UNANSWERED:
            return {self.field: ""}
        answered = stored.state == Answer.State.ANSWERED
        value = stored.value if answered else stored.state
        return {self.field: str(value), "reason": stored.reason}

    def _stated(self) -> dict[str, Any]:
        """The state with its reason if there is one, nothing if a value was chosen."""
        chosen = self.cleaned_data[self.field]
        if chosen not in (UNKNOWN, NOT_APPLICABLE):
            return {}
        given = {"state": chosen}
        if self.cleaned_data["reason"] and chosen == NOT_APPLICABLE:
            given["reason"] = self.cleaned_data["reason"]
        return given
