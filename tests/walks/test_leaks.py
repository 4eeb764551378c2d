"""Nothing of another organisation turns up by links, searches, faulty bodies or guessed addresses.

What the rows of the table show and send by mail `test_matrix.py` looks through, refusals included;
here is what no row names.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.walks.asking import ASKABLE, ROUTES, ask, content_of, kept_apart
from tests.walks.cast import SEES, World

pytestmark = pytest.mark.django_db

STARTS = ("/", "/my-work/", "/national-data/", "/questionnaires/", "/statistics/")
OF_A_KIND = 2
"""Pages of one route that a crawl looks at; the others differ in nothing but their texts."""

CRAWLING = ("anonymous", "outsider", "invited", "viewer", "respondent", "colleague", "owner")
CRAWLING += ("single", "lead", "former-lead", "clerk", "preparing-lead", "publisher")
CRAWLING += ("administrator", "superuser", "new-administrator")
SEARCHING = ("anonymous", "outsider", "respondent", "owner", "single", "revoked", "lead")
SEARCHING += ("preparer", "administrator")
LISTS = ("organisation_log", "organisation_log_export", "enterprise_access")
"""Lists that are about something, whose row names it."""

PARAMETERS: dict[str, tuple[str, ...]] = {
    "enterprise": ("enterprise", "organisation"),
    "submitted": ("assessment", "results", "id"),
    "report": ("report",),
    "word": ("q", "search", "term", "name", "text", "cell", "figure", "economy", "code", "page"),
}
"""What lists are asked for, by the names under which they might know it."""

NAMES = {  # of things by organisation, as in PARAMETERS
    "lakeside": ("enterprise", "submitted", "report"),
    "lakeside, other assessments": ("enterprise", "other-submitted", "other-report"),
    "harbour": ("foreign-enterprise", "foreign-submitted", "foreign-report"),
    "prepared": ("prepared-enterprise", "prepared-submitted", "prepared-report"),
}


@pytest.mark.parametrize("visitor", CRAWLING)
def test_links_lead_only_to_what_one_may_see(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    """Whoever follows every link he is shown is never refused, and meets nobody else's content."""
    client = world.client(visitor)
    seen: dict[str, int] = {}
    starts = (*STARTS, "/admin/") if visitor == "superuser" else STARTS
    waiting, faults = [(start, "the address bar") for start in starts], []
    with kept_apart(files):
        while waiting:
            path, source = waiting.pop(0)
            route = name_of(path)
            if seen.get(path) or seen.get(route, 0) >= OF_A_KIND:
                continue
            seen[path], seen[route] = 1, seen.get(route, 0) + 1
            response = client.get(path)
            text = content_of(response)
            if path not in starts and response.status_code not in (200, 302):
                faults.append(f"{source} leads to {path}: {response.status_code}")
            faults += [f"{path} shows {mark}" for mark in world.leaks(visitor, text, sent=path)]
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


@pytest.mark.parametrize("visitor", SEARCHING)
def test_searches_and_filters_find_nothing_of_others(world: World, visitor: str) -> None:
    """Every list, asked for what belongs to somebody else, by identifier and by word."""
    faults = []
    for row in ASKABLE:
        if row.method != "GET" or row.asks or row.outcomes[visitor] != "200":
            continue
        if row.things and row.route not in LISTS:
            continue
        path = ROUTES[row.route].path(world.address_part(thing) for thing in row.things)
        client = world.client(visitor, program=row.is_program)
        for kind in NAMES:
            if visitor in SEES[kind].split():
                continue
            asked = f"{path}?{urlencode(questions(world, kind))}"
            with kept_apart(None):
                response = client.get(asked)
                text = content_of(response)
            if response.status_code >= 500:
                faults.append(f"{asked}: {response.status_code}")
            faults += [f"{asked} shows {mark}" for mark in world.leaks(visitor, text, sent=asked)]
    assert faults == []


def questions(world: World, kind: str) -> dict[str, str]:
    """A query that asks for things of that kind."""
    word = world.things[NAMES[kind][0]].name.split()[-1]
    wanted = dict(zip(PARAMETERS, (*NAMES[kind], word), strict=True))
    return {
        parameter: world.address_part(wanted[thing])
        for thing, parameters in PARAMETERS.items()
        for parameter in parameters
    }


