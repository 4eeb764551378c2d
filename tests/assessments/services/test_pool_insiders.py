"""Insiders end to end: stored results, real grants, what is published, and attacks on it."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable

import pytest

from assessments.models import (
    Assessment,
    Assignment,
    Collection,
    Edition,
    Event,
    Membership,
    Organisation,
    PoolContribution,
    PoolRelease,
    User,
)
from maturity.benchmarks.pool_json import read_path
from tests.assessments.services.conftest import SPRING
from tests.maturity.benchmarks.pool_attacks import (
    atoms_of,
    attacks,
    contribution,
    is_none_or_safe,
    read_paths,
)
from tests.pools import (
    YEAR,
    all_at,
    compute_next,
    found_enterprise,
    found_organisation,
    let_in,
    submit,
)

Crowd = Callable[..., list[Assessment]]


@pytest.fixture
def consultancy(pooled: Edition) -> Organisation:
    return found_organisation("Consulting", kind="consultancy")


@pytest.mark.parametrize(
    ("members", "granted", "state"),
    [
        (12, 7, "published"),
        (12, 8, "carried_over"),
        (12, 11, "carried_over"),
        (12, 12, "published"),
    ],
)
def test_consultancy_that_reads_nearly_all_keeps_the_group_from_being_shown(
    crowd: Crowd, pooled: Edition, consultancy: Organisation, members: int, granted: int, state: str
) -> None:
    for result in crowd(members)[:granted]:
        let_in(consultancy, result.enterprise, on=SPRING)
    assert compute_next(pooled).state == state


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"revoked_at": dt.datetime(YEAR, 11, 1, tzinfo=dt.UTC)}, "carried_over"),
        ({"until": dt.date(YEAR, 11, 1)}, "carried_over"),
        # It ended before the window began: what it opened is another year's.
        ({"revoked_at": dt.datetime(YEAR - 1, 11, 1, tzinfo=dt.UTC)}, "published"),
        ({"until": dt.date(YEAR - 1, 11, 1)}, "published"),
        # It was never accepted, so nobody could read.
        ({"accepted_at": None}, "published"),
    ],
)
def test_grant_counts_that_held_at_any_time_in_the_window(
    crowd: Crowd,
    pooled: Edition,
    consultancy: Organisation,
    fields: dict[str, object],
    state: str,
) -> None:
    for result in crowd(12)[:8]:
        grant = let_in(consultancy, result.enterprise, on=dt.date(YEAR - 2, 1, 1))
        for name, value in fields.items():
            setattr(grant, name, value)
        grant.save()
    assert compute_next(pooled).state == state


def test_grant_that_ended_before_the_result_came_does_not_make_the_group_known(
    crowd: Crowd, pooled: Edition, consultancy: Organisation
) -> None:
    """All twelve were clients, so nobody would be an outsider; but two left before they submitted,
    and their results are the ones that could be worked out."""
    for number, result in enumerate(crowd(12)):
        grant = let_in(consultancy, result.enterprise, on=dt.date(YEAR, 1, 5))
        if number < 2:
            grant.revoked_at = dt.datetime(YEAR, 2, 1, tzinfo=dt.UTC)
            grant.save()
    assert compute_next(pooled).state == "carried_over"


@pytest.mark.parametrize(("opened", "state"), [(12, "published"), (11, "carried_over")])
def test_grant_for_one_assessment_opens_that_one(
    crowd: Crowd, pooled: Edition, consultancy: Organisation, opened: int, state: str
) -> None:
    for number, result in enumerate(crowd(12)):
        other = submit(result.enterprise, pooled, all_at(pooled, 2), on=dt.date(YEAR - 1, 5, 1))
        assessment = result if number < opened else other
        let_in(consultancy, result.enterprise, on=SPRING, assessment=assessment)
    assert compute_next(pooled).state == state


def test_owner_of_most_of_a_group_is_an_insider(crowd: Crowd, pooled: Edition) -> None:
    owner = found_organisation("Holding")
    for number in range(8):
        enterprise = found_enterprise(f"Subsidiary {number}", owner=owner)
        submit(enterprise, pooled, all_at(pooled, 2), on=SPRING)
    crowd(4)
    assert compute_next(pooled).state == "carried_over"


def test_person_who_belongs_to_several_owners_is_an_insider(crowd: Crowd, pooled: Edition) -> None:
    results = crowd(12)
    person = Membership.objects.get(organisation=results[0].enterprise.owner).user
    for result in results[1:8]:
        Membership.objects.create(user=person, organisation=result.enterprise.owner, role="viewer")
    assert compute_next(pooled).state == "carried_over"


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (dt.datetime(YEAR, 11, 1, tzinfo=dt.UTC), "carried_over"),
        # Before the window began: what could be read is another year's.
        (dt.datetime(YEAR - 1, 11, 1, tzinfo=dt.UTC), "published"),
    ],
)
@pytest.mark.parametrize("how", ["leaves", "becomes a respondent"])
def test_person_who_could_read_in_the_window_and_left_before_it_was_computed_is_an_insider(
    crowd: Crowd, pooled: Edition, how: str, left: dt.datetime, state: str
) -> None:
    results = crowd(12)
    person = Membership.objects.get(organisation=results[0].enterprise.owner).user
    for result in results[1:8]:
        membership = Membership.objects.create(
            user=person, organisation=result.enterprise.owner, role="viewer"
        )
        membership.history.update(history_date=left - dt.timedelta(days=90))
        if how == "leaves":
            membership.delete()
        else:
            membership.role = "respondent"
            membership.save()
    Membership.history.filter(user=person, history_type__in=("-", "~")).update(history_date=left)
    assert compute_next(pooled).state == state


def test_person_who_left_all_before_two_results_came_does_not_make_the_group_known(
    crowd: Crowd, pooled: Edition
) -> None:
    """Nobody would be an outsider of one who had known all twelve; two are."""
    results = crowd(12)
    person = User.objects.create_user("insider@example.org")
    for number, result in enumerate(results):
        membership = Membership.objects.create(
            user=person, organisation=result.enterprise.owner, role="viewer"
        )
        membership.delete()
        month = 2 if number < 2 else 11
        Membership.history.filter(
            user=person, organisation=result.enterprise.owner, history_type="-"
        ).update(history_date=dt.datetime(YEAR, month, 1, tzinfo=dt.UTC))
    assert compute_next(pooled).state == "carried_over"


def test_respondent_reads_no_result_and_is_no_insider(crowd: Crowd, pooled: Edition) -> None:
    results = crowd(12)
    person = Membership.objects.get(organisation=results[0].enterprise.owner).user
    for result in results[1:8]:
        Membership.objects.create(
            user=person, organisation=result.enterprise.owner, role="respondent"
        )
    assert compute_next(pooled).state == "published"


def test_consultancy_that_prepared_an_enterprise_before_its_owner_came_is_an_insider(
    crowd: Crowd, pooled: Edition, consultancy: Organisation
) -> None:
    for result in crowd(12)[:8]:
        Event.objects.create(
            kind=Event.Kind.ENTERPRISE_CREATED,
            organisation=consultancy,
            object_type="enterprise",
            object_id=result.enterprise_id,
        )
    assert compute_next(pooled).state == "carried_over"


def test_two_consultancies_that_each_read_half_are_not_taken_to_be_one(
    crowd: Crowd, pooled: Edition, consultancy: Organisation
) -> None:
    other = found_organisation("Other", kind="consultancy")
    for number, result in enumerate(crowd(12)):
        let_in((consultancy, other)[number % 2], result.enterprise, on=SPRING)
    assert compute_next(pooled).state == "published"


# The rank attack on what the service published


def rows_of(release: PoolRelease) -> list[PoolContribution]:
    return list(release.contributions.select_related("assessment", "enterprise"))


def known_to(consultancies: list[Organisation]) -> list[frozenset[str]]:
    """What each could read, from the grants as they stand in the database."""
    return [
        frozenset(
            str(grant.enterprise_id)
            for grant in each.grants.filter(accepted_at__isnull=False)
            if grant.revoked_at is None or grant.revoked_at.year >= YEAR
        )
        for each in consultancies
    ]


@pytest.mark.parametrize("seed", [0, 1, 4, 6, 9])
def test_nothing_in_a_published_release_can_be_subtracted_to_a_few(
    pooled: Edition, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    consultancies = [found_organisation(f"C{at}", kind="consultancy") for at in range(3)]
    for group in range(5):
        profile = {
            "size_band": chance.choice(("1-9", "10-49", "50-249")),
            "economy": chance.choice(("CN", "JP")),
            "sector": chance.choice(("C25", "C28")),
        }
        count = chance.choice((4, 9, 11, 14))
        for number in range(count):
            enterprise = found_enterprise(f"{group} {number}", **profile)
            level = chance.randint(0, 5)
            absent = {"state": "not_applicable", "reason": "no_such_activity"}
            others = {"IPL": absent} if chance.random() < 0.2 else {}
            submit(enterprise, pooled, all_at(pooled, level, **others), on=SPRING)
            for consultancy in consultancies:
                if number < chance.choice((0, 5, 8, count)):
                    let_in(consultancy, enterprise, on=SPRING)
    release = compute_next(pooled)
    assert release.content is not None
    assert len(release.content["cells"]) > 2, "nothing to attack"
    rows = rows_of(release)
    pool = [
        contribution(
            str(row.enterprise_id),
            *(row.assessment.profile[name] for name in ("size_band", "economy", "sector")),
        )
        for row in rows
    ]
    known = known_to(consultancies)
    cells = read_paths((read_path(cell["path"]) for cell in release.content["cells"]), pool)
    assert all(is_none_or_safe(members, known) for members in (*cells.values(), *atoms_of(cells)))
    assert attacks(list(cells.values()), known) == []
    applies = defaultdict(set)
    for row in rows:
        for key in row.numbers["levels"]:
            applies[key].add(str(row.enterprise_id))
    for key, having in applies.items():
        shown = [
            cells[read_path(cell["path"])] & having
            for cell in release.content["cells"]
            if key in cell["means"]
        ]
        assert attacks(shown, known) == [], key


def ask_and_share(person: User, result: Assessment) -> None:
    """The person was asked for answers, belongs there, and may read the result."""
    Membership.objects.create(
        user=person, organisation=result.enterprise.organisation, role="respondent"
    )
    Collection.objects.create(assessment=result, closed_at=result.submitted_at)
    Assignment.objects.create(assessment=result, user=person, perspective="it", items=["VI"])


@pytest.mark.parametrize(("asked", "state"), [(7, "published"), (8, "carried_over")])
def test_respondent_who_reads_nearly_all_keeps_the_group_from_being_shown(
    crowd: Crowd, pooled: Edition, asked: int, state: str
) -> None:
    person = User.objects.create_user("everywhere@example.org")
    for result in crowd(12)[:asked]:
        ask_and_share(person, result)
    assert compute_next(pooled).state == state


def test_respondent_who_is_not_shown_results_is_no_reader(crowd: Crowd, pooled: Edition) -> None:
    person = User.objects.create_user("everywhere@example.org")
    for result in crowd(12)[:8]:
        ask_and_share(person, result)
    Collection.objects.update(shares_result=False)
    assert compute_next(pooled).state == "published"
