"""Links by which people without an account read one report."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.base import Identified
from assessments.models.reports import Report


class Share(Identified):
    """The link itself is not kept, only the hash of its token; nor is the password."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="shares")
    label = models.CharField(max_length=200, blank=True)  # whom it is for
    token_hash = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=128, blank=True)  # hashed as accounts' are
    until = models.DateField()  # the last day on which it opens
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    views = models.PositiveIntegerField(default=0)  # times the file was taken
    last_viewed_at = models.DateTimeField(null=True, blank=True)

    @property
    def has_password(self) -> bool:
        return bool(self.password)

    @property
    def is_over(self) -> bool:
        return self.until < timezone.now().date()

    def __str__(self) -> str:
        return self.label
