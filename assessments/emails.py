"""E-mail: put on the queue with the event that caused it, composed and sent by the worker.

A kind is a template of `templates/emails/`, whose first line is the subject, and an entry of
`COMPOSERS`, which looks up what it says when it leaves. What has become pointless by then, such as
a withdrawn invitation, is not sent. A worker that dies between the mail server and the database
sends once more: a message twice is better than none.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from assessments import queue
from assessments.access import allowing, open_grants, visible_to
from assessments.models import (
    Assignment,
    Batch,
    Email,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Job,
    JoinRequest,
    Membership,
    Reissue,
    Report,
)
from assessments.queries.batches import progress_of
from assessments.wording.jobs import error_text
from assessments.wording.people import appointment_reason_text
from assessments.wording.profile import active_language

Composer = Callable[[UUID], Mapping[str, Any] | None]
"""What the template of a kind is told about an object; None if there is nothing to say any more.
A `language` among it is that of a recipient who was looked up only now."""

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
        told = {"to": message.to} | dict(told)
        with translation.override(told.get("language") or message.language):
            text = render_to_string(f"emails/{message.kind}.txt", told)
    subject, _line_end, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


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


def _tell_assignment(pk: UUID) -> Mapping[str, Any] | None:
    assignment = (
        Assignment.objects.select_related(
            "assessment__edition",
            "assessment__tables",
            "assessment__enterprise",
            "assessment__collection",
            "created_by",
        )
        .filter(pk=pk, user__isnull=False, assessment__enterprise__erasure__isnull=True)
        .first()
    )
    if assignment is None or assignment.is_frozen or assignment.finished_at:
        return None
    asked = assignment.user
    if asked is None or not allowing(Assignment, asked, "respond").filter(pk=pk).exists():
        return None  # left the organisation since
    return {"assignment": assignment, "url": public_url("responses", assignment.pk)}


def _tell_join_request(pk: UUID) -> Mapping[str, Any] | None:
    """Only to a confirmed address of somebody who manages an organisation: looked up here, where
    nobody waits whose watch could tell whether there is one."""
    request = JoinRequest.objects.select_related("user").filter(pk=pk).first()
    if request is None or request.decided_at or request.expires_at <= timezone.now():
        return None
    address = EmailAddress.objects.select_related("user").filter(
        email__iexact=request.email, verified=True
    )
    for found in address:
        if allowing(JoinRequest, found.user, "manage").filter(pk=pk).exists():
            return {
                "request": request,
                "language": found.user.language,
                "url": public_url("join_request", pk),
            }
    return None


def _tell_join_approved(pk: UUID) -> Mapping[str, Any] | None:
    request = JoinRequest.objects.select_related("organisation", "user").filter(pk=pk).first()
    if request is None or request.organisation is None:
        return None
    membership = request.organisation.memberships.filter(user=request.user).first()
    if membership is None:
        return None
    return {"membership": membership, "url": public_url("organisation", request.organisation.pk)}


def _tell_membership(pk: UUID) -> Mapping[str, Any] | None:
    """What became of the recipient's membership, from the event that says so."""
    event = Event.objects.select_related("organisation").filter(pk=pk).first()
    if event is None or event.organisation is None:
        return None
    role = event.details.get("role")
    return {
        "organisation": event.organisation,
        "role": Membership.Role(role) if role else None,
        "url": public_url("organisation", event.organisation.pk),
    }


def _tell_owner_appointed(pk: UUID) -> Mapping[str, Any] | None:
    event = Event.objects.filter(pk=pk).first()
    found = Invitation.objects.select_related("organisation")
    invitation = found.filter(pk=event.object_id).first() if event else None
    if event is None or invitation is None or not invitation.is_pending:
        return None
    return {
        "invitation": invitation,
        "reason": appointment_reason_text(event.details["reason"]),
        "url": public_url("organisation", invitation.organisation_id),
    }


def _tell_grant(pk: UUID) -> Mapping[str, Any] | None:
    """One that holds; what was revoked in between is not announced."""
    grant = open_grants().select_related("enterprise__owner", "consultancy").filter(pk=pk).first()
    if grant is None:
        return None
    return {"grant": grant, "url": public_url("enterprise_access", grant.enterprise_id)}


def _tell_revoked_grant(pk: UUID) -> Mapping[str, Any] | None:
    grants = Grant.objects.select_related("enterprise__owner", "consultancy")
    grant = grants.filter(pk=pk, revoked_at__isnull=False).first()
    return {"grant": grant} if grant else None


