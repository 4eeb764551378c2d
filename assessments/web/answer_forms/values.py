"""Values: one of several options, something typed, indicators, shares, so many of several."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Answer, GivenAnswer
from assessments.web.answer_forms.saved import (
    NOT_APPLICABLE,
    UNKNOWN,
    NumberField,
    SavedForm,
    StatedForm,
)
from assessments.wording.profile import active_language
from assessments.wording.results import reason_text
from maturity.instruments.items import Quantity, ValueItem


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

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
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

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
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

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
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

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
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

    def shown(self, stored: GivenAnswer | None) -> dict[str, Any]:
        return {"value": list(stored.value) if stored and stored.value else []}

    def given(self) -> dict[str, Any]:
        chosen = self.cleaned_data["value"]
        return {"value": chosen} if chosen else {}
