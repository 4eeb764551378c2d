"""Choosing economies to be held against, and switching the release that a page shows."""

import datetime as dt
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Enterprise, Grant, Release, User
from tests.assessments.web.fields import LANGUAGES, must_be_whole, url

Finish = Callable[..., Assessment]


def page_text(client: Client, where: str) -> str:
    page = client.get(where)
    assert page.status_code == 200
    return unescape(page.content.decode())


def choose(client: Client, enterprise: Enterprise, *codes: str, **more: str) -> Any:
    return client.post(url("economies", enterprise), {"economies": codes} | more)


def stored(enterprise: Enterprise) -> list[str]:
    return list(Enterprise.objects.get(pk=enterprise.pk).compared_with)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_with_a_choice_are_whole(
    client: Client, alice: User, submitted: Assessment, finish: Finish, language: str
) -> None:
    client.force_login(alice)
    client.cookies["django_language"] = language
    facts = finish("facts", {"networked_collaboration": {"value": "yes"}})
    choose(client, submitted.enterprise, "NO", "EU", "BERLIN")
    for name, about in (
        ("economies", submitted.enterprise),
        ("result", submitted),
        ("result", facts),
    ):
        must_be_whole(client.get(url(name, about)), language)


def test_page_offers_each_economy_with_the_number_of_its_figures(
    client: Client, alice: User, enterprise: Enterprise, shipped: None
) -> None:
    client.force_login(alice)
    text = " ".join(page_text(client, url("economies", enterprise)).split())
    for label in (
        'value="US"><span>United States <span class="hint">35 figures</span>',
        'value="EU"><span>European Union <span class="hint">5 figures</span>',
        'value="NO"><span>Norway <span class="hint">no figures</span>',
        'value="BENGALURU"><span>Bengaluru <span class="hint">3 figures</span>',
    ):
        assert label in text
    # what is always shown is not offered: the own economy, its places, the world
    for code in ("CN", "BEIJING", "WORLD"):
        assert f'value="{code}"' not in text
    for heading in ("Countries", "Unions and continents", "Regions", "Cities"):
        assert f">{heading}</legend>" in text


def test_chosen_economies_stand_on_the_result_also_without_figures(
    client: Client, alice: User, submitted: Assessment
) -> None:
    client.force_login(alice)
    result = url("result", submitted)
    assert "The report has no figure for" not in page_text(client, result)
    answer = choose(client, submitted.enterprise, "NO", "DE", next=f"{result}#national")
    assert answer.url == f"{result}#national"
    text = page_text(client, result)
    assert "The report has no figure for Norway." in text
    assert text.count("chosen to be held against") == 2
    germany = text.index('<h3 class="sec">Germany')
    assert text.index('<h3 class="sec">China') < germany < text.index('<h3 class="sec">Norway')
    assert 'id="f-de-sme-competence-centers"' in text[germany:]
    # what Germany belongs to is not shown: that is for the own economy only
    assert "f-eu-horizon-europe-budget" not in text


def test_short_form_adds_one_to_those_chosen(
    client: Client, alice: User, submitted: Assessment
) -> None:
    client.force_login(alice)
    choose(client, submitted.enterprise, "DE", "NO")
    text = page_text(client, url("result", submitted))
    form = text[text.index(f'action="{url("economies", submitted.enterprise)}"') :]
    form = form[: form.index("</form>")]
    for code in ("DE", "NO"):
        assert f'<input type="hidden" name="economies" value="{code}">' in form
        assert f'<option value="{code}"' not in form
    assert '<option value="SG">Singapore · 2 figures</option>' in form
    assert choose(client, submitted.enterprise, "DE", "NO", "SG").status_code == 302
    assert (
        choose(client, submitted.enterprise, "DE", "NO", "SG", "").status_code == 302
    )  # nothing chosen
    assert stored(submitted.enterprise) == ["DE", "NO", "SG"]
    choose(client, submitted.enterprise, "DE", "NO", "SG", "US", "JP")
    assert "add-economy" not in page_text(client, url("result", submitted))


def test_sixth_economy_is_refused_in_place(
    client: Client, alice: User, enterprise: Enterprise, shipped: None
) -> None:
    client.force_login(alice)
    choose(client, enterprise, "SG")
    page = choose(client, enterprise, "US", "DE", "FR", "GB", "JP", "KR")
    assert page.status_code == 422
    text = page.content.decode()
    assert "Choose at most 5 economies; now there are 6." in text
    assert text.count(" checked>") == 6  # nothing is lost
    assert stored(enterprise) == ["SG"]
    assert choose(client, enterprise, "XX").status_code == 422


def test_choice_returns_only_to_pages_of_ours(
    client: Client, alice: User, enterprise: Enterprise, shipped: None
) -> None:
    client.force_login(alice)
    for outside in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        answer = choose(client, enterprise, "US", next=outside)
        assert answer.url == url("dimensions", enterprise)
        shown = client.get(url("economies", enterprise), {"next": outside}).content.decode()
        assert f'href="{outside}' not in shown
        assert f'value="{outside}' not in shown


