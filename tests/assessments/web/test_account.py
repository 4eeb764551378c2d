"""The pages about one's own account: profile, address, password, sessions, deletion."""

import datetime as dt
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken

from assessments.models import Event, Grant, Membership, Organisation, User
from tests.assessments.web.signing_in import (
    confirm_address,
    is_in,
    mailed_code,
    set_up_app,
    sign_in,
)
from tests.conftest import PASSWORD
from tests.messages import sent_messages

NEW_PASSWORD = "a lathe hums at dawn"


def confirm_with_password(client: Client, answer: Any, password: str = PASSWORD) -> Any:
    """Follow a page that asks once more who one is; what was asked for then happens."""
    assert answer.url.startswith(reverse("account_reauthenticate"))
    return client.post(answer.url, {"password": password})


def reset_link() -> str:
    found = re.search(
        r"http://testserver(/account/password/reset/key/\S+)", sent_messages()[-1].body
    )
    assert found
    return found[1]


def test_name_and_language_are_changed(client: Client, alice: User) -> None:
    sign_in(client, alice)
    changed = client.post(reverse("account"), {"name": "髙橋 恵", "language": "ja"})
    assert changed.url == reverse("account")
    alice.refresh_from_db()
    assert (alice.name, alice.language) == ("髙橋 恵", "ja")
    page = client.get(reverse("account")).content.decode()
    assert 'lang="ja"' in page
    assert "髙橋 恵" in page


def test_empty_name_is_refused(client: Client, alice: User) -> None:
    sign_in(client, alice)
    refused = client.post(reverse("account"), {"name": " ", "language": "fr"})
    assert refused.status_code == 422
    alice.refresh_from_db()
    assert (alice.name, alice.language) == ("Alice", "")


def test_new_address_counts_once_its_code_was_entered(client: Client, alice: User) -> None:
    sign_in(client, alice)
    asked = client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    sent = confirm_with_password(client, asked)
    assert sent.url == reverse("account_email_verification_sent")
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    client.post(sent.url, {"code": mailed_code()})
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    assert EmailAddress.objects.get(user=alice).email == "new@example.org"
    assert {m.to[0] for m in sent_messages()} == {
        "new@example.org",
        "alice@example.org",
    }  # both told


def test_password_is_changed_and_other_browsers_are_out(alice: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, alice)
    given = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    changed = here.post(reverse("account_change_password"), given)
    assert changed.url == reverse("account")
    assert is_in(here)
    assert not is_in(there)
    assert sent_messages()[-1].subject == "Your password was changed"


