"""The result page of dx: published results of the same questionnaire beside the own ones."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Edition, Release, User
from assessments.services.reports import request_report

Finish = Callable[..., Assessment]


def levels(edition: Edition, level: int, **others: Any) -> dict[str, Any]:
    """Every item at one level, with some answered otherwise; "9_4" stands for the item 9-4."""
    items = {item.key: {"current": level, "target": 3} for item in edition.content.level_items}
    return items | {key.replace("_", "-"): given for key, given in others.items()}


def page_of(client: Client, submitted: Assessment) -> str:
    page = client.get(reverse("result", args=[submitted.pk]))
    assert page.status_code == 200
    return page.content.decode()


def section(html: str) -> str:
    """The section's markup; empty if the page has none."""
    found = re.search(r'<section[^>]*aria-labelledby="published-title".*?</section>', html, re.S)
    return found[0] if found else ""


def text(html: str) -> str:
    words = re.sub(r"<(title|desc)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


@pytest.fixture
def answered(client: Client, alice: User, dx: Edition, finish: Finish) -> str:
    """The section beside thirty-four 2s and a 1: a mean of 69/35."""
    client.force_login(alice)
    return section(page_of(client, finish("dx", levels(dx, 2, **{"4_3": {"current": 1}}))))


def test_own_mean_falls_into_a_group_of_2020_and_of_2021(answered: str) -> None:
    said = text(answered)
    assert (
        "Of the 305 enterprises that sent their self-diagnosis in 2020, 209 (68.5 %) averaged "
        "below 2, 70 (23.0 %) from 2 to below 3, 26 (8.5 %) 3 or more. Yours, 1.97, falls in the "
        "group “below 2”; where inside it is not known. 0 of the 305 are in lower groups, 209 in "
        "the same one, 96 in higher ones. Volunteers, about 70 % large firms."
    ) in said
    assert "400 (82.3 %) averaged below 3, 86 (17.7 %) 3 or more. Yours, 1.97," in said
    assert "2019, 2022, 2023 and 2024: mean only, no position." in said


def test_every_published_mean_stands_beside_the_own_one_with_n_and_origin(answered: str) -> None:
    rows = [text(row) for row in re.findall(r"<tr>.*?</tr>", answered, re.S)]
    assert any(re.match(r"Yours – 1\.97 35 of 35 items answered 3\.00", row) for row in rows)
    assert any(row.startswith("2022 3,956 1.19 – section 2022") for row in rows)
    assert any(row.startswith("2024 1,349 1.67 3.34 section 2024") for row in rows)
    assert sum(row.startswith("2024 1,349") for row in rows) == 3  # also management and IT
    assert any(re.match(r"4-3 Evaluation 1 1\.00 2023 4,047", row) for row in rows)
    for key in (
        "overall-2019-current",
        "overall-2020-enterprises-below-2",
        "item-4-3-2023-current",
    ):
        assert (
            f'href="{reverse("release", args=["dx-2019-2024"])}?figure={key}#f-{key}"' in answered
        )
    for note in re.findall(r'href="#(published-note-\d+)"', answered):
        assert f'id="{note}"' in answered


def test_nothing_is_subtracted_and_no_place_is_claimed(answered: str) -> None:
    assert "difference" not in text(answered).replace("this number is the difference", "")
    assert not re.search(r"[+−]\d", text(answered))
    assert "2.11" not in answered  # large firms: nobody is assigned to a size of IPA's
    assert "2.71" not in answered  # certified firms


def test_bars_mark_the_own_group_by_shape_and_words(answered: str) -> None:
    pictures = re.findall(r'<svg class="ch groups".*?</svg>', answered, re.S)
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.count('class="c-cur"') == 1
        assert "Yours is here: 1.97" in picture


def test_open_item_makes_the_group_undecided_where_its_range_crosses_a_border(
    client: Client, alice: User, dx: Edition, finish: Finish
) -> None:
    client.force_login(alice)
    given = levels(dx, 2, **{"4_3": {"state": "unknown"}})
    html = section(page_of(client, finish("dx", given)))
    said = text(html)
    assert "Not every item is answered, so yours is a range and no mean." in said
    assert "between 1.94 and 2.09" in said
    assert "in which of the groups “below 2” and “from 2 to below 3” it falls is undecided" in said
    assert html.count("Yours, perhaps here: between 1.94 and 2.09") == 2
    assert "4-3 Evaluation not known yet 1.00" in said


def test_quick_pass_is_held_against_nothing(
    client: Client, alice: User, dx: Edition, finish: Finish
) -> None:
    client.force_login(alice)
    given = {key: value for key, value in levels(dx, 2).items() if not key.startswith("4")}
    html = section(page_of(client, finish("dx", given | {"quick.4": {"low": 1, "high": 2}})))
    assert "A provisional range from the quick pass is held against nothing." in text(html)
    assert "<svg" not in html
    assert "<table" not in html


def test_other_questionnaires_have_no_such_section(
    client: Client, alice: User, submitted: Assessment, finish: Finish
) -> None:
    client.force_login(alice)
    tiers = finish("tiers", {"L1-gain": {"answer": "yes"}}, scope="Hall 3")
    for assessment in (submitted, tiers):
        assert section(page_of(client, assessment)) == ""


def test_withdrawn_release_is_no_longer_held_against_anything(
    client: Client, alice: User, dx: Edition, finish: Finish
) -> None:
    client.force_login(alice)
    submitted = finish("dx", levels(dx, 2))
    Release.objects.filter(instrument="dx").update(state="withdrawn")
    html = page_of(client, submitted)
    assert section(html) == ""
    assert "caii-2022-11" in html  # the national data are another matter
    assert "were withdrawn" in text(html)
    assert 'href="?results=dx-2019-2024#published"' in html


def test_withdrawn_release_can_be_asked_for_and_is_marked(
    client: Client, alice: User, dx: Edition, finish: Finish
) -> None:
    client.force_login(alice)
    address = reverse("result", args=[finish("dx", levels(dx, 2)).pk])
    Release.objects.filter(instrument="dx").update(
        state="withdrawn", withdrawn_reason="Counted twice."
    )
    page = client.get(address, {"results": "dx-2019-2024"}).content.decode()
    said = text(section(page))
    assert "Of the 305 enterprises" in said
    assert "were withdrawn. Counted twice." in said
    assert client.get(address, {"results": "caii-2022-11"}).status_code == 404


def test_another_release_of_results_can_be_chosen(
    client: Client, alice: User, dx: Edition, finish: Finish
) -> None:
    client.force_login(alice)
    address = reverse("result", args=[finish("dx", levels(dx, 2)).pk])
    older = Release.objects.get(instrument="dx")
    newer = Release.objects.get(instrument="dx")
    newer.pk, newer.key, newer.hash, newer._state.adding = None, "dx-newer", "sha256:2", True
    newer.published_at = older.published_at + dt.timedelta(days=1)
    newer.save()
    html = section(client.get(address).content.decode())
    assert 'value="dx-newer" selected' in html
    assert "Of the 305 enterprises" not in text(html)
    html = section(client.get(address, {"results": older.key}).content.decode())
    assert f'value="{older.key}" selected' in html
    assert "Of the 305 enterprises" in text(html)


def test_release_page_shows_n_base_and_origin_without_a_page(
    client: Client, alice: User, shipped: None
) -> None:
    client.force_login(alice)
    html = client.get(reverse("release", args=["dx-2019-2024"])).content.decode()
    said = text(html)
    assert "dx, edition 2019" in said
    assert "2020 Press release of 14 June 2021" in said
    found = re.search(r'<tr id="f-overall-2020-certified">.*?</tr>', html, re.S)
    assert found
    row = text(found[0])
    assert "Enterprises with the DX certification (DX認定) among those of 2020" in row
    assert "mean 2.71 n = 33 2020" in row
    assert "section 2020 IPA, press release of 14 June 2021" in row
    assert "from page" not in said
    listed = text(client.get(reverse("releases")).content.decode())
    assert "Published results of DX推進指標 (2019 edition), 2019-2024" in listed


def test_report_quotes_the_release_of_results_of_its_questionnaire(
    alice: User, dx: Edition, finish: Finish, submitted: Assessment
) -> None:
    diagnosed = finish("dx", levels(dx, 2))
    report = request_report(by=alice, assessments=[diagnosed], language="en")
    assert report.parts.get().results_release == Release.objects.get(key="dx-2019-2024")
    other = request_report(by=alice, assessments=[submitted], language="en")
    assert other.parts.get().results_release is None
    again = request_report(by=alice, assessments=[diagnosed], language="en")
    assert again == report
    Release.objects.filter(instrument="dx").update(state="withdrawn")
    without = request_report(by=alice, assessments=[diagnosed], language="en")
    assert without != report
    assert without.parts.get().results_release is None
