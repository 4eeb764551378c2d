"""Consent: who gives it, how it ends, and what is forgotten then."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import queue
from assessments.models import (
    CONSENT_TEXT,
    Assessment,
    Edition,
    Enterprise,
    Event,
    PoolConsent,
    PoolContribution,
    PoolRelease,
    User,
)
from assessments.queries.pool import count_so_far, countable, open_window, who_takes_part
from assessments.services.pool import (
    build_pool_release,
    enqueue_due_pool_releases,
    forget_enterprise,
    give_consent,
    withdraw_consent,
)
from assessments.services.refusals import Rejected
from tests.assessments.services.conftest import SPRING
from tests.pools import (
    YEAR,
    all_at,
    compute_next,
    found_enterprise,
    found_organisation,
    head_of,
    submit,
)

Crowd = Callable[..., list[Assessment]]


def test_consent_is_given_once_and_says_by_whom_and_to_which_text(
    enterprise: Enterprise, alice: User
) -> None:
    consent = give_consent(by=alice, enterprise=enterprise)
    assert give_consent(by=alice, enterprise=enterprise) == consent
    assert (consent.given_by, consent.text, consent.withdrawn_at) == (alice, CONSENT_TEXT, None)
    assert Event.objects.filter(kind=Event.Kind.POOL_CONSENT_GIVEN).count() == 1


def test_consent_can_be_ended_and_given_again_and_its_history_stays(
    enterprise: Enterprise, alice: User
) -> None:
    withdraw_consent(by=alice, enterprise=enterprise)  # nothing to end yet
    assert not Event.objects.filter(kind=Event.Kind.POOL_CONSENT_WITHDRAWN).exists()
    first = give_consent(by=alice, enterprise=enterprise)
    withdraw_consent(by=alice, enterprise=enterprise)
    withdraw_consent(by=alice, enterprise=enterprise)
    second = give_consent(by=alice, enterprise=enterprise)
    first.refresh_from_db()
    assert first.withdrawn_by == alice
    assert first.withdrawn_at is not None
    assert first.withdrawn_at > first.given_at
    assert set(PoolConsent.objects.all()) == {first, second}
    kinds = list(Event.objects.order_by("at").values_list("kind", flat=True))
    assert kinds == ["pool_consent_given", "pool_consent_withdrawn", "pool_consent_given"]


@pytest.mark.storage
def test_database_holds_one_open_consent_for_an_enterprise(
    enterprise: Enterprise, alice: User
) -> None:
    give_consent(by=alice, enterprise=enterprise)
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolConsent.objects.create(enterprise=enterprise, given_by=alice, text="1")


def test_consultancy_cannot_agree_for_an_enterprise_without_an_owner(db: None) -> None:
    consultancy = found_organisation("Consulting", kind="consultancy")
    prepared = Enterprise.objects.create(
        name="Prepared", economy="JP", sector="C25", size_band="1-9", prepared_by=consultancy
    )
    with pytest.raises(Rejected) as refused:
        give_consent(by=head_of(consultancy), enterprise=prepared)
    assert [fault.code for fault in refused.value.faults] == ["no_owner"]
    assert not PoolConsent.objects.exists()


def test_ending_it_before_the_window_is_computed_takes_the_result_out_at_once(
    crowd: Crowd, pooled: Edition
) -> None:
    first, *_others = crowd(5)
    window = open_window(pooled)
    assert countable(pooled, window).count() == 5
    withdraw_consent(by=head_of(first.enterprise.owner), enterprise=first.enterprise)
    assert countable(pooled, window).count() == 4


def test_number_so_far_moves_once_a_day(crowd: Crowd, pooled: Edition) -> None:
    """Whoever could watch it move with each consent of his own would count the others."""
    first, second, *_others = crowd(5)
    window = open_window(pooled)
    owner = head_of(first.enterprise.owner)
    yesterday = timezone.now() - dt.timedelta(days=1)
    assert count_so_far(pooled, window) == "5_to_9"
    withdraw_consent(by=owner, enterprise=first.enterprise)
    submit(second.enterprise, pooled, all_at(pooled, 4), on=SPRING, corrects=second)
    Assessment.objects.filter(corrects=second).update(submitted_at=timezone.now())
    PoolContribution.objects.filter(assessment__corrects=second).update(submitted_at=timezone.now())
    assert count_so_far(pooled, window) == "5_to_9"
    PoolConsent.objects.filter(withdrawn_at__isnull=False).update(withdrawn_at=yesterday)
    assert count_so_far(pooled, window) == "fewer_than_5"
    give_consent(by=owner, enterprise=first.enterprise)
    assert count_so_far(pooled, window) == "fewer_than_5"
    PoolConsent.objects.filter(withdrawn_at__isnull=True).update(given_at=yesterday)
    assert count_so_far(pooled, window) == "5_to_9"


def test_consent_to_an_earlier_text_does_not_count_and_is_asked_for_again(
    crowd: Crowd, pooled: Edition
) -> None:
    first, *_others = crowd(10)
    PoolConsent.objects.filter(enterprise=first.enterprise).update(text="0")
    assert who_takes_part(Enterprise.objects.filter(pk=first.enterprise_id)) == {
        first.enterprise_id: False
    }
    assert countable(pooled, open_window(pooled)).count() == 9
    give_consent(by=head_of(first.enterprise.owner), enterprise=first.enterprise)
    rows = first.enterprise.pool_consents.order_by("given_at")
    assert [(row.text, row.withdrawn_at is None) for row in rows] == [
        ("0", False),
        (CONSENT_TEXT, True),
    ]
    assert compute_next(pooled).state == "published"


@pytest.mark.parametrize(("members", "state"), [(12, "published"), (10, "carried_over")])
def test_consent_that_ends_while_a_release_is_computed_is_honoured(
    crowd: Crowd, pooled: Edition, members: int, state: str
) -> None:
    first, *_others = crowd(members, level=5)
    enqueue_due_pool_releases()
    job = queue.claim()
    assert job is not None
    store = build_pool_release(job)
    withdraw_consent(by=head_of(first.enterprise.owner), enterprise=first.enterprise)
    with transaction.atomic():
        store()
    release = PoolRelease.objects.get()
    assert release.state == state
    assert not release.contributions.filter(enterprise=first.enterprise).exists()
    if release.content is not None:
        assert release.content["excluded"]["no_consent"] == 0, "one, to the nearest five"
        assert release.contributions.count() == members - 1


def test_ending_it_afterwards_deletes_the_contribution_and_leaves_the_release(
    crowd: Crowd, pooled: Edition
) -> None:
    first, *others = crowd(12)
    release = compute_next(pooled)
    before = (release.content, release.hash)
    assert release.contributions.count() == 12
    withdraw_consent(by=head_of(first.enterprise.owner), enterprise=first.enterprise)
    release.refresh_from_db()
    assert (release.content, release.hash) == before
    assert {row.assessment for row in release.contributions.all()} == set(others)
    assert not PoolContribution.objects.filter(enterprise=first.enterprise).exists()
    assert Assessment.objects.filter(pk=first.pk).exists()


def test_who_comes_back_is_counted_with_new_results_only(crowd: Crowd, pooled: Edition) -> None:
    first, *_others = crowd(12)
    owner = head_of(first.enterprise.owner)
    compute_next(pooled)
    withdraw_consent(by=owner, enterprise=first.enterprise)
    give_consent(by=owner, enterprise=first.enterprise)
    crowd(10, on=dt.date(YEAR + 1, 6, 1), name="Later")
    second = compute_next(pooled)
    assert second.last_day.year == YEAR + 1
    assert second.contributions.count() == 10
    assert first.enterprise not in {row.enterprise for row in second.contributions.all()}


def test_forgotten_enterprise_leaves_no_row_and_no_trace_in_the_release(
    crowd: Crowd, pooled: Edition
) -> None:
    first, *_others = crowd(12)
    release = compute_next(pooled)
    before = (release.content, release.hash)
    forget_enterprise(first.enterprise)
    first.enterprise.delete()
    release.refresh_from_db()
    assert (release.content, release.hash) == before
    assert release.contributions.count() == 11
    assert PoolConsent.objects.count() == PoolContribution.objects.count() == 11


def test_enterprise_forgotten_before_the_window_is_computed_does_not_count(
    crowd: Crowd, pooled: Edition
) -> None:
    first, *_others = crowd(10)
    forget_enterprise(first.enterprise)
    assert compute_next(pooled).state == "carried_over"


def test_new_enterprise_takes_no_part_by_itself(siri: Edition) -> None:
    enterprise = found_enterprise("Newcomer", takes_part=False)
    assert not enterprise.pool_consents.exists()
