"""The event log: who did what, when. Only added to; names are looked up, so erasing empties it."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.base import Identified
from assessments.models.organisations import Organisation


class EventQuerySet(models.QuerySet["Event"]):
    """Adds and reads. What Django does itself when an account or organisation goes is not stopped.

    The database refuses changes too, whoever asks for them (migration `events_are_never_changed`).
    """

    def update(self, **_fields: Any) -> NoReturn:
        raise ValueError("an event is never changed")

    def delete(self) -> NoReturn:
        raise ValueError("events are only forgotten by age")

    def forget(self) -> int:
        """Delete these: the one way, for `services.retention` when their time is over."""
        return self._raw_delete(self.db)


class Event(Identified):
    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in"
        MEMBER_INVITED = "member_invited"
        MEMBER_JOINED = "member_joined"
        MEMBER_LEFT = "member_left"
        MEMBER_REMOVED = "member_removed"
        ROLE_CHANGED = "role_changed"
        OWNER_APPOINTED = "owner_appointed"  # by the site's administrator
        INVITATION_SENT_AGAIN = "invitation_sent_again"
        INVITATION_WITHDRAWN = "invitation_withdrawn"
        INVITATION_DECLINED = "invitation_declined"
        JOIN_DECLINED = "join_declined"
        ORGANISATION_FOUNDED = "organisation_founded"
        ORGANISATION_RENAMED = "organisation_renamed"
        ENTERPRISE_CREATED = "enterprise_created"
        ENTERPRISE_CHANGED = "enterprise_changed"
        ENTERPRISE_HANDED_OVER = "enterprise_handed_over"
        ENTERPRISE_ERASED = "enterprise_erased"
        CONSULTANCY_INVITED = "consultancy_invited"
        ACCESS_ASKED = "access_asked"  # a consultancy asked to be let in
        HAND_OVER_OFFERED = "hand_over_offered"
        GRANT_GIVEN = "grant_given"
        GRANT_CHANGED = "grant_changed"
        GRANT_REVOKED = "grant_revoked"
        ASSESSMENT_STARTED = "assessment_started"
        ASSESSMENT_ASSIGNED = "assessment_assigned"  # to a colleague
        ASSIGNMENT_WITHDRAWN = "assignment_withdrawn"
        COLLECTION_OPENED = "collection_opened"
        COLLECTION_CLOSED = "collection_closed"
        RESPONSES_FINISHED = "responses_finished"  # by one respondent
        ANSWER_AGREED = "answer_agreed"
        COMMENTED = "commented"
        COMMENT_DELETED = "comment_deleted"  # by who wrote it
        ASSESSMENT_SUBMITTED = "assessment_submitted"
        REPORT_REQUESTED = "report_requested"
        REPORT_DOWNLOADED = "report_downloaded"
        REPORT_DATA_DOWNLOADED = "report_data_downloaded"  # as a workbook, CSV or JSON
        BATCH_REQUESTED = "batch_requested"
        BATCH_DOWNLOADED = "batch_downloaded"
        REISSUE_PLANNED = "reissue_planned"
        REISSUE_ENDED = "reissue_ended"
        SHARE_CREATED = "share_created"
        SHARE_REVOKED = "share_revoked"
        SHARE_OPENED = "share_opened"  # by somebody without an account
        BRANDING_CHANGED = "branding_changed"
        JOB_RETRIED = "job_retried"  # by the site's administrator
        JOB_CANCELLED = "job_cancelled"  # likewise
        READ_UNDER_GRANT = "read_under_grant"
        EXPORT_REQUESTED = "export_requested"
        EXPORT_DOWNLOADED = "export_downloaded"
        LOG_EXPORTED = "log_exported"
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
    enterprise = models.UUIDField(null=True, blank=True)  # whose it is, an id like the object's
    details = models.JSONField(default=dict, blank=True)  # codes and keys only: a role, an item

    objects: ClassVar[models.Manager["Event"]] = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-at"]),
            models.Index(fields=["enterprise", "-at"]),
            # "was this person's reading of this object logged within the hour?"
            models.Index(fields=["actor", "object_id", "kind", "-at"]),
        ]

    def __str__(self) -> str:
        return self.kind

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValueError("an event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise ValueError("an event is never deleted")


PUBLICATIONS = frozenset(
    {
        Event.Kind.QUESTIONNAIRE_PUBLISHED,
        Event.Kind.QUESTIONNAIRE_RETIRED,
        Event.Kind.RELEASE_BEGUN,
        Event.Kind.RELEASE_IMPORTED,
        Event.Kind.RELEASE_SUBMITTED,
        Event.Kind.RELEASE_RETURNED,
        Event.Kind.RELEASE_PUBLISHED,
        Event.Kind.RELEASE_WITHDRAWN,
        Event.Kind.RELEASE_DISCARDED,
        Event.Kind.POOL_RELEASE_WITHDRAWN,
    }
)
"""What is done for everybody and belongs to no organisation."""
