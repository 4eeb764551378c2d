"""What the parts of a questionnaire file must say together: each contradiction is one fault."""

import re

import pytest

from maturity.instruments.consistency import find_inconsistencies
from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.schema import validate_edition
from tests.maturity.editions import (
    KEYS,
    both,
    drop,
    edition_data,
    facts_data,
    put,
    rich_data,
    texts,
    tiers_data,
)


def faults_of(data: object) -> tuple[Fault, ...]:
    with pytest.raises(InvalidFile) as caught:
        validate_edition(data)
    return caught.value.faults


def following_data():
    """Return an edition that follows another, in which nothing has changed."""
    data = edition_data()
    data["edition"] = "2020.1"
    data["follows"] = {
        "edition": "2020",
        "changes": [{"kind": "same", "item": key, "before": key} for key in KEYS],
    }
    return data


SPARE_GROUP = {"key": "spare", "kind": "overall", "name": texts("spare")}
OTHER_LADDER = [texts(f"other {level}") for level in range(6)]
FACT = {key: facts_data()["items"][3][key] for key in ("name", "question", "help")}

MEANS = [
    (
        put("items.5.key", "quick.automation"),
        Fault("items[5].key", "key_reserved", {"prefix": "quick."}),
    ),
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
        put("ladders.ladder.5.ja", "word 0（ja）"),
        Fault(
            "ladders.ladder[5].ja",
            "ladder_name_repeated",
            {"value": "word 0（ja）", "first": "ladders.ladder[0].ja"},
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
        Fault("items[12].group", "group_kind", {"key": "technology", "expected": "pillar"}),
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
    (drop("scale"), Fault("scale", "scale_missing")),
    (
        put(
            "items.0", {"key": "x", "number": "x", "kind": "yes_no", "group": "operations", **FACT}
        ),
        Fault("items[0].kind", "kind_not_for_method", {"method": "means"}),
    ),
    (
        put("groups.12", SPARE_GROUP),
        Fault("groups", "overall_count", {"expected": 1, "found": 2}),
    ),
    (
        put("groups.12", {"key": "SFA", "kind": "pillar", "parent": "process", "name": texts("x")}),
        Fault("groups[12]", "group_empty", {"key": "SFA"}),
    ),
    (
        put("items.7.levels.3.ja", "VI at level 3（ja）"),
        Fault("items[7].levels[3].ja", "level_text_repeated", {"first": "items[0].levels[3].ja"}),
    ),
]
RICH = [
    (
        put("quantities.1.key", "cost"),
        Fault("quantities[1].key", "key_repeated", {"value": "cost", "first": "quantities[0].key"}),
    ),
    (
        put("quantities.1.key", "VI"),
        Fault("quantities[1].key", "key_repeated", {"value": "VI", "first": "items[0].key"}),
    ),
    (
        put("quantities.1.number", "16"),
        Fault(
            "quantities[1].number", "number_repeated", {"value": "16", "first": "items[15].number"}
        ),
    ),
    (put("groups.12.parent", "overall"), Fault("groups[12].parent", "parent_not_allowed")),
    (
        put("quantities.0.group", "numbers"),
        Fault("quantities[0].group", "group_unknown", {"key": "numbers"}),
    ),
    (
        put("quantities.0.group", "operations"),
        Fault("quantities[0].group", "group_kind", {"key": "operations", "expected": "indicators"}),
    ),
    (
        put("items.4.group", "figures"),
        Fault("items[4].group", "group_kind", {"key": "figures", "expected": "pillar"}),
    ),
    (drop("quantities"), Fault("groups[12]", "group_empty", {"key": "figures"})),
    (
        drop("short_ladders.ladder.0"),
        Fault("short_ladders.ladder", "ladder_length", {"expected": 6, "found": 5}),
    ),
    (
        put("short_ladders.ladder.4.en", "w1 (en)"),
        Fault(
            "short_ladders.ladder[4].en",
            "ladder_name_repeated",
            {"value": "w1 (en)", "first": "short_ladders.ladder[1].en"},
        ),
    ),
    (
        put("short_ladders.lader", OTHER_LADDER),
        Fault("short_ladders.lader", "ladder_unknown", {"key": "lader"}),
    ),
    (put("scale.leading", 6), Fault("scale.leading", "leading_too_high", {"top": 5})),
    (put("quick.0", "XX"), Fault("quick[0]", "quick_unknown", {"key": "XX"})),
    (put("quick.0", "process"), Fault("quick[0]", "quick_unknown", {"key": "process"})),
    (put("quick.0", "cost"), Fault("quick[0]", "quick_unknown", {"key": "cost"})),
    (put("quick.2", "VI"), Fault("quick[2]", "quick_repeated", {"key": "VI"})),
    (put("quick.2", "operations"), Fault("quick[2]", "quick_repeated", {"key": "operations"})),
    (put("quick.2", "EA"), Fault("quick[2]", "quick_repeated", {"key": "EA"})),
    (
        both(put("ladders.other", OTHER_LADDER), put("items.4.ladder", "other")),
        Fault("quick[1]", "quick_ladders", {"key": "automation"}),
    ),
    (drop("quantities.0.unit"), Fault("quantities[0].unit", "unit_missing", {"kind": "number"})),
    (
        drop("quantities.1.options.1"),
        Fault("quantities[1].options", "options_missing", {"kind": "choice"}),
    ),
    (
        put("quantities.0.highest", "-1"),
        Fault("quantities[0].highest", "limits_reversed", {"lowest": "0", "highest": "-1"}),
    ),
]
TIERS = [
    (
        put("groups.2", SPARE_GROUP),
        Fault(
            "groups[2].kind", "group_kind_not_for_method", {"method": "tiers", "allowed": ["tier"]}
        ),
    ),
    (
        put("items.3", {"key": "x", "number": "x", "kind": "yes_no", "group": "L1", **FACT}),
        Fault("items[3].kind", "kind_not_for_method", {"method": "tiers"}),
    ),
    (put("groups.1.parent", "L1"), Fault("groups[1].parent", "parent_not_allowed")),
    (
        both(*(put(f"items.{position}.role", "gain") for position in (4, 5, 6))),
        Fault("groups[1]", "tier_undecided", {"key": "L2"}),
    ),
    (
        put("items.5.question.ja", "statement of L1-capability（ja）"),
        Fault("items[5].question.ja", "level_text_repeated", {"first": "items[0].question.ja"}),
    ),
]
FACTS = [
    (
        put("groups.5", SPARE_GROUP),
        Fault(
            "groups[5].kind",
            "group_kind_not_for_method",
            {"method": "facts", "allowed": ["question"]},
        ),
    ),
    (
        put("items.7", {**edition_data()["items"][0], "group": "aims"}),
        Fault("items[7].kind", "kind_not_for_method", {"method": "facts"}),
    ),
    (
        put("groups.5", {"key": "spare", "kind": "question", "name": texts("spare")}),
        Fault("groups[5]", "group_empty", {"key": "spare"}),
    ),
    (drop("items.1.unit"), Fault("items[1].unit", "unit_missing", {"kind": "number"})),
    (drop("items.4.unit"), Fault("items[4].unit", "unit_missing", {"kind": "share"})),
    (
        both(put("items.7.options", []), put("items.7.kind", "choice"), drop("items.7.count")),
        Fault("items[7].options", "options_missing", {"kind": "choice"}),
    ),
    (
        both(drop("items.7.options.0"), drop("items.7.options.0"), put("items.7.count", 1)),
        Fault("items[7].options", "options_missing", {"kind": "choices"}),
    ),
    (
        put("items.3.options", [{"key": "a", "text": texts("a")}]),
        Fault("items[3].options", "options_not_allowed", {"kind": "yes_no"}),
    ),
    (
        put("items.5.options.1.key", "cloud"),
        Fault(
            "items[5].options[1].key",
            "key_repeated",
            {"value": "cloud", "first": "items[5].options[0].key"},
        ),
    ),
    (drop("items.7.count"), Fault("items[7].count", "count_missing", {"kind": "choices"})),
    (put("items.7.count", 4), Fault("items[7].count", "count_too_high", {"found": 3})),
    (
        put("items.4.lowest", "100.01"),
        Fault("items[4].highest", "limits_reversed", {"lowest": "100.01", "highest": "100"}),
    ),
    (put("items.2.whole", "people"), Fault("items[2].whole", "whole_unknown", {"key": "people"})),
    (
        put("items.2.whole", "staff_digital"),
        Fault("items[2].whole", "whole_unknown", {"key": "staff_digital"}),
    ),
    (put("items.2.whole", "moved"), Fault("items[2].whole", "whole_unknown", {"key": "moved"})),
    (
        put("items.4.opens_with.item", "move"),
        Fault("items[4].opens_with.item", "condition_unknown", {"key": "move"}),
    ),
    (
        put("items.4.opens_with.item", "moved.gain"),
        Fault("items[4].opens_with.item", "condition_unknown", {"key": "moved.gain"}),
    ),
    (
        put("items.4.opens_with.value", "yes"),
        Fault("items[4].opens_with.value", "condition_value", {"key": "moved"}),
    ),
    (
        put("items.6.opens_with.value", "fog"),
        Fault("items[6].opens_with.value", "condition_value", {"key": "mode"}),
    ),
    (
        put("items.6.opens_with.value", True),
        Fault("items[6].opens_with.value", "condition_value", {"key": "mode"}),
    ),
    (
        put("items.4.opens_with.item", "staff"),
        Fault("items[4].opens_with.value", "condition_value", {"key": "staff"}),
    ),
]
FOLLOWS = [
    (
        put("follows.changes.0.kind", "new"),
        Fault("follows.changes[0]", "change_shape", {"kind": "new"}),
    ),
    (
        put("follows.changes.16", {"kind": "removed"}),
        Fault("follows.changes[16]", "change_shape", {"kind": "removed"}),
    ),
    (
        drop("follows.changes.0.before"),
        Fault("follows.changes[0]", "change_shape", {"kind": "same"}),
    ),
    (
        put("follows.changes.16", {"kind": "new", "item": "XX"}),
        Fault("follows.changes[16].item", "change_item_unknown", {"key": "XX"}),
    ),
    (
        put("follows.changes.16", {"kind": "new", "item": "VI"}),
        Fault("follows.changes[16].item", "change_repeated", {"key": "VI"}),
    ),
    (
        put("follows.changes.16", {"kind": "removed", "before": "VI"}),
        Fault("follows.changes[16].before", "change_repeated", {"key": "VI"}),
    ),
    (drop("follows.changes.3"), Fault("follows.changes", "change_missing", {"key": "SFA"})),
    (
        put("follows.changes.3.kind", "reworded"),
        Fault("follows.changes[3].note", "change_note_missing", {"kind": "reworded"}),
    ),
    (
        put("follows.changes.3.kind", "rescaled"),
        Fault("follows.changes[3].note", "change_note_missing", {"kind": "rescaled"}),
    ),
]
TABLE = [
    (build, change, fault)
    for build, rows in (
        (edition_data, MEANS),
        (rich_data, RICH),
        (tiers_data, TIERS),
        (facts_data, FACTS),
        (following_data, FOLLOWS),
    )
    for change, fault in rows
]


@pytest.mark.parametrize(("build", "change", "fault"), TABLE)
def test_contradiction_is_one_fault_at_its_place(build, change, fault):
    data = build()
    change(data)
    assert faults_of(data) == (fault,)


def test_every_code_that_is_promised_is_shown():
    promised = set(re.findall(r"`([a-z]+_[a-z_]+)`", find_inconsistencies.__doc__))
    assert promised | {"key_repeated"} == {fault.code for _build, _change, fault in TABLE}


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
        ("items.7.levels.3.ja", "VI at level 3（ja）", "items[0].levels[3].ja"),
        ("items.7.levels.3.en", "VI  At Level 3 (EN)", "items[0].levels[3].en"),
        ("items.7.levels.3.ja", "VI at level ３(ja)", "items[0].levels[3].ja"),
        ("items.7.actions.0.zh-hans", "VI at level 3（zh-hans）", "items[0].levels[3].zh-hans"),
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


def test_text_of_an_action_may_stand_in_two_practices():
    data = tiers_data()
    put("items.5.action.en", data["items"][0]["action"]["en"])(data)
    assert validate_edition(data) is None


def test_circle_that_does_not_reach_the_root_is_found():
    data = edition_data()
    put("groups.2.parent", "supply_chain")(data)
    put("groups.3.parent", "operations")(data)
    assert faults_of(data) == (
        Fault("groups[2].parent", "group_cycle", {"key": "operations"}),
        Fault("groups[3].parent", "group_cycle", {"key": "supply_chain"}),
    )


def test_edition_in_which_every_kind_of_change_occurs_is_accepted():
    data = following_data()
    put("items.15.key", "NEW")(data)
    data["follows"]["changes"][15:] = [
        {"kind": "new", "item": "NEW"},
        {"kind": "removed", "before": "SG", "note": texts("why")},
    ]
    put("follows.changes.0", {"kind": "reworded", "item": "VI", "before": "V", "note": texts("x")})(
        data
    )
    put(
        "follows.changes.1", {"kind": "rescaled", "item": "HI", "before": "HI", "note": texts("y")}
    )(data)
    assert validate_edition(data) is None


def test_limit_of_this_year_is_never_reversed():
    data = facts_data()
    put("items.0.lowest", "current_year")(data)
    assert validate_edition(data) is None


def test_everything_that_contradicts_itself_is_told_at_once():
    data = facts_data()
    drop("items.1.unit")(data)
    put("items.7.count", 4)(data)
    put("items.2.whole", "moved")(data)
    assert [(fault.path, fault.code) for fault in faults_of(data)] == [
        ("items[1].unit", "unit_missing"),
        ("items[2].whole", "whole_unknown"),
        ("items[7].count", "count_too_high"),
    ]
