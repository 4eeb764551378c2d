"""The task list of each questionnaire: what is asked, what counts, what contradicts."""

from collections.abc import Callable
from typing import Any

import pytest

from assessments.models import Assessment, TableSet
from assessments.queries.assessments import TaskList, neighbours, task_list
from tests.assessments.services.given import ANSWERS, PRIORITIES

Begin = Callable[[str], Assessment]
Answerer = Callable[..., None]


def shape(tasks: TaskList) -> list[tuple[str, int, bool]]:
    return [(group.key, len(group.tasks), group.optional) for group in tasks.groups]


def counts(tasks: TaskList) -> tuple[int, int, int, int]:
    return tasks.answered, tasks.unknown, tasks.not_applicable, tasks.total


@pytest.mark.parametrize(
    ("key", "groups", "total"),
    [
        (
            "siri",
            [
                ("process", 3, False),
                ("technology", 9, False),
                ("organisation", 4, False),
                ("priorities", 4, True),
            ],
            16,
        ),
        (
            "dx",
            [
                ("management", 19, False),
                ("it", 16, False),
                ("competitiveness", 6, True),
                ("activity", 7, True),
                ("it_indicators", 8, True),
            ],
            35,
        ),
        ("tiers", [("tiers", 5, False)], 20),
    ],
)
def test_pages_stand_under_their_groups(
    begin: Begin, key: str, groups: list[tuple[str, int, bool]], total: int
) -> None:
    tasks = task_list(begin(key))
    assert shape(tasks) == groups
    assert counts(tasks) == (0, 0, 0, total)
    assert tasks.open == total
    assert [task.position for task in tasks.tasks] == list(range(1, len(tasks.tasks) + 1))
    assert tasks.first_open == tasks.tasks[0]


def test_siri_without_tables_asks_no_priorities(begin: Begin, shipped: None) -> None:
    TableSet.objects.all().delete()
    assert [group.key for group in task_list(begin("siri")).groups] == [
        *("process", "technology", "organisation")
    ]


def test_what_is_optional_does_not_count(begin: Begin, answer: Answerer) -> None:
    siri, dx = begin("siri"), begin("dx")
    for item, given in PRIORITIES.items():
        answer(siri, item, **given)
    answer(dx, "data_freshness", current="weekly")
    answer(dx, "quick.4", low=0, high=1)
    for assessment, total in ((siri, 16), (dx, 35)):
        tasks = task_list(assessment)
        assert counts(tasks) == (0, 0, 0, total)
        assert tasks.first_open is not None
        assert tasks.first_open.position == 1


def test_nothing_required_is_open_when_all_items_are_answered(
    begin: Begin, answer: Answerer
) -> None:
    for key in ("dx", "tiers"):
        assessment = begin(key)
        for item, given in ANSWERS[key].items():
            answer(assessment, item, **given)
        tasks = task_list(assessment)
        assert (tasks.open, tasks.first_open) == (0, None)


def test_page_of_several_says_how_far_it_is(begin: Begin, answer: Answerer) -> None:
    tiers = begin("tiers")
    answer(tiers, "L1-capability", answer="no")
    answer(tiers, "L1-scenario", state="unknown")
    answer(tiers, "L1-relief", note="only words")
    answer(tiers, "L2-relief", state="not_applicable", reason="no_moving_equipment")
    tasks = task_list(tiers)
    first, second = tasks.tasks[:2]
    assert (first.count_answered, len(first.items), first.is_open, first.is_single) == (
        *(2, 4, True, False),
    )
    assert second.count_answered == 1
    assert counts(tasks) == (1, 1, 1, 20)
    assert tasks.open == 17
    assert (tasks.preview["low"], tasks.preview["high"]) == (0, 0)


