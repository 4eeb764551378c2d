"""What colleagues answered: their progress while it is collected, and the rest once it is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from assessments.models import Answer, Assessment, Assignment, Collection, Response, User
from assessments.queries.assessments import ItemTask, is_asked
from maturity.instruments.edition import Page
from maturity.scoring.perception import (
    GroupPerception,
    Respondent,
    Views,
    compare_perspectives,
    gather_views,
)


def collection_of(assessment: Assessment) -> Collection | None:
    """The collection of an assessment; None if nobody was ever asked."""
    return Collection.objects.filter(assessment=assessment).first()


def assignments_of(assessment: Assessment) -> list[Assignment]:
    """Who was asked for what, with the number of items `answered`: that much may be seen at any
    time."""
    answered = Count("responses", filter=~Q(responses__state="unanswered"))
    rows = assessment.assignments.select_related("user", "invitation").annotate(answered=answered)
    return list(rows.order_by("created_at", "pk"))


@dataclass(frozen=True)
class ResponseTask:
    """One page of questions as one respondent gets it."""

    page: Page
    items: list[ItemTask]

    @property
    def is_open(self) -> bool:
        return any(task.state == Response.State.UNANSWERED for task in self.items)


def response_tasks(assignment: Assignment) -> list[ResponseTask]:
    """The pages that hold what was assigned, with the person's own responses: one query."""
    content = assignment.assessment.content
    stored = {response.item: response for response in assignment.responses.all()}
    given = {key: response.as_input(content) for key, response in stored.items()}
    tasks = []
    for page in content.pages:
        items = [
            ItemTask(item, stored.get(item.key))
            for item in page.items
            if item.key in assignment.items and is_asked(item, given)
        ]
        if items:
            tasks.append(ResponseTask(page, items))
    return tasks


def respondents_of(assessment: Assessment) -> list[Respondent]:
    """Everybody's responses; nobody's while they are still being collected."""
    collection = collection_of(assessment)
    if collection is None or collection.is_open:
        return []
    content = assessment.content
    people: dict[str, Respondent] = {}
    rows = Response.objects.filter(assignment__assessment=assessment)
    for row in rows.select_related("assignment").order_by("assignment__created_at", "pk"):
        key = str(row.assignment_id)
        person = people.setdefault(key, Respondent(key, row.assignment.perspective, {}))
        people[key] = Respondent(
            key, person.perspective, {**person.answers, row.item: row.as_input(content)}
        )
    return list(people.values())


def views_of(assessment: Assessment) -> list[Views]:
    """What was said of each item, widest apart first; nothing before collecting is closed."""
    return gather_views(assessment.content, respondents_of(assessment))


def perception_of(assessment: Assessment) -> list[GroupPerception]:
    """How the perspectives see the groups; empty without two of them to be held against."""
    respondents = respondents_of(assessment)
    if assessment.content.method != "means" or len({r.perspective for r in respondents}) < 2:
        return []
    return compare_perspectives(assessment.content, respondents)


def names_of(assessment: Assessment) -> dict[str, str]:
    """Who is behind each respondent's key: for owners and editors of their own organisation only.

    After a hand-over those of the consultancy are strangers to the new owner and stay unnamed.
    """
    colleagues = User.objects.filter(memberships__organisation=assessment.enterprise.organisation)
    rows = assessment.assignments.filter(user__in=colleagues).select_related("user")
    return {str(row.pk): str(row.user) for row in rows}


def notes_of(assessment: Assessment, item: str) -> Sequence[Response]:
    """What was written beside the responses to one item, once collecting is closed."""
    rows = Response.objects.filter(
        ~Q(note=""),
        assignment__assessment=assessment,
        item=item,
        assignment__assessment__collection__closed_at__isnull=False,
    )
    return list(rows.select_related("assignment").order_by("assignment__created_at"))


@dataclass(frozen=True)
class MeetingRow:
    """One item on the meeting page: what was said, and what is agreed so far."""

    views: Views
    answer: Answer | None

    @property
    def is_agreed(self) -> bool:
        return self.answer is not None and self.answer.agreed_at is not None


def meeting_rows(assessment: Assessment) -> list[MeetingRow]:
    """What is to be talked about, in the order in which it is worth it."""
    answers = {answer.item: answer for answer in assessment.answers.all()}
    return [MeetingRow(v, answers.get(v.item.key)) for v in views_of(assessment)]
