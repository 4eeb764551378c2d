"""The life of an assessment: start, answer, submit, correct."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.access import Frozen
from assessments.models import Answer, Assessment, Edition, Enterprise, Event, Result, User
from assessments.services.events import record_event
from assessments.services.refusals import Conflict, Rejected
from maturity.instruments.faults import Fault
from maturity.scoring.answers import check_answers
from maturity.scoring.engine import score
from maturity.scoring.result import as_json
from maturity.scoring.trace import trace


@transaction.atomic
def start_assessment(*, by: User, enterprise: Enterprise, edition: Edition) -> Assessment:
    """Begin to answer a published edition. Raises Rejected when it is not published."""
    if edition.state != Edition.State.PUBLISHED:
        raise Rejected([Fault("edition", "not_published", {"edition": str(edition)})])
    assessment = Assessment.objects.create(enterprise=enterprise, edition=edition, created_by=by)
    record_event(kind=Event.Kind.ASSESSMENT_STARTED, by=by, about=assessment, enterprise=enterprise)
    return assessment


@dataclass(frozen=True)
class Save:
    """One save as a browser or program sends it.

    `client_id` names the page or program, `save_id` counts its saves of this item from 1, and
    `based_on` is the version it had seen (0: none).
    """

    client_id: str
    save_id: int
    based_on: int


def _row(assessment: Assessment, item: str) -> Answer:
    row, _ = Answer.objects.select_for_update().get_or_create(assessment=assessment, item=item)
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

    `given` has the form of one answer in `manage.py score`. A save that was already taken, or
    that a later one of the same client has overtaken, changes nothing and returns what is
    stored. A client may build on its own earlier version; otherwise `based_on` must be the
    stored version.

    Raises Rejected (unknown item, value out of its rules), Conflict (somebody else saved in
    between), Frozen (submitted by now).
    """
    if faults := check_answers(assessment.edition.content, {item: given}):
        raise Rejected(faults)
    with transaction.atomic():
        # Locked together with submitting, so that nothing is saved behind a computed result.
        current = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if current.is_frozen:
            raise Frozen
        row = _row(current, item)
        same_client = (row.client_id, row.saved_by_id) == (save.client_id, by.pk)
        if same_client and save.save_id <= row.save_id:
            return row
        if save.based_on != row.version and not same_client:
            raise Conflict(row)
        row.state = given.get("state") or (
            Answer.State.ANSWERED if "current" in given else Answer.State.UNANSWERED
        )
        row.value = given.get("current")
        row.target = given.get("target")
        row.reason = given.get("reason", "")
        row.note = given.get("note", "")
        row.action = given.get("action", "")
        row.print_note = print_note
        row.version += 1
        row.client_id, row.save_id = save.client_id, save.save_id
        row.saved_by, row.saved_at = by, timezone.now()
        row.save()
    return row


def answers_of(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """All answers in the form that `maturity.scoring` reads."""
    return {row.item: row.as_input() for row in assessment.answers.order_by("pk")}


def submit_assessment(*, by: User, assessment: Assessment) -> Result:
    """Freeze answers and profile, compute the result and store it. Final.

    Open items stay open and widen the result to a range. Submitting twice returns the result
    that is already there. Raises Rejected when not a single item was answered.
    """
    with transaction.atomic():
        current = (
            Assessment.objects.select_for_update(of=("self",))
            .select_related("enterprise", "edition")
            .get(pk=assessment.pk)
        )
        if current.is_frozen:
            return current.result
        edition = current.edition.content
        answers = answers_of(current)
        if faults := check_answers(edition, answers):
            raise Rejected(faults)
        result = score(edition, answers)
        if not any(answer.get("current") is not None for answer in answers.values()):
            raise Rejected([Fault("answers", "nothing_answered", {})])
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
        data = as_json(result)
        stored = Result.objects.create(
            assessment=current, engine=data["engine"], data=data, trace=trace(edition, result)
        )
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
