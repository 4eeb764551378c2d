"""Who works here (organisations, memberships) and what is assessed (enterprises, grants)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessments.models.base import Identified
from assessments.models.jobs import Job


class Organisation(Identified):
    """Has accounts. Enterprises belong to it (client) or are worked on by it (consultancy)."""

    class Kind(models.TextChoices):
        CLIENT = "client", _("Client")
        CONSULTANCY = "consultancy", _("Consultancy")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    is_demo = models.BooleanField(default=False)  # invented: never counted among enterprises
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """What one person may do in one organisation; `access.py` says what each role means."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("Viewer")
        RESPONDENT = "respondent", _("Respondent")
        EDITOR = "editor", _("Editor")
        OWNER = "owner", _("Owner")
        CONSULTANT = "consultant", _("Consultant")
        LEAD = "lead", _("Lead consultant")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Enterprise(Identified):
    """A firm, plant or subsidiary.

    Exactly one of `owner` (the client) and `prepared_by` (a consultancy, before hand-over) is set.
    """

    class SizeBand(models.TextChoices):
        """Persons engaged. These bands are ours; national classes are never mapped onto them."""

        MICRO = "1-9", "1–9"
        SMALL = "10-49", "10–49"
        MEDIUM = "50-249", "50–249"
        LARGE = "250-999", "250–999"
        VERY_LARGE = "1000+", "1000+"

    name = models.CharField(_("name"), max_length=200)
    economy = models.CharField(max_length=2)  # ISO 3166-1 alpha-2
    sector = models.CharField(max_length=3)  # ISIC Rev. 4: section "G", or division "C28"
    size_band = models.CharField(max_length=8, choices=SizeBand)
    # Economies to be held against besides its own: codes of economies.yaml, in the file's order.
    compared_with = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="enterprises"
    )
    prepared_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="prepared"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # Being erased: nobody sees it any more, and the job removes it with its files.
    erasure = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.PROTECT, related_name="erases"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="enterprise_owned_or_prepared",
                condition=Q(owner__isnull=False, prepared_by__isnull=True)
                | Q(owner__isnull=True, prepared_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        """To whom it belongs now: its owner or, before the hand-over, who prepared it."""
        found = self.owner or self.prepared_by
        if found is None:  # which the database refuses
            raise ValueError(self.pk)
        return found


RIGHTS = ("comment", "edit", "report")


class Rights(models.Model):
    """What a consultancy may do beside reading, and until when."""

    may_comment = models.BooleanField(default=False)
    may_edit = models.BooleanField(default=False)
    may_report = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True)  # the last day on which it holds

    class Meta:
        abstract = True

    @property
    def rights(self) -> list[str]:
        """Those that are ticked, by their names in `RIGHTS`."""
        return [right for right in RIGHTS if getattr(self, f"may_{right}")]


class Grant(Identified, Rights):
    """A client lets a consultancy in: reading always, more as ticked, until a day, revocable."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="grants")
    assessment = models.ForeignKey(  # empty: every assessment of the enterprise
        "Assessment", null=True, blank=True, on_delete=models.CASCADE, related_name="grants"
    )
    consultancy = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grants")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # The end of which both sides were told already, so that they are told once.
    told_until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.pk)

    def is_open_on(self, day: dt.date) -> bool:
        """Whether it holds on that day, as far as can be said today."""
        if self.accepted_at is None or self.revoked_at is not None:
            return False
        return self.until is None or self.until >= day
