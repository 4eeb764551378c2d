"""What a report quotes, and is made of."""

from django.db.models import Prefetch, Q, QuerySet

from assessments.access import allowing, visible_to
from assessments.models import (
    Assessment,
    Enterprise,
    PoolRelease,
    Release,
    Report,
    ReportAssessment,
    User,
)


def quoted_releases(report: Report) -> list[Release]:
    """The releases whose figures it prints: the national data, then published results."""
    found = Release.objects.filter(Q(reports=report) | Q(report_parts__report=report)).distinct()
    return sorted(found, key=lambda release: release.pk != report.release_id)


def quoted_pool_releases(report: Report) -> list[PoolRelease]:
    """The pool releases it shows, in the order of its parts, without their content."""
    shown = PoolRelease.objects.filter(report_parts__report=report)
    return list(shown.select_related("edition").defer("content").order_by("report_parts__position"))


def reports_on(user: User, enterprise: Enterprise) -> QuerySet[Report]:
    """Its reports that the person may see, newest first, with what they consist of and who asked;
    without what is frozen in them."""
    parts = ReportAssessment.objects.select_related("assessment").prefetch_related(
        "assessment__edition"  # its text is long: once per edition, not per report
    )
    return (
        visible_to(Report, user)
        .filter(enterprise=enterprise)
        .select_related("job", "requested_by", "branding")
        .defer("context", "branding__logo")
        .prefetch_related(Prefetch("parts", parts))
        .order_by("-requested_at", "pk")
    )


def reports_with(user: User, assessment: Assessment) -> QuerySet[Report]:
    """The reports in which an assessment stands, as far as the person may see all of each."""
    rows = visible_to(Report, user).filter(assessments=assessment)
    return rows.select_related("job").defer("context").order_by("-requested_at", "pk")


def reportable_assessments(user: User, enterprise: Enterprise) -> list[Assessment]:
    """The submitted assessments of an enterprise on which the person may have reports made: by
    questionnaire, the newest first."""
    rows = allowing(Assessment, user, "report").filter(
        enterprise=enterprise, state=Assessment.State.SUBMITTED
    )
    rows = rows.select_related("enterprise").prefetch_related("edition")
    return list(rows.order_by("edition__key", "-submitted_at", "pk"))
