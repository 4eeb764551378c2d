"""One form for each way of answering. Forms read shapes; `check_answers` judges values.

Every form has the marks of its save and turns what was posted into the answer that
`manage.py score` reads (`given`). On a page of several items each form has its item as prefix.
"""

import re
import unicodedata
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Answer
from assessments.services.assessments import Save
from assessments.wording.answers import practice_text
from assessments.wording.profile import active_language
from assessments.wording.results import reason_text
from maturity.instruments.edition import Edition, QuickUnit
from maturity.instruments.items import Item, LevelItem, PracticeItem, Quantity, ValueItem
from maturity.scoring.answers import PRACTICE_ANSWERS, reasons_of

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
        self, *args: Any, edition: Edition, item: Item, stored: Answer | None, **kwargs: Any
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
    def _marks(stored: Answer | None) -> dict[str, Any]:
        """Where the next save starts."""
        return {
            "client_id": str(uuid.uuid4()),
            "save_id": 1,
            "based_on": stored.version if stored else 0,
            "note": stored.note if stored else "",
            "print_note": stored.print_note if stored else True,
        }

    def shown(self, stored: Answer | None) -> dict[str, Any]:
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

    def _chosen(self, stored: Answer | None) -> dict[str, Any]:
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


class LevelForm(StatedForm):
    template = "assessments/answers/level.html"
    field = "current"
    current = forms.ChoiceField(required=False)
    target = forms.ChoiceField(required=False)
    action = forms.CharField(required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(str(n), str(n)) for n in range(self.edition.scale_top + 1)]
        self._offer(current=[*levels, *self._states()], target=levels)

    @property
    def levels(self) -> list[dict[str, Any]]:
        """Each level with its word and its description."""
        texts = self.item.levels if isinstance(self.item, LevelItem) else ()
        return [
            {"level": n, "name": self.edition.level_name(self.item, n), "text": text}
            for n, text in enumerate(texts)
        ]

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        target = stored.target if stored else None
        return self._chosen(stored) | {
            "target": "" if target is None else str(target),
            "action": stored.action if stored else "",
        }

    def given(self) -> dict[str, Any]:
        data, given = self.cleaned_data, self._stated()
        if not given and data["current"]:
            given["current"] = int(data["current"])
        if given.get("state") != NOT_APPLICABLE:
            if data["target"]:
                given["target"] = int(data["target"])
            if data["action"].strip():
                given["action"] = data["action"]
        return self._with_note(given)


class PracticeForm(StatedForm):
    template = "assessments/answers/practice.html"
    owns_question = True
    field = "answer"
    answer = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(answer=[*((one, one) for one in PRACTICE_ANSWERS), *self._states()])

    @property
    def practice_options(self) -> list[tuple[str, str]]:
        return [(one, practice_text(one)) for one in PRACTICE_ANSWERS]

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        return self._chosen(stored)

    def given(self) -> dict[str, Any]:
        given = self._stated()
        if not given and self.cleaned_data["answer"]:
            given["answer"] = self.cleaned_data["answer"]
        return self._with_note(given)


class ChoiceForm(StatedForm):
    """A fact answered by one of several options; yes and no are two of them."""

    template = "assessments/answers/choice.html"
    owns_question = True
    field = "value"
    value = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [] if self._is_input else self._states()
        self._offer(value=[*self.options, *states])

    @property
    def _is_input(self) -> bool:
        """Inputs of the priorities have no states: without them there are no priorities."""
        return not self.item.number

    @property
    def offers_states(self) -> bool:
        return not self._is_input

    @property
    def options(self) -> list[tuple[str, str]]:
        """What may be chosen, in the active language."""
        if not isinstance(self.item, ValueItem):
            return []
        if self.item.kind == "yes_no":
            return [("yes", str(_("Yes"))), ("no", str(_("No")))]
        language = active_language()
        return [(option.key, option.text[language]) for option in self.item.options]

    @property
    def helps(self) -> dict[str, str]:
        """What is said about an option, where something is."""
        options = self.item.options if isinstance(self.item, ValueItem) else ()
        return {o.key: o.help[active_language()] for o in options if o.help}

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        shown = self._chosen(stored)
        if stored and isinstance(stored.value, bool):
            shown["value"] = "yes" if stored.value else "no"
        return shown

    def given(self) -> dict[str, Any]:
        chosen, given = self.cleaned_data["value"], self._stated()
        if not given and chosen:
            given["value"] = chosen == "yes" if self.item.kind == "yes_no" else chosen
        return given if self._is_input else self._with_note(given)


