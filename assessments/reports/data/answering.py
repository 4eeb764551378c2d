"""What was typed beside an answer, for the formats that put it into its row."""

from collections.abc import Mapping
from typing import Any

from assessments.reports.data.schema import AssessmentData

_TYPED = ("reason", "note", "action")


def typed_beside(part: AssessmentData, key: str) -> Mapping[str, str]:
    """Reason, note and action of one item, empty where there is none."""
    given: Mapping[str, Any] = (part.answers or {}).get("answers", {}).get(key, {})
    return {name: str(given.get(name, "")) for name in _TYPED}


def quick_bounds(part: AssessmentData) -> Mapping[str, Mapping[str, int]]:
    """The lowest and highest level given for quick units, by key."""
    found: Mapping[str, Mapping[str, int]] = (part.answers or {}).get("quick", {})
    return found


def priority_inputs(part: AssessmentData) -> Mapping[str, Any]:
    """What was given to compute priorities from, by key."""
    found: Mapping[str, Any] = (part.answers or {}).get("priorities", {})
    return found
