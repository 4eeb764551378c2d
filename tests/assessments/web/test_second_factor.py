"""The second step: who needs it, what stays closed without it, and the ways through it."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from assessments.models import SiteRole, User
from tests.assessments.web.signing_in import (
    code_now,
    confirm_address,
    enter_code,
    is_in,
    mailed_code,
    set_up_app,
    sign_in,
)
from tests.conftest import PASSWORD, give_authenticator
from tests.messages import sent_messages

OPEN_PAGES = ("account", "account_email", "account_change_password", "sessions", "mfa_index")
PUBLIC_PAGES = ("verify", "statistics", "how_we_calculate", "healthz")
CLOSED_PAGES = ("my_work", "questionnaires", "releases", "tokens", "admin:index")


@pytest.fixture
def pat(db: None) -> User:
    """Was made a publisher a moment ago."""
    person = User.objects.create_user("pat@example.org", PASSWORD, name="Pat")
    SiteRole.objects.create(user=person, role=SiteRole.Role.BENCHMARK_PUBLISHER)
    return person


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root@example.org", PASSWORD)


@pytest.mark.parametrize("name", ["pat", "root"])
def test_only_the_account_is_open_until_it_is_set_up(
    client: Client, name: str, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(name))
    for page in CLOSED_PAGES:
        assert client.get(reverse(page)).url == reverse("mfa_index"), page
    for page in (*OPEN_PAGES, *PUBLIC_PAGES):
        assert client.get(reverse(page)).status_code == 200, page
    assert "Your role concerns everybody" in client.get(reverse("mfa_index")).content.decode()
    switched = client.post(reverse("set_language"), {"language": "ja", "next": "/verify/"})
    assert switched.url == "/verify/"
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_everybody_else_is_asked_for_nothing(client: Client, alice: User, edith: User) -> None:
    for person in (alice, edith):
        sign_in(client, person)
        assert client.get(reverse("my_work")).status_code == 200
        client.post(reverse("account_logout"))


def test_requirement_is_a_setting(client: Client, pat: User, settings: Any) -> None:
    settings.MFA_REQUIRED = False
    sign_in(client, pat)
    assert client.get(reverse("my_work")).status_code == 200


def test_right_given_during_a_session_counts_at_once(client: Client, alice: User) -> None:
    sign_in(client, alice)
    SiteRole.objects.create(user=alice, role=SiteRole.Role.ADMINISTRATOR)
    assert client.get(reverse("my_work")).url == reverse("mfa_index")


def test_programs_get_their_own_refusal(client: Client, pat: User) -> None:
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION="Token " + AuthToken.objects.create(pat)[1])
    sign_in(client, pat)
    for caller in (program, client):  # by token and from a page
        refused = caller.get("/api/v1/enterprises/")
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_missing")
        assert caller.get("/api/v1/schema/").status_code == 403
    give_authenticator(pat)
    assert program.get("/api/v1/enterprises/").status_code == 200


@pytest.mark.django_db(transaction=True)  # the mail leaves when the factor is stored
def test_from_enrolment_to_signing_in_with_it(client: Client, pat: User) -> None:
    sign_in(client, pat)
    secret, codes = set_up_app(client)
    assert len(codes) == len(set(codes)) == 10
    assert client.get(reverse("my_work")).status_code == 200
    assert sent_messages()[-1].subject == "An authenticator app was set up"
    client.post(reverse("account_logout"))

    assert sign_in(client, pat).url == reverse("mfa_authenticate")
    assert not is_in(client)
    wrong = enter_code(client, "000000")
    assert wrong.status_code == 200
    assert "Incorrect code." in wrong.content.decode()
    assert enter_code(client, code_now(secret)).url == reverse("my_work")
    assert client.get(reverse("my_work")).status_code == 200


def test_code_of_the_app_that_was_used_is_used_up(client: Client, paul: User) -> None:
    secret = Authenticator.objects.get(user=paul).data["secret"]
    code = code_now(secret)
    sign_in(client, paul)
    assert enter_code(client, code).status_code == 302
    client.post(reverse("account_logout"))
    sign_in(client, paul)
    assert enter_code(client, code).status_code == 200
    assert not is_in(client)


def test_lost_phone_recovery_code_signs_in_once(client: Client, pat: User) -> None:
    sign_in(client, pat)
    codes = set_up_app(client)[1]
    for code, signs_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        client.post(reverse("account_logout"))
        sign_in(client, pat)
        enter_code(client, code)
        assert is_in(client) is signs_in
    assert "8 left" in client.get(reverse("mfa_index")).content.decode()


def test_browser_that_waited_with_the_password_alone_is_signed_out(pat: User) -> None:
    thief, owner = Client(), Client()
    sign_in(thief, pat)
    sign_in(owner, pat)
    set_up_app(owner)
    assert is_in(owner)
    assert not is_in(thief)


def test_code_by_mail_is_one_step_and_no_more(client: Client, paul: User) -> None:
    confirm_address(paul)
    client.post(reverse("account_request_login_code"), {"email": paul.email})
    where = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    assert where.url == reverse("mfa_authenticate")
    assert not is_in(client)
    enter_code(client, code_now(Authenticator.objects.get(user=paul).data["secret"]))
    assert is_in(client)


def test_guessing_the_second_step_is_stopped(client: Client, paul: User) -> None:
    sign_in(client, paul)
    answers = [enter_code(client, f"{guess:06}") for guess in range(6)]
    assert "Too many" in answers[-1].content.decode()
    secret = Authenticator.objects.get(user=paul).data["secret"]
    assert "Too many" in enter_code(client, code_now(secret)).content.decode()
    assert not is_in(client)


def test_second_step_has_to_follow_within_a_quarter_of_an_hour(client: Client, paul: User) -> None:
    sign_in(client, paul)
    session = client.session
    session["account_login"]["initiated_at"] -= timedelta(minutes=16).total_seconds()
    session.save()
    secret = Authenticator.objects.get(user=paul).data["secret"]
    assert enter_code(client, code_now(secret)).url == reverse("account_login")
    assert not is_in(client)


def test_factor_is_not_touched_without_showing_again_who_one_is(client: Client, paul: User) -> None:
    sign_in(client, paul)
    enter_code(client, code_now(Authenticator.objects.get(user=paul).data["secret"]))
    remove = reverse("mfa_deactivate_totp")
    assert client.get(remove).status_code == 200  # signed in a moment ago
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= timedelta(minutes=6).total_seconds()
    session.save()
    asked = client.post(remove)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=paul).exists()
    client.post(asked.url, {"password": PASSWORD})
    assert not Authenticator.objects.filter(user=paul).exists()
    assert client.get(reverse("my_work")).url == reverse("mfa_index")


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_pages_of_the_second_factor_are_ours_in_every_language(
    client: Client, paul: User, language: str
) -> None:
    client.cookies["django_language"] = language
    now = timezone.now()
    Authenticator.objects.create(
        user=paul,
        type="webauthn",
        data={"name": "Büro", "credential": {}},
        created_at=now,
        last_used_at=now,
    )
    client.force_login(paul)
    for name in (
        *("account", "sessions", "account_email", "account_change_password", "account_delete"),
        *("mfa_index", "mfa_list_webauthn", "mfa_reauthenticate", "account_reauthenticate"),
        "account_logout",
    ):
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        text = page.content.decode()
        assert "assessments/site" in text, name
        assert " style=" not in text, name
