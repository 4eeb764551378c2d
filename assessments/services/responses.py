"""Several colleagues answer, each alone; then one answer is agreed on for each item."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from assessments.access import Frozen, allowing
from assessments.emails import write_email
from assessments.models import (
    Answer,
    Assessment,
    Assignment,
    Collection,
    Event,
    Invitation,
    Membership,
    Organisation,
    Response,
    User,
)
from assessments.queries.organisations import pending_invitations
from assessments.queries.responses import views_of
from assessments.services.assessments import Save, save_answer, take_save
from assessments.services.events import record_event
from assessments.services.invitations import (
    check_address,
    invite,
    renew_link,
    resend_invitation,
    was_just_sent,
)
from assessments.services.refusals import Rejected, check_reason
from maturity.instruments.faults import Fault
from maturity.scoring import check_answers
from maturity.scoring.answers import value_field

REMIND_BEFORE = dt.timedelta(days=2)
REMIND_AGAIN = dt.timedelta(days=1)  # earliest after the last reminder


@transaction.atomic
def open_collection(*, by: User, assessment: Assessment, shares_result: bool) -> Collection:
    """Begin to collect responses; opening twice returns the same collection.

    `shares_result`: respondents may read the result once it is submitted, and are told so.
    Raises Frozen (submitted by now).
    """
    current = _lock(assessment)
    collection, is_new = Collection.objects.get_or_create(
        assessment=current, defaults={"shares_result": shares_result, "opened_by": by}
    )
    if is_new:
        _note(Event.Kind.COLLECTION_OPENED, by=by, assessment=current)
    return collection


@transaction.atomic
def assign(
    *,
    by: User,
    assessment: Assessment,
    email: str,
    perspective: str,
    items: Sequence[str],
    due: dt.date | None,
    language: str,
    shares_result: bool = True,
) -> Assignment:
    """Ask a colleague for responses, from one perspective. The first one opens the collection.

    Who is no member yet is invited as a respondent, by those who manage the organisation, and the
    invitation leads to the questions. What was assigned to the same person before is replaced;
    responses stay. Raises Rejected (`not_an_address`, `not_a_member`, `not_in_list`,
    `nothing_assigned`, `date_past`, `collection_closed`) and Frozen.
    """
    current = _lock(assessment)
    open_collection(by=by, assessment=current, shares_result=shares_result)
    _must_collect(current)
    address = check_address(email)
    asked = _check_assignment(current, perspective=perspective, items=items, due=due)
    about = {"perspective": perspective, "items": asked, "due": due, "created_by": by}
    organisation = current.enterprise.organisation
    member = Membership.objects.filter(
        organisation=organisation, user__email__iexact=address, user__is_active=True
    ).first()
    if member:
        assignment, _is_new = Assignment.objects.update_or_create(
            assessment=current, user=member.user, defaults=about
        )
        _write_to(assignment, "assigned")
    elif not allowing(Assessment, by, "manage").filter(pk=current.pk).exists():
        raise Rejected([Fault("email", "not_a_member", {"email": address})])
    else:
        waiting = current.assignments.filter(user=None, invitation__accepted_at__isnull=True)
        waiting.filter(invitation__email__iexact=address).delete()
        assignment = Assignment.objects.create(assessment=current, **about)
        assignment.invitation = _invitation(
            by=by, organisation=organisation, address=address, language=language
        )
        assignment.save(update_fields=["invitation"])
    record_event(
        kind=Event.Kind.ASSESSMENT_ASSIGNED,
        by=by,
        about=assignment,
        enterprise=current.enterprise,
        perspective=perspective,
    )
    return assignment


def _invitation(*, by: User, organisation: Organisation, address: str, language: str) -> Invitation:
    """The one that waits for an answer already, whatever its role, sent again unless it just was;
    else a new one.

    One that has run out is not revived: it may have offered more than answering.
    """
    open_ones = pending_invitations(organisation).filter(expires_at__gt=timezone.now())
    if waiting := open_ones.filter(email__iexact=address).first():
        if not was_just_sent(waiting):
            resend_invitation(by=by, invitation=waiting)
        return waiting
    return invite(
        by=by,
        purpose=Invitation.Purpose.MEMBERSHIP,
        organisation=organisation,
        email=address,
        language=language,
        role=_role_of_guests(organisation),
    )


def _role_of_guests(organisation: Organisation) -> str:
    if organisation.kind == Organisation.Kind.CLIENT:
        return Membership.Role.RESPONDENT
    return Membership.Role.CONSULTANT


def _check_assignment(
    assessment: Assessment, *, perspective: str, items: Sequence[str], due: dt.date | None
) -> list[str]:
    """The keys in the edition's order. Raises Rejected."""
    faults = []
    known = [item.key for item in assessment.content.items]
    if perspective not in Assignment.Perspective.values:
        faults.append(Fault("perspective", "not_in_list", {"value": perspective}))
    faults += [Fault("items", "not_in_list", {"value": key}) for key in items if key not in known]
    if not items:
        faults.append(Fault("items", "nothing_assigned"))
    if due and due < timezone.localdate():
        faults.append(Fault("due", "date_past", {"date": due.isoformat()}))
    if faults:
        raise Rejected(faults)
    return [key for key in known if key in items]


