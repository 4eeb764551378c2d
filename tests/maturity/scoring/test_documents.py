"""The parts of a file of answers, and how each can be wrong."""

import json

import pytest

from maturity.instruments.faults import Fault, InvalidFile
from maturity.scoring import check_answers, score, score_document, warn_about_answers
from tests.maturity.editions import build_edition, edition_data
from tests.maturity.scoring.shipped import (
    COSTS,
    DX,
    FACTS,
    INPUTS,
    KPIS,
    SIRI,
    SIRI_KEYS,
    TIERS,
    inputs,
    same_level,
)

EDITIONS = [DX, FACTS, SIRI, TIERS]
INDUSTRIES = [option.key for option in SIRI.item("priorities.industry").options]
KPI_KEYS = [option.key for option in SIRI.item("priorities.kpis").options]


def read(edition, answers, **parts):
    head = {"instrument": edition.key, "edition": edition.edition}
    return score_document(json.dumps(head | {"answers": answers} | parts), editions=EDITIONS)


def faults_of(edition, answers, **parts):
    with pytest.raises(InvalidFile) as caught:
        read(edition, answers, **parts)
    return list(caught.value.faults)


def without(mapping, key):
    return {name: value for name, value in mapping.items() if name != key}


def test_every_part_comes_under_its_key_in_the_program():
    answers = {"SG": {"current": 2}}
    quick = {"automation": {"low": 1, "high": 3}}
    edition, gathered, result = read(SIRI, answers, quick=quick, priorities=INPUTS)
    assert edition is SIRI
    assert gathered == answers | {"quick.automation": {"low": 1, "high": 3}} | inputs()
    assert result == score(SIRI, gathered)


def test_quantities_stand_in_a_part_of_their_own():
    answers = {"1": {"current": 2}}
    quantities = {"closing_time": {"current": "12", "target": "5.5"}}
    _, gathered, result = read(DX, answers, quantities=quantities)
    assert gathered == answers | quantities
    assert result.quantities == quantities


@pytest.mark.parametrize(
    ("edition", "answers", "kind"),
    [
        (SIRI, {"VI": {"current": 1}}, "MeansResult"),
        (DX, {"1": {"current": 1}}, "MeansResult"),
        (TIERS, {"L1-relief": {"answer": "yes"}}, "TiersResult"),
        (FACTS, {"dx_certified": {"value": True}}, "FactsResult"),
    ],
)
def test_document_of_every_instrument_is_scored_by_its_method(edition, answers, kind):
    found, gathered, result = read(edition, answers)
    assert (found, gathered) == (edition, answers)
    assert type(result).__name__ == kind
    assert result == score(edition, answers)


