"""The two ways a service says no to data; access says no to people. And a check that many share."""

from collections.abc import Sequence

from assessments.models import GivenAnswer
from maturity.instruments.faults import Fault

REASON_LIMIT = 2000  # characters


class Rejected(Exception):
    """The data breaks a rule. Nothing was written; `faults` say where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.code}" for fault in faults))
        self.faults = list(faults)


class Conflict(Exception):
    """Somebody else saved this answer in between; `theirs` is what is stored now."""

    def __init__(self, theirs: GivenAnswer) -> None:
        super().__init__(str(theirs.pk))
        self.theirs = theirs


def check_reason(given: str, *, field: str) -> str:
    """Return a reason without blanks around it. Raises Rejected: `missing`, `text_too_long`."""
    reason = given.strip()
    if not reason:
        raise Rejected([Fault(field, "missing")])
    if len(reason) > REASON_LIMIT:
        params = {"length": len(reason), "limit": REASON_LIMIT}
        raise Rejected([Fault(field, "text_too_long", params)])
    return reason
