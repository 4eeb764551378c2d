"""The form for a link to a report."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.services.shares import LONGEST, SHORTEST_PASSWORD
from assessments.web.grant_forms import day_field

USUAL = dt.timedelta(days=30)


class ShareForm(forms.Form):
    label = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=200,
        # Beside a password browsers take the only other text for a name to sign in by.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only you and your colleagues see this."),
    )
    until = day_field(label=_("Last day"), help_text=_("After this day the link no longer opens."))
    password = forms.CharField(
        label=_("Password"),
        required=False,
        min_length=SHORTEST_PASSWORD,
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Tell it by another way than the link. Without one, the link alone opens."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().date()
        self.fields["until"].widget.attrs |= {"min": str(today), "max": str(today + LONGEST)}
        self.fields["until"].initial = today + USUAL
