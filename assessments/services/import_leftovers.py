"""What imports leave behind when something dies or is not wanted any more, and its removal."""

import datetime as dt
import time

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from assessments.models import Figure, Job, Release, ReleaseImport
from assessments.services.imports import folder

KEPT_FOR = dt.timedelta(days=1)
"""How long a file waits for its mapping, or after a dry run for the import."""

_BATCH = 500
_PAUSE = 0.02  # seconds, on SQLite; see importing.py


def clean_up() -> None:
    """Remove half-written releases and files nobody came back for. The sweep calls it."""
    remove_abandoned_releases()
    forget_old_files()


def remove_abandoned_releases() -> None:
    """Remove releases that an attempt left half-written, and drafts that were replaced."""
    unfinished = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    wanted = ReleaseImport.objects.filter(job__in=unfinished, release__isnull=False)
    hidden = Release.objects.filter(state=Release.State.IMPORTING)
    for release in hidden.exclude(pk__in=wanted.values("release")):
        remove_release(release)


def remove_release(release: Release) -> None:
    """Delete a release that nothing reads, a few figures at a time so that others can save."""
    while keys := list(release.figures.values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            # Without signals: figures nobody ever saw have no history to write.
            Figure.objects.filter(pk__in=keys)._raw_delete(Figure.objects.db)
        if connection.vendor == "sqlite":
            time.sleep(_PAUSE)
    release.delete()


def forget_old_files() -> None:
    """Delete files that wait for nobody; what is known of their import stays."""
    before = timezone.now() - KEPT_FOR
    waiting = ReleaseImport.objects.exclude(file="").select_related("job")
    for old in waiting.filter(created_at__lt=before):
        if not old.is_running:
            (settings.MEDIA_ROOT / old.file).unlink(missing_ok=True)
            ReleaseImport.objects.filter(pk=old.pk).update(file="")
    if not folder().exists():
        return
    known = set(ReleaseImport.objects.exclude(file="").values_list("file", flat=True))
    for path in folder().iterdir():
        name = str(path.relative_to(settings.MEDIA_ROOT))
        if name not in known and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
