"""Forms of pages; those of answers are in `answer_forms`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.models import Enterprise, Organisation
from assessments.wording.profile import economy_choices, sector_choices


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

    def __init__(
        self, *args: Any, organisations: Sequence[Organisation] = (), **kwargs: Any
    ) -> None:
        """`organisations` are those to choose from, if there are several."""
        super().__init__(*args, **kwargs)
        please_choose: list[tuple[str, Any]] = [("", _("Please choose"))]
        if organisations:
            names = [(str(each.pk), each.name) for each in organisations]
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Organisation"),
                help_text=_("Whose members see the enterprise, or which consultancy prepares it."),
                choices=please_choose + names,
            )
            self.order_fields(["organisation"])
        self.fields["economy"].choices = please_choose + economy_choices()  # type: ignore[attr-defined]
        self.fields["sector"].choices = please_choose + sector_choices()  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues and reports should show it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of the pages, and of the mails we send you."),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )


class SessionForm(forms.Form):
    session = forms.IntegerField(required=False)


class ReportForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the report"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class ErasureForm(forms.Form):
    name = forms.CharField(
        label=_("To confirm, type the exact name of the enterprise"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
