"""The shortest report there is, for tests of what happens to one and not of what stands in it."""

from assessments.reports.options import SECTIONS, ReportOptions

SHORT = ReportOptions(left_out=frozenset(SECTIONS))
