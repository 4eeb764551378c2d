"""Every visitor asks everything that the table names, and the table names everything there is."""

from collections.abc import Mapping

import pytest

from tests.walks.asking import ask
from tests.walks.cast import VISITORS, World
from tests.walks.matrix import FILE, LOGIN, Row, read_rows
from tests.walks.routes import UNSAFE, Route, all_routes

pytestmark = pytest.mark.django_db

ROWS = read_rows(FILE.read_text(encoding="utf-8"), visitors=VISITORS)
ROUTES = {route.name: route for route in all_routes()}


def test_every_address_and_method_has_a_row() -> None:
    asked = {(row.method, row.route) for row in ROWS}
    there = {(method, route.name) for route in ROUTES.values() for method in route.methods}
    assert sorted(there - asked) == []


def test_every_row_is_about_something_that_exists() -> None:
    there = {(method, route.name) for route in ROUTES.values() for method in route.methods}
    assert [f"line {r.line}: {r}" for r in ROWS if (r.method, r.route) not in there] == []


@pytest.mark.parametrize("row", [r for r in ROWS if r.route in ROUTES], ids=str)
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


def may_write(row: Row, outcome: str) -> bool:
    """Refusals and reading leave everything as it is."""
    return row.method in UNSAFE and outcome != LOGIN and outcome < "400"


def must_write(row: Row, outcome: str) -> bool:
    return may_write(row, outcome) and not row.writes_nothing


__all__ = ["Route"]
