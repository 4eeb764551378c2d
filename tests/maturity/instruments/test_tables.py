"""Files of tables: their shape, what they must say together, and the table set made of them."""

import re
from fractions import Fraction

import pytest

from maturity.instruments.check import find_misfits
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import (
    canonical_json,
    content_hash,
    read_canonical_tables,
    tables_from_canonical,
)
from maturity.instruments.tables_schema import validate_tables
from tests.maturity.editions import (
    KEYS,
    both,
    build_edition,
    build_tables,
    drop,
    edition_data,
    facts_data,
    put,
    tables_data,
    texts,
    write_edition,
)

WEIGHT = r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$"
ISSUE = "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
INDUSTRIES = ("Food & Beverage", "Logistics")
ROW = [1] * len(KEYS)


def faults_of(data):
    with pytest.raises(InvalidFile) as caught:
        validate_tables(data)
    return caught.value.faults


def test_built_tables_have_no_faults():
    assert validate_tables(tables_data()) is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (drop("provenance"), Fault("provenance", "field_missing")),
        (drop("costs.1.help.ja"), Fault("costs[1].help.ja", "field_missing")),
        (put("kpis.1.weight", 2), Fault("kpis[1].weight", "field_unknown", {"field": "weight"})),
        (put("version", "a b"), Fault("version", "key_malformed", {"pattern": ISSUE})),
        (
            put("redistribution", "free"),
            Fault(
                "redistribution", "value_not_allowed", {"expected": "'licensed' or 'unconfirmed'"}
            ),
        ),
        (put("horizons", []), Fault("horizons", "list_empty")),
        (put("industries", []), Fault("industries", "list_empty")),
        (drop("questions.kpis"), Fault("questions.kpis", "field_missing")),
        (
            put("horizons.0.weights.cost", "30"),
            Fault("horizons[0].weights.cost", "key_malformed", {"pattern": WEIGHT}),
        ),
        (
            put("horizons.0.weights.cost", "1.01"),
            Fault("horizons[0].weights.cost", "key_malformed", {"pattern": WEIGHT}),
        ),
        (put("horizons.0.weights.cost", 1), Fault("horizons[0].weights.cost", "not_text")),
        (
            put("relevance_cost.VI.0", 10),
            Fault("relevance_cost.VI[0]", "number_out_of_range", {"lowest": 0, "highest": 9}),
        ),
        (put("relevance_cost.VI.0", "1"), Fault("relevance_cost.VI[0]", "not_integer")),
        (put("relevance_kpi.VI.0", True), Fault("relevance_kpi.VI[0]", "not_integer")),
        (
            put("best_in_class.Logistics.2", -1),
            Fault("best_in_class.Logistics[2]", "number_out_of_range", {"lowest": 0, "highest": 9}),
        ),
        (
            put("choose", 0),
            Fault("choose", "number_out_of_range", {"lowest": 1, "highest": 99}),
        ),
        (put("industries.0.key", " "), Fault("industries[0].key", "text_blank")),
    ],
)
def test_wrong_shape_of_tables_is_one_fault_at_its_place(change, fault):
    data = tables_data()
    change(data)
    assert faults_of(data) == (fault,)


CONTRADICTIONS = [
    (
        put("horizons.0.weights.cost", "0.31"),
        Fault("horizons[0].weights", "weights_sum", {"sum": "1.01"}),
    ),
    (
        put("horizons.1.weights.kpi", "0.199999"),
        Fault("horizons[1].weights", "weights_sum", {"sum": "0.999999"}),
    ),
    (
        put("horizons.1.key", "long"),
        Fault("horizons[1].key", "key_repeated", {"value": "long", "first": "horizons[0].key"}),
    ),
    (
        put("costs.1.key", "labour"),
        Fault("costs[1].key", "key_repeated", {"value": "labour", "first": "costs[0].key"}),
    ),
    (
        put("kpis.2.key", "output"),
        Fault("kpis[2].key", "key_repeated", {"value": "output", "first": "kpis[0].key"}),
    ),
    (
        put("industries.2", {"key": "Logistics", "name": texts("again")}),
        Fault(
            "industries[2].key",
            "key_repeated",
            {"value": "Logistics", "first": "industries[1].key"},
        ),
    ),
    (
        both(
            put("dimensions.16", "VI"), *(put(f"best_in_class.{key}.16", 3) for key in INDUSTRIES)
        ),
        Fault("dimensions[16]", "key_repeated", {"value": "VI", "first": "dimensions[0]"}),
    ),
    (
        put("kpis.1.category", "speed"),
        Fault("kpis[1].category", "category_unknown", {"key": "speed"}),
    ),
    (put("choose", 4), Fault("choose", "choose_too_many", {"found": 3})),
    (
        drop("relevance_cost.EA"),
        Fault("relevance_cost", "row_missing", {"key": "EA"}),
    ),
    (drop("relevance_kpi.SG"), Fault("relevance_kpi", "row_missing", {"key": "SG"})),
    (
        drop("best_in_class.Logistics"),
        Fault("best_in_class", "row_missing", {"key": "Logistics"}),
    ),
    (
        put("relevance_cost.XX", [0, 0]),
        Fault("relevance_cost.XX", "row_unknown", {"key": "XX"}),
    ),
    (
        put("relevance_kpi.XX", [0, 0, 0]),
        Fault("relevance_kpi.XX", "row_unknown", {"key": "XX"}),
    ),
    (
        put("best_in_class.Food", ROW),
        Fault("best_in_class.Food", "row_unknown", {"key": "Food"}),
    ),
    (
        drop("relevance_cost.VI.1"),
        Fault("relevance_cost.VI", "row_length", {"expected": 2, "found": 1}),
    ),
    (
        put("relevance_kpi.VI.3", 1),
        Fault("relevance_kpi.VI", "row_length", {"expected": 3, "found": 4}),
    ),
    (
        drop("best_in_class.Food & Beverage.15"),
        Fault("best_in_class.Food & Beverage", "row_length", {"expected": 16, "found": 15}),
    ),
]


