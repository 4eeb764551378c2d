"""How the reports of an organisation look: its name, mark and colour."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.base import Identified
from assessments.models.organisations import Organisation


class Branding(Identified):
    """One version; saving makes a new row, so that a report keeps the one it was asked with.

    The latest of an organisation is the one that new reports take.
    """

    class LogoType(models.TextChoices):
        PNG = "image/png"
        SVG = "image/svg+xml"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="brandings"
    )
    name = models.CharField(max_length=200)  # as printed; usually that of the organisation
    contact = models.CharField(max_length=300, blank=True)  # address, telephone, web site
    colour = models.CharField(max_length=7, blank=True)  # "#14507a"; empty: ours
    logo = models.BinaryField(blank=True)  # sanitised, at most 100 KB
    logo_type = models.CharField(max_length=20, choices=LogoType, blank=True)
    preface = models.TextField(blank=True)  # offered whenever a report is asked for
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["organisation", "-saved_at"])]

    def __str__(self) -> str:
        return self.name
