"""Links by which people without an account read one report."""

import datetime as dt
import secrets
from typing import BinaryIO

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.models import Event, Report, Share, User
from assessments.queries.shares import hash_token
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from assessments.services.reports import open_report_file
from assessments.wording.events import LINK
from maturity.instruments.faults import Fault
from maturity.scoring.answers import check_text

LONGEST = dt.timedelta(days=365)
SHORTEST_PASSWORD = 8


@transaction.atomic
def create_share(
    *, by: User, report: Report, until: dt.date, password: str = "", label: str = ""
) -> tuple[Share, str]:
    """Make a link that opens until the end of that day, UTC; the token is told this once.

    Raises Rejected: `report_not_ready`, `date_past`, `date_too_late`, `password_too_short`, and
    what `check_text` finds in the label.
    """
    today = timezone.now().date()
    faults = list(check_text(label, path="label"))
    if not report.file:
        faults.append(Fault("report", "report_not_ready"))
    if until < today:
        faults.append(Fault("until", "date_past", {"date": until}))
    if until > today + LONGEST:
        faults.append(Fault("until", "date_too_late", {"limit": today + LONGEST}))
    if password and len(password) < SHORTEST_PASSWORD:
        faults.append(Fault("password", "password_too_short", {"limit": SHORTEST_PASSWORD}))
    if faults:
        raise Rejected(faults)
    token = secrets.token_urlsafe(32)
    share = Share.objects.create(
        report=report,
        label=label.strip()[:200],
        token_hash=hash_token(token),
        password=make_password(password) if password else "",
        until=until,
        created_by=by,
    )
    record_event(kind=Event.Kind.SHARE_CREATED, by=by, about=report, enterprise=report.enterprise)
    return share, token


@transaction.atomic
def revoke_share(*, by: User, share: Share) -> None:
    """End a link at once; repeating it changes nothing."""
    ended = Share.objects.filter(pk=share.pk, revoked_at__isnull=True)
    if ended.update(revoked_at=timezone.now()):
        report = share.report
        record_event(
            kind=Event.Kind.SHARE_REVOKED, by=by, about=report, enterprise=report.enterprise
        )


def opens_with(share: Share, password: str) -> bool:
    """Whether this is the password of the link; one without takes any."""
    return not share.password or check_password(password, share.password)


@transaction.atomic
def take_shared_report(share: Share) -> BinaryIO:
    """Open the file for whoever has the link, count it, and note it in the client's log."""
    stored = open_report_file(share.report)
    seen = Share.objects.filter(pk=share.pk)
    seen.update(views=F("views") + 1, last_viewed_at=timezone.now())
    record_event(
        kind=Event.Kind.SHARE_OPENED,
        by=None,
        about=share.report,
        enterprise=share.report.enterprise,
        through=LINK,
    )
    return stored


def forget_shares(*, older_than: dt.timedelta) -> int:
    """Delete links that ended longer ago; returns how many."""
    now = timezone.now()
    over = Share.objects.filter(until__lt=(now - older_than).date()) | Share.objects.filter(
        revoked_at__lt=now - older_than
    )
    return over.delete()[0]
