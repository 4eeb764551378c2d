"""The event log: who did what, when. Only added to; names are looked up, so erasing empties it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.base import Identified
from assessments.models.organisations import Organisation


class Event(Identified):
    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in"
        ENTERPRISE_CREATED = "enterprise_created"
        ASSESSMENT_STARTED = "assessment_started"
        ASSESSMENT_SUBMITTED = "assessment_submitted"
        REPORT_REQUESTED = "report_requested"
        REPORT_DOWNLOADED = "report_downloaded"
        READ_UNDER_GRANT = "read_under_grant"
        QUESTIONNAIRE_PUBLISHED = "questionnaire_published"
        QUESTIONNAIRE_RETIRED = "questionnaire_retired"
        RELEASE_BEGUN = "release_begun"  # from an older one
        RELEASE_IMPORTED = "release_imported"
        RELEASE_SUBMITTED = "release_submitted"  # for review
        RELEASE_RETURNED = "release_returned"
        RELEASE_PUBLISHED = "release_published"
        RELEASE_WITHDRAWN = "release_withdrawn"
        RELEASE_DISCARDED = "release_discarded"
        POOL_CONSENT_GIVEN = "pool_consent_given"
        POOL_CONSENT_WITHDRAWN = "pool_consent_withdrawn"
        POOL_RELEASE_WITHDRAWN = "pool_release_withdrawn"

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=30, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="events"
    )
    object_type = models.CharField(max_length=30)
    object_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-at"]),
            # "was this person's reading of this object logged within the hour?"
            models.Index(fields=["actor", "object_id", "kind", "-at"]),
        ]

    def __str__(self) -> str:
        return self.kind

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValueError("an event is never changed")
        super().save(*args, **kwargs)
