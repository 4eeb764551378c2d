"""Bringing faults and exceptions of services back to the fields of a form."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from assessments.services.refusals import Rejected
from assessments.wording import fault_text
from maturity.instruments.faults import Fault


def add_faults(form: forms.Form, faults: Iterable[Fault]) -> None:
    """Put each fault at the field that its path ends in, or above the form.

    A key that the fault names is said as the label of its field: people do not know our keys.
    """
    for fault in faults:
        name = fault.path.rsplit(".", 1)[-1]
        field = form.fields.get(name)
        said = dict(fault.params)
        if field and field.label and said.get("key") == name:
            said["key"] = str(field.label)
        form.add_error(name if field else None, fault_text(Fault(fault.path, fault.code, said)))


def warn_of_faults(request: HttpRequest, rejected: Rejected) -> None:
    """Say each fault above the next page: for what was asked by a button, without a form."""
    for fault in rejected.faults:
        messages.warning(request, fault_text(fault))
