"""Where in somebody's table something is wrong."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.wording.faults import fault_text
from maturity.instruments.faults import Fault


def column_of_fault(fault: Fault) -> str:
    """Our column with the cell's address or the table's own name for it: "value (C14)"."""
    header, cell = fault.params.get("header"), fault.params.get("cell")
    other = header if header != fault.path else ""
    own = ", ".join(str(part) for part in (cell, other) if part)
    return f"{fault.path} ({own})" if own else fault.path


def change_kind_text(kind: str) -> str:
    """What happens to a figure: added, changed, removed."""
    return {
        "added": pgettext("figures", "Added"),
        "changed": pgettext("figures", "Changed"),
        "removed": pgettext("figures", "Removed"),
    }[kind]


def fault_line(fault: Fault) -> str:
    """The whole fault in one line: "line 14, value (C14): …"."""
    line = fault.params.get("line")
    where = [_("line %(line)s") % {"line": line}] if line else []
    place = ", ".join([*where, *filter(None, [column_of_fault(fault)])])
    said = " ".join(fault_text(fault).splitlines())
    return f"{place}: {said}" if place else said
