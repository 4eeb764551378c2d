from fractions import Fraction

import pytest
from hypothesis import given

from maturity.scoring import as_json, full, half_up, score, trace
from maturity.scoring.result import Result
from tests.maturity.editions import GROUPS, KEYS, build_edition
from tests.maturity.scoring.answer_strategies import (
    NOT_APPLICABLE,
    any_answers,
    priority_answers,
    quick,
)
from tests.maturity.scoring.shipped import (
    HORIZONS,
    KPIS,
    SIRI,
    SIRI_KEYS,
    inputs,
    same_level,
)
from tests.maturity.scoring.worked_example import EXAMPLE

EDITION = build_edition()


def trace_of(answers, group="overall"):
    return trace(score(EDITION, answers), EDITION, answers)["scores"][group]


def test_trace_of_a_complete_mean_shows_the_fraction():
    levels = (1, 1, 2, 2, 1, 1, 1, 2, 0, 1, 1, 0, 1, 2, 2, 1)
    answers = {key: {"current": level} for key, level in zip(KEYS, levels, strict=True)}
    end = {"of": 16, "exact": "19/16", "unrounded": "1.1875", "rounded": "1.19", "sum": 19}
    assert trace_of(answers)["current"] == {
        "rule": "mean_of_answered",
        "items": [{"key": key, "value": level} for key, level in zip(KEYS, levels, strict=True)],
        "left_out": [],
        "sum": 19,
        "count": 16,
        "of": 16,
        "exact": "19/16",
        "unrounded": "1.1875",
        "rounded": "1.19",
        "low": {"missing": [], "each": 0, **end},
        "high": {"missing": [], "each": 5, **end},
    }


def test_trace_names_what_was_left_out_and_why():
    answers = {
        "VI": {"current": 1, "target": 3},
        "HI": {"state": "unknown", "target": 2},
        "IPL": {"state": "not_applicable", "reason": "outside_site"},
    }
    not_applicable = {"key": "IPL", "why": ["not_applicable"], "reason": "outside_site"}
    assert trace_of(answers, "process") == {
        "current": {
            "rule": "mean_of_answered",
            "items": [{"key": "VI", "value": 1}],
            "left_out": [{"key": "HI", "why": ["unknown"]}, not_applicable],
            "sum": 1,
            "count": 1,
            "of": 2,
            "exact": "1",
            "unrounded": "1",
            "rounded": "1.00",
            "low": {
                "missing": ["HI"],
                "each": 0,
                "sum": 1,
                "of": 2,
                "exact": "1/2",
                "unrounded": "0.5",
                "rounded": "0.50",
            },
            "high": {
                "missing": ["HI"],
                "each": 5,
                "sum": 6,
                "of": 2,
                "exact": "3",
                "unrounded": "3",
                "rounded": "3.00",
            },
        },
        "target": {
            "rule": "mean_of_targets",
            "items": [{"key": "VI", "value": 3}, {"key": "HI", "value": 2}],
            "left_out": [not_applicable],
            "sum": 5,
            "count": 2,
            "of": 2,
            "exact": "5/2",
            "unrounded": "2.5",
            "rounded": "2.50",
            "low": None,
            "high": None,
        },
        "gap": {
            "rule": "mean_of_gaps",
            "items": [{"key": "VI", "current": 1, "target": 3, "value": 2}],
            "left_out": [{"key": "HI", "why": ["unknown"]}, not_applicable],
            "sum": 2,
            "count": 1,
            "of": 2,
            "exact": "2",
            "unrounded": "2",
            "rounded": "2.00",
            "low": None,
            "high": None,
        },
    }


def test_trace_rounds_the_ends_of_the_worked_example():
    current = trace_of(EXAMPLE)["current"]
    ends = {end: (current[end]["exact"], current[end]["rounded"]) for end in ("low", "high")}
    assert ends == {"low": ("16/15", "1.07"), "high": ("26/15", "1.73")}
    assert current["low"]["missing"] == current["high"]["missing"] == ["HI", "FC"]


def test_trace_of_no_score_is_empty_and_not_zero():
    answers = dict.fromkeys(KEYS, NOT_APPLICABLE)
    current = trace_of(answers)["current"]
    nothing = {"exact": None, "unrounded": None, "rounded": None}
    assert {key: current[key] for key in nothing} == nothing
    assert current["low"] == {"missing": [], "each": 0, "sum": 0, "of": 0, **nothing}
    assert len(current["left_out"]) == 16


