"""The shipped editions, and answers to them that many tests start from."""

from maturity.instruments.loader import shipped_editions

_EDITIONS = {(edition.key, edition.edition): edition for edition in shipped_editions()}
SIRI = _EDITIONS["siri", "2020"]
DX = _EDITIONS["dx", "2019"]
TIERS = _EDITIONS["tiers", "2022"]
FACTS = _EDITIONS["facts", "2022"]

SIRI_KEYS = [item.key for item in SIRI.level_items]
DX_KEYS = [item.key for item in DX.level_items]
PRACTICES = [item.key for item in TIERS.practices]
HORIZONS = ["strategic", "tactical", "operational"]

UNKNOWN = {"state": "unknown"}
OUTSIDE = {"state": "not_applicable", "reason": "outside_site"}
NOTHING_MOVES = {"state": "not_applicable", "reason": "no_moving_equipment"}

COSTS = {
    "aftermarket_services_warranty": "1",
    "depreciation": "3",
    "labour": "24",
    "maintenance_repair": "1",
    "raw_materials_consumables": "38",
    "rental_operating_lease": "0",
    "research_development": "5",
    "selling_general_administrative": "17",
    "transportation_distribution": "3",
    "utilities": "5",
}
KPIS = [
    "asset_equipment_efficiency",
    "workforce_efficiency",
    "process_quality",
    "product_quality",
    "safety",
]
INPUTS = {
    "industry": "Energy & Chemicals",
    "horizon": "strategic",
    "cost_shares": COSTS,
    "kpis": KPIS,
}


def same_level(keys, level):
    return {key: {"current": level} for key in keys}


def inputs(**changed):
    """The four inputs of the priorities by key, as they stand among the answers."""
    return {f"priorities.{name}": {"value": given} for name, given in (INPUTS | changed).items()}


def sum_of_levels(keys, total):
    """Levels for all keys that add up to the total, as many of them 5 as it takes."""
    levels = {}
    for key in keys:
        levels[key] = {"current": min(5, total)}
        total -= levels[key]["current"]
    assert total == 0
    return levels
