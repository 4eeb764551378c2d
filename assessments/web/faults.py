"""Bringing faults and exceptions of services back to the fields of a form."""

from collections.abc import Iterable

from django import forms

from assessments.wording import fault_text
from maturity.instruments.faults import Fault


def add_faults(form: forms.Form, faults: Iterable[Fault]) -> None:
    """Put each fault at the field that its path ends in, or above the form."""
    for fault in faults:
        name = fault.path.rsplit(".", 1)[-1]
        form.add_error(name if name in form.fields else None, fault_text(fault))
