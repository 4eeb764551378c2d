"""The workplace for published figures, through its pages."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Figure, Release, Report, User
from assessments.queries import releases
from assessments.services.releases import (
    copy_release,
    publish_release,
    remove_figure,
    save_figure,
    submit_for_review,
    withdraw_release,
)
from assessments.services.reports import request_report
from maturity.benchmarks.rows import as_row

pytestmark = pytest.mark.django_db

SHARE = "cn-networked-collaboration-share"


@pytest.fixture
def draft(shipped: None, edith: User) -> Release:
    national = Release.objects.get(key="caii-2022-11")
    return copy_release(by=edith, release=national, key="caii-2023-11")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def step(person: User, release: Release, action: str, reason: str = "") -> int:
    address = reverse("release_state", args=[release.key])
    seen = Release.objects.get(pk=release.pk).hash
    given = {"action": action, "reason": reason, "seen": seen}
    return int(signed_in(person).post(address, given).status_code)


def fields_of(page: str) -> dict[str, str]:
    """What the form of a figure or head would send as it stands."""
    found = dict(re.findall(r'<input type="(?:text|hidden)" name="(\w+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        found[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in found.items()}


def test_draft_is_seen_by_those_who_work_on_it_alone(
    draft: Release, edith: User, paul: User, alice: User, administrator: User
) -> None:
    address = reverse("release", args=[draft.key])
    assert [signed_in(p).get(address).status_code for p in (edith, paul)] == [200, 200]
    assert [signed_in(p).get(address).status_code for p in (alice, administrator)] == [404, 404]
    assert draft.key not in signed_in(alice).get(reverse("releases")).content.decode()
    assert draft.key in signed_in(edith).get(reverse("releases")).content.decode()


def test_rights_of_every_step(
    draft: Release, edith: User, paul: User, alice: User, administrator: User
) -> None:
    assert [step(p, draft, "submit") for p in (alice, administrator, paul)] == [404, 404, 403]
    assert step(edith, draft, "submit") == 302
    assert step(edith, draft, "submit") == 409
    assert [step(p, draft, "publish") for p in (alice, edith)] == [404, 403]
    assert step(paul, draft, "publish") == 302
    draft.refresh_from_db()
    assert (draft.state, draft.publisher) == ("published", paul)
    assert [step(p, draft, "withdraw", "Wrong.") for p in (alice, edith)] == [403, 403]
    assert step(paul, draft, "nonsense") == 404


def test_figure_is_edited_on_its_page(draft: Release, edith: User) -> None:
    client = signed_in(edith)
    address = reverse("figure", args=[draft.key, SHARE])
    given = fields_of(client.get(address).content.decode())
    assert given["value"] == "39.5"
    assert given["unit"] == "%"
    refused = client.post(address, given | {"value": "39,5"})
    assert refused.status_code == 422
    assert 'value="39,5"' in refused.content.decode()  # nothing typed is lost
    assert '<li><a href="#id_value">' in refused.content.decode()  # the summary leads to the field
    saved = client.post(address, given | {"value": "40.0"})
    assert saved.headers["Location"] == f"/national-data/{draft.key}/?figure={SHARE}#f-{SHARE}"
    assert draft.figures.get(key=SHARE).value == "40.0"
    history = client.get(reverse("release_history", args=[draft.key])).content.decode()
    assert "<td>39.5</td><td>40.0</td>" in history
    assert "Edith" in history


def test_two_people_do_not_overwrite_each_other(draft: Release, edith: User) -> None:
    client, address = signed_in(edith), reverse("figure", args=[draft.key, SHARE])
    seen = fields_of(client.get(address).content.decode())
    assert client.post(address, seen | {"value": "40.0"}).status_code == 302
    late = client.post(address, seen | {"value": "45.0"})
    assert late.status_code == 422
    assert 'value="45.0"' in late.content.decode()
    assert draft.figures.get(key=SHARE).value == "40.0"
    head = reverse("release_head", args=[draft.key])
    texts = fields_of(client.get(head).content.decode())
    assert client.post(head, texts | {"title_en": "One"}).status_code == 302
    assert client.post(head, texts | {"title_en": "Two"}).status_code == 422
    draft.refresh_from_db()
    assert draft.head["title"]["en"] == "One"


def test_figure_page_without_changes_changes_nothing(draft: Release, edith: User) -> None:
    client = signed_in(edith)
    for figure in draft.figures.all()[::20]:
        before = figure.content
        address = reverse("figure", args=[draft.key, figure.key])
        given = fields_of(client.get(address).content.decode())
        assert client.post(address, given).status_code == 302
        figure.refresh_from_db()
        assert figure.content == before


def test_texts_of_a_release_are_edited_on_their_page(draft: Release, edith: User) -> None:
    client = signed_in(edith)
    address = reverse("release_head", args=[draft.key])
    given = fields_of(client.get(address).content.decode())
    assert client.post(address, given | {"title_ja": ""}).status_code == 422
    broken = client.post(address, given | {"method_note_en": "One\nTwo"}).content.decode()
    assert '<a href="#id_method_note_en">' in broken
    assert client.post(address, given | {"title_ja": "新しい報告書"}).status_code == 302
    draft.refresh_from_db()
    assert draft.head["title"]["ja"] == "新しい報告書"
    assert draft.head["sections"] == draft.supersedes.head["sections"]


def test_list_says_how_old_a_release_is_and_who_relies_on_it(
    draft: Release, submitted: object, alice: User, paul: User
) -> None:
    request_report(by=alice, assessments=[submitted], language="en")  # type: ignore[arg-type]
    page = signed_in(paul).get(reverse("releases")).content.decode()
    assert "quoted by 1 report" in page
    assert "quoted by 0 reports" in page
    assert re.search(r"\d years old", page)
    assert "quoted by" not in signed_in(alice).get(reverse("releases")).content.decode()


def test_changes_against_the_older_release_are_shown_cell_by_cell(
    draft: Release, edith: User
) -> None:
    client = signed_in(edith)
    address = reverse("release_changes", args=[draft.key])
    assert "No figure differs" in client.get(address).content.decode()
    row = {**as_row(draft.figures.get(key=SHARE).content)}
    save_figure(by=edith, release=draft, row={**row, "value": "41.0"}, key=SHARE)
    save_figure(by=edith, release=draft, row={**row, "key": "cn-new-share"})
    remove_figure(by=edith, release=draft, key="cn-service-manufacturing-share")
    page = client.get(address).content.decode()
    assert "<del>39.5</del></td><td><ins>41.0</ins>" in page
    assert re.search(r'id="k-added".*cn-new-share', page, re.S)
    assert re.search(r'id="k-removed".*cn-service-manufacturing-share', page, re.S)
    assert client.get(reverse("release_changes", args=["caii-2022-11"])).status_code == 404


def test_long_release_is_shown_page_by_page(
    shipped: None, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "FIGURES_ON_A_PAGE", 100)
    keys = list(Figure.objects.filter(release__key="caii-2022-11").values_list("key", flat=True))
    client, address = signed_in(alice), reverse("release", args=["caii-2022-11"])

    def shown(**wanted: str) -> list[str]:
        page = client.get(address, wanted).content.decode()
        return sorted(re.findall(r'<tr id="f-([^"]+)"', page))

    assert shown() == sorted(keys[:100])
    assert shown(page="3") == sorted(keys[200:])
    assert shown(page="many") == sorted(keys[:100])
    assert shown(figure=keys[199]) == sorted(keys[100:200])
    assert "Figures 101 to 200 of 263" in client.get(address, {"page": "2"}).content.decode()


def test_coverage_counts_every_figure_once(shipped: None, alice: User) -> None:
    address = reverse("release_coverage", args=["caii-2022-11"])
    page = signed_in(alice).get(address).content.decode()
    counts = [int(count) for count in re.findall(r"<td><b>(\d+)</b>", page)]
    assert sum(counts) == 263
    one_year = signed_in(alice).get(address, {"year": "2018"}).content.decode()
    assert sum(int(count) for count in re.findall(r"<td><b>(\d+)</b>", one_year)) < 60


def make_file_of(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(file=f"reports/{report.pk}/x.pdf")


def test_reason_of_a_withdrawal_stands_wherever_the_figures_are_relied_on(
    shipped: None, submitted: object, alice: User, paul: User
) -> None:
    report = request_report(by=alice, assessments=[submitted], language="en")  # type: ignore[arg-type]
    make_file_of(report)
    code = report.verification_code.lower()
    verify = reverse("verify")
    before = Client().get(verify, {"code": code})
    assert "were withdrawn" not in before.content.decode()
    withdraw_release(by=paul, release=report.release, reason="Table <3> was misread.")
    shown = "Table &lt;3&gt; was misread."
    after = Client().get(verify, {"code": f"{code[:4]}-{code[4:8]} {code[8:]}"})
    assert shown in after.content.decode()
    own = signed_in(alice)
    assert shown in own.get(reverse("report", args=[report.pk])).content.decode()
    assert shown in own.get(reverse("release", args=[report.release.key])).content.decode()


def test_verification_shows_no_content(submitted: object, alice: User) -> None:
    report = request_report(by=alice, assessments=[submitted], language="en")  # type: ignore[arg-type]
    make_file_of(report)
    page = Client().get(reverse("verify"), {"code": report.verification_code})
    text = page.content.decode()
    assert page.status_code == 200
    for secret in ("Lakeside", "Alice", "alice@", str(report.pk), "1.19"):
        assert secret not in text


def test_unknown_code_is_said_to_be_unknown(db: None) -> None:
    page = Client().get(reverse("verify"), {"code": "0000-0000-0000-0000"})
    assert page.status_code == 404
    assert "No report has this code" in page.content.decode()
    assert Client().get(reverse("verify")).status_code == 200


def test_new_release_is_used_and_older_results_stay_as_they_are(
    draft: Release, submitted: object, alice: User, edith: User, paul: User
) -> None:
    first = request_report(by=alice, assessments=[submitted], language="en")  # type: ignore[arg-type]
    reviewed = submit_for_review(by=edith, release=draft)
    publish_release(by=paul, release=draft, seen=reviewed.hash)
    second = request_report(by=alice, assessments=[submitted], language="en")  # type: ignore[arg-type]
    assert (first.release.key, second.release.key) == ("caii-2022-11", "caii-2023-11")
    assert first.pk != second.pk
