"""The shipped relations: every item of three questionnaires has its place."""

import pytest

from maturity.instruments.check import check_relations_file
from maturity.instruments.loader import shipped_editions
from maturity.instruments.relations import read_relations, shipped_relations_path


@pytest.fixture(scope="module")
def reading():
    return read_relations(shipped_relations_path())


def test_shipped_relations_leave_no_item_out():
    reading, coverage, faults = check_relations_file(
        shipped_relations_path(), editions=shipped_editions()
    )
    assert faults == ()
    assert reading is not None
    assert set(coverage.present.values()) == {coverage.texts}


def test_shipped_relations_are_between_siri_dx_and_tiers(reading):
    assert reading.instruments == ("siri", "dx", "tiers")
    named = {ref for theme in reading.themes for ref in theme.items}
    counts = [sum(ref.instrument == key for ref in named) for key in reading.instruments]
    assert counts == [16, 35, 20]


def test_shipped_themes_cover_the_six_dimensions_of_the_report(reading):
    assert {theme.dimension for theme in reading.themes} == {
        "strategy",
        "network",
        "platform",
        "security",
        "talent",
        "economy",
    }
    assert len({theme.key for theme in reading.themes}) == len(reading.themes)
    assert all(theme.items for theme in reading.themes)


def test_lonely_items_are_said_once(reading):
    alone = [entry.item for theme in reading.themes for entry in theme.alone]
    assert len(set(alone)) == len(alone)
    for ref in alone:
        assert list(reading.related_to(ref)) == []
