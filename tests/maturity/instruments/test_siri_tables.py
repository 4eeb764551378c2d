"""The shipped tables of SIRI's priorities: the numbers as they were handed over, cell by cell."""

from fractions import Fraction

import pytest

from maturity.instruments import loader
from maturity.instruments.check import find_misfits
from maturity.instruments.loader import (
    DATA_FOLDER,
    TABLES_FOLDER,
    read_canonical_tables,
    read_edition,
    shipped_editions,
    tables_from_canonical,
)
from maturity.instruments.tables import TableSet
from tests.maturity.editions import KEYS

COSTS = [
    "aftermarket_services_warranty",
    "depreciation",
    "labour",
    "maintenance_repair",
    "raw_materials_consumables",
    "rental_operating_lease",
    "research_development",
    "selling_general_administrative",
    "transportation_distribution",
    "utilities",
]
KPIS = {
    "efficiency": [
        "asset_equipment_efficiency",
        "workforce_efficiency",
        "utilities_efficiency",
        "inventory_efficiency",
        "materials_efficiency",
    ],
    "quality": ["process_quality", "product_quality", "safety", "security"],
    "speed_flexibility": [
        "planning_scheduling_effectiveness",
        "production_flexibility",
        "workforce_flexibility",
        "time_to_market",
        "time_to_delivery",
    ],
}
# One digit for each column, in the order of COSTS, of KPIS and of the dimensions.
RELEVANCE_COST = {
    "VI": "0133311101",
    "HI": "1001311331",
    "IPL": "3001103100",
    "SFA": "0031110001",
    "EA": "3001113311",
    "FA": "0031110003",
    "SFC": "0111110001",
    "EC": "1001111111",
    "FC": "0111110001",
    "SFI": "0133310001",
    "EI": "3001313331",
    "FI": "0133110003",
    "WLD": "1033003310",
    "LC": "1131111311",
    "IIC": "1031103330",
    "SG": "1131113311",
}
RELEVANCE_KPI = {
    "VI": "33133331113303",
    "HI": "13030110131103",
    "IPL": "03003130100130",
    "SFA": "33131333003103",
    "EA": "13031310030133",
    "FA": "33300313001101",
    "SFC": "31111111313303",
    "EC": "11011110330133",
    "FC": "31300111301301",
    "SFI": "33133333113303",
    "EI": "13033310130133",
    "FI": "33300313101301",
    "WLD": "13111331311311",
    "LC": "13111313313333",
    "IIC": "13111331111313",
    "SG": "13111111313331",
}
BEST_IN_CLASS = {
    "Aerospace": "3332344423323333",
    "Automotive": "3442324423324444",
    "Electronics": "4433324435444444",
    "Energy & Chemicals": "4333334444344444",
    "Food & Beverage": "4333334443224444",
    "General Manufacturing": "4443324423324444",
    "Logistics": "2433434442323333",
    "Machinery & Equipment": "3442224422323343",
    "Medical Technology": "4434324423224444",
    "Oil & Gas": "2332222322322222",
    "Pharmaceuticals": "3444444444344444",
    "Precision Parts": "3333324422223333",
    "Semiconductors": "4433334443324444",
    "Textiles (Fabric, Garments, Leather & Footwear)": "3442324423323444",
}


@pytest.fixture(scope="module")
def tables() -> TableSet:
    return tables_from_canonical(read_canonical_tables(TABLES_FOLDER / "siri-priorities.yaml"))


def digits(rows):
    return {key: "".join(str(number) for number in row.values()) for key, row in rows.items()}


def test_siri_tables_have_the_numbers_that_were_handed_over(tables):
    assert digits(tables.relevance_cost) == RELEVANCE_COST
    assert digits(tables.relevance_kpi) == RELEVANCE_KPI
    assert digits(tables.best_in_class) == BEST_IN_CLASS


def test_siri_tables_have_the_columns_that_were_handed_over(tables):
    columns = [key for keys in KPIS.values() for key in keys]
    assert (len(COSTS), len(columns), len(BEST_IN_CLASS)) == (10, 14, 14)
    for key in KEYS:
        assert list(tables.relevance_cost[key]) == COSTS
        assert list(tables.relevance_kpi[key]) == columns
    for row in tables.best_in_class.values():
        assert list(row) == KEYS


