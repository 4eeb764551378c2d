"""What a verification code stands for; all that may be said of a report without an account."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import PoolRelease, Release, Report
from assessments.queries.reports import quoted_pool_releases, quoted_releases


@dataclass(frozen=True)
class Verified:
    """A genuine report: when it was asked for, in which language, and what it quotes.

    Nothing of its content and nobody's name is in here.
    """

    code: str
    issued: datetime
    language: str
    releases: list[Release]
    pool_releases: list[PoolRelease]

    @property
    def withdrawn(self) -> list[Release]:
        """The releases it quotes whose figures should not be used any more."""
        return [one for one in self.releases if one.state == Release.State.WITHDRAWN]


def verify_code(typed: str) -> Verified | None:
    """Find the report of a code as somebody typed it: with hyphens, spaces, in small letters."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    report = (
        Report.objects.filter(verification_code=code, enterprise__erasure__isnull=True)
        .exclude(file="")
        .first()
    )
    if report is None:
        return None
    return Verified(
        code=code,
        issued=report.requested_at,
        language=report.language,
        releases=quoted_releases(report),
        pool_releases=quoted_pool_releases(report),
    )
