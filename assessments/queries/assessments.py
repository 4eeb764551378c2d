"""Reading an assessment in progress: its task list and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models import Answer, Assessment, GivenAnswer
from maturity.instruments.edition import Edition as EditionContent
from maturity.instruments.edition import Group, Page, QuickUnit
from maturity.instruments.faults import Fault
from maturity.instruments.items import Item, Texts, ValueItem
from maturity.scoring import as_json, check_answers, score
from maturity.scoring.answers import QUICK


@dataclass(frozen=True)
class ItemTask:
    """One item with what is stored for it; `answer` is None before the first save."""

    item: Item
    answer: GivenAnswer | None

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else Answer.State.UNANSWERED


@dataclass(frozen=True)
class Task:
    """One page of questions, by its `position` among all pages."""

    page: Page
    position: int
    items: list[ItemTask]

    @property
    def first(self) -> ItemTask:
        return self.items[0]

    @property
    def is_single(self) -> bool:
        return len(self.page.items) == 1

    @property
    def is_open(self) -> bool:
        """Whether something that is asked here has no answer at all."""
        return any(item.state == Answer.State.UNANSWERED for item in self.items)

    @property
    def count_answered(self) -> int:
        """How many have an answer of any kind, "not known" included."""
        return sum(item.state != Answer.State.UNANSWERED for item in self.items)


@dataclass(frozen=True)
class TaskGroup:
    """Pages under one heading. What is `optional` never enters a score."""

    key: str
    name: Texts
    about: Texts
    tasks: list[Task]
    optional: bool


@dataclass(frozen=True)
class QuickTask:
    """One unit of the quick pass: the bounds or, for a single item, the answer given so far."""

    unit: QuickUnit
    answer: Answer | None
    done: bool


@dataclass(frozen=True)
class TaskList:
    """The hub of an assessment. Counts are of the items that are asked, indicators left out."""

    groups: list[TaskGroup]
    quick: list[QuickTask]
    answered: int
    unknown: int
    not_applicable: int
    total: int
    faults: list[Fault]  # answers that contradict one another; submitting is refused
    preview: Mapping[str, Any]  # what `manage.py score` would print now; empty with faults

    @property
    def open(self) -> int:
        return self.total - self.answered - self.unknown - self.not_applicable

    @property
    def first_open(self) -> Task | None:
        required = (task for group in self.groups if not group.optional for task in group.tasks)
        return next((task for task in required if task.is_open), None)

    @property
    def next_quick(self) -> QuickTask | None:
        return next((task for task in self.quick if not task.done), None)

    @property
    def tasks(self) -> list[Task]:
        return [task for group in self.groups for task in group.tasks]


def answers_of(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """All answers in the form that `maturity.scoring` reads, from one query."""
    content = assessment.content
    return {row.item: row.as_input(content) for row in assessment.answers.order_by("pk")}


def task_list(assessment: Assessment) -> TaskList:
    """Read everything the hub, a question's side panel and check-your-answers need: one query."""
    content = assessment.content
    stored = {answer.item: answer for answer in assessment.answers.all()}
    given = {key: answer.as_input(content) for key, answer in stored.items()}
    faults = check_answers(content, given)
    asked = {item.key for item in content.all_items if is_asked(item, given)}
    tasks = [
        Task(
            page=page,
            position=position,
            items=[ItemTask(i, stored.get(i.key)) for i in page.items if i.key in asked],
        )
        for position, page in enumerate(content.pages, start=1)
    ]
    states = [
        stored[item.key].state if item.key in stored else Answer.State.UNANSWERED
        for item in content.items
        if item.key in asked
    ]
    return TaskList(
        groups=_group_tasks(content, tasks),
        quick=[_quick_task(unit, stored) for unit in content.quick_units],
        answered=states.count(Answer.State.ANSWERED),
        unknown=states.count(Answer.State.UNKNOWN),
        not_applicable=states.count(Answer.State.NOT_APPLICABLE),
        total=len(states),
        faults=faults,
        preview={} if faults else as_json(score(content, given)),
    )


def is_asked(item: Item, given: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the answers so far open this item; most are always open."""
    if not isinstance(item, ValueItem) or item.opens_with is None:
        return True
    return bool(given.get(item.opens_with.item, {}).get("value") == item.opens_with.value)


def _group_tasks(content: EditionContent, tasks: list[Task]) -> list[TaskGroup]:
    """The pages under the blocks, the sets of indicators and the priorities, as they are asked."""
    found: dict[str, TaskGroup] = {}
    for task in tasks:
        first = task.page.items[0]
        head: Group = content.block_of(first) or task.page.group
        name, key = head.name, head.key
        if head.kind in ("tier", "question"):
            name, key = {}, content.key  # one list without headings
        optional = head.kind == "indicators"
        group = found.setdefault(key, TaskGroup(key, name, head.about, [], optional))
        group.tasks.append(task)
    return list(found.values())


def _quick_task(unit: QuickUnit, stored: Mapping[str, Answer]) -> QuickTask:
    answered = [
        item.key in stored and stored[item.key].state != Answer.State.UNANSWERED
        for item in unit.items
    ]
    if unit.is_single:
        return QuickTask(unit, stored.get(unit.items[0].key), done=all(answered))
    bounds = stored.get(QUICK + unit.key)
    return QuickTask(unit, bounds, done=bounds is not None or all(answered))


def neighbours(content: EditionContent, page: Page) -> tuple[Page | None, Page | None]:
    """The pages before and after this one in the order of asking."""
    pages = content.pages
    at = pages.index(page)
    return (pages[at - 1] if at else None, pages[at + 1] if at + 1 < len(pages) else None)
