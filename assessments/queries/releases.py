"""Reading releases and their figures."""

from assessments.models import Release
from maturity.benchmarks.release import PublishedFigure


def latest_release(*, instrument: str = "", edition: str = "") -> Release | None:
    """The published release that pages and new reports use: of national data or, where an
    instrument is named, of results of that instrument in that edition."""
    return (
        Release.objects.filter(
            state=Release.State.PUBLISHED, instrument=instrument, instrument_edition=edition
        )
        .order_by("-published_at", "-created_at")
        .first()
    )


def figures_of(release: Release) -> list[PublishedFigure]:
    """All figures in the release's own order."""
    return [row.content for row in release.figures.order_by("position")]
