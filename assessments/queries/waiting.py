"""What waits for a person, whatever the role, in the order in which it should be done."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from allauth.account.models import EmailAddress
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from assessments.access import (
    allowing,
    is_administrator,
    may_edit_benchmarks,
    may_publish_benchmarks,
    visible_to,
)
from assessments.models import (
    Assessment,
    Assignment,
    Edition,
    Enterprise,
    Event,
    Grant,
    Invitation,
    Job,
    JoinRequest,
    Membership,
    Release,
    ReleaseImport,
    Report,
    User,
)

SOON = dt.timedelta(days=14)
RECENT = dt.timedelta(days=7)

Kind = Literal[
    "invitation",
    "respond",
    "join_request",
    "close_collection",
    "agree",
    "submit",
    "answer",
    "report_failed",
    "report_ready",
    "grant_ends",
    "release_to_review",
    "release_returned",
    "import_refused",
    "import_checked",
    "edition_draft",
    "jobs_failed",
]


@dataclass(frozen=True)
class Waiting:
    """One thing to do. `about` is the object it concerns, `count` how many there are of it, `due`
    the last day for it, if it has one."""

    kind: Kind
    about: Any = None
    due: dt.date | None = None
    count: int = 1

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


# What others wait for comes before what only oneself waits for.
ORDER: tuple[Kind, ...] = (
    "invitation",
    "join_request",
    "respond",
    "release_to_review",
    "release_returned",
    "jobs_failed",
    "close_collection",
    "agree",
    "submit",
    "report_failed",
    "import_refused",
    "import_checked",
    "grant_ends",
    "answer",
    "report_ready",
    "edition_draft",
)


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits: what is overdue, then what is due soonest, then by kind."""
    found = [
        *_for_anybody(user),
        *_for_those_who_manage(user),
        *_for_those_who_answer(user),
        *_reports(user),
        *_benchmarks(user),
        *_administration(user),
    ]
    today = timezone.localdate()

    def urgency(waiting: Waiting) -> tuple[bool, dt.date, int]:
        near = waiting.due is not None and waiting.due <= today + SOON
        return (not near, waiting.due if near and waiting.due else today, ORDER.index(waiting.kind))

    return sorted(found, key=urgency)  # stable: each kind keeps its own order


def _for_anybody(user: User) -> Iterator[Waiting]:
    now = timezone.now()
    mine = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addressed = Q()
    for address in mine:
        addressed |= Q(email__iexact=address)
    if addressed:
        invitations = Invitation.objects.pending().filter(
            addressed, starts_at__lte=now, expires_at__gt=now
        )
        for invitation in invitations.select_related("organisation", "enterprise"):
            yield Waiting("invitation", invitation)
    assignments = (
        allowing(Assignment, user, "respond")
        .filter(
            finished_at__isnull=True,
            assessment__state=Assessment.State.DRAFT,
            assessment__collection__closed_at__isnull=True,
        )
        .select_related("assessment__enterprise")
        .prefetch_related("assessment__edition")
        .annotate(answered=Count("responses", filter=~Q(responses__state="unanswered")))
        .order_by("due", "created_at")
    )
    for assignment in assignments:
        yield Waiting("respond", assignment, due=assignment.due)


def _for_those_who_manage(user: User) -> Iterator[Waiting]:
    manages = Membership.objects.filter(user=user, role__in=("owner", "lead")).exists()
    if not manages:
        return
    asking = allowing(JoinRequest, user, "manage").filter(
        decided_at__isnull=True, expires_at__gt=timezone.now()
    )
    for request in asking.select_related("user"):
        yield Waiting("join_request", request)
    collected = (
        allowing(Assessment, user, "manage")
        .filter(state=Assessment.State.DRAFT, collection__closed_at__isnull=True)
        .filter(collection__isnull=False)
        .annotate(
            asked=Count("assignments", distinct=True),
            finished=Count(
                "assignments", filter=Q(assignments__finished_at__isnull=False), distinct=True
            ),
        )
        .filter(asked=F("finished"), asked__gt=0)
        .select_related("enterprise")
        .prefetch_related("edition")
    )
    for assessment in collected:
        yield Waiting("close_collection", assessment, due=assessment.due)
    today = timezone.localdate()
    enterprises = allowing(Enterprise, user, "manage").values("pk")
    ending = Grant.objects.filter(
        enterprise__in=enterprises,
        revoked_at__isnull=True,
        accepted_at__isnull=False,
        until__range=(today, today + SOON),
    )
    for grant in ending.select_related("enterprise", "consultancy").order_by("until"):
        yield Waiting("grant_ends", grant, due=grant.until)