@pytest.mark.parametrize(
    ("edition", "answers", "parts", "faults"),
    [
        (
            DX,
            {"closing_time": {"current": "12"}},
            {},
            [("answers.closing_time", "item_unknown", {"key": "closing_time"})],
        ),
        (
            DX,
            {},
            {"quantities": {"4-1": {"current": 3}}},
            [("quantities.4-1", "item_unknown", {"key": "4-1"})],
        ),
        (
            DX,
            {},
            {"quantities": {"nothing": {"current": "3"}}},
            [("quantities.nothing", "item_unknown", {"key": "nothing"})],
        ),
        (
            SIRI,
            {},
            {"quantities": {"VI": {"current": 3}}},
            [("quantities.VI", "item_unknown", {"key": "VI"})],
        ),
        (
            SIRI,
            {"quick.automation": {"low": 1, "high": 2}, "priorities.kpis": {"value": KPIS}},
            {},
            [
                ("answers.quick.automation", "item_unknown", {"key": "quick.automation"}),
                ("answers.priorities.kpis", "item_unknown", {"key": "priorities.kpis"}),
            ],
        ),
        (
            SIRI,
            {},
            {"quantities": {"quick.automation": {}}},
            [("quantities.quick.automation", "item_unknown", {"key": "quick.automation"})],
        ),
        (DX, {}, {"priorities": INPUTS}, [("priorities", "priorities_not_offered", {})]),
        (DX, {}, {"priorities": {}}, [("priorities", "priorities_not_offered", {})]),
        (
            SIRI,
            {},
            {"priorities": {}},
            [(f"priorities.{key}", "field_missing", {}) for key in INPUTS],
        ),
        (
            SIRI,
            {},
            {"priorities": INPUTS | {"colour": "red"}},
            [("priorities.colour", "field_unknown", {"field": "colour"})],
        ),
        (
            SIRI,
            {},
            {"priorities": without(INPUTS, "horizon")},
            [("priorities.horizon", "field_missing", {})],
        ),
        (
            SIRI,
            {},
            {"quick": {"VI": {"low": 1, "high": 2}}},
            [("quick.VI", "quick_unknown", {"key": "VI"})],
        ),
        (
            SIRI,
            {},
            {"quick": {"automation": {"low": 4, "high": 2}}},
            [("quick.automation.high", "quick_bounds_reversed", {"low": 4, "high": 2})],
        ),
        (
            TIERS,
            {"L1-relief": {"current": 3}},
            {},
            [("answers.L1-relief.current", "field_unknown", {"field": "current"})],
        ),
        (
            FACTS,
            {"staff_total": {"value": 12}},
            {},
            [("answers.staff_total.value", "number_not_text", {"value": "12"})],
        ),
    ],
)
def test_what_stands_in_the_wrong_part_is_told_at_its_place(edition, answers, parts, faults):
    assert faults_of(edition, answers, **parts) == [Fault(*fault) for fault in faults]


@pytest.mark.parametrize("number", ["12.5", "12.0", "1e1", "-0.5"])
@pytest.mark.parametrize(
    ("edition", "part", "path"),
    [
        (FACTS, '"answers":{"edge_share":{"value":%s}}', "answers.edge_share.value"),
        (
            DX,
            '"answers":{},"quantities":{"closing_time":{"target":%s}}',
            "quantities.closing_time.target",
        ),
        (
            SIRI,
            '"answers":{},"priorities":{"cost_shares":{"labour":%s}}',
            "priorities.cost_shares.labour",
        ),
        (
            SIRI,
            '"answers":{},"quick":{"automation":{"low":%s}}',
            "quick.automation.low",
        ),
    ],
)
def test_number_with_a_point_is_text_or_it_is_refused(edition, part, path, number):
    head = f'{{"instrument":"{edition.key}","edition":"{edition.edition}",'
    with pytest.raises(InvalidFile) as caught:
        score_document(head + part % number + "}", editions=EDITIONS)
    assert caught.value.faults == (Fault(path, "json_float", {"text": number}),)


