"""Relations between the items of questionnaires: their file, and what it may leave out."""

import re

import pytest

from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.relations import ItemRef, Relation, find_gaps, read_relations
from maturity.instruments.relations_schema import validate_relations
from tests.maturity.editions import (
    build_edition,
    drop,
    put,
    relations_data,
    texts,
    tiers_data,
    write_edition,
)

REF = "^[a-z0-9_-]+ [A-Za-z0-9][A-Za-z0-9_.-]*$"
KNOWN = ["siri", "tiers"]


def faults_of(data):
    with pytest.raises(InvalidFile) as caught:
        validate_relations(data)
    return caught.value.faults


def read(folder, data=None):
    return read_relations(write_edition(folder, data or relations_data(), name="relations.yaml"))


def gaps(folder, data):
    editions = {"siri": build_edition(), "tiers": build_edition(tiers_data())}
    return find_gaps(read(folder, data), editions)


def relate(first, second, *, theme="network"):
    reason = texts(f"{first} and {second}")
    return {"theme": theme, "from": first, "to": second, "kind": "related", "reason": reason}


def test_built_relations_have_no_faults():
    assert validate_relations(relations_data()) is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (drop("version"), Fault("version", "field_missing")),
        (put("instruments", ["siri"]), Fault("instruments", "list_empty")),
        (put("relations", []), Fault("relations", "list_empty")),
        (put("themes", []), Fault("themes", "list_empty")),
        (drop("relations.0.reason.ja"), Fault("relations[0].reason.ja", "field_missing")),
        (drop("relations.0.from"), Fault("relations[0].from", "field_missing")),
        (
            put("relations.0.from", "siri-VI"),
            Fault("relations[0].from", "key_malformed", {"pattern": REF}),
        ),
        (
            put("relations.0.kind", "same"),
            Fault("relations[0].kind", "value_not_allowed", {"expected": "'related' or 'part_of'"}),
        ),
        (
            put("themes.0.dimension", "money"),
            Fault(
                "themes[0].dimension",
                "value_not_allowed",
                {
                    "expected": (
                        "'strategy', 'network', 'platform', 'security', 'talent' or 'economy'"
                    )
                },
            ),
        ),
        (
            put("relations.0.weight", 2),
            Fault("relations[0].weight", "field_unknown", {"field": "weight"}),
        ),
    ],
)
def test_wrong_shape_of_relations_is_one_fault_at_its_place(change, fault):
    data = relations_data()
    change(data)
    assert faults_of(data) == (fault,)


CONTRADICTIONS = [
    (
        put("themes.2", relations_data()["themes"][0]),
        Fault("themes[2].key", "key_repeated", {"value": "network", "first": "themes[0].key"}),
    ),
    (
        put("relations.3", relate("siri VI", "tiers L1-scenario", theme="platform")),
        Fault(
            "relations[3]",
            "pair_repeated",
            {"value": "siri VI – tiers L1-scenario", "first": "relations[0]"},
        ),
    ),
    (
        put("relations.3", relate("tiers L1-scenario", "siri VI")),
        Fault(
            "relations[3]",
            "pair_repeated",
            {"value": "siri VI – tiers L1-scenario", "first": "relations[0]"},
        ),
    ),
    (
        put("relations.1.theme", "money"),
        Fault("relations[1].theme", "theme_unknown", {"key": "money"}),
    ),
    (
        put("no_counterpart.1.theme", "money"),
        Fault("no_counterpart[1].theme", "theme_unknown", {"key": "money"}),
    ),
    (
        put("relations.1.to", "dx 8-1"),
        Fault("relations[1]", "instrument_unknown", {"value": "dx", "known": KNOWN}),
    ),
    (
        put("no_counterpart.1.item", "dx 8-1"),
        Fault("no_counterpart[1]", "instrument_unknown", {"value": "dx", "known": KNOWN}),
    ),
    (
        put("relations.0.to", "siri HI"),
        Fault("relations[0]", "same_instrument", {"value": "siri"}),
    ),
]


