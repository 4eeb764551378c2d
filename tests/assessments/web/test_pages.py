"""The pages of the main walk, through Django's client: statuses, queries, refusals, headers."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment, Edition, Grant, Report, User
from assessments.services.assessments import start_assessment, submit_assessment
from assessments.services.reports import request_report
from tests.conftest import BANDS

Answerer = Callable[..., None]


def question_url(assessment: Assessment, item: str = "VI") -> str:
    return reverse("question", args=[assessment.pk, item])


def form(**changes: Any) -> dict[str, Any]:
    """What the page sends for one choice."""
    return {"current": "1", "client_id": "page", "save_id": 1, "based_on": 0} | changes


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow_with_assessments(
    client: Client,
    alice: User,
    submitted: Assessment,
    siri: Edition,
    answer: Answerer,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    draft = start_assessment(by=alice, enterprise=submitted.enterprise, edition=siri)
    answer(draft, "VI", current=2)
    for _ in range(count - 1):
        other = start_assessment(by=alice, enterprise=submitted.enterprise, edition=siri)
        answer(other, "VI", current=2)
        submit_assessment(by=alice, assessment=other)
        start_assessment(by=alice, enterprise=submitted.enterprise, edition=siri)
    client.force_login(alice)

    # session and user, then: what is allowed, the object, its answers …
    with django_assert_num_queries(27):
        page = client.get(reverse("my_work"))
    assert page.content.count(b"/result/") == count
    with django_assert_num_queries(12):
        assert client.get(reverse("assessment", args=[draft.pk])).status_code == 200
    with django_assert_num_queries(9):
        assert client.get(question_url(draft)).status_code == 200
    with django_assert_num_queries(24):
        assert client.get(reverse("result", args=[submitted.pk])).status_code == 200


def test_pages_are_closed_to_strangers_and_to_those_without_the_right(
    client: Client,
    assessment: Assessment,
    submitted: Assessment,
    alice: User,
    carol: User,
    charlie: User,
) -> None:
    report = request_report(by=alice, assessments=[submitted], language="ja")
    pages = [
        reverse("assessment", args=[assessment.pk]),
        reverse("result", args=[submitted.pk]),
        reverse("report", args=[report.pk]),
        reverse("report_file", args=[report.pk]),
    ]
    for page in pages:
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={page}")

    client.force_login(charlie)
    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert client.post(question_url(assessment), form()).status_code == 404
    assert client.post(reverse("report_request", args=[submitted.pk])).status_code == 404

    client.force_login(carol)  # looks, and no more
    assert client.get(pages[1]).status_code == 200
    assert client.post(question_url(assessment), form()).status_code == 403
    assert not Answer.objects.filter(assessment=assessment, client_id="page").exists()
    assert client.post(reverse("report_request", args=[submitted.pk])).status_code == 403
    assert Report.objects.count() == 1


def test_grant_shows_results_but_no_questions(
    client: Client, dora: User, grant: Grant, submitted: Assessment, siri: Edition, alice: User
) -> None:
    draft = start_assessment(by=alice, enterprise=submitted.enterprise, edition=siri)
    client.force_login(dora)
    assert client.get(reverse("result", args=[submitted.pk])).status_code == 200
    assert client.get(question_url(draft)).status_code == 403


def test_answering_without_script_goes_from_question_to_question(
    client: Client, alice: User, assessment: Assessment
) -> None:
    client.force_login(alice)
    items = list(BANDS)
    for item, following in zip(items, [*items[1:], None], strict=True):
        page = client.post(question_url(assessment, item), form(current=str(BANDS[item])))
        after = (
            question_url(assessment, following)
            if following
            else reverse("check_answers", args=[assessment.pk])
        )
        assert (page.status_code, page.url) == (302, after)
    assert {a.item: a.value for a in assessment.answers.all()} == BANDS


def test_passing_over_a_question_stores_nothing(
    client: Client, alice: User, assessment: Assessment
) -> None:
    client.force_login(alice)
    page = client.post(question_url(assessment), form(current=""))
    assert (page.status_code, page.url) == (302, question_url(assessment, "HI"))
    assert not Answer.objects.exists()


def test_wrong_answer_is_shown_with_what_was_typed(
    client: Client, alice: User, assessment: Assessment
) -> None:
    client.force_login(alice)
    page = client.post(
        question_url(assessment), form(current="not_applicable", note="kept <b>words</b>")
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "Please say why it does not apply." in text
    assert "kept &lt;b&gt;words&lt;/b&gt;" in text
    assert re.search(r"<title>\s*Error:", text)
    assert not Answer.objects.exists()


def test_script_is_told_what_is_stored(client: Client, alice: User, assessment: Assessment) -> None:
    client.force_login(alice)
    headers = {"Accept": "application/json"}

    saved = client.post(question_url(assessment), form(target="0"), headers=headers)
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    assert saved.json()["warnings"] == ["Your target is below where you stand today."]

    other = form(client_id="other page", current="4")
    conflict = client.post(question_url(assessment), other, headers=headers)
    assert (conflict.status_code, conflict.json()["version"]) == (409, 1)
    assert Answer.objects.get().value == 1

    wrong = client.post(question_url(assessment), form(current="6", save_id=2), headers=headers)
    assert wrong.status_code == 422


def test_conflict_without_script_shows_both_and_lets_one_decide(
    client: Client, alice: User, assessment: Assessment, answer: Answerer
) -> None:
    answer(assessment, "VI", current=1)
    client.force_login(alice)
    page = client.post(question_url(assessment), form(current="4"))
    assert page.status_code == 409
    text = page.content.decode()
    assert "Somebody else saved this answer in the meantime" in text
    assert re.search(r'name="based_on" value="1"', text)
    assert client.post(question_url(assessment), form(current="4", based_on=1)).status_code == 302
    assert Answer.objects.get().value == 4


def test_action_given_through_the_api_is_shown_and_kept_by_the_page(
    client: Client, alice: User, assessment: Assessment, answer: Answerer
) -> None:
    answer(assessment, "VI", current=1, action="Buy two gateways")
    client.force_login(alice)
    assert "Buy two gateways" in client.get(question_url(assessment)).content.decode()
    client.post(question_url(assessment), form(current="2", action="Buy two gateways", based_on=1))
    assert Answer.objects.get().as_input(assessment.content) == {
        "current": 2,
        "action": "Buy two gateways",
    }


def test_submitted_assessment_leads_to_its_result(
    client: Client, alice: User, submitted: Assessment
) -> None:
    client.force_login(alice)
    result = reverse("result", args=[submitted.pk])
    for page in (reverse("assessment", args=[submitted.pk]), question_url(submitted)):
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (302, result)
    saved = client.post(
        question_url(submitted), form(current="5"), headers={"Accept": "application/json"}
    )
    assert saved.status_code == 409
    assert submitted.answers.get(item="VI").value == 1
    assert client.post(reverse("submit", args=[submitted.pk])).url == result
    assert client.get(reverse("check_answers", args=[submitted.pk])).status_code == 409


def test_result_page_shows_every_dimension_and_the_arithmetic(
    client: Client, alice: User, submitted: Assessment, siri: Edition
) -> None:
    client.force_login(alice)
    text = client.get(reverse("result", args=[submitted.pk])).content.decode()
    for item in siri.content.items:
        assert item.name["en"].replace("&", "&amp;") in text
    assert "19 ÷ 16 = 1.1875 → 1.19" in text
    assert "39.5 %" in text


def test_report_page_answers_htmx_with_the_part_that_changes(
    client: Client, alice: User, submitted: Assessment
) -> None:
    report = request_report(by=alice, assessments=[submitted], language="ja")
    client.force_login(alice)
    url = reverse("report", args=[report.pk])
    assert b"<html" in client.get(url).content
    part = client.get(url, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"<html" not in part.content
    report.job.state = "failed"
    report.job.error = {"code": "not_allowed", "params": {}}
    report.job.save()
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 286
    assert client.get(reverse("report_file", args=[report.pk])).status_code == 404


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("ja,en;q=0.5", "ja"), ("zh-CN,zh;q=0.9", "zh-Hans"), ("fr", "en"), ("zh-SG", "zh-Hans")],
)
def test_language_follows_the_browser(
    client: Client, db: None, accepts: str, language: str
) -> None:
    page = client.get("/", headers={"Accept-Language": accepts})
    assert f'<html lang="{language}">' in page.content.decode()


def test_language_chosen_is_remembered_with_the_account(client: Client, alice: User) -> None:
    client.force_login(alice)
    answer = client.post(reverse("set_language"), {"language": "ja", "next": reverse("my_work")})
    assert answer.url == reverse("my_work")
    alice.refresh_from_db()
    assert alice.language == "ja"
    assert '<html lang="ja">' in client.get(reverse("my_work")).content.decode()


def test_policy_allows_nothing_inline_and_no_other_site(client: Client, db: None) -> None:
    page = client.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert re.findall(r"(?:https?:)?//", policy) == []
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page.content.decode())


def test_wrong_enterprise_form_keeps_what_was_typed(client: Client, alice: User) -> None:
    client.force_login(alice)
    page = client.post(reverse("enterprise_create"), {"name": "髙橋製作所", "economy": "JP"})
    assert page.status_code == 422
    assert "髙橋製作所" in page.content.decode()
    assert alice.memberships.count() == 0


def test_viewer_is_not_offered_what_he_may_not_do(
    client: Client, carol: User, assessment: Assessment
) -> None:
    client.force_login(carol)
    page = client.get(reverse("my_work"))
    text = page.content.decode()
    assert reverse("assessment", args=[assessment.pk]) in text
    assert reverse("enterprise_create") not in text
    assert reverse("assessment_start", args=[assessment.enterprise_id]) not in text
    assert client.get(reverse("enterprise_create")).status_code == 403


def test_missing_things_are_not_found(client: Client, alice: User, assessment: Assessment) -> None:
    client.force_login(alice)
    assert client.get(question_url(assessment, "XX")).status_code == 404
    assert client.get(reverse("assessment", args=[uuid4()])).status_code == 404
    assert client.get(reverse("release", args=["none"])).status_code == 404


def test_demo_mail_does_not_exist_outside_demonstrations(
    client: Client, db: None, settings: Any
) -> None:
    settings.DEMO = False
    assert client.get(reverse("demo_mail")).status_code == 404
