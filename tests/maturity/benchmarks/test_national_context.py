from dataclasses import replace
from pathlib import Path

import pytest

from maturity.benchmarks.context import national_context
from maturity.benchmarks.release import (
    DATA_FOLDER,
    DIMENSIONS,
    KINDS,
    PublishedFigure,
    ReleaseData,
    read_release,
)
from tests.maturity.benchmarks.releases import write


@pytest.fixture
def plain(tmp_path: Path) -> PublishedFigure:
    return read_release(write(tmp_path)).figures[0]


@pytest.fixture(scope="module")
def release() -> ReleaseData:
    return read_release(DATA_FOLDER / "caii-2022-11.yaml")


def outline(figures: list[PublishedFigure], economy: str) -> list[tuple[str, str]]:
    return [(part.relation, part.economy) for part in national_context(figures, economy)]


def test_sections_go_from_the_own_economy_outwards(plain: PublishedFigure) -> None:
    codes = ("WORLD", "EUROPE", "EU", "BERLIN", "DE")
    figures = [replace(plain, key=code, economy=code) for code in codes]
    assert outline(figures, "DE") == [
        ("own", "DE"),
        ("within", "BERLIN"),
        ("above", "EU"),
        ("above", "EUROPE"),
        ("world", "WORLD"),
    ]


def test_other_economies_are_left_out(plain: PublishedFigure) -> None:
    figures = [replace(plain, key=code, economy=code) for code in ("FR", "US", "BERLIN", "WORLD")]
    assert outline(figures, "GB") == [("world", "WORLD")]
    assert outline(figures, "EU") == [("world", "WORLD")]


def test_economy_that_no_release_mentions_gets_the_world_alone(plain: PublishedFigure) -> None:
    figures = [replace(plain, key=code, economy=code) for code in ("CN", "WORLD")]
    assert outline(figures, "BR") == [("world", "WORLD")]


def test_world_is_not_shown_twice_to_itself(plain: PublishedFigure) -> None:
    assert outline([replace(plain, economy="WORLD")], "WORLD") == [("world", "WORLD")]


def test_no_figures_give_no_sections() -> None:
    assert national_context([], "CN") == []


def test_groups_follow_the_six_dimensions_and_figures_the_release(plain: PublishedFigure) -> None:
    def figure(key: str, dimension: str) -> PublishedFigure:
        return replace(plain, key=key, dimension=dimension)

    figures = [
        figure(f"{n}-{dimension}", dimension) for n in "ba" for dimension in DIMENSIONS[::-1]
    ]
    [section] = national_context(figures, "CN")
    assert [group.dimension for group in section.groups] == list(DIMENSIONS)
    assert [figure.key for figure in section.groups[0].figures] == ["b-strategy", "a-strategy"]


def test_dimension_without_figures_has_no_group(plain: PublishedFigure) -> None:
    [section] = national_context([replace(plain, dimension="talent")], "CN")
    assert [group.dimension for group in section.groups] == ["talent"]


def test_every_kind_of_figure_is_shown(plain: PublishedFigure) -> None:
    figures = [replace(plain, key=kind, kind=kind) for kind in KINDS]
    [section] = national_context(figures, "CN")
    assert [figure.kind for group in section.groups for figure in group.figures] == list(KINDS)


def test_shipped_context_shows_published_figures_unchanged(release: ReleaseData) -> None:
    for economy in ("CN", "DE", "US", "JP", "GB", "BR"):
        sections = national_context(release.figures, economy)
        shown = [
            figure for section in sections for group in section.groups for figure in group.figures
        ]
        assert len(shown) == len({figure.key for figure in shown})
        assert all(release.figure(figure.key) is figure for figure in shown)
        assert all(
            figure.economy == section.economy
            for section in sections
            for group in section.groups
            for figure in group.figures
        )


def test_shipped_context_of_a_german_enterprise_names_union_and_continent(
    release: ReleaseData,
) -> None:
    assert outline(list(release.figures), "DE") == [
        ("own", "DE"),
        ("within", "BERLIN"),
        ("above", "EU"),
        ("above", "EUROPE"),
        ("world", "WORLD"),
    ]