def test_trace_of_a_gap_tells_both_reasons():
    answers = {"VI": {"current": 1}, "HI": {"target": 1}}
    assert trace_of(answers, "process")["gap"]["left_out"] == [
        {"key": "VI", "why": ["no_target"]},
        {"key": "HI", "why": ["unanswered"]},
        {"key": "IPL", "why": ["unanswered", "no_target"]},
    ]


def test_trace_of_a_target_tells_what_has_none():
    answers = {"VI": {"target": 1}, "HI": {"state": "unknown"}, "IPL": NOT_APPLICABLE}
    assert trace_of(answers, "process")["target"]["left_out"] == [
        {"key": "HI", "why": ["no_target"]},
        {"key": "IPL", "why": ["not_applicable"], "reason": "outside_site"},
    ]


def test_result_of_no_kind_has_neither_trace_nor_json():
    result = Result("siri", "2020", "sha256:0", "1", (), ())
    with pytest.raises(TypeError, match="Result"):
        trace(result, EDITION, {})
    with pytest.raises(TypeError, match="Result"):
        as_json(result)


@given(any_answers)
def test_trace_repeats_the_result_and_can_be_added_up(answers):
    result = score(EDITION, answers)
    scores = as_json(result)["scores"]
    traced = trace(result, EDITION, answers)["scores"]
    assert list(traced) == list(scores)
    for group in GROUPS:
        for name in ("current", "target", "gap"):
            shown, said = traced[group][name], scores[group][name]
            assert (shown["unrounded"], shown["rounded"]) == (said["mean"], said["rounded"])
            values = [item["value"] for item in shown["items"]]
            assert (shown["sum"], shown["count"]) == (sum(values), len(values))
            assert len(values) + len(shown["left_out"]) == len(EDITION.items_of(group))
            if values:
                assert Fraction(shown["exact"]) == Fraction(sum(values), len(values))
        for end in ("low", "high"):
            shown = traced[group]["current"][end]
            assert shown["unrounded"] == scores[group]["current"][end]
            if shown["of"]:
                total = traced[group]["current"]["sum"] + shown["each"] * len(shown["missing"])
                exact = Fraction(total, shown["of"])
                assert (shown["sum"], Fraction(shown["exact"])) == (total, exact)
                assert (shown["unrounded"], shown["rounded"]) == (full(exact), half_up(exact, 2))


def test_trace_of_a_quick_pass_tells_the_bound_of_each_item():
    answers = {
        "SFA": {"current": 2},
        "EA": {"state": "unknown"},
        "quick.automation": {"low": 1, "high": 4},
    }
    traced = trace(score(SIRI, answers), SIRI, answers)["scores"]
    current = traced["automation"]["current"]
    assert (current["sum"], current["count"], current["of"], current["exact"]) == (2, 1, 3, None)
    assert current["low"] == {
        "missing": ["EA", "FA"],
        "each": {"EA": 1, "FA": 1},
        "sum": 4,
        "of": 3,
        "exact": "4/3",
        "unrounded": "1.333333333333",
        "rounded": "1.33",
    }
    assert current["high"]["each"] == {"EA": 4, "FA": 4}
    assert current["high"]["exact"] == "10/3"
    high = traced["technology"]["current"]["high"]
    assert high["each"] == dict.fromkeys(high["missing"], 5) | {"EA": 4, "FA": 4}
    assert traced["process"]["current"]["high"]["each"] == 5


@given(any_answers, quick)
def test_range_of_a_quick_pass_can_be_added_up_from_its_trace(answers, bounds):
    answers = answers | bounds
    scores = as_json(score(SIRI, answers))["scores"]
    traced = trace(score(SIRI, answers), SIRI, answers)["scores"]
    for group in GROUPS:
        current = traced[group]["current"]
        for end in ("low", "high"):
            shown = current[end]
            each = shown["each"]
            if not isinstance(each, dict):
                each = dict.fromkeys(shown["missing"], each)
            assert list(each) == shown["missing"]
            assert shown["sum"] == current["sum"] + sum(each.values())
            if shown["of"]:
                exact = Fraction(shown["sum"], shown["of"])
                assert Fraction(shown["exact"]) == exact
                assert scores[group]["current"][end] == full(exact)


