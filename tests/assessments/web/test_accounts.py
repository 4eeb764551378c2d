"""Signing up, signing in, and the mail that goes with it."""

import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from assessments.models import User
from tests.conftest import PASSWORD

Deliver = Callable[[], list[EmailMessage]]

NEW = {"name": "髙橋 恵", "email": "Megumi@Example.org", "password1": "kōjō no mizu 2026"}
WORDS = {
    "en": ("Your code to confirm the e-mail address", "Please enter this code"),
    "zh-hans": ("电子邮箱确认码", "请在等待输入的页面上填写以下确认码"),
    "ja": ("メールアドレスの確認コード", "次のコードを入力してください"),
}


def sign_up(client: Client, language: str = "en", **changes: str) -> str:
    """Send the form; return the address it leads to."""
    client.cookies["django_language"] = language
    return str(client.post(reverse("account_signup"), NEW | changes).url)


def code_of(text: str) -> str:
    found = re.search(r"^[A-Z0-9-]{6,}$", text, flags=re.MULTILINE)
    assert found
    return found[0]


@pytest.mark.parametrize("language", WORDS)
def test_sign_up_is_confirmed_by_a_code_in_ones_own_language(
    client: Client, db: None, deliver: Deliver, language: str
) -> None:
    where = sign_up(client, language)
    assert where == reverse("account_email_verification_sent")
    assert client.get(reverse("my_work")).status_code == 302

    [message] = deliver()
    assert message.to == ["megumi@example.org"]
    subject, sentence = WORDS[language]
    assert message.subject == subject
    assert sentence in message.body
    assert "testserver" not in message.body

    confirmed = client.post(where, {"code": code_of(str(message.body))})
    assert confirmed.url == reverse("my_work")
    assert client.get(reverse("my_work")).status_code == 200
    user = User.objects.get()
    assert (user.name, user.language) == ("髙橋 恵", language)


def test_wrong_code_signs_nobody_in(client: Client, db: None) -> None:
    where = sign_up(client)
    assert client.post(where, {"code": "WRONG-1"}).status_code == 200
    assert client.get(reverse("my_work")).status_code == 302


def test_address_that_is_taken_looks_the_same_and_is_told_by_mail(
    client: Client, alice: User, deliver: Deliver
) -> None:
    where = sign_up(client, email="ALICE@example.org")
    assert where == reverse("account_email_verification_sent")
    [message] = deliver()
    assert message.subject == "You already have an account"
    assert reverse("account_reset_password") in message.body
    assert User.objects.count() == 1


def test_password_reset_for_an_unknown_address_looks_the_same(
    client: Client, alice: User, deliver: Deliver
) -> None:
    pages = []
    for address in ("alice@example.org", "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        pages.append((answer.redirect_chain, re.sub(r'value="[^"]+"', "", answer.content.decode())))
    assert pages[0] == pages[1]
    assert [m.subject for m in deliver()] == [
        "Set a new password",
        "There is no account with this address",
    ]


def test_weak_password_is_refused_with_its_reason(client: Client, db: None) -> None:
    page = client.post(reverse("account_signup"), NEW | {"password1": "password"})
    assert page.status_code == 200
    assert "This password is too common." in page.content.decode()
    assert not User.objects.exists()


def test_person_without_account_is_sent_to_sign_in_and_back(client: Client, alice: User) -> None:
    page = client.get(reverse("enterprise_create"))
    assert page.url == f"{reverse('account_login')}?next={reverse('enterprise_create')}"


def test_guessing_a_password_is_stopped_with_a_page_that_says_so(
    client: Client, alice: User
) -> None:
    attempt = {"login": "alice@example.org", "password": "guess"}
    answers = [client.post(reverse("account_login"), attempt) for _ in range(12)]
    assert [answer.status_code for answer in answers[:3]] == [200] * 3
    assert "Too many" in answers[-1].content.decode()
    attempt["password"] = PASSWORD  # the right one does not help now
    assert "Too many" in client.post(reverse("account_login"), attempt).content.decode()
    assert client.get(reverse("my_work")).status_code == 302
