"""Loading what ships with the software: questionnaires, tables and releases of figures."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone

from assessments.models import Edition, Figure, Release, TableSet
from assessments.services.refusals import Rejected
from maturity.benchmarks.release import ReleaseData, read_release, shipped_release_paths
from maturity.instruments.faults import Fault
from maturity.instruments.loader import (
    edition_from_canonical,
    read_canonical,
    read_canonical_tables,
    shipped_edition_paths,
    shipped_tables_paths,
    tables_from_canonical,
)


@dataclass(frozen=True)
class Loaded:
    """What `load_shipped` added; all empty when everything was there already."""

    editions: list[str]
    tables: list[str]
    releases: list[str]


@transaction.atomic
def load_shipped() -> Loaded:
    """Insert shipped editions, tables and releases that are not there yet. Repeatable.

    Raises Rejected: `shipped_content_changed` when the content of a key that is stored differs from
    the file (what was published is never changed, a correction needs a new edition or release);
    `shipped_key_taken` (state, author) when a person has a release of that key.
    """
    return Loaded(
        editions=[e for path in shipped_edition_paths() if (e := _load_edition(path))],
        tables=[t for path in shipped_tables_paths() if (t := _load_tables(path))],
        releases=[r for path in shipped_release_paths() if (r := _load_release(path))],
    )


def _load_edition(path: Path) -> str | None:
    canonical = read_canonical(path)
    edition = edition_from_canonical(canonical)
    name = f"{edition.key} {edition.edition}"
    stored = Edition.objects.filter(key=edition.key, edition=edition.edition).first()
    if stored:
        _must_be_equal(name, stored.hash, edition.hash)
        return None
    Edition.objects.create(
        key=edition.key,
        edition=edition.edition,
        hash=edition.hash,
        canonical=canonical,
        state=Edition.State.PUBLISHED,
        shipped=True,
        published_at=timezone.now(),
    )
    return name


def _load_tables(path: Path) -> str | None:
    canonical = read_canonical_tables(path)
    tables = tables_from_canonical(canonical)
    name = f"{tables.key} {tables.version}"
    stored = TableSet.objects.filter(key=tables.key, version=tables.version).first()
    if stored:
        _must_be_equal(name, stored.hash, tables.hash)
        return None
    TableSet.objects.create(
        key=tables.key,
        version=tables.version,
        hash=tables.hash,
        canonical=canonical,
        state=TableSet.State.PUBLISHED,
        shipped=True,
        published_at=timezone.now(),
    )
    return name


def _load_release(path: Path) -> str | None:
    data = read_release(path)
    stored = Release.objects.select_related("author").filter(key=data.key).first()
    if stored and not stored.shipped:
        _refuse_key_of(stored)
    if stored:
        _must_be_equal(data.key, stored.hash, data.hash)
        return None
    release = Release.objects.create(
        key=data.key,
        state=Release.State.PUBLISHED,
        shipped=True,
        hash=data.hash,
        instrument=data.instrument.key if data.instrument else "",
        instrument_edition=data.instrument.edition if data.instrument else "",
        head=_head(data),
        published_at=timezone.now(),
    )
    Figure.objects.bulk_create(
        Figure.of(figure, release=release, position=position)
        for position, figure in enumerate(data.figures, start=1)
    )
    return data.key


def _refuse_key_of(release: Release) -> NoReturn:
    """Somebody took the key before there was a shipped release of it; what he wrote stays."""
    author = release.author.email if release.author else "–"
    params = {"state": release.get_state_display(), "author": author}
    raise Rejected([Fault(release.key, "shipped_key_taken", params)])


def _head(data: ReleaseData) -> dict[str, Any]:
    """Everything about the release except its figures, which are rows, and what has a column."""
    head = dataclasses.asdict(dataclasses.replace(data, figures=()))
    for name in ("key", "hash", "figures", "instrument"):
        del head[name]
    return head


def _must_be_equal(what: str, stored: str, shipped: str) -> None:
    if stored != shipped:
        raise Rejected(
            [Fault(what, "shipped_content_changed", {"stored": stored, "file": shipped})]
        )
