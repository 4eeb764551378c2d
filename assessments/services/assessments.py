"""The life of an assessment: start, answer, submit, correct."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.access import Frozen
from assessments.models import (
    Answer,
    Assessment,
    Collection,
    Edition,
    Enterprise,
    Event,
    GivenAnswer,
    Result,
    User,
)
from assessments.queries.assessments import answers_of
from assessments.queries.instruments import latest_tables
from assessments.services.events import record_event
from assessments.services.pool import enter_result
from assessments.services.refusals import Conflict, Rejected
from assessments.wording.dates import today_in
from maturity.instruments.edition import Edition as EditionContent
from maturity.instruments.faults import Fault
from maturity.scoring import as_json, check_answers, score, trace
from maturity.scoring.answers import QUICK, answer_path, find_outside, value_field

SCOPE_LIMIT = 200  # characters, as wide as the column


@transaction.atomic
def start_assessment(*, by: User, enterprise: Enterprise, edition: Edition) -> Assessment:
    """Begin to answer a published edition. Raises Rejected when it is not published."""
    if edition.state != Edition.State.PUBLISHED:
        raise Rejected([Fault("edition", "not_published", {"edition": str(edition)})])
    assessment = Assessment.objects.create(
        enterprise=enterprise, edition=edition, tables=latest_tables(edition), created_by=by
    )
    record_event(kind=Event.Kind.ASSESSMENT_STARTED, by=by, about=assessment, enterprise=enterprise)
    return assessment


@transaction.atomic
def name_scope(*, assessment: Assessment, scope: str) -> None:
    """Say for which site or workshop is answered; it stands on the result.

    Raises Rejected (too long, not storable) and Frozen (submitted by now).
    """
    if len(scope) > SCOPE_LIMIT:
        params = {"length": len(scope), "limit": SCOPE_LIMIT}
        raise Rejected([Fault("scope", "text_too_long", params)])
    if "\x00" in scope:  # PostgreSQL cannot hold it
        raise Rejected([Fault("scope", "text_not_storable", {"character": "U+0000"})])
    current = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if current.is_frozen:
        raise Frozen
    current.scope = scope.strip()
    current.save(update_fields=["scope"])


@transaction.atomic
def set_due(*, assessment: Assessment, due: dt.date | None) -> None:
    """Say by which day it shall be submitted; None: no day. Past days are those of its economy.

    Raises Rejected (`due_past`) and Frozen (submitted by now).
    """
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("enterprise")
    current = locked.get(pk=assessment.pk)
    if current.is_frozen:
        raise Frozen
    if due is not None and due != current.due and due < today_in(current.enterprise.economy):
        raise Rejected([Fault("due", "due_past")])
    current.due = due
    current.save(update_fields=["due"])


@dataclass(frozen=True)
class Save:
    """One save as a browser or program sends it.

    `client_id` names the page or program, `save_id` counts its saves of this item from 1, and
    `based_on` is the version it had seen (0: none).
    """

    client_id: str
    save_id: int
    based_on: int


def _row(assessment: Assessment, content: EditionContent, item: str) -> Answer:
    row, _ = Answer.objects.select_for_update().get_or_create(
        assessment=assessment,
        item=item,
        defaults={"section": answer_path(content, item).split(".")[0]},
    )
    return row


def save_answer(
    *,
    by: User,
    assessment: Assessment,
    item: str,
    given: dict[str, Any],
    save: Save,
    print_note: bool = True,
) -> Answer:
    """Store one answer, once.

    `item` is any key of `maturity.scoring.answers`, `given` its answer in the form described there.
    A save that was already taken, or that a later one of the same client has overtaken, changes
    nothing and returns what is stored. A client may build on its own earlier version; otherwise
    `based_on` must be the stored version. A level outside the bounds that a quick pass gave to its
    unit deletes these bounds (docs/scoring.md, section 11).

    Raises Rejected (unknown item, value out of its rules), Conflict (somebody else saved in
    between), Frozen (submitted by now).
    """
    content = assessment.content
    if faults := check_answers(content, {item: given}):
        raise Rejected(faults)
    with transaction.atomic():
        # Locked together with submitting, so that nothing is saved behind a computed result.
        current = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if current.is_frozen:
            raise Frozen
        _must_fit_the_others(assessment, content, item, given)
        row = _row(current, content, item)
        before = (row.state, row.value)
        if not take_save(row, content, given, save=save, is_same_person=row.saved_by_id == by.pk):
            return row
        row.print_note, row.saved_by = print_note, by
        if before != (row.state, row.value):  # what was agreed on is another answer by now
            row.agreed_reason, row.agreed_by, row.agreed_at = "", None, None
        row.save()
        _drop_contradicted_bounds(assessment, content, item, given)
    return row


def take_save(
    row: GivenAnswer,
    content: EditionContent,
    given: dict[str, Any],
    *,
    save: Save,
    is_same_person: bool,
) -> bool:
    """Put an answer into its locked row, which the caller then saves; False if there is nothing to
    save, because this save was taken or overtaken before. Raises Conflict.
    """
    same_client = is_same_person and row.client_id == save.client_id
    if same_client and save.save_id <= row.save_id:
        return False
    if save.based_on != row.version and not same_client:
        raise Conflict(row)
    _write(row, content, given)
    row.version += 1
    row.client_id, row.save_id = save.client_id, save.save_id
    row.saved_at = timezone.now()
    return True


def _write(row: GivenAnswer, content: EditionContent, given: dict[str, Any]) -> None:
    field = value_field(content, row.item)
    parts = ("low", "high", "current", "target", "method")
    several = {name: given[name] for name in parts if name in given}
    row.value = given.get(field) if field else several or None
    row.state = given.get("state") or (
        row.State.UNANSWERED if row.value is None else row.State.ANSWERED
    )
    row.target = given.get("target") if field else None
    row.reason = given.get("reason", "")
    row.note = given.get("note", "")
    row.action = given.get("action", "")


def _must_fit_the_others(
    assessment: Assessment, content: EditionContent, item: str, given: dict[str, Any]
) -> None:
    """A part cannot be more than its whole; only facts have parts."""
    if content.method != "facts":
        return
    path = answer_path(content, item)
    faults = check_answers(content, answers_of(assessment) | {item: given})
    if own := [fault for fault in faults if fault.path.startswith(f"{path}.")]:
        raise Rejected(own)


def _drop_contradicted_bounds(
    assessment: Assessment, content: EditionContent, item: str, given: dict[str, Any]
) -> None:
    for key, unit in content.bounded_units.items():
        if any(one.key == item for one in unit.items):
            bounds = assessment.answers.filter(item=QUICK + key).first()
            if bounds and bounds.value and find_outside(unit.items, bounds.value, {item: given}):
                bounds.delete()


def submit_assessment(*, by: User, assessment: Assessment) -> Result:
    """Freeze answers and profile, compute the result and store it. Final.

    Open items stay open and widen the result to a range. Submitting twice returns the result
    that is already there. Raises Rejected when nothing was answered, or while responses of
    colleagues are still being collected (`collection_open`).
    """
    with transaction.atomic():
        current = (
            Assessment.objects.select_for_update(of=("self",))
            .select_related("enterprise__owner", "edition", "tables")
            .get(pk=assessment.pk)
        )
        if current.is_frozen:
            return current.result
        if Collection.objects.filter(assessment=current, closed_at__isnull=True).exists():
            raise Rejected([Fault("collection", "collection_open")])
        content, answers = current.content, answers_of(current)
        if faults := check_answers(content, answers):
            raise Rejected(faults)
        counted = [Answer.Section.ANSWERS, Answer.Section.QUICK]  # indicators alone give no result
        if not current.answers.filter(state=Answer.State.ANSWERED, section__in=counted).exists():
            raise Rejected([Fault("answers", "nothing_answered", {})])
        result = score(content, answers)
        enterprise = current.enterprise
        current.state = Assessment.State.SUBMITTED
        current.submitted_at, current.submitted_by = timezone.now(), by
        current.profile = {
            "name": enterprise.name,
            "economy": enterprise.economy,
            "sector": enterprise.sector,
            "size_band": enterprise.size_band,
        }
        current.save(update_fields=["state", "submitted_at", "submitted_by", "profile"])
        stored = Result.objects.create(
            assessment=current,
            engine=result.engine,
            data=as_json(result),
            trace=trace(result, content, answers),
        )
        enter_result(by=by, assessment=current, result=result)
        record_event(
            kind=Event.Kind.ASSESSMENT_SUBMITTED, by=by, about=current, enterprise=enterprise
        )
    return stored


def start_correction(*, by: User, assessment: Assessment) -> Assessment:
    """A new assessment with the same answers that corrects a submitted one.

    The old one stays as it is and says that it was corrected. Asking twice returns the same
    correction. Raises Rejected while the assessment is still open.
    """
    if not assessment.is_frozen:
        raise Rejected([Fault("assessment", "not_submitted", {})])
    try:
        with transaction.atomic():
            correction = Assessment.objects.create(
                enterprise=assessment.enterprise,
                edition=assessment.edition,
                tables=assessment.tables,
                scope=assessment.scope,
                created_by=by,
                corrects=assessment,
            )
            for row in assessment.answers.order_by("pk"):
                row.pk, row.assessment = None, correction
                row.version, row.client_id, row.save_id = 1, "", 0
                row.save(force_insert=True)
            record_event(
                kind=Event.Kind.ASSESSMENT_STARTED,
                by=by,
                about=correction,
                enterprise=assessment.enterprise,
            )
    except IntegrityError:
        return Assessment.objects.get(corrects=assessment)
    return correction