@transaction.atomic
def withdraw_assignment(*, by: User, assignment: Assignment) -> None:
    """Ask no longer; what the person has answered so far is deleted unseen.

    Raises Rejected: `collection_closed`, for what counts as said is kept.
    """
    _must_collect(assignment.assessment)
    _note(
        Event.Kind.ASSIGNMENT_WITHDRAWN,
        by=by,
        assessment=assignment.assessment,
        perspective=assignment.perspective,
    )
    assignment.delete()


def save_response(
    *, assignment: Assignment, item: str, given: dict[str, Any], save: Save
) -> Response:
    """Store one person's own answer to an item, once, under the rules of `save_answer`.

    Raises Rejected (an item that was not assigned, a value out of its rules), Conflict, Frozen (the
    collection is closed, or the assignment was withdrawn).
    """
    content = assignment.assessment.content
    if item not in assignment.items:
        raise Rejected([Fault("item", "item_unknown", {"key": item})])
    if faults := check_answers(content, {item: given}):
        raise Rejected(faults)
    with transaction.atomic():
        # Locked together with closing: nothing is said after others were seen.
        Collection.objects.select_for_update().get(assessment=assignment.assessment_id)
        found = Assignment.objects.select_related("assessment__collection")
        current = found.filter(pk=assignment.pk).first()
        if current is None or current.is_frozen:
            raise Frozen
        row, _is_new = Response.objects.select_for_update().get_or_create(
            assignment=current, item=item
        )
        if take_save(row, content, given, save=save, is_same_person=True):
            row.save()
    return row


@transaction.atomic
def finish_responses(*, by: User, assignment: Assignment) -> None:
    """Say that one is done. Answers may still be changed until the collection is closed."""
    mine = Assignment.objects.filter(pk=assignment.pk, finished_at__isnull=True)
    if mine.update(finished_at=timezone.now()):
        kind = Event.Kind.RESPONSES_FINISHED
        _note(kind, by=by, assessment=assignment.assessment)


@transaction.atomic
def close_collection(*, by: User, assessment: Assessment) -> None:
    """End collecting, for good: from now on responses are seen and no longer change.

    Invitations of those who never joined are left as they are: they open a membership. Raises
    Rejected when nobody has answered anything.
    """
    collection = Collection.objects.select_for_update().get(assessment=assessment)
    if not collection.is_open:
        return
    if not Response.objects.filter(assignment__assessment=assessment).exists():
        raise Rejected([Fault("collection", "no_responses")])
    collection.closed_by, collection.closed_at = by, timezone.now()
    collection.save(update_fields=["closed_by", "closed_at"])
    _note(Event.Kind.COLLECTION_CLOSED, by=by, assessment=assessment)


@transaction.atomic
def agree_on_answer(
    *, by: User, assessment: Assessment, item: str, given: dict[str, Any], reason: str, save: Save
) -> Answer:
    """Record what was agreed on, and why; the individual responses stay as they are.

    Raises what `save_answer` raises, and Rejected: `collection_still_open`; `missing` without a
    reason; `nothing_agreed` without an answer.
    """
    collection = Collection.objects.filter(assessment=assessment).first()
    if collection is None or collection.is_open:
        raise Rejected([Fault("collection", "collection_still_open")])
    why = check_reason(reason, field="agreed_reason")
    answer = save_answer(by=by, assessment=assessment, item=item, given=given, save=save)
    if answer.state == Answer.State.UNANSWERED:
        raise Rejected([Fault("answer", "nothing_agreed")])
    is_stored = (answer.client_id, answer.save_id) == (save.client_id, save.save_id)
    if not is_stored or answer.agreed_reason == why:  # overtaken, or sent once more
        return answer
    _mark_agreed(answer, by=by, reason=why)
    _note(Event.Kind.ANSWER_AGREED, by=by, assessment=assessment, item=item)
    return answer


