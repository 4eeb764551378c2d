"""Asking one question of the table: a request by a visitor, and everything it brought about."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.messages import sent_messages
from tests.walks.cast import UNPROTECTED, VISITORS, World, put_back
from tests.walks.matrix import ENROL, FILE, LOGIN, Row, read_rows
from tests.walks.routes import UNSAFE, all_routes

ROUTES = {route.name: route for route in all_routes()}
ROWS = read_rows(FILE.read_text(encoding="utf-8"), visitors=VISITORS, enrolling=UNPROTECTED)
ASKABLE = [row for row in ROWS if row.route in ROUTES]
SIGN_IN = ("/account/login/", "/account/login/code/", "/admin/login/")
ENROLMENT = "/account/second-factor/"
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
_SEEN = 'UPDATE "usersessions_usersession"'
_BY_THE_WAY = frozenset({"django_session", "assessments_event"})
"""Tables that even reading may write: sessions, and that a consultant read. `_SEEN` says when a
session was last used."""


@dataclass
class Answer:
    """What came back, what was sent to get it, and what it brought about."""

    outcome: str
    text: str
    sent: str
    written: set[str]
    mails: list[tuple[list[str], str]]
    error: str  # of a status 500


def ask(
    world: World,
    row: Row,
    visitor: str,
    *,
    files: Mapping[str, bytes],
    program: bool | None = None,
    quoting: str = "",
) -> Answer:
    """Ask as the visitor, in a transaction of its own that is rolled back; files are put back.

    `program` overrides how the visitor signs in; `quoting` takes the place of every value sent.
    """
    path = ROUTES[row.route].path(world.address_part(word) for word in row.things)
    if row.asks:
        path += "?" + urlencode(_form(world, row.asks))
    body = _body(world, row, quoting)
    client = world.client(visitor, program=row.is_program if program is None else program)
    with kept_apart(files if row.method in UNSAFE else None), noting_writes() as written:
        mail.outbox = []
        response = _send(client, row, path, body)
        text = content_of(response)
        if quoting and response.status_code == 302:  # where faults are said
            text += content_of(client.get(response["Location"]))
        if "assessments_email" in written:
            sent_messages()
    return Answer(
        outcome=outcome_of(response, visitor),
        text=text,
        sent=f"{path} {body}",
        written=written,
        mails=[(one.to, f"{one.subject}\n{one.body}") for one in mail.outbox],
        error=_error(response),
    )


def _send(client: Client, row: Row, path: str, body: Any) -> Any:
    send: Callable[..., Any] = getattr(client, row.method.lower())
    if not body:
        return send(path)
    how = {"content_type": "application/json"} if row.is_program else {}
    return send(path, body, **how)


def _body(world: World, row: Row, quoting: str) -> Any:
    """What a row sends: JSON of a program, else the fields of a form."""
    if not row.is_program:
        fields = _form(world, row.sends)
        return {name: quoting or value for name, value in fields.items()}
    text = _filled(world, row.sends)
    if not quoting:
        return text
    given = json.loads(text)
    return json.dumps({name: quoting if isinstance(v, str) else v for name, v in given.items()})


def _form(world: World, written: str) -> dict[str, Any]:
    """The fields of a form as the table writes them."""
    fields: dict[str, Any] = {}
    for part in filter(None, written.split(" & ")):
        if part.startswith("*"):
            fields |= world.bodies[part[1:]]
            continue
        name, _equals, value = part.partition("=")
        if value.startswith("@"):
            fields[name] = SimpleUploadedFile(f"{value[1:]}.txt", world.files[value[1:]])
        else:
            fields[name] = _filled(world, value)
    return fields


def _filled(world: World, text: str) -> str:
    return re.sub(r"\{([a-z-]+(?:\.\w+)?)\}", lambda m: world.address_part(m[1]), text)


def outcome_of(response: Any, visitor: str) -> str:
    """The status as the table writes it."""
    to = urlsplit(response.headers.get("Location", "")).path
    if response.status_code == 302 and to in SIGN_IN:
        return LOGIN
    if response.status_code == 302 and to == ENROLMENT and visitor in UNPROTECTED:
        return ENROL
    return str(response.status_code)


def content_of(response: HttpResponseBase) -> str:
    """Everything that was sent, headers too; JSON and PDF as text."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{content.decode('utf-8', errors='replace')}"


def _error(response: Any) -> str:
    return repr(response.exc_info[1]) if getattr(response, "exc_info", None) else ""


@contextmanager
def kept_apart(files: Mapping[str, bytes] | None) -> Iterator[None]:
    """No row that is written inside is left behind and no count of attempts; no file either, if it
    is said which files there should be."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            if files is not None:
                put_back(files)
            cache.clear()


@contextmanager
def noting_writes() -> Iterator[set[str]]:
    """The tables that are written inside, but for those that reading writes."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := _WRITE.match(sql)) and not sql.startswith(_SEEN):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables
    tables -= _BY_THE_WAY
