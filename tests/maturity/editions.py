"""A questionnaire built like `siri`, with texts made up by rule; every call gives a fresh copy."""

import json
from pathlib import Path
from typing import Any

from maturity.instruments.edition import LANGUAGES, Edition
from maturity.instruments.loader import canonical_json, edition_from_canonical

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
    return {language: f"{text} ({language})" for language in LANGUAGES}


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
