"""A result of dx beside the published results of the same questionnaire (R9)."""

import dataclasses
import json
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from maturity.benchmarks.published_results import (
    OwnMean,
    Position,
    ResultsBeside,
    hold_against_results,
    place,
    sayable,
)
from maturity.benchmarks.published_results_schema import parse_published_results
from maturity.benchmarks.release import DATA_FOLDER, read_release, shipped_release_paths
from maturity.instruments.faults import InvalidFile
from maturity.scoring import as_json, score
from maturity.scoring.numbers import half_up
from tests.maturity.scoring.shipped import DX, DX_KEYS, SIRI, same_level

LANGUAGES = ("en", "zh-hans", "ja")
RELEASE = read_release(DATA_FOLDER / "dx-2019-2024.yaml")
FIGURES = {figure.key: figure for figure in RELEASE.figures}
IN_2020, IN_2021 = sayable().distributions
SOURCE = (DATA_FOLDER / "published-results.yaml").read_text(encoding="utf-8")
VECTORS = json.loads(
    (Path(__file__).parents[1] / "scoring" / "vectors.json").read_text(encoding="utf-8")
)["dx_position_2020"]


def held(answers, figures=RELEASE.figures):
    found = hold_against_results(as_json(score(DX, answers)), figures)
    assert found is not None
    return found


def mean(value):
    return OwnMean(Fraction(value), Fraction(value), 35, 35)


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: f"{case['low']} to {case['high']}")
def test_position_in_2020_is_as_in_the_vector(case):
    own = OwnMean(Fraction(case["low"]), Fraction(case["high"]), 33, 35)
    position = place(IN_2020, own, FIGURES)
    assert position is not None
    assert position.n == case["n"]
    for standing in ("below", "same", "above"):
        count = position.count(standing)
        assert count == case[standing]
        assert half_up(Fraction(100 * count, position.n), 1) == case[f"{standing}_pct"]


@pytest.mark.parametrize(
    ("low", "high", "counts"),
    [("104/35", "104/35", (0, 400, 86)), ("3", "3", (400, 86, 0)), ("2.9", "3.1", (0, 486, 0))],
)
def test_2021_has_one_cut_at_3(low, high, counts):
    position = place(IN_2021, OwnMean(Fraction(low), Fraction(high), 35, 35), FIGURES)
    assert position is not None
    assert tuple(map(position.count, ("below", "same", "above"))) == counts


def test_highest_group_includes_5_and_lowest_includes_0():
    for value, standings in (("0", ["same", "above", "above"]), ("5", ["below", "below", "same"])):
        position = place(IN_2020, mean(value), FIGURES)
        assert position is not None
        assert [placed.standing for placed in position.groups] == standings


def test_all_answered_gives_a_mean_and_its_group():
    found = held(same_level(DX_KEYS, 2))
    assert found.missing == ()
    assert [position.outcome for position in found.positions] == ["mean", "mean"]
    assert [group.own for group in found.groups] == [
        OwnMean(Fraction(2), Fraction(2), count, count) for count in (35, 19, 16)
    ]


def test_stored_decimals_do_not_move_a_mean_over_a_border():
    levels = same_level(DX_KEYS, 3) | same_level(DX_KEYS[:1], 2)
    position = held(levels).positions[0]  # 104/35 is stored as 2.971428571429
    assert [placed.standing for placed in position.groups] == ["below", "same", "above"]


def test_open_item_makes_a_range_which_may_lie_in_one_group():
    found = held(same_level(DX_KEYS[1:], 1))
    own = found.groups[0].own
    assert (own.low, own.count, own.of, own.is_mean) == (Fraction("0.971428571429"), 34, 35, False)
    assert [position.outcome for position in found.positions] == ["range", "range"]
    assert found.groups[2].own.is_mean  # only an item of management is open


def test_range_over_a_border_is_undecided():
    found = held(same_level(DX_KEYS[1:], 2))
    in_2020, in_2021 = found.positions
    assert (in_2020.outcome, in_2021.outcome) == ("undecided", "range")
    assert [placed.standing for placed in in_2020.groups] == ["same", "same", "above"]


