"""What is not kept for ever, and how long it is; the beat calls it once a day.

The numbers are settings (docs/operations.md), and the page on privacy tells them to everybody.
Each step is repeatable, and a day on which nobody called costs a day.
"""

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from assessments.models import (
    Batch,
    Enterprise,
    EnterpriseExport,
    Event,
    Invitation,
    Job,
    JoinRequest,
    Report,
)
from assessments.reports.files import BATCHES, EXPORTS, REPORTS, remove_files
from assessments.services.batch_archives import forget_batch_files
from assessments.services.erasure import ask_again_for_failed_erasures
from assessments.services.exports import forget_exports
from assessments.services.shares import forget_shares

log = structlog.get_logger(__name__)

_SETTLED = dt.timedelta(days=1)
"""Until a folder is that old its row may not be stored yet."""


def clean_up_daily() -> None:
    """Forget what is older than it is kept, and finish what died half-way; that comes first, for
    somebody was promised it. A step that fails is logged and keeps no other from being done."""
    steps: dict[str, Callable[[], object]] = {
        "erasures": ask_again_for_failed_erasures,
        "events": forget_events,
        "exports": _forget_old_exports,
        "batches": _forget_old_batch_files,
        "invitations": forget_invitations,
        "jobs": forget_jobs,
        "links": _forget_old_links,
        "sessions": forget_sessions,
        "files": remove_orphaned_files,
    }
    for name, step in steps.items():
        try:
            step()
        except Exception:  # whatever it is, it will be tried again tomorrow
            log.exception("clean_up_failed", step=name)


def _forget_old_links() -> None:
    forget_shares(older_than=dt.timedelta(days=settings.INVITATION_RETENTION_DAYS))


def _days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def forget_events() -> int:
    """Delete what is older than the event log goes back.

    Who added an enterprise that is still there stays: the pool needs to know it, so that a
    consultancy is not shown a group it put together itself.
    """
    old = Event.objects.filter(at__lt=_days_ago(settings.EVENT_RETENTION_DAYS))
    there = Enterprise.objects.filter(pk=OuterRef("object_id"))
    needed = Q(Exists(there), kind=Event.Kind.ENTERPRISE_CREATED)
    return old.exclude(needed).forget()


def _forget_old_exports() -> None:
    forget_exports(older_than=dt.timedelta(days=settings.EXPORT_RETENTION_DAYS))


def _forget_old_batch_files() -> None:
    forget_batch_files(older_than=dt.timedelta(days=settings.EXPORT_RETENTION_DAYS))


def forget_invitations() -> None:
    """Delete invitations and requests to join that came to an end, by whatever way, long ago."""
    before = _days_ago(settings.INVITATION_RETENTION_DAYS)
    Invitation.objects.filter(
        Q(accepted_at__lt=before)
        | Q(declined_at__lt=before)
        | Q(withdrawn_at__lt=before)
        | Q(expires_at__lt=before)
    ).delete()
    JoinRequest.objects.filter(Q(decided_at__lt=before) | Q(expires_at__lt=before)).delete()


def forget_jobs() -> None:
    """Delete jobs that ended and of which nothing else is left, and messages that never left.

    A report, batch or export keeps its job as long as it is there itself; a job that failed before
    the same thing was asked for again is nobody's.
    """
    old = Job.objects.without_object().filter(
        state__in=[Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED],
        finished_at__lt=_days_ago(settings.JOB_RETENTION_DAYS),
    )
    Job.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()


def forget_sessions() -> None:
    """Delete sessions that ended by themselves, with the browser and address noted for them; the
    setting of Django says after how long."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def remove_orphaned_files() -> int:
    """Remove the folders that belong to no report, export or batch any more; returns how many."""
    count = 0
    for folder, model in (
        (REPORTS, Report),
        (EXPORTS, EnterpriseExport),
        (BATCHES, Batch),
    ):
        old = set(_old_folders(settings.MEDIA_ROOT / folder))
        for key in old - set(model._default_manager.values_list("pk", flat=True)):
            remove_files(folder, key)
            count += 1
    return count


def _old_folders(parent: Path) -> Iterator[UUID]:
    if not parent.is_dir():
        return
    for path in parent.iterdir():
        with contextlib.suppress(ValueError):  # somebody else's folder, a backup for instance
            key = UUID(path.name)
            if time.time() - path.stat().st_mtime > _SETTLED.total_seconds():
                yield key
