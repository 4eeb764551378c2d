"""Files of every sort with texts made up by rule; every call gives a fresh copy."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from maturity.instruments.edition import Edition
from maturity.instruments.loader import (
    canonical_json,
    edition_from_canonical,
    tables_from_canonical,
)
from maturity.instruments.tables import TableSet

TREE = {
    "process": {"operations": ["VI"], "supply_chain": ["HI"], "product_lifecycle": ["IPL"]},
    "technology": {
        "automation": ["SFA", "EA", "FA"],
        "connectivity": ["SFC", "EC", "FC"],
        "intelligence": ["SFI", "EI", "FI"],
    },
    "organisation": {"talent_readiness": ["WLD", "LC"], "structure_management": ["IIC", "SG"]},
}
KEYS = [key for pillars in TREE.values() for keys in pillars.values() for key in keys]
GROUPS = ["overall", *TREE, *(pillar for pillars in TREE.values() for pillar in pillars)]


def texts(text: str) -> dict[str, str]:
    """Return a text that passes for each language: the brackets are those of its own script."""
    return {"en": f"{text} (en)", "zh-hans": f"{text}（zh-hans）", "ja": f"{text}（ja）"}


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Return a change that sets the value at a path such as `items.3.levels.2.ja`."""

    def change(data: Any) -> None:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            data = data[step]
        if isinstance(data, list) and last == len(data):
            data.append(value)
        else:
            data[last] = value

    return change


def drop(path: str) -> Callable[[dict[str, Any]], None]:
    """Return a change that removes the value at a path."""

    def change(data: Any) -> None:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            data = data[step]
        del data[last]

    return change


