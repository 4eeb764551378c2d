"""Nothing of another organisation turns up anywhere: not by links, searches, filters, faulty bodies,
mails, messages of errors or guessed addresses of files.

What a row of the table shows is looked through by `test_matrix.py`; here is what no row names.
"""

import html
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from tests.walks.asking import Answer, ask, content_of, kept_apart, outcome_of
from tests.walks.cast import NOBODY, VISITORS, World
from tests.walks.matrix import LOGIN
from tests.walks.test_matrix import ROUTES, ROWS, leaks, may_write

pytestmark = pytest.mark.django_db

SIGNED_IN = [visitor for visitor in VISITORS if visitor not in NOBODY]
STARTS = ("/", "/my-work/", "/national-data/", "/questionnaires/", "/statistics/", "/admin/")
OF_A_KIND = 3
"""Pages of one route that a crawl looks at; the others differ in nothing but their texts."""

FOREIGN = ("enterprise", "draft", "submitted", "report", "other-draft", "other-submitted")
FOREIGN += ("foreign-enterprise", "foreign-draft", "foreign-submitted", "foreign-report")
FOREIGN += ("prepared-enterprise", "prepared-draft", "prepared-submitted", "prepared-report")
FOREIGN += ("import", "draft-edition", "draft-tables", "draft-release", "token-owner")
"""Things that are somebody's, or are not public yet."""

FILTERS = ("q", "search", "term", "enterprise", "assessment", "organisation", "key", "id")
FILTERS += ("release", "results", "supersedes", "cell", "figure", "economy", "code", "next")


@pytest.mark.parametrize("visitor", VISITORS)
def test_links_lead_only_to_what_one_may_see(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    """Whoever follows every link he is shown is never refused, and meets nobody else's content."""
    client = world.client(visitor)
    seen: dict[str, int] = {}
    waiting, faults = [(start, "the address bar") for start in STARTS], []
    with kept_apart(files):
        while waiting:
            path, source = waiting.pop(0)
            route = name_of(path)
            if seen.get(path) or seen.get(route, 0) >= OF_A_KIND:
                continue
            seen[path], seen[route] = 1, seen.get(route, 0) + 1
            response = client.get(path)
            text = content_of(response)
            if path not in STARTS and response.status_code not in (200, 302):
                faults.append(f"{source} leads to {path}: {response.status_code}")
            faults += [f"{path} shows {mark}" for mark in leaks(world, visitor, text, sent=path)]
            waiting += [(link, path) for link in links_in(text)]
    assert faults == []


def name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def links_in(text: str) -> Iterator[str]:
    """Addresses of ours that a page leads to, or that it was sent on to."""
    found = re.findall(r'(?:href|hx-get)="(/[^"#]*)', text)
    found += re.findall(r"^Location: (/\S*)", text, re.M)
    yield from (html.unescape(one) for one in found if not one.startswith(settings.STATIC_URL))


@pytest.mark.parametrize("visitor", VISITORS)
def test_searches_and_filters_find_nothing_of_others(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    """Every list, asked for what belongs to somebody else, by identifier and by word."""
    faults = []
    lists = [row for row in ROWS if row.method == "GET" and not row.things and not row.asks]
    wanted = [world.address_part(name) for name in FOREIGN]
    wanted += [min(words) for words in world.marks.values()]
    for row in lists:
        if row.outcomes[visitor] != "200":
            continue
        client = world.client(visitor, program=row.is_program)
        path = ROUTES[row.route].path([])
        for value in wanted:
            with kept_apart(files):
                asked = f"{path}?{urlencode(dict.fromkeys(FILTERS, value))}"
                response = client.get(asked)
                text = content_of(response)
            if response.status_code >= 500:
                faults.append(f"{asked}: {response.status_code}")
            faults += [f"{asked} shows {m}" for m in leaks(world, visitor, text, sent=asked)]
    assert faults == []


@pytest.mark.parametrize(
    "visitor", ["outsider", "owner", "respondent", "single", "preparer", "writer", "administrator"]
)
def test_bodies_that_quote_others_things_tell_nothing(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    """Whatever one may do with one's own, done with identifiers of others."""
    faults = []
    for row in ROWS:
        if row.sends and may_write(row, row.outcomes[visitor]):
            for name in FOREIGN:
                value = world.address_part(name)
                answer = ask(world, ROUTES[row.route], row, visitor, quoting=value, files=files)
                if answer.outcome >= "500" and answer.outcome != LOGIN:
                    faults.append(f"{row} with {name}: {answer.outcome} {answer.error}")
                faults += [f"{row} with {name} shows {m}" for m in found_in(world, visitor, answer)]
    assert faults == []


def found_in(world: World, visitor: str, answer: Answer) -> list[str]:
    return leaks(world, visitor, answer.text, sent=answer.sent)


@pytest.mark.parametrize("visitor", ["anonymous", "outsider", "owner", "superuser"])
def test_files_have_no_address_of_their_own(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    client = world.client(visitor)
    for name, content in files.items():
        for path in guesses(name):
            with kept_apart(None):
                text = content_of(client.get(path))
            assert content.decode() not in text, path


def guesses(name: str) -> Iterator[str]:
    """Where a web server that was set up by habit would have the file."""
    for folder in ("media", "files", "uploads", "static/media", "static/../var/media", "static/.."):
        yield f"/{folder}/{name}"
        yield f"/{folder.replace('..', '%2e%2e')}/{name}"
    yield f"/static/%2e%2e%2fmedia%2f{name.replace('/', '%2f')}"
    yield f"/static/{settings.MEDIA_ROOT}/{name}"
    yield f"/{name}"


@pytest.mark.parametrize("route", ["report_file", "api:report_file"])
def test_files_are_kept_by_nobody_on_the_way(world: World, route: str) -> None:
    path = ROUTES[route].path([world.address_part("report")])
    with kept_apart(None):
        response = world.client("owner", program=route.startswith("api:")).get(path)
        content_of(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


ELSEWHERE = ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_to_another_site(
    world: World, files: Mapping[str, bytes], elsewhere: str
) -> None:
    for row in ROWS:
        for visitor in ("anonymous", "owner"):
            if row.is_program or row.outcomes[visitor] not in ("200", "302"):
                continue
            asked = {"sends": f"{row.sends} & next={elsewhere}".removeprefix(" & ")}
            if row.method == "GET":
                asked = {"asks": f"next={elsewhere}"}
            answer = ask(world, ROUTES[row.route], row, visitor, **asked, files=files)
            for link in re.findall(r'^Location: (\S+)|href="([^"]*)"|value="([^"]*)"', answer.text):
                assert not any(part == elsewhere for part in link), str(row)


__all__ = ["Client", "outcome_of", "SIGNED_IN"]
