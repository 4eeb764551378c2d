"""Invitations by e-mail, and asking to be let into an organisation."""

import datetime as dt
import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import pgettext_lazy

from assessments.models.base import Identified
from assessments.models.organisations import Enterprise, Membership, Organisation, Rights

LIFETIME = dt.timedelta(days=14)


def new_nonce() -> str:
    return secrets.token_hex(16)


def default_end() -> dt.datetime:
    return timezone.now() + LIFETIME


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> "InvitationQuerySet":
        """Neither accepted, declined nor withdrawn; they may have run out."""
        return self.filter(
            accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
        )


class Invitation(Identified, Rights):
    """One link, sent to one address, good for one acceptance.

    The link's token is computed from `nonce` and the site's key, so a stolen table opens nothing;
    sending again changes the nonce and with it kills the earlier link. `services.invitations`
    changes these rows. Rights are those that a grant gets by it.
    """

    class Purpose(models.TextChoices):
        MEMBERSHIP = "membership", pgettext_lazy("invitation", "To work in the organisation")
        HAND_OVER = "hand_over", pgettext_lazy("invitation", "To take over an enterprise")
        CONSULTANCY = "consultancy", pgettext_lazy("invitation", "To advise an enterprise")
        ACCESS = "access", pgettext_lazy("invitation", "To let a consultancy in")

    purpose = models.CharField(max_length=12, choices=Purpose)
    organisation = models.ForeignKey(  # in whose name it was written
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    role = models.CharField(max_length=10, choices=Membership.Role, blank=True)  # membership only
    enterprise = models.ForeignKey(  # what is handed over, or advised
        Enterprise, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    assessment = models.ForeignKey(  # the only one that a consultancy would be let into
        "Assessment", null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    nonce = models.CharField(max_length=32, default=new_nonce)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    starts_at = models.DateTimeField(default=timezone.now)  # later: time to object
    expires_at = models.DateTimeField(default=default_end)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_ended_once",
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True)
                | Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
                | Q(declined_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_to_a_membership_has_a_role",
                condition=Q(purpose="membership") & ~Q(role="")
                | ~Q(purpose="membership") & Q(role=""),
            ),
        ]
        indexes = [models.Index(fields=["email", "expires_at"])]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_pending(self) -> bool:
        """Neither accepted, declined nor withdrawn; it may have run out."""
        return not (self.accepted_at or self.declined_at or self.withdrawn_at)

    @property
    def is_open(self) -> bool:
        """Whether its link works now."""
        return self.is_pending and self.starts_at <= timezone.now() < self.expires_at

    @property
    def starts_later(self) -> bool:
        """Whether its link does not work yet."""
        return self.starts_at > timezone.now()

    @property
    def token(self) -> str:
        """The secret part of the link."""
        return salted_hmac("assessments.invitation", f"{self.pk}:{self.nonce}").hexdigest()

    def is_opened_by(self, token: str) -> bool:
        return constant_time_compare(self.token, token)


class JoinRequest(Identified):
    """Somebody asks the person with this address to be let into his or her organisation.

    The address is kept as it was typed and is not looked up, so asking tells nothing about who has
    an account.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    email = models.EmailField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=default_end)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(  # that let the person in; empty: declined, or not decided
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "email"],
                condition=Q(decided_at__isnull=True),
                name="join_request_open_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
