"""Forms of the administrators' workplace. They read shapes; `services.releases` knows the rules."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Release
from assessments.wording.columns import column_text
from assessments.wording.figures import (
    kind_text,
    mode_text,
    qualifier_text,
    status_name,
)
from assessments.wording.profile import active_language
from maturity.benchmarks.economies import economies
from maturity.benchmarks.reading import ALL_COLUMNS, TEXTS, Row, column_of, split_column
from maturity.benchmarks.release import KINDS, MODES, QUALIFIERS, STATUSES
from maturity.benchmarks.units import units
from maturity.instruments.edition import LANGUAGES

HEAD_TEXTS = ("title", "publisher", "edition", "population", "method_note", "licence_note")
_LONG = ("population", "method_note", "licence_note", "label", "source", "caveat", "base")
_REQUIRED = (
    *("key", "economy", "dimension", "theme", "chapter", "section", "kind", "mode"),
    *("status", "qualifier", "value", "unit", "label_en", "label_zh_hans", "label_ja"),
)
_GROUPS = (
    (_("What it says"), ("key", "label", "caveat")),
    (_("The number"), ("value", "value_max", "unit", "qualifier", "status", "period", "n", "base")),
    (_("Where it is printed"), ("chapter", "section", "page", "source")),
    (
        _("Subject, and how it may be compared"),
        ("economy", "dimension", "theme", "kind", "mode", "fact"),
    ),
)
"""The columns as the page shows them; a text stands for its three columns."""

_HELP = {
    "key": _("Small letters, digits and hyphens, once in a release, such as cn-output-2021."),
    "value": _("The digits as printed: 4.10, not 4.1. The scale belongs to the unit."),
    "value_max": _("Only if the figure is printed as a range."),
    "period": _("2021, 2021-09, 2021-09-30, 2021-Q2, FY2021; two of them joined by a slash."),
    "page": _("The printed page on which the section begins."),
    "fact": _("The question or item it is held against; empty if it is only shown."),
}


class KeyForm(forms.Form):
    """The key of a new release."""

    key = forms.CharField(
        label=_("Key of the new release"),
        max_length=60,
        help_text=_("Stands in its address, such as caii-2023-11."),
    )


class ReasonForm(forms.Form):
    """Why a release goes back to its writers or is withdrawn."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class HeadForm(forms.Form):
    """What a release says of itself: every text in three languages, the day, n."""

    published = forms.CharField(
        label=column_text("published"), help_text=_("2022, 2022-11 or 2022-11-30.")
    )
    n = forms.IntegerField(
        label=_("Number of enterprises (n)"),
        required=False,
        help_text=_("Empty where the publisher gives none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["published"].label = column_text("published")
        for name in HEAD_TEXTS:
            for code in LANGUAGES:
                self.fields[column_of(name, code)] = _text_field(
                    column_of(name, code), required=True
                )

    @classmethod
    def showing(cls, release: Release) -> "HeadForm":
        """The form as it stands now."""
        head = release.head
        texts = {
            column_of(name, code): head[name][code] for name in HEAD_TEXTS for code in LANGUAGES
        }
        return cls(initial={"published": head["published"], "n": head["n"]} | texts)

    def changes(self) -> dict[str, Any]:
        """The head's entries, as a head file has them."""
        given = self.cleaned_data
        return {
            "published": given["published"],
            "n": given["n"],
            **{
                name: {code: given[column_of(name, code)] for code in LANGUAGES}
                for name in HEAD_TEXTS
            },
        }


class FigureForm(forms.Form):
    """One figure with a field for every column of a file."""

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _choices(release.head)
        for column in ALL_COLUMNS:
            self.fields[column] = _figure_field(column, choices.get(column))

    def groups(self) -> Iterator[tuple[Promise, list[forms.BoundField]]]:
        """The fields under their headings."""
        for title, names in _GROUPS:
            columns = [
                column
                for name in names
                for column in (
                    [column_of(name, code) for code in LANGUAGES] if name in TEXTS else [name]
                )
            ]
            yield title, [self[column] for column in columns]

    def row(self) -> Row:
        """The cells, as a file would hold them."""
        return {column: self.cleaned_data[column] for column in ALL_COLUMNS}


def _choices(head: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in a release: its own parts by their names, and our codes."""
    language = active_language()
    named = {
        "dimension": {code: texts[language] for code, texts in head["dimensions"].items()},
        "theme": {code: texts[language] for code, texts in head["themes"].items()},
        "chapter": {code: f"{code} {texts[language]}" for code, texts in head["chapters"].items()},
        "section": {
            code: f"{code} {section['title'][language]}"
            for code, section in head["sections"].items()
        },
        "economy": {code: economy.name[language] for code, economy in economies().items()},
        "kind": {code: kind_text(code) for code in KINDS},
        "mode": {code: mode_text(code) for code in MODES},
        "status": {code: status_name(code) for code in STATUSES},
        "qualifier": {code: qualifier_text(code) for code in QUALIFIERS},
        "unit": {code: unit.other[language].format(value="…") for code, unit in units().items()},
    }
    return {column: list(names.items()) for column, names in named.items()}


def _figure_field(column: str, choices: Iterable[tuple[str, str]] | None) -> forms.Field:
    required = column in _REQUIRED
    if choices is not None:
        field: forms.Field = forms.ChoiceField(
            choices=[("", _("Please choose")), *choices], required=required
        )
        field.label = column_text(column)
    else:
        field = _text_field(column, required=required)
    field.help_text = str(_HELP.get(column, ""))
    return field


def _text_field(column: str, *, required: bool) -> forms.CharField:
    """One line, or a few where a sentence is expected; always in the language of the column."""
    name, language = split_column(column)
    attrs: dict[str, Any] = {"lang": language} if language else {}
    widget = (
        forms.Textarea(attrs=attrs | {"rows": 2}) if name in _LONG else forms.TextInput(attrs=attrs)
    )
    return forms.CharField(label=column_text(column), required=required, widget=widget)
