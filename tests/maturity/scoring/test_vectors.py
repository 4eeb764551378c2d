"""The worked cases of vectors.json, computed apart from this program.

Left out is "dx_position_2020": a position is no part of a score (tests/maturity/benchmarks).
"""

import json
from pathlib import Path

import pytest

from maturity.scoring import as_json, full, score
from tests.maturity.scoring.shipped import (
    DX,
    DX_KEYS,
    HORIZONS,
    OUTSIDE,
    SIRI,
    TIERS,
    UNKNOWN,
    inputs,
    same_level,
)

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
PRIORITIES = ["siri_all_at_best_in_class", "siri_tie_sfc_fc", "siri_exact_tie_needs_rationals"]
ROLES = ["capability", "scenario", "relief"]
MANAGEMENT = [item.key for item in DX.level_items_of("management")]
IT = [item.key for item in DX.level_items_of("it")]


def priority_answers(case, *, horizon):
    given = case["input"]
    bands = {key: {"current": band} for key, band in given["bands"].items()}
    others = {part: given[part] for part in ("industry", "cost_shares", "kpis")}
    return bands | inputs(horizon=horizon, **others)


def assert_holds(found, expected):
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize("name", PRIORITIES)
def test_priorities_are_ranked_as_in_the_vector(name, horizon):
    case = VECTORS[name]
    expected = case["horizons"][horizon]
    found = score(SIRI, priority_answers(case, horizon=horizon)).priorities
    (ranking,) = (ranking for ranking in found.rankings if ranking.horizon == horizon)
    assert found.chosen == ranking
    assert [value.dimension for value in ranking.values] == expected["ranking"]
    assert [value.rank for value in ranking.values] == list(range(1, 17))
    assert list(ranking.recommended) == expected["recommended"]
    assert {value.dimension: full(value.impact) for value in ranking.values} == expected["impact"]
    assert full(sum(value.impact for value in ranking.values)) == expected["sum_impact"]


@pytest.mark.parametrize("chosen", HORIZONS)
@pytest.mark.parametrize("name", PRIORITIES)
def test_json_of_priorities_holds_the_vector_in_every_horizon(name, chosen):
    case = VECTORS[name]
    found = as_json(score(SIRI, priority_answers(case, horizon=chosen)))["priorities"]
    assert found["totals"] == case["totals"]
    assert list(found["horizons"]) == HORIZONS
    for horizon, expected in case["horizons"].items():
        shown = found["horizons"][horizon]
        assert [value["dimension"] for value in shown["values"]] == expected["ranking"]
        impact = {value["dimension"]: value["impact"] for value in shown["values"]}
        assert impact == expected["impact"]
        assert shown["recommended"] == expected["recommended"]
    assert found["horizon"] == chosen
    assert found["values"] == found["horizons"][chosen]["values"]
    assert found["recommended"] == found["horizons"][chosen]["recommended"]


def test_dx_b_management_3_and_it_1():
    data = as_json(score(DX, same_level(MANAGEMENT, 3) | same_level(IT, 1)))
    for group, expected in VECTORS["dx_B"]["scores"].items():
        assert_holds(data["scores"][group]["current"], expected["current"])
    assert data["leading"] is VECTORS["dx_B"]["leading"]


@pytest.mark.parametrize(("name", "last"), [("all_3", 3), ("one_2", 2)])
def test_dx_c_thirty_five_levels_at_the_threshold(name, last):
    expected = VECTORS["dx_C"][name]
    data = as_json(score(DX, same_level(DX_KEYS, 3) | {DX_KEYS[-1]: {"current": last}}))
    assert_holds(data["scores"]["overall"]["current"], expected["overall"])
    assert data["leading"] is expected["leading"]


@pytest.mark.parametrize(("name", "level"), [("dx_E", 4), ("dx_F", 1)])
def test_dx_e_and_f_two_unknown_beside_thirty_three_levels(name, level):
    expected = VECTORS[name]
    answers = same_level(DX_KEYS, level) | dict.fromkeys(("4-1", "9-6"), UNKNOWN)
    data = as_json(score(DX, answers))
    assert_holds(data["scores"]["overall"]["current"], expected["overall"])
    assert data["leading"] is expected["leading"]


def test_siri_design_example():
    case = VECTORS["siri_design_example"]
    states = {"unknown": UNKNOWN, "not_applicable": OUTSIDE}
    given = {
        key: states[answer] if isinstance(answer, str) else answer
        for key, answer in case["input"].items()
    }
    result = score(SIRI, given)
    data = as_json(result)["scores"]
    for group in ("overall", "process"):
        # A mean of bands is no band, so the vector's floors are checked on the ends alone.
        floors = {"level_low", "level_high"}
        expected = {name: value for name, value in case[group].items() if name not in floors}
        assert_holds(data[group]["current"], expected)
        assert not floors & data[group]["current"].keys()
        current = result.scores[group].current
        ends = (int(current.low), int(current.high))
        assert ends == (case[group]["level_low"], case[group]["level_high"])
    assert data["overall"]["gap"] == case["gap_overall"]


@pytest.mark.parametrize("case", VECTORS["tiers"], ids=lambda case: case["note"])
def test_tiers_are_reached_as_in_the_vector(case):
    answers = {
        f"L{number}-{role}": UNKNOWN if answer == "unknown" else {"answer": answer}
        for number, deciding in enumerate(case["deciding"], start=1)
        for role, answer in zip(ROLES, deciding, strict=True)
    }
    data = as_json(score(TIERS, answers))
    assert (data["low"], data["high"]) == (case["low"], case["high"])
    assert data["tier"] == (case["low"] if case["low"] == case["high"] else None)


def test_no_case_of_the_vectors_is_forgotten():
    checked = {*PRIORITIES, "dx_B", "dx_C", "dx_E", "dx_F", "siri_design_example", "tiers"}
    assert VECTORS.keys() == checked | {"dx_position_2020"}
