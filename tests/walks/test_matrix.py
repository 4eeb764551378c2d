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
        for mark in world.forbidden(visitor):
            if mark in answer.text and mark not in answer.sent:
                faults.append(f"{visitor}: reads {mark}")
    assert not faults, "\n".join([f"matrix.txt, line {row.line}:", *faults])


@pytest.mark.parametrize("visitor", ["owner", "superuser"])
@pytest.mark.parametrize("method", sorted(UNSAFE | {"OPTIONS", "HEAD", "TRACE"}))
def test_other_methods_do_nothing(
    world: World, files: Mapping[str, bytes], method: str, visitor: str
) -> None:
    """A method that the table does not name is refused, or describes itself (OPTIONS)."""
    faults = []
    for route, row in FIRST_ROWS.items():
        if method in ROUTES[route].methods or (method == "HEAD" and "GET" in ROUTES[route].methods):
            continue
        asked = replace(row, method=method, sends="", asks="")
        answer = ask(world, ROUTES[route], asked, visitor, files=files)
        refused = answer.outcome == LOGIN or answer.outcome in ("302", "403", "404", "405")
        describes = method == "OPTIONS" and answer.outcome == "200"
        form_again = method == "PUT" and answer.outcome == "200" and "POST" in ROUTES[route].methods
        if not (refused or describes or form_again) or answer.written:
            faults.append(f"{method} {route}: {answer.outcome} {answer.error} {answer.written}")
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


def may_write(row: Row, outcome: str) -> bool:
    """Refusals and reading leave everything as it is."""
    return row.method in UNSAFE and outcome != LOGIN and outcome < "400"


def must_write(row: Row, outcome: str) -> bool:
    return may_write(row, outcome) and not row.writes_nothing
