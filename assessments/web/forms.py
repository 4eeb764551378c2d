"""Forms read shapes; the rules about values are `maturity.scoring.check_answers`."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.models import Answer, Enterprise
from assessments.services.assessments import Save
from assessments.wording.profile import economy_choices, sector_choices
from assessments.wording.results import reason_text
from maturity.instruments.edition import Edition, Item

UNKNOWN, NOT_APPLICABLE = Answer.State.UNKNOWN, Answer.State.NOT_APPLICABLE


class EnterpriseForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the enterprise"),
        max_length=200,
        help_text=_("The firm, plant or subsidiary that is assessed. It stands on the report."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    economy = forms.ChoiceField(
        label=_("Economy"), help_text=_("Decides which published national figures are shown.")
    )
    sector = forms.ChoiceField(
        label=_("Sector"), help_text=_("The main activity, by the ISIC classification.")
    )
    size_band = forms.ChoiceField(
        label=_("Persons engaged"),
        help_text=_("Everyone who works there, owners included."),
        choices=Enterprise.SizeBand.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        please_choose = [("", _("Please choose"))]
        self.fields["economy"].choices = please_choose + economy_choices()  # type: ignore[attr-defined]
        self.fields["sector"].choices = please_choose + sector_choices()  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """One dimension. `current` holds a level, "unknown" or "not_applicable"."""

    current = forms.ChoiceField(required=False)
    target = forms.ChoiceField(required=False)
    reason = forms.ChoiceField(required=False)
    note = forms.CharField(required=False, strip=False)
    print_note = forms.BooleanField(required=False)
    client_id = forms.CharField(max_length=36)
    save_id = forms.IntegerField(min_value=1)
    based_on = forms.IntegerField(min_value=0)

    def __init__(
        self, *args: Any, edition: Edition, item: Item, stored: Answer | None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = self._shown(stored)
        super().__init__(*args, **kwargs)
        self.item = item
        self.kept_action = stored.action if stored else ""
        levels = [(str(n), str(n)) for n in range(edition.scale_top + 1)]
        states = [(UNKNOWN, UNKNOWN)]
        if edition.not_applicable_reasons:
            states.append((NOT_APPLICABLE, NOT_APPLICABLE))
        choices = {
            "current": [*levels, *states],
            "target": levels,
            "reason": [(code, reason_text(code)) for code in edition.not_applicable_reasons],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    @staticmethod
    def _shown(answer: Answer | None) -> dict[str, Any]:
        """What the page shows for a stored answer, and where the next save starts."""
        shown: dict[str, Any] = {"client_id": str(uuid.uuid4()), "save_id": 1, "print_note": True}
        if answer is None:
            return shown | {"based_on": 0}
        current = str(answer.value) if answer.value is not None else answer.state
        return shown | {
            "current": "" if answer.state == Answer.State.UNANSWERED else current,
            "target": "" if answer.target is None else str(answer.target),
            "reason": answer.reason,
            "note": answer.note,
            "print_note": answer.print_note,
            "based_on": answer.version,
        }

    def given(self) -> dict[str, Any]:
        """The answer in the form that `manage.py score` reads."""
        data = self.cleaned_data
        current = data["current"]
        given: dict[str, Any] = {}
        if current in (UNKNOWN, NOT_APPLICABLE):
            given["state"] = current
        elif current:
            given["current"] = int(current)
        if data["target"] and current != NOT_APPLICABLE:
            given["target"] = int(data["target"])
        if data["reason"] and current == NOT_APPLICABLE:
            given["reason"] = data["reason"]
        if data["note"].strip():
            given["note"] = data["note"]
        if self.kept_action and current != NOT_APPLICABLE:
            given["action"] = self.kept_action  # no field of this page; a save must not lose it
        return given

    def save_mark(self) -> Save:
        data = self.cleaned_data
        return Save(data["client_id"], data["save_id"], data["based_on"])


class ReportForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the report"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
