"""Links to reports: which there are, and which of them opens."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from assessments.access import allowing
from assessments.models import Enterprise, Report, Share


def hash_token(token: str) -> str:
    """What is kept of the token of a link; 32 random bytes need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def shares_of(report: Report) -> QuerySet[Share]:
    """The links to a report, the newest first, those that have ended too."""
    return report.shares.select_related("created_by").order_by("-created_at", "pk")


def open_shares_about(enterprise: Enterprise) -> QuerySet[Share]:
    """The links through which somebody could read a report of the enterprise now."""
    return (
        Share.objects.filter(
            report__enterprise=enterprise,
            revoked_at__isnull=True,
            until__gte=timezone.now().date(),
            created_by__isnull=False,
        )
        .select_related("created_by", "report")
        .defer("report__context")
        .order_by("-created_at", "pk")
    )


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
