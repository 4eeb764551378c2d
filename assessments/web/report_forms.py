"""Forms in which reports are asked for, and how the reports of an organisation look is set."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Branding
from assessments.reports.options import SECTIONS, ReportOptions, options_showing
from assessments.services.branding import CONTACT_LIMIT
from assessments.web.people_forms import NameForm
from assessments.wording.grants import assessment_text
from assessments.wording.profile import active_language
from assessments.wording.report import confidentiality_choices
from assessments.wording.sections import section_title


class ReportOptionsForm(forms.Form):
    """What may be chosen for one report as for many. Everything is in it that nobody takes out.

    `brandings` are those to choose from, the usual one first; without any, nothing is asked.
    """

    language = forms.ChoiceField(
        label=_("Language of the report"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        initial=active_language,
    )
    sections = forms.MultipleChoiceField(
        label=_("What stands in it"),
        help_text=_(
            "Cover, summary, method and verification always do. A part about which there is "
            "nothing to say is left out by itself."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=list(SECTIONS),
    )
    in_name_of = forms.ChoiceField(
        label=_("In the name of"),
        help_text=_("Whose name, logo and colour it bears."),
        required=False,
        widget=forms.RadioSelect,
    )
    preface = forms.CharField(
        label=_("Preface"),
        help_text=_(
            "Your own words after the cover, printed as you type them. A blank line begins a new "
            "paragraph."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    confidentiality = forms.ChoiceField(
        label=_("Mark on every page"), required=False, widget=forms.RadioSelect
    )
    is_draft = forms.BooleanField(label=_("A draft: says so across every page"), required=False)
    archival = forms.BooleanField(
        label=_("For an archive: as PDF/A, which is kept unchanged for decades"), required=False
    )
    mail_when_done = forms.BooleanField(
        label=_("Send me a message when it is ready"), required=False
    )

    def __init__(self, *args: Any, brandings: Sequence[Branding] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._brandings = {str(each.pk): each for each in brandings}
        self._offer("sections", [(key, section_title(key)) for key in SECTIONS])
        self._offer("confidentiality", confidentiality_choices())
        if brandings:
            names = [(pk, each.name) for pk, each in self._brandings.items()]
            self._offer("in_name_of", [*names, ("", _("Nobody: the plain look of this site"))])
            self.fields["in_name_of"].initial = str(brandings[0].pk)
            self.fields["preface"].initial = brandings[0].preface
        else:
            del self.fields["in_name_of"]

    def _offer(self, field: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def options(self) -> ReportOptions:
        """What was chosen, once the form is valid."""
        given = self.cleaned_data
        return options_showing(
            given["sections"],
            confidentiality=given["confidentiality"],
            is_draft=given["is_draft"],
            archival=given["archival"],
            preface=given["preface"],
        )

    def branding(self) -> Branding | None:
        """In whose name the report is; None if it looks as ours do."""
        return self._brandings.get(self.cleaned_data.get("in_name_of", ""))


class NewReportForm(ReportOptionsForm):
    """The options, and which assessments stand in the report: one of each questionnaire."""

    assessments = forms.MultipleChoiceField(
        label=_("Assessments"),
        help_text=_(
            "One of each questionnaire. Several are printed one after the other, in this order."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["assessments"]

    def __init__(self, *args: Any, offered: Sequence[Assessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = list(offered)
        self._offer("assessments", [(str(each.pk), assessment_text(each)) for each in offered])

    def chosen(self) -> list[Assessment]:
        """In the order in which they are offered."""
        ticked = self.cleaned_data["assessments"]
        return [each for each in self._offered if str(each.pk) in ticked]


class BrandingForm(NameForm):
    """How the reports of an organisation look. The services know what a logo and a colour are."""

    contact = forms.CharField(
        label=_("Contact"),
        help_text=_("Stands on the last page: address, telephone, web site."),
        max_length=CONTACT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    colour = forms.CharField(
        label=_("Colour"),
        help_text=_("Such as #14507a; dark enough to be read on white paper. Empty for none."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "PNG, up to 2000 pixels wide and high, or SVG with its text as outlines. Without a "
            "file the logo stays as it is."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.svg,image/png,image/svg+xml"}),
    )
    no_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    preface = forms.CharField(
        label=_("Preface"),
        help_text=_("Offered whenever a report is asked for, and can be changed there."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    _TEXTS = ("name", "contact", "colour", "preface")

    def __init__(
        self, *args: Any, branding: Branding | None, default_name: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name as printed")
        self.fields["name"].initial = default_name
        if branding:
            self.initial = {name: getattr(branding, name) for name in self._TEXTS}
        if not (branding and branding.logo_type):
            del self.fields["no_logo"]

    def given(self) -> dict[str, Any]:
        """As `save_branding` takes it."""
        given = self.cleaned_data
        file = given["logo"]
        kept = b"" if given.get("no_logo") else None
        return {name: given[name] for name in self._TEXTS} | {"logo": file.read() if file else kept}
