"""An administrator's files: checked, kept as a draft, published, retired."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Edition, Enterprise, Event, Report, TableSet, User
from assessments.services.assessments import start_assessment, submit_assessment
from assessments.services.instruments import discard, publish, retire, upload_file
from assessments.services.refusals import Rejected
from assessments.services.shipped import load_shipped
from maturity.instruments.files import FILE_LIMIT
from tests.assessments.services.given import as_file, second_dx, shipped_data
from tests.maturity.editions import both, drop, edition_data, facts_data, put, texts, tiers_data
from tests.maturity.editions import tables_data as made_up_tables

Change = Callable[[Any], None]


def mine(*changes: Change, data: Any = None) -> bytes:
    """A small questionnaire of our own as a file, with these changes."""
    content = data or edition_data()
    both(put("key", "mine"), put("edition", "2026"), *changes)(content)
    return as_file(content)


def tables_file(*changes: Change) -> bytes:
    content = made_up_tables()
    both(put("version", "9"), *changes)(content)
    return as_file(content)


def codes(outcome: Any) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in outcome.faults]


def rows() -> list[Any]:
    """Everything that is stored of questionnaires and tables."""
    return [list(model.objects.order_by("pk").values()) for model in (Edition, TableSet)]


@pytest.fixture
def upload(administrator: User, shipped: None) -> Callable[[bytes], Any]:
    return lambda content: upload_file(by=administrator, content=content)


Upload = Callable[[bytes], Any]


@pytest.mark.parametrize("make", [edition_data, tiers_data, facts_data])
def test_good_questionnaire_becomes_a_draft(
    upload: Upload, administrator: User, make: Callable[[], Any]
) -> None:
    outcome = upload(mine(data=make()))
    assert outcome.faults == []
    draft = outcome.draft
    assert isinstance(draft, Edition)
    assert (draft.key, draft.edition, draft.state) == ("mine", "2026", "draft")
    assert (draft.author, draft.shipped, draft.published_at) == (administrator, False, None)
    assert draft.content.hash == draft.hash
    present = outcome.coverage.present
    assert set(present.values()) == {outcome.coverage.texts}


def test_shipped_file_can_be_uploaded_under_another_name(upload: Upload) -> None:
    data = shipped_data("tiers-2022") | {"edition": "2022.1"}
    draft = upload(as_file(data)).draft
    assert len(draft.content.practices) == 20


def test_good_tables_become_a_draft(upload: Upload, administrator: User) -> None:
    outcome = upload(tables_file())
    assert outcome.faults == []
    draft = outcome.draft
    assert isinstance(draft, TableSet)
    assert (draft.key, draft.version, draft.state) == ("siri", "9", "draft")
    assert (draft.author, draft.content.hash) == (administrator, draft.hash)


BAD: dict[str, tuple[Callable[[], bytes], list[tuple[str, str]]]] = {
    "missing language": (
        lambda: mine(drop("items.3.levels.2.ja")),
        [("items[3].levels[2].ja", "field_missing")],
    ),
    "five levels": (
        lambda: mine(drop("items.3.levels.5")),
        [("items[3].levels", "levels_count")],
    ),
    "cycle": (
        lambda: mine(put("groups.1.parent", "operations")),
        [("groups[1].parent", "group_cycle"), ("groups[2].parent", "group_cycle")],
    ),
    "duplicate number": (
        lambda: mine(put("items.3.number", "1")),
        [("items[3].number", "number_repeated")],
    ),
    "duplicate key": (
        lambda: mine(put("items.3.key", "VI")),
        [("items[3].key", "key_repeated")],
    ),
    "character that no database holds": (
        lambda: mine(put("items.3.help.ja", "a\x00b")),
        [("items[3].help.ja", "text_not_storable")],
    ),
    "not UTF-8": (
        lambda: mine().decode().encode("utf-16"),
        [("", "not_utf8")],
    ),
    "Shift-JIS": (
        lambda: "title: 診断".encode("shift_jis"),
        [("", "not_utf8")],
    ),
    "empty": (lambda: b"", [("", "file_empty")]),
    "blank": (lambda: b" \n", [("", "file_empty")]),
    "too large": (lambda: b"#" * (FILE_LIMIT + 1), [("", "file_too_large")]),
    "not YAML": (lambda: b"title: [", [("", "yaml_syntax")]),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", [("", "not_utf8")]),
    "a sentence": (lambda: b"best_in_class", [("", "not_mapping")]),
    "a list": (lambda: b"[best_in_class]", [("", "not_mapping")]),
    "weights": (
        lambda: tables_file(put("horizons.0.weights.cost", "0.31")),
        [("horizons[0].weights", "weights_sum")],
    ),
    "no edition of that key": (
        lambda: tables_file(put("key", "nobody")),
        [("key", "no_edition_fits")],
    ),
    "no edition with these dimensions": (
        lambda: tables_file(_rename_dimension),
        [("dimensions", "dimension_unknown"), ("dimensions", "dimension_not_listed")],
    ),
    "level above the scale": (
        lambda: tables_file(put("best_in_class.Logistics.3", 7)),
        [("best_in_class", "level_above_scale")],
    ),
    "shipped name": (
        lambda: mine(put("key", "siri"), put("edition", "2020")),
        [("", "already_stored")],
    ),
    "shipped version": (
        lambda: tables_file(put("version", "1")),
        [("", "already_stored")],
    ),
}


def _rename_dimension(data: Any) -> None:
    data["dimensions"][0] = "XX"
    for rows in (data["relevance_cost"], data["relevance_kpi"]):
        rows["XX"] = rows.pop("VI")


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_and_nothing_is_stored(upload: Upload, name: str) -> None:
    make, faults = BAD[name]
    before = rows()
    outcome = upload(make())
    assert (codes(outcome), outcome.draft) == (faults, None)
    assert rows() == before


def test_every_fault_of_a_file_is_told_at_once(upload: Upload) -> None:
    outcome = upload(
        mine(drop("items.3.levels.2.ja"), drop("title.zh-hans"), put("scale.top", "x"))
    )
    assert len(outcome.faults) == 3
    present = outcome.coverage.present
    assert present["en"] == outcome.coverage.texts
    assert present["ja"] == present["zh-hans"] == outcome.coverage.texts - 1


def test_draft_of_the_same_name_is_replaced(upload: Upload, alice: User) -> None:
    first = upload(mine()).draft
    second = upload_file(by=alice, content=mine(put("title", texts("better")))).draft
    stored = Edition.objects.get(key="mine")
    assert (stored.pk, stored.author) == (second.pk, alice)
    assert stored.hash != first.hash
    assert stored.content.title == texts("better")


def test_bad_file_leaves_the_draft_of_the_same_name(upload: Upload) -> None:
    first = upload(mine()).draft
    upload(mine(drop("title.ja")))
    assert Edition.objects.get(key="mine").hash == first.hash


@pytest.mark.parametrize("state", ["published", "retired"])
def test_name_that_was_published_once_is_taken(
    upload: Upload, administrator: User, state: str
) -> None:
    for content in (mine(), tables_file()):
        draft = upload(content).draft
        publish(by=administrator, issue=draft)
        if state == "retired":
            retire(by=administrator, issue=draft)
    before = rows()
    for content in (mine(put("title", texts("better"))), tables_file(put("title", texts("other")))):
        assert codes(upload(content)) == [("", "already_stored")]
    assert rows() == before


def test_tables_for_a_draft_questionnaire_must_wait(upload: Upload, administrator: User) -> None:
    edition = upload(mine()).draft
    content = tables_file(put("key", "mine"))
    assert codes(upload(content)) == [("key", "no_edition_fits")]
    publish(by=administrator, issue=edition)
    assert codes(upload(content)) == []


def events(kind: Event.Kind) -> list[tuple[Any, Any, Any, Any]]:
    found = Event.objects.filter(kind=kind).order_by("at")
    return [(e.actor, e.object_type, e.object_id, e.organisation_id) for e in found]


def test_publishing_opens_a_draft_once(
    upload: Upload, administrator: User, alice: User, enterprise: Enterprise
) -> None:
    draft = upload(mine()).draft
    published = publish(by=administrator, issue=draft)
    assert (published.state, published.author) == ("published", administrator)
    first = published.published_at
    assert first is not None
    again = publish(by=alice, issue=draft)
    assert again.published_at == first
    assert events(Event.Kind.QUESTIONNAIRE_PUBLISHED) == [
        (administrator, "edition", draft.pk, None)
    ]
    assessment = start_assessment(
        by=alice, enterprise=enterprise, edition=Edition.objects.get(key="mine")
    )
    assert assessment.content.title == texts("title")


def test_retiring_closes_for_good(upload: Upload, administrator: User, alice: User) -> None:
    draft = upload(tables_file()).draft
    with pytest.raises(Rejected) as refused:
        retire(by=administrator, issue=draft)
    assert [fault.code for fault in refused.value.faults] == ["not_published"]
    assert events(Event.Kind.QUESTIONNAIRE_RETIRED) == []

    publish(by=administrator, issue=draft)
    retire(by=administrator, issue=draft)
    retire(by=alice, issue=draft)
    assert publish(by=administrator, issue=draft).state == "retired"
    assert events(Event.Kind.QUESTIONNAIRE_RETIRED) == [(administrator, "tableset", draft.pk, None)]
    assert len(events(Event.Kind.QUESTIONNAIRE_PUBLISHED)) == 1


def test_only_a_draft_can_be_discarded(upload: Upload, administrator: User) -> None:
    draft = upload(mine()).draft
    discard(issue=draft)
    assert not Edition.objects.filter(key="mine").exists()

    again = upload(mine()).draft
    publish(by=administrator, issue=again)
    for _state in ("published", "retired"):
        with pytest.raises(Rejected) as refused:
            discard(issue=again)
        assert [fault.code for fault in refused.value.faults] == ["not_a_draft"]
        retire(by=administrator, issue=again)
    assert Edition.objects.get(key="mine").state == "retired"


def test_retired_shipped_edition_is_not_loaded_again(administrator: User, dx: Edition) -> None:
    retire(by=administrator, issue=dx)
    assert load_shipped().editions == []
    assert Edition.objects.get(key="dx").state == "retired"


def test_retired_edition_still_serves_its_assessments(
    client: Client, administrator: User, alice: User, submitted: Assessment, siri: Edition
) -> None:
    open_one = start_assessment(by=alice, enterprise=submitted.enterprise, edition=siri)
    retire(by=administrator, issue=siri)
    siri.refresh_from_db()
    with pytest.raises(Rejected) as refused:
        start_assessment(by=alice, enterprise=submitted.enterprise, edition=siri)
    assert [fault.code for fault in refused.value.faults] == ["not_published"]

    client.force_login(alice)
    where = reverse("assessment_start", args=[submitted.enterprise_id])
    assert client.post(where, {"edition": siri.pk}).status_code == 404
    assert str(siri.pk) not in client.get(reverse("my_work")).content.decode()
    assert client.get(reverse("assessment", args=[open_one.pk])).status_code == 200
    mark = {"current": "2", "client_id": "page", "save_id": 1, "based_on": 0}
    assert client.post(reverse("question", args=[open_one.pk, "VI"]), mark).status_code == 302
    assert submit_assessment(by=alice, assessment=open_one).data["items"]["VI"]["current"] == 2
    assert client.get(reverse("result", args=[submitted.pk])).status_code == 200
    asked = client.post(reverse("report_request", args=[submitted.pk]), {"language": "ja"})
    assert asked.status_code == 302
    assert list(Report.objects.get().assessments.all()) == [submitted]


def test_edition_that_follows_another_is_taken(upload: Upload) -> None:
    outcome = upload(as_file(second_dx()))
    assert codes(outcome) == []
    follows = outcome.draft.content.follows
    assert (follows.edition, len(follows.changes)) == ("2019", 36)


def test_changes_must_speak_of_the_items_there_were(upload: Upload) -> None:
    """Otherwise the page of changes could not show them, or would leave one out."""
    data = second_dx()
    data["follows"]["changes"][-2]["before"] = "9-66"
    assert codes(upload(as_file(data))) == [
        ("follows.changes[34].before", "change_before_unknown"),
        ("follows.changes", "change_missing"),
    ]
    assert Edition.objects.filter(key="dx").count() == 1


def test_edition_may_follow_one_that_is_not_here(upload: Upload) -> None:
    data = second_dx()
    data["follows"]["edition"] = "2018"
    assert codes(upload(as_file(data))) == []
