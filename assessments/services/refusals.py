"""The two ways a service says no to data; access says no to people."""

from collections.abc import Sequence

from assessments.models import Answer
from maturity.instruments.faults import Fault


class Rejected(Exception):
    """The data breaks a rule. Nothing was written; `faults` say where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.code}" for fault in faults))
        self.faults = list(faults)


class Conflict(Exception):
    """Somebody else saved this answer in between; `theirs` is what is stored now."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__(str(theirs.pk))
        self.theirs = theirs
