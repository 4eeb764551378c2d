"""An administrator's questionnaires and tables: upload, publish, retire; never changed."""

from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from assessments.models import Edition, Event, TableSet, User
from assessments.services.events import record_event
from assessments.services.refusals import Rejected
from maturity.instruments import edition as core
from maturity.instruments.check import find_misfits
from maturity.instruments.differences import find_misfits_of_changes
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.files import decode
from maturity.instruments.loader import (
    edition_from_canonical,
    parse_edition_file,
    parse_tables_file,
    tables_from_canonical,
)
from maturity.instruments.strict_yaml import read_yaml
from maturity.instruments.texts import Coverage, measure_texts

Issue: TypeAlias = Edition | TableSet


@dataclass(frozen=True)
class Upload:
    """What became of a file: a draft, or what is wrong with it. Coverage is None without YAML."""

    draft: Issue | None
    faults: list[Fault]
    coverage: Coverage | None


def upload_file(*, by: User, content: bytes) -> Upload:
    """Check a file of either kind, a questionnaire or tables, and keep it as a draft.

    A draft of the same name is replaced. Nothing is stored if anything is wrong.
    """
    coverage = None
    try:
        data = read_yaml(decode(content))
        coverage = measure_texts(data)
        is_tables = isinstance(data, dict) and "best_in_class" in data
        draft = _store_tables(by, content) if is_tables else _store_edition(by, content)
    except InvalidFile as error:
        return Upload(None, list(error.faults), coverage)
    except Rejected as error:
        return Upload(None, error.faults, coverage)
    return Upload(draft, [], coverage)


@transaction.atomic
def _store_edition(by: User, content: bytes) -> Edition:
    canonical = parse_edition_file(content)
    edition = edition_from_canonical(canonical)
    held = Edition.objects.select_for_update().filter(key=edition.key, edition=edition.edition)
    _make_room(held.first(), name=f"{edition.key} {edition.edition}")
    _must_follow(edition)
    return Edition.objects.create(
        key=edition.key,
        edition=edition.edition,
        hash=edition.hash,
        canonical=canonical,
        author=by,
    )


@transaction.atomic
def _store_tables(by: User, content: bytes) -> TableSet:
    canonical = parse_tables_file(content)
    tables = tables_from_canonical(canonical)
    held = TableSet.objects.select_for_update().filter(key=tables.key, version=tables.version)
    _make_room(held.first(), name=f"{tables.key} {tables.version}")
    published = Edition.objects.filter(key=tables.key, state=Edition.State.PUBLISHED)
    misfits = [find_misfits(tables, edition.content) for edition in published]
    if all(misfits):  # also when there is no edition at all
        faults = misfits[0] if misfits else [Fault("key", "no_edition_fits", {"key": tables.key})]
        raise Rejected(faults)
    return TableSet.objects.create(
        key=tables.key,
        version=tables.version,
        hash=tables.hash,
        canonical=canonical,
        author=by,
    )


def _must_follow(edition: core.Edition) -> None:
    """What it says about the edition before must be true of the one that is here."""
    if edition.follows is None:
        return
    before = Edition.objects.filter(key=edition.key, edition=edition.follows.edition).first()
    if before and (faults := find_misfits_of_changes(before.content, edition)):
        raise Rejected(faults)


def _make_room(held: Issue | None, *, name: str) -> None:
    """A draft gives way; what was published once stays, so the new one needs another name."""
    if held is None:
        return
    if held.state != held.State.DRAFT:
        raise Rejected([Fault("", "already_stored", {"name": name})])
    held.delete()


def _lock(issue: Issue) -> Issue:
    """The row as it is now, for this transaction alone."""
    if isinstance(issue, Edition):
        return Edition.objects.select_for_update().get(pk=issue.pk)
    return TableSet.objects.select_for_update().get(pk=issue.pk)


@transaction.atomic
def publish(*, by: User, issue: Issue) -> Issue:
    """Open a draft for new assessments, for good. Publishing twice changes nothing."""
    current = _lock(issue)
    if current.state == current.State.DRAFT:
        current.state, current.published_at = current.State.PUBLISHED, timezone.now()
        current.save(update_fields=["state", "published_at"])
        record_event(kind=Event.Kind.QUESTIONNAIRE_PUBLISHED, by=by, about=current)
    return current


@transaction.atomic
def retire(*, by: User, issue: Issue) -> Issue:
    """Close it for new assessments; those bound to it keep it. Raises Rejected on drafts."""
    current = _lock(issue)
    if current.state == current.State.DRAFT:
        raise Rejected([Fault("state", "not_published", {"edition": str(current)})])
    if current.state == current.State.PUBLISHED:
        current.state = current.State.RETIRED
        current.save(update_fields=["state"])
        record_event(kind=Event.Kind.QUESTIONNAIRE_RETIRED, by=by, about=current)
    return current


@transaction.atomic
def discard(*, issue: Issue) -> None:
    """Throw a draft away; no assessment can be bound to one. Raises Rejected once published."""
    current = _lock(issue)
    if current.state != current.State.DRAFT:
        raise Rejected([Fault("state", "not_a_draft", {"name": str(current)})])
    current.delete()
