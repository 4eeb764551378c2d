"""Signing in through the pages, step by step, as a browser does."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from assessments.models import User
from tests.conftest import PASSWORD
from tests.messages import sent_messages


def confirm_address(person: User) -> None:
    """People of the tests have not come by the page on which one confirms it."""
    person.emailaddress_set.get_or_create(email=person.email, verified=True, primary=True)


def sign_in(client: Client, person: User, password: str = PASSWORD) -> Any:
    """The first step: address and password."""
    confirm_address(person)
    given = {"login": person.email, "password": password}
    return client.post(reverse("account_login"), given)


def is_in(client: Client) -> bool:
    return bool(client.get(reverse("account")).status_code == 200)


def code_now(secret: str) -> str:
    """What an authenticator app with this key shows, not in the last moment before the next."""
    left = 30 - time.time() % 30
    if left < 3:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def enter_code(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Set up an authenticator app; returns its key and the recovery codes."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'id="totp-secret">([A-Z2-7]+)<', page)
    assert found, page
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(found[1])})
    assert done.url == reverse("mfa_view_recovery_codes")
    shown = client.get(done.url).content.decode()
    return found[1], re.findall(r'<li class="code">(\d+)</li>', shown)


def mailed_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"^[A-Z0-9-]{6,}$", str(sent_messages()[-1].body), flags=re.MULTILINE)
    assert found
    return found[0]
