"""Forms of the way from a file to a draft. They read shapes; `services.imports` knows the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Release, ReleaseImport
from assessments.wording.columns import column_text
from maturity.benchmarks.importing.encodings import ENCODINGS
from maturity.benchmarks.importing.mapping import MAY_BE_MISSING
from maturity.benchmarks.reading import ALL_COLUMNS


class ImportForm(forms.Form):
    """The files, and the release that they are to become."""

    file = forms.FileField(
        label=_("Table of figures (CSV or XLSX)"),
        help_text=_(
            "At most 100 MB and 150,000 rows. CSV in UTF-8, UTF-16, GB18030 or Shift_JIS; of a "
            "workbook the first visible sheet, without formulas and merged cells."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    head = forms.FileField(
        label=_("Head file (YAML)"),
        required=False,
        help_text=_(
            "What the release says of itself. Without one it is that of the release that is "
            "superseded, and can be edited in the draft."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
    key = forms.CharField(
        label=_("Key of the new release"),
        max_length=60,
        required=False,
        help_text=_(
            "Stands in its address, such as caii-2023-11; empty for the key in the head file. A "
            "draft of that key which you imported yourself is replaced."
        ),
    )
    supersedes = forms.ModelChoiceField(
        Release.objects.none(),
        label=_("Release that it supersedes"),
        required=False,
        to_field_name="key",
        empty_label=_("None"),
        help_text=_("The figures are compared with it."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of the file"),
        choices=[("", _("Detect automatically")), *((name, name) for name in ENCODINGS)],
        required=False,
        help_text=_("For CSV only; can be changed on the next page."),
    )
    dry_run = forms.BooleanField(label=_("Check and compare only"), required=False, initial=True)

    def __init__(self, *args: Any, releases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supersedes"].queryset = releases  # type: ignore[attr-defined]


class MappingForm(forms.Form):
    """For each of our columns, the column of the table that holds it."""

    def __init__(self, data: Any = None, *, release_import: ReleaseImport) -> None:
        super().__init__(data, initial=release_import.mapping)
        header = [(name, name) for name in release_import.header]
        for column in ALL_COLUMNS:
            self.fields[column] = forms.ChoiceField(
                label=column_text(column),
                choices=[("", _("Not in the table")), *header],
                required=column not in MAY_BE_MISSING,
            )

    def mapping(self) -> dict[str, str]:
        """Our column → the table's, for those that are chosen."""
        return {column: name for column, name in self.cleaned_data.items() if name}


class EncodingForm(forms.Form):
    """Another encoding than the one that was recognised."""

    encoding = forms.ChoiceField(
        label=_("Encoding of the file"), choices=[(name, name) for name in ENCODINGS]
    )
