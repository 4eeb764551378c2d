"""Bringing a table of figures: the file is stored and understood, a job does the rest.

Nothing is left behind of a file that is refused. `importing.py` is what the job does.
"""

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from assessments import queue
from assessments.access import Frozen
from assessments.models import Job, Release, ReleaseImport, User
from assessments.models.benchmarks import is_reserved_key
from assessments.services.glyphs import find_missing_glyphs
from assessments.services.refusals import Rejected
from maturity.benchmarks.characters import UNSTORABLE
from maturity.benchmarks.importing.encodings import ENCODINGS, Encoding
from maturity.benchmarks.importing.mapping import check_mapping, suggest_mapping
from maturity.benchmarks.importing.opening import check_size, open_table
from maturity.benchmarks.importing.tables import Table, Unreadable
from maturity.benchmarks.release import InstrumentRef
from maturity.benchmarks.schema import check_head
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.files import decode
from maturity.instruments.strict_yaml import read_yaml

SAMPLE_ROWS = 3
_SAMPLE_CELL = 60  # characters


@dataclass(frozen=True)
class TableFile:
    """A file as somebody brings it: its pieces, read once, and its size in bytes where known.

    `encoding` is one of `ENCODINGS`, empty to find out.
    """

    name: str
    content: Iterable[bytes]
    size: int = 0
    encoding: str = ""


@dataclass(frozen=True)
class Wanted:
    """The release to be made. Its head comes from a head file in YAML or is that of the release
    that it supersedes; `key` replaces the key in it."""

    key: str = ""
    head: bytes | None = None
    supersedes: Release | None = None


def receive_table(*, by: User, file: TableFile, wanted: Wanted, dry_run: bool) -> ReleaseImport:
    """Store a file piece by piece, look at its head and header, and suggest a mapping.

    Raises Rejected, with nothing left behind: the codes of `check_head` with paths that begin with
    "head", likewise `glyph_missing`; `head_missing`, `release_key_taken`, `release_key_reserved`,
    `supersedes_other_kind`, and those of `open_table`; `table_too_large` before anything is read
    if the size is known, and while it is read in any case.
    """
    _refuse_if_too_large(file.size)
    head = _read_head(wanted)
    _check_supersedes(head, wanted.supersedes)
    _check_key(head["key"], by=by)
    pk = uuid.uuid4()
    path = folder() / str(pk)
    with _kept_only_on_success(path):
        _store(path, file.content)
        table = _open(path, file.encoding)
        return ReleaseImport.objects.create(
            pk=pk,
            requested_by=by,
            file_name=file.name[-200:],
            file=str(path.relative_to(settings.MEDIA_ROOT)),
            head=head,
            key=head["key"],
            supersedes=wanted.supersedes,
            dry_run=dry_run,
            **_as_read(table),
        )


def choose_encoding(*, release_import: ReleaseImport, encoding: str) -> ReleaseImport:
    """Read the file in another encoding, with a mapping suggested anew.

    Raises Rejected (`encoding_broken` and the like) and leaves it as it was; Frozen once a job had
    it.
    """
    if release_import.job is not None:
        raise Frozen
    table = _open(path_of(release_import), encoding)
    for name, value in _as_read(table).items():
        setattr(release_import, name, value)
    _save_if_at_rest(release_import)
    return release_import


def request_import(
    *,
    by: User,
    release_import: ReleaseImport,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool,
    priority: int = queue.BATCH,
) -> Job:
    """Let a job check the file and, unless it is a dry run, make the draft.

    `mapping` is our column → the table's; None keeps the one that is stored. Reports, for which
    people wait, go before it. Raises Rejected: the codes of `check_mapping`, `release_key_taken`,
    `release_key_reserved`. Frozen while another job has it, or once the file is gone.
    """
    path_of(release_import)
    if mapping is not None:
        release_import.mapping = dict(mapping)
    faults = check_mapping(release_import.mapping, release_import.header)
    if faults:
        raise Rejected(faults)
    _check_key(release_import.key, by=by)
    with transaction.atomic():
        release_import.dry_run = dry_run
        release_import.outcome = ""
        release_import.job = queue.enqueue(kind=Job.Kind.IMPORT, requested_by=by, priority=priority)
        _save_if_at_rest(release_import)
    return release_import.job


def discard_import(*, release_import: ReleaseImport) -> None:
    """Forget a file that is not wanted any more. Raises Frozen while a job has it."""
    path = folder() / str(release_import.pk)
    with transaction.atomic():
        if ReleaseImport.objects.select_for_update().get(pk=release_import.pk).is_running:
            raise Frozen
        release_import.delete()
    path.unlink(missing_ok=True)


