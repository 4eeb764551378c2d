"""What stands in a report, and what is said of what does not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from assessments.models import Assessment, Comment, Organisation, Report, User
from assessments.queue import JobFailed
from assessments.reports.contents import absent_from, sections_of
from assessments.reports.context import freeze_context
from assessments.reports.glyphs import check_characters
from assessments.reports.options import SECTIONS, ReportOptions, options_showing
from assessments.reports.pages import report_html
from assessments.services.demo import PRACTICES, PRIORITIES
from assessments.services.reports import request_report
from tests.conftest import BANDS, TARGETS

Finish = Callable[..., Assessment]


@pytest.fixture
def frozen(alice: User) -> Callable[..., dict[str, Any]]:
    def freeze(
        *assessments: Assessment, options: ReportOptions | None = None, language: str = "en"
    ) -> dict[str, Any]:
        report = request_report(
            by=alice,
            assessments=assessments,
            language=language,
            options=options or ReportOptions(),
        )
        return freeze_context(report)

    return freeze


@pytest.fixture
def commented(submitted: Assessment, dora: User) -> Assessment:
    """On the whole, on an item, on an input of the priorities, and by somebody who is gone."""
    consultancy = Organisation.objects.get(kind="consultancy")
    said = {"": "Seen on site.", "VI": "現場は紙です。", "priorities.kpis": "Too many."}
    for item, text in said.items():
        Comment.objects.create(
            assessment=submitted, item=item, text=text, author=dora, organisation=consultancy
        )
    Comment.objects.create(assessment=submitted, item="HI", text="Nobody’s.", organisation=None)
    return submitted


def titles(context: dict[str, Any]) -> list[str]:
    with translation.override(context["language"]):
        return [section.title for section in sections_of(context)]


def absent(context: dict[str, Any]) -> dict[str, str]:
    with translation.override(context["language"]):
        return {found.title: found.why for found in absent_from(context)}


def test_sections_stand_in_the_order_of_the_choice(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    assert titles(frozen(submitted)) == [
        "Summary on one page",
        "Profile of the items",
        "Process",
        "Technology",
        "Organisation",
        "Roadmap",
        "The six dimensions of the national report",
        "National context",
        "How the numbers came about",
        "Method, sources and verification",
    ]


def test_what_is_not_there_says_why(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    found = absent(frozen(submitted))
    assert found.pop("Since the last assessment")
    assert found == {
        "Where to begin": "The inputs of the priorities were not given.",
        "How you see it yourselves": (
            "Fewer than two people answered on their own, or collecting is not closed."
        ),
        "Published results of the same questionnaire": (
            "No results of this questionnaire have been published here."
        ),
        "Beside other enterprises": (
            "No figures of the pool of enterprises have been published here."
        ),
        "Notes by the enterprise": "None was written, or none may be printed.",
        "Comments by consultants": "None was written.",
    }


@pytest.mark.parametrize("section", SECTIONS)
def test_what_was_left_out_is_named_and_nothing_points_to_it(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]], section: str
) -> None:
    context = frozen(submitted, options=ReportOptions(left_out=frozenset({section})))
    left_out = [title for title, why in absent(context).items() if why.startswith("Left out")]
    assert len(left_out) == (0 if section == "quantities" else 1), "siri has no indicators"
    assert not set(left_out) & set(titles(context))
    html = report_html(context)
    assert ('href="#item-VI"' in html) == (section != "items")


def test_report_of_nothing_but_what_always_stands_names_the_rest(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    context = frozen(submitted, options=options_showing([]))
    assert titles(context) == ["Summary on one page", "Method, sources and verification"]
    assert set(absent(context).values()) == {"Left out when the report was asked for."}


def test_national_does_not_repeat_what_stands_beside_the_dimensions(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    def printed(*left_out: str) -> list[str]:
        context = frozen(submitted, options=ReportOptions(left_out=frozenset(left_out)))
        national = next(s for s in sections_of(context) if s.anchor == "national")
        return [section["relation"] for section in national.values["national"]]

    assert "own" not in printed()
    assert printed("dimensions")[0] == "own"


def test_dimensions_hold_own_answers_and_figures_of_the_own_economy(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    context = frozen(submitted)
    own = next(part for part in context["national"] if part["relation"] == "own")
    figures = [row for group in own["groups"] for row in group["figures"]]
    assert len(context["dimensions"]) == 6
    assert [row for found in context["dimensions"] for row in found["figures"]] == figures
    strategy = context["dimensions"][0]
    (side,) = strategy["own"]
    level = submitted.content.level_name(submitted.content.item("SG"), BANDS["SG"])["en"]
    assert {row["name"]: row["answer"] for row in side["rows"]}["Strategy & Governance"] == (
        f"{BANDS['SG']} {level}"
    )


def test_dimensions_are_those_of_the_assessments_in_the_report(
    submitted: Assessment, finish: Finish, frozen: Callable[..., dict[str, Any]]
) -> None:
    tiers = finish("tiers", {key: {"answer": given} for key, given in PRACTICES.items()})

    def instruments(*parts: Assessment) -> set[str]:
        return {own["title"] for found in frozen(*parts)["dimensions"] for own in found["own"]}

    assert instruments(submitted) == {"SIRI"}
    assert instruments(tiers) == {"L1–L5"}
    assert instruments(submitted, tiers) == {"SIRI", "L1–L5"}


def test_comments_are_frozen_with_whose_they_are_and_when(
    commented: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    (part,) = frozen(commented)["parts"]
    items = {item["anchor"]: item["comments"] for item in part["blocks"][0]["items"]}
    (on_item,) = items["item-VI"]
    assert (on_item["by"], on_item["comment"]) == ("Morimoto Consulting", "現場は紙です。")
    assert (on_item["comment_lang"], on_item["by_lang"]) == ("ja", "")
    assert [said["by"] for said in items["item-HI"]] == [""]
    whole, kpis = part["remarks"]
    assert (whole["about"], whole["comments"][0]["comment"]) == ("", "Seen on site.")
    assert kpis["comments"][0]["comment"] == "Too many."
    assert kpis["about"]


def test_comment_of_a_consultancy_that_is_gone_says_so(
    commented: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    context = frozen(commented)
    html = report_html(context)
    assert "the consultancy it was written for no longer exists here." in html
    assert "Comment by <b>Morimoto Consulting</b>" in html
    assert "Comments by consultants" not in absent(context)


def test_one_comment_more_makes_another_report(commented: Assessment, alice: User) -> None:
    def ask() -> Report:
        return request_report(
            by=alice, assessments=[commented], language="en", options=options_showing(["profile"])
        )

    first = ask()
    assert ask() == first
    Comment.objects.create(assessment=commented, item="VI", text="And now?")
    assert ask() != first


def test_character_without_a_glyph_in_a_comment_is_named_as_one(
    commented: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    commented.comments.filter(item="VI").update(text="Well done \U0001f600")
    with pytest.raises(JobFailed) as caught:
        check_characters(frozen(commented))
    assert caught.value.error["params"]["where"] == "the comment on “Vertical Integration”"


def test_first_steps_are_those_that_the_priorities_recommend(
    finish: Finish, frozen: Callable[..., dict[str, Any]]
) -> None:
    given: dict[str, Any] = {key: {"current": BANDS[key], "target": TARGETS[key]} for key in BANDS}
    found = finish("siri", given | {key: {"value": value} for key, value in PRIORITIES.items()})
    (part,) = frozen(found)["parts"]
    first, following = part["roadmap"]["stages"]
    assert [step["name"] for step in first["steps"]] == [
        row["name"] for row in part["priorities"]["recommended"]
    ]
    assert "Strategic" in first["rule"]
    names = {step["name"] for step in [*first["steps"], *following["steps"]]}
    assert len(names) == len(first["steps"]) + len(following["steps"])
    assert all(step["step"] for step in [*first["steps"], *following["steps"]])
    assert [row["steps"] for row in part["roadmap"]["rest"]] == [
        row["target"] - row["level"] for row in part["roadmap"]["rest"]
    ]


def test_roadmap_names_what_has_no_place_in_it(
    partial: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    (part,) = frozen(partial)["parts"]
    (beside,) = part["roadmap"]["beside"]
    assert "Shop Floor Automation" in beside
    assert "Strategy & Governance" in beside
    assert "Facility Connectivity" not in beside, "it does not apply"
    steps = [step["anchor"] for stage in part["roadmap"]["stages"] for step in stage["steps"]]
    assert "item-LC" not in steps, "above its target"


def test_roadmap_without_targets_says_so(
    finish: Finish, frozen: Callable[..., dict[str, Any]]
) -> None:
    (part,) = frozen(finish("siri", {key: {"current": BANDS[key]} for key in BANDS}))["parts"]
    assert part["roadmap"]["stages"] == []
    assert part["roadmap"]["nothing"] == "No targets are set yet, so there is no way to them."
    assert part["roadmap"]["beside"][0].startswith("No target set: Vertical Integration, ")
    assert "16 items have no target." in part["summary"]["uncertain"]


def test_roadmap_of_tiers_begins_with_the_next_tier(
    finish: Finish, frozen: Callable[..., dict[str, Any]]
) -> None:
    given = {key: {"answer": answer} for key, answer in PRACTICES.items()}
    (part,) = frozen(finish("tiers", given))["parts"]
    stages = part["roadmap"]["stages"]
    assert [stage["title"][:2] for stage in stages] == ["L2", "L3", "L4", "L5"]
    assert [step["anchor"] for step in stages[0]["steps"]] == ["item-L2-scenario", "item-L2-relief"]


def test_summary_says_what_is_uncertain_by_name(
    partial: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    (part,) = frozen(partial)["parts"]
    assert part["summary"]["uncertain"] == [
        "Some items are open. The range runs from what the mean would be if all of them stood at 0 "
        "to what it would be if all stood at 5.",
        "Not known yet: Shop Floor Automation.",
        "Not answered: Strategy & Governance.",
        "Left out because they do not apply: Facility Connectivity.",
        "1 item has no target.",
        "To narrow it most, answer these first: Strategy & Governance and Shop Floor Automation.",
    ]


def test_summary_says_what_it_is_held_against_as_far_as_it_is_printed(
    submitted: Assessment, frozen: Callable[..., dict[str, Any]]
) -> None:
    def against(*left_out: str) -> list[str]:
        options = ReportOptions(left_out=frozenset(left_out))
        summary = frozen(submitted, options=options)["parts"][0]["summary"]
        found: list[str] = summary["against"]
        return found

    nothing, context = against()
    assert nothing.startswith("There is nothing to hold this result against yet")
    assert context.startswith("National figures stand in this report as context")
    assert against("national", "dimensions") == [nothing]
