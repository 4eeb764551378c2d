"""Editions and releases: what everybody who is signed in may read."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from assessments.models import Edition, Figure, Release, User

Conforms = Callable[[Any, str], None]


@pytest.fixture
def release(shipped: None) -> Release:
    return Release.objects.get(key="caii-2022-11")


def test_editions_are_listed_without_their_content(
    api: APIClient, siri: Edition, conforms: Conforms
) -> None:
    body = api.get("/api/v1/editions/").json()
    conforms(body, "PaginatedEditionOutputList")
    listed = [(row["instrument"], row["edition"], row["hash"]) for row in body["results"]]
    assert ("siri", "2020", siri.hash) in listed


def test_edition_content_has_the_hash_it_names(
    api: APIClient, siri: Edition, conforms: Conforms
) -> None:
    body = api.get(f"/api/v1/editions/{siri.pk}/").json()
    conforms(body, "FullEditionOutput")
    canonical = json.dumps(
        body["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert "sha256:" + hashlib.sha256(canonical.encode()).hexdigest() == body["hash"]


def test_draft_edition_is_not_shown(api: APIClient, siri: Edition) -> None:
    Edition.objects.update(state="draft")
    assert api.get("/api/v1/editions/").json()["count"] == 0
    assert api.get(f"/api/v1/editions/{siri.pk}/").status_code == 404


def test_release_is_read(api: APIClient, release: Release, conforms: Conforms) -> None:
    listed = api.get("/api/v1/releases/").json()
    conforms(listed, "PaginatedReleaseOutputList")
    body = api.get(f"/api/v1/releases/{release.pk}/").json()
    assert [row for row in listed["results"] if row["id"] == body["id"]] == [body]
    assert (body["key"], body["hash"], body["state"]) == (release.key, release.hash, "published")
    assert body["head"] == release.head


@pytest.mark.parametrize("state", ["importing", "draft", "in_review"])
def test_unpublished_release_is_404_with_its_figures(
    api: APIClient, release: Release, state: str
) -> None:
    Release.objects.update(state=state, published_at=None)
    assert api.get("/api/v1/releases/").json()["count"] == 0
    for part in ("", "figures/"):
        assert api.get(f"/api/v1/releases/{release.pk}/{part}").status_code == 404


def test_figure_keeps_the_printed_value_and_its_origin(
    api: APIClient, release: Release, conforms: Conforms
) -> None:
    body = api.get(f"/api/v1/releases/{release.pk}/figures/?limit=500").json()
    conforms(body, "PaginatedFigureOutputList")
    figures = {figure["key"]: figure for figure in body["results"]}
    assert len(figures) == body["count"] == release.figures.count()
    figure = figures["cn-networked-collaboration-share"]
    assert (figure["value"], figure["normalised"]) == ("39.5", "39.5")
    assert (figure["qualifier"], figure["status"]) == ("exact", "observed")
    assert figure["kind"] == "share_of_enterprises"
    assert set(figure["locator"]) == {"chapter", "section", "page"}
    stored = release.figures.get(key=figure["key"])
    assert figure["locator"]["section"] == stored.section
    assert set(figure["label"]) == {"en", "zh-hans", "ja"}


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_figure_has_words_in_the_language_of_the_request(
    api: APIClient, release: Release, language: str
) -> None:
    response = api.get(
        f"/api/v1/releases/{release.pk}/figures/?kind=share_of_enterprises",
        headers={"accept-language": language},
    )
    for figure in response.json()["results"]:
        assert figure["words"]["label"] == figure["label"][language]
        assert figure["value"] in figure["words"]["value"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("economy", "CN"),
        ("dimension", "talent"),
        ("theme", "policy"),
        ("kind", "reference_case"),
    ],
)
def test_figures_are_filtered(api: APIClient, release: Release, name: str, value: str) -> None:
    body = api.get(f"/api/v1/releases/{release.pk}/figures/?{name}={value}&limit=500").json()
    expected = Figure.objects.filter(**{name: value}).count()
    assert 0 < expected < release.figures.count()
    assert body["count"] == expected
    assert {figure[name] for figure in body["results"]} == {value}


def test_unknown_kind_is_refused(api: APIClient, release: Release) -> None:
    response = api.get(f"/api/v1/releases/{release.pk}/figures/?kind=average")
    assert response.status_code == 400
    assert response.json()["faults"][0]["path"] == "kind"


def test_outsider_reads_published_data_too(
    program: Callable[[User], APIClient], charlie: User, release: Release
) -> None:
    assert program(charlie).get(f"/api/v1/releases/{release.pk}/").status_code == 200


def test_release_of_results_names_its_questionnaire_and_its_figures_their_n(
    api: APIClient, shipped: None, conforms: Conforms
) -> None:
    results = Release.objects.get(key="dx-2019-2024")
    body = api.get(f"/api/v1/releases/{results.pk}/").json()
    conforms(body, "ReleaseOutput")
    assert (body["instrument"], body["instrument_edition"]) == ("dx", "2019")
    listed = api.get(f"/api/v1/releases/{results.pk}/figures/?dimension=overall&limit=500").json()
    conforms(listed, "PaginatedFigureOutputList")
    figures = {figure["key"]: figure for figure in listed["results"]}
    certified, others = (figures[f"overall-2020-{name}certified"] for name in ("", "not-"))
    assert (certified["value"], certified["n"], others["n"]) == ("2.71", 33, None)
    assert set(certified["base"]) == {"en", "zh-hans", "ja"}
    assert figures["overall-2020-current"]["base"] == {}
    assert certified["locator"] == {"chapter": "2020", "section": "2020", "page": None}
    assert certified["words"]["locator"] == "section 2020"


def test_national_data_are_of_no_questionnaire(api: APIClient, release: Release) -> None:
    body = api.get(f"/api/v1/releases/{release.pk}/").json()
    assert (body["instrument"], body["instrument_edition"]) == ("", "")
    figures = api.get(f"/api/v1/releases/{release.pk}/figures/?limit=500").json()["results"]
    assert {(figure["n"], len(figure["base"])) for figure in figures} == {(None, 0)}
