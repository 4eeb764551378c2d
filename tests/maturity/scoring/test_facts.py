"""Facts are answered, never scored; shares follow from them (docs/scoring.md, section 13)."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.instruments.faults import Fault
from maturity.scoring import as_json, check_answers, score, trace
from maturity.scoring.result import FactResult, Share
from maturity.scoring.values import check_value
from tests.maturity.scoring.shipped import FACTS, OUTSIDE, SIRI, UNKNOWN

FACT_KEYS = [item.key for item in FACTS.items]
REASONS = ["no_such_activity", "no_such_equipment", "outside_site", "other"]
STAFF = {
    "staff_total": {"value": "350"},
    "staff_digital": {"value": "24"},
    "staff_basic_digital": {"value": "104"},
    "digital_staff_masters": {"value": "9"},
    "digital_staff_ten_years": {"value": "13"},
}
YEAR = dt.datetime.now(dt.UTC).year


def shares_of(answers):
    return score(FACTS, answers).shares


def fault_of(key, value):
    """The one fault of a value as (path below the answer, code, params)."""
    (fault,) = check_answers(FACTS, {key: {"value": value}})
    base = f"answers.{key}."
    assert fault.path.startswith(base)
    return fault.path.removeprefix(base), fault.code, dict(fault.params)


def test_every_fact_is_held_as_answered_in_the_order_of_asking():
    answers = {
        "edge_share": {"value": "12.5", "note": "estimate"},
        "dx_certified": {"value": False},
        "network.basis": UNKNOWN,
        "case_gains.port": OUTSIDE,
        "ict_posts": {"value": "tried_hard"},
    }
    items = score(FACTS, answers).items
    assert list(items) == FACT_KEYS
    assert items["edge_share"] == FactResult("edge_share", "answered", "12.5", None)
    assert items["dx_certified"] == FactResult("dx_certified", "answered", False, None)
    assert items["network.basis"] == FactResult("network.basis", "unknown", None, None)
    assert items["case_gains.port"] == FactResult(
        "case_gains.port", "not_applicable", None, "outside_site"
    )
    assert items["ict_posts"] == FactResult("ict_posts", "answered", "tried_hard", None)
    assert items["staff_total"] == FactResult("staff_total", "unanswered", None, None)


@pytest.mark.parametrize(
    ("opener", "value"),
    [
        ({"value": True}, "12.5"),
        ({"value": False}, None),
        (UNKNOWN, "12.5"),
        (OUTSIDE, "12.5"),
        ({"note": "ask"}, "12.5"),
        ({}, "12.5"),
    ],
)
def test_measure_of_a_case_that_does_not_apply_counts_as_unanswered(opener, value):
    answers = {"case_gains.port": opener, "case_gains.loading_time": {"value": "12.5"}}
    item = score(FACTS, answers).items["case_gains.loading_time"]
    state = "unanswered" if value is None else "answered"
    assert item == FactResult("case_gains.loading_time", state, value, None)


def test_measure_whose_opener_was_never_asked_keeps_its_value():
    item = score(FACTS, {"case_gains.loading_time": {"value": "12.5"}}).items
    assert item["case_gains.loading_time"].value == "12.5"


def test_each_measure_is_closed_by_its_own_case_only():
    answers = {
        "case_gains.port": {"value": False},
        "case_gains.haulage": {"value": True},
        "case_gains.loading_time": {"value": "1"},
        "case_gains.transport_cost": {"value": "2"},
        "turnover_gain": {"value": "3"},
        "edge_share": {"value": "4"},
    }
    items = score(FACTS, answers).items
    given = {key: item.value for key, item in items.items() if item.value is not None}
    assert given == {
        "turnover_gain": "3",
        "case_gains.port": False,
        "case_gains.haulage": True,
        "case_gains.transport_cost": "2",
        "edge_share": "4",
    }


def test_state_and_reason_of_a_closed_measure_are_gone_as_well():
    answers = {"case_gains.port": {"value": False}, "case_gains.loading_time": OUTSIDE}
    item = score(FACTS, answers).items["case_gains.loading_time"]
    assert (item.state, item.reason) == ("unanswered", None)


def test_note_alone_is_unanswered():
    assert score(FACTS, {"edge_share": {"note": "ask"}}).items["edge_share"].state == "unanswered"


def test_shares_are_derived_with_part_and_whole():
    assert shares_of(STAFF) == (
        Share("staff_digital", "staff_total", Fraction(24), Fraction(350), Fraction(48, 7)),
        Share("staff_basic_digital", "staff_total", Fraction(104), Fraction(350), Fraction(208, 7)),
        Share("digital_staff_masters", "staff_digital", Fraction(9), Fraction(24), Fraction(75, 2)),
        Share(
            "digital_staff_ten_years", "staff_digital", Fraction(13), Fraction(24), Fraction(325, 6)
        ),
    )


def test_json_of_facts_has_exactly_the_agreed_keys():
    data = as_json(score(FACTS, STAFF | {"dx_certified": {"value": True}}))
    assert list(data) == [
        "instrument",
        "edition",
        "hash",
        "engine",
        "items",
        "shares",
        "narrowing",
        "warnings",
    ]
    assert (data["instrument"], data["edition"], data["engine"]) == ("facts", "2022", "1")
    assert (data["narrowing"], data["warnings"]) == ([], [])
    assert data["items"]["dx_certified"] == {"state": "answered", "value": True}
    assert data["items"]["edge_share"] == {"state": "unanswered", "value": None}
    assert data["shares"][:2] == [
        {
            "key": "staff_digital",
            "of": "staff_total",
            "k": "24",
            "n": "350",
            "percent": "6.857142857143",
            "rounded": "6.9",
        },
        {
            "key": "staff_basic_digital",
            "of": "staff_total",
            "k": "104",
            "n": "350",
            "percent": "29.714285714286",
            "rounded": "29.7",
        },
    ]
    assert [share["rounded"] for share in data["shares"]] == ["6.9", "29.7", "37.5", "54.2"]


def test_trace_shows_the_division_behind_a_share():
    traced = trace(score(FACTS, STAFF), FACTS, STAFF)
    assert list(traced) == ["shares"]
    assert traced["shares"][0] == {
        "key": "staff_digital",
        "of": "staff_total",
        "k": "24",
        "n": "350",
        "exact": "48/7",
        "unrounded": "6.857142857143",
    }


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [("1", "16", "6.25"), ("0", "5", "0"), ("5", "5", "100"), ("1", "3", "33.333333333333")],
)
def test_percentage_is_exact(part, whole, percent):
    answers = {"staff_total": {"value": whole}, "staff_digital": {"value": part}}
    (share,) = as_json(score(FACTS, answers))["shares"]
    assert share["percent"] == percent


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"staff_total": {"value": "350"}},
        {"staff_digital": {"value": "24"}},
        {"staff_total": UNKNOWN, "staff_digital": {"value": "24"}},
        {"staff_total": {"value": "350"}, "staff_digital": OUTSIDE},
        {"staff_digital": {"value": "0"}, "digital_staff_masters": {"value": "0"}},
    ],
)
def test_share_needs_a_part_and_a_whole_above_zero(answers):
    assert shares_of(answers) == ()


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({"staff_digital": "350"}, []),
        ({"staff_digital": "351"}, [("staff_digital", "351", "350")]),
        ({"staff_total": "9", "staff_digital": "10"}, [("staff_digital", "10", "9")]),
        ({"staff_total": "9", "staff_basic_digital": "10"}, [("staff_basic_digital", "10", "9")]),
        (
            {"staff_digital": "5", "digital_staff_masters": "6", "digital_staff_ten_years": "7"},
            [("digital_staff_masters", "6", "5"), ("digital_staff_ten_years", "7", "5")],
        ),
    ],
)
def test_part_is_at_most_its_whole(answers, faults):
    answers = {"staff_total": "350"} | answers
    found = check_answers(FACTS, {key: {"value": value} for key, value in answers.items()})
    assert found == [
        Fault(f"answers.{key}.value", "part_exceeds_whole", {"value": part, "whole": whole})
        for key, part, whole in faults
    ]


def test_part_is_held_against_its_whole_only_if_both_are_numbers():
    answers = {"staff_total": {"value": "09"}, "staff_digital": {"value": "10"}}
    fault = Fault("answers.staff_total.value", "number_malformed", {"value": "09"})
    assert check_answers(FACTS, answers) == [fault]


def test_part_without_its_whole_is_no_fault():
    assert check_answers(FACTS, {"staff_digital": {"value": "24"}}) == []
    given = {"staff_digital": {"value": "24"}, "staff_total": UNKNOWN}
    assert check_answers(FACTS, given) == []
    given = {"staff_digital": UNKNOWN, "staff_total": {"value": "24"}}
    assert check_answers(FACTS, given) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reference_year", "2018"),
        ("reference_year", str(YEAR)),
        ("staff_total", "1"),
        ("staff_total", "999999999999999"),
        ("edge_share", "0"),
        ("edge_share", "100"),
        ("edge_share", "100.00"),
        ("edge_share", "0.05"),
        ("network.reliability", "99.999999"),
        ("turnover_gain", "-100"),
        ("turnover_gain", "-0.5"),
        ("turnover_gain", "-0"),
        ("turnover_gain", "1000"),
        ("changeover_before", "0.01"),
        ("case_gains.electricity", "999999999999999.99"),
        ("dx_certified", True),
        ("dx_certified", False),
        ("dx_certified.name", ""),
        ("dx_certified.name", "DX認定"),
        ("network.basis", "measured"),
    ],
)
def test_value_within_the_rules_has_no_fault(key, value):
    assert check_answers(FACTS, {key: {"value": value}}) == []


@pytest.mark.parametrize("key", ["edge_share", "turnover_gain"])
@pytest.mark.parametrize(
    ("value", "code", "params"),
    [
        (None, "value_is_null", {}),
        (12, "number_not_text", {"value": "12"}),
        (12.5, "number_not_text", {"value": "12.5"}),
        (True, "number_not_text", {"value": "True"}),
        ([], "number_not_text", {"value": "[]"}),
        ("１２", "number_is_full_width", {"value": "１２"}),
        ("１２．５", "number_is_full_width", {"value": "１２．５"}),
        ("１，２", "number_is_full_width", {"value": "１，２"}),
        ("－１", "number_is_full_width", {"value": "－１"}),
        ("＋１", "number_is_full_width", {"value": "＋１"}),
        ("1２", "number_malformed", {"value": "1２"}),
        ("１2", "number_malformed", {"value": "１2"}),
        ("", "number_malformed", {"value": ""}),
        (" 1", "number_malformed", {"value": " 1"}),
        ("1\n", "number_malformed", {"value": "1\n"}),
        ("+1", "number_malformed", {"value": "+1"}),
        ("--1", "number_malformed", {"value": "--1"}),
        ("-", "number_malformed", {"value": "-"}),
        ("01", "number_malformed", {"value": "01"}),
        ("00", "number_malformed", {"value": "00"}),
        (".5", "number_malformed", {"value": ".5"}),
        ("5.", "number_malformed", {"value": "5."}),
        ("1,5", "number_malformed", {"value": "1,5"}),
        ("1.2.3", "number_malformed", {"value": "1.2.3"}),
        ("1e2", "number_malformed", {"value": "1e2"}),
        ("٣", "number_malformed", {"value": "٣"}),
        ("三", "number_malformed", {"value": "三"}),
        ("NaN", "number_malformed", {"value": "NaN"}),
        ("12 %", "number_malformed", {"value": "12 %"}),
        ("x" * 41, "number_malformed", {"value": "x" * 40}),
        ("1" * 16, "number_too_long", {"limit": 15}),
        ("-" + "1" * 16, "number_too_long", {"limit": 15}),
        ("1" * 16 + ".123", "number_too_long", {"limit": 15}),
        ("1.234", "number_too_precise", {"value": "1.234", "decimals": 2}),
        ("1.000", "number_too_precise", {"value": "1.000", "decimals": 2}),
        ("-1.234", "number_too_precise", {"value": "-1.234", "decimals": 2}),
    ],
)
def test_number_is_a_decimal_in_ascii_digits_as_text(key, value, code, params):
    assert fault_of(key, value) == ("value", code, params)


@pytest.mark.parametrize(
    ("key", "value", "code", "params"),
    [
        ("edge_share", "-0.01", "number_too_low", {"value": "-0.01", "lowest": "0"}),
        ("edge_share", "100.01", "number_too_high", {"value": "100.01", "highest": "100"}),
        ("turnover_gain", "-100.01", "number_too_low", {"value": "-100.01", "lowest": "-100"}),
        ("turnover_gain", "1000.01", "number_too_high", {"value": "1000.01", "highest": "1000"}),
        ("turnover_gain", "9", None, {}),
        ("changeover_before", "0", "number_too_low", {"value": "0", "lowest": "0.01"}),
        ("staff_total", "0", "number_too_low", {"value": "0", "lowest": "1"}),
        ("staff_total", "1.5", "number_too_precise", {"value": "1.5", "decimals": 0}),
        ("staff_total", "1.0", "number_too_precise", {"value": "1.0", "decimals": 0}),
        (
            "network.reliability",
            "99.9999999",
            "number_too_precise",
            {"value": "99.9999999", "decimals": 6},
        ),
        ("reference_year", "2017", "number_too_low", {"value": "2017", "lowest": "2018"}),
    ],
)
def test_number_keeps_to_the_limits_of_its_item(key, value, code, params):
    if code is None:
        assert check_answers(FACTS, {key: {"value": value}}) == []
        return
    assert fault_of(key, value) == ("value", code, params)


def test_year_may_be_this_year_and_no_later():
    later = str(YEAR + 1)
    params = {"value": later, "highest": str(YEAR)}
    assert fault_of("reference_year", later) == ("value", "number_too_high", params)


@pytest.mark.parametrize("value", ["yes", 1, 0, "true", []])
def test_yes_no_is_true_or_false(value):
    assert fault_of("dx_certified", value) == ("value", "not_true_or_false", {})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Measured", "Measured"),
        ("", ""),
        ("yes", "yes"),
        (1, "int"),
        (True, "bool"),
        (["measured"], "list"),
        ({}, "dict"),
    ],
)
def test_choice_is_one_of_its_options(value, shown):
    params = {"value": shown, "allowed": ["measured", "specified"]}
    assert fault_of("network.basis", value) == ("value", "option_unknown", params)


@pytest.mark.parametrize(
    ("value", "code", "params"),
    [
        (3, "not_text", {}),
        (True, "not_text", {}),
        (None, "not_text", {}),
        ("x" * 5_001, "text_too_long", {"length": 5_001, "limit": 5_000}),
        ("a\x00", "text_not_storable", {"character": "U+0000"}),
    ],
)
def test_words_are_text_that_can_be_stored(value, code, params):
    assert fault_of("dx_certified.name", value) == ("value", code, params)


def test_words_are_text_for_the_check_of_a_value_alone():
    item = FACTS.item("dx_certified.name")
    assert list(check_value(item, "DX認定", path="here")) == []
    assert list(check_value(item, 3, path="here")) == [Fault("here", "not_text")]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (UNKNOWN | {"note": "n"}, None),
        (OUTSIDE | {"note": "n"}, None),
        ({}, None),
        (UNKNOWN | {"value": "1"}, ("value", "answer_not_allowed", {"state": "unknown"})),
        (OUTSIDE | {"value": "1"}, ("value", "answer_not_allowed", {"state": "not_applicable"})),
        (
            {"value": "1", "reason": "other"},
            ("reason", "reason_not_allowed", {"state": "answered"}),
        ),
        ({"current": "1"}, ("current", "field_unknown", {"field": "current"})),
        ({"value": "1", "target": "2"}, ("target", "field_unknown", {"field": "target"})),
        ({"value": "1", "action": "a"}, ("action", "field_unknown", {"field": "action"})),
        ({"value": "1", "note": 3}, ("note", "not_text", {})),
        ({"state": "not_applicable"}, ("reason", "reason_missing", {"allowed": REASONS})),
        (
            {"state": "not_applicable", "reason": "no_moving_equipment"},
            (
                "reason",
                "reason_unknown",
                {"value": "no_moving_equipment", "allowed": REASONS},
            ),
        ),
        (
            {"state": "not_applicable", "reason": "other"},
            ("note", "note_required", {"reason": "other"}),
        ),
    ],
)
def test_fact_has_a_value_or_a_state(answer, fault):
    expected = []
    if fault:
        field, code, params = fault
        expected = [Fault(f"answers.edge_share.{field}", code, params)]
    assert check_answers(FACTS, {"edge_share": answer}) == expected


@pytest.mark.parametrize("value", ["safety", {}, 5, True])
def test_choices_are_a_list(value):
    fault = Fault("priorities.kpis", "not_list")
    assert check_answers(SIRI, {"priorities.kpis": {"value": value}}) == [fault]


@pytest.mark.parametrize(
    ("chosen", "repeated"),
    [
        ([], []),
        (["safety", "safety"], [1]),
        (["safety", "security", "safety", "safety"], [2, 3]),
        (["safety", "security", "safety", "security", "safety", "safety"], [2, 3, 4, 5]),
    ],
)
def test_repeated_choices_and_a_wrong_number_of_them_are_all_told(chosen, repeated):
    assert check_answers(SIRI, {"priorities.kpis": {"value": chosen}}) == [
        *(
            Fault(f"priorities.kpis[{at}]", "option_repeated", {"value": chosen[at]})
            for at in repeated
        ),
        Fault("priorities.kpis", "options_count", {"expected": 5, "found": len(chosen)}),
    ]


def test_unknown_choice_is_told_once_at_each_place_and_not_as_repeated():
    allowed = [option.key for option in SIRI.item("priorities.kpis").options]
    given = ["safety", "magic", "magic", 3, {}]
    shown = [(1, "magic"), (2, "magic"), (3, "int"), (4, "dict")]
    assert check_answers(SIRI, {"priorities.kpis": {"value": given}}) == [
        Fault(f"priorities.kpis[{at}]", "option_unknown", {"value": value, "allowed": allowed})
        for at, value in shown
    ]


@given(st.integers(1, 10**15 - 1), st.data())
def test_share_times_whole_is_the_part(whole, data):
    part = data.draw(st.integers(0, whole))
    answers = {"staff_total": {"value": str(whole)}, "staff_basic_digital": {"value": str(part)}}
    (share,) = shares_of(answers)
    assert share.percent * whole == 100 * part
    (traced,) = trace(score(FACTS, answers), FACTS, answers)["shares"]
    assert Fraction(traced["exact"]) == 100 * Fraction(traced["k"]) / Fraction(traced["n"])
