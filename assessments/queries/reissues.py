"""Plans to make a report of an enterprise again, as a person sees them."""

from dataclasses import dataclass

from django.db.models import F

from assessments.access import allowing, visible_to
from assessments.models import Edition, Enterprise, Reissue, Report, User
from assessments.queries.instruments import newest_edition


@dataclass(frozen=True)
class Plan:
    """One plan with the questionnaire's name; `report` is the last one if it may be read."""

    reissue: Reissue
    edition: Edition
    report: Report | None
    may_end: bool


def plans_of(enterprise: Enterprise, user: User) -> list[Plan]:
    """Those that go on before those that have ended, each in the order of their days."""
    rows = list(
        visible_to(Reissue, user)
        .filter(enterprise=enterprise)
        .select_related("requested_by", "last_report__job")
        .defer("last_report__context")
        .order_by(F("ended_at").desc(nulls_first=True), "next_on", "pk")
    )
    endable = set(
        allowing(Reissue, user, "manage").filter(enterprise=enterprise).values_list("pk", flat=True)
    )
    reports = [row.last_report_id for row in rows if row.last_report_id]
    readable = set(visible_to(Report, user).filter(pk__in=reports).values_list("pk", flat=True))
    editions = {key: newest_edition(key) for key in {row.instrument for row in rows}}
    return [
        Plan(
            reissue=row,
            edition=editions[row.instrument],
            report=row.last_report if row.last_report_id in readable else None,
            may_end=row.ended_at is None and row.pk in endable,
        )
        for row in rows
    ]
