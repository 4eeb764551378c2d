"""Links to reports: which there are, and which of them opens."""

import hashlib

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from assessments.access import allowing
from assessments.models import Enterprise, Report, ReportAssessment, Share


def hash_token(token: str) -> str:
    """What is kept of the token of a link; 32 random bytes need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def shares_of(report: Report) -> QuerySet[Share]:
    """The links to a report, the newest first, those that have ended too."""
    return report.shares.select_related("created_by").order_by("-created_at", "pk")


def open_shares_about(enterprise: Enterprise) -> QuerySet[Share]:
    """The links that are neither over nor ended, whoever made them, each with what its report
    consists of. One whose maker has lost access does not open, and would again with a new grant.
    """
    parts = ReportAssessment.objects.select_related("assessment").prefetch_related(
        "assessment__edition"  # its text is long: once per edition, not per link
    )
    return (
        Share.objects.filter(
            report__enterprise=enterprise,
            revoked_at__isnull=True,
            until__gte=timezone.now().date(),
            created_by__isnull=False,
        )
        .select_related("created_by", "report")
        .defer("report__context")
        .prefetch_related(Prefetch("report__parts", parts))
        .order_by("-created_at", "pk")
    )


def maker_of(report: Report) -> str:
    """Who made a report, as frozen in it: the firm whose name it bears, or the organisation that
    the enterprise belonged to then."""
    frozen = Report.objects.filter(pk=report.pk)
    firm, organisation = frozen.values_list(
        "context__branding__name", "context__enterprise__author"
    )[0]
    return firm or organisation or ""


def find_open_share(token: str) -> Share | None:
    """The link of a token if it opens: not over, not revoked, its report still there, and whoever
    made it may still read that report; a consultant's links end with the grant."""
    share = (
        Share.objects.select_related("report", "created_by")
        .defer("report__context")
        .filter(
            token_hash=hash_token(token),
            revoked_at__isnull=True,
            until__gte=timezone.now().date(),
        )
        .exclude(report__file="")
        .first()
    )
    if share is None or share.created_by is None or not share.created_by.is_active:
        return None
    readable = allowing(Report, share.created_by, "read").filter(pk=share.report_id)
    return share if readable.exists() else None
