"""What is different between two results, worked by hand, and what holds for any two."""

from fractions import Fraction

import pytest
from hypothesis import given

from maturity.scoring import as_json, score
from maturity.scoring.changes import (
    Changes,
    Reading,
    compare_results,
    find_obstacle,
    join_results,
)
from tests.assessments.services.given import second_dx
from tests.maturity.editions import (
    both,
    build_edition,
    edition_data,
    facts_data,
    put,
    texts,
    tiers_data,
)
from tests.maturity.scoring.answer_strategies import any_answers, tiers_answers
from tests.maturity.scoring.shipped import (
    DX,
    DX_KEYS,
    FACTS,
    NOTHING_MOVES,
    OUTSIDE,
    SIRI,
    SIRI_KEYS,
    TIERS,
    UNKNOWN,
    same_level,
)

EDITION = build_edition()


def reading(edition, answers, scope=""):
    """The result as it is stored and read again."""
    return Reading(edition, as_json(score(edition, answers)), scope)


def compare(edition, before, after) -> Changes:
    return compare_results(reading(edition, before), reading(edition, after))


def by_key(changes):
    return {change.item.key: change for change in changes.items}


def groups_of(changes):
    return {change.group.key: change for change in changes.groups}


# the worked example of docs/scoring.md
THEN = {
    "VI": {"current": 1},
    "HI": UNKNOWN,
    "IPL": OUTSIDE,
    "SFA": {"current": 2},
    "EA": {"current": 3},
}
NOW = {
    "VI": {"current": 3},
    "HI": {"current": 4},
    "IPL": {"current": 0},
    "SFA": {"current": 2},
    "EA": {"current": 2},
    "FA": {"current": 5},
}


def test_worked_example():
    changes = compare(SIRI, THEN, NOW)
    overall = groups_of(changes)["overall"]
    # published: then (1+2+3)/3 = 2, now 16/6; on VI, SFA and EA: 6/3 and 7/3
    assert (overall.compared, overall.of) == (3, 16)
    assert (overall.before, overall.after) == (2, Fraction(7, 3))
    assert overall.difference == Fraction(1, 3)
    process = groups_of(changes)["process"]
    assert (process.compared, process.of, process.difference) == (1, 3, 2)
    assert groups_of(changes)["organisation"].difference is None
    assert [(c.item.key, c.difference) for c in changes.moved] == [("VI", 2), ("EA", -1)]


def test_why_an_item_has_no_difference():
    items = by_key(compare(SIRI, THEN, NOW))
    assert {key: items[key].why for key in NOW} == {
        "VI": None,
        "HI": "unknown",
        "IPL": "not_applicable",
        "SFA": None,
        "EA": None,
        "FA": "unanswered",
    }
    assert (items["HI"].earlier, items["HI"].later, items["HI"].difference) == (None, 4, None)
    assert (items["SFA"].difference, items["SFA"].has_moved) == (0, False)


def test_state_of_now_is_named_before_the_one_of_then():
    items = by_key(compare(SIRI, {"VI": OUTSIDE}, {"VI": UNKNOWN}))
    assert (items["VI"].why, items["VI"].earlier_state) == ("unknown", "not_applicable")


def test_a_lower_mean_of_more_items_is_no_step_back():
    """Four items at 3, then also twelve at 0: the published mean falls, and nothing else did."""
    four = same_level(SIRI_KEYS[:4], 3)
    changes = compare(SIRI, four, four | same_level(SIRI_KEYS[4:], 0))
    overall = groups_of(changes)["overall"]
    assert (overall.compared, overall.difference, changes.moved) == (4, 0, ())


def follows(changes_of=None, *, edition="2021"):
    """An edition after `edition_data` that says what it changed."""
    data = edition_data()
    kinds = changes_of or {}
    data["edition"] = edition
    data["follows"] = {
        "edition": "2020",
        "changes": [
            {"kind": kinds.get(item["key"], "same"), "item": item["key"], "before": item["key"]}
            for item in data["items"]
        ],
    }
    return data


def test_editions_say_what_may_be_compared():
    second = build_edition(follows({"VI": "rescaled", "HI": "reworded"}))
    level = {key: {"current": 2} for key in ("VI", "HI", "IPL")}
    then = reading(EDITION, {key: {"current": 1} for key in level})
    items = by_key(compare_results(then, reading(second, level)))
    assert {key: (items[key].why, items[key].difference) for key in level} == {
        "VI": ("not_comparable", None),
        "HI": (None, 1),
        "IPL": (None, 1),
    }
    # answered the other way round, the older edition after the newer one
    back = by_key(compare_results(reading(second, level), reading(EDITION, {})))
    assert {key: back[key].why for key in level} == {
        "VI": "not_comparable",
        "HI": "unanswered",
        "IPL": "unanswered",
    }


