"""Editions and table sets: the rows are the truth at run time, shipped files their source."""

import functools

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from assessments.models.base import Identified
from maturity.instruments import edition as core
from maturity.instruments.loader import edition_from_canonical, tables_from_canonical
from maturity.instruments.tables import TableSet as CoreTables


@functools.lru_cache(maxsize=64)
def _parsed_edition(_hash: str, canonical: str) -> core.Edition:
    return edition_from_canonical(canonical)


@functools.lru_cache(maxsize=16)
def _parsed_tables(_hash: str, canonical: str) -> CoreTables:
    return tables_from_canonical(canonical)


class Issued(Identified):
    """Content that is drafted, published once for good, and one day retired; never deleted."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("edition", "Draft")
        PUBLISHED = "published", pgettext_lazy("edition", "Published")
        RETIRED = "retired", pgettext_lazy("edition", "Retired")  # nothing new; old ones keep it

    key = models.CharField(max_length=40)
    hash = models.CharField(max_length=71)  # "sha256:" + hex of `canonical`
    canonical = models.TextField()  # the canonical JSON, texts included
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    shipped = models.BooleanField(default=False)  # came with the software
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Edition(Issued):
    """One edition of one questionnaire, never changed: a correction is another edition."""

    edition = models.CharField(max_length=40)  # "2020"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "edition"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.edition}"

    @property
    def content(self) -> core.Edition:
        """What is asked, without tables; parsed once per process and hash."""
        return _parsed_edition(self.hash, self.canonical)


class TableSet(Issued):
    """What the priorities of one instrument (`key`) are computed from; the newest is used."""

    version = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="table_set_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def content(self) -> CoreTables:
        """The tables; parsed once per process and hash."""
        return _parsed_tables(self.hash, self.canonical)