def test_means_stand_beside_each_other_by_year():
    groups = {group.group: group for group in held(same_level(DX_KEYS, 1)).groups}
    assert list(groups) == ["overall", "management", "it"]

    def printed(group):
        return [
            (year.period, *(side and (side.value, side.n) for side in (year.current, year.target)))
            for year in groups[group].years
        ]

    assert printed("overall") == [
        ("2019", ("1.43", 248), ("3.07", 248)),
        ("2020", ("1.60", 305), ("3.21", 305)),
        ("2021", ("1.95", 486), None),
        ("2022", ("1.19", 3956), None),
        ("2023", ("1.26", 4047), None),
        ("2024", ("1.67", 1349), ("3.34", 1349)),
    ]
    assert printed("management") == [("2024", ("1.66", 1349), ("3.35", 1349))]
    assert printed("it") == [("2024", ("1.69", 1349), ("3.34", 1349))]


def test_all_years_but_2020_and_2021_give_a_mean_and_no_position():
    assert held(same_level(DX_KEYS, 1)).mean_only == ("2019", "2022", "2023", "2024")


def test_items_stand_beside_the_published_ones_whatever_their_state():
    answers = same_level(DX_KEYS, 1) | {"9-5": {"current": 4}, "4-3": {"state": "unknown"}}
    items = [(i.item, i.own, i.figure.value, i.figure.period) for i in held(answers).items]
    assert items == [
        ("9-5", 4, "2.56", "2021"),
        ("2", 1, "2.25", "2021"),
        ("9-4", 1, "1.59", "2023"),
        ("4-3", None, "1.00", "2023"),
    ]


def test_means_of_some_of_the_enterprises_are_never_held_against_anybody():
    found = held(same_level(DX_KEYS, 1))
    shown = {year.current.value for group in found.groups for year in group.years if year.current}
    parts = {figure.value for figure in RELEASE.figures if figure.base}
    assert parts == {"2.71", "1.47", "2.11", "1.14", "2.57", "1.55", "1.12", "2.22", "1.16"}
    assert not shown & parts


def test_quick_pass_is_held_against_nothing():
    others = [key for key in DX_KEYS if not key.startswith("4")]
    found = held(same_level(others, 2) | {"quick.4": {"low": 1, "high": 2}})
    assert found == ResultsBeside((), (), (), (), ("provisional",))


def test_result_of_another_edition_or_instrument_is_held_against_nothing():
    data = as_json(score(DX, same_level(DX_KEYS, 2)))
    assert hold_against_results(data | {"edition": "2026"}, RELEASE.figures) is None
    siri = as_json(score(SIRI, {}))
    assert hold_against_results(siri, RELEASE.figures) is None


def test_release_without_figures_says_what_it_lacks():
    found = held(same_level(DX_KEYS, 2), figures=())
    assert found.missing == ("no_means", "no_distribution")
    assert found.without_distribution == ("2020", "2021")
    assert (found.groups, found.positions, found.items) == ((), (), ())


@pytest.mark.parametrize("change", [None, {"value": "71"}, {"n": 306}, {"value": "70.5"}])
def test_counts_that_are_not_complete_give_no_position(change):
    key = "overall-2020-enterprises-2-to-below-3"
    others = {name: figure for name, figure in FIGURES.items() if name != key}
    figures = others | ({key: dataclasses.replace(FIGURES[key], **change)} if change else {})
    found = held(same_level(DX_KEYS, 2), figures=figures.values())
    assert found.without_distribution == ("2020",)
    assert [position.distribution.period for position in found.positions] == ["2021"]
    assert "2020" in found.mean_only


def every_text():
    said = sayable()
    yield from said.sentences.values()
    yield from said.notes.values()
    for distribution in said.distributions:
        yield distribution.published
        yield distribution.caveat
        yield from (group.name for group in distribution.groups)


def test_same_placeholders_in_every_language():
    for text in every_text():
        assert set(text) == set(LANGUAGES)
        places = {language: set(re.findall(r"\{[a-z_0-9]+\}", text[language])) for language in text}
        assert len(set(map(frozenset, places.values()))) == 1, text


