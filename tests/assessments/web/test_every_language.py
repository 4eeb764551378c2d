"""Every new page, in each language; who may open it; how many queries it takes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import (
    Assessment,
    Edition,
    Enterprise,
    Grant,
    TableSet,
    User,
)
from assessments.services.instruments import publish, retire, upload_file
from tests.assessments.services.given import (
    ANSWERS,
    PRACTICES,
    PRIORITIES,
    as_file,
    second_dx,
    tables_data,
)
from tests.assessments.web.fields import (
    LANGUAGES,
    MARKS,
    must_be_whole,
    post_page,
    question_url,
    url,
)
from tests.conftest import BANDS
from tests.maturity.editions import edition_data, put

Begin = Callable[[str], Assessment]
Finish = Callable[..., Assessment]
Answerer = Callable[..., None]


def mine(edition: str = "2026") -> bytes:
    data = edition_data()
    put("key", "mine")(data)
    put("edition", edition)(data)
    return as_file(data)


def sent(content: bytes, name: str = "mine.yaml") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content, content_type="application/yaml")}


@pytest.fixture
def second(administrator: User, dx: Edition) -> Edition:
    """The small test edition of dx, published."""
    draft = upload_file(by=administrator, content=as_file(second_dx())).draft
    assert isinstance(draft, Edition)
    publish(by=administrator, issue=draft)
    return Edition.objects.get(pk=draft.pk)


@pytest.fixture
def results(finish: Finish) -> dict[str, Assessment]:
    """A submitted assessment of each questionnaire, one with notes and every state."""
    siri = {key: {"current": level} for key, level in BANDS.items()} | PRIORITIES
    siri["IIC"] = {"current": 1, "note": "weekly round"}
    return {
        "siri": finish("siri", siri),
        **{key: finish(key, ANSWERS[key], scope="二号车间") for key in ANSWERS},
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_assessments_are_whole(
    client: Client,
    alice: User,
    begin: Begin,
    answer: Answerer,
    results: dict[str, Assessment],
    language: str,
) -> None:
    client.force_login(alice)
    client.cookies["django_language"] = language
    enterprise = results["siri"].enterprise
    pages = [url("my_work"), url("cross_reading", enterprise)]
    for key, submitted in results.items():
        draft = begin(key)
        pages += [url("result", submitted), url("assessment", draft), url("check_answers", draft)]
        if key in ("siri", "dx"):
            pages.append(url("quick_pass", draft))
            bounded = next(iter(draft.content.bounded_units))
            pages.append(url("quick_unit", draft, bounded))
        seen: dict[str, Any] = {}
        for page in draft.content.pages:  # one page of each kind
            seen.setdefault(f"{page.items[0].kind} {len(page.items)} {page.group.kind}", page)
        pages += [question_url(draft, page.key) for page in seen.values()]
    for page in pages:
        must_be_whole(client.get(page), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unsure_results_and_half_answered_lists_are_whole(
    client: Client, alice: User, begin: Begin, finish: Finish, answer: Answerer, language: str
) -> None:
    client.force_login(alice)
    client.cookies["django_language"] = language
    unsure = [
        finish("siri", {"VI": {"current": 1}, "quick.automation": {"low": 0, "high": 2}}),
        finish("siri", {"VI": {"current": 1}} | PRIORITIES),
        finish("dx", {"quick.4": {"low": 0, "high": 2}}),
        finish("tiers", {"L1-capability": {"answer": "yes"}, "L1-gain": {"state": "unknown"}}),
        finish("tiers", {key: {"answer": "no"} for key in PRACTICES}),
        finish("tiers", {key: {"answer": "yes"} for key in PRACTICES}),
        finish(
            "facts", {"edge_share": {"state": "unknown"}, "ict_posts": {"value": "did_not_try"}}
        ),
    ]
    for submitted in unsure:
        must_be_whole(client.get(url("result", submitted)), language)
    must_be_whole(client.get(url("cross_reading", unsure[0].enterprise)), language)

    dx, facts = begin("dx"), begin("facts")
    for item, given in (
        ("1", {"state": "unknown"}),
        ("2", {"current": 0}),
        ("quick.4", {"low": 0, "high": 2}),
        ("data_freshness", {"target": "daily"}),
        ("digital_service_profit", {"current": "-1"}),
    ):
        answer(dx, item, **given)
    for item, value in (("staff_total", "40"), ("staff_digital", "12"), ("staff_total", "10")):
        answer(facts, item, value=value)
    answer(facts, "ict_posts", state="not_applicable", reason="other", note="why")
    for draft in (dx, facts):
        for name in ("assessment", "check_answers"):
            must_be_whole(client.get(url(name, draft)), language)
    must_be_whole(client.get(url("quick_pass", dx)), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_questionnaires_are_whole(
    client: Client,
    alice: User,
    administrator: User,
    second: Edition,
    language: str,
) -> None:
    draft = upload_file(by=administrator, content=mine()).draft
    assert draft is not None
    tables = TableSet.objects.get()
    client.cookies["django_language"] = language
    everybody = [
        url("questionnaires"),
        url("edition_changes", second),
        url("tables", tables),
        *(url("edition", edition) for edition in Edition.objects.exclude(state="draft")),
    ]
    for person, pages in ((alice, everybody), (administrator, [*everybody, url("edition", draft)])):
        client.force_login(person)
        for page in pages:
            must_be_whole(client.get(page), language)

    refused = client.post(url("questionnaires"), sent(mine().replace(b"word 3", b"word 2")))
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "%(" not in text
    assert len(re.findall(r"<h1[ >]", text)) == 1


def test_changes_are_shown_in_the_words_of_both_editions(
    client: Client, alice: User, second: Edition, dx: Edition
) -> None:
    client.force_login(alice)
    text = client.get(url("edition_changes", second)).content.decode()
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    rows = [
        (kind, re.findall(r"<(del|ins)>", row))
        for row in body.split("<tr>")[1:]
        for kind in re.findall(r'<span class="tag">([^<]+)</span>', row)
    ]
    assert len(rows) == 36
    assert [row for row in rows if row[0] != "same"] == [
        ("reworded", ["del", "ins"]),
        ("re-scaled", []),
        ("removed", ["del"]),
        ("new", ["ins"]),
    ]
    assert all(marks == [] for kind, marks in rows if kind == "same")
    assert "<ins>Reworded question?</ins>" in body
    old = dx.content.item("1").question["en"]
    assert f"<del>{old}</del>" in body
    assert body.count("not comparable") == 1
    assert client.get(url("edition_changes", dx)).status_code == 404
    assert url("edition_changes", second) in client.get(url("edition", second)).content.decode()
    assert url("edition_changes", dx) not in client.get(url("edition", dx)).content.decode()


def test_new_edition_is_asked_and_the_old_one_kept(
    client: Client, alice: User, begin: Begin, second: Edition, results: dict[str, Assessment]
) -> None:
    client.force_login(alice)
    enterprise = results["dx"].enterprise
    client.post(url("assessment_start", enterprise), {"edition": str(second.pk)})
    draft = Assessment.objects.get(edition=second)
    shown = client.get(question_url(draft, "9-7")).content.decode()
    assert "Brand-new question?" in shown
    assert client.get(question_url(draft, "9-6")).status_code == 404
    assert client.get(url("result", results["dx"])).status_code == 200


def test_strangers_find_nothing(
    client: Client, charlie: User, begin: Begin, results: dict[str, Assessment]
) -> None:
    client.force_login(charlie)
    drafts = [begin(key) for key in ("siri", "dx", "tiers", "facts")]
    pages = [url("cross_reading", drafts[0].enterprise)]
    for draft in drafts:
        first = draft.content.pages[0].key
        pages += [url(name, draft) for name in ("assessment", "check_answers", "quick_pass")]
        pages += [question_url(draft, first), url("quick_unit", draft, "4")]
    pages += [url("result", submitted) for submitted in results.values()]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    posts = [
        question_url(drafts[2], "L1"),
        url("quick_unit", drafts[1], "4"),
        *(url(name, drafts[2]) for name in ("scope", "submit")),
    ]
    assert [client.post(page, MARKS).status_code for page in posts] == [404] * 4
    for person_page in ("questionnaires", "my_work"):
        assert client.get(url(person_page)).status_code == 200


def note_form(source: Assessment, target: Assessment) -> dict[str, str]:
    return {
        "source": str(source.pk),
        "from": "IIC",
        "target": str(target.pk),
        "to": "4-1",
    }


def test_note_is_carried_over_from_the_page(
    client: Client, alice: User, begin: Begin, results: dict[str, Assessment]
) -> None:
    client.force_login(alice)
    source, draft = results["siri"], begin("dx")
    here, carry = url("cross_reading", source.enterprise), url("carry_note", source.enterprise)
    text = client.get(here).content.decode()
    for name, value in note_form(source, draft).items():
        assert f'name="{name}" value="{value}"' in text
    answer = client.post(carry, note_form(source, draft), follow=True)
    assert answer.redirect_chain == [(here, 302)]
    assert "The note was carried over. Please check that it fits there." in answer.content.decode()
    assert draft.answers.get().note == "weekly round"

    for target, said in (
        (draft, "There is a note already; it is kept."),
        (results["dx"], "The other assessment changed in the meantime."),
    ):
        answer = client.post(carry, note_form(source, target), follow=True)
        assert said in answer.content.decode()
    assert draft.answers.get().version == 1


def test_who_only_looks_may_not_carry_answer_or_name(
    client: Client,
    carol: User,
    charlie: User,
    dora: User,
    grant: Grant,
    begin: Begin,
    results: dict[str, Assessment],
) -> None:
    source, dx, tiers = results["siri"], begin("dx"), begin("tiers")
    carry = url("carry_note", source.enterprise)
    for person in (carol, dora):
        client.force_login(person)
        assert client.post(carry, note_form(source, dx)).status_code == 403
        assert post_page(client, tiers, "L1", PRACTICES).status_code == 403
        assert client.post(url("scope", tiers), {"scope": "x"}).status_code == 403
        assert client.post(url("submit", tiers)).status_code == 403
        bounds = MARKS | {"low": "1", "high": "2"}
        assert client.post(url("quick_unit", dx, "4"), bounds).status_code == 403
        for page in (url("quick_pass", dx), url("check_answers", dx), question_url(dx, "1")):
            assert client.get(page).status_code == 403
        hub = client.get(url("assessment", tiers))
        assert hub.status_code == 200
        text = hub.content.decode()
        assert url("scope", tiers) not in text
        assert question_url(tiers, "L1") not in text
        reading = client.get(url("cross_reading", source.enterprise))
        assert reading.status_code == 200
        assert carry not in reading.content.decode()
    client.force_login(charlie)
    assert client.post(carry, note_form(source, dx)).status_code == 404
    assert not dx.answers.exists()
    assert not tiers.answers.exists()
    tiers.refresh_from_db()
    assert tiers.scope == ""


def test_note_of_a_stranger_cannot_be_fetched(
    client: Client, alice: User, charlie: User, begin: Begin, answer: Answerer
) -> None:
    theirs = Assessment.objects.get(created_by=charlie)
    answer(theirs, "IIC", current=1, note="secret")
    dx = begin("dx")
    client.force_login(alice)
    carry = url("carry_note", dx.enterprise)
    assert client.post(carry, note_form(theirs, dx)).status_code == 404
    assert client.post(carry, {}).status_code == 404
    assert not dx.answers.exists()


def test_administrator_sees_questionnaires_and_no_client(
    client: Client, administrator: User, begin: Begin, results: dict[str, Assessment]
) -> None:
    client.force_login(administrator)
    draft = begin("dx")
    for page in (
        url("cross_reading", draft.enterprise),
        url("assessment", draft),
        question_url(draft, "1"),
        *(url("result", submitted) for submitted in results.values()),
    ):
        assert client.get(page).status_code == 404, page
    assert "Lakeside" not in client.get(url("my_work")).content.decode()
    assert "Lakeside" not in client.get(url("questionnaires")).content.decode()


def test_administrator_uploads_publishes_and_retires(
    client: Client, administrator: User, alice: User, enterprise: Enterprise, shipped: None
) -> None:
    client.force_login(administrator)
    answer = client.post(url("questionnaires"), sent(mine()), follow=True)
    draft = Edition.objects.get(key="mine")
    assert answer.redirect_chain == [(url("edition", draft), 302)]
    text = answer.content.decode()
    assert "The file is in order. It is a draft until you publish it." in text
    assert draft.hash in text

    state = url("edition_state", draft)
    for action, becomes in (
        ("retire", "draft"),
        ("publish", "published"),
        ("discard", "published"),
        ("retire", "retired"),
        ("publish", "retired"),
    ):
        assert client.post(state, {"action": action}).url in (url("edition", draft),)
        draft.refresh_from_db()
        assert draft.state == becomes
    assert client.post(state, {"action": "delete"}).status_code == 404

    answer = client.post(url("questionnaires"), sent(as_file(tables_data(version="2"))))
    tables = TableSet.objects.get(version="2")
    assert answer.url == url("tables", tables)
    gone = client.post(url("tables_state", tables), {"action": "discard"})
    assert gone.url == url("questionnaires")
    assert not TableSet.objects.filter(version="2").exists()


def test_refused_file_shows_where_and_why(
    client: Client, administrator: User, shipped: None
) -> None:
    client.force_login(administrator)
    data = edition_data()
    put("key", "mine")(data)
    del data["items"][3]["levels"][2]["ja"]
    answer = client.post(url("questionnaires"), sent(as_file(data), name="<b>neu</b>.yaml"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "items[3].levels[2].ja" in text
    assert "<b>neu</b>" not in text
    assert re.search(r"<title>\s*Error:", text)
    assert re.search(r"\d+ of \d+", text)  # how complete each language is
    answer = client.post(url("questionnaires"), sent(b"", name="empty.yaml"))
    assert answer.status_code in (302, 422)
    answer = client.post(url("questionnaires"), follow=True)
    assert "Please choose a file." in answer.content.decode()
    assert not Edition.objects.filter(key="mine").exists()


def test_file_above_the_limit_is_refused(
    client: Client, administrator: User, shipped: None
) -> None:
    client.force_login(administrator)
    answer = client.post(url("questionnaires"), sent(b"#" * 2_000_001))
    assert answer.status_code == 422
    assert "at most 2000000 are read" in answer.content.decode()


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dora", "charlie"])
def test_only_administrators_issue_questionnaires(
    client: Client,
    request: pytest.FixtureRequest,
    administrator: User,
    grant: Grant,
    siri: Edition,
    name: str,
) -> None:
    draft = upload_file(by=administrator, content=mine()).draft
    assert isinstance(draft, Edition)
    client.force_login(request.getfixturevalue(name))
    listed = client.get(url("questionnaires"))
    assert listed.status_code == 200
    assert b'type="file"' not in listed.content
    assert url("edition", draft) not in listed.content.decode()
    assert client.get(url("edition", draft)).status_code == 404
    assert client.post(url("questionnaires"), sent(mine("2027"))).status_code == 403
    assert client.post(url("edition_state", draft), {"action": "publish"}).status_code == 404
    tables = TableSet.objects.get()
    for page in (url("edition_state", siri), url("tables_state", tables)):
        assert client.post(page, {"action": "retire"}).status_code == 403
    states = Edition.objects.values_list("state", flat=True)
    assert sorted(states) == ["draft"] + ["published"] * 4
    assert TableSet.objects.get().state == "published"
    assert b'value="retire"' not in client.get(url("edition", siri)).content


def test_closed_pages_ask_to_sign_in(client: Client, siri: Edition, enterprise: Enterprise) -> None:
    tables = TableSet.objects.get()
    for page in (
        url("questionnaires"),
        url("edition", siri),
        url("tables", tables),
        url("cross_reading", enterprise),
    ):
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (302, f"{url('account_login')}?next={page}")
    assert client.post(url("questionnaires"), sent(mine())).status_code == 302
    assert not Edition.objects.filter(key="mine").exists()


def test_draft_that_an_edition_follows_is_not_shown_to_others(
    client: Client, administrator: User, alice: User, dx: Edition
) -> None:
    """Administrators compare two drafts; others hear of an edition once it is published."""
    between, last = second_dx(), second_dx()
    upload_file(by=administrator, content=as_file(between))
    last["edition"] = "2019.2"
    keys = [item["key"] for item in last["items"]]
    last["follows"] = {
        "edition": "2019.1",
        "changes": [{"kind": "same", "item": key, "before": key} for key in keys],
    }
    draft = upload_file(by=administrator, content=as_file(last)).draft
    assert isinstance(draft, Edition)
    publish(by=administrator, issue=draft)
    client.force_login(administrator)
    assert client.get(url("edition_changes", draft)).status_code == 200
    client.force_login(alice)
    assert client.get(url("edition_changes", draft)).status_code == 404
    text = client.get(url("edition", draft)).content.decode()
    assert url("edition_changes", draft) not in text


def test_retired_questionnaire_leaves_the_reading_whole(
    client: Client, administrator: User, alice: User, dx: Edition, enterprise: Enterprise
) -> None:
    retire(by=administrator, issue=dx)
    client.force_login(alice)
    must_be_whole(client.get(url("cross_reading", enterprise)), "en")
    assert url("assessment_start", enterprise) in client.get(url("my_work")).content.decode()


def count_queries(client: Client, page: str) -> int:
    client.get(page)  # the first visit fills caches
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_cross_reading_takes_as_many_queries_for_three_as_for_one(
    client: Client, alice: User, begin: Begin, finish: Finish
) -> None:
    client.force_login(alice)
    page = url("cross_reading", finish("siri", {"IIC": {"current": 1, "note": "n"}}).enterprise)

    def one_more() -> None:
        finish("dx", {"4-1": {"current": 2, "note": "m"}})
        finish("tiers", PRACTICES)
        begin("dx")

    one_more()
    first = count_queries(client, page)
    one_more()
    one_more()
    assert count_queries(client, page) == first


def test_questionnaires_take_as_many_queries_for_three_as_for_one(
    client: Client, administrator: User, shipped: None
) -> None:
    client.force_login(administrator)
    page = url("questionnaires")

    def one_more(number: int) -> None:
        upload_file(by=administrator, content=mine(f"2026.{number}"))
        upload_file(by=administrator, content=as_file(tables_data(version=f"2.{number}")))

    one_more(1)
    first = count_queries(client, page)
    one_more(2)
    one_more(3)
    assert count_queries(client, page) == first
