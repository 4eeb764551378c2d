"""Results of three questionnaires beside each other: whose, which, and what is offered."""

from collections.abc import Callable
from typing import Any

import pytest

from assessments.models import Assessment, Edition, Enterprise, Grant, User
from assessments.queries.cross_reading import ReadTogether, read_together
from assessments.queries.instruments import edition_before, published_editions
from assessments.services.instruments import publish, retire, upload_file
from assessments.services.notes import carry_note
from tests.assessments.services.given import PRACTICES, as_file, second_dx

Begin = Callable[[str], Assessment]
Finish = Callable[..., Assessment]


def offers(reading: ReadTogether) -> list[tuple[str, str]]:
    """Every offer as (from item, to item), in the order of the themes."""
    return [
        (f"{o.source.ref.instrument} {o.source.ref.item}", o.to.key)
        for theme in reading.themes
        for o in theme.offers
    ]


def test_before_any_result_the_relations_stand_alone(
    alice: User, enterprise: Enterprise, shipped: None
) -> None:
    reading = read_together(alice, enterprise)
    assert [edition.key for edition in reading.editions] == ["siri", "dx", "tiers"]
    assert (reading.results, reading.count, offers(reading)) == ([None] * 3, 0, [])
    asked = {row.ref for theme in reading.themes for column in theme.columns for row in column}
    assert len(asked) == 16 + 35 + 20
    assert all(len(theme.columns) == 3 for theme in reading.themes)
    shown = [row for theme in reading.themes for column in theme.columns for row in column]
    assert {row.answer for row in shown} == {None}


def test_newest_submitted_result_is_read(alice: User, begin: Begin, finish: Finish) -> None:
    finish("siri", {"VI": {"current": 1}})
    newest = finish("siri", {"VI": {"current": 4}})
    tiers = finish("tiers", PRACTICES)
    begin("siri")
    begin("dx")
    reading = read_together(alice, newest.enterprise)
    read = [result and result.assessment for result in reading.results]
    assert (read, reading.count) == ([newest, None, tiers], 2)
    levels = {
        row.answer.value
        for theme in reading.themes
        for row in theme.columns[0]
        if row.ref.item == "VI" and row.answer
    }
    assert levels == {4}


def test_draft_alone_is_not_read(alice: User, begin: Begin, answer: Callable[..., None]) -> None:
    draft = begin("dx")
    answer(draft, "1", current=3, note="not yet for the result")
    reading = read_together(alice, draft.enterprise)
    assert reading.count == 0
    shown = [row for theme in reading.themes for column in theme.columns for row in column]
    assert {row.answer for row in shown} == {None}


@pytest.fixture
def noted(finish: Finish, begin: Begin) -> Enterprise:
    """A submitted SIRI with a note, and an open DX that could take it."""
    submitted = finish("siri", {"IIC": {"current": 1, "note": "weekly round"}})
    begin("dx")
    return submitted.enterprise


def test_note_is_offered_to_those_who_may_answer(
    noted: Enterprise, alice: User, bob: User, carol: User, dora: User, grant: Grant
) -> None:
    expected = offers(read_together(alice, noted))
    assert ("siri IIC", "4-1") in expected
    assert offers(read_together(bob, noted)) == expected
    for person in (carol, dora):  # they read, and may not answer
        reading = read_together(person, noted)
        assert (reading.count, offers(reading)) == (1, [])
    Grant.objects.filter(pk=grant.pk).update(may_edit=True)
    assert offers(read_together(dora, noted)) == expected


def test_note_taken_over_is_not_offered_again(noted: Enterprise, alice: User) -> None:
    before = offers(read_together(alice, noted))
    submitted = Assessment.objects.get(edition__key="siri")
    draft = Assessment.objects.get(edition__key="dx")
    carry_note(by=alice, source=submitted, from_item="IIC", target=draft, to_item="4-1")
    after = offers(read_together(alice, noted))
    assert after == [offer for offer in before if offer != ("siri IIC", "4-1")]


def test_stranger_reads_nothing_of_another_enterprise(noted: Enterprise, charlie: User) -> None:
    reading = read_together(charlie, noted)
    assert (reading.count, offers(reading)) == (0, [])
    own = Enterprise.objects.get(owner__memberships__user=charlie)
    assert read_together(charlie, own).count == 0


def test_grant_for_one_assessment_reads_that_one(
    noted: Enterprise, finish: Finish, dora: User, grant: Grant
) -> None:
    finish("tiers", PRACTICES)
    one = Assessment.objects.get(edition__key="siri")
    Grant.objects.filter(pk=grant.pk).update(assessment=one)
    read = [r and r.assessment for r in read_together(dora, noted).results]
    assert read == [one, None, None]


def test_items_an_edition_does_not_have_are_left_out(
    alice: User, administrator: User, enterprise: Enterprise, dx: Edition
) -> None:
    draft = upload_file(by=administrator, content=as_file(second_dx())).draft
    assert draft is not None
    assert read_together(alice, enterprise).editions[1].edition == "2019"
    publish(by=administrator, issue=draft)
    reading = read_together(alice, enterprise)
    assert reading.editions[1].edition == "2019.1"
    asked = {row.ref for theme in reading.themes for column in theme.columns for row in column}
    assert ("dx", "9-6") not in asked
    assert len(asked) == 16 + 34 + 20


def test_retired_questionnaire_can_still_be_read(
    alice: User, administrator: User, enterprise: Enterprise, dx: Edition, finish: Finish
) -> None:
    """Nobody can start it any more, and its items still have names."""
    finish("siri", {"VI": {"current": 1}})
    retire(by=administrator, issue=dx)
    reading = read_together(alice, enterprise)
    assert (reading.editions[1].edition, reading.count) == ("2019", 1)


def test_edition_before_is_the_one_it_names(administrator: User, alice: User, dx: Edition) -> None:
    draft = upload_file(by=administrator, content=as_file(second_dx())).draft
    assert isinstance(draft, Edition)
    assert edition_before(administrator, draft) == dx
    assert edition_before(administrator, dx) is None
    Edition.objects.filter(pk=dx.pk).update(state="draft")
    assert edition_before(administrator, draft) == dx
    assert edition_before(alice, draft) is None
    Edition.objects.filter(pk=dx.pk).delete()
    assert edition_before(administrator, draft) is None


def test_drafts_and_retired_editions_cannot_be_started(administrator: User, dx: Edition) -> None:
    draft = upload_file(by=administrator, content=as_file(second_dx())).draft
    assert isinstance(draft, Edition)

    def names() -> list[str]:
        return [str(edition) for edition in published_editions()]

    assert names() == ["dx 2019", "facts 2022", "siri 2020", "tiers 2022"]
    publish(by=administrator, issue=draft)
    assert names()[:2] == ["dx 2019.1", "dx 2019"]
    retire(by=administrator, issue=dx)
    assert names() == ["dx 2019.1", "facts 2022", "siri 2020", "tiers 2022"]


def test_reading_takes_the_same_number_of_queries(
    alice: User, finish: Finish, django_assert_num_queries: Any
) -> None:
    enterprise = finish("siri", {"VI": {"current": 1}}).enterprise
    read_together(alice, enterprise)
    for _ in range(2):
        finish("siri", {"VI": {"current": 1}})
        finish("tiers", PRACTICES)
    # who may read, answers, who may answer, and the editions of DX, which has no result
    with django_assert_num_queries(4):
        read_together(alice, enterprise)
