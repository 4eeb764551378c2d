"""What may be chosen when a report is asked for: the same for one report and for a batch."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

SECTIONS = (
    "profile",
    "priorities",
    "items",
    "quantities",
    "roadmap",
    "change",
    "perception",
    "published",
    "pool",
    "dimensions",
    "national",
    "arithmetic",
)
"""The parts that can be left out, in the order in which they are printed. Cover, summary, method
and verification always stand in a report. "items" are the blocks, tiers or questions with their
answers."""

Confidentiality = Literal["", "internal", "confidential", "strictly_confidential"]
CONFIDENTIALITIES: tuple[Confidentiality, ...] = (
    "",
    "internal",
    "confidential",
    "strictly_confidential",
)


@dataclass(frozen=True)
class ReportOptions:
    """The usual report is `ReportOptions()`: everything, unmarked, PDF/UA.

    `archival` gives PDF/A, `is_draft` prints a mark across every page, `preface` is a text of the
    consultant's own after the cover.
    """

    left_out: frozenset[str] = frozenset()
    confidentiality: Confidentiality = ""
    is_draft: bool = False
    archival: bool = False
    preface: str = ""

    def shows(self, section: str) -> bool:
        return section not in self.left_out

    def as_json(self) -> dict[str, Any]:
        """Only what is not usual, so that the usual request stays the request it always was."""
        chosen: dict[str, Any] = {
            "left_out": [section for section in SECTIONS if section in self.left_out],
            "confidentiality": self.confidentiality,
            "is_draft": self.is_draft,
            "archival": self.archival,
            "preface": self.preface.strip(),
        }
        return {name: value for name, value in chosen.items() if value}


def options_from_json(stored: Mapping[str, Any]) -> ReportOptions:
    """The options of a stored request, a report's or a batch's."""
    return ReportOptions(**{**stored, "left_out": frozenset(stored.get("left_out", ()))})


def options_showing(sections: Collection[str], **others: Any) -> ReportOptions:
    """Options from the sections that were chosen, as forms and programs name them."""
    return ReportOptions(left_out=frozenset(SECTIONS) - frozenset(sections), **others)
