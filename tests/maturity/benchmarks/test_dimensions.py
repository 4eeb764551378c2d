"""The frame of six dimensions: complete, of items that exist, at one with its neighbours."""

import pytest

from maturity.benchmarks.comparisons import comparables
from maturity.benchmarks.dimensions import DimensionFrame, dimension_frames
from maturity.benchmarks.dimensions_schema import parse_dimensions_file
from maturity.benchmarks.release import (
    DATA_FOLDER,
    DIMENSIONS,
    read_release,
    shipped_release_paths,
)
from maturity.instruments.faults import InvalidFile
from maturity.instruments.loader import shipped_editions
from maturity.instruments.relations import shipped_cross_reading

LANGUAGES = {"en", "zh-hans", "ja"}
EDITIONS = {edition.key: edition for edition in shipped_editions()}
RELEASE = next(
    release
    for path in shipped_release_paths()
    if (release := read_release(path)).instrument is None
)
FRAMES = {frame.key: frame for frame in dimension_frames()}
SOURCE = (DATA_FOLDER / "dimensions.yaml").read_text(encoding="utf-8")


def items_of(frame: DimensionFrame, instrument: str) -> set[str]:
    return {item for part in frame.related if part.instrument == instrument for item in part.items}


def test_frame_has_the_six_dimensions_of_the_report_by_their_names() -> None:
    assert list(FRAMES) == list(DIMENSIONS)
    assert {key: frame.name for key, frame in FRAMES.items()} == RELEASE.dimensions


def test_every_item_and_group_exists_in_the_shipped_edition() -> None:
    for frame in FRAMES.values():
        for part in frame.related:
            edition = EDITIONS[part.instrument]
            groups = {group.key for group in edition.groups}
            assert [item for item in part.items if not edition.has_item(item)] == []
            assert set(part.groups) <= groups
            assert part.items or part.groups


def test_every_sentence_is_there_in_three_languages() -> None:
    texts = [text for f in FRAMES.values() for text in (f.about, *(r.why for r in f.related))]
    assert len(texts) > 20
    for text in texts:
        assert set(text) == LANGUAGES
        assert len(set(text.values())) == 3


@pytest.mark.parametrize("key", DIMENSIONS)
def test_item_stands_where_the_cross_reading_has_it(key: str) -> None:
    reading = shipped_cross_reading()
    there = {ref for theme in reading.themes if theme.dimension == key for ref in theme.items}
    for instrument in reading.instruments:
        named = {(instrument, item) for item in items_of(FRAMES[key], instrument)}
        assert named <= there


@pytest.mark.parametrize("entry", comparables(), ids=lambda entry: entry.key)
def test_fact_stands_in_the_dimension_of_the_figure_it_is_held_against(entry) -> None:
    dimensions = {RELEASE.figure(key).dimension for key in entry.figures}
    assert len(dimensions) == 1
    assert entry.items[0] in items_of(FRAMES[dimensions.pop()], "facts")


def test_fact_stands_in_one_dimension_only() -> None:
    named = [item for frame in FRAMES.values() for item in items_of(frame, "facts")]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ('key: "network"', 'key: "strategy"', "dimensions", "dimensions_order"),
        ('["SG", "LC"]', '["SG", "SG"]', "dimensions[0].related[0].items[1]", "key_repeated"),
        ('["SG", "LC"]', "[]", "dimensions[0].related[0].items", "list_empty"),
        (
            '- instrument: "dx"',
            '- instrument: "siri"',
            "dimensions[0].related[1].instrument",
            "key_repeated",
        ),
        ("    related:", "    relatives:", "dimensions[0].relatives", "field_unknown"),
        ('items: ["SG"', 'weight: "2"\n        items: ["SG"', None, "field_unknown"),
    ],
)
def test_wrong_file_is_refused(old: str, new: str, path: str | None, code: str) -> None:
    assert old in SOURCE
    with pytest.raises(InvalidFile) as caught:
        parse_dimensions_file(SOURCE.replace(old, new, 1).encode())
    found = {(fault.path, fault.code) for fault in caught.value.faults}
    assert (path, code) in found or (path is None and code in {code for _path, code in found})


def test_file_is_no_release() -> None:
    assert "dimensions.yaml" not in {path.name for path in shipped_release_paths()}
