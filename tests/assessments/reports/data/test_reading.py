"""What the data of a report hold, whatever the format."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from assessments.models import Assessment, Comment, Grant, User
from assessments.reports.data.as_csv import write_csv
from assessments.reports.data.as_json import write_json
from assessments.reports.data.as_xlsx import write_xlsx
from assessments.reports.data.reading import DataNotFrozen, report_data
from assessments.reports.options import ReportOptions
from maturity.instruments.loader import canonical_json, shipped_editions
from maturity.scoring import as_json, score_document
from tests.assessments.reports.data.conftest import Frozen, every_report
from tests.assessments.services.given import DX

Freeze = Callable[..., Frozen]
Answered = Callable[[str], Assessment]


@every_report
def test_answers_scored_again_give_the_same_scores(frozen: Frozen) -> None:
    (part,) = frozen.data.assessments
    content = json.dumps(part.answers, ensure_ascii=False)
    _edition, _answers, result = score_document(content, editions=shipped_editions())
    again, stored = as_json(result), frozen.stored
    assert canonical_json(again) == canonical_json(stored)


@every_report
def test_data_hold_every_item_and_group_with_their_exact_numbers(frozen: Frozen) -> None:
    (part,) = frozen.data.assessments
    edition, stored = frozen.edition, frozen.stored
    assert [item.key for item in part.items or []] == list(stored["items"])
    for item in part.items or []:
        held = item.model_dump()
        assert {name: held[name] for name in stored["items"][item.key]} == stored["items"][item.key]
        assert item.name == edition.item(item.key).name[frozen.language]
    scored = {group.key: group for group in part.groups if group.current}
    assert list(scored) == list(stored.get("scores", {}))
    for key, group in scored.items():
        for side, numbers in stored["scores"][key].items():
            held = getattr(group, side).model_dump()
            assert {name: held[name] for name in numbers} == numbers
    groups = {group.key for group in part.groups}
    assert all(item.group in groups for item in part.items or [])
    assert (part.edition.hash, part.edition.engine) == (edition.hash, stored["engine"])
    assert frozen.data.releases[0].hash == frozen.release.hash


def test_data_say_of_each_figure_where_it_stands(
    answered: Answered, finish: Callable[..., Assessment], freeze: Freeze
) -> None:
    frozen = freeze(finish("dx", DX), answered("facts"), answered("siri"))
    sections = {row.section for row in frozen.data.comparisons}
    assert sections == {"facts", "published", "dimensions", "national"}
    releases = {release.key: release for release in frozen.data.releases}
    assert sorted(releases) == ["caii-2022-11", "dx-2019-2024"]
    for row in frozen.data.comparisons:
        assert row.figures, row
        assert row.locator, row
        assert releases[row.release].licence
    mean = next(row for row in frozen.data.comparisons if row.section == "published" and row.about)
    assert mean.value == mean.figures[0].value
    assert mean.n == str(mean.figures[0].n)
    chinese = [f for row in frozen.data.comparisons for f in row.figures if f.economy == "CN"]
    held = {row.key: row.content for row in frozen.release.figures.all()}
    assert len(chinese) > 10
    for figure in chinese:
        published = held[figure.key]
        assert (figure.value, figure.unit, figure.period, figure.qualifier) == (
            *(published.value, published.unit, published.period, published.qualifier),
        )


def test_figures_are_given_once_as_they_are_printed(submitted: Assessment, freeze: Freeze) -> None:
    def keys(*left_out: str) -> dict[str, list[str]]:
        options = ReportOptions(left_out=frozenset(left_out))
        found: dict[str, list[str]] = {"dimensions": [], "national": []}
        for row in freeze(submitted, options=options).data.comparisons:
            found[row.section] += [figure.key for figure in row.figures]
        return found

    both, alone = keys(), keys("dimensions")
    every = both["dimensions"] + both["national"]
    assert len(every) == len(set(every))
    assert both["dimensions"]
    assert sorted(every) == sorted(alone["national"])
    assert keys("national") == {"dimensions": both["dimensions"], "national": []}


def test_data_of_several_assessments_are_told_apart(answered: Answered, freeze: Freeze) -> None:
    frozen = freeze(answered("siri"), answered("tiers"))
    assert [part.id for part in frozen.data.assessments] == [
        str(assessment.pk) for assessment in frozen.assessments
    ]
    assert frozen.data.assessments[1].scope == "Hall 2"


def test_data_do_not_depend_on_the_order_in_which_a_database_keeps_keys(
    answered: Answered, freeze: Freeze
) -> None:
    """PostgreSQL orders the keys of an object by length."""

    def stored(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: stored(value[k]) for k in sorted(value, key=lambda k: (len(k), k))}
        return [stored(each) for each in value] if isinstance(value, list) else value

    frozen = freeze(*(answered(key) for key in ("siri", "dx", "tiers", "facts")), language="ja")
    shuffled = report_data(stored(frozen.context))
    for write in (write_json, write_csv, write_xlsx):
        assert write(shuffled) == write(frozen.data)


def test_what_is_not_for_print_is_in_no_format(partial: Assessment, freeze: Freeze) -> None:
    partial.answers.filter(item="FC").update(
        reason="other", note="Not for print: landlord.", print_note=False
    )
    frozen = freeze(partial)
    answers = frozen.data.assessments[0].answers or {}
    assert "note" not in answers["answers"]["EI"]
    assert answers["answers"]["FC"]["note"] == "(not for print)"
    score_document(json.dumps(answers), editions=shipped_editions())  # "other" needs a note
    assert "Not for print" not in json.dumps(frozen.context)


def test_sections_that_the_report_leaves_out_are_left_out(
    answered: Answered, freeze: Freeze
) -> None:
    left_out = (
        *("priorities", "items", "quantities", "published"),
        *("dimensions", "national", "arithmetic"),
    )
    options = ReportOptions(left_out=frozenset(left_out))
    frozen = freeze(answered("dx"), answered("siri"), answered("facts"), options=options)
    assert frozen.data.left_out == list(left_out)
    for part in frozen.data.assessments[:2]:
        held = (part.answers, part.items, part.quantities, part.priorities, part.arithmetic)
        assert held == (None,) * 5
        assert part.groups[0].current
    assert frozen.data.assessments[2].items, "the report on facts is nothing but answers"
    assert {row.section for row in frozen.data.comparisons} == {"facts"}
    for write in (write_json, write_csv, write_xlsx):
        assert write(frozen.data)


def test_priorities_and_indicators_can_be_left_out_alone(
    answered: Answered, freeze: Freeze
) -> None:
    options = ReportOptions(left_out=frozenset({"priorities", "quantities"}))
    frozen = freeze(answered("siri"), answered("dx"), options=options)
    siri, dx = (part.answers or {} for part in frozen.data.assessments)
    assert "priorities" not in siri
    assert "quantities" not in dx
    assert siri["answers"]
    assert dx["answers"]


def test_data_hold_the_comments_that_the_report_was_asked_for_with(
    submitted: Assessment, grant: Grant, dora: User, freeze: Freeze
) -> None:
    consultancy = grant.consultancy
    for item, text in (("", "=Well done"), ("VI", "Begin here.")):
        Comment.objects.create(
            assessment=submitted, item=item, text=text, author=dora, organisation=consultancy
        )
    (part,) = freeze(submitted).data.assessments
    said = [(row.item, row.text, row.organisation) for row in part.comments or []]
    assert said == [("", "=Well done", consultancy.name), ("VI", "Begin here.", consultancy.name)]
    options = ReportOptions(left_out=frozenset({"items"}))
    assert freeze(submitted, options=options).context["parts"][0]["data"]["comments"] == []


@pytest.mark.parametrize("age", ["never", "schema 1", "schema 2"])
def test_older_reports_have_no_data(submitted: Assessment, freeze: Freeze, age: str) -> None:
    context: dict[str, Any] | None = freeze(submitted).context
    assert context
    if age == "schema 2":
        del context["parts"][0]["data"]
    if age == "schema 1":
        del context["parts"]
    with pytest.raises(DataNotFrozen):
        report_data(None if age == "never" else context)


def test_data_are_a_small_part_of_what_is_frozen(answered: Answered, freeze: Freeze) -> None:
    def size(value: Any) -> int:
        return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without(v) for k, v in value.items() if k != "data"}
        return [without(each) for each in value] if isinstance(value, list) else value

    for key in ("siri", "dx", "tiers", "facts"):
        context = freeze(answered(key)).context
        assert size(context) < 1.4 * size(without(context))
