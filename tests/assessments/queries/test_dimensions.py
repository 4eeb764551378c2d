"""An enterprise beside the six dimensions: whose answers, from which assessment, beside what."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from assessments.models import Assessment, Edition, Enterprise, Grant, User
from assessments.queries.dimensions import OwnSide, ReadDimension, read_dimensions
from assessments.queries.releases import figures_of, latest_release
from assessments.services.instruments import publish, upload_file
from maturity.benchmarks.context import ContextSection, national_context
from tests.assessments.services.given import PRACTICES, as_file, second_dx

Begin = Callable[[str], Assessment]
Finish = Callable[..., Assessment]


def read(
    user: User, enterprise: Enterprise, sections: Sequence[ContextSection] = ()
) -> dict[str, ReadDimension]:
    return {found.frame.key: found for found in read_dimensions(user, enterprise, sections)}


def side(dimension: ReadDimension, instrument: str) -> OwnSide:
    return next(own for own in dimension.own if own.latest.edition.key == instrument)


def given(own: OwnSide) -> dict[str, Any]:
    return {row.item.key: row.answer.value for row in own.items if row.answer}


def test_before_any_assessment_there_are_names_and_nothing_else(
    alice: User, enterprise: Enterprise, shipped: None
) -> None:
    found = read(alice, enterprise)
    assert len(found) == 6
    for dimension in found.values():
        for own in dimension.own:
            assert own.items == []
            assert own.open or own.tiers
            assert (own.latest.submitted, own.latest.draft) == (None, None)
            assert {tier.reached for tier in own.tiers} <= {None}


def test_newest_submitted_answers_stand_as_stored(
    alice: User, enterprise: Enterprise, finish: Finish, begin: Begin, answer: Callable[..., None]
) -> None:
    finish("siri", {"SG": {"current": 1}})
    newest = finish("siri", {"SG": {"current": 3, "target": 4}, "LC": {"state": "unknown"}})
    draft = begin("siri")
    answer(draft, "SG", current=5)
    own = side(read(alice, enterprise)["strategy"], "siri")
    assert own.latest.submitted == newest
    assert given(own) == {"SG": 3, "LC": None}
    assert [row.answer.state for row in own.items if row.answer] == ["answered", "unknown"]
    assert own.open == []


def test_tiers_are_reached_open_or_not(alice: User, enterprise: Enterprise, finish: Finish) -> None:
    finish("tiers", {key: {"answer": "yes"} for key in PRACTICES if key.startswith("L1")})
    network = side(read(alice, enterprise)["network"], "tiers")
    assert {tier.group.key: tier.reached for tier in network.tiers} == {
        "L1": True,
        **dict.fromkeys(("L2", "L3", "L4", "L5")),
    }
    economy = side(read(alice, enterprise)["economy"], "tiers")
    assert given(economy) == {"L1-gain": "yes"}
    assert [item.key for item in economy.open] == [f"L{n}-gain" for n in range(2, 6)]


def test_fact_closed_by_another_answer_counts_as_open(
    alice: User, enterprise: Enterprise, finish: Finish
) -> None:
    finish(
        "facts",
        {
            "turnover_gain": {"value": "15"},
            "turnover_gain.applies": {"value": False},
            "staff_total": {"value": "40"},
            "staff_digital": {"value": "8"},
        },
    )
    found = read(alice, enterprise)
    network, talent = side(found["network"], "facts"), side(found["talent"], "facts")
    assert "turnover_gain" in {item.key for item in network.open}
    assert network.items == []
    [digital] = talent.items
    assert (digital.item.key, digital.share and digital.share["rounded"]) == (
        "staff_digital",
        "20.0",
    )


def test_figures_stand_beside_by_dimension_and_economy(
    alice: User, enterprise: Enterprise, shipped: None
) -> None:
    release = latest_release()
    assert release is not None
    sections = national_context(figures_of(release), "JP", ("NO",))
    found = read(alice, enterprise, sections)
    for key, dimension in found.items():
        shown = [
            figure for part in dimension.published for g in part.groups for figure in g.figures
        ]
        assert {figure.dimension for figure in shown} <= {key}
        # the own and the chosen economy are always named, if only to say that there is nothing
        assert [part.economy for part in dimension.published][:2] == ["JP", "NO"]
    everything = {
        figure.key for part in sections for group in part.groups for figure in group.figures
    }
    beside = {
        figure.key
        for dimension in found.values()
        for part in dimension.published
        for group in part.groups
        for figure in group.figures
    }
    assert beside == everything


def test_two_sides_have_nothing_between_them() -> None:
    """No difference, no sum, no score: there is no field for one."""
    fields = {field.name for field in dataclasses.fields(ReadDimension)}
    assert fields == {"frame", "own", "published"}
    own = {field.name for field in dataclasses.fields(OwnSide)}
    assert own == {"why", "latest", "items", "open", "tiers"}


def test_item_an_edition_does_not_ask_is_left_out(
    alice: User, administrator: User, enterprise: Enterprise, dx: Edition
) -> None:
    data = second_dx()
    draft = upload_file(by=administrator, content=as_file(data)).draft
    assert draft is not None
    before = {item.key for item in side(read(alice, enterprise)["economy"], "dx").open}
    publish(by=administrator, issue=draft)
    after = {item.key for item in side(read(alice, enterprise)["economy"], "dx").open}
    assert before - after == {"9-6"}


def test_stranger_reads_no_answers(
    alice: User, charlie: User, carol: User, enterprise: Enterprise, finish: Finish, begin: Begin
) -> None:
    submitted = finish("siri", {"SG": {"current": 3}})
    begin("dx")
    assert side(read(charlie, enterprise)["strategy"], "siri").latest.submitted is None
    assert side(read(alice, enterprise)["strategy"], "dx").latest.draft is not None
    looking = read(carol, enterprise)["strategy"]
    assert side(looking, "siri").latest.submitted == submitted
    assert side(looking, "dx").latest.draft is None  # not hers to go on with


def test_grant_for_one_assessment_reads_that_one(
    finish: Finish, enterprise: Enterprise, dora: User, grant: Grant
) -> None:
    one = finish("siri", {"SG": {"current": 3}})
    finish("tiers", PRACTICES)
    Grant.objects.filter(pk=grant.pk).update(assessment=one)
    network = read(dora, enterprise)["network"]
    assert side(network, "siri").latest.submitted == one
    assert side(network, "tiers").latest.submitted is None


def test_reading_takes_the_same_number_of_queries(
    alice: User, enterprise: Enterprise, finish: Finish, django_assert_num_queries: Any
) -> None:
    for key, answers in (
        ("siri", {"SG": {"current": 1}}),
        ("dx", {"1": {"current": 1}}),
        ("tiers", PRACTICES),
        ("facts", {"edge_share": {"value": "30"}}),
    ):
        finish(key, answers)
        finish(key, answers)
    with django_assert_num_queries(3):  # who may read, answers, who may answer
        read(alice, enterprise)


@pytest.mark.parametrize("person", ["alice", "carol"])
def test_start_is_offered_to_those_who_may_answer(
    client: Any, alice: User, carol: User, enterprise: Enterprise, shipped: None, person: str
) -> None:
    client.force_login({"alice": alice, "carol": carol}[person])
    text = client.get(f"/enterprises/{enterprise.pk}/dimensions/").content.decode()
    assert text.count("Not assessed yet.") > 10
    offered = text.count(f'action="/enterprises/{enterprise.pk}/start/"')
    assert bool(offered) == (person == "alice")
