"""Reading an assessment in progress: its task list and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models import Answer, Assessment, Edition
from maturity.instruments.edition import Edition as EditionContent
from maturity.instruments.edition import Group, Item
from maturity.scoring.engine import score
from maturity.scoring.result import as_json


@dataclass(frozen=True)
class Task:
    """One item with what is stored for it; `answer` is None before the first save."""

    item: Item
    pillar: Group
    position: int
    answer: Answer | None

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else Answer.State.UNANSWERED


@dataclass(frozen=True)
class TaskGroup:
    block: Group
    tasks: list[Task]


@dataclass(frozen=True)
class TaskList:
    """The hub of an assessment. Counts are of items."""

    groups: list[TaskGroup]
    answered: int
    unknown: int
    not_applicable: int
    total: int
    overall: Mapping[str, Any]  # the provisional overall score, as `manage.py score` prints it

    @property
    def open(self) -> int:
        return self.total - self.answered - self.unknown - self.not_applicable

    @property
    def first_open(self) -> Task | None:
        return next((t for t in self.tasks if t.state == Answer.State.UNANSWERED), None)

    @property
    def tasks(self) -> list[Task]:
        return [task for group in self.groups for task in group.tasks]


def task_list(assessment: Assessment) -> TaskList:
    """Read everything the hub, a question's side panel and check-your-answers need: one query."""
    edition = assessment.edition.content
    answers = {answer.item: answer for answer in assessment.answers.all()}
    tasks = [
        Task(item, edition.group(item.group), position, answers.get(item.key))
        for position, item in enumerate(edition.items, start=1)
    ]
    groups = [
        TaskGroup(block, [t for t in tasks if t.item in edition.items_of(block.key)])
        for block in edition.blocks
    ]
    states = [task.state for task in tasks]
    current = score(edition, {key: answer.as_input() for key, answer in answers.items()})
    return TaskList(
        groups=groups,
        answered=states.count(Answer.State.ANSWERED),
        unknown=states.count(Answer.State.UNKNOWN),
        not_applicable=states.count(Answer.State.NOT_APPLICABLE),
        total=len(tasks),
        overall=as_json(current)["scores"]["overall"]["current"],
    )


def neighbours(edition: EditionContent, item: Item) -> tuple[Item | None, Item | None]:
    """The items before and after this one in the order of asking."""
    items = edition.items
    at = items.index(item)
    return (items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None)


def published_editions() -> list[Edition]:
    """The editions in which a new assessment can be started."""
    return list(Edition.objects.filter(state=Edition.State.PUBLISHED).order_by("key", "-edition"))