def test_who_only_looks_sees_the_choice_and_cannot_change_it(
    client: Client,
    carol: User,
    dora: User,
    grant: Grant,
    alice: User,
    submitted: Assessment,
) -> None:
    enterprise = submitted.enterprise
    client.force_login(alice)
    choose(client, enterprise, "NO")
    for person in (carol, dora):
        client.force_login(person)
        assert choose(client, enterprise, "US").status_code == 403
        assert client.get(url("economies", enterprise)).status_code == 403
        text = page_text(client, url("result", submitted))
        assert "The report has no figure for Norway." in text
        assert url("economies", enterprise) not in text
    Grant.objects.filter(pk=grant.pk).update(may_edit=True)
    assert choose(client, enterprise, "US").status_code == 302
    assert stored(enterprise) == ["US"]


def test_strangers_find_no_enterprise_to_choose_for(
    client: Client, charlie: User, administrator: User, enterprise: Enterprise
) -> None:
    for person in (charlie, administrator):
        client.force_login(person)
        for name in ("economies", "dimensions"):
            assert client.get(url(name, enterprise)).status_code == 404
        assert choose(client, enterprise, "US").status_code == 404
    assert stored(enterprise) == []


def test_economy_without_shares_of_enterprises_is_told_once(
    client: Client, alice: User, enterprise: Enterprise, finish: Finish
) -> None:
    client.force_login(alice)
    Enterprise.objects.filter(pk=enterprise.pk).update(economy="JP")
    facts = finish("facts", {"networked_collaboration": {"value": "yes"}})
    text = page_text(client, url("result", facts))
    assert text.count("The report gives no share of enterprises for Japan.") == 1
    assert "About enterprises in China; yours is in Japan." in text


def test_country_that_the_report_gets_wrong_is_not_shown(
    client: Client, alice: User, finish: Finish
) -> None:
    client.force_login(alice)
    facts = finish(
        "facts",
        {"case_gains.haulage": {"value": True}, "case_gains.transport_cost": {"value": "12"}},
    )
    text = page_text(client, url("result", facts))
    card = text[text.index("In the case the report names (Rio Tinto") :]
    card = card[: card.index("</details>")]
    assert "15 %" in card
    assert "Spain" not in card


# --- releases


@pytest.fixture
def older(shipped: None) -> Release:
    """A release of last year, with one figure of its own."""
    latest = Release.objects.get(key="caii-2022-11")
    figure = latest.figures.get(key="cn-networked-collaboration-share")
    head = latest.head | {"edition": dict.fromkeys(("en", "zh-hans", "ja"), "May 2021")}
    release = Release.objects.create(
        key="older",
        state=Release.State.PUBLISHED,
        head=head,
        hash="sha256:0",
        published_at=timezone.now() - dt.timedelta(days=400),
    )
    figure.pk, figure.release, figure.value = None, release, "31.5"
    figure.save()
    return release


@pytest.fixture
def compared(finish: Finish) -> str:
    """The page of a result that is held against a figure."""
    return url("result", finish("facts", {"networked_collaboration": {"value": "yes"}}))


def test_page_shows_the_latest_release_and_can_be_switched(
    client: Client, alice: User, compared: str, older: Release
) -> None:
    client.force_login(alice)
    latest = page_text(client, compared)
    assert "39.5 % of enterprises" in latest
    assert '<option value="caii-2022-11" selected>' in latest
    assert "May 2021" in latest
    switched = page_text(client, f"{compared}?release=older")
    assert "31.5 % of enterprises" in switched
    assert "39.5 %" not in switched
    assert '<option value="older" selected>' in switched
    assert "A new report is held against the latest release" in switched
    assert "A new report is held against" not in latest
    assert "The release has no figure" not in latest


def test_without_a_second_release_there_is_no_switch(
    client: Client, alice: User, compared: str
) -> None:
    client.force_login(alice)
    assert 'name="release"' not in page_text(client, compared)
    # results of a questionnaire are releases too, and no national data
    assert client.get(f"{compared}?release=dx-2019-2024").status_code == 404


@pytest.mark.parametrize("state", ["importing", "draft", "in_review"])
def test_release_that_is_not_public_cannot_be_switched_to(
    client: Client, alice: User, compared: str, older: Release, state: str
) -> None:
    client.force_login(alice)
    Release.objects.filter(pk=older.pk).update(state=state)
    assert client.get(f"{compared}?release=older").status_code == 404
    assert client.get(f"{compared}?release=unknown").status_code == 404
    assert "May 2021" not in page_text(client, compared)


def test_withdrawn_release_says_so_and_why(
    client: Client, alice: User, compared: str, older: Release
) -> None:
    client.force_login(alice)
    reason = "One figure was misread."
    assert "withdrawn" not in page_text(client, compared)
    Release.objects.filter(pk=older.pk).update(
        state="withdrawn", withdrawn_reason=reason, withdrawn_at=timezone.now()
    )
    assert reason not in page_text(client, compared)
    switched = page_text(client, f"{compared}?release=older")
    assert reason in switched
    assert "31.5 % of enterprises" in switched
    Release.objects.filter(key="caii-2022-11").update(state="withdrawn", withdrawn_reason=reason)
    assert "Share of enterprises" not in page_text(client, compared)  # nothing latest is left


def test_six_dimensions_follow_the_switch(
    client: Client, alice: User, enterprise: Enterprise, older: Release
) -> None:
    client.force_login(alice)
    where = url("dimensions", enterprise)
    assert "f-cn-value-added-2021" in page_text(client, where)
    switched = page_text(client, f"{where}?release=older")
    assert "f-cn-value-added-2021" not in switched
    assert "f-cn-networked-collaboration-share" in switched
    assert reverse("releases") in switched