def test_trace_of_the_priorities_shows_every_term():
    answers = same_level(SIRI_KEYS, 1) | inputs()
    traced = trace(score(SIRI, answers), SIRI, answers)["priorities"]
    assert list(traced) == ["rule", "totals", "dimensions", "impact"]
    assert traced["rule"] == "weighted_shares"
    assert traced["totals"] == {
        "cost": {"exact": "91/4", "unrounded": "22.75", "rounded": "22.75"},
        "kpi": {"exact": "156", "unrounded": "156", "rounded": "156.00"},
        "proximity": {"exact": "42", "unrounded": "42", "rounded": "42.00"},
    }
    ranked = score(SIRI, answers).priorities.rankings[0].values
    assert list(traced["dimensions"]) == [value.dimension for value in ranked]
    assert traced["dimensions"]["IPL"] == {
        "cost": {
            "terms": [
                {"key": "aftermarket_services_warranty", "relevance": 3, "share": "1"},
                {"key": "maintenance_repair", "relevance": 1, "share": "1"},
                {"key": "raw_materials_consumables", "relevance": 1, "share": "38"},
                {"key": "research_development", "relevance": 3, "share": "5"},
                {"key": "selling_general_administrative", "relevance": 1, "share": "17"},
            ],
            "value": "0.74",
            "exact_share": "74/2275",
            "share": "0.032527472527",
        },
        "kpi": {
            "terms": [
                {"key": "asset_equipment_efficiency", "relevance": 0},
                {"key": "workforce_efficiency", "relevance": 3},
                {"key": "process_quality", "relevance": 1},
                {"key": "product_quality", "relevance": 3},
                {"key": "safety", "relevance": 0},
            ],
            "value": "7",
            "exact_share": "7/156",
            "share": "0.044871794872",
        },
        "proximity": {
            "best": 3,
            "current": 1,
            "value": "2",
            "exact_share": "1/21",
            "share": "0.047619047619",
        },
    }
    assert list(traced["impact"]) == HORIZONS
    impact = Fraction(3, 10) * Fraction(74, 2275) + Fraction(4, 10) * Fraction(7, 156)
    impact += Fraction(3, 10) * Fraction(1, 21)
    assert traced["impact"]["strategic"]["IPL"] == {
        "exact": str(impact),
        "unrounded": "0.041992673993",
    }


@pytest.mark.parametrize(
    "answers",
    [
        {},
        same_level(SIRI_KEYS, 1),
        same_level(SIRI_KEYS[1:], 1) | inputs(),
        same_level(SIRI_KEYS, 1) | {"priorities.kpis": {"value": KPIS}},
    ],
)
def test_trace_holds_no_priorities_without_a_ranking(answers):
    assert trace(score(SIRI, answers), SIRI, answers)["priorities"] is None


@given(priority_answers)
def test_priorities_can_be_computed_again_from_their_trace(answers):
    result = score(SIRI, answers)
    found = as_json(result)["priorities"]
    traced = trace(result, SIRI, answers)["priorities"]
    shares = answers["priorities.cost_shares"]["value"]
    values = {}
    for key, factors in traced["dimensions"].items():
        cost, kpi, proximity = (factors[name] for name in ("cost", "kpi", "proximity"))
        values[key] = {
            "cost": sum(t["relevance"] * Fraction(t["share"]) for t in cost["terms"]) / 100,
            "kpi": sum(t["relevance"] for t in kpi["terms"]),
            "proximity": max(proximity["best"] - proximity["current"], 0),
        }
        assert all(term["share"] == shares[term["key"]] for term in cost["terms"])
    totals = {
        name: sum(Fraction(value[name]) for value in values.values())
        for name in ("cost", "kpi", "proximity")
    }
    assert {name: full(total) for name, total in totals.items()} == found["totals"]
    assert {name: Fraction(t["exact"]) for name, t in traced["totals"].items()} == totals
    for horizon, ranking in found["horizons"].items():
        weights = {name: Fraction(weight) for name, weight in ranking["weights"].items()}
        assert len(ranking["values"]) == len(values)
        for shown in ranking["values"]:
            key = shown["dimension"]
            impact = Fraction()
            for name, total in totals.items():
                factor = traced["dimensions"][key][name]
                share = Fraction(values[key][name]) / total if total else Fraction()
                assert Fraction(factor["exact_share"]) == share
                assert factor["share"] == full(share)
                assert factor["value"] == full(values[key][name]) == shown[name]
                impact += weights[name] * share
            assert Fraction(traced["impact"][horizon][key]["exact"]) == impact
            assert traced["impact"][horizon][key]["unrounded"] == full(impact) == shown["impact"]
