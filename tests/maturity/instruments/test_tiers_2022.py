"""The shipped questionnaire `tiers`: twenty practices, four for each of the five tiers."""

import pytest

from maturity.instruments.edition import Edition
from maturity.instruments.items import DECIDING_ROLES
from maturity.instruments.loader import DATA_FOLDER, read_edition
from maturity.instruments.texts import find_foreign_script, measure_texts
from tests.maturity.instruments.shipped import content_of, not_latin

TIERS = ["L1", "L2", "L3", "L4", "L5"]
ROLES = ["capability", "scenario", "relief", "gain"]
STATEMENTS = {
    "L1-capability": (
        "The network in the production area carries live video or high-resolution images from "
        "where they are taken to where they are used, without gaps."
    ),
    "L1-scenario": (
        "Live monitoring of equipment, or quality inspection by image, runs on it in daily "
        "production."
    ),
    "L1-relief": (
        "In these tasks nobody has to watch all the time: software evaluates the picture and "
        "calls a person when something is wrong."
    ),
    "L1-gain": (
        "The effect has been measured, for example labour cost per workshop and year or defects "
        "caught."
    ),
    "L2-capability": (
        "The network keeps delay low and steady enough to steer moving equipment, and the delay "
        "has been measured at the vehicle or carrier."
    ),
    "L2-scenario": (
        "Vehicles, carriers, cranes or sorters are dispatched or controlled over the network in "
        "daily operation."
    ),
    "L2-relief": (
        "On those routes nobody drives, carries or sorts by hand in normal running; people step "
        "in for exceptions."
    ),
    "L2-gain": (
        "The effect has been measured, for example turnover of goods, trips or waiting time "
        "before and after."
    ),
    "L3-capability": (
        "Very many devices (sensors, robots, drives) are connected at once and the delay stays low."
    ),
    "L3-scenario": (
        "Robots are controlled, faults are detected or predicted, or adherence to the process "
        "is checked, from data that crosses the network, every day."
    ),
    "L3-relief": (
        "Software finds the deviation and proposes what to do; people confirm and carry on."
    ),
    "L3-gain": (
        "The effect has been measured, for example downtime, time to find a fault, or share of "
        "deviations found in time."
    ),
    "L4-capability": (
        "Control equipment itself (PLC, drives) communicates over the network, with a stated "
        "reliability target that is monitored."
    ),
    "L4-scenario": (
        "Machines, lines or process steps coordinate with one another over the network, or "
        "engineering and production change a product together on shared data, as normal "
        "practice."
    ),
    "L4-relief": (
        "In that area systems do most of the watching, handling and deciding; people set goals "
        "and deal with what was not foreseen."
    ),
    "L4-gain": "The effect has been measured, for example changeover time before and after.",
    "L5-capability": (
        "One network of higher bandwidth, lower delay and higher precision serves production, "
        "operation and management of the whole scope; no part is an island."
    ),
    "L5-scenario": (
        "Orders run from entry to delivery across all steps with these systems linked end to "
        "end, every day."
    ),
    "L5-relief": (
        "Normal running needs nobody to watch, handle or decide in these processes; people "
        "define aims, improve and answer for safety."
    ),
    "L5-gain": "The effect on figures of the whole site has been measured.",
}


@pytest.fixture(scope="module")
def tiers() -> Edition:
    return read_edition(DATA_FOLDER / "tiers-2022.yaml")


def test_tiers_asks_twenty_practices_by_their_agreed_statements(tiers):
    assert {item.key: item.question["en"] for item in tiers.practices} == STATEMENTS
    assert tiers.practices == tiers.items


def test_tiers_has_four_roles_in_each_of_five_tiers(tiers):
    assert [group.key for group in tiers.groups_of_kind("tier")] == TIERS
    assert len(tiers.groups) == 5
    for tier in TIERS:
        practices = tiers.items_of(tier)
        assert [item.role for item in practices] == ROLES
        assert [item.key for item in practices] == [f"{tier}-{role}" for role in ROLES]
        assert [item.number for item in practices] == [f"{tier}.{n}" for n in range(1, 5)]


def test_tiers_are_decided_by_three_roles_and_supported_by_the_gain():
    assert DECIDING_ROLES == ("capability", "scenario", "relief")


def test_tiers_lets_only_two_practices_be_not_applicable(tiers):
    reasons = {
        item.key: item.not_applicable_reasons
        for item in tiers.practices
        if item.not_applicable_reasons
    }
    assert reasons == {
        "L2-scenario": ("no_moving_equipment",),
        "L2-relief": ("no_moving_equipment",),
    }
    assert tiers.not_applicable_reasons == ()


def test_tiers_has_a_page_for_each_tier_and_no_means(tiers):
    assert [page.key for page in tiers.pages] == TIERS
    assert (tiers.method, tiers.groups_by_rank, tiers.quick_units) == ("tiers", (), ())
    assert (tiers.level_items, tiers.leading, tiers.mean_has_level) == ((), None, False)


def test_tiers_introduces_itself_as_agreed(tiers):
    assert tiers.intro["en"] == (
        "The report describes what 5G makes possible; any network with the same performance "
        "counts. Name the site or workshop you answer for."
    )


def test_tiers_says_what_it_is_not(tiers):
    assert "does not grade a whole enterprise" in tiers.origin["en"]
    assert "Not an official tool" in tiers.origin["en"]
    assert "不对企业整体定级" in tiers.origin["zh-hans"]
    assert "不是官方工具" in tiers.origin["zh-hans"]
    assert "企業全体を格付けするものでもありません" in tiers.origin["ja"]
    assert "公式の評価ツールではありません" in tiers.origin["ja"]


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        ("L1", "CNY 1.6 million"),
        ("L2", "15 %"),
        ("L3", "no figure"),
        ("L4", "from two weeks to two days"),
        ("L5", "no case and no figure"),
    ],
)
def test_tier_shows_the_case_of_the_report_or_that_there_is_none(tiers, tier, said):
    group = tiers.group(tier)
    assert said in group.case["en"]
    assert all(group.about[language] and group.case[language] for language in group.name)


def test_tier_gives_no_percentage_where_the_report_gives_two_times(tiers):
    for language in ("en", "zh-hans", "ja"):
        assert "%" not in tiers.group("L4").case[language]
        assert "％" not in tiers.group("L4").case[language]


def test_tiers_is_whole_in_each_language_and_in_its_script():
    data = content_of("tiers-2022.yaml")
    coverage = measure_texts(data)
    assert set(coverage.present.values()) == {coverage.texts}
    assert find_foreign_script(data) == []
    assert not_latin(data) == []


def test_tiers_labels_fit_their_tiles(tiers):
    for item in tiers.practices:
        assert len(item.short["en"]) <= 16, item.key
        assert len(item.short["zh-hans"]) <= 7, item.key
        assert len(item.short["ja"]) <= 8, item.key
