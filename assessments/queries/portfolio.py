"""A consultant's clients: how far each is, what is due, what waits, and until when one may look."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from assessments.access import allowing, clients_of, grants_to, visible_to
from assessments.models import (
    Answer,
    Assessment,
    Assignment,
    Enterprise,
    Grant,
    Job,
    Report,
    User,
)

ON_A_PAGE = 25
SOON = dt.timedelta(days=30)
NEVER = dt.date.max  # sorts behind every date; NULL would sort differently in each database
UNFINISHED = (Job.State.QUEUED, Job.State.PAUSED, Job.State.RUNNING, Job.State.FAILED)

STATES = ("draft", "submitted", "none", "prepared")
DATES = ("overdue", "due_soon", "ending")
SORTS = {
    "name": ("name",),
    "due": ("next_due", "name"),
    "activity": ("latest_at", "name"),
    "ending": ("ends", "name"),
}


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to and sorted by; what is not known is passed over."""

    name: str = ""
    state: str = ""
    dates: str = ""
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class LatestAssessment:
    """The newest assessment that an enterprise made of a questionnaire."""

    assessment: Assessment
    answered: int
    total: int
    days: int  # since it was submitted, or while it is open since it was started
    due: dt.date | None  # the next day: its own, or one of a colleague who was asked
    may_report: bool


@dataclass(frozen=True)
class Client:
    enterprise: Enterprise
    latest: list[LatestAssessment]
    next_due: dt.date | None
    reports: list[Report]  # waiting, being made or failed
    grants: list[Grant]  # none: it is prepared
    may_hand_over: bool = field(default=False)


def portfolio(user: User, wanted: Wanted, *, number: str) -> tuple[Page[Enterprise], list[Client]]:
    """One page of clients, in a number of queries that does not depend on how many there are."""
    assessments = visible_to(Assessment, user)
    found = _narrow(_with_dates(clients_of(user), user, assessments), wanted, assessments)
    order = SORTS.get(wanted.sort, SORTS["name"])
    if wanted.descending:
        order = (f"-{order[0]}", *order[1:])
    page = Paginator(found.order_by(*order, "pk"), ON_A_PAGE).get_page(number)
    return page, _clients(user, list(page.object_list), assessments)


def _with_dates(
    clients: QuerySet[Enterprise], user: User, assessments: QuerySet[Assessment]
) -> QuerySet[Enterprise]:
    """With `next_due`, `ends` (the grant) and `latest_at`, by which the list can be sorted."""
    drafts = assessments.filter(enterprise=OuterRef("pk"), state=Assessment.State.DRAFT)
    due = drafts.filter(due__isnull=False).order_by("due").values("due")[:1]
    asked = _open_assignments().filter(
        assessment__in=visible_to(Assessment, user).values("pk"),
        assessment__enterprise=OuterRef("pk"),
    )
    grants = grants_to(user).filter(enterprise=OuterRef("pk"), until__isnull=False)
    per_enterprise = assessments.filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
    latest = per_enterprise.annotate(at=Max(Coalesce("submitted_at", "created_at"))).values("at")
    return clients.annotate(
        next_due=Least(_day(due), _day(asked.order_by("due").values("due")[:1])),
        ends=_day(grants.order_by("until").values("until")[:1]),
        latest_at=Coalesce(Subquery(latest), "created_at", output_field=DateTimeField()),
    )


def _day(query: Any) -> Coalesce:
    return Coalesce(Subquery(query), Value(NEVER), output_field=DateField())


def _open_assignments() -> QuerySet[Assignment]:
    """With a day, not finished, in a collection that is still open."""
    return Assignment.objects.filter(
        due__isnull=False,
        finished_at__isnull=True,
        assessment__state=Assessment.State.DRAFT,
        assessment__collection__closed_at__isnull=True,
        assessment__collection__isnull=False,
    )


