"""What must be installed before reports can be made, as Django system checks."""

import ctypes.util
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Note
from django.core.exceptions import ImproperlyConfigured

from assessments.reports.fonts import FontsMissing, font_files


def check_fonts(**_: Any) -> list[CheckMessage]:
    """Without its fonts no report can be printed."""
    try:
        font_files()
    except FontsMissing as error:
        return [
            Error(
                f"The report's fonts are not installed: {error}.",
                hint="Install the packages fonts-noto-cjk and fonts-open-sans.",
                id="reports.E001",
            )
        ]
    return []


_SLOW = "libharfbuzz-subset is not installed: a report takes 13 seconds instead of 2."
_INSTALL = "Install the package libharfbuzz-subset0."


def has_harfbuzz_subset() -> bool:
    return ctypes.util.find_library("harfbuzz-subset") is not None


def check_harfbuzz_subset(**_: Any) -> list[CheckMessage]:
    """Reports come out without it, but take seven times as long: worth a warning anywhere."""
    return [] if has_harfbuzz_subset() else [Note(_SLOW, hint=_INSTALL, id="reports.W001")]


def require_harfbuzz_subset(**_: Any) -> list[CheckMessage]:
    """In production it is a mistake."""
    return [] if has_harfbuzz_subset() else [Error(_SLOW, hint=_INSTALL, id="reports.E002")]


def ensure_worker_can_print() -> None:
    """Stop a worker at its start rather than at its first report. Raises ImproperlyConfigured."""
    for problem in [*check_fonts(), *require_harfbuzz_subset()]:
        raise ImproperlyConfigured(f"{problem.msg} {problem.hint}")
