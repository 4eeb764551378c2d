"""Forms about who may see an enterprise: invitations, rights, hand-over, comments, due dates."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.access import allowing, consultancies_of
from assessments.models import Assessment, Enterprise, Invitation, Organisation, Rights, User
from assessments.services.grants import LONGEST, Terms, client_organisations_of
from assessments.wording.grants import assessment_text, right_choices
from assessments.wording.profile import active_language
from assessments.wording.report import named

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


class SeenForm(TermsForm):
    """Terms, and for what: a whole enterprise, or one of its assessments."""

    seen = forms.ChoiceField(label=_("What they see"), choices=[])
    field_order = ["seen", "rights", "until"]

    def offer(self, enterprises: QuerySet[Enterprise]) -> None:
        """Let one of these enterprises, or one assessment of theirs, be chosen."""
        self._enterprises = {str(each.pk): each for each in enterprises}
        rows = Assessment.objects.filter(enterprise__in=enterprises).select_related("enterprise")
        rows = rows.prefetch_related("edition").order_by("-created_at", "pk")
        self._assessments = {str(each.pk): each for each in rows}
        groups = [
            (enterprise.name, list(self._choices_in(enterprise)))
            for enterprise in self._enterprises.values()
        ]
        seen: Any = self.fields["seen"]
        seen.choices = groups[0][1] if len(groups) == 1 else groups

    def _choices_in(self, enterprise: Enterprise) -> Iterator[tuple[str, str]]:
        yield str(enterprise.pk), named(enterprise.name, str(ALL_ASSESSMENTS))
        for pk, assessment in self._assessments.items():
            if assessment.enterprise_id == enterprise.pk:
                yield pk, assessment_text(assessment)

    @property
    def enterprise(self) -> Enterprise:
        assessment = self.assessment
        return assessment.enterprise if assessment else self._enterprises[self.cleaned_data["seen"]]

    @property
    def assessment(self) -> Assessment | None:
        """The only one, if it is not all of them."""
        return self._assessments.get(self.cleaned_data["seen"])


class InviteConsultancyForm(SeenForm, EmailForm):
    """A client invites a consultant."""

    field_order = ["email", "seen", "rights", "until", "language"]

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(Enterprise.objects.filter(pk=enterprise.pk))


class AskForAccessForm(TermsForm, EmailForm):
    """A consultant asks a client to be let in."""

    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), empty_label=None
    )
    field_order = ["organisation", "email", "rights", "until", "language"]

    def __init__(self, *args: Any, consultancies: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_organisations(self.fields["organisation"], consultancies)


class AdviseForm(forms.Form):
    """In the name of which consultancy an invitation is accepted; a new one needs a name.

    Who works for one consultancy only is asked nothing.
    """

    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Name of your consultancy"),
        max_length=200,
        help_text=_("It is founded with you as its lead; colleagues can be invited later."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, user: User, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultancies = consultancies_of(user).order_by("name", "pk")
        if self.consultancies:
            del self.fields["name"]
        if len(self.consultancies) > 1:
            self.fields["organisation"].queryset = self.consultancies  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        only = self.consultancies[0] if len(self.consultancies) == 1 else None
        return {"organisation": only, "name": ""} | (super().clean() or {})


class LetInForm(SeenForm):
    """An owner lets a consultancy in that asked for it: what it asked for is filled in."""

    def __init__(self, *args: Any, user: User, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, given=invitation, **kwargs)
        owned = allowing(Enterprise, user, "manage").filter(owner__isnull=False)
        self.offer(owned.order_by("name", "pk"))
        self.fields["seen"].help_text = _("Only enterprises that you own are listed.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        return {
            "enterprise": self.enterprise,
            "assessment": self.assessment,
            "terms": self.terms,
        }


class TakeOverForm(TermsForm):
    """Where an enterprise shall belong, and whether its consultancy goes on seeing it."""

    NEW = "new"

    owner = forms.ChoiceField(label=_("It shall belong to"), choices=[])
    keep = forms.ChoiceField(label="", widget=forms.RadioSelect)
    field_order = ["owner", "keep", "rights", "until"]

    def __init__(self, *args: Any, user: User, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"consultancy": invitation.organisation.name}
        self.fields["keep"].label = _("May “%(consultancy)s” go on seeing it?") % names
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            ("yes", _("Yes, as I say below")),
            ("no", _("No, its access ends now")),
        ]
        self._organisations = {str(each.pk): each for each in client_organisations_of(user)}
        if self._organisations:
            self.fields["owner"].choices = [  # type: ignore[attr-defined]
                *((pk, each.name) for pk, each in self._organisations.items()),
                (self.NEW, _("A new organisation of the same name")),
            ]
        else:
            del self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        return {
            "organisation": self._organisations.get(cleaned.get("owner", self.NEW)),
            "keep": self.terms if cleaned["keep"] == "yes" else None,
        }


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