def test_new_and_removed_items_have_no_difference():
    second = build_edition(second_dx())
    changes = compare_results(
        reading(DX, same_level(DX_KEYS, 1)),
        reading(second, same_level([*(key for key in DX_KEYS if key != "9-6"), "9-7"], 2)),
    )
    items = by_key(changes)
    assert (items["9-7"].why, items["9-7"].earlier_state) == ("new", None)
    assert [item.key for item in changes.removed] == ["9-6"]
    assert items["2"].why == "not_comparable"
    overall = groups_of(changes)["overall"]
    assert (overall.compared, overall.of, overall.difference) == (33, 35, 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (put("items.0.question", texts("asked otherwise")), None),  # the levels decide
        (put("items.0.levels.3", texts("another third level")), "not_comparable"),
        (put("items.0.key", "XX"), "new"),
    ],
)
def test_without_a_list_of_changes_the_texts_of_the_levels_decide(change, why):
    data = edition_data()
    both(put("edition", "2021"), change)(data)
    second = build_edition(data)
    key = data["items"][0]["key"]
    then, now = reading(EDITION, {"VI": {"current": 1}}), reading(second, {key: {"current": 3}})
    assert by_key(compare_results(then, now))[key].why == why


def test_practices_without_a_list_are_compared_if_the_statement_is_the_same():
    data = tiers_data()
    both(put("edition", "2023"), put("items.0.question", texts("another statement")))(data)
    first, second = build_edition(tiers_data()), build_edition(data)
    key, other = (item["key"] for item in data["items"][:2])
    given_ = {key: {"answer": "yes"}, other: {"answer": "yes"}}
    changes = compare_results(reading(first, given_), reading(second, given_))
    assert [by_key(changes)[k].why for k in (key, other)] == ["not_comparable", None]
    # the tier that it decides, and every tier above, is not comparable either
    assert [tier.comparable for tier in changes.tiers] == [False, False]


def test_tiers_are_said_as_reached_then_and_now():
    all_of_l1 = {key: {"answer": "yes"} for key in ("L1-capability", "L1-scenario", "L1-relief")}
    changes = compare(
        TIERS,
        all_of_l1 | {"L1-scenario": {"answer": "partly"}, "L2-relief": NOTHING_MOVES},
        all_of_l1 | {"L2-relief": {"answer": "no"}},
    )
    first, second = changes.tiers[:2]
    assert (first.earlier, first.later, first.comparable) == (False, True, True)
    assert (second.earlier, second.later) == (False, False)
    assert [(c.item.key, c.earlier, c.later, c.difference) for c in changes.moved] == [
        ("L1-scenario", "partly", "yes", None)
    ]
    assert by_key(changes)["L2-relief"].why == "not_applicable"
    assert changes.groups == ()


def test_an_open_tier_stays_open():
    changes = compare(TIERS, {}, {"L1-gain": {"answer": "yes"}})
    assert [(tier.earlier, tier.later) for tier in changes.tiers] == [(None, None)] * 5


def test_numbers_of_facts_have_a_difference_and_choices_have_none():
    def facts(staff, edge, certified):
        given_ = {"staff_total": staff, "edge_share": edge, "dx_certified": certified}
        return {key: {"value": value} for key, value in given_.items()}

    items = by_key(compare(FACTS, facts("40", "12.5", False), facts("44", "10", True)))
    assert items["staff_total"].difference == 4
    assert items["edge_share"].difference == Fraction(-5, 2)
    assert (items["dx_certified"].difference, items["dx_certified"].has_moved) == (None, True)


def test_the_same_number_written_in_another_way_has_not_moved():
    changes = compare(FACTS, {"edge_share": {"value": "12.5"}}, {"edge_share": {"value": "12.50"}})
    assert changes.moved == ()


@pytest.mark.parametrize(
    ("then", "now", "why"),
    [
        ("CNY", "CNY", None),
        ("CNY", "EUR", "other_unit"),
        (None, None, "other_unit"),  # what was counted in nobody knows what is not the same
    ],
)
def test_amounts_in_other_units_are_not_subtracted(then, now, why):
    def amount(value, currency):
        said = {"labour_saved.applies": {"value": True}, "labour_saved": {"value": value}}
        return said | ({"labour_saved.currency": {"value": currency}} if currency else {})

    change = by_key(compare(FACTS, amount("100", then), amount("250", now)))["labour_saved"]
    assert (change.why, change.difference) == (why, None if why else 150)
    assert (change.earlier, change.later) == ("100", "250")


