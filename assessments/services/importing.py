"""What the job of an import does: check every row, compare, write, and only then let it be seen.

The figures go into a release in the state `importing`, which nothing reads, in small transactions
with pauses, so that people can save meanwhile; making it a draft is one small transaction at the
end. An attempt that dies leaves nothing but such a release, which the next one removes.
"""

import dataclasses
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from assessments import queue
from assessments.access import allowing
from assessments.models import Event, Figure, Job, Release, ReleaseImport
from assessments.services.events import record_event
from assessments.services.glyphs import find_missing_glyphs
from assessments.services.import_leftovers import remove_abandoned_releases, remove_release
from assessments.services.imports import path_of, replaceable_draft
from maturity.benchmarks.canonical import as_stored_head
from maturity.benchmarks.importing.checking import FAULTS_KEPT, check_lines
from maturity.benchmarks.importing.differences import (
    BATCH,
    Changes,
    compare_figures,
    in_batches,
    removed,
)
from maturity.benchmarks.importing.opening import open_table
from maturity.benchmarks.importing.tables import Table
from maturity.benchmarks.reading import Row
from maturity.benchmarks.release import PublishedFigure
from maturity.instruments.faults import Fault, InvalidFile

PAUSE = 0.02
"""Seconds between two batches on SQLite, in which others get their turn; they wait for one."""

Outcome = ReleaseImport.Outcome


