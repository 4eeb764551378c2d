"""Reading releases and their figures."""

from collections.abc import Collection

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Min, Q, QuerySet

from assessments.access import visible_to
from assessments.models import Figure, Release, Report, User
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


def listed_releases(user: User) -> QuerySet[Release]:
    """The releases a person may see, newest first, each with how many reports quote it."""
    return (
        visible_to(Release, user)
        .annotate(
            quoted_by=Count("reports", distinct=True) + Count("report_parts__report", distinct=True)
        )
        .order_by(F("published_at").desc(nulls_first=True), "-created_at")
    )


def count_quoting_reports(release: Release) -> int:
    """How many reports print figures of this release."""
    quoting = Q(release=release) | Q(parts__results_release=release)
    return Report.objects.filter(quoting).distinct().count()


def shown_releases(user: User, *, instrument: str = "", edition: str = "") -> QuerySet[Release]:
    """What a page can show, of national data or of results: every release once published, the
    newest first."""
    return (
        visible_to(Release, user)
        .filter(instrument=instrument, instrument_edition=edition)
        .filter(state__in=[Release.State.PUBLISHED, Release.State.WITHDRAWN])
        .order_by("-published_at", "-created_at")
    )


def releases_to_supersede(user: User) -> QuerySet[Release]:
    """The releases that a new one may supersede: those that were published once."""
    return listed_releases(user).filter(
        state__in=[Release.State.PUBLISHED, Release.State.WITHDRAWN]
    )


FIGURES_ON_A_PAGE = 500


def page_of_figures(release: Release, *, number: str = "", figure: str = "") -> Page[Figure]:
    """Some of a release's figures in its order: of a page, or of the page that holds a figure.

    A number that is none, or a figure that is not there, gives the first or the nearest page.
    """
    rows = release.figures.order_by("position")
    pages = Paginator(rows, FIGURES_ON_A_PAGE)
    if figure:
        found = rows.filter(key=figure).values_list("position", flat=True).first()
        before = rows.filter(position__lt=found or 0).count()
        return pages.get_page(before // FIGURES_ON_A_PAGE + 1)
    return pages.get_page(number)


def economies_of(release: Release, **only: str) -> list[str]:
    """The economies and places that a release has figures of, in its own order; `only` narrows
    the figures, as to one kind."""
    rows = release.figures.order_by().filter(**only).values("economy")
    return list(
        rows.annotate(first=Min("position")).order_by("first").values_list("economy", flat=True)
    )


def count_by_economy(release: Release) -> dict[str, int]:
    """How many figures a release has of each economy or place; none are left out."""
    rows = release.figures.order_by().values("economy").annotate(figures=Count("pk"))
    return dict(rows.values_list("economy", "figures"))


def figures_of(release: Release) -> list[PublishedFigure]:
    """All figures in the release's own order; there may be a hundred thousand and more."""
    return [row.content for row in release.figures.order_by("position")]


def figures_concerning(
    release: Release, *, economies: Collection[str] = (), keys: Collection[str] = ()
) -> list[PublishedFigure]:
    """The figures of these economies and those of these keys, in the release's own order."""
    rows = release.figures.filter(Q(economy__in=economies) | Q(key__in=keys))
    return [row.content for row in rows.order_by("position")]