def _tell_handed_over(pk: UUID) -> Mapping[str, Any] | None:
    """From the event in the consultancy's log."""
    event = Event.objects.filter(pk=pk).first()
    enterprises = Enterprise.objects.select_related("owner")
    enterprise = enterprises.filter(pk=event.object_id).first() if event else None
    if event is None or enterprise is None or enterprise.owner is None:
        return None
    kept = open_grants().filter(enterprise=enterprise, consultancy=event.organisation_id)
    return {"enterprise": enterprise, "keeps": kept.exists()}


def _tell_erasure(pk: UUID) -> Mapping[str, Any] | None:
    """With the name of the enterprise if the message is faster than the job that erases it."""
    event = Event.objects.select_related("actor", "organisation").filter(pk=pk).first()
    if event is None or event.organisation is None:
        return None
    name = Enterprise.objects.filter(pk=event.object_id).values_list("name", flat=True).first()
    return {"event": event, "organisation": event.organisation, "name": name}


def _tell_ready_report(pk: UUID) -> Mapping[str, Any] | None:
    return _tell_report(pk, state=Job.State.DONE)


def _tell_failed_report(pk: UUID) -> Mapping[str, Any] | None:
    return _tell_report(pk, state=Job.State.FAILED)


def _tell_report(pk: UUID, *, state: Job.State) -> Mapping[str, Any] | None:
    """To whoever asked, while its job is still in that state and the person may read it."""
    reports = Report.objects.select_related("job__requested_by", "enterprise").defer("context")
    report = reports.filter(pk=pk, job__state=state).first()
    asker = report.job.requested_by if report else None
    if report is None or asker is None or not asker.is_active:
        return None
    if not visible_to(Report, asker).filter(pk=pk).exists():
        return None
    parts = report.parts.select_related("assessment").prefetch_related("assessment__edition")
    titles = [part.assessment.edition.content.title[active_language()] for part in parts]
    return {
        "report": report,
        "titles": titles,
        "reason": error_text(report.job),
        "url": public_url("report", pk),
    }


def _tell_batch(pk: UUID) -> Mapping[str, Any] | None:
    """How many reports were made and how many not; nothing if all of it was erased since."""
    batch = Batch.objects.filter(pk=pk).first()
    if batch is None or not (progress := progress_of(batch)).total:
        return None
    failed = progress.failed + progress.cancelled
    return {"progress": progress, "failed": failed, "url": public_url("batch", pk)}


def _tell_reissue(pk: UUID) -> Mapping[str, Any] | None:
    """The report that was made again, or could not be; only to whom may read it by now."""
    plans = Reissue.objects.select_related("enterprise", "last_report__job", "requested_by")
    plan = plans.filter(pk=pk, enterprise__erasure__isnull=True).first()
    if plan is None or plan.last_report is None or plan.requested_by is None:
        return None
    if not visible_to(Report, plan.requested_by).filter(pk=plan.last_report.pk).exists():
        return None
    return {
        "plan": plan,
        "is_made": plan.last_report.job.state == Job.State.DONE,
        "url": public_url("report", plan.last_report.pk),
    }


def _tell_ended_reissue(pk: UUID) -> Mapping[str, Any] | None:
    plans = Reissue.objects.select_related("enterprise")
    plan = plans.filter(pk=pk, enterprise__erasure__isnull=True).first()
    if plan is None:
        return None
    has_right = (plan.error or {}).get("code") != "report_right_lost"
    return {"plan": plan, "has_right": has_right}


COMPOSERS: dict[str, Composer] = {
    "invitation": _tell_invitation,
    "assigned": _tell_assignment,
    "reminder": _tell_assignment,
    "join_request": _tell_join_request,
    "join_approved": _tell_join_approved,
    "membership": _tell_membership,
    "owner_appointed": _tell_owner_appointed,
    "grant_given": _tell_grant,
    "grant_ending": _tell_grant,
    "grant_revoked": _tell_revoked_grant,
    "handed_over": _tell_handed_over,
    "enterprise_erased": _tell_erasure,
    "report_ready": _tell_ready_report,
    "report_failed": _tell_failed_report,
    "batch_ready": _tell_batch,
    "report_reissued": _tell_reissue,
    "reissue_ended": _tell_ended_reissue,
}
