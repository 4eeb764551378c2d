"""Forms of batches and of reports that are made again."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.models import Edition, Enterprise, User
from assessments.queries.branding import brandings_for, brandings_of
from assessments.web.grant_forms import day_field
from assessments.web.report_forms import ReportOptionsForm
from assessments.wording.batches import interval_choices
from assessments.wording.dates import today_in
from assessments.wording.profile import active_language


def options_form(
    user: User, data: QueryDict | None = None, *, enterprise: Enterprise | None = None
) -> ReportOptionsForm:
    """The form of a report's options, for pages that ask for several reports, of one enterprise or
    of many. Whoever asks for those gets a message anyway."""
    brandings = brandings_for(user, enterprise) if enterprise else brandings_of(user)
    form = ReportOptionsForm(data, brandings=brandings)
    del form.fields["mail_when_done"]
    return form


class IntervalForm(forms.Form):
    """Which report of an enterprise is made again, from when on and how often."""

    instrument = forms.ChoiceField(label=_("Questionnaire"))
    every_months = forms.TypedChoiceField(label=_("How often"), coerce=int)
    first_on = day_field(label=_("First day"))

    def __init__(
        self, *args: Any, enterprise: Enterprise, editions: Iterable[Edition], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = active_language()
        self.fields["instrument"].choices = [  # type: ignore[attr-defined]
            (edition.key, edition.content.title[language]) for edition in editions
        ]
        self.fields["every_months"].choices = interval_choices()  # type: ignore[attr-defined]
        self.fields["every_months"].initial = 3
        today = today_in(enterprise.economy)
        self.fields["first_on"].initial = today
        self.fields["first_on"].widget.attrs["min"] = str(today)