def test_priorities_of_an_edition_without_tables_are_refused():
    text = json.dumps(
        {"instrument": "siri", "edition": "2020", "answers": {}, "priorities": INPUTS}
    )
    with pytest.raises(InvalidFile) as caught:
        score_document(text, editions=[SIRI.with_tables(None)])
    assert caught.value.faults == (Fault("priorities", "priorities_not_offered"),)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"cost_shares": COSTS | {"labour": "-1"}},
            ("cost_shares.labour", "number_too_low", {"value": "-1", "lowest": "0"}),
        ),
        (
            {"cost_shares": COSTS | {"labour": "101"}},
            ("cost_shares.labour", "number_too_high", {"value": "101", "highest": "100"}),
        ),
        (
            {"cost_shares": COSTS | {"labour": "1.234"}},
            ("cost_shares.labour", "number_too_precise", {"value": "1.234", "decimals": 2}),
        ),
        (
            {"cost_shares": COSTS | {"labour": 24}},
            ("cost_shares.labour", "number_not_text", {"value": "24"}),
        ),
        (
            {"cost_shares": COSTS | {"labour": "２４"}},
            ("cost_shares.labour", "number_is_full_width", {"value": "２４"}),
        ),
        (
            {"cost_shares": COSTS | {"labour": None}},
            ("cost_shares.labour", "number_not_text", {"value": "None"}),
        ),
        (
            {"cost_shares": without(COSTS, "utilities")},
            ("cost_shares.utilities", "share_missing", {"key": "utilities"}),
        ),
        (
            {"cost_shares": COSTS | {"rent": "1"}},
            ("cost_shares.rent", "share_unknown", {"key": "rent"}),
        ),
        ({"cost_shares": []}, ("cost_shares", "not_mapping", {})),
        ({"cost_shares": None}, ("cost_shares", "value_is_null", {})),
        ({"kpis": KPIS[:4]}, ("kpis", "options_count", {"expected": 5, "found": 4})),
        (
            {"kpis": [*KPIS, "security"]},
            ("kpis", "options_count", {"expected": 5, "found": 6}),
        ),
        (
            {"kpis": [*KPIS[:4], KPIS[0]]},
            ("kpis[4]", "option_repeated", {"value": KPIS[0]}),
        ),
        (
            {"kpis": [*KPIS[:4], "magic"]},
            ("kpis[4]", "option_unknown", {"value": "magic", "allowed": KPI_KEYS}),
        ),
        (
            {"industry": "Farming"},
            ("industry", "option_unknown", {"value": "Farming", "allowed": INDUSTRIES}),
        ),
        (
            {"industry": ""},
            ("industry", "option_unknown", {"value": "", "allowed": INDUSTRIES}),
        ),
        ({"industry": None}, ("industry", "value_is_null", {})),
        (
            {"horizon": "soon"},
            (
                "horizon",
                "option_unknown",
                {"value": "soon", "allowed": ["strategic", "tactical", "operational"]},
            ),
        ),
    ],
)
def test_wrong_input_of_the_priorities_is_one_fault_at_its_place(changed, fault):
    path, code, params = fault
    found = faults_of(SIRI, same_level(SIRI_KEYS, 1), priorities=INPUTS | changed)
    assert found == [Fault(f"priorities.{path}", code, params)]


def test_keys_of_the_costs_are_told_one_by_one():
    given = {key: COSTS[key] for key in list(COSTS)[2:]} | {"rent": "1"}
    missing = list(COSTS)[:2]
    assert faults_of(SIRI, {}, priorities=INPUTS | {"cost_shares": given}) == [
        Fault("priorities.cost_shares.rent", "share_unknown", {"key": "rent"}),
        *(Fault(f"priorities.cost_shares.{key}", "share_missing", {"key": key}) for key in missing),
    ]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, []),
        ({"current": "12"}, []),
        ({"target": "0", "method": "ledger", "action": "close"}, []),
        ({"current": 12}, [("current", "number_not_text", {"value": "12"})]),
        ({"target": "-1"}, [("target", "number_too_low", {"value": "-1", "lowest": "0"})]),
        (
            {"current": "1.25"},
            [("current", "number_too_precise", {"value": "1.25", "decimals": 1})],
        ),
        ({"method": 3}, [("method", "not_text", {})]),
        ({"action": "a\x00"}, [("action", "text_not_storable", {"character": "U+0000"})]),
        ({"note": "n"}, [("note", "field_unknown", {"field": "note"})]),
        ({"value": "12"}, [("value", "field_unknown", {"field": "value"})]),
        ({"state": "unknown"}, [("state", "field_unknown", {"field": "state"})]),
        (
            {"state": "unknown", "current": "１２"},
            [
                ("state", "field_unknown", {"field": "state"}),
                ("current", "number_is_full_width", {"value": "１２"}),
            ],
        ),
        (
            {"state": ["not_applicable"], "reason": "other"},
            [
                ("state", "field_unknown", {"field": "state"}),
                ("reason", "field_unknown", {"field": "reason"}),
            ],
        ),
    ],
)
def test_quantity_has_two_values_a_method_and_an_action(given, faults):
    expected = [Fault(f"quantities.closing_time.{field}", *rest) for field, *rest in faults]
    assert check_answers(DX, {"closing_time": given}) == expected


