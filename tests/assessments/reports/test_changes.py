"""A result beside the earlier ones: what is said, what is frozen, what is printed."""

import datetime as dt
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from pypdf import PdfReader

from assessments.models import Assessment, Edition, Report, User
from assessments.queries.changes import read_history
from assessments.queries.results import stored_result
from assessments.reports.changes import change_section, earlier_text
from assessments.reports.contents import sections_of
from assessments.reports.context import freeze_context
from assessments.reports.options import options_showing
from assessments.services.assessments import start_correction, submit_assessment
from assessments.services.instruments import publish, upload_file
from assessments.services.reports import request_report
from tests.assessments.services.given import DX_KEYS, as_file, second_dx
from tests.conftest import BANDS, TARGETS

Finish = Callable[..., Assessment]
LEVELS = {key: {"current": BANDS[key], "target": TARGETS[key]} for key in BANDS}
UNKNOWN = {"state": "unknown"}


def put(assessment: Assessment, year: int) -> Assessment:
    """As if it had been submitted on 3 May of that year, where nobody published much."""
    moment = dt.datetime(year, 5, 3, 9, tzinfo=dt.UTC)
    found = Assessment.objects.get(pk=assessment.pk)
    found.submitted_at, found.profile["economy"] = moment, "SG"
    found.save(update_fields=["submitted_at", "profile"])
    return found


def section(user: User, assessment: Assessment) -> dict[str, Any]:
    found = change_section(read_history(user, assessment), stored_result(assessment), uid="trend")
    assert found is not None
    return found


def rows(found: list[dict[str, str]]) -> dict[str, tuple[str, str, str]]:
    return {row["name"]: (row["then"], row["now"], row["difference"]) for row in found}


@pytest.fixture
def two(finish: Finish) -> Assessment:
    """VI and SFC higher, LC lower, SG no longer known, HI known only now; of 16."""
    put(finish("siri", LEVELS | {"HI": UNKNOWN}), 2024)
    changed = {"VI": 3, "SFC": 2, "LC": 1}
    now = {key: {"current": level, "target": 3} for key, level in changed.items()}
    return put(finish("siri", LEVELS | now | {"SG": UNKNOWN}), 2025)


def test_the_statement_counts_only_what_is_known_both_times(alice: User, two: Assessment) -> None:
    found = section(alice, two)
    assert found["statement"] == (
        "Since 3 May 2024, of the 14 items known both times: 2 higher, 1 lower and 11 the same."
    )
    # 17 over the 14 then: 1.2142…; VI +2, SFC +1, LC −1: 19 over 14
    assert found["notes"] == [
        "On these 14 of 16 items the mean was 1.21 then and is 1.36 now: higher by 0.14.",
        "This compares answers. It does not say what made them differ.",
    ]


def test_what_is_different_and_what_cannot_be_compared(alice: User, two: Assessment) -> None:
    found = section(alice, two)
    assert rows(found["moved"]) == {
        "Vertical Integration": ("1 Defined", "3 Integrated", "+2"),
        "Shop Floor Connectivity": ("1 Connected", "2 Interoperable", "+1"),
        "Leadership Competency": ("2 Informed", "1 Limited Understanding", "−1"),
    }
    [apart] = found["apart"]
    assert apart["why"] == "Not known in one of the two"
    assert rows(apart["items"]) == {
        "Horizontal Integration": ("not known yet", "1 Defined", "–"),
        "Strategy & Governance": ("1 Formalisation", "not known yet", "–"),
    }


def test_published_means_stay_beside_those_of_the_same_items(alice: User, two: Assessment) -> None:
    overall, process, *_ = section(alice, two)["groups"]
    assert overall == {
        "name": "Overall",
        "then": "between 1.13 and 1.44",
        "now": "between 1.25 and 1.56",
        "before": "1.21",
        "after": "1.36",
        "difference": "+0.14",
        "counted": "14 of 16 items",
    }
    assert (process["difference"], process["counted"]) == ("+1.00", "2 of 3 items")


def test_no_word_praises(alice: User, two: Assessment) -> None:
    said = json.dumps({k: v for k, v in section(alice, two).items() if k != "trend"}).lower()
    assert not re.search("improve|progress|better|worse|thanks to|because of|success", said)


def test_the_row_over_time_has_the_published_results(alice: User, two: Assessment) -> None:
    trend = section(alice, two)["trend"]
    assert trend["meaning"] == (
        "2 results: between 1.13 and 1.44 on 3 May 2024, between 1.25 and 1.56 on 3 May 2025."
    )
    assert [(row["date"], row["outcome"], row["joint"]) for row in trend["rows"]] == [
        ("3 May 2024", "between 1.13 and 1.44", "–"),
        ("3 May 2025", "between 1.25 and 1.56", "not on all the same items"),
    ]
    assert "1.13–1.44" in trend["pictures"]["wide"]
    assert 'id="trend-s-t"' in trend["pictures"]["compact"]


