"""Erasing an enterprise with everything held about it: invisible at once, gone a moment later.

`Enterprise.erasure` hides it everywhere, since every list, page, file and number starts in
`access`. The job then removes files and rows. What stays is in the event log: identifiers, kinds
and times, whose names are gone.
"""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments import queue
from assessments.emails import write_email
from assessments.models import (
    Assessment,
    Assignment,
    BatchEntry,
    Collection,
    Comment,
    Email,
    Enterprise,
    EnterpriseExport,
    Event,
    Grant,
    Invitation,
    Job,
    Membership,
    PoolConsent,
    PoolContribution,
    Reissue,
    Report,
    User,
)
from assessments.reports.files import EXPORTS, REPORTS, remove_files
from assessments.services.batch_archives import discard_archives_with
from assessments.services.events import record_event
from assessments.services.pool import forget_enterprise
from assessments.services.refusals import Rejected
from assessments.wording.events import COMMAND
from maturity.instruments.faults import Fault


@transaction.atomic
def request_erasure(*, by: User | None, enterprise: Enterprise, typed_name: str) -> Job:
    """Hide the enterprise everywhere, let the pool forget it, and queue its removal. Final.

    `by` is None when a command does it. Members of its organisation are told by mail, and open
    invitations about it end. Asking twice returns the job of the first time. Raises Rejected
    (`name_not_typed`) unless the exact name was typed.
    """
    current = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if current.erasure:
        return current.erasure
    if typed_name.strip() != current.name:
        raise Rejected([Fault("name", "name_not_typed", {"name": current.name})])
    forget_enterprise(current)  # first: a pool release that is being computed locks in this order
    current.erasure = queue.enqueue(kind=Job.Kind.ERASURE, requested_by=by)
    current.save(update_fields=["erasure"])
    offers = Invitation.objects.pending().filter(enterprise=current)
    offers.update(withdrawn_at=timezone.now())
    event = record_event(
        kind=Event.Kind.ENTERPRISE_ERASED,
        by=by,
        about=current,
        enterprise=current,
        through="page" if by else COMMAND,
    )
    for person in _members(current):
        write_email(
            kind="enterprise_erased", to=person.email, language=person.language, about=event
        )
    return current.erasure


def _members(enterprise: Enterprise) -> Iterator[User]:
    """Who works there and saw it as a whole; respondents were only asked for answers."""
    memberships = enterprise.organisation.memberships.filter(user__is_active=True)
    for membership in memberships.exclude(role=Membership.Role.RESPONDENT).select_related("user"):
        yield membership.user


def erase(job: Job) -> Callable[[], None]:
    """Remove the files of an enterprise; the function returned removes its rows.

    Files go first, so that a job that dies half-way leaves nothing that no row names, and once
    more afterwards, because a report may have been finished meanwhile. Repeatable.
    """
    enterprise = Enterprise.objects.filter(erasure=job).first()
    if enterprise is None:  # by an attempt that was believed dead
        return lambda: None
    _remove(_folders(enterprise))

    def store() -> None:
        folders = _folders(enterprise)
        _delete_rows(enterprise)
        transaction.on_commit(lambda: _remove(folders))

    return store


def _folders(enterprise: Enterprise) -> list[tuple[str, UUID]]:
    reports = enterprise.reports.values_list("pk", flat=True)
    exports = enterprise.exports.values_list("pk", flat=True)
    return [*((REPORTS, key) for key in reports), *((EXPORTS, key) for key in exports)]


def _remove(folders: list[tuple[str, UUID]]) -> None:
    for folder, key in folders:
        remove_files(folder, key)


def _delete_rows(enterprise: Enterprise) -> None:
    """Everything that names the enterprise, but the events."""
    reports = Report.objects.filter(enterprise=enterprise)
    exports = EnterpriseExport.objects.filter(enterprise=enterprise)
    emails = Email.objects.filter(_about(enterprise))
    jobs = Job.objects.filter(
        Q(report__in=reports) | Q(enterprise_export__in=exports) | Q(email__in=emails)
    )
    # Locked first and in one order: a worker that is finishing one of them comes before or after.
    locked = list(Job.objects.filter(pk__in=jobs.values("pk")).select_for_update().order_by("pk"))
    discard_archives_with(BatchEntry.objects.filter(assessment__enterprise=enterprise))
    Assessment.objects.filter(enterprise=enterprise).update(corrects=None)
    reports.delete()
    exports.delete()
    PoolConsent.objects.filter(enterprise=enterprise).delete()
    PoolContribution.objects.filter(enterprise=enterprise).delete()
    Job.objects.filter(pk__in=[job.pk for job in locked]).delete()  # and the e-mails with theirs
    Enterprise.objects.filter(pk=enterprise.pk).delete()
    Grant.history.filter(enterprise_id=enterprise.pk).delete()  # after the last entry in it


def _about(enterprise: Enterprise) -> Q:
    """Whether an e-mail is about the enterprise, something of it or an event in its log."""
    own, of_assessment = Q(enterprise=enterprise), Q(assessment__enterprise=enterprise)
    found = Q(about=enterprise.pk)
    for model, whose in (
        (Assessment, own),
        (Report, own),
        (EnterpriseExport, own),
        (Reissue, own),
        (Grant, own),
        (Invitation, own | of_assessment),
        (Assignment, of_assessment),
        (Collection, of_assessment),
        (Comment, of_assessment),
        (Event, Q(enterprise=enterprise.pk) & ~Q(kind=Event.Kind.ENTERPRISE_ERASED)),
    ):
        found |= Q(about__in=model._default_manager.filter(whose).values("pk"))
    return found


def ask_again_for_failed_erasures() -> int:
    """Give a new job to each enterprise whose erasure gave up; returns how many."""
    failed = Enterprise.objects.filter(erasure__state=Job.State.FAILED)
    for enterprise in failed:
        with transaction.atomic():
            enterprise.erasure = queue.enqueue(kind=Job.Kind.ERASURE, requested_by=None)
            enterprise.save(update_fields=["erasure"])
    return len(failed)
