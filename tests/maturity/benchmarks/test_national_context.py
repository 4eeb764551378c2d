from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from maturity.benchmarks.context import national_context, of_dimension
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


def outline(
    figures: list[PublishedFigure], economy: str, chosen: Sequence[str] = ()
) -> list[tuple[str, str]]:
    return [(part.relation, part.economy) for part in national_context(figures, economy, chosen)]


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
    assert outline(figures, "GB") == [("own", "GB"), ("world", "WORLD")]
    assert outline(figures, "EU") == [("own", "EU"), ("world", "WORLD")]


def test_economy_that_no_release_mentions_has_a_section_without_figures(
    plain: PublishedFigure,
) -> None:
    figures = [replace(plain, key=code, economy=code) for code in ("CN", "WORLD")]
    own, world = national_context(figures, "BR")
    assert (own.relation, own.economy, own.groups) == ("own", "BR", ())
    assert (world.relation, len(world.groups)) == ("world", 1)


def test_chosen_economies_follow_the_own_one_with_figures_or_without(
    plain: PublishedFigure,
) -> None:
    figures = [replace(plain, key=code, economy=code) for code in ("CN", "DE", "BERLIN", "WORLD")]
    chosen = ("DE", "NO")
    assert outline(figures, "CN", chosen) == [
        ("own", "CN"),
        ("chosen", "DE"),  # itself alone: neither its city nor what it belongs to
        ("chosen", "NO"),
        ("world", "WORLD"),
    ]
    groups = {part.economy: part.groups for part in national_context(figures, "CN", chosen)}
    assert (len(groups["DE"]), groups["NO"]) == (1, ())


def test_economy_chosen_and_shown_already_stands_once(plain: PublishedFigure) -> None:
    figures = [replace(plain, key=code, economy=code) for code in ("DE", "EU", "WORLD")]
    shown = outline(figures, "DE", ("DE", "EU", "EUROPE"))
    # EUROPE has no figure here; as it was asked for, the page says so
    assert shown == [("own", "DE"), ("above", "EU"), ("above", "EUROPE"), ("world", "WORLD")]


def test_world_is_not_shown_twice_to_itself(plain: PublishedFigure) -> None:
    assert outline([replace(plain, economy="WORLD")], "WORLD") == [("world", "WORLD")]


def test_without_figures_only_what_was_asked_for_has_a_section() -> None:
    assert outline([], "CN") == [("own", "CN")]


def test_one_dimension_keeps_the_own_economy_and_the_chosen(plain: PublishedFigure) -> None:
    figures = [
        replace(plain, key="own", dimension="talent"),
        replace(plain, key="us", economy="US", dimension="economy"),
        replace(plain, key="world", economy="WORLD", dimension="economy"),
    ]
    sections = national_context(figures, "CN", ("US",))
    talent = of_dimension(sections, "talent")
    assert [(part.economy, len(part.groups)) for part in talent] == [("CN", 1), ("US", 0)]
    economy = of_dimension(sections, "economy")
    assert [part.economy for part in economy] == ["CN", "US", "WORLD"]
    assert {g.dimension for part in economy for g in part.groups} == {"economy"}


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
