"""Batches of reports: what may be chosen, how far one is, and what became of each entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from assessments.access import allowing, consultancies_of, visible_to
from assessments.models import (
    Assessment,
    Batch,
    BatchEntry,
    Edition,
    Enterprise,
    Job,
    Organisation,
    Report,
    User,
)

ON_A_PAGE = 25
SHOWN = 500
"""Most rows on the page on which they are chosen: as many as a batch may have."""

FINISHED = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING, Job.State.PAUSED)

CANCELLED = "cancelled"
"""Code of the error of an entry whose report was not asked for any more."""

State = Literal["waiting", "running", "paused", "done", "failed", "cancelled"]


@dataclass(frozen=True)
class Wanted:
    """What the list to choose from is narrowed to; empty does not narrow."""

    name: str = ""  # part of the name of the enterprise
    instrument: str = ""


def reportable(user: User, wanted: Wanted = Wanted()) -> QuerySet[Assessment]:
    """The newest submitted assessment of each enterprise and questionnaire that the person may
    report on, by name of the enterprise."""
    submitted = Assessment.objects.filter(state=Assessment.State.SUBMITTED)
    allowed = submitted.filter(pk__in=allowing(Assessment, user, "report").values("pk"))
    same = allowed.filter(enterprise=OuterRef("enterprise"), edition__key=OuterRef("edition__key"))
    newer = same.filter(
        Q(submitted_at__gt=OuterRef("submitted_at"))
        | Q(submitted_at=OuterRef("submitted_at"), pk__gt=OuterRef("pk"))
    )
    newest = allowed.filter(~Exists(newer))
    if wanted.name:
        newest = newest.filter(enterprise__name__icontains=wanted.name.strip())
    if wanted.instrument:
        newest = newest.filter(edition__key=wanted.instrument)
    # The text of an edition is long: once per edition, not per assessment.
    return (
        newest.select_related("enterprise")
        .prefetch_related("edition")
        .order_by("enterprise__name", "enterprise", "edition__key")
    )


def newest_submitted(user: User, enterprise: Enterprise, instrument: str) -> Assessment | None:
    """The assessment of a questionnaire that a report on the enterprise is about today."""
    wanted = Wanted(instrument=instrument)
    return reportable(user, wanted).filter(enterprise=enterprise).first()


def reported_editions(user: User, enterprise: Enterprise | None = None) -> list[Edition]:
    """One edition of each questionnaire that there is something to report on (for that enterprise),
    for its name."""
    rows = reportable(user)
    if enterprise:
        rows = rows.filter(enterprise=enterprise)
    editions = Edition.objects.filter(pk__in=rows.order_by().values("edition"))
    newest = {edition.key: edition for edition in editions.order_by("key", "published_at")}
    return list(newest.values())


@dataclass(frozen=True)
class Progress:
    """How many entries of a batch are in which state; a paused one is waiting."""

    total: int
    waiting: int
    running: int
    done: int
    failed: int
    cancelled: int

    @property
    def ended(self) -> int:
        return self.done + self.failed + self.cancelled

    @property
    def percent(self) -> int:
        return 100 * self.ended // self.total if self.total else 100


_JOB = "entries__report__job__state"
_REFUSED = Q(entries__error__isnull=False)
_CANCELLED = Q(entries__error__code=CANCELLED) | Q(**{_JOB: Job.State.CANCELLED})
# Never asked for, and nobody will any more: whoever asked lost the account's right to work.
_FORGOTTEN = Q(
    entries__isnull=False,
    entries__report__isnull=True,
    entries__error__isnull=True,
    job__state__in=FINISHED,
)
_FAILED = (
    (_REFUSED & ~Q(entries__error__code=CANCELLED)) | Q(**{_JOB: Job.State.FAILED}) | _FORGOTTEN
)


def _with_counts(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    return batches.annotate(
        total=Count("entries"),
        done=Count("entries", filter=Q(**{_JOB: Job.State.DONE})),
        running=Count("entries", filter=Q(**{_JOB: Job.State.RUNNING})),
        failed=Count("entries", filter=_FAILED),
        stopped=Count("entries", filter=_CANCELLED),
    )


def _progress(batch: Batch) -> Progress:
    """From the counts that the query brought along."""
    counted = {name: getattr(batch, name) for name in ("total", "done", "running", "failed")}
    stopped: int = batch.stopped  # type: ignore[attr-defined]
    ended = counted["done"] + counted["running"] + counted["failed"] + stopped
    return Progress(**counted, cancelled=stopped, waiting=counted["total"] - ended)


def progress_of(batch: Batch) -> Progress:
    """How far the reports of a batch are."""
    return _progress(_with_counts(Batch.objects.filter(pk=batch.pk)).get())


def batches_of(user: User, *, number: str) -> tuple[Page[Batch], list[tuple[Batch, Progress]]]:
    """One page of the person's batches, newest first, and how far each is."""
    own = _with_counts(visible_to(Batch, user)).select_related("job", "archive")
    page = Paginator(own.order_by("-requested_at", "pk"), ON_A_PAGE).get_page(number)
    return page, [(batch, _progress(batch)) for batch in page.object_list]


