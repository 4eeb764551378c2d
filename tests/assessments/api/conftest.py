"""Programs that sign in as one of the cast, and a report with and without its file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.conf import settings
from django.core.cache import cache
from knox.models import AuthToken
from rest_framework.test import APIClient

from assessments.models import Assessment, Grant, Report, User
from assessments.services.reports import request_report

SCHEMA_FILE = Path(settings.BASE_DIR) / "docs" / "api" / "openapi.yaml"


@pytest.fixture(autouse=True)
def _fresh_throttle() -> None:
    cache.clear()


@pytest.fixture
def program() -> Callable[[User], APIClient]:
    """program(alice): a client that sends a token of hers."""

    def sign_in(user: User) -> APIClient:
        client = APIClient()
        token = AuthToken.objects.create(user)[1]
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        return client

    return sign_in


@pytest.fixture
def api(program: Callable[[User], APIClient], alice: User) -> APIClient:
    """A program of Alice's."""
    return program(alice)


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, program: Callable[[User], APIClient]
) -> Callable[[str], APIClient]:
    """visit("bob"): a program of that person's; also "nobody" and "bad token"."""

    def visit_as(name: str) -> APIClient:
        if name == "nobody":
            return APIClient()
        if name == "bad token":
            client = APIClient()
            client.credentials(HTTP_AUTHORIZATION="Token " + "0" * 64)
            return client
        return program(request.getfixturevalue(name))

    return visit_as


@pytest.fixture
def report(submitted: Assessment, alice: User) -> Report:
    """Asked for, not made yet."""
    return request_report(by=alice, assessments=[submitted], language="ja")


@pytest.fixture
def finished(report: Report) -> Report:
    """A report whose file is stored."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{report.pk}.pdf").write_bytes(b"%PDF-1.7 only its bytes matter here")
    report.file, report.sha256, report.size, report.pages = f"{report.pk}.pdf", "0" * 64, 35, 12
    report.save()
    report.job.state, report.job.progress = "done", 100
    report.job.save()
    return report


@pytest.fixture
def everybody(bob: User, carol: User, charlie: User, dora: User, grant: Grant) -> None:
    """The whole cast, with Dora's grant."""


def _closed(schema: Any) -> Any:
    """The OpenAPI 3.0 schema as JSON Schema; a field that it does not name is not allowed."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(part) for key, part in schema.items()}
    if "properties" in schema and schema.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    if schema.get("nullable") is True:
        del closed["nullable"]
        return {"anyOf": [closed, {"type": "null"}]}
    return closed


@pytest.fixture(scope="session")
def conforms() -> Callable[[Any, str], None]:
    """conforms(data, "AnswerOutput"): the data is what the checked-in schema promises."""
    schemas = _closed(yaml.safe_load(SCHEMA_FILE.read_text())["components"]["schemas"])

    def check(data: Any, component: str) -> None:
        schema = {"$ref": f"#/components/schemas/{component}", "components": {"schemas": schemas}}
        jsonschema.validate(data, schema)

    return check
