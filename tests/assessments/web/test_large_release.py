"""Pages of one enterprise and of one economy read the figures that they show, and no others."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models.signals import post_init
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Figure, Release, User
from assessments.queries.releases import count_by_economy, economies_of, figures_of
from assessments.reports.context import freeze_context
from assessments.services.reports import request_report

Finish = Callable[..., Assessment]
MANY = 1200


@pytest.fixture
def large(shipped: None) -> Release:
    """The national data with many more figures of an economy that nobody here is in."""
    release = Release.objects.get(key="caii-2022-11")
    fields = Figure.objects.filter(release=release).order_by("-position").values().first()
    assert fields
    last = fields["position"]
    Figure.objects.bulk_create(
        Figure(
            **fields
            | {"id": None, "key": f"more-{at}", "position": last + at, "economy": "US", "fact": ""}
            | {"kind": "national_context", "mode": "show"}
        )
        for at in range(1, MANY + 1)
    )
    return release


@pytest.fixture
def read() -> Iterator[list[bool]]:
    """Of every figure read since, whether it is one of those many."""
    added: list[bool] = []

    def note(instance: Figure, **_others: Any) -> None:
        added.append(instance.key.startswith("more-"))

    post_init.connect(note, sender=Figure)
    yield added
    post_init.disconnect(note, sender=Figure)


def test_pages_of_an_enterprise_read_only_what_they_show(
    client: Client, alice: User, finish: Finish, large: Release, read: list[bool]
) -> None:
    client.force_login(alice)
    submitted = finish("facts", {"networked_collaboration": {"value": "no"}})
    read.clear()
    result = client.get(reverse("result", args=[submitted.pk])).content.decode()
    dimensions = client.get(reverse("dimensions", args=[submitted.enterprise_id]))
    choices = client.get(reverse("economies", args=[submitted.enterprise_id]))
    assert "39.5 % of enterprises in China" in result
    assert dimensions.status_code == 200
    offered = [o for group in choices.context["economy_groups"] for o in group.with_figures]
    assert max(offered, key=lambda o: o.figures).code == "US"
    assert {o.code: o.figures for o in offered}["US"] == count_by_economy(large)["US"]
    assert read
    assert not any(read)


def test_report_and_page_of_one_economy_read_only_what_they_print(
    client: Client, alice: User, finish: Finish, large: Release, read: list[bool]
) -> None:
    client.force_login(alice)
    submitted = finish("facts", {"networked_collaboration": {"value": "no"}})
    report = request_report(by=alice, assessments=[submitted], language="en")
    read.clear()
    context = freeze_context(report)
    assert "39.5 % of enterprises in China" in str(context["parts"][0]["questions"])
    assert context["national"]
    assert not any(read)
    page = client.get(reverse("release", args=[large.key]), {"economy": "DE"})
    assert page.context["sections"][0].economy == "DE"
    assert sum(read) <= 500, "only those on the page of the table"


def test_economies_are_counted_and_listed_in_the_order_of_the_release(large: Release) -> None:
    listed = economies_of(large)
    assert listed == list(dict.fromkeys(figure.economy for figure in figures_of(large)))
    counts = count_by_economy(large)
    assert counts["US"] >= MANY
    assert sum(counts.values()) == large.figures.count()
    assert set(economies_of(large, kind="share_of_enterprises")) == {"CN", "EUROPE", "EU"}
