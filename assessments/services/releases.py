"""The life of a release: written by some, published by another, one day withdrawn.

draft → in review → published → withdrawn. Only drafts change, and each change is checked as a file
would be, so that a draft holds nothing that could not be published. Nobody publishes what he wrote,
superusers included. What was published never changes: a correction is another release.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from assessments.access import Frozen
from assessments.models import Event, Figure, Release, User
from assessments.models.benchmarks import AS_IMPORTED, is_reserved_key
from assessments.services.events import record_event
from assessments.services.glyphs import find_missing_glyphs
from assessments.services.refusals import Rejected, check_reason
from maturity.benchmarks.canonical import hash_release
from maturity.benchmarks.reading import Row
from maturity.benchmarks.release import PublishedFigure, ReleaseData, release_from_canonical
from maturity.benchmarks.schema import check_head, validate_release
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import canonical_json

COPY_LIMIT = 5000
"""Figures that are copied by hand; more of them go through a file, in the background."""

STATE = Release.State


def copy_release(*, by: User, release: Release, key: str) -> Release:
    """Begin a draft that supersedes a release, with everything that stands in it.

    Raises Rejected: `release_key_taken`, `release_key_reserved`, `malformed` and the like for the
    key; `copy_not_public`, because what somebody is still writing would become the copier's own;
    `too_many_to_copy`.
    """
    if release.state not in (STATE.PUBLISHED, STATE.WITHDRAWN):
        raise Rejected([Fault("", "copy_not_public")])
    if release.figures.count() > COPY_LIMIT:
        raise Rejected([Fault("", "too_many_to_copy", {"limit": COPY_LIMIT})])
    _check_head(release.head_file | {"key": key})
    if is_reserved_key(key):
        raise Rejected([Fault("key", "release_key_reserved", {"key": key})])
    try:
        with transaction.atomic():
            return _copy(by=by, release=release, key=key)
    except IntegrityError:
        raise Rejected([Fault("key", "release_key_taken", {"key": key})]) from None


def _copy(*, by: User, release: Release, key: str) -> Release:
    draft = Release(
        key=key,
        head=release.head,
        instrument=release.instrument,
        instrument_edition=release.instrument_edition,
        author=by,
        supersedes=release,
    )
    draft._history_user = by
    draft.save()
    draft.writers.add(by)
    Figure.objects.bulk_create(
        Figure.of(figure.content, release=draft, position=figure.position)
        for figure in release.figures.order_by("position")
    )
    record_event(kind=Event.Kind.RELEASE_BEGUN, by=by, about=draft)
    return draft


@transaction.atomic
def edit_head(
    *, by: User, release: Release, changes: Mapping[str, Any], based_on: str = ""
) -> Release:
    """Change what a draft says of itself: its texts, the day it was published, n.

    Codes of chapters, sections, dimensions and themes stay, for the figures use them. `based_on` is
    the `head_digest` that the person saw. Raises Rejected: the faults of `check_head`, with
    "title_en" for the path of a text, and `changed_meanwhile`; Frozen when it is no draft any more.
    """
    draft = _lock_draft(release)
    if based_on and based_on != draft.head_digest:
        raise Rejected([Fault("", "changed_meanwhile")])
    draft.head = draft.head | dict(changes)
    _check_head(draft.head_file)
    draft._history_user = by
    draft.save(update_fields=["head"])
    draft.writers.add(by)
    return draft


def check_figure(*, release: Release, row: Row, key: str | None = None) -> PublishedFigure:
    """Read a row as a figure of a release, in place of the one of that key if there is one.

    Raises Rejected with the faults of that row, their paths being its columns, `glyph_missing` for
    what no report could print, and `figure_key_taken`.
    """
    if release.figures.filter(key=row["key"]).exclude(key=key).exists():
        raise Rejected([Fault("key", "figure_key_taken", {"key": row["key"]})])
    figure = _check(release.head_file, rows=[row]).figures[0]
    if faults := find_missing_glyphs(row):  # or every report that prints it would fail
        raise Rejected(faults)
    return figure


@transaction.atomic
def save_figure(
    *, by: User, release: Release, row: Row, key: str | None = None, based_on: str = ""
) -> Figure:
    """Change the figure of that key in a draft, or add one if there is no key.

    `row` has the cells of one row of a file; `based_on` is the `digest` that the person saw. Raises
    like `check_figure`, Rejected: `figure_gone`, `changed_meanwhile`; Frozen when it is no draft
    any more.
    """
    draft = _lock_draft(release)
    content = check_figure(release=draft, row=row, key=key)
    before = _figure(draft, key) if key else None
    if before and based_on and based_on != before.digest:
        raise Rejected([Fault("", "changed_meanwhile")])
    if before:
        _keep_as_it_was(before)
        position = before.position
    else:
        position = (draft.figures.aggregate(last=Max("position"))["last"] or 0) + 1
    figure = Figure.of(content, release=draft, position=position)
    figure.pk = before.pk if before else None
    figure._history_user = by
    figure.save(force_update=bool(before))
    draft.writers.add(by)
    return figure


@transaction.atomic
def remove_figure(*, by: User, release: Release, key: str) -> None:
    """Take a figure out of a draft; its history stays.

    Raises Rejected: `figure_gone`; Frozen when it is no draft any more.
    """
    draft = _lock_draft(release)
    figure = _figure(draft, key)
    _keep_as_it_was(figure)
    figure._history_user = by
    figure.delete()
    draft.writers.add(by)


def submit_for_review(*, by: User, release: Release) -> Release:
    """Hand a draft over to a publisher; it cannot be changed meanwhile, and gets its hash.

    Raises Rejected: `figures_empty`. Frozen when it is no draft any more.
    """
    with transaction.atomic():
        draft = _lock_draft(release)
        if not draft.figures.exists():
            raise Rejected([Fault("figures", "figures_empty")])
        draft.state, draft.review_note = STATE.IN_REVIEW, ""
        draft._history_user = by
        draft.save(update_fields=["state", "review_note"])
        record_event(kind=Event.Kind.RELEASE_SUBMITTED, by=by, about=draft)
    # Nothing in it changes any more, so that nobody has to wait while it is read: half a minute
    # for 100,000 figures.
    figures = draft.figures.order_by("position").iterator(chunk_size=500)
    draft.hash = hash_release(draft.head_file, (row.content for row in figures))
    Release.objects.filter(pk=draft.pk, state=STATE.IN_REVIEW).update(hash=draft.hash)
    return draft


@transaction.atomic
def return_to_writers(*, by: User, release: Release, note: str) -> Release:
    """Make it a draft again, with what to mend. Raises Rejected: `missing`, `not_in_review`."""
    current = _lock(release, state=STATE.IN_REVIEW, code="not_in_review")
    current.state, current.review_note = STATE.DRAFT, check_reason(note, field="note")
    current.hash = ""
    current._history_user = by
    current.save(update_fields=["state", "review_note", "hash"])
    record_event(kind=Event.Kind.RELEASE_RETURNED, by=by, about=current)
    return current


@transaction.atomic
def publish_release(*, by: User, release: Release, seen: str) -> Release:
    """Open a reviewed release to everybody, for good; from now on pages use it if it is the latest.

    `seen` is the hash of what the person reviewed. Raises Rejected: `not_in_review`, `own_release`
    for one of its writers, `changed_meanwhile` if it was returned, changed and submitted since.
    """
    current = _lock(release, state=STATE.IN_REVIEW, code="not_in_review")
    _must_be_another(by, current)
    if not current.hash or seen != current.hash:
        raise Rejected([Fault("", "changed_meanwhile")])
    current.state, current.publisher, current.published_at = STATE.PUBLISHED, by, timezone.now()
    current._history_user = by
    current.save(update_fields=["state", "publisher", "published_at"])
    record_event(kind=Event.Kind.RELEASE_PUBLISHED, by=by, about=current)
    return current


@transaction.atomic
def withdraw_release(*, by: User, release: Release, reason: str) -> Release:
    """Say publicly that these figures should not be used any more, and why; nothing is deleted.

    Reports that quote it keep their file and show the reason where they are verified. Raises
    Rejected: `not_published_release`, `own_release`, `missing` without a reason.
    """
    current = _lock(release, state=STATE.PUBLISHED, code="not_published_release")
    _must_be_another(by, current)
    current.withdrawn_reason = check_reason(reason, field="reason")
    current.state, current.withdrawn_at = STATE.WITHDRAWN, timezone.now()
    current._history_user = by
    current.save(update_fields=["state", "withdrawn_reason", "withdrawn_at"])
    record_event(kind=Event.Kind.RELEASE_WITHDRAWN, by=by, about=current)
    return current


@transaction.atomic
def discard_release(*, by: User, release: Release) -> None:
    """Throw a draft away, figures included. Raises Frozen when it is no draft any more.

    It is out of sight and its key is free at once; the sweep removes it a few figures at a time.
    """
    draft = _lock_draft(release)
    record_event(kind=Event.Kind.RELEASE_DISCARDED, by=by, about=draft)
    Release.objects.filter(pk=draft.pk).update(key=f"~{uuid.uuid4()}", state=STATE.IMPORTING)


def _lock(release: Release, *, state: str, code: str) -> Release:
    current = Release.objects.select_for_update().get(pk=release.pk)
    if current.state != state:
        raise Rejected([Fault("state", code)])
    return current


def _lock_draft(release: Release) -> Release:
    current = Release.objects.select_for_update().get(pk=release.pk)
    if current.is_frozen:
        raise Frozen
    return current


def _must_be_another(by: User, release: Release) -> None:
    if by.pk == release.author_id or release.writers.filter(pk=by.pk).exists():
        raise Rejected([Fault("", "own_release")])


def _figure(draft: Release, key: str) -> Figure:
    found = draft.figures.filter(key=key).first()
    if found is None:
        raise Rejected([Fault("key", "figure_gone", {"key": key})])
    return found


def _check_head(head_file: Mapping[str, Any]) -> None:
    """Check a head the way a file's is checked. Raises Rejected, with a form's names as paths."""
    try:
        check_head(head_file)
        faults: Sequence[Fault] = find_missing_glyphs(head_file)
    except InvalidFile as error:
        faults = error.faults
    if faults:
        raise Rejected(
            [
                Fault(fault.path.replace(".", "_").replace("-", "_"), fault.code, fault.params)
                for fault in faults
            ]
        )


def _check(head_file: Mapping[str, Any], *, rows: list[Row]) -> ReleaseData:
    """Check a head with some rows the way files are checked. Raises Rejected."""
    try:
        data = validate_release(head_file, rows)
    except InvalidFile as error:
        raise Rejected(
            [
                Fault(fault.path.removeprefix("figures[0]."), fault.code, fault.params)
                for fault in error.faults
            ]
        ) from None
    return release_from_canonical(canonical_json(data))


def _keep_as_it_was(figure: Figure) -> None:
    """Write down the state before the first change by hand: the beginning of its history."""
    if not figure.history.exists():
        release = figure.release
        Figure.history.bulk_history_create(
            [figure],
            default_user=release.author,
            default_date=release.created_at,
            default_change_reason=AS_IMPORTED,
        )
