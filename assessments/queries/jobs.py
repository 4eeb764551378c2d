"""How long a job will probably take, going by those of its kind that were done lately."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assessments.models import Job, ReportAssessment

LATEST = 30  # jobs of a kind that are looked at
FEWEST = 3  # from which something is concluded
FEWEST_ALIKE = 5  # reports on the same questionnaires that make all others unnecessary

NOTHING = dt.timedelta()


@dataclass(frozen=True)
class Usual:
    """How long a kind of job usually takes: the median of `count` that were done."""

    duration: dt.timedelta
    count: int


@dataclass(frozen=True)
class Forecast:
    """When an unfinished job will be done.

    `ahead` is the number of jobs that are taken before it; None once a worker has it. `left` is the
    time until it is done; None if too little was done before to tell, or if it takes longer than
    usual (`is_late`). `count` is the number of finished jobs from which its own time was taken.
    """

    ahead: int | None = None
    left: dt.timedelta | None = None
    count: int = 0
    is_late: bool = False


def forecast(job: Job) -> Forecast | None:
    """What history says about a job that waits or runs; None for any other.

    The number of queries depends on the kinds that wait ahead of it, not on how many jobs do.
    """
    now = timezone.now()
    if job.state == Job.State.RUNNING and job.lease_until and job.lease_until >= now:
        return _of_running(job, now)
    if job.state in (Job.State.QUEUED, Job.State.RUNNING):
        return _of_waiting(job, now)
    return None


def _of_running(job: Job, now: dt.datetime) -> Forecast:
    usual = _usual(job)
    if usual is None or job.started_at is None:
        return Forecast()
    left = job.started_at + usual.duration - now
    if left < NOTHING:
        return Forecast(is_late=True)
    return Forecast(left=left, count=usual.count)


def _of_waiting(job: Job, now: dt.datetime) -> Forecast:
    """After what is ahead of it and what is running, shared among the workers that are at work."""
    ahead = dict(_ahead_of(job, now))
    running = list(Job.objects.working(now).exclude(pk=job.pk).values_list("kind", "started_at"))
    place = sum(ahead.values())
    kinds = sorted(ahead.keys() | {kind for kind, _started_at in running})
    usual_of = {kind: usual for kind in kinds if (usual := _summarise(_done_lately(kind)))}
    usual = _usual(job)
    if usual is None or len(usual_of) < len(kinds):
        return Forecast(ahead=place)
    work = [count * usual_of[kind].duration for kind, count in ahead.items()]
    for kind, started_at in running:
        left = (started_at or now) + usual_of[kind].duration - now
        work.append(max(left, NOTHING))
    wait = max(sum(work, NOTHING) / max(len(running), 1), job.not_before - now)
    return Forecast(ahead=place, left=wait + usual.duration, count=usual.count)


def _ahead_of(job: Job, now: dt.datetime) -> Collection[tuple[str, int]]:
    """How many due jobs of each kind a worker takes before this one."""
    sooner = Q(priority__gt=job.priority) | Q(
        Q(not_before__lt=job.not_before)
        | Q(not_before=job.not_before, created_at__lt=job.created_at),
        priority=job.priority,
    )
    found = Job.objects.due(now).filter(sooner).exclude(pk=job.pk)
    return found.values_list("kind").annotate(count=Count("pk")).order_by("kind")


def _usual(job: Job) -> Usual | None:
    """For a report by those on the same questionnaires, if there are some."""
    done = _done_lately(job.kind)
    if job.kind == Job.Kind.REPORT:
        asked = _questionnaires([job.pk, *(pk for pk, _duration in done)])
        alike = [one for one in done if asked[one[0]] == asked[job.pk]]
        done = alike if len(alike) >= FEWEST_ALIKE else done
    return _summarise(done)


def _summarise(done: Collection[tuple[Any, dt.timedelta]]) -> Usual | None:
    if len(done) < FEWEST:
        return None
    seconds = median(duration.total_seconds() for _pk, duration in done)
    return Usual(dt.timedelta(seconds=seconds), len(done))


def _done_lately(kind: str) -> list[tuple[Any, dt.timedelta]]:
    """The last ones that were done, with the time that the attempt took which succeeded."""
    done: QuerySet[Job, Any] = Job.objects.filter(
        kind=kind, state=Job.State.DONE, started_at__isnull=False, finished_at__isnull=False
    )
    rows = done.order_by("-finished_at").values_list("pk", "started_at", "finished_at")[:LATEST]
    return [(pk, ended - begun) for pk, begun, ended in rows if begun and ended]


def _questionnaires(jobs: Collection[Any]) -> Mapping[Any, set[str]]:
    """What the reports of these jobs are on, by job."""
    asked: Mapping[Any, set[str]] = defaultdict(set)
    parts = ReportAssessment.objects.filter(report__job__in=jobs)
    for job, instrument in parts.values_list("report__job", "assessment__edition__key"):
        asked[job].add(instrument)
    return asked
