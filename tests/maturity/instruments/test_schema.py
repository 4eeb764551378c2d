from collections.abc import Callable
from typing import Any

import pytest

from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.schema import validate_edition
from tests.maturity.editions import edition_data, texts


def faults_of(data: object) -> tuple[Fault, ...]:
    with pytest.raises(InvalidFile) as caught:
        validate_edition(data)
    return caught.value.faults


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Return a change that sets the value at a path such as `items.3.levels.2.ja`."""

    def change(data: Any) -> None:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            data = data[step]
        data[last] = value

    return change


def drop(path: str) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            data = data[step]
        del data[last]

    return change


def test_built_edition_has_no_faults():
    assert validate_edition(edition_data()) is None


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
            Fault("items[0].key", "key_malformed", {"pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"}),
        ),
        (
            put("edition", "20"),
            Fault("edition", "key_malformed", {"pattern": r"^[0-9]{4}(\.[0-9]+)?$"}),
        ),
        (
            put("groups.1.kind", "tier"),
            Fault(
                "groups[1].kind",
                "value_not_allowed",
                {"expected": "'overall', 'block' or 'pillar'"},
            ),
        ),
        (put("ladders", []), Fault("ladders", "not_mapping")),
        (
            put("ladders.a b", [texts(str(level)) for level in range(6)]),
            Fault("ladders.a b", "key_malformed", {"pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"}),
        ),
    ],
)
def test_wrong_shape_is_one_fault_at_its_place(change, fault):
    data = edition_data()
    change(data)
    assert faults_of(data) == (fault,)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            put("items.5.key", "VI"),
            Fault("items[5].key", "key_repeated", {"value": "VI", "first": "items[0].key"}),
        ),
        (
            put("items.5.number", "1"),
            Fault("items[5].number", "number_repeated", {"value": "1", "first": "items[0].number"}),
        ),
        (
            put("not_applicable.3", "outside_site"),
            Fault(
                "not_applicable[3]",
                "reason_repeated",
                {"value": "outside_site", "first": "not_applicable[2]"},
            ),
        ),
        (
            drop("ladders.ladder.5"),
            Fault("ladders.ladder", "ladder_length", {"expected": 6, "found": 5}),
        ),
        (
            put("ladders.ladder.5.ja", "word 0 (ja)"),
            Fault(
                "ladders.ladder[5].ja",
                "ladder_name_repeated",
                {"value": "word 0 (ja)", "first": "ladders.ladder[0].ja"},
            ),
        ),
        (
            put("items.5.ladder", "process"),
            Fault("items[5].ladder", "ladder_unknown", {"key": "process"}),
        ),
        (
            put("items.12.group", "talent"),
            Fault("items[12].group", "group_unknown", {"key": "talent"}),
        ),
        (
            put("items.12.group", "technology"),
            Fault("items[12].group", "group_not_pillar", {"key": "technology"}),
        ),
        (
            put("items.0.group", "supply_chain"),
            Fault("groups[2]", "group_empty", {"key": "operations"}),
        ),
        (
            drop("items.4.levels.5"),
            Fault("items[4].levels", "levels_count", {"expected": 6, "found": 5}),
        ),
        (
            put("items.4.actions", [texts("one")]),
            Fault("items[4].actions", "actions_count", {"expected": 5, "found": 1}),
        ),
        (
            put("groups.2.parent", "proces"),
            Fault("groups[2].parent", "parent_unknown", {"key": "proces"}),
        ),
        (
            drop("groups.2.parent"),
            Fault("groups[2].parent", "parent_missing", {"expected": "block"}),
        ),
        (
            put("groups.2.parent", "supply_chain"),
            Fault("groups[2].parent", "parent_kind", {"expected": "block", "found": "pillar"}),
        ),
        (
            put("groups.2.parent", "operations"),
            Fault("groups[2].parent", "group_cycle", {"key": "operations"}),
        ),
    ],
)
def test_contradiction_is_one_fault_at_its_place(change, fault):
    data = edition_data()
    change(data)
    assert faults_of(data) == (fault,)


def test_circle_of_groups_is_found_at_each_of_them():
    data = edition_data()
    put("groups.0.parent", "process")(data)
    assert faults_of(data) == (
        Fault("groups[0].parent", "group_cycle", {"key": "overall"}),
        Fault("groups[1].parent", "group_cycle", {"key": "process"}),
    )


def test_root_with_a_parent_is_refused():
    data = edition_data()
    data["groups"].append({"key": "all", "kind": "overall", "name": texts("all")})
    put("groups.0.parent", "all")(data)
    assert faults_of(data) == (
        Fault("groups[0].parent", "parent_not_allowed"),
        Fault("groups", "overall_count", {"expected": 1, "found": 2}),
    )


def test_repeated_group_key_is_refused():
    data = edition_data()
    data["groups"].append(dict(data["groups"][2]))
    assert faults_of(data) == (
        Fault("groups[12].key", "key_repeated", {"value": "operations", "first": "groups[2].key"}),
    )


@pytest.mark.parametrize(
    ("path", "text", "first"),
    [
        ("items.0.levels.3.en", "VI at level 2 (en)", "items[0].levels[2].en"),
        ("items.7.levels.3.ja", "VI at level 3 (ja)", "items[0].levels[3].ja"),
        ("items.7.levels.3.en", "VI  At Level 3 (EN)", "items[0].levels[3].en"),
        ("items.7.levels.3.ja", "VI at level ３（ja）", "items[0].levels[3].ja"),
        ("items.7.actions.0.zh-hans", "VI at level 3 (zh-hans)", "items[0].levels[3].zh-hans"),
        ("items.7.levels.0.en", "help of VI (en)", "items[0].help.en"),
    ],
)
def test_level_text_that_occurs_twice_is_refused(path, text, first):
    data = edition_data()
    put(path, text)(data)
    (fault,) = faults_of(data)
    assert (fault.code, fault.params) == ("level_text_repeated", {"first": first})


def test_other_texts_may_repeat():
    data = edition_data()
    put("items.7.actions.0.en", data["items"][0]["actions"][0]["en"])(data)
    assert validate_edition(data) is None


def test_every_fault_of_a_stage_is_told_at_once():
    data = edition_data()
    put("items.0.help.en", "")(data)
    put("items.1.help.ja", "")(data)
    assert [fault.path for fault in faults_of(data)] == ["items[0].help.en", "items[1].help.ja"]