@transaction.atomic
def agree_where_unanimous(*, by: User, assessment: Assessment, reason: str) -> int:
    """Take over what everybody said alike, where nothing is agreed yet; returns for how many items.

    A target, a note or an action that the agreed answer has by now is kept.
    """
    why = check_reason(reason, field="agreed_reason")
    answers = {answer.item: answer for answer in assessment.answers.all()}
    taken = 0
    for views in views_of(assessment):
        answer = answers.get(views.item.key)
        if not views.is_unanimous or (answer and answer.agreed_at):
            continue
        content = assessment.content
        kept = answer.as_input(content) if answer else {}
        for name in ("state", "reason"):
            kept.pop(name, None)
        field = value_field(content, views.item.key)
        given = kept | {field: views.known[0].value}
        save = Save(
            client_id=f"unanimous-{by.pk}"[:36],
            save_id=(answer.save_id if answer else 0) + 1,
            based_on=answer.version if answer else 0,
        )
        stored = save_answer(
            by=by, assessment=assessment, item=views.item.key, given=given, save=save
        )
        _mark_agreed(stored, by=by, reason=why)
        taken += 1
    if taken:
        _note(Event.Kind.ANSWER_AGREED, by=by, assessment=assessment, items=taken)
    return taken


@transaction.atomic
def remind(*, assignment: Assignment) -> bool:
    """Write to a colleague who has not finished; False if that was done within a day, or if there
    is nobody to write to: an invitation that has run out is not revived by a reminder.
    """
    since = timezone.now() - REMIND_AGAIN
    waiting = Assignment.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=since),
        pk=assignment.pk,
        finished_at__isnull=True,
        assessment__collection__closed_at__isnull=True,
    )
    person, invitation = assignment.user, assignment.invitation
    can_be_reached = person.is_active if person else invitation and invitation.is_open
    if not can_be_reached or not waiting.update(reminded_at=timezone.now()):
        return False
    if person is None and invitation:
        renew_link(invitation=invitation)
    else:
        _write_to(assignment, "reminder")
    return True


def remind_of_due_dates() -> int:
    """Remind once before the due date, and once after it; returns how many were written to."""
    today = timezone.localdate()
    soon = Q(due__lte=today + REMIND_BEFORE, reminded_at__isnull=True)
    overdue = Q(due__lt=today, reminded_at__date__lte=F("due"))
    waiting = Assignment.objects.filter(
        soon | overdue,
        finished_at__isnull=True,
        assessment__state=Assessment.State.DRAFT,
        assessment__collection__closed_at__isnull=True,
        assessment__enterprise__erasure__isnull=True,
    )
    return sum(remind(assignment=assignment) for assignment in waiting)


def _lock(assessment: Assessment) -> Assessment:
    current = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("edition", "tables", "enterprise__owner", "enterprise__prepared_by")
        .get(pk=assessment.pk)
    )
    if current.is_frozen:
        raise Frozen
    return current


def _must_collect(assessment: Assessment) -> None:
    collection = Collection.objects.select_for_update().filter(assessment=assessment).first()
    if collection is None or not collection.is_open:
        raise Rejected([Fault("collection", "collection_closed")])


def _mark_agreed(answer: Answer, *, by: User, reason: str) -> None:
    answer.agreed_reason, answer.agreed_by, answer.agreed_at = reason, by, timezone.now()
    answer.save(update_fields=["agreed_reason", "agreed_by", "agreed_at"])


def _write_to(assignment: Assignment, kind: str) -> None:
    person = assignment.user
    if person and person.is_active:
        write_email(kind=kind, to=person.email, language=person.language, about=assignment)


def _note(kind: Event.Kind, *, by: User, assessment: Assessment, **details: Any) -> None:
    record_event(kind=kind, by=by, about=assessment, enterprise=assessment.enterprise, **details)
