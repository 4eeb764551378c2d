"""Forms about who may see an enterprise: invitations, rights, hand-over, comments, due dates."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Enterprise, Organisation, Rights
from assessments.services.grants import LONGEST, Terms
from assessments.wording.grants import assessment_text, right_choices
from assessments.wording.profile import active_language

USUAL = dt.timedelta(days=365)
ALL_ASSESSMENTS = _("All assessments, later ones too")


def day_field(**options: Any) -> forms.DateField:
    """A day, by the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], **options)


class TermsForm(forms.Form):
    """What a consultancy may do, and until when. Nothing is ticked that nobody asked for."""

    rights = forms.MultipleChoiceField(
        label=_("Allowed beside reading"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = day_field(
        label=_("Last day"),
        help_text=_("Access ends by itself after this day, or at once if it is revoked."),
    )

    def __init__(self, *args: Any, given: Rights | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().date()
        self.fields["rights"].choices = right_choices()  # type: ignore[attr-defined]
        self.fields["until"].widget.attrs |= {"min": str(today), "max": str(today + LONGEST)}
        self.fields["until"].initial = (given.until if given else None) or today + USUAL
        if given:
            self.fields["rights"].initial = given.rights

    @property
    def terms(self) -> Terms:
        return Terms(self.cleaned_data["rights"], self.cleaned_data["until"])


class EmailForm(forms.Form):
    """To whom a link is sent, and in which language."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = active_language()


class InviteConsultancyForm(TermsForm, EmailForm):
    """A client invites a consultant."""

    assessment = forms.ModelChoiceField(
        label=_("What they see"),
        queryset=Assessment.objects.none(),
        required=False,
        empty_label=ALL_ASSESSMENTS,
    )
    field_order = ["email", "assessment", "rights", "until", "language"]

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_assessments(self.fields["assessment"], enterprise.assessments.all())


class AskForAccessForm(TermsForm, EmailForm):
    """A consultant asks a client to be let in."""

    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), empty_label=None
    )
    field_order = ["organisation", "email", "rights", "until", "language"]

    def __init__(self, *args: Any, consultancies: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_organisations(self.fields["organisation"], consultancies)


class AcceptForm(forms.Form):
    """In the name of which consultancy an invitation is accepted; a new one needs a name."""

    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Name of your consultancy"),
        max_length=200,
        help_text=_("It is founded with you as its lead; colleagues can be invited later."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, consultancies: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not consultancies:
            del self.fields["organisation"]
            return
        del self.fields["name"]
        offer_organisations(self.fields["organisation"], consultancies)


class LetInForm(TermsForm):
    """An owner lets a consultancy in that asked for it."""

    seen = forms.ChoiceField(label=_("What they see"))
    field_order = ["seen", "rights", "until"]

    def __init__(
        self,
        *args: Any,
        enterprises: Sequence[Enterprise],
        assessments: Mapping[UUID, Sequence[Assessment]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._enterprises = {str(enterprise.pk): enterprise for enterprise in enterprises}
        self._assessments = {str(a.pk): a for row in assessments.values() for a in row}
        self.fields["seen"].choices = [  # type: ignore[attr-defined]
            (
                enterprise.name,
                [
                    (str(enterprise.pk), f"{enterprise.name}: {ALL_ASSESSMENTS}"),
                    *((str(a.pk), assessment_text(a)) for a in assessments.get(enterprise.pk, ())),
                ],
            )
            for enterprise in enterprises
        ]

    @property
    def chosen(self) -> tuple[Enterprise, Assessment | None]:
        """The enterprise, and the assessment if it is one only."""
        assessment = self._assessments.get(self.cleaned_data["seen"])
        if assessment:
            return assessment.enterprise, assessment
        return self._enterprises[self.cleaned_data["seen"]], None


class TakeOverForm(TermsForm):
    """Where an enterprise shall belong, and whether its consultancy goes on seeing it."""

    organisation = forms.ModelChoiceField(
        label=_("It shall belong to"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("A new organisation of the same name"),
    )
    keep = forms.ChoiceField(label="", widget=forms.RadioSelect)
    field_order = ["organisation", "keep", "rights", "until"]

    def __init__(
        self,
        *args: Any,
        consultancy: Organisation,
        organisations: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = {"consultancy": consultancy.name}
        self.fields["keep"].label = _("May “%(consultancy)s” go on seeing it?") % names
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            ("yes", _("Yes, as I say below")),
            ("no", _("No, its access ends now")),
        ]
        self.fields["until"].required = False  # only after a yes
        if organisations:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("keep") == "yes" and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", self.fields["until"].error_messages["required"])
        return cleaned

    @property
    def kept(self) -> Terms | None:
        return self.terms if self.cleaned_data["keep"] == "yes" else None


class CommentForm(forms.Form):
    item = forms.CharField(required=False, widget=forms.HiddenInput())
    text = forms.CharField(
        label=_("Comment"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DueForm(forms.Form):
    due = day_field(label=_("Due date"), required=False)


def offer_organisations(field: Any, organisations: QuerySet[Organisation]) -> None:
    """Let one be chosen; where there is only one, it is not asked for."""
    field.queryset = organisations
    if len(organisations) == 1:
        field.initial = organisations[0].pk
        field.widget = forms.HiddenInput()


def offer_assessments(field: Any, assessments: QuerySet[Assessment]) -> None:
    """Let one assessment be chosen, the newest first."""
    found = assessments.select_related("enterprise").prefetch_related("edition")
    field.queryset = found.order_by("-created_at", "pk")
    field.label_from_instance = assessment_text
