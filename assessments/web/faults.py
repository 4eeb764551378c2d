"""Bringing faults and exceptions of services back to the fields of a form."""

from collections.abc import Iterable

from django import forms

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