def replaceable_draft(key: str, *, by: User) -> Release | None:
    """The draft of that key which an import by the same person may replace: his own, made by an
    import, with nothing of anybody else in it and nothing built on it."""
    drafts = Release.objects.filter(
        key=key, state=Release.State.DRAFT, author=by, imports__isnull=False, superseded_by=None
    )
    return drafts.exclude(writers__in=User.objects.exclude(pk=by.pk)).distinct().first()


def folder() -> Path:
    """Where files wait to be imported."""
    return settings.MEDIA_ROOT / "imports"


def path_of(release_import: ReleaseImport) -> Path:
    """The stored file. Raises Frozen once it is gone."""
    if not release_import.file:
        raise Frozen
    return settings.MEDIA_ROOT / release_import.file


def _read_head(wanted: Wanted) -> dict[str, Any]:
    try:
        if wanted.head is not None:
            data = read_yaml(decode(wanted.head))
        elif wanted.supersedes is not None:
            data = wanted.supersedes.head_file | {"key": ""}
        else:
            raise Rejected([Fault("head", "head_missing")])
        if isinstance(data, dict):  # whatever table it names, this is the one
            key = wanted.key or data.get("key", "")
            data |= {"key": key, "figures": f"{key}.csv"}
        head = check_head(data)
    except InvalidFile as error:
        raise Rejected(
            [
                Fault(".".join(filter(None, ("head", f.path))), f.code, f.params)
                for f in error.faults
            ]
        ) from None
    if faults := find_missing_glyphs(head, path="head"):
        raise Rejected(faults)
    return head


def _check_supersedes(head: Mapping[str, Any], superseded: Release | None) -> None:
    """What is compared and replaced must be of one kind, or nothing in it is comparable."""
    given = head.get("instrument")
    belongs_to = InstrumentRef(**given) if given else None
    if superseded and superseded.results_of != belongs_to:
        raise Rejected([Fault("supersedes", "supersedes_other_kind")])


def _check_key(key: str, *, by: User) -> None:
    taken = Release.objects.filter(key=key).exists()
    if taken and replaceable_draft(key, by=by) is None:
        raise Rejected([Fault("key", "release_key_taken", {"key": key})])
    if is_reserved_key(key):
        raise Rejected([Fault("key", "release_key_reserved", {"key": key})])


@contextlib.contextmanager
def _kept_only_on_success(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _store(path: Path, content: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for piece in content:
            _refuse_if_too_large(file.tell() + len(piece))
            file.write(piece)


def _refuse_if_too_large(size: int) -> None:
    try:
        check_size(size)
    except InvalidFile as error:
        raise Rejected(error.faults) from None


def _open(path: Path, encoding: str) -> Table:
    chosen: Encoding | None = None
    if encoding:
        if encoding not in ENCODINGS:
            raise Rejected([Fault("encoding", "not_in_list", {"value": encoding})])
        chosen = encoding
    try:
        return open_table(path, encoding=chosen)
    except InvalidFile as error:
        raise Rejected(error.faults) from None


def _as_read(table: Table) -> dict[str, Any]:
    """The fields of an import that follow from its table."""
    try:
        lines = list(islice(table.read_lines(), SAMPLE_ROWS))
    except InvalidFile as error:
        raise Rejected(error.faults) from None
    return {
        "kind": table.kind,
        "encoding": table.encoding or "",
        "sheet": table.sheet[:100],
        "header": list(table.header),
        "sample": [[_sample_cell(cell) for cell in line.cells] for line in lines],
        "mapping": suggest_mapping(table.header),
    }


def _sample_cell(cell: str | Unreadable) -> str:
    if isinstance(cell, Unreadable):
        return "?"
    cell = UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", cell)  # the check of the rows names it
    return cell if len(cell) <= _SAMPLE_CELL else f"{cell[:_SAMPLE_CELL]}…"


def _save_if_at_rest(release_import: ReleaseImport) -> None:
    with transaction.atomic():
        _lock_at_rest(release_import)
        release_import.save()


def _lock_at_rest(release_import: ReleaseImport) -> None:
    """Hold the row as long as the transaction lasts. Raises Frozen while a job has it."""
    current = (
        ReleaseImport.objects.select_for_update(of=("self",))
        .select_related("job")
        .get(pk=release_import.pk)
    )
    if current.is_running or not current.file:
        raise Frozen
