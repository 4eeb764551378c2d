"""The jobs of the whole site for whoever looks after it: kinds, states and times, no content."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from assessments.models import Job
from assessments.models.jobs import OBJECTS

ON_A_PAGE = 50
State = Job.State


@dataclass(frozen=True)
class Failures:
    """How many jobs of a kind failed for the same reason."""

    kind: str
    code: str
    cause: str
    count: int


@dataclass(frozen=True)
class Overview:
    """What there is in the queue, what is being done and what went wrong.

    `counts` has a row for each kind that occurs and in it a number for each state, 0 too.
    `oldest` is since when the first in the queue could have been taken; None if nothing is due.
    """

    counts: Mapping[str, Mapping[str, int]]
    oldest: dt.datetime | None
    running: Sequence[Job]
    failures: Sequence[Failures]


@dataclass(frozen=True)
class JobRow:
    """A job and what may be done about it."""

    job: Job
    may_retry: bool
    may_cancel: bool


def overview(jobs: QuerySet[Job]) -> Overview:
    """Four queries, whatever the number of jobs."""
    counts: dict[str, dict[str, int]] = {}
    found = jobs.values_list("kind", "state").annotate(count=Count("pk"))
    for kind, state, count in found.order_by("kind", "state"):
        counts.setdefault(kind, dict.fromkeys(State.values, 0))[state] = count
    due = jobs.filter(state=State.QUEUED, not_before__lte=timezone.now())
    return Overview(
        counts=counts,
        oldest=due.aggregate(oldest=Min("not_before"))["oldest"],
        running=list(jobs.filter(state=State.RUNNING).order_by("started_at", "pk")[:ON_A_PAGE]),
        failures=_failures(jobs),
    )


def _failures(jobs: QuerySet[Job]) -> list[Failures]:
    """The most frequent first."""
    reasons = (
        jobs.filter(state=State.FAILED)
        .annotate(code=KT("error__code"), cause=KT("error__params__cause"))
        .values_list("kind", "code", "cause")
        .annotate(count=Count("pk"))
        .order_by("-count", "kind", "code", "cause")
    )
    return [
        Failures(kind, code=code or "", cause=cause or "", count=count)
        for kind, code, cause, count in reasons
    ]


def list_jobs(jobs: QuerySet[Job], *, kind: str, state: str, page: str) -> Page[JobRow]:
    """Those of a kind and in a state, the newest first; an empty one does not narrow."""
    if kind:
        jobs = jobs.filter(kind=kind)
    if state:
        jobs = jobs.filter(state=state)
    found = Paginator(jobs.order_by("-created_at", "pk"), ON_A_PAGE).get_page(page)
    shown = list(found.object_list)
    of_page = jobs.filter(pk__in=[job.pk for job in shown])
    again = set(retriable(of_page).values_list("pk", flat=True))
    off = set(cancellable(of_page).values_list("pk", flat=True))
    rows: Page[Any] = found
    rows.object_list = [
        JobRow(job, may_retry=job.pk in again, may_cancel=job.pk in off) for job in shown
    ]
    return rows


def retriable(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Those that failed and whose object still waits for them.

    Whatever was asked for again meanwhile has another job, and what is being erased needs none.
    """
    has_object = Q(email__isnull=False)
    for name in OBJECTS:
        has_object |= Q(**{f"{name}__isnull": False})
    erased = Q(report__enterprise__erasure__isnull=False) | Q(
        enterprise_export__enterprise__erasure__isnull=False
    )
    return jobs.filter(has_object, state=State.FAILED).exclude(erased)


def cancellable(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Those that nobody has begun, except erasures, which were promised."""
    return jobs.filter(state__in=[State.QUEUED, State.PAUSED]).exclude(kind=Job.Kind.ERASURE)
