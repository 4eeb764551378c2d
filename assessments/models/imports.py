"""Imports of releases: a file that somebody brought, how it is read, and what came of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.base import Identified
from assessments.models.benchmarks import Release
from assessments.models.jobs import Job
from maturity.instruments.faults import Fault


class ReleaseImport(Identified):
    """One file on its way to a draft.

    First there is no job: columns are being mapped. Then a job checks the file and, unless it is a
    dry run, makes the draft. A dry run without faults may be followed by another job that imports.
    `file` is empty once nothing more can be done with it.
    """

    class Outcome(models.TextChoices):
        REFUSED = "refused", _("Refused")  # nothing was written
        CHECKED = "checked", _("Checked")  # in order; a dry run, nothing was written
        IMPORTED = "imported", _("Imported")

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # what was brought
    file_name = models.CharField(max_length=200)
    file = models.CharField(max_length=200, blank=True)  # name below the media folder
    head = models.JSONField()  # in the form of a head file, with the key of the new release
    key = models.CharField(max_length=60)
    supersedes = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # how it is read
    kind = models.CharField(max_length=4)  # csv, xlsx
    encoding = models.CharField(max_length=20, blank=True)  # of CSV
    sheet = models.CharField(max_length=100, blank=True)  # of XLSX
    header = models.JSONField()  # the table's columns in their order
    sample = models.JSONField()  # the cells of its first rows
    mapping = models.JSONField()  # our column → a column of the table
    dry_run = models.BooleanField(default=True)
    job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.PROTECT, related_name="release_import"
    )
    # what came of it
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)  # the first ones: {"kind", "key", "cells": [[…]]}
    faults_total = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)  # the first ones: {"path", "code", "params"}
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )

    def __str__(self) -> str:
        return f"{self.file_name} → {self.key}"

    @property
    def is_running(self) -> bool:
        return self.job is not None and not self.job.is_finished

    @property
    def may_be_imported(self) -> bool:
        """Whether a dry run found nothing wrong and the file is still there."""
        return self.outcome == self.Outcome.CHECKED and bool(self.file) and not self.is_running

    @property
    def changes_by_kind(self) -> list[tuple[str, list[dict[str, Any]], int]]:
        """For each kind that occurs its first changes, and how many more there are."""
        totals = {"changed": self.changed, "added": self.added, "removed": self.removed}
        kept = {kind: [c for c in self.changes if c["kind"] == kind] for kind in totals}
        return [(kind, kept[kind], totals[kind] - len(kept[kind])) for kind in totals if kept[kind]]

    @property
    def faults_found(self) -> list[Fault]:
        """The first faults, as the core knows them."""
        return [Fault(**fault) for fault in self.faults]
