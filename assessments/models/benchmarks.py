"""Releases of published figures: written by some, published by others, then never changed."""

import dataclasses
import functools
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessments.models.accounts import User
from assessments.models.base import Identified
from maturity.benchmarks.canonical import as_head_file
from maturity.benchmarks.release import InstrumentRef, PublishedFigure, shipped_release_paths
from maturity.benchmarks.units import normalised
from maturity.instruments.loader import canonical_json, content_hash

AS_IMPORTED = "as imported"
"""Reason of the first entry in a figure's history: how it was before anybody changed it."""

RESERVED_KEYS = ("import",)
"""Keys that no release may have: addresses of ours below national-data/."""

MAY_BE_ABSENT = ("fact", "value_max", "period", "source", "caveat", "base")


@functools.cache
def _shipped_keys() -> frozenset[str]:
    return frozenset(path.stem for path in shipped_release_paths())


def is_reserved_key(key: str) -> bool:
    """Whether nobody may give a release this key: an address of ours, or that of a release which
    comes with the software and may not be loaded yet."""
    return key in RESERVED_KEYS or key in _shipped_keys()


class Release(Identified):
    """One issue of one publication. `head` holds its texts by language.

    `instrument` and `instrument_edition` name the questionnaire whose results it publishes; both
    are empty for national data.
    """

    class State(models.TextChoices):
        IMPORTING = "importing", _("Importing")  # nothing reads it
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    key = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    shipped = models.BooleanField(default=False)  # came with the software, which vouches for it
    hash = models.CharField(max_length=71)
    instrument = models.CharField(max_length=40, blank=True)
    instrument_edition = models.CharField(max_length=40, blank=True)
    head = models.JSONField(default=dict)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    # Everybody who wrote something in it. None of them may publish it (four eyes).
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    review_note = models.TextField(blank=True)  # why it went back to its writers
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    history = HistoricalRecords()
    _history_user: User  # who changes it; the history reads it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_published_has_date",
                condition=Q(state__in=["importing", "draft", "in_review"])
                | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="release_publisher_is_not_author",
                condition=Q(author__isnull=True)
                | Q(publisher__isnull=True)
                | ~Q(author=models.F("publisher")),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.key])

    @property
    def is_frozen(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def results_of(self) -> InstrumentRef | None:
        """The questionnaire whose results it publishes; None for national data."""
        if not self.instrument:
            return None
        return InstrumentRef(self.instrument, self.instrument_edition)

    @property
    def head_digest(self) -> str:
        """Changes whenever what the release says of itself does."""
        return content_hash(canonical_json(self.head))

    @property
    def head_file(self) -> dict[str, Any]:
        """The head in the form of a head file."""
        return as_head_file(self.key, self.head, instrument=self.results_of)


class Figure(models.Model):
    """One printed figure with the place it stands. `value` is kept as printed."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=100)
    economy = models.CharField(max_length=40)
    dimension = models.CharField(max_length=20)
    theme = models.CharField(max_length=20)
    chapter = models.CharField(max_length=10)
    section = models.CharField(max_length=10)
    page = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=24)
    mode = models.CharField(max_length=12)
    fact = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=12)
    qualifier = models.CharField(max_length=12)
    value = models.CharField(max_length=30)
    value_max = models.CharField(max_length=30, blank=True)
    normalised = models.DecimalField(max_digits=30, decimal_places=10)
    unit = models.CharField(max_length=30)
    period = models.CharField(max_length=30, blank=True)
    label = models.JSONField()
    source = models.JSONField(default=dict)
    caveat = models.JSONField(default=dict)
    n = models.PositiveIntegerField(null=True, blank=True)  # enterprises behind this very figure
    base = models.JSONField(default=dict)
    # Written from the first change by hand on; what a file brought is the release's own history.
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "key"], name="figure_once"),
        ]
        indexes = [models.Index(fields=["release", "economy"])]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def of(cls, content: PublishedFigure, *, release: Release, position: int) -> "Figure":
        """The row of a figure, not saved yet."""
        values = dataclasses.asdict(content)
        for name in MAY_BE_ABSENT:
            empty: Any = {} if name in ("source", "caveat", "base") else ""
            values[name] = values[name] or empty
        scaled = normalised(content.value, content.unit)
        return cls(release=release, position=position, normalised=scaled, **values)

    @property
    def digest(self) -> str:
        """Changes whenever the figure does."""
        return content_hash(canonical_json(dataclasses.asdict(self.content)))

    @property
    def content(self) -> PublishedFigure:
        """The figure as the core knows it."""
        fields: dict[str, Any] = {
            field.name: getattr(self, field.name) for field in dataclasses.fields(PublishedFigure)
        }
        for name in MAY_BE_ABSENT:  # stored as "" or {}, so that a column has one empty value
            fields[name] = fields[name] or None
        return PublishedFigure(**fields)