@pytest.mark.parametrize(("change", "fault"), CONTRADICTIONS)
def test_contradiction_in_relations_is_one_fault_at_its_place(change, fault):
    data = relations_data()
    change(data)
    assert faults_of(data) == (fault,)


def test_every_code_of_relations_that_is_promised_is_shown():
    promised = set(re.findall(r"`([a-z]+_[a-z_]+)`", validate_relations.__doc__))
    assert promised == {fault.code for _change, fault in CONTRADICTIONS}


def test_relations_that_name_every_item_once_have_no_gaps(tmp_path):
    assert gaps(tmp_path, relations_data()) == []


GAPS = [
    (put("no_counterpart.0.item", "siri XX"), ["item_unknown siri XX", "item_not_related siri HI"]),
    (
        put("relations.3", relate("siri HI", "tiers L9-gain")),
        ["item_unknown tiers L9-gain", "item_both siri HI"],
    ),
    (put("relations.3", relate("siri VI", "tiers L9-gain")), ["item_unknown tiers L9-gain"]),
    (drop("no_counterpart.0"), ["item_not_related siri HI"]),
    (drop("relations.0"), ["item_not_related siri VI", "item_not_related tiers L1-scenario"]),
    (drop("relations.1"), ["item_not_related tiers L1-capability"]),
    (
        put("no_counterpart.0.item", "siri SFC"),
        ["item_not_related siri HI", "item_both siri SFC"],
    ),
]


@pytest.mark.parametrize(("change", "expected"), GAPS)
def test_item_named_in_vain_forgotten_or_said_twice_is_a_gap(tmp_path, change, expected):
    data = relations_data()
    change(data)
    found = gaps(tmp_path, data)
    assert found == [
        Fault("relations", code, {"key": key})
        for code, key in (line.split(" ", 1) for line in expected)
    ]


def test_every_gap_that_is_promised_is_shown():
    promised = set(re.findall(r"`(item_[a-z_]+)`", find_gaps.__doc__))
    assert promised == {line.split(" ")[0] for _change, lines in GAPS for line in lines}


def test_theme_has_its_relations_and_its_lonely_items(tmp_path):
    reading = read(tmp_path)
    network, platform = reading.themes
    assert (reading.version, reading.instruments) == ("1", ("siri", "tiers"))
    assert (network.key, network.dimension, network.name) == (
        "network",
        "network",
        texts("network"),
    )
    assert len(network.relations) == 3
    assert network.relations[0] == Relation(
        first=ItemRef("siri", "VI"),
        second=ItemRef("tiers", "L1-scenario"),
        kind="part_of",
        reason=texts("siri VI tiers L1-scenario"),
    )
    assert (network.alone, platform.relations) == ((), ())
    assert platform.alone[0].item == ItemRef("siri", "HI")
    assert platform.alone[0].reason == texts("siri HI is alone")


def test_theme_names_each_item_once_in_the_order_of_the_file(tmp_path):
    assert read(tmp_path).themes[0].items == (
        ItemRef("siri", "VI"),
        ItemRef("tiers", "L1-scenario"),
        ItemRef("tiers", "L1-capability"),
        ItemRef("siri", "SFC"),
        ItemRef("tiers", "L2-capability"),
    )


def test_counterparts_are_found_from_both_sides(tmp_path):
    reading = read(tmp_path)
    forth = [ref for ref, _relation in reading.related_to(ItemRef("siri", "SFC"))]
    assert forth == [ItemRef("tiers", "L1-capability"), ItemRef("tiers", "L2-capability")]
    ((back, relation),) = reading.related_to(ItemRef("tiers", "L2-capability"))
    assert back == ItemRef("siri", "SFC")
    assert relation.reason == texts("tiers L2-capability siri SFC")


def test_lonely_item_has_no_counterparts(tmp_path):
    assert list(read(tmp_path).related_to(ItemRef("siri", "HI"))) == []


def test_item_of_a_reference_may_contain_a_dot(tmp_path):
    data = relations_data()
    put("relations.0.to", "tiers a.b")(data)
    assert read(tmp_path, data).themes[0].relations[0].second == ItemRef("tiers", "a.b")
