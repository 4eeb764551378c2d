"""What a report quotes, and is made of."""

from django.db.models import Q

from assessments.models import PoolRelease, Release, Report


def quoted_releases(report: Report) -> list[Release]:
    """The releases whose figures it prints: the national data, then published results."""
    found = Release.objects.filter(Q(reports=report) | Q(report_parts__report=report)).distinct()
    return sorted(found, key=lambda release: release.pk != report.release_id)


def quoted_pool_releases(report: Report) -> list[PoolRelease]:
    """The pool releases it shows, in the order of its parts, without their content."""
    shown = PoolRelease.objects.filter(report_parts__report=report)
    return list(shown.select_related("edition").defer("content").order_by("report_parts__position"))
