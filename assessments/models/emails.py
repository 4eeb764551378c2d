"""E-mail on its way. The row is deleted once it was handed to the mail server."""

from django.conf import settings
from django.db import models

from assessments.models.base import Identified
from assessments.models.jobs import Job


class Email(Identified):
    """What to send to whom. Ours are composed when they leave, from the object they are `about`,
    so that nothing stale is sent and erasing an object empties its mail; those of the sign-in
    pages come as text, with their codes, and are gone a moment later."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="email")
    to = models.EmailField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=40)  # a template of templates/emails, or "text"
    about = models.UUIDField(null=True, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    body = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.kind