def _for_those_who_answer(user: User) -> Iterator[Waiting]:
    """Drafts: to agree on where colleagues answered, to submit when nothing is open, to answer."""
    counted = Q(answers__section="answers") & ~Q(answers__state="unanswered")
    drafts = (
        allowing(Assessment, user, "answer")
        .filter(state=Assessment.State.DRAFT)
        .select_related("enterprise", "collection")
        .prefetch_related("edition")
        .annotate(
            answered=Count("answers", filter=counted, distinct=True),
            agreed=Count("answers", filter=Q(answers__agreed_at__isnull=False), distinct=True),
            said=Count("assignments__responses__item", distinct=True),
        )
        .order_by("due", "-created_at")
    )
    for assessment in drafts:
        collection = getattr(assessment, "collection", None)
        if collection and collection.is_open:
            continue  # it waits for colleagues, and for closing
        total = len(assessment.edition.content.items)
        kind: Kind = "submit" if assessment.answered >= total else "answer"
        if assessment.agreed < assessment.said:
            kind = "agree"
        yield Waiting(kind, assessment, due=assessment.due)


def _reports(user: User) -> Iterator[Waiting]:
    """One's own: those that failed, and those that nobody has fetched yet."""
    fetched = Event.objects.filter(
        kind=Event.Kind.REPORT_DOWNLOADED, actor=user, object_id=OuterRef("pk")
    ).values("pk")[:1]
    recent = (
        visible_to(Report, user)
        .filter(requested_by=user, job__finished_at__gte=timezone.now() - RECENT)
        .exclude(job__state=Job.State.CANCELLED)
        .annotate(fetched=Subquery(fetched))
        .filter(fetched__isnull=True)
        .select_related("job", "enterprise")
        .defer("context")
        .order_by("-requested_at")
    )
    for report in recent:
        failed = report.job.state == Job.State.FAILED
        yield Waiting("report_failed" if failed else "report_ready", report)


def _benchmarks(user: User) -> Iterator[Waiting]:
    if may_publish_benchmarks(user):
        reviewed = Release.objects.filter(state=Release.State.IN_REVIEW)
        for release in reviewed.exclude(author=user).exclude(writers=user).order_by("key"):
            yield Waiting("release_to_review", release)
    if may_edit_benchmarks(user):
        returned = Release.objects.filter(state=Release.State.DRAFT).exclude(review_note="")
        for release in returned.order_by("key"):
            yield Waiting("release_returned", release)
        imports = ReleaseImport.objects.filter(requested_by=user)
        refused = imports.filter(outcome=ReleaseImport.Outcome.REFUSED)
        for found in refused:
            yield Waiting("import_refused", found)
        for found in imports.filter(outcome=ReleaseImport.Outcome.CHECKED):
            yield Waiting("import_checked", found)


def _administration(user: User) -> Iterator[Waiting]:
    if not is_administrator(user):
        return
    failed = Job.objects.filter(
        state=Job.State.FAILED, finished_at__gte=timezone.now() - RECENT
    ).count()
    if failed:
        yield Waiting("jobs_failed", count=failed)
    for edition in Edition.objects.filter(state=Edition.State.DRAFT).order_by("key"):
        yield Waiting("edition_draft", edition)
