"""Sign-ins through a provider, in a process of its own: `python -m tests.provider.sign_in`.

The settings decide at the start what is installed, so the tests' own process cannot do it. Prints
what is true after each case as JSON.
"""

import json
import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

from tests.provider.identity import CLIENT_ID, running_provider

EMAIL = "alice@example.org"
PERSON = {"sub": "7", "name": "Alice of the works", "email": EMAIL}
CASES: dict[str, tuple[bool, dict[str, Any]]] = {
    # whether the address has an account already, and what the provider says of the address
    "new": (False, {"email_verified": True}),
    "verified": (True, {"email_verified": True}),
    "not verified": (True, {"email_verified": False}),
    "nothing said": (True, {}),
}


def sign_in(*, has_account: bool) -> dict[str, Any]:
    """Go through the provider as a browser does; returns what came of it."""
    people = get_user_model().objects
    from tests.messages import sent_messages  # noqa: PLC0415 - its models need settings first

    cache.clear()
    sent_messages().clear()
    people.all().delete()
    if has_account:
        user = people.create_user(EMAIL, "correct horse battery", name="Alice")
        user.emailaddress_set.create(email=EMAIL, verified=True, primary=True)
    client = Client()
    page = client.get("/account/login/")
    begun = client.post("/account/oidc/oidc/login/")
    [state] = parse_qs(urlsplit(begun.url).query)["state"]
    client.get("/account/oidc/oidc/login/callback/", {"code": "c", "state": state})
    return {
        "offered": "Sign in with Works ID" in page.content.decode(),
        "policy": page.headers["Content-Security-Policy"],
        "sent_to": begun.url,
        "signed_in": client.get("/account/").status_code == 200,
        "people": sorted([user.email, user.name] for user in people.all()),
        "mail": [message.subject for message in sent_messages()],
    }


def main() -> None:
    person: dict[str, Any] = {}
    with running_provider(person) as address:
        os.environ |= {
            "OIDC_SERVER_URL": address,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_SECRET": "s",
            "OIDC_NAME": "Works ID",
        }
        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0, interactive=False)
        seen: dict[str, Any] = {"address": address}
        for case, (has_account, said) in CASES.items():
            person.clear()
            person.update(PERSON | said)
            seen[case] = sign_in(has_account=has_account)
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