def both(*changes: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Return one change that makes several, in their order."""

    def change(data: dict[str, Any]) -> None:
        for one in changes:
            one(data)

    return change


def edition_data() -> dict[str, Any]:
    """Return the content of a file without faults, free to be spoilt by the test."""
    groups = [{"key": "overall", "kind": "overall", "name": texts("overall")}]
    items = []
    for block, pillars in TREE.items():
        groups.append(_group(block, kind="block", parent="overall"))
        for pillar, keys in pillars.items():
            groups.append(_group(pillar, kind="pillar", parent=block))
            for key in keys:
                items.append(_item(key, number=len(items) + 1, group=pillar))
    return {
        "schema": 1,
        "key": "siri",
        "edition": "2020",
        "title": texts("title"),
        "origin": texts("origin"),
        "scale": {"top": 5, "word": texts("Band")},
        "not_applicable": ["no_such_activity", "no_such_equipment", "outside_site", "other"],
        "ladders": {"ladder": [texts(f"word {level}") for level in range(6)]},
        "groups": groups,
        "items": items,
    }


def rich_data() -> dict[str, Any]:
    """Return a questionnaire built like `dx`: with a quick pass, short words and indicators.

    `quantities` are Q1, a number, and Q2, a choice; the group they stand in is `groups[12]`.
    """
    data = edition_data()
    data["scale"] |= {"mean_has_level": True, "leading": 3}
    data["short_ladders"] = {"ladder": [texts(f"w{level}") for level in range(6)]}
    data["quick"] = ["VI", "automation", "talent_readiness"]
    data["groups"].append({"key": "figures", "kind": "indicators", "name": texts("figures")})
    data["quantities"] = [
        _value("cost", number="Q1", kind="number", group="figures", unit=texts("hours"))
        | {"lowest": "0", "decimals": 1, "standing": "confirmed"},
        _value("freshness", number="Q2", kind="choice", group="figures")
        | {"options": [_option("daily"), _option("weekly")], "standing": "modelled_on"},
    ]
    return data


def tiers_data() -> dict[str, Any]:
    """Return a questionnaire built like `tiers`: L1 and L2, each with four practices."""
    roles = ("capability", "scenario", "relief", "gain")
    return {
        "schema": 1,
        "key": "tiers",
        "edition": "2022",
        "method": "tiers",
        "title": texts("title"),
        "origin": texts("origin"),
        "not_applicable": [],
        "groups": [
            {"key": tier, "kind": "tier", "name": texts(tier), "about": texts(f"about {tier}")}
            for tier in ("L1", "L2")
        ],
        "items": [
            _practice(f"{tier}-{role}", number=f"{tier}.{number}", group=tier, role=role)
            for tier in ("L1", "L2")
            for number, role in enumerate(roles, start=1)
        ],
    }


def facts_data() -> dict[str, Any]:
    """Return a questionnaire built like `facts`, with one item of each way to give a value.

    0 year (number), 1 staff (number), 2 staff_digital (number, part of staff), 3 moved (yes or
    no), 4 moved.gain (share, only if moved), 5 mode (choice of three), 6 mode.name (text, only if
    mode is "other"), 7 aims (choices: two of three).
    """
    keys = ("year", "staff", "moved", "mode", "aims")
    three = [_option(key) for key in ("cloud", "edge", "other")]
    only_moved = {"item": "moved", "value": True}
    only_other = {"item": "mode", "value": "other"}
    return {
        "schema": 1,
        "key": "facts",
        "edition": "2022",
        "method": "facts",
        "title": texts("title"),
        "origin": texts("origin"),
        "not_applicable": ["no_such_activity", "other"],
        "groups": [{"key": key, "kind": "question", "name": texts(key)} for key in keys],
        "items": [
            _value("year", number="0", kind="number", group="year", unit=texts("year"))
            | {"lowest": "2018", "highest": "current_year"},
            _value("staff", number="1a", kind="number", group="staff", unit=texts("people"))
            | {"lowest": "1"},
            _value("staff_digital", number="1b", kind="number", group="staff", unit=texts("people"))
            | {"lowest": "0", "whole": "staff", "held_against": ["a-share", "another.share"]},
            _value("moved", number="2a", kind="yes_no", group="moved"),
            _value("moved.gain", number="2b", kind="share", group="moved", unit=texts("%"))
            | {"lowest": "-100", "highest": "100", "decimals": 2, "opens_with": only_moved},
            _value("mode", number="3a", kind="choice", group="mode") | {"options": three},
            _value("mode.name", number="3b", kind="text", group="mode")
            | {"opens_with": only_other},
            _value("aims", number="4", kind="choices", group="aims")
            | {"options": [_option(key) for key in ("cost", "speed", "safety")], "count": 2},
        ],
    }


def tables_data() -> dict[str, Any]:
    """Return the content of a file of tables that fits `edition_data`."""
    industries = ["Food & Beverage", "Logistics"]
    return {
        "schema": 1,
        "key": "siri",
        "version": "1",
        "title": texts("priorities"),
        "provenance": texts("made up"),
        "redistribution": "unconfirmed",
        "questions": {
            key: {part: texts(f"{part} of {key}") for part in ("name", "question", "help")}
            for key in ("industry", "horizon", "cost_shares", "kpis")
        },
        "choose": 2,
        "horizons": [
            _explained("long") | {"weights": {"cost": "0.30", "kpi": "0.40", "proximity": "0.3"}},
            _explained("short") | {"weights": {"cost": "0.6", "kpi": "0.2", "proximity": "0.2"}},
        ],
        "categories": {"efficiency": texts("efficiency"), "quality": texts("quality")},
        "costs": [_explained("labour"), _explained("utilities")],
        "kpis": [
            _explained("output") | {"category": "efficiency"},
            _explained("stock") | {"category": "efficiency"},
            _explained("safety") | {"category": "quality"},
        ],
        "industries": [{"key": key, "name": texts(key)} for key in industries],
        "dimensions": list(KEYS),
        "relevance_cost": {key: [position % 4, 1] for position, key in enumerate(KEYS)},
        "relevance_kpi": {key: [0, 1, position % 4] for position, key in enumerate(KEYS)},
        "best_in_class": {key: [3] * 15 + [4] for key in industries},
    }


def relations_data() -> dict[str, Any]:
    """Return relations between `edition_data` and `tiers_data` that leave no item out.

    VI belongs to the scenario of L1, and the capabilities of both tiers to SFC; all others are
    alone.
    """
    pairs = [
        ("siri VI", "tiers L1-scenario"),
        ("tiers L1-capability", "siri SFC"),
        ("tiers L2-capability", "siri SFC"),
    ]
    named = {ref for pair in pairs for ref in pair}
    refs = [f"siri {key}" for key in KEYS]
    refs += [f"tiers {item['key']}" for item in tiers_data()["items"]]
    return {
        "schema": 1,
        "key": "siri-tiers",
        "version": "1",
        "instruments": ["siri", "tiers"],
        "themes": [
            {"key": key, "dimension": key, "name": texts(key), "about": texts(f"about {key}")}
            for key in ("network", "platform")
        ],
        "relations": [
            {"theme": "network", "from": a, "to": b, "kind": "part_of", "reason": texts(f"{a} {b}")}
            for a, b in pairs
        ],
        "no_counterpart": [
            {"item": ref, "theme": "platform", "reason": texts(f"{ref} is alone")}
            for ref in refs
            if ref not in named
        ],
    }


def build_tables(data: dict[str, Any] | None = None) -> TableSet:
    return tables_from_canonical(canonical_json(data or tables_data()))


def build_edition(data: dict[str, Any] | None = None) -> Edition:
    return edition_from_canonical(canonical_json(data or edition_data()))


def write_edition(folder: Path, data: dict[str, Any], *, name: str = "siri-2020.yaml") -> Path:
    """Write the content as a file; JSON is YAML, and the reader must agree."""
    path = folder / name
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _group(key: str, *, kind: str, parent: str) -> dict[str, Any]:
    return {"key": key, "kind": kind, "parent": parent, "name": texts(key)}


def _item(key: str, *, number: int, group: str) -> dict[str, Any]:
    return {
        "key": key,
        "number": str(number),
        "group": group,
        "ladder": "ladder",
        "name": texts(f"name of {key}"),
        "short": texts(key),
        "question": texts(f"question of {key}"),
        "help": texts(f"help of {key}"),
        "levels": [texts(f"{key} at level {level}") for level in range(6)],
        "evidence": texts(f"evidence of {key}"),
        "actions": [texts(f"{key} from {level}") for level in range(5)],
    }


def _practice(key: str, *, number: str, group: str, role: str) -> dict[str, Any]:
    return {
        "key": key,
        "number": number,
        "kind": "practice",
        "group": group,
        "role": role,
        "name": texts(f"name of {key}"),
        "short": texts(key),
        "question": texts(f"statement of {key}"),
        "help": texts(f"help of {key}"),
        "evidence": texts(f"evidence of {key}"),
        "action": texts(f"action of {key}"),
    }


def _value(key: str, *, number: str, kind: str, group: str, **more: object) -> dict[str, Any]:
    return {
        "key": key,
        "number": number,
        "kind": kind,
        "group": group,
        "name": texts(f"name of {key}"),
        "question": texts(f"question of {key}"),
        "help": texts(f"help of {key}"),
        **more,
    }


def _option(key: str) -> dict[str, Any]:
    return {"key": key, "text": texts(f"option {key}")}


def _explained(key: str) -> dict[str, Any]:
    return {"key": key, "name": texts(f"name of {key}"), "help": texts(f"help of {key}")}
