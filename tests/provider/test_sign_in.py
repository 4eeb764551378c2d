"""Signing in through a provider: only where settings name one, and never by an unproven address."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import bootstrap
from tests.front_door.suite import make_environment

EMAIL = "alice@example.org"
CHECK = "python manage.py check"
NAMED = {
    "OIDC_SERVER_URL": "https://id.example.org/realm",
    "OIDC_CLIENT_ID": "maturity",
    "OIDC_SECRET": "s",
}


def run(line: str, folder: Path, **named: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with these settings, SQLite and files."""
    ours = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."}
    return subprocess.run(
        bootstrap.tool(line),
        cwd=bootstrap.ROOT,
        env={**make_environment(folder), **ours, **named},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What came of every case; one process for all of them."""
    done = run("python -m tests.provider.sign_in", tmp_path_factory.mktemp("provider"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_both_kinds_of_settings_pass_the_checks(tmp_path: Path) -> None:
    for named in ({}, NAMED):
        done = run(CHECK, tmp_path, **named)
        assert done.returncode == 0, done.stderr


def test_missing_secret_stops_the_start_with_its_name(tmp_path: Path) -> None:
    stopped = run(CHECK, tmp_path, **{k: v for k, v in NAMED.items() if k != "OIDC_SECRET"})
    assert stopped.returncode == 1
    assert "OIDC_SECRET" in stopped.stderr


def test_nothing_of_it_is_there_by_default(client: Client, db: None, settings: Any) -> None:
    assert not any("socialaccount" in app for app in settings.INSTALLED_APPS)
    page = client.get("/account/login/").content.decode()
    assert "Sign in with a passkey" in page
    assert "oidc" not in page
    assert client.get("/account/oidc/oidc/login/").status_code == 404
    assert client.get("/account/provider/").status_code == 404


def test_new_person_gets_an_account(seen: Any) -> None:
    new = seen["new"]
    assert new["offered"]
    assert f"form-action 'self' {seen['address']}" in new["policy"]
    assert new["sent_to"].startswith(f"{seen['address']}/authorize?")
    assert "code_challenge=" in new["sent_to"]
    assert (new["signed_in"], new["people"]) == (True, [[EMAIL, "Alice of the works"]])


def test_verified_address_opens_the_account_of_that_address(seen: Any) -> None:
    known = seen["verified"]
    assert (known["signed_in"], known["people"]) == (True, [[EMAIL, "Alice"]])


@pytest.mark.parametrize("case", ["not verified", "nothing said"])
def test_address_that_is_not_verified_opens_nothing(seen: Any, case: str) -> None:
    refused = seen[case]
    assert (refused["signed_in"], refused["people"]) == (False, [[EMAIL, "Alice"]])
    assert refused["mail"] == ["You already have an account"]
