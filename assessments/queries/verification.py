"""Whether a report is genuine, by its code or its file: all that is said of one without an account.

Nothing of a report's content and nobody's name is in the answers. A file is read through once for
its SHA-256 and for one of our codes; it is not opened as a PDF and not kept.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assessments.models import Assessment, PoolRelease, Release, Report
from assessments.queries.reports import quoted_pool_releases, quoted_releases

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: read aloud without mistakes

# A code as the metadata of a file carry it, in groups of four. `reports.pdf` leaves those metadata
# uncompressed; programs that save the file again write them as bytes, in UTF-16, or as digits of
# one of the two.
_SIGN = rb"[0-9A-HJKMNP-TV-Z]"
_SIGN_IN_DIGITS = rb"(?:3[0-9]|4[1-8ABDE]|5[0-46-9A])"


def _groups(sign: bytes, hyphen: bytes, between: bytes) -> bytes:
    return between.join([sign] * 4 + ([hyphen] + [sign] * 4) * 3)


_WRITTEN = re.compile(_groups(_SIGN, b"-", rb"\x00?"))
_IN_DIGITS = re.compile(_groups(_SIGN_IN_DIGITS, b"2D", rb"(?:00)?"), re.IGNORECASE)
_LONGEST = 19 * 4  # bytes: digits of UTF-16; a code may lie across two pieces of a file
_CODES = 20  # of one file, looked up; more carries none of our reports

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


class FileTrace:
    """What is kept of a file while it passes by: its SHA-256, and the codes in it.

    A copy that was printed and scanned carries no code; that has to be typed.
    """

    def __init__(self) -> None:
        self.size = 0  # bytes
        self._digest = hashlib.sha256()
        self._tail = b""
        self.codes: list[str] = []

    def read(self, piece: bytes) -> None:
        self.size += len(piece)
        self._digest.update(piece)
        text = self._tail + piece
        self._tail = text[1 - _LONGEST :]
        for found in _WRITTEN.finditer(text):
            self._note(found[0].replace(b"\0", b""))
        for found in _IN_DIGITS.finditer(text):
            self._note(bytes.fromhex(found[0].decode()).replace(b"\0", b""))

    def _note(self, found: bytes) -> None:
        code = found.decode().replace("-", "")
        if code not in self.codes and len(self.codes) < _CODES:
            self.codes.append(code)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def verify_file(trace: FileTrace) -> Verified | None:
    """Hold a file against those that were issued; None if it neither is one nor names one."""
    genuine = _find("genuine", sha256=trace.sha256)
    return genuine or _find("altered", verification_code__in=trace.codes)


def _find(verdict: Verdict, **by: str | list[str]) -> Verified | None:
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