@pytest.mark.parametrize(("change", "fault"), CONTRADICTIONS)
def test_contradiction_in_tables_is_one_fault_at_its_place(change, fault):
    data = tables_data()
    change(data)
    assert faults_of(data) == (fault,)


def test_every_code_of_tables_that_is_promised_is_shown():
    promised = set(re.findall(r"`([a-z]+_[a-z_]+)`", validate_tables.__doc__))
    assert promised == {fault.code for _change, fault in CONTRADICTIONS}


def test_every_fault_of_tables_is_told_at_once():
    data = tables_data()
    put("horizons.0.weights.cost", "0.5")(data)
    put("choose", 5)(data)
    drop("relevance_cost.EA")(data)
    assert [fault.code for fault in faults_of(data)] == [
        "weights_sum",
        "choose_too_many",
        "row_missing",
    ]


def test_weights_are_exact():
    horizons = build_tables().horizons
    assert list(horizons) == ["long", "short"]
    long = horizons["long"]
    assert (long.cost, long.kpi, long.proximity) == (
        Fraction(3, 10),
        Fraction(2, 5),
        Fraction(3, 10),
    )


def test_rows_are_read_under_their_columns():
    data = tables_data()
    data["relevance_kpi"]["HI"] = [3, 0, 1]
    data["best_in_class"]["Logistics"] = list(range(6)) + [0] * 10
    tables = build_tables(data)
    assert tables.relevance_kpi["HI"] == {"output": 3, "stock": 0, "safety": 1}
    assert tables.relevance_cost["IPL"] == {"labour": 2, "utilities": 1}
    assert [tables.best_in_class["Logistics"][key] for key in KEYS[:6]] == [0, 1, 2, 3, 4, 5]


def test_four_inputs_are_asked():
    industry, horizon, costs, kpis = build_tables().questions
    assert [(item.key, item.kind) for item in (industry, horizon, costs, kpis)] == [
        ("priorities.industry", "choice"),
        ("priorities.horizon", "choice"),
        ("priorities.cost_shares", "shares"),
        ("priorities.kpis", "choices"),
    ]
    assert [option.key for option in industry.options] == ["Food & Beverage", "Logistics"]
    assert [option.key for option in horizon.options] == ["long", "short"]
    assert [option.key for option in costs.options] == ["labour", "utilities"]
    assert (costs.lowest, costs.highest, costs.decimals) == ("0", "100", 2)
    assert [(option.key, option.group) for option in kpis.options] == [
        ("output", "efficiency"),
        ("stock", "efficiency"),
        ("safety", "quality"),
    ]
    assert [item.count for item in (industry, horizon, costs, kpis)] == [None, None, None, 2]


def test_input_is_found_by_its_key():
    assert build_tables().question("priorities.kpis").question == texts("question of kpis")


def test_hash_of_tables_covers_every_number_and_text(tmp_path):
    path = write_edition(tmp_path, tables_data(), name="tables.yaml")
    canonical = read_canonical_tables(path)
    assert canonical == canonical_json(tables_data())
    assert tables_from_canonical(canonical).hash == content_hash(canonical)
    changed = tables_data()
    put("relevance_cost.VI.0", 9)(changed)
    assert build_tables(changed).hash != build_tables().hash


def test_questionnaire_is_no_file_of_tables(tmp_path):
    with pytest.raises(InvalidFile) as caught:
        read_canonical_tables(write_edition(tmp_path, edition_data()))
    assert Fault("provenance", "field_missing") in caught.value.faults


def test_tables_fit_the_edition_whose_items_they_list():
    assert find_misfits(build_tables(), build_edition()) == []


def test_item_that_only_tables_or_only_the_edition_knows_is_a_misfit():
    data = edition_data()
    put("items.0.key", "VX")(data)
    assert find_misfits(build_tables(), build_edition(data)) == [
        Fault("dimensions", "dimension_unknown", {"key": "VI"}),
        Fault("dimensions", "dimension_not_listed", {"key": "VX"}),
    ]


def test_best_in_class_above_the_scale_is_a_misfit():
    data = tables_data()
    put("best_in_class.Logistics.3", 6)(data)
    put("best_in_class.Logistics.4", 6)(data)
    put("best_in_class.Logistics.5", 7)(data)
    assert find_misfits(build_tables(data), build_edition()) == [
        Fault("best_in_class", "level_above_scale", {"value": 6, "top": 5}),
        Fault("best_in_class", "level_above_scale", {"value": 7, "top": 5}),
    ]


def test_tables_never_fit_an_edition_without_levels():
    faults = find_misfits(build_tables(), build_edition(facts_data()))
    assert {fault.code for fault in faults} == {"dimension_unknown", "level_above_scale"}
