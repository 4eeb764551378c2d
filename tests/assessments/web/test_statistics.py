"""Open statistics: for everybody, equal to what is stored, and honest about what was withdrawn."""

import csv
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Edition, PoolRelease, SiteRole, User
from assessments.services.pool import withdraw_pool_release
from maturity.instruments.loader import canonical_json, content_hash
from tests.assessments.services.conftest import SPRING, crowd, pooled
from tests.conftest import give_authenticator
from tests.pools import YEAR, all_at, compute_next, found_enterprise, issue_in, submit, tier_answers

__all__ = ["crowd", "pooled"]  # fixtures

Crowd = Callable[..., list[Assessment]]


@pytest.fixture
def release(crowd: Crowd, pooled: Edition) -> PoolRelease:
    """Two size bands, one of them with bins; an item that applies to too few of the other."""
    crowd(31, level=2)
    crowd(9, name="Larger", size_band="50-249", level=0)
    absent = {"state": "not_applicable", "reason": "no_such_activity"}
    for number in range(3):
        enterprise = found_enterprise(f"Largest {number}", size_band="50-249", economy="JP")
        submit(enterprise, pooled, all_at(pooled, 5, VI=absent), on=SPRING)
    return compute_next(pooled)


@pytest.fixture
def publisher(db: None) -> User:
    person = User.objects.create_user("publisher@example.org", name="Publisher")
    SiteRole.objects.create(user=person, role=SiteRole.Role.BENCHMARK_PUBLISHER)
    give_authenticator(person)
    return person


def fetch(client: Client, name: str, release: PoolRelease, **headers: str) -> Any:
    return client.get(reverse(name, args=[release.pk]), headers=headers)


def test_json_is_what_is_stored_and_can_be_checked_by_its_hash(
    client: Client, release: PoolRelease
) -> None:
    data = json.loads(fetch(client, "statistics_json", release).content)
    assert data["content"] == release.content
    assert content_hash(canonical_json(data["content"])) == data["hash"] == release.hash
    assert (data["id"], data["key"], data["state"]) == (str(release.pk), release.key, "published")
    for language, _name in project.LANGUAGES:
        assert data["disclosure_rules"][language]
        assert "CC BY 4.0" in data["licence"][language]
    assert "Rounded numbers need not add up." in data["disclosure_rules"]["en"]
    assert data["content"]["rules"]["thresholds"]["smallest_cell"] == 10