@pytest.mark.parametrize(
    ("row", "column", "number"),
    [
        ("VI", "labour", 3),
        ("IPL", "aftermarket_services_warranty", 3),
        ("IPL", "labour", 0),
        ("FA", "utilities", 3),
        ("SG", "selling_general_administrative", 3),
        ("WLD", "raw_materials_consumables", 0),
    ],
)
def test_cell_of_the_cost_table_is_found_by_name(tables, row, column, number):
    assert tables.relevance_cost[row][column] == number


@pytest.mark.parametrize(
    ("row", "column", "number"),
    [
        ("VI", "time_to_market", 0),
        ("IPL", "materials_efficiency", 3),
        ("LC", "safety", 3),
        ("FI", "inventory_efficiency", 0),
        ("SG", "time_to_delivery", 1),
    ],
)
def test_cell_of_the_kpi_table_is_found_by_name(tables, row, column, number):
    assert tables.relevance_kpi[row][column] == number


@pytest.mark.parametrize(
    ("row", "column", "number"),
    [
        ("Electronics", "SFI", 5),
        ("Aerospace", "FC", 2),
        ("Oil & Gas", "EC", 3),
        ("Logistics", "EA", 4),
        ("Textiles (Fabric, Garments, Leather & Footwear)", "WLD", 3),
    ],
)
def test_cell_of_the_best_in_class_table_is_found_by_name(tables, row, column, number):
    assert tables.best_in_class[row][column] == number


def test_siri_tables_weigh_the_factors_as_agreed(tables):
    weights = {
        key: (horizon.cost, horizon.kpi, horizon.proximity)
        for key, horizon in tables.horizons.items()
    }
    assert weights == {
        "strategic": (Fraction("0.30"), Fraction("0.40"), Fraction("0.30")),
        "tactical": (Fraction("0.45"), Fraction("0.30"), Fraction("0.25")),
        "operational": (Fraction("0.60"), Fraction("0.20"), Fraction("0.20")),
    }
    assert list(weights) == ["strategic", "tactical", "operational"]


def test_siri_tables_ask_for_exactly_five_of_fourteen_kpis(tables):
    question = tables.question("priorities.kpis")
    assert question.count == 5
    by_category = {}
    for option in question.options:
        by_category.setdefault(option.group, []).append(option.key)
    assert by_category == KPIS
    assert list(tables.categories) == sorted(KPIS)


def test_siri_tables_ask_for_an_industry_and_ten_shares(tables):
    industry = tables.question("priorities.industry")
    assert [option.key for option in industry.options] == list(BEST_IN_CLASS)
    shares = tables.question("priorities.cost_shares")
    assert [option.key for option in shares.options] == COSTS


def test_siri_tables_say_how_far_they_may_be_trusted(tables):
    assert tables.redistribution == "unconfirmed"
    assert "second-hand" in tables.provenance["en"]
    assert "not been verified cell by cell" in tables.provenance["en"]
    assert "二手资料" in tables.provenance["zh-hans"]
    assert "二次資料" in tables.provenance["ja"]


def test_siri_tables_fit_the_shipped_edition(tables):
    siri = read_edition(DATA_FOLDER / "siri-2020.yaml")
    assert (tables.key, tables.version) == ("siri", "1")
    assert find_misfits(tables, siri) == []


def test_shipped_siri_has_its_tables_and_the_others_have_none(tables):
    held = {edition.key: edition.tables for edition in shipped_editions()}
    assert held == {"dx": None, "facts": None, "siri": tables, "tiers": None}


def test_without_the_file_there_are_no_priorities_and_all_else_is_the_same(tmp_path, monkeypatch):
    with_file = {edition.key: edition for edition in shipped_editions()}
    monkeypatch.setattr(loader, "TABLES_FOLDER", tmp_path)
    for edition in shipped_editions():
        assert (edition.tables, edition.priority_items) == (None, ())
        assert not any(item.key.startswith("priorities.") for item in edition.all_items)
        assert edition == with_file[edition.key].with_tables(None)
