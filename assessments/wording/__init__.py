"""The only place where codes become sentences, for page, report, API and command line alike."""

from assessments.wording.faults import fault_text

__all__ = ["fault_text"]