def test_reset_link_works_once(client: Client, alice: User) -> None:
    confirm_address(alice)
    client.post(reverse("account_reset_password"), {"email": alice.email})
    link = reset_link()
    form = client.get(link)
    client.post(form.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert not is_in(client)  # one still signs in, with a second step if there is one
    for visitor in (client, Client()):
        assert "This link no longer works" in visitor.get(link).content.decode()
    sign_in(client, alice, NEW_PASSWORD)
    assert is_in(client)


def test_reset_link_ends_with_signing_in_and_after_three_hours(
    client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm_address(alice)
    client.post(reverse("account_reset_password"), {"email": alice.email})
    link = reset_link()
    assert client.get(link).status_code == 302
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 3600
    monkeypatch.setattr(settings, "PASSWORD_RESET_TIMEOUT", -1)
    assert "This link no longer works" in Client().get(link).content.decode()
    monkeypatch.undo()
    sign_in(client, alice)
    assert "This link no longer works" in Client().get(link).content.decode()


def test_weak_password_is_refused_on_a_reset_too(client: Client, alice: User) -> None:
    confirm_address(alice)
    client.post(reverse("account_reset_password"), {"email": alice.email})
    form = client.get(reset_link())
    for weak in ("short", "password12", "alice@example.org"):
        page = client.post(form.url, {"password1": weak, "password2": weak})
        assert page.status_code == 200
    sign_in(client, alice)
    assert is_in(client)


def test_sessions_are_listed_with_device_and_times(alice: User) -> None:
    phone, desk = Client(), Client()
    phone.defaults["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 "
        "Mobile/15E148 Safari/604.1"
    )
    desk.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0"
    for client in (phone, desk):
        sign_in(client, alice)
    page = desk.get(reverse("sessions")).content.decode()
    assert page.index("Firefox on Windows") < page.index("this browser")
    assert page.index("this browser") < page.index("Safari on iPhone")
    assert "from 127.0.0.1" in page
    assert f"{timezone.now():%Y}" in page


def test_one_session_or_all_others_are_ended(alice: User, bob: User) -> None:
    here, there, elsewhere, his = (Client() for _ in range(4))
    for client in (here, there, elsewhere):
        sign_in(client, alice)
    sign_in(his, bob)
    key = there.session.session_key
    row = UserSession.objects.get(session_key=key)
    page = reverse("sessions")
    assert his.post(page, {"session": row.pk}).status_code == 404
    assert his.post(page, {"session": "none"}).status_code == 404
    here.post(page, {"session": row.pk})
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]
    here.post(page)
    assert [is_in(client) for client in (here, elsewhere, his)] == [True, False, True]


def test_last_use_is_noted_once_in_a_while(client: Client, alice: User) -> None:
    sign_in(client, alice)
    long_ago = timezone.now() - dt.timedelta(days=2)
    rows = UserSession.objects.filter(user=alice)
    cache.clear()
    for noted in (True, False):
        rows.update(last_seen_at=long_ago)
        client.get(reverse("my_work"))
        assert (rows.get().last_seen_at > long_ago) is noted


def test_account_is_deleted_after_the_password(client: Client, alice: User) -> None:
    organisation = Organisation.objects.create(name="Shared", kind="client")
    Membership.objects.create(user=alice, organisation=organisation, role="viewer")
    other = Client()
    for each in (client, other):
        sign_in(each, alice)
    page = reverse("account_delete")
    assert "cannot be undone" in client.get(page).content.decode()
    asked = client.post(page)
    wrong = confirm_with_password(client, asked, "not the password")
    assert wrong.status_code == 200
    assert User.objects.filter(pk=alice.pk).exists()
    assert confirm_with_password(client, asked).url == reverse("home")
    assert not User.objects.filter(pk=alice.pk).exists()
    assert "Your account was deleted." in client.get(reverse("home")).content.decode()
    assert not is_in(other)
    assert not AuthToken.objects.exists()


def test_last_consultant_leaves_with_the_consultancy(
    client: Client, dora: User, grant: Grant
) -> None:
    """And the histories of role and grant, which are written then, name nobody."""
    sign_in(client, dora)
    confirm_with_password(client, client.post(reverse("account_delete")))
    assert not User.objects.filter(pk=dora.pk).exists()
    assert not Organisation.objects.filter(pk=grant.consultancy_id).exists()
    assert set(Grant.history.values_list("history_user", flat=True)) == {None}


def test_account_without_a_password_is_deleted_after_the_second_factor(
    client: Client, alice: User
) -> None:
    sign_in(client, alice)
    codes = set_up_app(client)[1]
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)
    asked = client.post(reverse("account_delete"))
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    client.post(asked.url, {"code": codes[0]})
    assert not User.objects.filter(pk=alice.pk).exists()


def test_last_owner_reads_why_not(client: Client, alice: User, bob: User) -> None:
    sign_in(client, alice)
    page = reverse("account_delete")
    assert "Lakeside" in client.get(page).content.decode()
    refused = confirm_with_password(client, client.post(page))
    assert refused.status_code == 409
    assert User.objects.filter(pk=alice.pk).exists()
    assert is_in(client)


@pytest.mark.parametrize("way", ["password", "code"])
def test_every_way_in_is_noted_for_the_organisation(
    client: Client, alice: User, client_organisation: Organisation, way: str
) -> None:
    if way == "password":
        sign_in(client, alice)
    else:
        confirm_address(alice)
        client.post(reverse("account_request_login_code"), {"email": alice.email})
        client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    [event] = Event.objects.filter(kind="signed_in")
    assert (event.actor, event.organisation) == (alice, client_organisation)


def test_failed_and_half_finished_sign_ins_are_not_noted(
    client: Client, paul: User, client_organisation: Organisation
) -> None:
    Membership.objects.create(user=paul, organisation=client_organisation, role="viewer")
    sign_in(client, paul, "not the password")
    sign_in(client, paul)  # the second step is missing
    assert not Event.objects.filter(kind="signed_in").exists()


def forget_what_this_process_knows() -> None:
    """What another process starts with: a connection of its own to the cache."""
    del caches["default"]


def test_limits_are_shared_between_processes(client: Client, alice: User) -> None:
    confirm_address(alice)
    wrong = {"login": alice.email, "password": "guess"}
    for _ in range(5):
        before = caches["default"]
        client.post(reverse("account_login"), wrong)
        forget_what_this_process_knows()
        assert caches["default"] is not before
    assert "locmem" not in settings.CACHES["default"]["BACKEND"]
    assert "Too many" in client.post(reverse("account_login"), wrong).content.decode()


def test_limit_is_not_lost_among_many_others(client: Client, alice: User) -> None:
    """A full cache drops entries, whichever: somebody could fill it on purpose."""
    wrong = {"login": alice.email, "password": "guess"}
    for _ in range(5):
        client.post(reverse("account_login"), wrong)
    for number in range(1000):
        cache.set(f"other:{number}", 1, 300)
    assert "Too many" in client.post(reverse("account_login"), wrong).content.decode()
