"""Pages of organisations: who sees whom, who changes what, and working in several."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from assessments.models import (
    Email,
    Enterprise,
    Event,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    User,
)
from assessments.services.memberships import ask_to_join, invite_member
from assessments.services.organisations import found_organisation
from tests.assessments.web.fields import LANGUAGES, must_be_whole, url

Deliver = Callable[[], list[EmailMessage]]
PROFILE = {"name": "New Plant", "economy": "JP", "sector": "C25", "size_band": "1-9"}


@pytest.fixture
def eve(client_organisation: Organisation) -> User:
    """A respondent at Alice's."""
    person = User.objects.create_user("eve@example.org", name="Eve")
    Membership.objects.create(user=person, organisation=client_organisation, role="respondent")
    return person


@pytest.fixture
def invited(alice: User, client_organisation: Organisation) -> Invitation:
    return invite_member(
        by=alice,
        organisation=client_organisation,
        email="new@example.org",
        role="viewer",
        language="ja",
    )


def changing_pages(organisation: Organisation, member: User) -> list[str]:
    return [
        url("organisation_invite", organisation),
        url("organisation_rename", organisation),
        url("ownership", organisation),
        url("member", organisation, member),
    ]


def test_members_see_each_other_and_only_the_owner_may_change(
    client: Client, alice: User, bob: User, carol: User, client_organisation: Organisation
) -> None:
    for person in (bob, carol):
        client.force_login(person)
        text = client.get(url("organisation", client_organisation)).content.decode()
        assert all(name in text for name in ("Alice", "Bob", "Carol"))
        assert "alice@example.org" not in text
        for page in changing_pages(client_organisation, bob):
            assert page not in text
            assert client.get(page).status_code == client.post(page).status_code == 403
    client.force_login(alice)
    text = client.get(url("organisation", client_organisation)).content.decode()
    for page in changing_pages(client_organisation, bob):
        assert page in text
        assert client.get(page).status_code == 200


def test_respondent_sees_only_the_name_and_the_owners(
    client: Client, eve: User, bob: User, client_organisation: Organisation
) -> None:
    client.force_login(eve)
    text = client.get(url("organisation", client_organisation)).content.decode()
    assert "Lakeside" in text
    assert "Alice" in text
    assert "Eve" in text
    assert "Bob" not in text
    assert client.get(url("organisation_invite", client_organisation)).status_code == 403


def test_strangers_and_administrators_find_no_organisation(
    client: Client,
    charlie: User,
    administrator: User,
    alice: User,
    client_organisation: Organisation,
    invited: Invitation,
) -> None:
    pages = [
        url("organisation", client_organisation),
        url("organisation_leave", client_organisation),
        *changing_pages(client_organisation, alice),
    ]
    posts = [
        *pages[1:],
        url("organisation_switch", client_organisation),
        url("invitation_resend", invited),
        url("invitation_withdraw", invited),
    ]
    for person in (charlie, administrator):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in posts} == {404}
    invited.refresh_from_db()
    assert invited.is_pending


