"""The link of an invitation: for whom it opens, once, and what others see of it."""

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment, Assignment, Event, Invitation, Organisation, User
from assessments.services.invitations import resend_invitation, withdraw_invitation
from assessments.services.memberships import appoint_owner, invite_member
from tests.assessments.web.fields import LANGUAGES, must_be_whole, url
from tests.assessments.web.test_accounts import code_of

Deliver = Callable[[], list[EmailMessage]]


@pytest.fixture
def invited(alice: User, client_organisation: Organisation, charlie: User) -> Invitation:
    return invite_member(
        by=alice,
        organisation=client_organisation,
        email="charlie@example.org",
        role="viewer",
        language="zh-hans",
    )


def link(invitation: Invitation) -> str:
    return url("invitation", invitation.pk, invitation.token)


def test_invited_person_sees_who_invites_and_joins(
    client: Client, invited: Invitation, charlie: User
) -> None:
    client.force_login(charlie)
    page = client.get(link(invited))
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert all(said in page.content.decode() for said in ("Lakeside", "Alice", "Viewer"))
    assert not charlie.memberships.filter(organisation=invited.organisation).exists()
    joined = client.post(link(invited), {"accept": ""})
    assert joined.url == url("my_work")
    page = client.get(joined.url)
    assert page.context["active_organisation"] == invited.organisation
    assert client.get(link(invited)).status_code == 410
    assert client.post(link(invited), {"accept": ""}).status_code == 410


def test_invitation_leads_to_the_very_task(
    client: Client, invited: Invitation, charlie: User, assessment: Assessment
) -> None:
    task = Assignment.objects.create(
        assessment=assessment, invitation=invited, perspective="dx", items=["VI", "HI"]
    )
    client.force_login(charlie)
    assert "2 questions" in client.get(link(invited)).content.decode()
    assert client.post(link(invited), {"accept": ""}).url == url("responses", task)


def test_declined_invitation_is_over(client: Client, invited: Invitation, charlie: User) -> None:
    client.force_login(charlie)
    assert client.post(link(invited), {"decline": ""}).url == url("my_work")
    invited.refresh_from_db()
    assert invited.declined_at
    assert client.get(link(invited)).status_code == 410


def test_links_that_do_not_work_look_the_same(
    client: Client, invited: Invitation, alice: User, charlie: User
) -> None:
    """Whether there never was one, the token is wrong, or it is over or did not begin."""
    client.force_login(charlie)
    right = link(invited)

    def look(address: str) -> str:
        page = client.get(address)
        assert page.status_code in (404, 410)
        assert client.post(address, {"accept": ""}).status_code == page.status_code
        return re.sub(r'value="[^"]*"', "", page.content.decode())

    seen = [
        look(url("invitation", uuid4(), invited.token)),
        look(url("invitation", invited.pk, "0" * 64)),
        look(url("invitation", invited.pk, "ﬀ")),
    ]
    for change in (
        {"expires_at": timezone.now()},
        {"starts_at": timezone.now() + dt.timedelta(days=1)},
    ):
        Invitation.objects.update(**change)
        seen.append(look(right))
        Invitation.objects.update(
            starts_at=timezone.now(), expires_at=timezone.now() + dt.timedelta(days=1)
        )
    withdraw_invitation(by=alice, invitation=invited)
    seen.append(look(right))
    assert len(set(seen)) == 1


def test_sending_again_ends_the_earlier_link(
    client: Client, invited: Invitation, charlie: User, alice: User
) -> None:
    client.force_login(charlie)
    before = link(invited)
    Event.objects.all().forget()  # as if it was sent long ago
    resend_invitation(by=alice, invitation=invited)
    invited.refresh_from_db()
    assert client.get(before).status_code == 404
    assert client.get(link(invited)).status_code == 200


def test_somebody_else_cannot_take_it_and_learns_nothing(
    client: Client, invited: Invitation, dora: User
) -> None:
    client.force_login(dora)
    page = client.get(link(invited))
    assert page.status_code == 200
    text = page.content.decode()
    assert "dora@example.org" in text
    assert "charlie" not in text.lower()
    assert 'name="accept"' not in text
    for answer in ("accept", "decline"):
        assert client.post(link(invited), {answer: ""}).status_code == 403
    invited.refresh_from_db()
    assert invited.is_open


def test_guessing_is_slowed_down(client: Client, invited: Invitation) -> None:
    wrong = url("invitation", invited.pk, "0" * 64)
    statuses = [client.get(wrong).status_code for _ in range(22)]
    assert (statuses[0], statuses[-1]) == (404, 429)
    assert client.get(link(invited)).status_code == 200, "the right one still opens"


def test_page_sends_its_address_to_no_other_site(client: Client, invited: Invitation) -> None:
    page = client.get(link(invited))
    assert page.headers["Referrer-Policy"] == "same-origin"
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page.content.decode())
    assert [a for a in addresses if urlsplit(a).netloc] == []


def test_link_leads_through_sign_up_and_the_code_back_to_itself(
    client: Client, invited: Invitation, deliver: Deliver
) -> None:
    Invitation.objects.update(email="megumi@example.org")
    page = client.get(link(invited)).content.decode()
    found = re.search(r'href="(/account/signup/[^"]+)"', page)
    assert found
    sign_up = found[1].replace("&amp;", "&")
    form = client.get(sign_up).content.decode()
    assert 'value="megumi@example.org"' in form
    assert f'name="next" value="{link(invited)}"' in form
    new = {
        "name": "髙橋 恵",
        "email": "megumi@example.org",
        "password1": "kōjō no mizu 2026",
        "next": link(invited),
    }
    where = client.post(sign_up, new).url
    code = code_of(str(deliver()[-1].body))
    assert client.post(where, {"code": code}).url == link(invited)
    assert client.post(link(invited), {"accept": ""}).url == url("my_work")
    assert client.get(url("organisation", invited.organisation)).status_code == 200


def test_signing_in_leads_back_too(client: Client, invited: Invitation) -> None:
    page = client.get(link(invited)).content.decode()
    found = re.search(r'href="(/account/login/[^"]+)"', page)
    assert found
    form = client.get(found[1].replace("&amp;", "&")).content.decode()
    assert f'name="next" value="{link(invited)}"' in form


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_holds_the_link_that_works_in_the_language_of_the_invitation(
    client: Client,
    alice: User,
    client_organisation: Organisation,
    deliver: Deliver,
    assessment: Assessment,
    language: str,
) -> None:
    invitation = invite_member(
        by=alice,
        organisation=client_organisation,
        email="new@example.org",
        role="respondent",
        language=language,
    )
    Assignment.objects.create(
        assessment=assessment, invitation=invitation, perspective="dx", items=["VI", "HI"]
    )
    [message] = deliver()
    assert message.to == ["new@example.org"]
    assert "Lakeside" in message.subject
    title = assessment.content.title[language]
    assert title in message.body
    [address] = re.findall(r"^http://testserver(\S+)$", str(message.body), flags=re.MULTILINE)
    client.cookies["django_language"] = language
    must_be_whole(client.get(address), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_appointment_is_told_in_each_members_language(
    administrator: User,
    alice: User,
    client_organisation: Organisation,
    deliver: Deliver,
    language: str,
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    appoint_owner(
        by=administrator,
        organisation=client_organisation,
        email="new@example.org",
        reason="access_lost",
        language="en",
    )
    told = {message.to[0]: message for message in deliver()}
    body = str(told["alice@example.org"].body)
    assert url("organisation", client_organisation) in body
    assert "new@example.org" in body
    assert ("administrator" in body) == (language == "en")
