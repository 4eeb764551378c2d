"""Who changed what in a release, when, and what stood there before."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models import Figure, Release, User
from assessments.models.benchmarks import AS_IMPORTED

_NOT_SAID = {"id", "hash", "release", "position", "normalised"}
_NOT_SAID |= {"author", "publisher", "supersedes"}  # set once; each would cost a query a row


@dataclass(frozen=True)
class FieldChange:
    """One field; for texts one language of it, as in the columns of a file ("label_en")."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of a release, or of the figure named by `figure`.

    `kind` is "+" (made), "~" (changed) or "-" (removed); `by` is None if it came with the software
    or the account is gone. A figure that was made or removed has all its filled fields.
    """

    at: dt.datetime
    by: User | None
    figure: str | None
    kind: str
    fields: tuple[FieldChange, ...]


def history_of(release: Release) -> list[Change]:
    """All changes, latest first; in two queries, whatever their number."""
    rows = release.history.select_related("history_user").order_by("history_date", "history_id")
    figures = (
        Figure.history.filter(release_id=release.pk)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    changes = [*_changes(rows, Release), *_changes(figures, Figure)]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def _changes(rows: Iterable[Any], model: type[Release | Figure]) -> Iterator[Change]:
    names = [f.name for f in model._meta.concrete_fields if f.name not in _NOT_SAID]
    before: dict[Any, dict[str, str]] = {}
    for row in rows:
        now = {} if row.history_type == "-" else dict(_cells(row, names))
        earlier = before.get(row.id, {})
        before[row.id] = now
        fields = tuple(
            FieldChange(name, earlier.get(name, ""), now.get(name, ""))
            for name in (earlier | now)
            if earlier.get(name, "") != now.get(name, "")
        )
        is_figure = model is Figure
        if is_figure and row.history_type == "+" and row.history_change_reason == AS_IMPORTED:
            continue  # the state before the first change by hand: nobody changed anything
        yield Change(
            at=row.history_date,
            by=row.history_user,
            figure=row.key if is_figure else None,
            kind=row.history_type,
            fields=fields if is_figure or row.history_type == "~" else (),
        )


def _cells(row: Any, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every field as text; of nested texts one entry for each language."""
    for name in names:
        value = getattr(row, name, None)
        if isinstance(value, dict):
            yield from _flat(name, value)
        else:
            yield name, "" if value is None else str(value)


def _flat(name: str, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, held in value.items():
        place = f"{name}_{key}".replace("-", "_").removeprefix("head_")
        if isinstance(held, dict):
            yield from _flat(place, held)
        else:
            yield place, "" if held is None else str(held)