def test_member_of_another_organisation_is_not_found_behind_ones_own(
    client: Client, alice: User, charlie: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = url("member", client_organisation, charlie)
    assert client.get(page).status_code == client.post(page, {"remove": ""}).status_code == 404


def test_owner_invites_sends_again_and_withdraws(
    client: Client, alice: User, client_organisation: Organisation, deliver: Deliver
) -> None:
    client.force_login(alice)
    form = {"email": "new@example.org", "role": "editor", "language": "ja"}
    sent = client.post(url("organisation_invite", client_organisation), form)
    assert sent.url == url("organisation", client_organisation)
    [invitation] = Invitation.objects.all()
    assert (invitation.role, invitation.language) == ("editor", "ja")
    assert "new@example.org" in client.get(sent.url).content.decode()

    deliver()
    too_early = client.post(url("invitation_resend", invitation), follow=True)
    assert "within the last 10 minutes" in too_early.content.decode()
    Event.objects.all().forget()  # as if it was sent long ago
    client.post(url("invitation_resend", invitation))
    first, second = (re.findall(r"http\S+", str(message.body)) for message in deliver())
    assert first != second
    client.post(url("invitation_withdraw", invitation))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert "new@example.org" not in client.get(sent.url).content.decode()
    again = client.post(url("invitation_resend", invitation), follow=True)
    assert "used, declined or withdrawn" in again.content.decode()


def test_wrong_address_is_said_at_its_field(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    form = {"email": "nobody@", "role": "editor", "language": "ja"}
    page = client.post(url("organisation_invite", client_organisation), form)
    assert page.status_code == 422
    assert "“nobody@” is not an e-mail address." in page.content.decode()


def test_messages_to_strangers_are_limited(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = url("organisation_invite", client_organisation)
    statuses = [
        client.post(
            page, {"email": f"n{number}@example.org", "role": "viewer", "language": "en"}
        ).status_code
        for number in range(12)
    ]
    assert statuses[0] == 302
    assert statuses[-1] == 429


def test_role_is_changed_and_membership_ended_at_once(
    client: Client, alice: User, bob: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    page = url("member", enterprise.owner, bob)
    assert client.post(page, {"role": "viewer"}).status_code == 302
    other = Client()
    other.force_login(bob)
    assert other.get(url("enterprise_create")).status_code == 403
    client.post(page, {"remove": ""})
    assert other.get(url("organisation", enterprise.owner)).status_code == 404


def test_last_owner_is_told_why_he_cannot_leave(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = url("organisation_leave", client_organisation)
    assert "Hand it over to another member first" in client.get(page).content.decode()
    text = client.post(page, follow=True).content.decode()
    assert "Nobody else manages the organisation." in text
    own = url("member", client_organisation, alice)
    assert client.post(own, {"role": "viewer"}).status_code == 422
    assert alice.memberships.get().role == "owner"


def test_ownership_is_handed_over(
    client: Client, alice: User, bob: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = url("ownership", client_organisation)
    assert client.post(page, {"to": str(uuid4())}).status_code == 422
    client.post(page, {"to": str(bob.pk)})
    assert client.get(page).status_code == 403
    left = client.post(url("organisation_leave", client_organisation))
    assert left.url == url("organisations")


@pytest.mark.parametrize("address", ["alice@example.org", "bob@example.org", "nobody@example.org"])
def test_asking_to_join_answers_the_same_for_every_address(
    client: Client, alice: User, bob: User, charlie: User, address: str
) -> None:
    client.force_login(charlie)
    answer = client.post(url("organisation_ask"), {"email": address}, follow=True)
    text = answer.content.decode().replace(address, "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    reference = User.objects.create_user("third@example.org")
    other = Client()
    other.force_login(charlie)
    JoinRequest.objects.all().delete()
    again = other.post(url("organisation_ask"), {"email": reference.email}, follow=True)
    expected = again.content.decode().replace(reference.email, "")
    expected = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", expected)
    assert text == expected
    assert Email.objects.count() == 2


def test_manager_lets_in_or_declines(
    client: Client, alice: User, charlie: User, client_organisation: Organisation
) -> None:
    ask_to_join(by=charlie, email="alice@example.org")
    request = JoinRequest.objects.get()
    page = url("join_request", request)
    client.force_login(charlie)
    assert client.get(page).status_code == 404, "it is not his to decide"
    client.force_login(alice)
    for place in (url("organisations"), url("organisation", client_organisation)):
        assert page in client.get(place).content.decode()
    assert client.get(page).status_code == 200
    theirs = Organisation.objects.get(memberships__user=charlie)
    assert client.post(page, {"place": f"{theirs.pk} owner"}).status_code == 422
    assert client.post(page, {"place": f"{client_organisation.pk} lead"}).status_code == 422
    client.post(page, {"place": f"{client_organisation.pk} viewer"})
    assert client_organisation.memberships.get(user=charlie).role == "viewer"
    assert "decided already" in client.get(page).content.decode()
    assert client.post(page, {"decline": ""}).status_code == 422


def test_declined_request_still_looks_as_if_it_waited(
    client: Client, alice: User, charlie: User, client_organisation: Organisation
) -> None:
    ask_to_join(by=charlie, email="alice@example.org")
    client.force_login(charlie)
    before = client.get(url("organisations")).content
    deciding = Client()
    deciding.force_login(alice)
    deciding.post(url("join_request", JoinRequest.objects.get()), {"decline": ""})
    assert JoinRequest.objects.get().decided_at
    after = client.get(url("organisations")).content
    token = rb'value="[^"]+"'
    assert re.sub(token, b"", before) == re.sub(token, b"", after)


def test_anybody_may_work_as_a_consultancy(client: Client, alice: User) -> None:
    client.force_login(alice)
    made = client.post(url("organisation_new"), {"name": "㈱森本", "kind": "consultancy"})
    organisation = Organisation.objects.get()
    assert made.url == url("organisation", organisation)
    assert organisation.memberships.get().role == "lead"
    client.post(url("enterprise_create"), PROFILE)
    assert Enterprise.objects.get().prepared_by == organisation


def test_chosen_organisation_decides_where_enterprises_are_added(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    other = found_organisation(by=alice, name="Second", kind="consultancy")
    client.force_login(alice)
    page = url("enterprise_create")
    assert client.post(page, PROFILE).status_code == 422
    assert not Enterprise.objects.exists()
    assert client.post(url("organisation_switch", other)).url == url("my_work")
    assert f'value="{other.pk}" selected' in client.get(page).content.decode()
    client.post(page, PROFILE | {"organisation": str(other.pk)})
    assert Enterprise.objects.get().prepared_by == other


def test_switch_is_there_for_those_who_belong_to_several(
    client: Client, alice: User, bob: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    page = url("my_work")
    assert "/switch/" not in client.get(page).content.decode()
    other = found_organisation(by=alice, name="Second", kind="consultancy")
    text = client.get(page).content.decode()
    for organisation in (client_organisation, other):
        assert url("organisation_switch", organisation) in text
    assert active(client) is None
    client.post(url("organisation_switch", other))
    assert active(client) == other
    client.post(url("organisation_switch", other), {"all": ""})
    assert active(client) is None


def active(client: Client) -> Any:
    return client.get(url("my_work")).context["active_organisation"]


def test_switching_opens_nothing_and_ends_with_the_membership(
    client: Client, alice: User, bob: User, client_organisation: Organisation, charlie: User
) -> None:
    found_organisation(by=bob, name="Bob One", kind="client")
    found_organisation(by=bob, name="Bob Two", kind="client")
    client.force_login(bob)
    theirs = Organisation.objects.get(memberships__user=charlie)
    assert client.post(url("organisation_switch", theirs)).status_code == 404
    client.post(url("organisation_switch", client_organisation))
    assert active(client) == client_organisation
    Membership.objects.get(user=bob, organisation=client_organisation).delete()
    assert active(client) is None


def test_organisation_is_renamed_and_its_enterprises_are_not(
    client: Client, alice: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    page = url("organisation_rename", enterprise.owner)
    assert client.post(page, {"name": " "}).status_code == 422
    client.post(page, {"name": "Riverside"})
    text = client.get(url("organisation", enterprise.owner)).content.decode()
    assert "<h1>Riverside</h1>" in text
    enterprise.refresh_from_db()
    assert enterprise.name == "Lakeside Precision Parts"


def test_administrator_appoints_and_takes_back(
    client: Client,
    administrator: User,
    enterprise: Enterprise,
    client_organisation: Organisation,
    charlie: User,
) -> None:
    client.force_login(administrator)
    listed = client.get(url("all_organisations"), {"name": "lake"}).content.decode()
    assert "alice@example.org" in listed
    assert "Charlie Works" not in listed
    assert enterprise.name not in listed
    page = url("appoint_owner", client_organisation)
    form = {"email": "new@example.org", "reason": "owner_left", "language": "zh-hans"}
    assert client.post(page, form | {"reason": ""}).status_code == 422
    assert client.post(page, form).url == page
    shown = client.get(page).content.decode()
    assert "new@example.org" in shown
    assert enterprise.name not in shown
    invitation = Invitation.objects.get()
    assert client.post(url("appointment_withdraw", invitation)).url == page
    invitation.refresh_from_db()
    assert invitation.withdrawn_at


def test_administrator_takes_back_only_what_an_administrator_gave(
    client: Client, administrator: User, invited: Invitation
) -> None:
    client.force_login(administrator)
    assert client.post(url("appointment_withdraw", invited)).status_code == 404


def test_appointing_is_for_administrators(
    client: Client, alice: User, client_organisation: Organisation
) -> None:
    client.force_login(alice)
    assert client.get(url("all_organisations")).status_code == 403
    page = url("appoint_owner", client_organisation)
    assert client.get(page).status_code == client.post(page).status_code == 404


def test_list_of_all_organisations_takes_as_many_queries_for_many_as_for_one(
    client: Client,
    administrator: User,
    alice: User,
    client_organisation: Organisation,
    django_assert_num_queries: Any,
) -> None:
    client.force_login(administrator)
    page = url("all_organisations")
    client.get(page)  # once in a while, when the session was last seen is written
    with django_assert_num_queries(9):
        client.get(page)
    for number in range(60):
        found_organisation(by=alice, name=f"Works {number}", kind="client")
    with django_assert_num_queries(9):
        text = client.get(page).content.decode()
    assert text.count("1 member") == 50
    assert "page=2" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_in_every_language(
    client: Client,
    alice: User,
    bob: User,
    administrator: User,
    charlie: User,
    client_organisation: Organisation,
    invited: Invitation,
    language: str,
) -> None:
    client.cookies["django_language"] = language
    ask_to_join(by=charlie, email="alice@example.org")
    found_organisation(by=alice, name="Second", kind="consultancy")
    client.force_login(alice)
    for page in (
        url("organisations"),
        url("organisation", client_organisation),
        url("organisation_leave", client_organisation),
        url("join_request", JoinRequest.objects.get()),
        *changing_pages(client_organisation, bob),
    ):
        must_be_whole(client.get(page), language)
    client.force_login(administrator)
    must_be_whole(client.get(url("appoint_owner", client_organisation)), language)
