"""Nobody learns from a page, its status, its address or the work behind it who has an account."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from assessments.models import User
from tests.assessments.web.signing_in import confirm_address, is_in, mailed_code, sign_in
from tests.conftest import PASSWORD
from tests.messages import sent_messages

KNOWN, UNKNOWN = "known@example.org", "nobody@example.org"


class CountedArgon2(Argon2PasswordHasher):
    """The real one at its cheapest, which counts how often it is used."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    used: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.used.append("encode")
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        self.used.append("verify")
        return super().verify(password, encoded)


@pytest.fixture
def hashing(settings: Any) -> list[str]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedArgon2"]
    CountedArgon2.used.clear()
    return CountedArgon2.used


@pytest.fixture(autouse=True)
def known(hashing: list[str], db: None) -> User:
    person = User.objects.create_user(KNOWN, PASSWORD, name="Known")
    confirm_address(person)
    hashing.clear()
    return person


def seen(answer: Any, address: str) -> tuple[int, str, str]:
    """Everything that reaches the browser, without the address that was typed and the tokens."""
    body = answer.content.decode().replace(address, "ADDRESS")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "TOKEN", body)
    return answer.status_code, answer.headers.get("Location", ""), body


def follow_sign_in(client: Client, address: str) -> Iterator[Any]:
    given = {"login": address, "password": "not the password"}
    for _ in range(7):  # on beyond the limit
        yield client.post(reverse("account_login"), given)


def follow_code(client: Client, address: str) -> Iterator[Any]:
    page = reverse("account_confirm_login_code")
    yield client.post(reverse("account_request_login_code"), {"email": address})
    yield client.get(page)
    for guess in ("AAAA-AAAA", "", "BBBB-BBBB", "CCCC-CCCC"):
        yield client.post(page, {"code": guess})
    yield client.get(page)
    for _ in range(4):
        yield client.post(reverse("account_request_login_code"), {"email": address})


def follow_reset(client: Client, address: str) -> Iterator[Any]:
    for _ in range(7):
        yield client.post(reverse("account_reset_password"), {"email": address})
    yield client.get(reverse("account_reset_password_done"))


def follow_sign_up(client: Client, address: str) -> Iterator[Any]:
    given = {"name": "Kim", "email": address, "password1": "kōjō no mizu 2026"}
    page = reverse("account_email_verification_sent")
    yield client.post(reverse("account_signup"), given)
    yield client.get(page)
    yield client.post(page, {"action": "resend"})
    for guess in ("AAAA-AAAA", "BBBB-BBBB", "CCCC-CCCC"):
        yield client.post(page, {"code": guess})
    yield client.get(reverse("account_login"))
    yield client.get(reverse("account_signup"))


WAYS = [follow_sign_in, follow_code, follow_reset, follow_sign_up]


@pytest.mark.parametrize("follow", WAYS)
def test_known_and_unknown_addresses_look_alike(follow: Any) -> None:
    pages = []
    for address in (KNOWN, UNKNOWN):
        cache.clear()  # the sender's limits; those of each address come in the ways themselves
        pages.append([seen(answer, address) for answer in follow(Client(), address)])
    for at_known, at_unknown in zip(*pages, strict=True):
        assert at_known == at_unknown


@pytest.mark.parametrize("follow", WAYS)
def test_known_and_unknown_addresses_cost_the_same(follow: Any, hashing: list[str]) -> None:
    """Argon2 is what takes the time, and mail the rest: as often for the one as for the other."""
    work = []
    for address in (KNOWN, UNKNOWN):
        cache.clear()
        steps = []
        for _answer in follow(Client(), address):
            steps.append((len(hashing), len(sent_messages())))
            hashing.clear()
            sent_messages().clear()
        work.append(steps)
    assert work[0] == work[1]
    if follow in (follow_sign_in, follow_sign_up):
        assert work[0][0][0] == 1


def test_account_that_is_closed_looks_like_none_without_its_password(
    client: Client, known: User
) -> None:
    known.is_active = False
    known.save()
    pages = [seen(next(follow_sign_in(Client(), address)), address) for address in (KNOWN, UNKNOWN)]
    assert pages[0] == pages[1]
    cache.clear()
    assert sign_in(client, known).url == reverse("account_inactive")
    assert not is_in(client)


def test_changing_to_an_address_that_is_taken_tells_nothing(alice: User, client: Client) -> None:
    pages = []
    sign_in(client, alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("account"))  # shows what was said about signing in
    for address in (KNOWN, UNKNOWN):
        answers = [
            client.post(reverse("account_email"), {"email": address, "action_add": ""}),
            client.get(reverse("account_email_verification_sent")),
        ]
        cache.clear()
        pages.append([seen(answer, address) for answer in answers])
    assert pages[0] == pages[1]
    assert pages[0][0][1] == reverse("account_email_verification_sent")


def test_code_by_mail_signs_in_once_and_expires(client: Client, known: User) -> None:
    page = reverse("account_confirm_login_code")
    client.post(reverse("account_request_login_code"), {"email": KNOWN})
    code = mailed_code()
    assert client.post(page, {"code": code}).url == reverse("my_work")
    client.post(reverse("account_logout"))
    client.post(page, {"code": code})
    assert not is_in(client)

    client.post(reverse("account_request_login_code"), {"email": KNOWN})
    session = client.session
    stage = session["account_login"]["state"]["stages"]["login_by_code"]["data"]
    stage["at"] -= 15 * 60 + 1
    session.save()
    client.post(page, {"code": mailed_code()})
    assert not is_in(client)


def test_code_by_mail_is_void_after_three_wrong_ones(client: Client, known: User) -> None:
    page = reverse("account_confirm_login_code")
    client.post(reverse("account_request_login_code"), {"email": KNOWN})
    for guess in ("AAAA-AAAA", "BBBB-BBBB", "CCCC-CCCC"):
        client.post(page, {"code": guess})
    client.post(page, {"code": mailed_code()})
    assert not is_in(client)
