"""Every visitor asks everything that the table names, and the table names everything there is."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.walks.asking import ASKABLE, ROUTES, ROWS, ask
from tests.walks.cast import UNPROTECTED, World
from tests.walks.matrix import LOGIN, Row
from tests.walks.routes import UNSAFE

pytestmark = pytest.mark.django_db

LIBRARIES = ("account_", "mfa_", "admin:", "/admin/")
THERE = {(method, route.name) for route in ROUTES.values() for method in route.methods}


def test_every_address_and_method_has_a_row() -> None:
    assert sorted(THERE - {(row.method, row.route) for row in ROWS}) == []


def test_every_row_is_about_something_that_exists() -> None:
    assert [f"{row.line}: {row}" for row in ROWS if (row.method, row.route) not in THERE] == []


def asked_by(row: Row) -> Mapping[str, str]:
    """All visitors; but pages of libraries know nothing of organisations, so two are enough of
    those of whom the table says the same. Pages take no notice of a token, good or bad."""
    asked = dict(row.outcomes)
    if not row.is_program:
        del asked["bad-token"]
    if row.route.startswith(LIBRARIES):
        for outcome in set(asked.values()):
            same = [visitor for visitor in asked if asked[visitor] == outcome]
            for visitor in same[1:-1]:
                del asked[visitor]
    return asked


@pytest.mark.parametrize("row", ASKABLE, ids=str)
def test_row(row: Row, world: World, files: Mapping[str, bytes]) -> None:
    faults = []
    for visitor, outcome in asked_by(row).items():
        answer = ask(world, row, visitor, files=files)
        if answer.outcome != outcome:
            faults.append(f"{visitor}: {outcome} → {answer.outcome} {answer.error}")
        if answer.written and not row.changes(visitor):
            faults.append(f"{visitor}: {answer.outcome}, and wrote {sorted(answer.written)}")
        if row.changes(visitor) and not row.writes_nothing and not answer.written:
            faults.append(f"{visitor}: {answer.outcome}, and wrote nothing")
        leaks = world.leaks(visitor, answer.text, sent=answer.sent, shown=row.shows)
        faults += [f"{visitor}: reads {mark}" for mark in leaks]
        for to, text in answer.mails:
            reader = world.visitor_of(to)
            leaks = world.leaks(reader, text, sent=answer.sent, shown=row.shows)
            faults += [f"{visitor}: sends {mark} to {to}" for mark in leaks]
    assert not faults, "\n".join([f"matrix.txt, line {row.line}:", *faults])


@pytest.mark.parametrize("method", sorted(UNSAFE | {"OPTIONS", "HEAD", "TRACE"}))
def test_other_methods_do_nothing(world: World, files: Mapping[str, bytes], method: str) -> None:
    """A method without a row is refused, describes itself (OPTIONS), or shows what GET shows."""
    faults = []
    first = {row.route: row for row in reversed(ASKABLE)}
    for name, row in first.items():
        if method in ROUTES[name].methods:
            continue
        visitor = "superuser" if "admin" in name else "owner"
        asked = replace(row, method=method, sends="", asks="")
        answer = ask(world, asked, visitor, files=files)
        harmless = {LOGIN, "302", "403", "404", "405"}
        harmless |= {one.outcomes[visitor] for one in ROWS if one.route == name}
        if method == "OPTIONS":
            harmless.add("200")
        if answer.outcome not in harmless or answer.written:
            faults.append(f"{method} {name}: {answer.outcome} {answer.error} {answer.written}")
    assert faults == []


@pytest.mark.parametrize("row", [row for row in ASKABLE if row.method != "GET"], ids=str)
def test_other_sites_cannot_make_a_browser_do_it(
    row: Row, world: World, files: Mapping[str, bytes]
) -> None:
    """Without the token of our own pages, somebody who could do it is refused."""
    could = next(filter(row.changes, reversed(row.outcomes)), None)
    if could is None:
        return
    world.handler.enforce_csrf_checks = True
    try:
        answer = ask(world, row, could, program=False, files=files)
    finally:
        world.handler.enforce_csrf_checks = False
    assert answer.outcome in ("401", "403")
    assert not answer.written


@pytest.mark.parametrize("visitor", UNPROTECTED)
def test_programs_are_told_that_the_second_factor_is_missing(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    for row in ASKABLE:
        if row.is_program and row.route != "api:docs":  # a page for people
            answer = ask(world, row, visitor, files=files)
            assert (str(row), "second_factor_missing" in answer.text) == (str(row), True)


@pytest.mark.parametrize(
    "visitor", ["anonymous", "inactive", "outsider", "owner", "reading", "new-publisher"]
)
def test_a_session_opens_as_much_of_the_api_as_a_token(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    for row in ASKABLE:
        if row.is_program and row.route != "api:token":  # only a token can end itself
            answer = ask(world, row, visitor, program=False, files=files)
            assert (str(row), answer.outcome) == (str(row), row.outcomes[visitor])
