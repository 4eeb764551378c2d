"""The pool: who takes part, which results count, and what is published of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from assessments.models.assessments import Assessment
from assessments.models.base import Identified
from assessments.models.instruments import Edition
from assessments.models.jobs import Job
from assessments.models.organisations import Enterprise

CONSENT_TEXT = "1"
"""Version of templates/pool/_what_happens.html. With another meaning it needs another version: then
no consent to the earlier one counts any longer, and the pages offer to take part as at first."""


class PoolConsent(Identified):
    """An enterprise takes part from `given_at` until `withdrawn_at`; at most one row is open.

    It counts only while `text` is the present one. Earlier rows stay: they say who agreed to which
    text, and for how long.
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="pool_consents"
    )
    text = models.CharField(max_length=10)  # version of the text agreed to
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(withdrawn_at__isnull=True),
                name="pool_consent_open_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PoolRelease(Identified):
    """One window of one edition: days from the first to the last, in UTC, computed once.

    `content` is what is published, to the letter, and holds no exact number. Too small a pool is
    carried over: nothing is published and the next window begins on the same day.
    """

    class State(models.TextChoices):
        DUE = "due", pgettext_lazy("pool release", "Being computed")
        CARRIED_OVER = "carried_over", pgettext_lazy("pool release", "Carried over")
        PUBLISHED = "published", pgettext_lazy("pool release", "Published")
        WITHDRAWN = "withdrawn", pgettext_lazy("pool release", "Withdrawn")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pool_releases")
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.DUE)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="pool_release")
    content = models.JSONField(null=True, blank=True)
    hash = models.CharField(max_length=71, blank=True)  # of the canonical JSON of `content`
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "last_day"], name="pool_window_once"),
            models.CheckConstraint(
                name="pool_release_published_has_content",
                condition=Q(state__in=["due", "carried_over"], content__isnull=True, hash="")
                | Q(
                    ~Q(hash=""),
                    state__in=["published", "withdrawn"],
                    content__isnull=False,
                    published_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """How the release is called in reports and files: siri-2020-pool-2026-12-31."""
        return f"{self.edition.key}-{self.edition.edition}-pool-{self.last_day}"


class PoolContribution(models.Model):
    """A submitted result as a pool counts it; it counts only with its enterprise's consent.

    Written when the result is submitted, with the reason if it can never count. `release` is the
    one release that contains it, empty while its window is open. There is one row for each
    assessment, so no result is ever in two releases.
    """

    class Obstacle(models.TextChoices):
        NO_OWNER = "no_owner"  # only prepared by a consultancy so far
        NOT_BY_OWNER = "not_by_owner"  # submitted under a grant
        DEMONSTRATION = "demonstration"
        INCOMPLETE = "incomplete"

    assessment = models.OneToOneField(
        Assessment, primary_key=True, on_delete=models.CASCADE, related_name="pool_contribution"
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="pool_contributions"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    obstacle = models.CharField(max_length=15, choices=Obstacle, blank=True)
    numbers = models.JSONField(null=True, blank=True)  # see maturity.benchmarks.pool_results
    release = models.ForeignKey(
        PoolRelease,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "enterprise"], name="pool_contribution_once"
            ),
            models.CheckConstraint(
                name="pool_contribution_counts_or_says_why",
                condition=Q(obstacle="", numbers__isnull=False)
                | (~Q(obstacle="") & Q(numbers__isnull=True, release__isnull=True)),
            ),
        ]
        # What counts in the window of an edition?
        indexes = [models.Index(fields=["edition", "submitted_at"])]

    def __str__(self) -> str:
        return str(self.pk)