def test_quantity_that_is_a_choice_takes_an_option_at_both_times():
    allowed = ["real_time", "daily", "weekly", "monthly"]
    assert check_answers(DX, {"data_freshness": {"current": "weekly", "target": "daily"}}) == []
    fault = Fault(
        "quantities.data_freshness.target", "option_unknown", {"value": "never", "allowed": allowed}
    )
    assert check_answers(DX, {"data_freshness": {"target": "never"}}) == [fault]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, []),
        ({"note": "n"}, [(".note", "field_unknown", {"field": "note"})]),
        ({"state": "unknown"}, [(".state", "field_unknown", {"field": "state"})]),
        (
            {"state": "not_applicable", "reason": "other"},
            [
                (".state", "field_unknown", {"field": "state"}),
                (".reason", "field_unknown", {"field": "reason"}),
            ],
        ),
        (None, [("", "answer_not_object", {})]),
        ("strategic", [("", "answer_not_object", {})]),
    ],
)
def test_input_of_the_priorities_is_a_value_and_nothing_else(given, faults):
    expected = [Fault(f"priorities.horizon{path}", code, params) for path, code, params in faults]
    assert check_answers(SIRI, {"priorities.horizon": given}) == expected


def test_inputs_of_an_edition_without_tables_are_unknown_items():
    edition = SIRI.with_tables(None)
    given = {"priorities.horizon": {"value": "strategic"}}
    fault = Fault("priorities.horizon", "item_unknown", {"key": "priorities.horizon"})
    assert check_answers(edition, given) == [fault]


@pytest.mark.parametrize(
    ("labour", "total"), [("24", None), ("27", None), ("27.01", "100.01"), ("100", "173")]
)
def test_costs_above_100_in_sum_are_a_warning_and_no_fault(labour, total):
    answers = inputs(cost_shares=COSTS | {"labour": labour})
    assert check_answers(SIRI, answers) == []
    expected = []
    if total:
        params = {"sum": total}
        expected = [Fault("priorities.cost_shares", "cost_shares_above_100", params)]
    assert warn_about_answers(SIRI, answers) == expected


def test_target_below_current_is_a_warning_in_a_document():
    _, _, result = read(SIRI, {"VI": {"current": 3, "target": 2}})
    params = {"current": 3, "target": 2}
    assert result.warnings == (Fault("answers.VI.target", "target_below_current", params),)


def test_warnings_come_in_the_order_of_items_units_and_costs():
    answers = {"SG": {"current": 3, "target": 2}, "SFA": {"current": 5, "target": 4}}
    quick = {"automation": {"low": 1, "high": 2}}
    costs = COSTS | {"labour": "100"}
    _, _, result = read(SIRI, answers, quick=quick, priorities=INPUTS | {"cost_shares": costs})
    assert [(fault.path, fault.code) for fault in result.warnings] == [
        ("answers.SFA.target", "target_below_current"),
        ("answers.SG.target", "target_below_current"),
        ("quick.automation", "quick_contradicted"),
        ("priorities.cost_shares", "cost_shares_above_100"),
    ]


def test_edition_is_found_among_several_of_one_instrument():
    newer = build_edition(edition_data() | {"edition": "2021"})
    text = json.dumps({"instrument": "siri", "edition": "2021", "answers": {}})
    assert score_document(text, editions=[SIRI, newer, DX])[0] is newer
    assert score_document(text, editions=[newer, SIRI, DX])[0] is newer


def test_unknown_edition_is_told_with_those_of_its_instrument():
    newer = build_edition(edition_data() | {"edition": "2021"})
    text = json.dumps({"instrument": "siri", "edition": "2019", "answers": {}})
    with pytest.raises(InvalidFile) as caught:
        score_document(text, editions=[newer, DX, SIRI])
    params = {"value": "2019", "known": ["2020", "2021"]}
    assert caught.value.faults == (Fault("edition", "edition_unknown", params),)


def test_unknown_instrument_is_told_with_those_that_are_known():
    text = json.dumps({"instrument": "IMPULS", "edition": "2020", "answers": {}})
    with pytest.raises(InvalidFile) as caught:
        score_document(text, editions=[TIERS, SIRI, DX, SIRI])
    params = {"value": "IMPULS", "known": ["dx", "siri", "tiers"]}
    assert caught.value.faults == (Fault("instrument", "instrument_unknown", params),)
