"""An edition as the rest of the program sees it: pages, quick pass, groups, tables."""

import pytest

from maturity.instruments.edition import Change
from tests.maturity.editions import (
    KEYS,
    build_edition,
    build_tables,
    edition_data,
    facts_data,
    rich_data,
    texts,
    tiers_data,
)

PRIORITIES = [
    "priorities.industry",
    "priorities.horizon",
    "priorities.cost_shares",
    "priorities.kpis",
]


def keys_of(things):
    return [thing.key for thing in things]


def test_items_are_told_apart_by_how_they_are_answered():
    means, tiers = build_edition(rich_data()), build_edition(tiers_data())
    facts = build_edition(facts_data())
    assert keys_of(means.level_items) == KEYS
    assert means.practices == ()
    assert keys_of(tiers.practices) == keys_of(tiers.items)
    assert (tiers.level_items, facts.level_items, facts.practices) == ((), (), ())


def test_all_items_are_items_then_indicators_then_inputs_of_priorities():
    edition = build_edition(rich_data())
    assert keys_of(edition.all_items) == [*KEYS, "cost", "freshness"]
    assert keys_of(edition.with_tables(build_tables()).all_items) == [
        *KEYS,
        "cost",
        "freshness",
        *PRIORITIES,
    ]


def test_inputs_of_priorities_are_items_only_with_tables():
    edition = build_edition()
    with_tables = edition.with_tables(build_tables())
    assert keys_of(with_tables.priority_items) == PRIORITIES
    assert with_tables.item("priorities.kpis").count == 2
    assert (edition.priority_items, edition.has_item("priorities.kpis")) == ((), False)
    with pytest.raises(KeyError):
        edition.item("priorities.kpis")


def test_without_tables_priorities_are_switched_off_again():
    plain = build_edition()
    keys_of(plain.all_items)  # what was computed once must not be carried over
    on = plain.with_tables(build_tables())
    assert on.has_item("priorities.industry")
    off = on.with_tables(None)
    assert off == plain
    assert (off.priority_items, off.has_item("priorities.industry")) == ((), False)
    assert keys_of(off.pages) == keys_of(plain.pages) == KEYS
    with pytest.raises(KeyError):
        off.group("priorities")


def test_tables_do_not_change_the_hash_of_the_edition():
    edition = build_edition()
    assert edition.with_tables(build_tables()).hash == edition.hash


def test_group_of_priorities_bears_the_title_of_the_tables():
    edition = build_edition().with_tables(build_tables())
    group = edition.group("priorities")
    assert (group.kind, group.parent, group.name) == ("indicators", None, texts("priorities"))
    assert edition.ancestors(edition.item("priorities.kpis")) == (group,)


def test_each_item_of_a_means_questionnaire_has_a_page_of_its_own():
    edition = build_edition(rich_data()).with_tables(build_tables())
    assert keys_of(edition.pages) == [*KEYS, "cost", "freshness", *PRIORITIES]
    assert [keys_of(page.items) for page in edition.pages[:2]] == [["VI"], ["HI"]]
    page = edition.pages[16]
    assert (page.group.key, page.name) == ("figures", texts("name of cost"))


def test_practices_of_a_tier_stand_on_one_page():
    edition = build_edition(tiers_data())
    assert keys_of(edition.pages) == ["L1", "L2"]
    assert [keys_of(page.items) for page in edition.pages] == [
        ["L1-capability", "L1-scenario", "L1-relief", "L1-gain"],
        ["L2-capability", "L2-scenario", "L2-relief", "L2-gain"],
    ]
    assert (edition.pages[1].name, edition.pages[1].group) == (texts("L2"), edition.group("L2"))


def test_parts_of_a_question_stand_on_one_page():
    edition = build_edition(facts_data())
    assert [keys_of(page.items) for page in edition.pages] == [
        ["year"],
        ["staff", "staff_digital"],
        ["moved", "moved.gain"],
        ["mode", "mode.name"],
        ["aims"],
    ]


def test_page_of_a_question_that_is_scattered_in_the_file_comes_once():
    data = facts_data()
    data["items"].append(data["items"].pop(2))
    edition = build_edition(data)
    assert keys_of(edition.pages) == ["year", "staff", "moved", "mode", "aims"]
    assert keys_of(edition.pages[1].items) == ["staff", "staff_digital"]


def test_every_item_is_on_exactly_one_page():
    for data in (rich_data(), tiers_data(), facts_data()):
        edition = build_edition(data).with_tables(build_tables())
        asked = [item for page in edition.pages for item in page.items]
        assert keys_of(asked) == keys_of(edition.all_items)


def test_quick_pass_asks_items_and_pillars_in_its_order():
    edition = build_edition(rich_data())
    assert [(unit.key, keys_of(unit.items)) for unit in edition.quick_units] == [
        ("VI", ["VI"]),
        ("automation", ["SFA", "EA", "FA"]),
        ("talent_readiness", ["WLD", "LC"]),
    ]
    assert [unit.is_single for unit in edition.quick_units] == [True, False, False]
    assert [unit.name for unit in edition.quick_units] == [
        texts("name of VI"),
        texts("automation"),
        texts("talent_readiness"),
    ]


