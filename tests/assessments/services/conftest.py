"""A crowd that takes part in the pool, for the tests of its services."""

import datetime as dt
from collections.abc import Callable

import pytest

from assessments import queue
from assessments.models import Assessment, Edition
from tests.pools import YEAR, all_at, found_enterprise, issue_in, submit

SPRING = dt.date(YEAR, 4, 1)


@pytest.fixture
def pooled(siri: Edition, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """SIRI, published long ago; the other questionnaires wait for their first window."""
    monkeypatch.setattr(queue.app, "send_task", lambda *_args, **_options: None)
    issue_in(2100, *Edition.objects.exclude(pk=siri.pk))
    issue_in(YEAR, siri)
    return siri


@pytest.fixture
def crowd(pooled: Edition) -> Callable[..., list[Assessment]]:
    """crowd(12): so many enterprises, each with a complete result at level 2."""

    def gather(
        count: int, *, on: dt.date = SPRING, level: int = 2, name: str = "Crowd", **profile: str
    ) -> list[Assessment]:
        return [
            submit(
                found_enterprise(f"{name} {number}", **profile),
                pooled,
                all_at(pooled, level),
                on=on,
            )
            for number in range(count)
        ]

    return gather
