"""Answers to the shipped questionnaires whose results can be worked out by hand, and files."""

import json
from typing import Any

from maturity.instruments.loader import DATA_FOLDER, TABLES_FOLDER
from maturity.instruments.strict_yaml import read_yaml

COSTS = {
    "aftermarket_services_warranty": "1",
    "depreciation": "4",
    "labour": "24.5",
    "maintenance_repair": "3",
    "raw_materials_consumables": "38",
    "rental_operating_lease": "0",
    "research_development": "3",
    "selling_general_administrative": "9",
    "transportation_distribution": "3",
    "utilities": "5",
}
KPIS = [
    "asset_equipment_efficiency",
    "workforce_efficiency",
    "inventory_efficiency",
    "product_quality",
    "time_to_delivery",
]
PRIORITIES: dict[str, dict[str, Any]] = {
    "priorities.industry": {"value": "Electronics"},
    "priorities.horizon": {"value": "tactical"},
    "priorities.cost_shares": {"value": COSTS},
    "priorities.kpis": {"value": KPIS},
}

DX_KEYS = [
    *("1", "2", "3", "4", "4-1", "4-2", "4-3", "4-4", "5", "5-1", "5-2"),
    *("6", "6-1", "6-2", "6-3", "7", "7-1", "7-2", "7-3"),
    *("8", "8-1", "8-2", "8-3", "8-4", "8-5", "8-6", "8-7", "8-8"),
    *("9", "9-1", "9-2", "9-3", "9-4", "9-5", "9-6"),
]
# 35 items that add up to 105, exactly what a leading company needs.
DX: dict[str, dict[str, Any]] = {key: {"current": 3, "target": 4} for key in DX_KEYS} | {
    "1": {"current": 4, "target": 5},
    "2": {"current": 2, "target": 4},
}
INDICATORS: dict[str, dict[str, Any]] = {
    "product_development_time": {"current": "14", "target": "9", "method": "median", "action": "x"},
    "data_freshness": {"current": "weekly", "target": "daily"},
}

# L1 is in place, L2 lacks its scenario.
PRACTICES: dict[str, dict[str, Any]] = {
    **{
        f"L{tier}-{role}": {"answer": "yes" if tier <= 2 else "no"}
        for tier in range(1, 6)
        for role in ("capability", "scenario", "relief", "gain")
    },
    "L2-scenario": {"answer": "partly", "note": "one route"},
}

# Shares: 12 of 40, 37 of 40, 4 of 12.
FACTS: dict[str, dict[str, Any]] = {
    "reference_year": {"value": "2025"},
    "networked_collaboration": {"value": "partly"},
    "dx_certified": {"value": True},
    "dx_certified.name": {"value": "DX認定"},
    "dx_certified.year": {"value": "2024"},
    "staff_total": {"value": "40"},
    "staff_digital": {"value": "12"},
    "staff_basic_digital": {"value": "37"},
    "digital_staff_masters": {"value": "4"},
    "turnover_gain.applies": {"state": "not_applicable", "reason": "no_such_activity"},
    "network.reliability": {"value": "99.999"},
    "edge_share": {"state": "unknown"},
}
ANSWERS: dict[str, dict[str, dict[str, Any]]] = {
    "dx": DX | INDICATORS,
    "tiers": PRACTICES,
    "facts": FACTS,
}

# Questionnaire, key of the answer, the answer, the part of a file of answers where it stands.
EVERY_KIND: list[Any] = [
    ("siri", "VI", {"current": 0, "target": 3, "note": " ㈱髙橋 ", "action": "buy"}, "answers"),
    ("siri", "VI", {"state": "unknown", "target": 2, "action": "ask"}, "answers"),
    ("siri", "VI", {"state": "not_applicable", "reason": "other", "note": "why"}, "answers"),
    ("tiers", "L1-gain", {"answer": "partly", "note": "one line"}, "answers"),
    ("tiers", "L1-gain", {"state": "unknown", "note": "ask"}, "answers"),
    ("tiers", "L2-relief", {"state": "not_applicable", "reason": "no_moving_equipment"}, "answers"),
    ("facts", "dx_certified", {"value": True, "note": "since May"}, "answers"),
    ("facts", "dx_certified", {"value": False}, "answers"),
    ("facts", "dx_certified.name", {"value": " DX認定 "}, "answers"),
    ("facts", "staff_total", {"value": "40"}, "answers"),
    ("facts", "turnover_gain", {"value": "-12.5"}, "answers"),
    ("facts", "network.reliability", {"value": "99.999999"}, "answers"),
    ("facts", "ict_posts", {"value": "did_not_try"}, "answers"),
    ("facts", "ict_posts", {"state": "unknown"}, "answers"),
    ("facts", "ict_posts", {"state": "not_applicable", "reason": "other", "note": "?"}, "answers"),
    ("siri", "priorities.industry", {"value": "Energy & Chemicals"}, "priorities"),
    ("siri", "priorities.kpis", {"value": KPIS}, "priorities"),
    ("siri", "priorities.cost_shares", {"value": COSTS}, "priorities"),
    ("dx", "product_development_time", INDICATORS["product_development_time"], "quantities"),
    ("dx", "product_development_time", {"target": "9"}, "quantities"),
    ("dx", "data_freshness", INDICATORS["data_freshness"], "quantities"),
    ("dx", "quick.4", {"low": 0, "high": 2}, "quick"),
    ("siri", "quick.automation", {"low": 3, "high": 3}, "quick"),
]


def name_of(case: Any) -> str:
    """How a case of EVERY_KIND is called in a run of the tests."""
    return f"{case[0]} {case[1]} {'/'.join(case[2])}"


def as_file(data: object) -> bytes:
    """The content as an uploaded file: JSON is YAML."""
    return json.dumps(data, ensure_ascii=False).encode()


def shipped_data(name: str) -> Any:
    """The content of a shipped questionnaire ("dx-2019"), free to be changed by the test."""
    return read_yaml((DATA_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def tables_data(**changes: Any) -> Any:
    """The content of the shipped tables of SIRI's priorities."""
    path = TABLES_FOLDER / "siri-priorities.yaml"
    data: Any = read_yaml(path.read_text(encoding="utf-8"))
    return data | changes


def second_dx() -> Any:
    """A small test edition that follows `dx` 2019: an item of each kind of change.

    Item 1 is reworded, 2 re-scaled, 9-6 removed, 9-7 new; the other 32 are the same.
    """
    data = shipped_data("dx-2019") | {"edition": "2019.1"}
    note = {"en": "Clearer", "zh-hans": "更清楚", "ja": "より明確に"}
    new = {"en": "Brand-new question?", "zh-hans": "全新的问题？", "ja": "新しい質問ですか。"}
    by_key = {item["key"]: item for item in data["items"]}
    by_key["1"]["question"] = {
        "en": "Reworded question?",
        "zh-hans": "改写后的问题？",
        "ja": "書き直した質問ですか。",
    }
    by_key["9-6"] |= {"key": "9-7", "number": "9-7", "question": new}
    kinds = {"1": "reworded", "2": "rescaled"}
    data["follows"] = {
        "edition": "2019",
        "changes": [
            *(
                {"kind": kinds.get(key, "same"), "item": key, "before": key}
                | ({"note": note} if key in kinds else {})
                for key in DX_KEYS
                if key != "9-6"
            ),
            {"kind": "removed", "before": "9-6"},
            {"kind": "new", "item": "9-7"},
        ],
    }
    return data
