"""Many reports asked for at once, and reports that are made again and again."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessments import Assessment
from assessments.models.base import Identified
from assessments.models.branding import Branding
from assessments.models.jobs import Job
from assessments.models.organisations import Enterprise
from assessments.models.reports import Report

EVERY_MONTHS = (1, 3, 6, 12)
"""The intervals at which a report can be made again, in months."""


class Batch(Identified):
    """One set of options for the reports of many clients, and one archive of all.

    It belongs to whoever asked; what is in it may be read as long as each report may be.
    """

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="batches"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    options = models.JSONField(default=dict, blank=True)  # as in Report
    branding = models.ForeignKey(
        Branding, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="batch")
    archive = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="archived_batch"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)  # its last report was finished
    is_announced = models.BooleanField(default=False)  # whoever asked was told that it is ready
    file = models.CharField(max_length=200, blank=True)  # name below the media folder
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)  # bytes

    class Meta:
        # After each job: is there a batch whose last report this was?
        indexes = [
            models.Index(
                fields=["job"], condition=models.Q(concluded_at__isnull=True), name="batch_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class BatchEntry(models.Model):
    """One chosen assessment; its report once that was asked for, or why it could not be."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField()
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.SET_NULL, related_name="batch_entries"
    )
    error = models.JSONField(null=True, blank=True)  # {"code", "params"}, as in Job
    is_archived = models.BooleanField(default=False)  # its report lies in the batch's file

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "assessment"], name="batch_entry_once"),
        ]

    def __str__(self) -> str:
        return str(self.position)


class Reissue(Identified):
    """A report of an enterprise that is made again at intervals, of its newest result."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="reissues")
    instrument = models.CharField(max_length=40)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    options = models.JSONField(default=dict, blank=True)  # as in Report
    branding = models.ForeignKey(
        Branding, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    every_months = models.PositiveSmallIntegerField()
    first_on = models.DateField()  # whose day of the month the later ones keep
    next_on = models.DateField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    error = models.JSONField(null=True, blank=True)  # why the last time gave no report
    is_announced = models.BooleanField(default=True)  # whoever planned it knows of the last report

    class Meta:
        # After each job: is there a report that somebody is to be told of?
        indexes = [
            models.Index(
                fields=["last_report"],
                condition=models.Q(is_announced=False),
                name="reissue_unannounced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.every_months}"