class EntryForm(SavedForm):
    """A fact that is typed: a number, a share, words. `state` says why there is none."""

    template = "assessments/answers/entry.html"
    owns_question = True
    value = forms.CharField(required=False)
    state = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.item.kind != "text":
            self.fields["value"] = NumberField(required=False)
        self._offer(
            state=[
                (UNKNOWN, str(_("We don’t know"))),
                *(
                    (
                        f"{NOT_APPLICABLE}:{code}",
                        gettext("Does not apply: %(reason)s") % {"reason": reason_text(code)},
                    )
                    for code in self.reasons
                ),
            ]
        )

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        if stored is None or stored.state == Answer.State.UNANSWERED:
            return {"value": "", "state": ""}
        if stored.state == Answer.State.ANSWERED:
            return {"value": stored.value, "state": ""}
        reason = f":{stored.reason}" if stored.reason else ""
        return {"value": "", "state": f"{stored.state}{reason}"}

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        given: dict[str, Any] = {"value": data["value"]} if data["value"].strip() else {}
        state, _colon, reason = data["state"].partition(":")
        given |= {"state": state} if state else {}
        given |= {"reason": reason} if reason else {}
        return self._with_note(given)


class QuantityForm(SavedForm):
    """An indicator: today, in three years, how it is calculated, what is done about it."""

    template = "assessments/answers/quantity.html"
    current = forms.CharField(required=False)
    target = forms.CharField(required=False)
    method = forms.CharField(required=False, strip=False)
    action = forms.CharField(required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("current", "target"):
            if self.item.kind == "choice":
                self.fields[name] = forms.ChoiceField(required=False, choices=self.options)
            else:
                self.fields[name] = NumberField(required=False)

    @property
    def options(self) -> list[tuple[str, str]]:
        options = self.item.options if isinstance(self.item, Quantity) else ()
        return [(option.key, option.text[active_language()]) for option in options]

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        value = stored.value if stored and stored.value else {}
        names = ("current", "target", "method")
        return {name: value.get(name, "") for name in names} | {
            "action": stored.action if stored else ""
        }

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("current", "target", "method", "action")
        return {name: data[name] for name in names if data[name].strip()}


class SharesForm(SavedForm):
    """Several shares of one whole, such as ten kinds of cost."""

    template = "assessments/answers/shares.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = self.item.options if isinstance(self.item, ValueItem) else ()
        language = active_language()
        for option in options:
            self.fields[option.key] = NumberField(
                required=False,
                label=option.text[language],
                help_text=option.help.get(language, ""),
            )
        self.names = [option.key for option in options]

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        return dict(stored.value) if stored and stored.value else {}

    def rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        shares = {name: data[name] for name in self.names if data[name]}
        return {"value": shares} if shares else {}


class ChoicesForm(SavedForm):
    """So many out of several."""

    template = "assessments/answers/choices.html"
    value = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = self.item.options if isinstance(self.item, ValueItem) else ()
        self._offer(value=[(option.key, option.text[active_language()]) for option in options])

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The options under their categories, in the order of the tables."""
        categories = self.edition.tables.categories if self.edition.tables else {}
        found: dict[str, list[Any]] = {}
        for option in self.item.options if isinstance(self.item, ValueItem) else ():
            name = categories[option.group][active_language()] if option.group else ""
            found.setdefault(name, []).append(option)
        return list(found.items())

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        return {"value": list(stored.value) if stored and stored.value else []}

    def given(self) -> dict[str, Any]:
        chosen = self.cleaned_data["value"]
        return {"value": chosen} if chosen else {}


class QuickForm(SavedForm):
    """The bounds of a quick unit: everywhere at least, and nowhere above."""

    template = "assessments/answers/quick.html"
    low = forms.ChoiceField(required=False)
    high = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, unit: QuickUnit, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        levels = [(str(n), str(n)) for n in range(self.edition.scale_top + 1)]
        self._offer(low=[*levels, (UNKNOWN, UNKNOWN)], high=[*levels, (UNKNOWN, UNKNOWN)])

    @property
    def key(self) -> str:
        return f"quick.{self.unit.key}"

    @property
    def levels(self) -> list[dict[str, Any]]:
        return [
            {"level": n, "name": self.edition.level_name(self.item, n)}
            for n in range(self.edition.scale_top + 1)
        ]

    def shown(self, stored: Answer | None) -> dict[str, Any]:
        value = stored.value if stored and stored.value else {}
        return {name: str(value[name]) if name in value else "" for name in ("low", "high")}

    def given(self) -> dict[str, Any]:
        """Not known means the end of the scale; nothing at all means that it was passed over."""
        low, high = self.cleaned_data["low"], self.cleaned_data["high"]
        if not low and not high:
            return {}
        return {
            "low": int(low) if low.isdecimal() else 0,
            "high": int(high) if high.isdecimal() else self.edition.scale_top,
        }


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