def test_an_item_whose_unit_was_changed_is_not_subtracted():
    data = facts_data()
    both(put("edition", "2023"), put("items.1.unit", texts("thousands")))(data)
    first, second = build_edition(facts_data()), build_edition(data)
    given_ = {"staff": {"value": "5"}}
    change = by_key(compare_results(reading(first, given_), reading(second, given_)))["staff"]
    assert (change.why, change.has_moved) == ("other_unit", False)


def test_bounds_of_a_quick_pass_are_not_compared():
    whole = reading(SIRI, same_level(SIRI_KEYS, 2))
    quick = reading(SIRI, {"quick.automation": {"low": 1, "high": 2}, "VI": {"current": 1}})
    assert find_obstacle(quick, whole) == "provisional_earlier"
    assert find_obstacle(whole, quick) == "provisional_later"
    with pytest.raises(ValueError, match="provisional_earlier"):
        compare_results(quick, whole)
    assert join_results(quick, whole) == "not_comparable"


def test_another_workshop_is_another_thing():
    given_ = {"L1-gain": {"answer": "yes"}}
    hall = reading(TIERS, given_, "Hall 2")
    assert find_obstacle(hall, reading(TIERS, given_, " hall  2 ")) is None
    assert find_obstacle(hall, reading(TIERS, given_)) == "other_scope"


def test_two_questionnaires_are_not_compared():
    with pytest.raises(ValueError, match="two questionnaires"):
        compare_results(reading(SIRI, {}), reading(DX, {}))


@pytest.mark.parametrize(
    ("before", "after", "joint"),
    [
        ({}, {}, "same_items"),
        ({"VI": OUTSIDE}, {"VI": OUTSIDE}, "same_items"),
        ({}, {"VI": OUTSIDE}, "other_items"),
        ({"VI": UNKNOWN}, {"VI": UNKNOWN}, "other_items"),
    ],
)
def test_what_a_line_between_two_means_would_claim(before, after, joint):
    then = reading(SIRI, same_level(SIRI_KEYS, 1) | before)
    now = reading(SIRI, same_level(SIRI_KEYS, 2) | after)
    assert join_results(then, now) == joint


def test_no_line_leads_to_an_edition_that_asks_something_else():
    second = build_edition(second_dx())
    then = reading(DX, same_level(DX_KEYS, 1))
    assert join_results(then, reading(second, {})) == "not_comparable"


@given(any_answers)
def test_a_result_beside_itself_has_not_moved(answers):
    changes = compare(EDITION, answers, answers)
    assert changes.moved == ()
    assert {c.item.key for c in changes.compared} == {
        key for key, given_ in answers.items() if "current" in given_
    }


@given(any_answers, any_answers)
def test_the_other_way_round_is_the_opposite(one, other):
    there, back = compare(EDITION, one, other), compare(EDITION, other, one)
    for ours, theirs in zip(there.groups, back.groups, strict=True):
        assert (ours.compared, ours.before) == (theirs.compared, theirs.after)
        if ours.difference is not None:
            assert ours.difference == -theirs.difference


@given(any_answers, any_answers)
def test_open_items_never_make_a_difference(one, other):
    changes = compare(EDITION, one, other)
    known = {key for key in one if "current" in one[key] and "current" in other.get(key, {})}
    assert {c.item.key for c in changes.items if c.difference is not None} == known
    only = compare(EDITION, {k: one[k] for k in known}, {k: other[k] for k in known})
    assert [g.difference for g in changes.groups] == [g.difference for g in only.groups]


@given(any_answers, any_answers)
def test_a_groups_difference_is_the_mean_of_its_items_differences(one, other):
    changes = compare(EDITION, one, other)
    items = by_key(changes)
    for change in changes.groups:
        known = [items[i.key].difference for i in EDITION.level_items_of(change.group.key)]
        known = [difference for difference in known if difference is not None]
        assert (change.compared, change.of) == (
            len(known),
            len(EDITION.level_items_of(change.group.key)),
        )
        assert change.difference == (Fraction(sum(known), len(known)) if known else None)


@given(any_answers, any_answers)
def test_on_the_same_items_the_published_means_differ_by_the_same(one, other):
    then, now = reading(EDITION, one), reading(EDITION, other)
    if join_results(then, now) != "same_items":
        return
    first, second = score(EDITION, one), score(EDITION, other)
    for change in compare_results(then, now).groups:
        published = [r.scores[change.group.key].current.mean for r in (first, second)]
        assert [change.before, change.after] == published


@given(tiers_answers, tiers_answers)
def test_tiers_are_those_of_the_two_results(one, other):
    first, second = score(TIERS, one), score(TIERS, other)
    changes = compare(TIERS, one, other)
    assert [(t.earlier, t.later) for t in changes.tiers] == [
        (then.reached, now.reached) for then, now in zip(first.tiers, second.tiers, strict=True)
    ]
    assert all(tier.comparable for tier in changes.tiers)