def _narrow(
    clients: QuerySet[Enterprise], wanted: Wanted, assessments: QuerySet[Assessment]
) -> QuerySet[Enterprise]:
    today = timezone.now().date()
    soon = today + SOON
    own = assessments.filter(enterprise=OuterRef("pk"))
    conditions = {
        "draft": Q(Exists(own.filter(state=Assessment.State.DRAFT))),
        "submitted": Q(Exists(own.filter(state=Assessment.State.SUBMITTED))),
        "none": ~Q(Exists(own)),
        "prepared": Q(prepared_by__isnull=False),
        "overdue": Q(next_due__lt=today),
        "due_soon": Q(next_due__range=(today, soon)),
        "ending": Q(ends__lte=soon),
    }
    for chosen, known in ((wanted.state, STATES), (wanted.dates, DATES)):
        if chosen in known:
            clients = clients.filter(conditions[chosen])
    return clients.filter(name__icontains=wanted.name.strip())


def _clients(
    user: User, enterprises: list[Enterprise], assessments: QuerySet[Assessment]
) -> list[Client]:
    shown = [enterprise.pk for enterprise in enterprises]
    counted = Q(answers__section=Answer.Section.ANSWERS) & ~Q(answers__state="unanswered")
    asked = _open_assignments().order_by("due")
    seen = (
        assessments.filter(enterprise__in=shown)
        .prefetch_related(  # the edition's text is long: once per edition, not per assessment
            "edition", Prefetch("assignments", queryset=asked, to_attr="asked")
        )
        .annotate(answered=Count("answers", filter=counted))
        .order_by("-created_at", "pk")
    )
    reports = visible_to(Report, user).filter(enterprise__in=shown, job__state__in=UNFINISHED)
    by_enterprise: dict[Any, dict[str, list[Any]]] = {
        pk: {"seen": [], "reports": [], "grants": []} for pk in shown
    }
    for name, rows in (
        ("seen", seen),
        ("reports", reports.select_related("job").defer("context").order_by("-requested_at")),
        ("grants", _grants(user, shown)),
    ):
        for row in rows:
            by_enterprise[row.enterprise_id][name].append(row)
    reportable = set(
        allowing(Assessment, user, "report")
        .filter(enterprise__in=shown)
        .values_list("pk", flat=True)
    )
    managed = set(
        allowing(Enterprise, user, "manage").filter(pk__in=shown).values_list("pk", flat=True)
    )
    return [
        Client(
            enterprise=enterprise,
            latest=_latest(by_enterprise[enterprise.pk]["seen"], reportable),
            next_due=None if enterprise.next_due == NEVER else enterprise.next_due,  # type: ignore[attr-defined]
            reports=by_enterprise[enterprise.pk]["reports"],
            grants=by_enterprise[enterprise.pk]["grants"],
            may_hand_over=enterprise.prepared_by_id is not None and enterprise.pk in managed,
        )
        for enterprise in enterprises
    ]


def _grants(user: User, shown: list[Any]) -> QuerySet[Grant]:
    grants = grants_to(user).filter(enterprise__in=shown)
    return (
        grants.select_related("assessment")
        .prefetch_related("assessment__edition")
        .order_by("until", "pk")
    )


def _latest(seen: list[Any], reportable: set[Any]) -> list[LatestAssessment]:
    newest: dict[str, Any] = {}
    for assessment in seen:  # the newest first
        newest.setdefault(assessment.edition.key, assessment)
    now = timezone.now()
    return [
        LatestAssessment(
            assessment=one,
            answered=one.answered,
            total=len(one.edition.content.items),
            days=(now - (one.submitted_at or one.created_at)).days,
            due=min(_days_of(one), default=None),
            may_report=one.is_frozen and one.pk in reportable,
        )
        for one in newest.values()
    ]


def _days_of(assessment: Any) -> list[dt.date]:
    if assessment.is_frozen:
        return []
    days = [assignment.due for assignment in assessment.asked]
    return [*days, assessment.due] if assessment.due else days
