"""Every visitor asks everything that the table names, and the table names everything there is."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.walks.asking import ask
from tests.walks.cast import VISITORS, World
from tests.walks.matrix import FILE, LOGIN, Row, read_rows
from tests.walks.routes import UNSAFE, all_routes

pytestmark = pytest.mark.django_db

ROWS = read_rows(FILE.read_text(encoding="utf-8"), visitors=VISITORS)
ROUTES = {route.name: route for route in all_routes()}
FIRST_ROWS = {row.route: row for row in reversed(ROWS) if row.route in ROUTES}


def test_every_address_and_method_has_a_row() -> None:
    asked = {(row.method, row.route) for row in ROWS}
    there = {(method, route.name) for route in ROUTES.values() for method in route.methods}
    assert sorted(there - asked) == []


def test_every_row_is_about_something_that_exists() -> None:
    there = {(method, route.name) for route in ROUTES.values() for method in route.methods}
    assert [f"line {r.line}: {r}" for r in ROWS if (r.method, r.route) not in there] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.route in ROUTES], ids=str)
def test_row(row: Row, world: World, files: Mapping[str, bytes]) -> None:
    faults = []
    for visitor, outcome in row.outcomes.items():
        answer = ask(world, ROUTES[row.route], row, visitor, files=files)
        if answer.outcome != outcome:
            faults.append(f"{visitor}: {outcome} → {answer.outcome} {answer.error}")
        if answer.written and not may_write(row, outcome):
            faults.append(f"{visitor}: {answer.outcome}, and wrote {sorted(answer.written)}")
        if must_write(row, outcome) and not answer.written:
            faults.append(f"{visitor}: {answer.outcome}, and wrote nothing")
        faults += [f"{visitor}: reads {m}" for m in leaks(world, visitor, answer.text, answer.sent)]
        for to, text in answer.mails:
            reader = world.visitor_of(to)
            faults += [f"{to} gets {m}" for m in leaks(world, reader, text, answer.sent)]
    assert not faults, "\n".join([f"matrix.txt, line {row.line}:", *faults])


@pytest.mark.parametrize("visitor", ["owner", "superuser"])
@pytest.mark.parametrize("method", sorted(UNSAFE | {"OPTIONS", "HEAD", "TRACE"}))
def test_other_methods_do_nothing(
    world: World, files: Mapping[str, bytes], method: str, visitor: str
) -> None:
    """A method without a row is refused, describes itself (OPTIONS), or shows what GET shows."""
    faults = []
    for name, row in FIRST_ROWS.items():
        if method in ROUTES[name].methods:
            continue
        asked = replace(row, method=method, sends="", asks="")
        answer = ask(world, ROUTES[name], asked, visitor, files=files)
        harmless = {LOGIN, "302", "403", "404", "405"}
        harmless |= {one.outcomes[visitor] for one in ROWS if one.route == name}
        if method == "OPTIONS":
            harmless.add("200")
        if answer.outcome not in harmless or answer.written:
            faults.append(f"{method} {name}: {answer.outcome} {answer.error} {answer.written}")
    assert faults == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.method in UNSAFE], ids=str)
def test_other_sites_cannot_make_a_browser_do_it(
    row: Row, world: World, files: Mapping[str, bytes]
) -> None:
    """Without the token of our own pages, whoever could do it is refused."""
    world.handler.enforce_csrf_checks = True
    try:
        for visitor, outcome in row.outcomes.items():
            if may_write(row, outcome):
                answer = ask(world, ROUTES[row.route], row, visitor, program=False, files=files)
                assert answer.outcome in ("401", "403"), visitor
                assert not answer.written
                break
    finally:
        world.handler.enforce_csrf_checks = False


@pytest.mark.parametrize("visitor", ["anonymous", "inactive", "outsider", "owner", "reading"])
def test_a_session_opens_as_much_of_the_api_as_a_token(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    for row in ROWS:
        if row.is_program and row.route != "api:token":  # only a token can end itself
            answer = ask(world, ROUTES[row.route], row, visitor, program=False, files=files)
            assert (str(row), answer.outcome) == (str(row), row.outcomes[visitor])


def leaks(world: World, visitor: str, text: str, sent: str) -> list[str]:
    """The marks in a text that are not for this visitor, and that he did not bring himself."""
    return [mark for mark in world.forbidden(visitor) if mark in text and mark not in sent]


def may_write(row: Row, outcome: str) -> bool:
    """Refusals and reading leave everything as it is."""
    return row.method in UNSAFE and outcome != LOGIN and outcome < "400"


def must_write(row: Row, outcome: str) -> bool:
    return may_write(row, outcome) and not row.writes_nothing