def test_only_units_of_several_items_are_answered_by_bounds():
    edition = build_edition(rich_data())
    assert list(edition.bounded_units) == ["automation", "talent_readiness"]
    assert edition.bounded_units["automation"] == edition.quick_units[1]


def test_unit_named_for_a_pillar_of_one_item_is_single():
    data = rich_data()
    data["quick"] = ["operations"]
    (unit,) = build_edition(data).quick_units
    assert (unit.name, keys_of(unit.items), unit.is_single) == (texts("operations"), ["VI"], True)


def test_edition_without_a_quick_pass_has_no_units():
    edition = build_edition()
    assert (edition.quick_units, edition.bounded_units) == ((), {})


def test_ancestors_of_an_item_outside_the_tree_are_its_group_alone():
    tiers, rich = build_edition(tiers_data()), build_edition(rich_data())
    assert keys_of(tiers.ancestors(tiers.item("L2-relief"))) == ["L2"]
    assert keys_of(rich.ancestors(rich.item("cost"))) == ["figures"]


def test_block_of_an_item_is_the_one_that_counts_it():
    edition = build_edition(rich_data())
    assert edition.block_of(edition.item("FC")) == edition.group("technology")
    assert edition.block_of(edition.item("VI")) == edition.group("process")


def test_item_without_a_block_has_none():
    rich, tiers = build_edition(rich_data()), build_edition(tiers_data())
    assert rich.block_of(rich.item("cost")) is None
    assert tiers.block_of(tiers.item("L1-gain")) is None
    assert tiers.blocks == ()


def test_indicators_are_items_of_their_group_and_of_no_mean():
    edition = build_edition(rich_data())
    assert keys_of(edition.items_of("figures")) == ["cost", "freshness"]
    assert edition.level_items_of("figures") == ()
    assert keys_of(edition.level_items_of("overall")) == KEYS
    assert "figures" not in keys_of(edition.groups_by_rank)


def test_groups_without_a_mean_are_not_ranked():
    assert build_edition(tiers_data()).groups_by_rank == ()
    assert build_edition(facts_data()).groups_by_rank == ()


def test_groups_of_a_kind_keep_the_order_of_the_file():
    assert keys_of(build_edition(tiers_data()).groups_of_kind("tier")) == ["L1", "L2"]
    assert build_edition(tiers_data()).groups_of_kind("pillar") == ()


def test_label_of_a_level_is_the_short_word_where_there_is_one():
    rich, plain = build_edition(rich_data()), build_edition()
    assert rich.level_label(rich.item("VI"), 3) == texts("w3")
    assert rich.level_name(rich.item("VI"), 3) == texts("word 3")
    assert plain.level_label(plain.item("VI"), 3) == texts("word 3")


@pytest.mark.parametrize("level", [-1, 6])
@pytest.mark.parametrize("build", [edition_data, rich_data])
def test_label_outside_the_scale_is_an_error(build, level):
    edition = build_edition(build())
    with pytest.raises(IndexError):
        edition.level_label(edition.item("VI"), level)


def test_level_of_an_item_that_has_none_is_an_error():
    edition = build_edition(tiers_data())
    with pytest.raises(IndexError):
        edition.level_name(edition.item("L1-gain"), 0)
    with pytest.raises(IndexError):
        edition.level_label(edition.item("L1-gain"), 0)


def test_first_edition_follows_none():
    assert build_edition().follows is None


def test_edition_says_what_became_of_each_item():
    data = edition_data()
    data["edition"] = "2020.1"
    data["follows"] = {
        "edition": "2020",
        "changes": [
            {"kind": "same", "item": "VI", "before": "VI"},
            {"kind": "reworded", "item": "HI", "before": "H", "note": texts("clearer")},
            {"kind": "new", "item": "IPL"},
            {"kind": "removed", "before": "OLD"},
        ],
    }
    follows = build_edition(data).follows
    assert follows.edition == "2020"
    assert follows.changes == (
        Change("same", "VI", "VI", {}),
        Change("reworded", "HI", "H", texts("clearer")),
        Change("new", "IPL", None, {}),
        Change("removed", None, "OLD", {}),
    )


def test_value_item_has_what_the_file_says():
    edition = build_edition(facts_data())
    year, part, gain = (edition.item(key) for key in ("year", "staff_digital", "moved.gain"))
    assert (year.lowest, year.highest, year.decimals) == ("2018", "current_year", 0)
    assert (part.whole, part.held_against) == ("staff", ("a-share", "another.share"))
    assert (part.lowest, part.highest, part.opens_with) == ("0", None, None)
    assert (gain.opens_with.item, gain.opens_with.value) == ("moved", True)
    assert edition.item("mode.name").opens_with.value == "other"


def test_option_is_found_by_its_key():
    mode = build_edition(facts_data()).item("mode")
    assert mode.option("edge").text == texts("option edge")
    with pytest.raises(KeyError):
        mode.option("fog")


def test_practice_has_its_role_and_always_applies_unless_said_otherwise():
    data = tiers_data()
    data["items"][5]["not_applicable"] = ["no_moving_equipment"]
    edition = build_edition(data)
    assert edition.item("L2-scenario").not_applicable_reasons == ("no_moving_equipment",)
    assert edition.item("L2-relief").not_applicable_reasons == ()
    assert edition.item("L2-relief").role == "relief"
    assert edition.item("L2-relief").kind == "practice"