def test_closed_questions_are_neither_asked_nor_counted(begin: Begin, answer: Answerer) -> None:
    facts = begin("facts")

    def asked() -> tuple[int, list[str]]:
        tasks = task_list(facts)
        page = next(task for task in tasks.tasks if task.page.key == "dx_certified")
        return tasks.total, [item.item.key for item in page.items]

    total, keys = asked()
    assert keys == ["dx_certified"]
    all_items = facts.content.items
    closed = [item for item in all_items if getattr(item, "opens_with", None)]
    assert total == len(all_items) - len(closed)

    answer(facts, "dx_certified", value=True)
    assert asked() == (
        total + 2,
        ["dx_certified", "dx_certified.name", "dx_certified.year"],
    )
    answer(facts, "dx_certified.name", value="DX認定")
    assert task_list(facts).answered == 2
    answer(facts, "dx_certified", value=False)
    assert asked() == (total, ["dx_certified"])
    assert task_list(facts).answered == 1
    for given in ({"state": "unknown"}, {}):
        answer(facts, "dx_certified", **given)
        assert asked() == (total, ["dx_certified"])


def test_facts_are_one_list_of_questions(begin: Begin) -> None:
    [group] = task_list(begin("facts")).groups
    assert (group.key, group.name, group.optional) == ("facts", {}, False)
    assert len(group.tasks) == 17  # the year, then sixteen questions


def test_contradiction_is_named_and_nothing_is_previewed(begin: Begin, answer: Answerer) -> None:
    facts = begin("facts")
    answer(facts, "staff_total", value="40")
    answer(facts, "staff_digital", value="12")
    assert task_list(facts).faults == []
    answer(facts, "staff_total", value="10")
    tasks = task_list(facts)
    assert [(fault.path, fault.code) for fault in tasks.faults] == [
        ("answers.staff_digital.value", "part_exceeds_whole")
    ]
    assert tasks.preview == {}


def quick(tasks: TaskList) -> dict[str, bool]:
    return {task.unit.key: task.done for task in tasks.quick}


def test_quick_unit_is_done_with_bounds_or_with_all_its_answers(
    begin: Begin, answer: Answerer
) -> None:
    dx = begin("dx")
    tasks = task_list(dx)
    assert quick(tasks) == dict.fromkeys("123456789", False)
    assert tasks.next_quick is not None
    assert tasks.next_quick.unit.key == "1"

    answer(dx, "1", current=1)
    answer(dx, "2", state="unknown")
    answer(dx, "3", note="only words")
    answer(dx, "quick.4", low=0, high=1)
    for item in ("5", "5-1"):
        answer(dx, item, current=1)
    tasks = task_list(dx)
    assert [key for key, done in quick(tasks).items() if done] == ["1", "2", "4"]
    assert tasks.next_quick is not None
    assert tasks.next_quick.unit.key == "3"
    answer(dx, "5-2", current=1)
    assert quick(task_list(dx))["5"]
    assert task_list(dx).preview["scores"]["overall"]["current"]["provisional"]


@pytest.mark.parametrize(("key", "units"), [("siri", 10), ("dx", 9), ("tiers", 0), ("facts", 0)])
def test_quick_pass_has_the_units_of_its_questionnaire(begin: Begin, key: str, units: int) -> None:
    tasks = task_list(begin(key))
    assert len(tasks.quick) == units
    assert (tasks.next_quick is None) == (units == 0)


@pytest.mark.parametrize("key", ["siri", "dx", "tiers", "facts"])
def test_task_list_is_one_query(
    begin: Begin, answer: Answerer, key: str, django_assert_num_queries: Any
) -> None:
    assessment = begin(key)
    for item, given in ANSWERS.get(key, PRIORITIES).items():
        answer(assessment, item, **given)
    assessment = Assessment.objects.select_related("edition", "tables").get(pk=assessment.pk)
    with django_assert_num_queries(1):
        task_list(assessment)


@pytest.mark.parametrize("key", ["siri", "dx", "tiers", "facts"])
def test_pages_follow_one_another(begin: Begin, key: str) -> None:
    content = begin(key).content
    page, seen = content.pages[0], []
    assert neighbours(content, page)[0] is None
    while True:
        seen.append(page)
        following = neighbours(content, page)[1]
        if following is None:
            break
        assert neighbours(content, following)[0] == page
        page = following
    assert tuple(seen) == content.pages
