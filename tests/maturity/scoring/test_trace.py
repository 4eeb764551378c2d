from fractions import Fraction

from hypothesis import given

from maturity.scoring import as_json, full, half_up, score, trace
from tests.maturity.editions import GROUPS, KEYS, build_edition
from tests.maturity.scoring.answer_strategies import NOT_APPLICABLE, any_answers
from tests.maturity.scoring.worked_example import EXAMPLE

EDITION = build_edition()


def trace_of(answers, group="overall"):
    return trace(EDITION, score(EDITION, answers))[group]


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


@given(any_answers)
def test_trace_repeats_the_result_and_can_be_added_up(answers):
    result = score(EDITION, answers)
    scores = as_json(result)["scores"]
    traced = trace(EDITION, result)
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
