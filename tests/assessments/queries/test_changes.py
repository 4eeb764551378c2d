"""Which earlier assessments a result stands beside, and for whom."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import Assessment, Enterprise, Grant, Organisation, User
from assessments.queries.changes import MOST_EARLIER, find_earlier, read_history
from assessments.services.assessments import start_correction, submit_assessment
from assessments.services.enterprises import create_enterprise

Place = Callable[..., Assessment]
NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def at(finish: Callable[..., Assessment]) -> Place:
    """at(2024): submitted on 1 March of that year, one level answered."""

    def submitted_in(year: int, key: str = "siri", **answers: Any) -> Assessment:
        given = answers or {"VI": {"current": 1}}
        return put(finish(key, given), year)

    return submitted_in


def put(assessment: Assessment, year: int) -> Assessment:
    """As if it had been submitted in that year."""
    Assessment.objects.filter(pk=assessment.pk).update(submitted_at=NOW.replace(year=year))
    return Assessment.objects.get(pk=assessment.pk)


def correct(assessment: Assessment, *, by: User, year: int) -> Assessment:
    correction = start_correction(by=by, assessment=assessment)
    submit_assessment(by=by, assessment=correction)
    return put(correction, year)


def test_the_first_has_nothing_before_it(alice: User, at: Place) -> None:
    only = at(2024)
    assert find_earlier(alice, only) == []
    history = read_history(alice, only)
    assert (history.is_first, history.earlier, history.own.assessment) == (True, (), only)


def test_earlier_ones_come_oldest_first_with_their_results(alice: User, at: Place) -> None:
    second, first, third = at(2023), at(2021), at(2025)
    history = read_history(alice, third)
    assert [placed.assessment for placed in history.earlier] == [first, second]
    assert history.earlier[0].moment.year == 2021
    assert history.earlier[0].reading.data["items"]["VI"]["current"] == 1
    assert find_earlier(alice, third) == [first.pk, second.pk]
    assert find_earlier(alice, second) == [first.pk]
    assert not history.is_first


def test_other_questionnaires_drafts_and_enterprises_are_not_in_the_row(
    alice: User,
    at: Place,
    begin: Callable[[str], Assessment],
    client_organisation: Organisation,
    enterprise: Enterprise,
) -> None:
    at(2023, "tiers", **{"L1-gain": {"answer": "yes"}})
    begin("siri")
    elsewhere = at(2022)
    other = create_enterprise(
        by=alice,
        organisation=client_organisation,
        name="Other",
        economy="CN",
        sector="C25",
        size_band="10-49",
    )
    Assessment.objects.filter(pk=elsewhere.pk).update(enterprise=other)
    own = at(2025)
    history = read_history(alice, own)
    assert (history.earlier, history.is_first) == ((), True)


def test_no_more_than_a_picture_can_show(alice: User, at: Place) -> None:
    rows = [at(2010 + number) for number in range(MOST_EARLIER + 2)]
    assert find_earlier(alice, rows[-1]) == [row.pk for row in rows[1:-1]]


def test_a_correction_takes_the_place_of_what_it_corrects(alice: User, at: Place) -> None:
    first, second = at(2021), at(2023)
    corrected = correct(first, by=alice, year=2024)  # later than the second
    again = correct(corrected, by=alice, year=2025)
    history = read_history(alice, second)
    assert [placed.assessment for placed in history.earlier] == [again]
    assert history.earlier[0].moment.year == 2021
    # what it corrects is no earlier result of its own, and nothing comes before the first
    assert read_history(alice, again).is_first
    assert find_earlier(alice, correct(second, by=alice, year=2025)) == [again.pk]


def test_an_unfinished_correction_changes_nothing(alice: User, at: Place) -> None:
    first, second = at(2021), at(2023)
    start_correction(by=alice, assessment=first)
    assert find_earlier(alice, second) == [first.pk]


def test_only_what_a_person_may_read(
    alice: User, dora: User, charlie: User, at: Place, enterprise: Enterprise
) -> None:
    first, second, third = at(2021), at(2023), at(2025)
    for opened in (first, third):
        Grant.objects.create(
            enterprise=enterprise,
            assessment=opened,
            consultancy=Organisation.objects.get(kind="consultancy"),
            accepted_at=timezone.now(),
        )
    assert find_earlier(dora, third) == [first.pk]
    assert find_earlier(charlie, third) == []
    assert find_earlier(None, third) == []
    history = read_history(charlie, third)
    assert (history.earlier, history.is_first) == ((), False)  # there is one, for others
    assert find_earlier(alice, third) == [first.pk, second.pk]


def test_what_was_chosen_stays_chosen_as_far_as_it_may_be_read(
    alice: User, charlie: User, at: Place
) -> None:
    first, second, third = at(2021), at(2023), at(2025)
    chosen = [second.pk, first.pk]
    correct(first, by=alice, year=2026)
    history = read_history(alice, third, among=chosen)
    assert [placed.assessment for placed in history.earlier] == [first, second]
    assert read_history(charlie, third, among=chosen).earlier == ()


@pytest.mark.parametrize("count", [1, 4])
def test_queries_do_not_grow_with_the_row(
    alice: User, at: Place, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        at(2020 + number)
    own = at(2025)
    own.edition  # noqa: B018 - whoever shows a result has read it
    with django_assert_num_queries(3):
        history = read_history(alice, own)
        readings = [placed.reading for placed in history.earlier]
    assert [reading.edition.key for reading in readings] == ["siri"] * count