@dataclass
class _Findings:
    """What the check of a file adds up to; it grows while the file is read."""

    rows: int = 0
    faults_total: int = 0
    faults: list[Fault] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    def note_faults(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.faults_total += 1
            if len(self.faults) < FAULTS_KEPT:
                self.faults.append(fault)

    def as_fields(self) -> dict[str, Any]:
        """As an import stores them. Differences count only if the file is in order."""
        changes = Changes() if self.faults_total else self.changes
        return {
            "rows": self.rows,
            "faults_total": self.faults_total,
            "faults": [dataclasses.asdict(fault) for fault in self.faults],
            "changes": [dataclasses.asdict(change) for change in changes.kept],
            **{str(kind): total for kind, total in changes.totals.items()},
        }


def run_import(job: Job) -> Callable[[], None]:
    """Check the file of a job and write its figures; the function returned lets them be seen.

    A file with faults is a job well done: what is wrong is the result. Raises JobFailed:
    "not_allowed" when the right was withdrawn since, "file_gone", "release_key_taken" when somebody
    took the key meanwhile. Raises LeaseLost.
    """
    release_import = _import_of(job)
    remove_abandoned_releases()
    if release_import.release and release_import.release.state == Release.State.IMPORTING:
        remove_release(release_import.release)
    table = _open(release_import)
    findings = _check(job, release_import, table)
    if findings.faults_total:
        return lambda: _finish(release_import, findings, outcome=Outcome.REFUSED)
    if release_import.dry_run:
        return lambda: _finish(release_import, findings, outcome=Outcome.CHECKED)
    release = _write(job, release_import, table, expected=findings.rows)
    return lambda: _let_be_seen(release_import, release, findings)


def _import_of(job: Job) -> ReleaseImport:
    """The import, if whoever asked for it may still make drafts."""
    asker = job.requested_by
    if asker is None or not asker.is_active:
        raise queue.JobFailed("not_allowed")
    allowed = allowing(ReleaseImport, asker, "write").filter(job=job)
    found = allowed.select_related("release", "supersedes", "requested_by").first()
    if found is None:
        raise queue.JobFailed("not_allowed")
    return found


def _open(release_import: ReleaseImport) -> Table:
    encoding: Any = release_import.encoding or None
    try:
        return open_table(path_of(release_import), encoding=encoding)
    except FileNotFoundError:
        raise queue.JobFailed("file_gone") from None


def _figures(
    table: Table,
    release_import: ReleaseImport,
    seen: MutableMapping[str, int],
    note_faults: Callable[[Iterable[Fault]], None],
    check_right_row: Callable[[Row], Iterable[Fault]] | None = None,
) -> Iterator[PublishedFigure]:
    """The right figures of the file; the faults of the others are noted, wherever they end."""
    lines = check_lines(
        table,
        mapping=release_import.mapping,
        head=release_import.head,
        seen=seen,
        check_right_row=check_right_row,
    )
    try:
        for line in lines:
            note_faults(line.faults)
            if line.figure:
                yield line.figure
    except InvalidFile as error:
        note_faults(error.faults)
    if not seen:
        note_faults([Fault("", "figures_empty")])


def _check(job: Job, release_import: ReleaseImport, table: Table) -> _Findings:
    """Read everything once, without writing, and hold it against the release it supersedes."""
    findings = _Findings()
    seen: dict[str, int] = {}
    old = release_import.supersedes
    share = 95 if release_import.dry_run else 50
    figures = _figures(table, release_import, seen, findings.note_faults, find_missing_glyphs)
    for batch in in_batches(figures):
        findings.rows += len(batch)
        findings.changes.note(compare_figures(_stored(old, batch), batch))
        done = min(findings.rows / max(table.expected, 1), 1)
        queue.report_progress(job, phase="reading", percent=5 + int(done * (share - 5)))
    if old:
        everything = old.figures.order_by("position").iterator(chunk_size=BATCH)
        findings.changes.note(removed(row.content) for row in everything if row.key not in seen)
    return findings


def _stored(old: Release | None, batch: Iterable[PublishedFigure]) -> dict[str, PublishedFigure]:
    """The figures of the old release that have the keys of the new ones."""
    if old is None:
        return {}
    rows = old.figures.filter(key__in=[figure.key for figure in batch])
    return {row.key: row.content for row in rows}


def _write(job: Job, release_import: ReleaseImport, table: Table, *, expected: int) -> Release:
    """Read everything again and write it where nothing reads."""
    release = _begin_release(job, release_import)
    faults: list[Fault] = []
    position = 0
    for batch in in_batches(_figures(table, release_import, {}, faults.extend)):
        with transaction.atomic():
            # First the fence: an attempt that lost its lease writes nothing more.
            done = 50 + position * 45 // expected
            queue.report_progress(job, phase="storing_figures", percent=done)
            Figure.objects.bulk_create(
                Figure.of(figure, release=release, position=place)
                for place, figure in enumerate(batch, start=position + 1)
            )
        position += len(batch)
        if connection.vendor == "sqlite":
            time.sleep(PAUSE)
    if faults or position != expected:
        raise RuntimeError(f"{position} of {expected} figures, {len(faults)} faults")
    return release


def _begin_release(job: Job, release_import: ReleaseImport) -> Release:
    """A release that nothing reads, under a key that nobody can choose."""
    instrument = release_import.head.get("instrument") or {}
    release = Release(
        key=f"~{uuid.uuid4()}",
        state=Release.State.IMPORTING,
        head=as_stored_head(release_import.head),
        instrument=instrument.get("key", ""),
        instrument_edition=instrument.get("edition", ""),
        author=release_import.requested_by,
        supersedes=release_import.supersedes,
    )
    with transaction.atomic():
        queue.report_progress(job, phase="storing_figures", percent=50)
        Release.objects.bulk_create([release])  # its history begins when it is a draft
        ReleaseImport.objects.filter(pk=release_import.pk).update(release=release)
    return release


def _let_be_seen(release_import: ReleaseImport, release: Release, findings: _Findings) -> None:
    """Make it a draft, in the place of the one it replaces; a few rows, whatever its size.

    Raises JobFailed("release_key_taken") if there is one of that key that may not be replaced, or
    may not any more: submitted or edited by somebody else while the file was read.
    """
    by, key = release_import.requested_by, release_import.key
    assert by is not None  # noqa: S101 - _import_of found the import through him
    # Locked before it is judged, for whoever edits, submits or publishes it takes the same lock.
    if Release.objects.select_for_update().filter(key=key).first():
        replaced = replaceable_draft(key, by=by)
        if replaced is None or not _put_aside(replaced):
            raise queue.JobFailed("release_key_taken", key=key)
    Release.objects.filter(pk=release.pk).update(
        key=key, state=Release.State.DRAFT, created_at=timezone.now()
    )
    release.refresh_from_db()
    release.writers.add(by)
    Release.history.bulk_history_create([release], default_user=by)
    record_event(kind=Event.Kind.RELEASE_IMPORTED, by=by, about=release)
    _finish(release_import, findings, outcome=Outcome.IMPORTED)


def _put_aside(draft: Release) -> bool:
    """Out of the way at once; the sweep removes its figures a few at a time. Only a draft goes."""
    drafts = Release.objects.filter(pk=draft.pk, state=Release.State.DRAFT)
    return bool(drafts.update(key=f"~{uuid.uuid4()}", state=Release.State.IMPORTING))


def _finish(
    release_import: ReleaseImport, findings: _Findings, *, outcome: ReleaseImport.Outcome
) -> None:
    """Write down what came of it, and let the file go unless a dry run may still be imported."""
    fields = findings.as_fields() | {"outcome": outcome}
    if outcome != Outcome.CHECKED:
        fields["file"] = ""
        path: Path = path_of(release_import)
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    ReleaseImport.objects.filter(pk=release_import.pk).update(**fields)
