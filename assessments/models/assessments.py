"""Assessments, their answers and the result computed when they are submitted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.base import Identified
from assessments.models.instruments import Edition, TableSet
from assessments.models.organisations import Enterprise
from maturity.instruments.edition import Edition as EditionContent
from maturity.scoring.answers import value_field


class Assessment(Identified):
    """One enterprise answers one edition. Submitting freezes answers and profile for good.

    Edition and tables are bound when it is started. State and profile change only in
    `services.assessments`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("In progress")
        SUBMITTED = "submitted", _("Submitted")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="assessments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assessments")
    tables = models.ForeignKey(
        TableSet, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    scope = models.CharField(max_length=200, blank=True)  # the site or workshop answered for
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    profile = models.JSONField(default=dict)  # name, economy, sector, size_band when submitted
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)  # the day by which it shall be submitted

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_submitted_has_date",
                condition=Q(state="draft", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "state", "-submitted_at"])]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_frozen(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def content(self) -> EditionContent:
        """What is asked here: the edition with the tables of its priorities, if it has any."""
        return self.edition.content.with_tables(self.tables.content if self.tables else None)


class GivenAnswer(models.Model):
    """An answer to one item as a person gave it.

    `version` counts the saves; `client_id` and `save_id` name the last one, so that a repeated
    save is recognised and a save that did not know of another one is a conflict.
    """

    class State(models.TextChoices):
        ANSWERED = "answered"
        UNKNOWN = "unknown"
        NOT_APPLICABLE = "not_applicable"
        UNANSWERED = "unanswered"  # only a target or a note so far

    item = models.CharField(max_length=70)  # or "quick." and a unit, "priorities." and an input
    state = models.CharField(max_length=14, choices=State, default=State.UNANSWERED)
    # By kind of item: the integer level, "partly", "12.5", a code, …; what has several values (an
    # indicator, the bounds of a quick unit) is the object that `manage.py score` reads.
    value = models.JSONField(null=True, blank=True)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)  # why it does not apply
    note = models.TextField(blank=True)
    action = models.TextField(blank=True)  # what the enterprise itself means to do
    print_note = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    client_id = models.CharField(max_length=36, blank=True)
    save_id = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def as_input(self, content: EditionContent) -> dict[str, Any]:
        """This answer in the form `maturity.scoring` and `manage.py score` read."""
        given: dict[str, Any] = {}
        if self.state == self.State.ANSWERED:
            value: Any = self.value
            field = value_field(content, self.item)
            given |= {field: value} if field else value
        elif self.state != self.State.UNANSWERED:
            given["state"] = self.state
        for name in ("target", "reason", "note", "action"):
            if (value := getattr(self, name)) not in (None, ""):
                given[name] = value
        return given


class Answer(GivenAnswer):
    """The agreed answer to one item and the only input to scoring."""

    class Section(models.TextChoices):
        """The part of a file of answers in which it stands; only the first is counted."""

        ANSWERS = "answers"
        QUANTITIES = "quantities"
        QUICK = "quick"
        PRIORITIES = "priorities"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    section = models.CharField(max_length=10, choices=Section, default=Section.ANSWERS)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Agreed on by several people, with the reason; empty again once somebody changes the value.
    agreed_reason = models.TextField(blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="answer_once"),
            models.CheckConstraint(
                name="answer_value_iff_answered",
                condition=Q(state="answered", value__isnull=False)
                | (~Q(state="answered") & Q(value__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.item


class Result(models.Model):
    """What the answers meant when they were submitted; never computed again."""

    assessment = models.OneToOneField(
        Assessment, primary_key=True, on_delete=models.CASCADE, related_name="result"
    )
    engine = models.CharField(max_length=10)
    data = models.JSONField()  # the output of `manage.py score`
    trace = models.JSONField()  # the arithmetic behind every number in it
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)