def last_waiting(batch: Batch) -> Job | None:
    """The job that a worker will take last of those for its reports; None before all of them were
    asked for, while it is paused, and when none waits."""
    if batch.paused_at or not batch.job.is_finished:
        return None
    waiting = Job.objects.filter(report__batch_entries__batch=batch, state=Job.State.QUEUED)
    return waiting.order_by("priority", "-not_before", "-created_at").first()


@dataclass(frozen=True)
class EntryRow:
    """An entry as whoever asked for the batch may see it by now.

    `enterprise` is None, and `is_readable` false, if the assessment is not visible any more.
    """

    entry: BatchEntry
    state: State
    enterprise: str | None
    is_readable: bool

    @property
    def has_failed(self) -> bool:
        return self.state == "failed"


def entries_of(batch: Batch, user: User) -> list[EntryRow]:
    """All entries in their order, with what became of them, in a fixed number of queries."""
    assessments = Assessment.objects.prefetch_related("edition")
    entries = list(
        batch.entries.select_related("report__job")
        .defer("report__context")
        .prefetch_related(Prefetch("assessment", assessments))
    )
    seen = _among(visible_to(Assessment, user), [entry.assessment_id for entry in entries])
    reports = [entry.report_id for entry in entries if entry.report_id]
    readable = _among(visible_to(Report, user), reports)
    return [
        EntryRow(
            entry=entry,
            state=_state(batch, entry),
            enterprise=entry.assessment.profile["name"] if entry.assessment_id in seen else None,
            is_readable=entry.report_id in readable,
        )
        for entry in entries
    ]


def _among(rows: QuerySet[Assessment] | QuerySet[Report], keys: Sequence[UUID]) -> set[UUID]:
    return set(rows.filter(pk__in=keys).values_list("pk", flat=True))


_STATES: dict[str, State] = {
    Job.State.QUEUED: "waiting",
    Job.State.RUNNING: "running",
    Job.State.PAUSED: "paused",
    Job.State.DONE: "done",
    Job.State.FAILED: "failed",
    Job.State.CANCELLED: "cancelled",
}


def _state(batch: Batch, entry: BatchEntry) -> State:
    if entry.error:
        return "cancelled" if entry.error["code"] == CANCELLED else "failed"
    if entry.report:
        return _STATES[entry.report.job.state]
    if batch.job.is_finished:
        return "failed"
    return "paused" if batch.paused_at else "waiting"


def in_whose_name(batch: Batch) -> Organisation | None:
    """In whose log the batch stands: that of its branding, of the consultancy for which the person
    works, or else of the first enterprise in it."""
    if batch.branding:
        return batch.branding.organisation
    if batch.requested_by and (own := consultancies_of(batch.requested_by).order_by("name", "pk")):
        return own[0]
    entry = batch.entries.select_related("assessment__enterprise").first()
    return entry.assessment.enterprise.organisation if entry else None
