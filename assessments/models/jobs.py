"""Work that is done later. The row is the job; a message only wakes a worker up."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.base import Identified


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
    error = models.JSONField(null=True, blank=True)  # {"code", "params"}; words in wording.py
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)  # the attempt that runs, or ran last
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # The claim asks: which due row is best?
        indexes = [models.Index(fields=["state", "-priority", "not_before"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)
