"""Whether a report is genuine, by its code or its file: all that is said of one without an account.

Nothing of a report's content and nobody's name is in the answers. A file is read through once for
its SHA-256 and for one of our codes; it is not opened as a PDF and not kept.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assessments.models import Assessment, PoolRelease, Release, Report
from assessments.queries.reports import quoted_pool_releases, quoted_releases

CODE = re.compile(rb"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")
"""A code as a report's metadata carry it, which `reports.pdf` leaves uncompressed."""
OVERLAP = 18  # bytes: a code may lie across two pieces of a file

Verdict = Literal["issued", "genuine", "altered"]


@dataclass(frozen=True)
class Verified:
    """A report of ours.

    `verdict` is "issued" for a code alone, "genuine" for the very file, and "altered" for a file
    that carries the code of this report and is not the file that was issued under it.
    """

    verdict: Verdict
    code: str
    issued: datetime
    language: str
    pages: int
    releases: list[Release]
    pool_releases: list[PoolRelease]
    is_corrected: bool  # one of its assessments was corrected by a later one

    @property
    def withdrawn(self) -> list[Release]:
        """The releases it quotes whose figures should not be used any more."""
        return [one for one in self.releases if one.state == Release.State.WITHDRAWN]


def verify_code(typed: str) -> Verified | None:
    """Find the report of a code as somebody typed it: with hyphens, spaces, in small letters."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    return _find("issued", verification_code=code)


def verify_file(pieces: Iterable[bytes]) -> Verified | None:
    """Hold a file against those that were issued; None if it neither is one nor names one.

    A copy that was printed and scanned carries no code; that has to be typed.
    """
    digest, codes, tail = hashlib.sha256(), dict[str, None](), b""
    for piece in pieces:
        digest.update(piece)
        codes |= dict.fromkeys(found.decode() for found in CODE.findall(tail + piece))
        tail = (tail + piece)[-OVERLAP:]
    if genuine := _find("genuine", sha256=digest.hexdigest()):
        return genuine
    named = (_find("altered", verification_code=code.replace("-", "")) for code in codes)
    return next((found for found in named if found), None)


def _find(verdict: Verdict, **by: str) -> Verified | None:
    made = Report.objects.filter(enterprise__erasure__isnull=True).exclude(file="")
    report = made.defer("context").filter(**by).first()
    if report is None:
        return None
    later = Assessment.objects.filter(corrects__reports=report, state=Assessment.State.SUBMITTED)
    return Verified(
        verdict=verdict,
        code=report.verification_code,
        issued=report.requested_at,
        language=report.get_language_display(),
        pages=report.pages or 0,
        releases=quoted_releases(report),
        pool_releases=quoted_pool_releases(report),
        is_corrected=later.exists(),
    )
