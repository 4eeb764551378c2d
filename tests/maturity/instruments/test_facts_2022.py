"""The shipped questionnaire `facts`: sixteen questions, and the figures they are held against."""

import csv

import pytest

from maturity.benchmarks.release import DATA_FOLDER as RELEASES
from maturity.instruments.edition import Edition
from maturity.instruments.loader import DATA_FOLDER, read_edition
from maturity.instruments.texts import find_foreign_script, measure_texts
from tests.maturity.instruments.shipped import content_of, not_latin

# Number, key, kind: the sixteen questions with their parts, after the year.
ITEMS = [
    ("0", "reference_year", "number"),
    ("1", "networked_collaboration", "choice"),
    ("2", "service_manufacturing", "choice"),
    ("3a", "platform_modes.design", "choice"),
    ("3b", "platform_modes.production", "choice"),
    ("3c", "platform_modes.configuration", "choice"),
    ("3d", "platform_modes.management", "choice"),
    ("4", "ict_posts", "choice"),
    ("5", "investment_delayed", "choice"),
    ("6a", "dx_certified", "yes_no"),
    ("6b", "dx_certified.name", "text"),
    ("6c", "dx_certified.year", "number"),
    ("7a", "staff_total", "number"),
    ("7b", "staff_digital", "number"),
    ("8", "staff_basic_digital", "number"),
    ("9a", "digital_staff_masters", "number"),
    ("9b", "digital_staff_ten_years", "number"),
    ("10a", "labour_saved.applies", "yes_no"),
    ("10b", "labour_saved", "number"),
    ("10c", "labour_saved.currency", "text"),
    ("11a", "turnover_gain.applies", "yes_no"),
    ("11b", "turnover_gain", "number"),
    ("12a", "changeover.applies", "yes_no"),
    ("12b", "changeover_before", "number"),
    ("12c", "changeover_before.unit", "choice"),
    ("12d", "changeover_after", "number"),
    ("12e", "changeover_after.unit", "choice"),
    ("13a", "case_gains.port", "yes_no"),
    ("13b", "case_gains.loading_time", "number"),
    ("13c", "case_gains.berth_utilisation", "number"),
    ("13d", "case_gains.full_load_rate", "number"),
    ("13e", "case_gains.haulage", "yes_no"),
    ("13f", "case_gains.transport_cost", "number"),
    ("13g", "case_gains.rfid", "yes_no"),
    ("13h", "case_gains.replenishment", "number"),
    ("13i", "case_gains.cluster", "yes_no"),
    ("13j", "case_gains.production_cost", "number"),
    ("13k", "case_gains.quality", "number"),
    ("13l", "case_gains.energy", "yes_no"),
    ("13m", "case_gains.electricity", "number"),
    ("13n", "case_gains.co2", "number"),
    ("14a", "network.sync", "number"),
    ("14b", "network.latency", "number"),
    ("14c", "network.reliability", "share"),
    ("14d", "network.basis", "choice"),
    ("15", "edge_share", "share"),
    ("16a", "digital_growth", "number"),
    ("16b", "digital_growth_sector", "choice"),
    ("16c", "digital_growth.basis", "choice"),
]
HELD_AGAINST = {
    "networked_collaboration": ["cn-networked-collaboration-share"],
    "service_manufacturing": ["cn-service-manufacturing-share"],
    "platform_modes.design": ["cn-platform-enabled-modes"],
    "platform_modes.production": ["cn-platform-enabled-modes"],
    "platform_modes.configuration": ["cn-platform-enabled-modes"],
    "platform_modes.management": ["cn-platform-enabled-modes"],
    "ict_posts": ["eu-companies-ict-recruiting-difficulty"],
    "investment_delayed": ["europe-companies-investment-delayed-by-skills"],
    "dx_certified": ["jp-dx-certified-companies"],
    "staff_digital": [
        "cluster-boston-washington-talent-share",
        "cluster-sf-bay-area-talent-share",
        "cluster-uk-ireland-talent-share",
        "cluster-bengaluru-talent-share",
        "cluster-beijing-tianjin-hebei-talent-share",
        "cluster-yangtze-river-delta-talent-share",
        "cluster-greater-bay-area-talent-share",
    ],
    "staff_basic_digital": ["europe-basic-digital-skills-share", "eu-basic-digital-skills-target"],
    "digital_staff_masters": ["lighthouse-talent-masters-share"],
    "digital_staff_ten_years": ["lighthouse-talent-ten-years-share"],
    "labour_saved": ["l1-gree-labour-saving"],
    "turnover_gain": ["l2-zte-turnover-efficiency"],
    "changeover_before": ["l4-huawei-changeover-before"],
    "changeover_after": ["l4-huawei-changeover-after"],
    "case_gains.loading_time": ["case-huanghua-loading-time"],
    "case_gains.berth_utilisation": ["case-huanghua-berth-utilisation"],
    "case_gains.full_load_rate": ["case-huanghua-full-load-rate"],
    "case_gains.transport_cost": ["case-rio-tinto-transport-cost"],
    "case_gains.replenishment": ["case-walmart-rfid-replenishment"],
    "case_gains.production_cost": ["case-jiedong-cost-reduction"],
    "case_gains.quality": ["case-jiedong-quality-improvement"],
    "case_gains.electricity": ["case-hailan-electricity-saving"],
    "case_gains.co2": ["case-hailan-co2-reduction"],
    "network.sync": ["tech-5g-industrial-sync-precision"],
    "network.latency": ["tech-5g-industrial-latency"],
    "network.reliability": ["tech-5g-industrial-reliability"],
    "edge_share": ["world-edge-processed-data-2025"],
    "digital_growth": [
        "cn-value-added-growth-2021",
        "cn-primary-growth-2021",
        "cn-secondary-growth-2021",
        "cn-tertiary-growth-2021",
        "cn-direct-value-added-growth-2021",
    ],
}


