"""Asking colleagues, answering alone, the meeting page: what each of them gets to see."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Assignment, Membership, Organisation, Response, User
from assessments.services.assessments import Save, submit_assessment
from assessments.services.responses import assign, close_collection, save_response
from tests.assessments.web.fields import MARKS


@pytest.fixture
def rita(client_organisation: Organisation) -> User:
    person = User.objects.create_user("rita@example.org", name="Rita")
    Membership.objects.create(user=person, organisation=client_organisation, role="respondent")
    return person


@pytest.fixture
def visit() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def asked(assessment: Assessment, by: User, whom: User, perspective: str = "it") -> Assignment:
    return assign(
        by=by, assessment=assessment, email=whom.email, perspective=perspective,
        items=["VI", "HI"], due=None, language="en",
    )  # fmt: skip


def say(assignment: Assignment, level: int, note: str = "") -> None:
    given = {"current": level} | ({"note": note} if note else {})
    save_response(assignment=assignment, item="VI", given=given, save=Save("t", 1, 0))


def test_owner_asks_for_blocks_and_single_items(
    visit: Callable[[User], Client], alice: User, rita: User, assessment: Assessment
) -> None:
    address = reverse("colleagues", args=[assessment.pk])
    form = {"person": rita.email, "perspective": "it", "groups": ["process"], "items": ["SG"]}
    answer = visit(alice).post(address, form | {"shares_result": "on"})
    assert answer.url == address
    [assignment] = Assignment.objects.all()
    process = [item.key for item in assessment.content.items_of("process")]
    assert assignment.items == [*process, "SG"]
    assert assignment.assessment.collection.shares_result


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"person": ""}, "Choose a colleague"),
        ({"groups": []}, "Choose at least one question."),
        ({"perspective": ""}, "This field is required."),
        ({"due": "2020-01-01"}, "lies in the past"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    visit: Callable[[User], Client],
    alice: User,
    rita: User,
    assessment: Assessment,
    changes: dict[str, object],
    words: str,
) -> None:
    form = {"person": rita.email, "perspective": "it", "groups": ["process"]}
    page = visit(alice).post(reverse("colleagues", args=[assessment.pk]), form | changes)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Assignment.objects.exists()


def test_respondent_answers_and_finishes(
    visit: Callable[[User], Client], alice: User, rita: User, assessment: Assessment
) -> None:
    assignment, client = asked(assessment, alice, rita), visit(rita)
    home = reverse("responses", args=[assignment.pk])
    page = client.get(home).content.decode()
    assert "Who will see your answers" in page
    address = reverse("response", args=[assignment.pk, "VI"])
    form = MARKS | {"current": "3"}
    assert client.post(address, form).url == reverse("response", args=[assignment.pk, "HI"])
    assert Response.objects.get().value == 3
    assert client.get(reverse("response", args=[assignment.pk, "SG"])).status_code == 404
    client.post(reverse("responses_finish", args=[assignment.pk]))
    assignment.refresh_from_db()
    assert assignment.finished_at


def test_respondent_sees_nothing_else_of_the_enterprise(
    visit: Callable[[User], Client],
    alice: User,
    rita: User,
    assessment: Assessment,
    answer: Callable[..., None],
) -> None:
    answer(assessment, "VI", current=5, note="The secret of the owner.")
    assignment, client = asked(assessment, alice, rita), visit(rita)
    assert (
        "secret" not in client.get(reverse("response", args=[assignment.pk, "VI"])).content.decode()
    )
    for name in ("assessment", "meeting", "colleagues", "check_answers", "result"):
        assert client.get(reverse(name, args=[assessment.pk])).status_code == 404


def test_nobody_opens_the_responses_of_another(
    visit: Callable[[User], Client], alice: User, bob: User, rita: User, assessment: Assessment
) -> None:
    assignment = asked(assessment, alice, rita)
    say(assignment, 4, note="Only mine.")
    for person, status in ((alice, 403), (bob, 403)):
        for name, args in (("responses", []), ("response", ["VI"])):
            page = visit(person).get(reverse(name, args=[assignment.pk, *args]))
            assert page.status_code == status
    for name in ("colleagues", "meeting", "assessment"):
        page = visit(alice).get(reverse(name, args=[assessment.pk])).content.decode()
        assert "Only mine." not in page


def test_meeting_shows_names_to_editors_and_perspectives_to_readers(
    visit: Callable[[User], Client],
    alice: User,
    bob: User,
    carol: User,
    rita: User,
    assessment: Assessment,
) -> None:
    say(asked(assessment, alice, rita), 1, note="Paper cards.")
    say(asked(assessment, alice, alice, perspective="management"), 4)
    close_collection(by=alice, assessment=assessment)
    address = reverse("meeting_item", args=[assessment.pk, "VI"])
    seen_by_editor = visit(bob).get(address).content.decode()
    seen_by_viewer = visit(carol).get(address).content.decode()
    for page in (seen_by_editor, seen_by_viewer):
        assert "The answers are 3 levels apart." in page
        assert "Paper cards." in page
    assert "Rita" in seen_by_editor
    assert "Rita" not in seen_by_viewer
    assert "Record and go on" not in seen_by_viewer


def test_what_is_agreed_is_recorded_with_its_reason(
    visit: Callable[[User], Client], alice: User, rita: User, assessment: Assessment
) -> None:
    say(asked(assessment, alice, rita), 1)
    close_collection(by=alice, assessment=assessment)
    client, address = visit(alice), reverse("meeting_item", args=[assessment.pk, "VI"])
    form = MARKS | {"current": "2"}

    without = client.post(address, form)
    assert without.status_code == 422
    assert not assessment.answers.exists()

    agreed = client.post(address, form | {"agreed_reason": "Cards on paper."})
    assert agreed.url == reverse("meeting", args=[assessment.pk])
    [answer] = assessment.answers.all()
    assert (answer.value, answer.agreed_reason) == (2, "Cards on paper.")


def test_result_shows_the_gap_by_perspective_and_no_names(
    visit: Callable[[User], Client],
    alice: User,
    carol: User,
    rita: User,
    assessment: Assessment,
    answer: Callable[..., None],
) -> None:
    say(asked(assessment, alice, rita), 1)
    say(asked(assessment, alice, alice, perspective="management"), 4)
    close_collection(by=alice, assessment=assessment)
    answer(assessment, "VI", current=2)
    submit_assessment(by=alice, assessment=assessment)
    page = visit(carol).get(reverse("result", args=[assessment.pk])).content.decode()
    assert "How you see it yourselves" in page
    assert "Management sees 4.00, IT 1.00." in page
    assert "Rita" not in page
    shared = visit(rita).get(reverse("result", args=[assessment.pk]))
    assert shared.status_code == 200  # shared with those who were asked


def test_result_that_is_not_shared_stays_closed_to_respondents(
    visit: Callable[[User], Client],
    alice: User,
    rita: User,
    assessment: Assessment,
    answer: Callable[..., None],
) -> None:
    say(asked(assessment, alice, rita), 1)
    type(assessment.collection).objects.update(shares_result=False)
    close_collection(by=alice, assessment=assessment)
    answer(assessment, "VI", current=2)
    submit_assessment(by=alice, assessment=assessment)
    client = visit(rita)
    assert client.get(reverse("result", args=[assessment.pk])).status_code == 404
    page = client.get(reverse("responses", args=[Assignment.objects.get().pk])).content.decode()
    assert reverse("result", args=[assessment.pk]) not in page


def test_only_an_owner_closes_collecting(
    visit: Callable[[User], Client], alice: User, bob: User, rita: User, assessment: Assessment
) -> None:
    say(asked(assessment, alice, rita), 1)
    close = reverse("collection_close", args=[assessment.pk])
    assert visit(bob).post(close).status_code == 403
    assert visit(alice).post(close).url == reverse("meeting", args=[assessment.pk])


def test_saving_after_closing_says_so(
    visit: Callable[[User], Client], alice: User, rita: User, assessment: Assessment
) -> None:
    assignment, client = asked(assessment, alice, rita), visit(rita)
    address = reverse("response", args=[assignment.pk, "VI"])
    form = MARKS | {"current": "3", "item": "VI"}
    say(assignment, 1)
    close_collection(by=alice, assessment=assessment)
    late = client.post(address, form, headers={"accept": "application/json"})
    assert late.status_code == 409
    assert "closed" in late.json()["message"]


def test_messages_to_strangers_are_limited(
    visit: Callable[[User], Client], alice: User, assessment: Assessment
) -> None:
    client = visit(alice)
    form = {"email": "new@example.org", "perspective": "it", "items": ["VI"]}
    address = reverse("colleagues", args=[assessment.pk])
    statuses = [client.post(address, form).status_code for _ in range(12)]
    assert (statuses[0], statuses[-1]) == (302, 429)
