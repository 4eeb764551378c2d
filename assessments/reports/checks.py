"""What must be installed before reports can be made, as Django system checks."""

import ctypes.util
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Note

from assessments.reports.fonts import FontsMissing, font_files


def check_fonts(**_: Any) -> list[CheckMessage]:
    """Without its fonts no report can be printed."""
    try:
        font_files()
    except FontsMissing as error:
        return [
            Error(
                f"The report's fonts are not installed: {error}.",
                hint="Install the package fonts-noto-cjk.",
                id="reports.E001",
            )
        ]
    return []


def check_harfbuzz_subset(**_: Any) -> list[CheckMessage]:
    """Reports come out without it, but take seven times as long."""
    if ctypes.util.find_library("harfbuzz-subset"):
        return []
    return [
        Note(
            "libharfbuzz-subset is not installed: a report takes 13 seconds instead of 2.",
            hint="Install the package libharfbuzz-subset0.",
            id="reports.W001",
        )
    ]
