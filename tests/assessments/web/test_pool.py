"""Pages of the pool: the consent, and the section on a result's page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Edition, Enterprise, Grant, PoolConsent, User
from assessments.services.pool import give_consent
from tests.assessments.services.conftest import SPRING, crowd, pooled
from tests.pools import (
    all_at,
    compute_next,
    found_enterprise,
    found_organisation,
    head_of,
    submit,
)

__all__ = ["crowd", "pooled"]  # fixtures

Crowd = Callable[..., list[Assessment]]


def consent_url(enterprise: Enterprise) -> str:
    return reverse("pool_consent", args=[enterprise.pk])


def read_result(client: Client, assessment: Assessment, query: str = "") -> str:
    page = client.get(reverse("result", args=[assessment.pk]) + query)
    assert page.status_code == 200
    text = page.content.decode()
    return text[text.index('id="pool"') : text.index("context-title")]


def test_owner_decides_and_can_change_the_mind(
    client: Client, alice: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    url = consent_url(enterprise)
    page = client.get(url).content.decode()
    assert 'value="give"' in page
    assert "checked" not in page
    assert not PoolConsent.objects.exists(), "looking is not agreeing"
    assert client.post(url, {"decision": "give"}).url == url
    assert PoolConsent.objects.get().withdrawn_at is None
    page = client.get(url).content.decode()
    assert ('value="give"' in page, 'value="withdraw"' in page) == (False, True)
    client.post(url, {"decision": "withdraw"})
    assert PoolConsent.objects.get().withdrawn_at is not None


def test_page_says_what_happens_afterwards(
    client: Client, alice: User, enterprise: Enterprise
) -> None:
    client.force_login(alice)
    page = client.get(consent_url(enterprise)).content.decode()
    for said in (
        "Results of a year that has not been put together yet are taken out at once.",
        "The published release stays as it is, because it is about at least 10 enterprises",
        "no later release contains that result",
        "it is withdrawn with a reason, and nothing is published in its place",
        "14 days after its end",
    ):
        assert said in page


@pytest.mark.parametrize("person", ["bob", "carol", "dora"])
def test_others_may_read_and_not_decide(
    client: Client,
    enterprise: Enterprise,
    grant: Grant,
    person: str,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(person))
    page = client.get(consent_url(enterprise))
    assert page.status_code == 200
    assert b'name="decision"' not in page.content
    for decision in ("give", "withdraw"):
        assert client.post(consent_url(enterprise), {"decision": decision}).status_code == 403
    assert not PoolConsent.objects.exists()


def test_strangers_do_not_see_the_page(
    client: Client, enterprise: Enterprise, charlie: User, administrator: User
) -> None:
    for person in (charlie, administrator):
        client.force_login(person)
        assert client.get(consent_url(enterprise)).status_code == 404
        assert client.post(consent_url(enterprise), {"decision": "give"}).status_code == 404


def test_lead_consultant_cannot_agree_for_an_enterprise_without_an_owner(
    client: Client, db: None
) -> None:
    consultancy = found_organisation("Consulting", kind="consultancy")
    prepared = Enterprise.objects.create(
        name="Prepared", economy="JP", sector="C25", size_band="1-9", prepared_by=consultancy
    )
    client.force_login(head_of(consultancy))
    assert b'name="decision"' not in client.get(consent_url(prepared)).content
    client.post(consent_url(prepared), {"decision": "give"})
    assert not PoolConsent.objects.exists()


def test_start_page_leads_owners_to_the_decision(
    client: Client, alice: User, carol: User, submitted: Assessment
) -> None:
    url = consent_url(submitted.enterprise)
    client.force_login(alice)
    page = client.get(reverse("my_work")).content.decode()
    assert url in page
    assert "does not take part" in page
    give_consent(by=alice, enterprise=submitted.enterprise)
    assert "does not take part" not in client.get(reverse("my_work")).content.decode()
    client.force_login(carol)
    assert url not in client.get(reverse("my_work")).content.decode()


def test_result_asks_owners_once_it_is_submitted_and_nobody_else(
    client: Client, alice: User, bob: User, submitted: Assessment
) -> None:
    client.force_login(alice)
    said = read_result(client, submitted)
    assert "Fewer than 5 enterprises so far; 10 are needed." in said
    assert consent_url(submitted.enterprise) in said
    assert "<form" not in said, "a link to read, and nothing to press by accident"
    client.force_login(bob)
    assert consent_url(submitted.enterprise) not in read_result(client, submitted)


def test_result_stands_beside_its_group_and_can_be_moved_to_a_wider_one(
    client: Client, crowd: Crowd, pooled: Edition
) -> None:
    first, *_others = crowd(30)
    crowd(12, name="Larger", size_band="50-249")
    release = compute_next(pooled)
    client.force_login(head_of(first.enterprise.owner))
    said = read_result(client, first)
    assert "Fabricated metal products: about 30 enterprises, results submitted in 2020." in said
    assert re.findall(r'\?cell=([^#"]+)', said) == ["10-49%2FCN", "10-49", "all"]
    assert said.count('aria-current="true"') == 1
    assert "<svg" in said
    assert release.hash in said
    wider = read_result(client, first, "?cell=all")
    assert "All enterprises of the pool: about 40 enterprises" in wider
    assert "Fabricated metal products: about" in read_result(client, first, "?cell=nonsense/x")


@pytest.mark.parametrize("count", [12, 17])
def test_exact_number_is_nowhere_on_any_page(
    client: Client, crowd: Crowd, pooled: Edition, count: int
) -> None:
    first, *_others = crowd(count)
    release = compute_next(pooled)
    client.force_login(head_of(first.enterprise.owner))
    said = [read_result(client, first)]
    for name, arguments in (
        ("statistics", []),
        ("statistics_release", [release.pk]),
        ("statistics_json", [release.pk]),
        ("statistics_csv", [release.pk]),
    ):
        said.append(client.get(reverse(name, args=arguments)).content.decode())
    for text in said:
        main = text[text.find("<main") + 1 :]
        plain = re.sub(r"[0-9a-f-]{36}|sha256:[0-9a-f]{64}", "", main)  # identifiers
        assert not re.search(rf"(?<![\d.-]){count}(?![\d.-])", plain)
    assert [len(said), "about 1" in said[0]] == [5, True]


def test_queries_of_a_result_do_not_grow_with_the_pool(
    client: Client, crowd: Crowd, pooled: Edition, django_assert_num_queries: Any
) -> None:
    first, *_others = crowd(12)
    crowd(12, name="Larger", size_band="50-249")
    compute_next(pooled)
    client.force_login(head_of(first.enterprise.owner))
    url = reverse("result", args=[first.pk])
    client.get(url)  # the cells are read once per process
    with django_assert_num_queries(22):
        client.get(url)


def test_facts_have_no_section(client: Client, alice: User, finish: Callable[..., Any]) -> None:
    result = finish("facts", {"reference_year": {"value": "2025"}})
    client.force_login(alice)
    page = client.get(reverse("result", args=[result.pk])).content
    assert b'id="pool"' not in page


def test_own_result_need_not_be_in_the_pool(client: Client, crowd: Crowd, pooled: Edition) -> None:
    crowd(12, level=1)
    own = submit(found_enterprise("Own", takes_part=False), pooled, all_at(pooled, 3), on=SPRING)
    compute_next(pooled)
    client.force_login(head_of(own.enterprise.owner))
    said = read_result(client, own)
    assert "Mean of this group: 1.0. Your mean: 3.00." in said
    assert "Read what happens, then decide" in said
