"""Releases and figures in the admin: to look at; figures of drafts change through the services."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest

from assessments.access import may_edit_benchmarks
from assessments.admin.base import ReadOnly
from assessments.models import Figure, Release
from assessments.services.refusals import Rejected
from assessments.services.releases import check_figure, remove_figure, save_figure
from assessments.wording import fault_text
from maturity.benchmarks.reading import ALL_COLUMNS, Row
from maturity.benchmarks.rows import as_row


@admin.register(Release)
class ReleaseAdmin(ReadOnly):
    list_display = ("key", "state", "shipped", "published_at")
    list_filter = ("state", "shipped")


class DraftFigureForm(forms.ModelForm):  # type: ignore[type-arg] # see base.py
    """A field for every column of a file; the service says what is wrong with them."""

    class Meta:
        model = Figure
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = as_row(self.instance.content)
        for column in ALL_COLUMNS:
            self.fields[column] = forms.CharField(
                required=False, initial=cells[column], label=column
            )

    def row(self) -> Row:
        return {column: self.cleaned_data[column] for column in ALL_COLUMNS}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        figure = self.instance
        try:
            check_figure(release=figure.release, row=self.row(), key=figure.key)
        except Rejected as rejected:
            for fault in rejected.faults:
                name = fault.path if fault.path in self.fields else None
                self.add_error(name, ValidationError(fault_text(fault)))
        return cleaned


@admin.register(Figure)
class FigureAdmin(ReadOnly):
    list_display = ("key", "economy", "value", "unit", "period", "section")
    list_filter = ("release", "dimension", "kind", "economy")
    search_fields = ("key",)
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return (
            isinstance(obj, Figure)
            and not obj.release.is_frozen
            and may_edit_benchmarks(request.user)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        if self.has_change_permission(request, obj):
            return DraftFigureForm
        return super().get_form(request, obj, change, **kw)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return ALL_COLUMNS
        return super().get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_figure(by=request.user, release=obj.release, row=form.row(), key=obj.key)  # type: ignore[arg-type] # signed in

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_figure(by=request.user, release=obj.release, key=obj.key)  # type: ignore[arg-type] # signed in
