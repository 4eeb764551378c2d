"""Several people answer the same assessment, each alone, before one answer is agreed on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.assessments import Assessment, GivenAnswer
from assessments.models.base import Identified
from assessments.models.invitations import Invitation


class Collection(models.Model):
    """The time in which an assessment's responses are collected, from opening to closing.

    While it is open nobody sees anybody else's response; closing is final.
    """

    assessment = models.OneToOneField(
        Assessment, primary_key=True, on_delete=models.CASCADE, related_name="collection"
    )
    shares_result = models.BooleanField(default=True)  # respondents may read it once submitted
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Assignment(Identified):
    """What one colleague is asked to answer, seen from which side, until when.

    `user` is empty while an invited person has not joined yet, and again once the account is
    deleted; the responses then stand for the perspective alone.
    """

    class Perspective(models.TextChoices):
        MANAGEMENT = "management", _("Management")
        BUSINESS = "business", _("Business")
        DX = "dx", _("Digital transformation")
        IT = "it", _("IT")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assignments",
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    perspective = models.CharField(max_length=10, choices=Perspective)
    items = models.JSONField()  # keys, in the edition's order
    due = models.DateField(null=True, blank=True)  # the last day
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # when the person said so

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_frozen(self) -> bool:
        """Whether collecting is over. Costs a query unless the collection was selected."""
        return self.assessment.is_frozen or not self.assessment.collection.is_open


class Response(GivenAnswer):
    """One person's own answer to one item. Never scored; see `Collection` for who may see it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="responses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "item"], name="response_once"),
            models.CheckConstraint(
                name="response_value_iff_answered",
                condition=Q(state="answered", value__isnull=False)
                | (~Q(state="answered") & Q(value__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.item


class Comment(Identified):
    """What a consultant says about an item of an assessment. A report freezes what it prints."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="comments")
    item = models.CharField(max_length=70)  # empty: about the assessment as a whole
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(  # in whose name
        "Organisation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["assessment", "item", "created_at"])]

    def __str__(self) -> str:
        return self.item
