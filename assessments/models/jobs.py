"""Work that is done later. The row is the job; a message only wakes a worker up."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.base import Identified

OBJECTS = (
    "report",
    "release_import",
    "pool_release",
    "enterprise_export",
    "erases",
    "batch",
    "archived_batch",
)
"""What a job can be for, by the name it has on a job. A message is not among them: it is nothing
without its job and goes with it."""


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, at: dt.datetime) -> "JobQuerySet":
        """Those that a worker may take: waiting, or left by a worker that fell silent."""
        waiting = Q(state=Job.State.QUEUED, not_before__lte=at)
        abandoned = Q(state=Job.State.RUNNING, lease_until__lt=at)
        return self.filter(waiting | abandoned)

    def working(self, at: dt.datetime) -> "JobQuerySet":
        """Those that a worker has and has spoken of lately."""
        return self.filter(state=Job.State.RUNNING, lease_until__gte=at)

    def without_object(self) -> "JobQuerySet":
        """Those of which nothing is left but perhaps a message."""
        return self.filter(**{f"{name}__isnull": True for name in OBJECTS})


class Job(Identified):
    """Every write by a worker goes through `queue.py`, which carries `attempt` as the fence."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        IMPORT = "import", _("Import")
        POOL_RELEASE = "pool_release", _("Pool release")
        EMAIL = "email", _("E-mail")
        EXPORT = "export", _("Export")
        ERASURE = "erasure", _("Erasure")
        BATCH = "batch", _("Batch")  # asks for the reports of a batch
        ARCHIVE = "archive", _("Archive")  # puts the reports of a batch into one file

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        PAUSED = "paused", _("Paused")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    priority = models.SmallIntegerField(default=0)  # the higher, the sooner
    not_before = models.DateTimeField(default=timezone.now)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)  # when a worker was last called
    phase = models.CharField(max_length=30, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    # {"code", "params"}, words in wording/jobs.py: why it failed, or that an attempt did
    error = models.JSONField(null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)  # the attempt that runs, or ran last
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Job"]] = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            # The claim asks: which due row is best?
            models.Index(fields=["state", "-priority", "not_before"]),
            # A forecast asks: how long did the last ones of this kind take?
            models.Index(fields=["kind", "state", "-finished_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def is_in_vain(self) -> bool:
        """Whether it ended without what it was for; `wording.jobs.error_text` says why."""
        return self.state in (self.State.FAILED, self.State.CANCELLED)