def read_csv(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    lines = text.splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    return head, list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_csv_holds_the_same_cells(client: Client, release: PoolRelease) -> None:
    head, rows = read_csv(fetch(client, "statistics_csv", release).content.decode())
    assert release.content is not None
    cells = {}
    for row in rows:
        path = {level: row[level] for level in ("size", "economy", "sector") if row[level]}
        cell = cells.setdefault(
            json.dumps(path), {"path": path, "overall": None, "means": {}, "bins": []}
        )
        figure, value = row["figure"], row["value"]
        mean = {"value": value, "qualifier": row["qualifier"]}
        if figure == "n":
            cell["n"] = int(value)
        elif figure == "overall":
            cell["overall"] = mean
        elif figure.startswith("bin "):
            assert figure == f"bin {len(cell['bins'])}"
            cell["bins"].append(int(value))
        else:
            cell["means"][figure] = mean
    for cell in cells.values():
        cell["bins"] = cell["bins"] or None
    assert list(cells.values()) == release.content["cells"]
    assert any(cell["bins"] for cell in cells.values())
    assert any("VI" not in cell["means"] for cell in cells.values())
    assert (head["hash"], head["key"]) == (release.hash, release.key)
    assert json.loads(head["window"]) == release.content["window"]
    assert json.loads(head["excluded"]) == release.content["excluded"]
    assert "Rounded numbers need not add up." in head["disclosure_rules"]


@pytest.mark.parametrize("name", ["statistics_json", "statistics_csv"])
def test_files_are_for_any_page_and_may_be_kept(
    client: Client, release: PoolRelease, name: str
) -> None:
    answer = fetch(client, name, release, origin="https://elsewhere.example")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Cache-Control"] == "public, max-age=600"
    again = client.get(reverse(name, args=[release.pk]), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.head(reverse(name, args=[release.pk])).status_code == 200
    assert client.post(reverse(name, args=[release.pk])).status_code == 405


def test_pages_show_every_group_on_the_way_down(client: Client, release: PoolRelease) -> None:
    index = client.get(reverse("statistics")).content.decode()
    url = reverse("statistics_release", args=[release.pk])
    assert url in index
    assert release.content is not None
    waiting, seen = [""], set()
    while waiting:
        page = client.get(url, {"cell": waiting[0]})
        assert page.status_code == 200
        seen.add(page.context["cell"].path)
        waiting = waiting[1:] + [key for key, _cell in page.context["within"]]
    assert len(seen) == len(release.content["cells"])
    text = client.get(url, {"cell": "10-49"}).content.decode()
    assert "2 to less than 3" in text
    assert "Horizontal Integration" in text
    assert release.hash in text


def test_page_says_why_results_do_not_count_as_far_as_it_is_more_than_a_few(
    client: Client, crowd: Crowd, pooled: Edition
) -> None:
    crowd(10)
    for number in range(4):
        enterprise = found_enterprise(f"No {number}", takes_part=False)
        submit(enterprise, pooled, all_at(pooled, 2), on=SPRING)
    page = fetch(client, "statistics_release", compute_next(pooled))
    assert page.context["excluded"] == [("no_consent", 5)]
    assert "the enterprise does not take part" in page.content.decode()
    assert "followed by a later result" not in page.content.decode()


def test_mean_of_the_end_of_the_scale_is_not_told_exactly(
    client: Client, release: PoolRelease
) -> None:
    url = reverse("statistics_release", args=[release.pk])
    page = client.get(url, {"cell": "50-249"}).content.decode()
    assert "1.3" in page  # nine at 0 and three at 5: 1.25
    first = client.get(reverse("statistics_json", args=[release.pk])).json()
    assert not [
        mean
        for cell in first["content"]["cells"]
        for mean in cell["means"].values()
        if float(mean["value"]) < 0.3 or float(mean["value"]) > 4.7
    ]


def test_tiers_are_shown_as_counts(client: Client, pooled: Edition, tiers: Edition) -> None:
    issue_in(YEAR, tiers)
    for number in range(30):
        submit(found_enterprise(f"{number}"), tiers, tier_answers(tiers, number % 6), on=SPRING)
    url = reverse("statistics_release", args=[compute_next(tiers).pk])
    text = client.get(url).content.decode()
    assert "How many reach which tier" in text
    assert "below L1" in text
    assert "Overall mean" not in text


def test_before_the_first_release_nothing_is_shown(client: Client, pooled: Edition) -> None:
    small = compute_next(pooled)
    assert small.state == "carried_over"
    assert b"Nothing is published yet" in client.get(reverse("statistics")).content
    for name in ("statistics_release", "statistics_json", "statistics_csv"):
        assert fetch(client, name, small).status_code == 404


def test_withdrawn_release_says_so_everywhere_and_hands_out_no_numbers(
    client: Client, release: PoolRelease, publisher: User
) -> None:
    before = fetch(client, "statistics_json", release)["ETag"]
    withdraw_pool_release(by=publisher, release=release, reason="The tree was\nwrong.")
    page = fetch(client, "statistics_release", release).content.decode()
    assert "This release was withdrawn on" in page
    assert "The tree was\nwrong." in page
    assert "Groups within it" not in page
    assert "Withdrawn" in client.get(reverse("statistics")).content.decode()
    answer = fetch(client, "statistics_json", release)
    assert (answer.status_code, answer["ETag"] == before) == (410, False)
    data = answer.json()
    assert (data["state"], data["content"]) == ("withdrawn", None)
    assert data["withdrawn_reason"] == "The tree was\nwrong."
    answer = fetch(client, "statistics_csv", release)
    head, rows = read_csv(answer.content.decode())
    assert (answer.status_code, head["state"], rows) == (410, "withdrawn", [])
    assert head["withdrawn_reason"] == "The tree was wrong."


def test_publisher_withdraws_on_the_page_with_a_reason(
    client: Client, release: PoolRelease, publisher: User, alice: User, administrator: User
) -> None:
    url = reverse("statistics_withdraw", args=[release.pk])
    for person in (alice, administrator):
        client.force_login(person)
        assert b"Withdraw this release" not in fetch(client, "statistics_release", release).content
        assert client.post(url, {"reason": "x"}).status_code == 403
    client.force_login(publisher)
    assert b"Withdraw this release" in fetch(client, "statistics_release", release).content
    refused = client.post(url, {"reason": " "}, follow=True)
    assert b"Please fill this in." in refused.content
    release.refresh_from_db()
    assert release.state == "published"
    client.post(url, {"reason": "Wrong."})
    release.refresh_from_db()
    assert (release.state, release.withdrawn_by) == ("withdrawn", publisher)


def test_one_address_gets_so_many_files_a_minute(client: Client, release: PoolRelease) -> None:
    answers = [fetch(client, "statistics_csv", release).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    elsewhere = client.get(reverse("statistics_csv", args=[release.pk]), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_request_without_an_address_is_counted_and_not_forbidden(
    client: Client, release: PoolRelease
) -> None:
    url = reverse("statistics_csv", args=[release.pk])
    answers = [client.get(url, REMOTE_ADDR="").status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]


def test_behind_a_proxy_the_address_it_names_is_counted(
    client: Client, release: PoolRelease, settings: Any
) -> None:
    """The last one; what stands before it, anybody may have written."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return int(fetch(client, "statistics_csv", release, **headers).status_code)

    answers = [ask(f"198.51.100.{number}, 192.0.2.1") for number in range(61)]
    assert answers == [200] * 60 + [429]
    assert ask("192.0.2.1, 192.0.2.2") == 200


def test_every_page_leads_there(client: Client, db: None) -> None:
    assert f'href="{reverse("statistics")}"' in client.get(reverse("home")).content.decode()
