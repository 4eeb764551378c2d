"""What waits for each role, and in which order."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Assessment,
    Edition,
    Event,
    Grant,
    Job,
    JoinRequest,
    Membership,
    Organisation,
    Release,
    User,
)
from assessments.queries.waiting import ORDER, waiting_for
from assessments.services.assessments import Save, set_due
from assessments.services.events import record_event
from assessments.services.memberships import invite_member
from assessments.services.reports import request_report
from assessments.services.responses import (
    agree_on_answer,
    assign,
    close_collection,
    finish_responses,
    save_response,
)
from assessments.web.waiting import URLS, waiting_rows


def kinds(user: User) -> list[str]:
    return [waiting.kind for waiting in waiting_for(user)]


def ask(assessment: Assessment, by: User, whom: User, **changes: Any) -> Any:
    fields = {"perspective": "it", "items": ["VI"], "due": None, "language": "en"} | changes
    return assign(by=by, assessment=assessment, email=whom.email, **fields)


@pytest.fixture
def rita(client_organisation: Organisation) -> User:
    person = User.objects.create_user("rita@example.org", name="Rita")
    Membership.objects.create(user=person, organisation=client_organisation, role="respondent")
    return person


def test_a_stranger_has_nothing_to_do(charlie: User, submitted: Assessment) -> None:
    Assessment.objects.filter(enterprise__owner__members=charlie).delete()
    assert kinds(charlie) == []


def test_from_asking_to_submitting(
    assessment: Assessment, alice: User, bob: User, rita: User, answer: Callable[..., None]
) -> None:
    assert kinds(alice) == ["answer"]
    asked = ask(assessment, alice, rita)
    assert (kinds(rita), kinds(alice), kinds(bob)) == (["respond"], [], [])

    save_response(assignment=asked, item="VI", given={"current": 2}, save=Save("t", 1, 0))
    finish_responses(by=rita, assignment=asked)
    assert (kinds(rita), kinds(alice), kinds(bob)) == ([], ["close_collection"], [])

    close_collection(by=alice, assessment=assessment)
    assert kinds(alice) == kinds(bob) == ["agree"]

    agree_on_answer(
        by=alice, assessment=assessment, item="VI", given={"current": 2}, reason="x",
        save=Save("t", 1, 0),
    )  # fmt: skip
    assert kinds(alice) == ["answer"]
    for item in assessment.content.items:
        if item.key != "VI":
            answer(assessment, item.key, current=1)
    assert kinds(alice) == ["submit"]


def test_what_is_overdue_comes_first_and_what_is_due_soon_before_the_rest(
    begin: Callable[[str], Assessment], alice: User
) -> None:
    today = timezone.localdate()
    later, soon, late, never = begin("siri"), begin("dx"), begin("tiers"), begin("facts")
    set_due(assessment=later, due=today + dt.timedelta(days=90))
    set_due(assessment=soon, due=today + dt.timedelta(days=3))
    Assessment.objects.filter(pk=late.pk).update(due=today - dt.timedelta(days=1))

    found = waiting_for(alice)
    assert [w.about for w in found[:2]] == [late, soon]
    assert {w.about for w in found[2:]} == {later, never}
    assert [w.is_overdue for w in found] == [True, False, False, False]


def test_invitations_wait_for_whoever_has_the_address(
    client_organisation: Organisation, alice: User, charlie: User
) -> None:
    Assessment.objects.all().delete()
    invite_member(
        by=alice, organisation=client_organisation, email="Charlie@example.org", role="viewer",
        language="en",
    )  # fmt: skip
    assert kinds(charlie) == ["invitation"]
    [row] = waiting_rows(charlie)
    assert row.text == "Answer the invitation of Lakeside"


def test_who_asks_to_join_waits_for_those_who_manage(
    alice: User, bob: User, charlie: User, client_organisation: Organisation
) -> None:
    JoinRequest.objects.create(user=charlie, email="Alice@example.org")  # as it was typed
    JoinRequest.objects.create(user=charlie, email="bob@example.org")  # an editor decides nothing
    assert kinds(alice) == ["join_request"]
    assert kinds(bob) == []


def test_a_grant_that_ends_soon_waits_for_the_owner(
    alice: User, bob: User, dora: User, grant: Grant
) -> None:
    Grant.objects.filter(pk=grant.pk).update(until=timezone.localdate() + dt.timedelta(days=5))
    assert kinds(alice) == ["grant_ends"]
    assert kinds(bob) == kinds(dora) == []


def test_reports_wait_until_they_are_fetched(submitted: Assessment, alice: User, bob: User) -> None:
    report = request_report(by=alice, assessments=[submitted], language="en")
    assert kinds(alice) == []
    Job.objects.filter(pk=report.job_id).update(state="done", finished_at=timezone.now())
    assert (kinds(alice), kinds(bob)) == (["report_ready"], [])
    Job.objects.filter(pk=report.job_id).update(state="failed")
    assert kinds(alice) == ["report_failed"]
    kind = Event.Kind.REPORT_DOWNLOADED
    record_event(kind=kind, by=alice, about=report, enterprise=submitted.enterprise)
    assert kinds(alice) == []


def test_publishers_review_what_others_wrote(edith: User, paul: User, shipped: None) -> None:
    release = Release.objects.filter(shipped=True).first()
    assert release is not None
    Release.objects.filter(pk=release.pk).update(state="in_review", author=edith)
    assert (kinds(paul), kinds(edith)) == (["release_to_review"], [])
    Release.objects.filter(pk=release.pk).update(state="draft", review_note="Which year?")
    assert (kinds(paul), kinds(edith)) == ([], ["release_returned"])


def test_administrators_see_failed_jobs_and_drafts(administrator: User, shipped: None) -> None:
    assert kinds(administrator) == []
    Job.objects.create(kind="email", state="failed", finished_at=timezone.now())
    Job.objects.create(
        kind="email", state="failed", finished_at=timezone.now() - dt.timedelta(days=30)
    )
    Edition.objects.filter(key="siri").update(state="draft")
    assert kinds(administrator) == ["jobs_failed", "edition_draft"]
    assert waiting_rows(administrator)[0].text == "Look at 1 job that failed"


def test_every_kind_has_an_address_and_a_place_in_the_order() -> None:
    assert set(ORDER) == set(URLS)


def test_links_of_the_start_page_can_be_followed(
    client: Client, assessment: Assessment, alice: User, rita: User
) -> None:
    ask(assessment, alice, rita)
    client.force_login(rita)
    [row] = waiting_rows(rita)
    assert client.get(row.url).status_code == 200
    assert row.url in client.get(reverse("my_work")).content.decode()
