"""Which jobs an administrator looks at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Job


class JobForm(forms.Form):
    """What is empty, or is no kind or state at all, does not narrow."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Job.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *Job.State.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """The choice, each empty if nothing is chosen."""
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen.values())
