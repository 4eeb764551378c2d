"""Reading the pool: which results count, what was published of them, and where one's own stands."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assessments.models import (
    CONSENT_TEXT,
    Assessment,
    Edition,
    Enterprise,
    PoolConsent,
    PoolContribution,
    PoolRelease,
)
from maturity.benchmarks.pool import SMALLEST_CELL, Path
from maturity.benchmarks.pool_figures import (
    CountWords,
    PublishedCell,
    count_words,
    find_cell,
    index_cells,
)
from maturity.benchmarks.pool_json import cells_from_json
from maturity.benchmarks.pool_results import POOLED_METHODS
from maturity.benchmarks.pool_windows import Window, first_window, next_window


@dataclass(frozen=True)
class PoolReading:
    """What an assessment is held against: a cell of a release, or how many there are so far.

    `cells` are the way from the narrowest published cell to the whole, `cell` the one chosen of
    them; both are empty before there is a release, and then `so_far` says how far `window` is.
    `is_wider` tells that the narrowest is not the enterprise's own group, which has too few.
    """

    release: PoolRelease | None
    cell: PublishedCell | None
    cells: tuple[PublishedCell, ...]
    is_wider: bool
    window: Window
    so_far: CountWords | None


def read_pool(
    assessment: Assessment, *, release: PoolRelease | None, chosen: str = ""
) -> PoolReading | None:
    """What a submitted assessment is held against; None for a questionnaire that has no pool.

    `chosen` is the key of a wider cell (`path_key`); any other key gives the narrowest.
    """
    if not has_pool(assessment.edition):
        return None
    if release is None:
        window = open_window(assessment.edition)
        so_far = count_so_far(assessment.edition, window)
        return PoolReading(None, None, (), False, window, so_far)
    found = find_cell(
        published_cells(release),
        size_band=assessment.profile["size_band"],
        economy=assessment.profile["economy"],
        sector=assessment.profile["sector"],
    )
    way = (found.cell, *found.ancestors) if found else ()
    cell = next((one for one in way if path_key(one.path) == chosen), way[0] if way else None)
    window = Window(release.first_day, release.last_day)
    return PoolReading(release, cell, way, bool(found and found.is_wider), window, None)


def has_pool(edition: Edition) -> bool:
    """Whether results of this questionnaire are ever pooled."""
    return edition.content.method in POOLED_METHODS


def path_key(path: Path) -> str:
    """How a cell is called in an address: "10-49/CN"; the whole is "all"."""
    return "/".join(value for _level, value in path) or "all"


def latest_pool_release(edition: Edition) -> PoolRelease | None:
    """The release that pages and new reports use, without its content, which may be long."""
    published = edition.pool_releases.filter(state=PoolRelease.State.PUBLISHED)
    return published.defer("content").order_by("last_day").last()


def open_releases() -> QuerySet[PoolRelease]:
    """What anybody may read: published releases, and withdrawn ones, which say so; the content,
    which may be long, is fetched when it is asked for."""
    shown = (PoolRelease.State.PUBLISHED, PoolRelease.State.WITHDRAWN)
    return (
        PoolRelease.objects.filter(state__in=shown)
        .select_related("edition")
        .defer("content")
        .order_by("edition__key", "-edition__edition", "-last_day")
    )


def published_cells(release: PoolRelease) -> Mapping[Path, PublishedCell]:
    """All cells of a release by their paths; read once per process, because they never change."""
    return _read_cells(release.pk, release.hash)


def excluded_results(release: PoolRelease) -> dict[str, int]:
    """How many results of the window do not count, by reason, rounded as published."""
    found = PoolRelease.objects.filter(pk=release.pk).values_list("content__excluded", flat=True)
    counts: dict[str, int] = found.get()
    return counts


@functools.lru_cache(maxsize=16)
def _read_cells(pk: UUID, _hash: str) -> Mapping[Path, PublishedCell]:
    content = PoolRelease.objects.values_list("content", flat=True).get(pk=pk)
    return index_cells(cells_from_json(content["cells"] if content else ()))


def open_window(edition: Edition) -> Window:
    """The window that has not been computed yet."""
    return window_after(edition, edition.pool_releases.defer("content").order_by("last_day").last())


def window_after(edition: Edition, last: PoolRelease | None) -> Window:
    """The window of an edition that follows its last release, or that one while it is due."""
    if last is None:
        return first_window((edition.published_at or edition.created_at).year)
    window = Window(last.first_day, last.last_day)
    if last.state == PoolRelease.State.DUE:
        return window
    return next_window(window, is_carried_over=last.state == PoolRelease.State.CARRIED_OVER)


def count_so_far(edition: Edition, window: Window) -> CountWords:
    """How many enterprises would have counted when the day began (UTC), in words.

    It moves once a day, whatever was submitted, agreed to or ended since: who could watch it move
    with each consent of his own would count the others. Never counts further than it must.
    """
    day = timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    had_ended = Q(withdrawn_at__lt=day)
    agreed = PoolConsent.objects.filter(~had_ended, given_at__lt=day, text=CONSENT_TEXT)
    counted = in_window(edition, window).filter(
        ~is_corrected(before=day),
        Exists(agreed.filter(enterprise=OuterRef("enterprise"))),
        submitted_at__lt=day,
        obstacle="",
        release__isnull=True,
    )
    found = counted.order_by().values("enterprise").distinct()
    return count_words(len(found[:SMALLEST_CELL]))


def countable(edition: Edition, window: Window) -> QuerySet[PoolContribution]:
    """The results of a window that may count; of several of one enterprise the latest will.

    Complete, submitted by a member of the owner, no demonstration, not corrected since, with
    consent that holds now, and in no release yet; of no enterprise that is being erased.
    """
    return in_window(edition, window).filter(
        ~is_corrected(),
        consents(),
        obstacle="",
        release__isnull=True,
        enterprise__erasure__isnull=True,
    )


def in_window(edition: Edition, window: Window) -> QuerySet[PoolContribution]:
    """Every result of an edition that was submitted in the window, whether it counts or not."""
    return PoolContribution.objects.filter(
        edition=edition, submitted_at__gte=window.start, submitted_at__lt=window.end
    )


def consents() -> Exists:
    """Whether a contribution's enterprise takes part."""
    return Exists(open_consents().filter(enterprise=OuterRef("enterprise")))


def is_corrected(*, before: dt.datetime | None = None) -> Exists:
    """Whether a contribution's result was corrected by one that was submitted (before a moment)."""
    later = Assessment.objects.filter(state=Assessment.State.SUBMITTED)
    if before is not None:
        later = later.filter(submitted_at__lt=before)
    return Exists(later.filter(corrects=OuterRef("assessment")))


def who_takes_part(enterprises: QuerySet[Enterprise]) -> dict[UUID, bool]:
    """Whether its consent holds, for each of these enterprises that has an owner to give it."""
    consent = Exists(open_consents().filter(enterprise=OuterRef("pk")))
    owned = enterprises.filter(owner__isnull=False).annotate(in_pool=consent)
    return dict(owned.values_list("pk", "in_pool"))


def open_consents() -> QuerySet[PoolConsent]:
    """The consents that hold now: not ended, and to the present text."""
    return PoolConsent.objects.filter(withdrawn_at__isnull=True, text=CONSENT_TEXT)