def test_nothing_known_both_times_is_said(alice: User, finish: Finish) -> None:
    put(finish("siri", {"VI": {"current": 1}}), 2024)
    found = section(alice, put(finish("siri", {"HI": {"current": 1}}), 2025))
    assert found["statement"].startswith("Nothing is known in both results")
    assert found["groups"][0]["difference"] == "–"
    assert found["moved"] == []
    assert any(note.startswith("Without a value both times:") for note in found["notes"])


def test_all_the_same_is_said_plainly(alice: User, finish: Finish) -> None:
    put(finish("siri", LEVELS), 2024)
    found = section(alice, put(finish("siri", LEVELS), 2025))
    assert found["statement"] == "Since 3 May 2024, of the 16 items known both times: 16 the same."
    assert found["notes"][0] == "On all 16 items the mean is 1.19, as it was then."
    assert "on the same items" in [row["joint"] for row in found["trend"]["rows"]]


def test_quick_passes_are_passed_over(alice: User, finish: Finish) -> None:
    quick = {"quick.automation": {"low": 1, "high": 2}, "VI": {"current": 1}}
    put(finish("siri", LEVELS), 2022)
    put(finish("siri", quick), 2023)
    found = section(alice, put(finish("siri", LEVELS), 2024))
    assert found["earlier"]["date"] == "3 May 2022"
    assert "3 May 2023." in next(note for note in found["notes"] if "Passed over" in note)
    assert [row["joint"] for row in found["trend"]["rows"]] == ["–", *["not comparable"] * 2]
    only_quick = section(alice, put(finish("siri", quick), 2025))
    assert only_quick["statement"] == (
        "This result is provisional, from the quick pass, so it is not compared."
    )
    assert (only_quick["earlier"], only_quick["groups"], only_quick["moved"]) == (None, [], [])


def test_another_workshop_is_not_compared(alice: User, finish: Finish) -> None:
    answers = {f"L1-{role}": {"answer": "yes"} for role in ("capability", "scenario", "relief")}
    put(finish("tiers", answers, scope="Hall 1"), 2024)
    found = section(alice, put(finish("tiers", answers, scope="Hall 2"), 2025))
    assert found["statement"] == (
        "The result of 3 May 2024 is about another site or workshop, so it is not compared."
    )
    assert found["trend"] is None


def test_tiers_then_and_now(alice: User, finish: Finish) -> None:
    def practices(*tiers: int) -> dict[str, Any]:
        roles = ("capability", "scenario", "relief", "gain")
        return {
            f"L{n}-{role}": {"answer": "yes" if n in tiers else "no"}
            for n in range(1, 6)
            for role in roles
        }

    put(finish("tiers", practices(1), scope="Hall 2"), 2024)
    now = practices(1, 2) | {"L3-capability": UNKNOWN, "L3-gain": UNKNOWN}
    found = section(alice, put(finish("tiers", now, scope="Hall 2"), 2025))
    assert found["statement"] == (
        "Highest tier of network applications in production use at Hall 2:"
        " L1 on 3 May 2024, L2 now."
    )
    assert found["notes"][0] == (
        "Since 3 May 2024, of the 18 answers known both times: 4 different and 14 the same."
    )
    assert [(row["then"], row["now"], row["difference"]) for row in found["tiers"][:3]] == [
        ("reached", "reached", "the same"),
        ("not reached", "reached", "reached now"),
        ("not reached", "not reached", "the same"),
    ]
    assert {row["then"] + row["now"] for row in found["moved"]} == {"noyes"}
    assert found["trend"]["pictures"]["wide"].count("c-tgl") == 0  # no half tiers
    assert found["groups"] == []


def test_facts_then_and_now(alice: User, finish: Finish) -> None:
    put(finish("facts", {"staff_total": {"value": "40"}, "dx_certified": {"value": False}}), 2024)
    now = {"staff_total": {"value": "44"}, "dx_certified": {"value": True}}
    found = section(alice, put(finish("facts", now), 2025))
    assert found["statement"] == (
        "Since 3 May 2024, of the 2 answers known both times: 2 different."
    )
    assert {row[1:] for row in rows(found["moved"]).values()} == {("44 people", "+4"), ("Yes", "–")}
    assert found["trend"] is None