@pytest.mark.parametrize("visitor", ["outsider", "owner", "single", "preparer", "administrator"])
def test_bodies_that_quote_others_things_tell_nothing(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    """Whatever one may do with one's own, done with identifiers of others."""
    foreign = ("other-submitted", "foreign-enterprise", "prepared-report", "lakeside")
    faults = []
    for row in ASKABLE:
        if row.sends and row.changes(visitor):
            for name in foreign:
                value = world.address_part(name)
                answer = ask(world, row, visitor, quoting=value, files=files)
                if answer.error:
                    faults.append(f"{row} with {name}: {answer.error}")
                faults += [
                    f"{row} with {name} shows {mark}"
                    for mark in world.leaks(visitor, answer.text, sent=answer.sent)
                ]
    assert faults == []


@pytest.mark.parametrize("visitor", ["anonymous", "outsider", "owner", "superuser"])
def test_files_have_no_address_of_their_own(
    world: World, files: Mapping[str, bytes], visitor: str
) -> None:
    client = world.client(visitor)
    for name, content in files.items():
        for path in guesses(name):
            with kept_apart(None):
                text = content_of(client.get(path))
            assert content.decode(errors="replace") not in text, path


def guesses(name: str) -> Iterator[str]:
    """Where a web server that was set up by habit would have the file."""
    for folder in ("media", "files", "uploads", "static/media", "static/../var/media", "static/.."):
        yield f"/{folder}/{name}"
        yield f"/{folder.replace('..', '%2e%2e')}/{name}"
    yield f"/static/%2e%2e%2fmedia%2f{name.replace('/', '%2f')}"
    yield f"/static/{settings.MEDIA_ROOT}/{name}"
    yield f"/{name}"


@pytest.mark.parametrize(
    ("route", "things"),
    [
        ("report_file", "report"),
        ("api:report_file", "report"),
        ("report_data", "report xlsx"),
        ("api:report_data", "report"),
        ("export_file", "export"),
        ("organisation_log_export", "lakeside csv"),
    ],
)
def test_files_are_kept_by_nobody_on_the_way(world: World, route: str, things: str) -> None:
    path = ROUTES[route].path(world.address_part(thing) for thing in things.split())
    with kept_apart(None):
        response = world.client("owner", program=route.startswith("api:")).get(path)
        content_of(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_export_holds_what_its_owner_may_read(world: World) -> None:
    """And no response while they are being collected."""
    with ZipFile(settings.MEDIA_ROOT / world.things["export"].file) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    held = "".join(texts.values())
    assert [mark for name in texts for mark in world.leaks("owner", texts[name], sent=name)] == []
    for kind in ("lakeside", "lakeside, other assessments", "said by colleague, closed"):
        assert any(word in held for word in world.marks[kind]), kind


@pytest.mark.parametrize("visitor", ["viewer", "editor", "owner", "reading", "editing", "lead"])
def test_whose_response_it_was_is_for_owners_and_editors(world: World, visitor: str) -> None:
    """Everybody else reads what was said, once collecting is closed, without a name."""
    client = world.client(visitor)
    names = world.marks["respondent"] | world.marks["colleague"]
    names -= {str(world.people[one].pk) for one in ("respondent", "colleague")}
    said = world.marks["said by respondent, closed"] | world.marks["said by colleague, closed"]
    pages = [("meeting", "agreeing"), ("meeting_item", "agreeing VI"), ("comments", "agreeing")]
    pages += [("assessment", "agreeing"), ("result", "unshared"), ("meeting", "unshared")]
    pages += [("meeting_item", "unshared VI"), ("api:answers", "agreeing")]
    shown = {}
    for route, things in pages:
        path = ROUTES[route].path(world.address_part(thing) for thing in things.split())
        with kept_apart(None):
            shown[route, things] = content_of(client.get(path))
    by_name = {page for page, text in shown.items() if any(name in text for name in names)}
    items = {page for page in pages if page[0] == "meeting_item"}
    assert by_name == (items if visitor in ("editor", "owner") else set())
    assert all(any(word in shown[page] for word in said) for page in items)


@pytest.mark.parametrize("visitor", ["anonymous", "outsider", "invited"])
def test_wrong_link_looks_like_one_that_never_was(world: World, visitor: str) -> None:
    client = world.client(visitor)
    open_link, over = world.things["invitation-join"], world.things["invitation-withdrawn"]
    texts = set()
    for pk, token in ((open_link.pk, "0" * 64), (over.pk, open_link.token), (uuid4(), "0" * 64)):
        path = ROUTES["invitation"].path([str(pk), token])
        with kept_apart(None):
            response = client.get(path)
            text = response.content.decode().replace(path, "")
        assert response.status_code == 404
        texts.add(re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text))
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("visitor", "elsewhere"),
    [("anonymous", "https://elsewhere.example/"), ("owner", "//elsewhere.example/")],
)
def test_nobody_is_sent_to_another_site(
    world: World, files: Mapping[str, bytes], visitor: str, elsewhere: str
) -> None:
    """Not from any page or form, though the address or the form asks for it."""
    for row in ASKABLE:
        if row.is_program or row.outcomes[visitor] not in ("200", "302"):
            continue
        asked = replace(row, asks=f"next={elsewhere}")
        if row.method != "GET":
            asked = replace(row, sends=" & ".join(filter(None, (row.sends, asked.asks))))
        answer = ask(world, asked, visitor, files=files)
        assert not re.search(rf'(?:^Location: |href="){elsewhere}', answer.text, re.M), str(row)
