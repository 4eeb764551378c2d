"""What is looked for in the event log."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import Enterprise, Event, User
from assessments.queries.events import Wanted, enterprises_in, people_in
from assessments.wording.events import GROUPS


class EventForm(forms.Form):
    """Offers only people and enterprises that occur in the log that it looks in."""

    text = forms.CharField(
        label=_("Name of a person or enterprise"), max_length=100, required=False
    )  # or a part of it
    group = forms.ChoiceField(label=pgettext_lazy("event log", "What"), required=False)
    person = forms.ModelChoiceField(
        label=pgettext_lazy("event log", "Who"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Everybody"),
    )
    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        required=False,
        empty_label=_("All enterprises"),
    )
    first_day = forms.DateField(
        label=pgettext_lazy("first day", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last_day = forms.DateField(
        label=pgettext_lazy("last day", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, events: QuerySet[Event], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Everything")), *GROUPS.items()]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        self.fields["person"].queryset = people_in(events)  # type: ignore[attr-defined]
        found = enterprises_in(events, user=user)
        self.fields["enterprise"].queryset = found  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def wanted(self) -> Wanted:
        """The choice, once it is valid."""
        return Wanted(**self.cleaned_data)
