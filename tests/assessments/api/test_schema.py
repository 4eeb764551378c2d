"""The schema is complete, checked in, and its page runs under our Content-Security-Policy."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from rest_framework.test import APIClient

from tests.assessments.api.conftest import SCHEMA_FILE


def test_schema_is_valid_and_equals_the_checked_in_file(tmp_path: Path) -> None:
    """It is written again by `manage.py spectacular --file docs/api/openapi.yaml`."""
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(made))
    assert made.read_text() == SCHEMA_FILE.read_text()


def test_schema_is_served(api: APIClient) -> None:
    response = api.get("/api/v1/schema/")
    assert response.status_code == 200
    assert b"/api/v1/assessments/{id}/submit/" in response.content


@pytest.fixture
def page(api: APIClient) -> str:
    return api.get("/api/v1/docs/").content.decode()


def test_docs_page_has_no_inline_script(page: str) -> None:
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 3
    assert all("src=" in attributes and not body.strip() for attributes, body in scripts)


def test_docs_page_takes_everything_from_our_own_server(page: str) -> None:
    addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert addresses
    assert all(re.match(r"/(static|api)/", address) for address in addresses)


def test_docs_page_style_is_allowed_by_its_hash(api: APIClient, page: str) -> None:
    policy = api.get("/api/v1/docs/")["Content-Security-Policy"]
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in styles]
    assert len(digests) == 1
    assert f"'sha256-{digests[0]}'" in policy
    assert "unsafe-inline" not in policy


def test_docs_script_is_an_address_of_its_own(api: APIClient) -> None:
    response = api.get("/api/v1/docs/?script=")
    assert response["Content-Type"].startswith("application/javascript")
    assert b"/api/v1/schema/" in response.content


@pytest.mark.parametrize("name", ["swagger-ui.css", "swagger-ui-bundle.js"])
def test_swagger_files_are_on_this_machine(name: str) -> None:
    assert finders.find(f"drf_spectacular_sidecar/swagger-ui-dist/{name}")
