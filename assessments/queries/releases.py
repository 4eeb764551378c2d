"""Reading releases and their figures."""

from assessments.access import visible_to
from assessments.models import Release, User
from maturity.benchmarks.release import PublishedFigure


def latest_release() -> Release | None:
    """The published release that pages and new reports use."""
    return (
        Release.objects.filter(state=Release.State.PUBLISHED)
        .order_by("-published_at", "-created_at")
        .first()
    )


def readable_releases(user: User) -> list[Release]:
    """What a page can be switched to: every release once published, the newest first."""
    return list(visible_to(Release, user).order_by("-published_at", "-created_at"))


def figures_of(release: Release) -> list[PublishedFigure]:
    """All figures in the release's own order."""
    return [row.content for row in release.figures.order_by("position")]