def test_groups_of_every_distribution_cover_the_scale_without_a_gap():
    for distribution in sayable().distributions:
        for before, after in pairwise(distribution.groups):
            assert before.high == after.low
        assert (distribution.groups[0].low, distribution.groups[-1].high) == (None, None)


def test_no_text_claims_a_rank_or_percentile_and_no_field_could_hold_one():
    fields = {
        field.name for kind in (Position, ResultsBeside) for field in dataclasses.fields(kind)
    }
    assert fields == {
        *("distribution", "own", "groups", "positions", "items"),
        *("without_distribution", "missing"),
    }
    claims = re.compile(
        r"percentile|quartile|\brank|\btop \d|better than|worse than|ahead of|behind|\bdifference\b"
        r"|百分位|排名|名次|领先|落后|优于|超过了|差距|パーセンタイル|順位|上位|下位|勝|劣",
        re.IGNORECASE,
    )
    texts = [text[language] for text in every_text() for language in LANGUAGES]
    texts += [figure.label[language] for figure in RELEASE.figures for language in LANGUAGES]
    assert len(texts) > 150
    assert [text for text in texts if claims.search(text)] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("        from: 2\n", "        from: 1\n", "groups_not_joined"),
        ("        from: 2\n        to: 3\n", "        from: 2\n", "groups_not_joined"),
        ("        to: 2\n", "        to: 6\n", "number_out_of_range"),
        ("  undecided:\n", "  unclear:\n", "field_missing"),
        ('edition: "2019"', 'edition: "first"', "key_malformed"),
    ],
)
def test_wrong_file_is_refused(old, new, expected):
    assert old in SOURCE
    with pytest.raises(InvalidFile) as caught:
        parse_published_results(SOURCE.replace(old, new, 1).encode())
    assert expected in {fault.code for fault in caught.value.faults}


def test_file_is_no_release():
    assert "published-results.yaml" not in {path.name for path in shipped_release_paths()}


NOT_EXACT = [{"qualifier": "about"}, {"status": "forecast"}, {"value_max": "400"}]


def changed(key, **change):
    """The release with one figure given in another way."""
    return [dataclasses.replace(f, **change) if f.key == key else f for f in RELEASE.figures]


@pytest.mark.parametrize("change", NOT_EXACT, ids=str)
def test_count_that_is_not_exact_and_observed_places_nobody(change):
    found = held(same_level(DX_KEYS, 1), changed(IN_2020.groups[0].figure, **change))
    assert found.without_distribution == ("2020",)


@pytest.mark.parametrize("change", NOT_EXACT, ids=str)
def test_mean_that_is_not_exact_is_left_out(change):
    def years(figures):
        overall = held(same_level(DX_KEYS, 1), figures).groups[0]
        return {(y.period, bool(y.current), bool(y.target)) for y in overall.years}

    assert ("2019", True, True) in years(RELEASE.figures)
    assert ("2019", False, True) in years(changed("overall-2019-current", **change))
    items = held(same_level(DX_KEYS, 1), changed("item-4-3-2023-current", **change)).items
    assert "4-3" not in {item.item for item in items}


def test_target_of_an_item_is_not_shown_as_its_level():
    items = held(same_level(DX_KEYS, 1), changed("item-4-3-2023-current", status="target")).items
    assert "4-3" not in {item.item for item in items}


@pytest.mark.parametrize("value", ["1.43", "2.50"])
def test_two_means_for_the_same_place_in_a_year_are_both_left_out(value):
    second = dataclasses.replace(FIGURES["overall-2019-current"], key="again", value=value)
    overall = held(same_level(DX_KEYS, 1), [*RELEASE.figures, second]).groups[0]
    (year,) = [year for year in overall.years if year.period == "2019"]
    assert (year.current, year.target and year.target.value) == (None, "3.07")
    item = dataclasses.replace(FIGURES["item-4-3-2023-current"], key="again", value=value)
    items = held(same_level(DX_KEYS, 1), [*RELEASE.figures, item]).items
    assert "4-3" not in {item.item for item in items}
