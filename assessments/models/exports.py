"""Everything held about one enterprise, made as one file for those who may have it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.base import Identified
from assessments.models.jobs import Job
from assessments.models.organisations import Enterprise


class EnterpriseExport(Identified):
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="exports")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="enterprise_export")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    file = models.CharField(max_length=200, blank=True)  # name below the media folder
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)  # bytes

    def __str__(self) -> str:
        return str(self.pk)
