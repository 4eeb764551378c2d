"""Editions of questionnaires: the rows are the truth at run time, shipped files their source."""

import functools

from django.db import models
from django.utils import timezone

from assessments.models.base import Identified
from maturity.instruments import edition as core
from maturity.instruments.loader import edition_from_canonical


@functools.lru_cache(maxsize=16)
def _parsed(_hash: str, canonical: str) -> core.Edition:
    return edition_from_canonical(canonical)


class Edition(Identified):
    """One edition of one questionnaire, never changed: a correction is another edition."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"  # no new assessments; old ones keep working

    key = models.CharField(max_length=40)  # "siri"
    edition = models.CharField(max_length=40)  # "2020"
    hash = models.CharField(max_length=71)  # "sha256:" + hex of `canonical`
    canonical = models.TextField()  # the canonical JSON, texts included
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "edition"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.edition}"

    @property
    def content(self) -> core.Edition:
        """What is asked; parsed once per process and hash."""
        return _parsed(self.hash, self.canonical)