# Their figures stand for the question as a whole, whichever part they are held against.
ASKED_IN_PARTS = ("platform_modes", "changeover")


@pytest.fixture(scope="module")
def facts() -> Edition:
    return read_edition(DATA_FOLDER / "facts-2022.yaml")


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, str]]:
    """The rows of the shipped release, by key."""
    with (RELEASES / "caii-2022-11.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def held(facts):
    return {item.key: list(item.held_against) for item in facts.items if item.held_against}


def test_facts_asks_sixteen_questions_and_the_year_first(facts):
    assert [(item.number, item.key, item.kind) for item in facts.items] == ITEMS
    assert {number.rstrip("abcdefghijklmn") for number, _key, _kind in ITEMS} == {
        str(number) for number in range(17)
    }
    assert len(facts.pages) == 17
    assert facts.pages[0].key == "reference_year"


def test_facts_holds_each_answer_against_the_agreed_figures(facts):
    assert held(facts) == HELD_AGAINST


def test_facts_names_only_figures_of_the_shipped_release(facts, figures):
    named = {key for keys in held(facts).values() for key in keys}
    assert named <= set(figures)
    assert {figures[key]["mode"] for key in named} == {"compare", "side_by_side"}


def test_facts_and_the_release_agree_on_which_question_a_figure_belongs_to(facts, figures):
    by_figure = {
        key: facts.item(item).group if facts.item(item).group in ASKED_IN_PARTS else item
        for item, keys in held(facts).items()
        for key in keys
    }
    assert by_figure == {key: row["fact"] for key, row in figures.items() if row["fact"]}


def test_facts_leaves_out_no_figure_that_may_be_compared(facts, figures):
    named = {key for keys in held(facts).values() for key in keys}
    assert named == {key for key, row in figures.items() if row["mode"] != "show"}


def test_facts_parts_cannot_exceed_their_wholes(facts):
    wholes = {item.key: item.whole for item in facts.items if item.whole}
    assert wholes == {
        "staff_digital": "staff_total",
        "staff_basic_digital": "staff_total",
        "digital_staff_masters": "staff_digital",
        "digital_staff_ten_years": "staff_digital",
    }
    assert facts.item("staff_total").lowest == "1"
    for key in wholes:
        part = facts.item(key)
        assert (part.kind, part.lowest, part.decimals) == ("number", "0", 0)


def test_facts_questions_on_cases_open_only_where_the_case_applies(facts):
    opens = {item.key: item.opens_with.item for item in facts.items if item.opens_with is not None}
    assert opens == {
        "dx_certified.name": "dx_certified",
        "dx_certified.year": "dx_certified",
        "labour_saved": "labour_saved.applies",
        "labour_saved.currency": "labour_saved.applies",
        "turnover_gain": "turnover_gain.applies",
        "changeover_before": "changeover.applies",
        "changeover_before.unit": "changeover.applies",
        "changeover_after": "changeover.applies",
        "changeover_after.unit": "changeover.applies",
        "case_gains.loading_time": "case_gains.port",
        "case_gains.berth_utilisation": "case_gains.port",
        "case_gains.full_load_rate": "case_gains.port",
        "case_gains.transport_cost": "case_gains.haulage",
        "case_gains.replenishment": "case_gains.rfid",
        "case_gains.production_cost": "case_gains.cluster",
        "case_gains.quality": "case_gains.cluster",
        "case_gains.electricity": "case_gains.energy",
        "case_gains.co2": "case_gains.energy",
    }
    assert {item.opens_with.value for item in facts.items if item.opens_with} == {True}
    for opener in set(opens.values()):
        assert facts.item(opener).kind == "yes_no"


@pytest.mark.parametrize(
    ("key", "limits"),
    [
        ("reference_year", ("2018", "current_year", 0)),
        ("turnover_gain", ("-100", "1000", 2)),
        ("digital_growth", ("-100", "1000", 2)),
        ("labour_saved", ("0", None, 2)),
        ("changeover_before", ("0.01", None, 2)),
        ("changeover_after", ("0.01", None, 2)),
        ("case_gains.loading_time", ("-100", "1000", 2)),
        ("case_gains.replenishment", ("0", "100", 2)),
        ("case_gains.electricity", ("0", None, 2)),
        ("case_gains.co2", ("0", None, 2)),
        ("network.sync", ("0", None, 3)),
        ("network.latency", ("0", None, 3)),
        ("network.reliability", ("0", "100", 6)),
        ("edge_share", ("0", "100", 2)),
    ],
)
def test_fact_has_the_agreed_limits(facts, key, limits):
    item = facts.item(key)
    assert (item.lowest, item.highest, item.decimals) == limits


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("networked_collaboration", ["yes", "partly", "no"]),
        ("service_manufacturing", ["yes", "partly", "no"]),
        ("platform_modes.design", ["yes", "partly", "no"]),
        ("platform_modes.production", ["yes", "partly", "no"]),
        ("platform_modes.configuration", ["yes", "partly", "no"]),
        ("platform_modes.management", ["yes", "partly", "no"]),
        ("ict_posts", ["tried_hard", "tried_not_hard", "did_not_try"]),
        ("investment_delayed", ["yes", "no", "none_planned"]),
        ("changeover_before.unit", ["hours", "calendar_days", "working_days", "weeks"]),
        ("changeover_after.unit", ["hours", "calendar_days", "working_days", "weeks"]),
        ("network.basis", ["measured", "specified"]),
        ("digital_growth_sector", ["primary", "secondary", "tertiary", "supplier"]),
        ("digital_growth.basis", ["value_added", "revenue"]),
    ],
)
def test_fact_offers_the_agreed_choices(facts, key, options):
    assert [option.key for option in facts.item(key).options] == options


def test_facts_are_never_scored(facts):
    assert facts.method == "facts"
    assert (facts.groups_by_rank, facts.level_items, facts.practices) == ((), (), ())
    assert "never scored and never pooled" in facts.origin["en"]


def test_facts_may_be_not_applicable_for_the_usual_reasons(facts):
    assert facts.not_applicable_reasons == (
        "no_such_activity",
        "no_such_equipment",
        "outside_site",
        "other",
    )


def test_facts_says_that_it_is_not_official(facts):
    assert "Not an official tool" in facts.origin["en"]
    assert "不是官方工具" in facts.origin["zh-hans"]
    assert "公式の評価ツールではありません" in facts.origin["ja"]


def test_facts_is_whole_in_each_language_and_in_its_script():
    data = content_of("facts-2022.yaml")
    coverage = measure_texts(data)
    assert set(coverage.present.values()) == {coverage.texts}
    assert find_foreign_script(data) == []
    assert not_latin(data) == []
