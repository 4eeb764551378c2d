"""E-mail: put on the queue with the event that caused it, composed and sent by the worker.

A kind is a template of `templates/emails/`, whose first line is the subject, and an entry of
`COMPOSERS`, which looks up what it says when it leaves. What has become pointless by then, such as
a withdrawn invitation, is not sent. A worker that dies between the mail server and the database
sends once more: a message twice is better than none.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from assessments import queue
from assessments.models import Email, Enterprise, Event, Invitation, Job

Composer = Callable[[UUID], Mapping[str, Any] | None]
"""What the template of a kind is told about an object; None if there is nothing to say any more."""

TEXT = "text"
LANGUAGES = dict(settings.LANGUAGES)


@transaction.atomic
def write_email(*, kind: str, to: str, language: str, about: Model) -> None:
    """Queue a message about an object, in the language of whoever gets it."""
    _enqueue(to=to, language=language, kind=kind, about=about.pk)


@transaction.atomic
def write_text(*, to: str, language: str, subject: str, body: str) -> None:
    """Queue a message that is written already, as those of the sign-in pages are."""
    _enqueue(to=to, language=language, kind=TEXT, subject=subject, body=body)


def _enqueue(*, language: str, **fields: Any) -> None:
    job = queue.enqueue(kind=Job.Kind.EMAIL, requested_by=None, priority=queue.URGENT)
    known = language if language in LANGUAGES else settings.LANGUAGE_CODE
    Email.objects.create(job=job, language=known, **fields)


def send_email(job: Job) -> Callable[[], None]:
    """Compose and send the message of a job; the function returned forgets it.

    Raises whatever the mail server's trouble is: the job is tried again for half an hour.
    """
    message = Email.objects.filter(job=job).first()
    if message is None:  # erased with what it was about
        return lambda: None
    if composed := _compose(message):
        subject, body = composed
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [message.to]).send()

    def forget() -> None:
        message.delete()

    return forget


def _compose(message: Email) -> tuple[str, str] | None:
    if message.kind == TEXT:
        return message.subject, message.body
    with translation.override(message.language):
        if message.about is None or (told := COMPOSERS[message.kind](message.about)) is None:
            return None
        text = render_to_string(f"emails/{message.kind}.txt", {"to": message.to} | dict(told))
    subject, _line_end, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def public_url(name: str, *args: Any) -> str:
    """The address of a page as it stands in a message."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


def _tell_invitation(pk: UUID) -> Mapping[str, Any] | None:
    invitation = (
        Invitation.objects.select_related("organisation", "enterprise", "invited_by")
        .prefetch_related("assignments__assessment__edition")
        .filter(pk=pk)
        .first()
    )
    if invitation is None or not invitation.is_pending:
        return None
    return {
        "invitation": invitation,
        "assignment": next(iter(invitation.assignments.all()), None),
        "url": public_url("invitation", invitation.pk, invitation.token),
    }


def _tell_erasure(pk: UUID) -> Mapping[str, Any] | None:
    """With the name of the enterprise if the message is faster than the job that erases it."""
    event = Event.objects.select_related("actor", "organisation").filter(pk=pk).first()
    if event is None or event.organisation is None:
        return None
    name = Enterprise.objects.filter(pk=event.object_id).values_list("name", flat=True).first()
    return {"event": event, "organisation": event.organisation, "name": name}


COMPOSERS: dict[str, Composer] = {
    "invitation": _tell_invitation,
    "enterprise_erased": _tell_erasure,
}
