"""The shape of a questionnaire file; what its parts say together is in test_consistency.py."""

import pytest

from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.schema import validate_edition
from tests.maturity.editions import (
    drop,
    edition_data,
    facts_data,
    put,
    rich_data,
    texts,
    tiers_data,
)

KEY = "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
ITEM_KEY = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}(\.[a-z0-9_]{1,20})?$"
FIGURE_KEY = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$"
LIMIT = r"^(current_year|-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?)$"
METHODS = "'means', 'tiers' or 'facts'"
ANSWERS = "true, false or the key of an option"
ROLES = "'capability', 'scenario', 'relief' or 'gain'"
FACT_KINDS = "'yes_no', 'number', 'share', 'choice', 'choices' or 'text'"


def faults_of(data: object) -> tuple[Fault, ...]:
    with pytest.raises(InvalidFile) as caught:
        validate_edition(data)
    return caught.value.faults


def check_one(data, change, fault):
    change(data)
    assert faults_of(data) == (fault,)


@pytest.mark.parametrize("build", [edition_data, rich_data, tiers_data, facts_data])
def test_built_edition_has_no_faults(build):
    assert validate_edition(build()) is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (drop("schema"), Fault("schema", "field_missing")),
        (put("schema", 2), Fault("schema", "value_not_allowed", {"expected": "1"})),
        (put("schema", "1"), Fault("schema", "value_not_allowed", {"expected": "1"})),
        (put("colour", "red"), Fault("colour", "field_unknown", {"field": "colour"})),
        (put("items.0.weight", 2), Fault("items[0].weight", "field_unknown", {"field": "weight"})),
        (put("title", "Title"), Fault("title", "not_mapping")),
        (put("title.fr", "Titre"), Fault("title.fr", "field_unknown", {"field": "fr"})),
        (drop("title.zh-hans"), Fault("title.zh-hans", "field_missing")),
        (drop("items.3.levels.2.ja"), Fault("items[3].levels[2].ja", "field_missing")),
        (put("items.3.levels.2.ja", ""), Fault("items[3].levels[2].ja", "text_blank")),
        (put("items.3.help.ja", " \u3000 "), Fault("items[3].help.ja", "text_blank")),
        (put("items.3.help.en", "a "), Fault("items[3].help.en", "text_not_trimmed")),
        (put("items.3.help.en", "a\nb"), Fault("items[3].help.en", "text_has_line_break")),
        (put("items.3.help.en", 1), Fault("items[3].help.en", "not_text")),
        (put("items.3.help.en", None), Fault("items[3].help.en", "not_text")),
        (put("items.3.number", 4), Fault("items[3].number", "not_text")),
        (put("items.3.levels", "six"), Fault("items[3].levels", "not_list")),
        (put("items", []), Fault("items", "list_empty")),
        (put("groups", []), Fault("groups", "list_empty")),
        (put("scale.top", True), Fault("scale.top", "not_integer")),
        (put("scale.top", "5"), Fault("scale.top", "not_integer")),
        (
            put("scale.top", 0),
            Fault("scale.top", "number_out_of_range", {"lowest": 1, "highest": 9}),
        ),
        (
            put("scale.top", 10),
            Fault("scale.top", "number_out_of_range", {"lowest": 1, "highest": 9}),
        ),
        (
            put("items.0.key", "V.I"),
            Fault("items[0].key", "key_malformed", {"pattern": ITEM_KEY}),
        ),
        (
            put("edition", "20"),
            Fault("edition", "key_malformed", {"pattern": r"^[0-9]{4}(\.[0-9]+)?$"}),
        ),
        (
            put("groups.1.kind", "chapter"),
            Fault(
                "groups[1].kind",
                "value_not_allowed",
                {"expected": ("'overall', 'block', 'pillar', 'tier', 'question' or 'indicators'")},
            ),
        ),
        (put("ladders", []), Fault("ladders", "not_mapping")),
        (
            put("ladders.a b", [texts(str(level)) for level in range(6)]),
            Fault("ladders.a b", "key_malformed", {"pattern": KEY}),
        ),
    ],
)
def test_wrong_shape_is_one_fault_at_its_place(change, fault):
    check_one(edition_data(), change, fault)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put("scale.mean_has_level", 1), Fault("scale.mean_has_level", "not_true_or_false")),
        (
            put("scale.leading", 0),
            Fault("scale.leading", "number_out_of_range", {"lowest": 1, "highest": 9}),
        ),
        (
            put("items.0.type", "T"),
            Fault("items[0].type", "value_not_allowed", {"expected": "'K' or 'S'"}),
        ),
        (put("quick.0", 1), Fault("quick[0]", "not_text")),
        (
            put("quantities.0.standing", "official"),
            Fault(
                "quantities[0].standing",
                "value_not_allowed",
                {"expected": "'confirmed' or 'modelled_on'"},
            ),
        ),
        (drop("quantities.0.standing"), Fault("quantities[0].standing", "field_missing")),
        (
            put("quantities.0.kind", "text"),
            Fault(
                "quantities[0].kind",
                "value_not_allowed",
                {"expected": "'number', 'share' or 'choice'"},
            ),
        ),
        (
            put("follows", {"edition": "2019", "changes": []}),
            Fault("follows.changes", "list_empty"),
        ),
    ],
)
def test_wrong_shape_of_what_dx_has_more_is_refused(change, fault):
    check_one(rich_data(), change, fault)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put("method", "votes"), Fault("method", "value_not_allowed", {"expected": METHODS})),
        (
            put("items.0.role", "decides"),
            Fault("items[0].role", "value_not_allowed", {"expected": ROLES}),
        ),
        (drop("items.0.role"), Fault("items[0].role", "field_missing")),
        (drop("items.0.action.ja"), Fault("items[0].action.ja", "field_missing")),
        (put("items.0.levels", []), Fault("items[0].levels", "field_unknown", {"field": "levels"})),
        (put("items.1.not_applicable", "x"), Fault("items[1].not_applicable", "not_list")),
    ],
)
def test_wrong_shape_of_a_practice_is_refused(change, fault):
    check_one(tiers_data(), change, fault)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            put("items.1.kind", "votes"),
            Fault("items[1].kind", "value_not_allowed", {"expected": FACT_KINDS}),
        ),
        (
            put("items.1.kind", 5),
            Fault("items[1].kind", "value_not_allowed", {"expected": FACT_KINDS}),
        ),
        (put("items.1", 5), Fault("items[1]", "not_mapping")),
        (
            put("items.4.key", "moved.A"),
            Fault("items[4].key", "key_malformed", {"pattern": ITEM_KEY}),
        ),
        (
            put("items.2.whole", "a b"),
            Fault("items[2].whole", "key_malformed", {"pattern": ITEM_KEY}),
        ),
        (put("items.1.lowest", 1), Fault("items[1].lowest", "not_text")),
        (
            put("items.1.lowest", "1,5"),
            Fault("items[1].lowest", "key_malformed", {"pattern": LIMIT}),
        ),
        (
            put("items.1.lowest", "1e3"),
            Fault("items[1].lowest", "key_malformed", {"pattern": LIMIT}),
        ),
        (
            put("items.1.lowest", "１"),
            Fault("items[1].lowest", "key_malformed", {"pattern": LIMIT}),
        ),
        (
            put("items.1.highest", "next_year"),
            Fault("items[1].highest", "key_malformed", {"pattern": LIMIT}),
        ),
        (put("items.1.decimals", "2"), Fault("items[1].decimals", "not_integer")),
        (
            put("items.1.decimals", 13),
            Fault("items[1].decimals", "number_out_of_range", {"lowest": 0, "highest": 12}),
        ),
        (
            put("items.7.count", 0),
            Fault("items[7].count", "number_out_of_range", {"lowest": 1, "highest": 99}),
        ),
        (
            put("items.5.options.1.key", "a b"),
            Fault("items[5].options[1].key", "key_malformed", {"pattern": KEY}),
        ),
        (drop("items.5.options.1.text.en"), Fault("items[5].options[1].text.en", "field_missing")),
        (
            put("items.2.held_against.1", "a figure"),
            Fault("items[2].held_against[1]", "key_malformed", {"pattern": FIGURE_KEY}),
        ),
        (
            put("items.4.opens_with.value", 1),
            Fault("items[4].opens_with.value", "value_not_allowed", {"expected": ANSWERS}),
        ),
        (drop("items.4.opens_with.value"), Fault("items[4].opens_with.value", "field_missing")),
        (put("items.4.opens_with", "moved"), Fault("items[4].opens_with", "not_mapping")),
        (put("items.4.levels", []), Fault("items[4].levels", "field_unknown", {"field": "levels"})),
    ],
)
def test_wrong_shape_of_a_question_for_a_value_is_refused(change, fault):
    check_one(facts_data(), change, fault)


def test_words_of_a_path_are_those_of_the_file():
    """pydantic puts the names of a union's members into its paths; an item may be called so."""
    data = facts_data()
    put("items.0.help", {"fact": "x"})(data)
    assert [fault.path for fault in faults_of(data)] == [
        "items[0].help.en",
        "items[0].help.zh-hans",
        "items[0].help.ja",
        "items[0].help.fact",
    ]


def test_every_fault_of_a_stage_is_told_at_once():
    data = edition_data()
    put("items.0.help.en", "")(data)
    put("items.1.help.ja", "")(data)
    assert [fault.path for fault in faults_of(data)] == ["items[0].help.en", "items[1].help.ja"]