def test_an_edition_that_asks_otherwise_says_so(
    alice: User, administrator: User, finish: Finish
) -> None:
    put(finish("dx", {key: {"current": 1} for key in DX_KEYS}), 2024)
    upload = upload_file(by=administrator, content=as_file(second_dx()))
    assert upload.draft is not None
    publish(by=administrator, issue=upload.draft)
    old = Edition.objects.get(key="dx", edition="2019")
    Edition.objects.filter(pk=old.pk).update(shipped=False)
    Edition.objects.filter(key="dx", edition="2019.1").update(shipped=True)
    keys = [*DX_KEYS[:-1], "9-7"]
    found = section(alice, put(finish("dx", {key: {"current": 2} for key in keys}), 2025))
    assert found["statement"].startswith("Since 3 May 2024, of the 33 items known both times: 33")
    assert any("edition 2019, this one edition 2019.1" in note for note in found["notes"])
    assert any(note.startswith("No longer asked: 9-6") for note in found["notes"])
    assert [(group["why"], len(group["items"])) for group in found["apart"]] == [
        ("Asked in another way then", 1),
        ("Not asked then", 1),
    ]
    assert found["trend"]["rows"][1]["joint"] == "not comparable"


def test_a_correction_stands_for_the_day_it_corrects(
    alice: User, finish: Finish, two: Assessment
) -> None:
    [earlier] = read_history(alice, two).earlier
    correction = start_correction(by=alice, assessment=earlier.assessment)
    submit_assessment(by=alice, assessment=correction)
    found = section(alice, two)
    assert found["earlier"] == {"id": str(correction.pk), "date": "3 May 2024"}
    assert any("the correction of the one submitted on 3 May 2024" in n for n in found["notes"])


def test_the_first_result_says_that_it_is(alice: User, charlie: User, two: Assessment) -> None:
    [earlier] = read_history(alice, two).earlier
    first = read_history(alice, earlier.assessment)
    assert change_section(first, stored_result(earlier.assessment), uid="t") is None
    assert earlier_text(first) == (
        "This is the first result of this enterprise with this questionnaire."
    )
    assert earlier_text(read_history(alice, two)) == "Compared with the result of 3 May 2024."
    # there is one, which is not for this reader: not the first, and no more is said
    assert earlier_text(read_history(charlie, two)) == (
        "This result is compared with no earlier one."
    )


def test_the_report_keeps_what_it_was_asked_to_compare(
    alice: User, two: Assessment, finish: Finish
) -> None:
    report = request_report(by=alice, assessments=[two], language="en")
    [earlier] = report.earlier.all()
    correction = start_correction(by=alice, assessment=earlier)
    submit_assessment(by=alice, assessment=correction)
    [part] = freeze_context(report)["parts"]
    assert part["change"]["earlier"]["id"] == str(earlier.pk)
    assert json.loads(json.dumps(part["change"])) == part["change"]
    again = request_report(by=alice, assessments=[two], language="en")
    assert (again == report, list(again.earlier.all())) == (False, [correction])


def test_without_the_section_nothing_is_compared(alice: User, two: Assessment) -> None:
    options = options_showing(["profile"])
    report = request_report(by=alice, assessments=[two], language="en", options=options)
    context = freeze_context(report)
    assert (report.earlier.count(), context["parts"][0]["change"]) == (0, None)
    assert context["parts"][0]["earlier"] == ""
    assert "change" not in [section.anchor for section in sections_of(context)]


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_the_report_prints_it(
    alice: User, two: Assessment, make_report: Callable[..., Report], language: str
) -> None:
    report = make_report(two, by=alice, language=language)
    assert report.job.error is None
    context = report.context or {}
    [part] = context["parts"]
    with translation.override(language):
        expected = section(alice, two)
    assert part["change"]["statement"] == expected["statement"]
    reader = PdfReader(io.BytesIO((settings.MEDIA_ROOT / report.file).read_bytes()))
    text = squeeze("".join(page.extract_text() for page in reader.pages))
    for said in (
        expected["statement"],
        *expected["notes"],
        expected["trend"]["meaning"],
        *(row["name"] for row in expected["moved"]),
        *(group["why"] for group in expected["apart"]),
        part["earlier"],
        part["pictures"]["web"]["meaning"],
    ):
        assert squeeze(said) in text
    anchors = [section.anchor for section in sections_of(context)]
    assert "change" in anchors


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text).replace("〜", "～")


def test_the_pillars_are_a_web_and_the_nine_groups_are_none(
    alice: User, two: Assessment, finish: Finish
) -> None:
    def web(assessment: Assessment) -> Any:
        report = request_report(by=alice, assessments=[assessment], language="en")
        return freeze_context(report)["parts"][0]["pictures"]["web"]

    found = web(two)
    assert found["meaning"] == (
        "Mean today, lowest: Intelligence (0.67); highest: Operations (3.00)."
        " Broken axes, because not everything is known: Structure & Management."
    )
    assert found["picture"].count('class="c-web"') == 6  # a gap on both sides of the open one
    assert web(finish("dx", {"1": {"current": 1}})) is None
