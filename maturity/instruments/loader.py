"""From files to editions and table sets, and the one text form that hashes are taken over.

A file edited by a person goes through the strict reader and the schema; what was stored once as
canonical JSON goes straight to `edition_from_canonical`, without pydantic or YAML.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from maturity.instruments.cache import cached
from maturity.instruments.edition import Change, Edition, Follows, Group, Item
from maturity.instruments.files import decode, read_bytes
from maturity.instruments.items import (
    Condition,
    LevelItem,
    Option,
    PracticeItem,
    Quantity,
    ValueItem,
)
from maturity.instruments.tables import TableSet, tables_from_data

DATA_FOLDER = Path(__file__).parent / "data"
TABLES_FOLDER = Path(__file__).parent / "tables"


def canonical_json(data: object) -> str:
    """Write data so that equal content gives equal text: keys sorted, no spaces, not escaped."""
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def content_hash(canonical: str) -> str:
    """Return "sha256:" and the SHA-256, in hex, of the UTF-8 bytes of a canonical JSON text."""
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def parse_edition_file(content: bytes) -> str:
    """Check the bytes of a questionnaire file and return its content as canonical JSON.

    Raises InvalidFile with every fault found; `files.py`, `strict_yaml.py`, `schema.py` and
    `consistency` list the codes.
    """
    from maturity.instruments.schema import validate_edition  # noqa: PLC0415 - see `parse_checked`

    return parse_checked(content, validate_edition)


def parse_tables_file(content: bytes) -> str:
    """Check the bytes of a file of tables and return its content as canonical JSON.

    Raises InvalidFile with every fault found; `tables_schema.py` lists the codes.
    """
    from maturity.instruments.tables_schema import validate_tables  # noqa: PLC0415 - see `parse_checked`

    return parse_checked(content, validate_tables)


def parse_checked(content: bytes, validate: Callable[[object], None]) -> str:
    """Read YAML, check it with `validate`, and return it as canonical JSON."""
    # YAML and pydantic cost time to import, and nobody who works with stored editions needs them.
    from maturity.instruments.strict_yaml import read_yaml  # noqa: PLC0415

    data = read_yaml(decode(content))
    validate(data)
    return canonical_json(data)


def read_canonical(path: Path) -> str:
    """Read one questionnaire file as canonical JSON; raises InvalidFile with every fault.

    A file that was read before comes from a cache keyed by its content.
    """
    return cached(read_bytes(path), parse_edition_file)


def read_canonical_tables(path: Path) -> str:
    """Read one file of tables as canonical JSON, like `read_canonical`."""
    return cached(read_bytes(path), parse_tables_file)


def read_edition(path: Path) -> Edition:
    """Read and check one YAML file; raises InvalidFile like `read_canonical`."""
    return edition_from_canonical(read_canonical(path))


def tables_from_canonical(text: str) -> TableSet:
    """Build the table set from its canonical JSON, which was checked when it was made."""
    return tables_from_data(json.loads(text), digest=content_hash(text))


def edition_from_canonical(text: str) -> Edition:
    """Build the edition from its canonical JSON, which was checked when it was made."""
    data = json.loads(text)
    scale = data.get("scale") or {}
    return Edition(
        key=data["key"],
        edition=data["edition"],
        hash=content_hash(text),
        method=data.get("method", "means"),
        title=data["title"],
        origin=data["origin"],
        intro=data.get("intro") or {},
        scale_top=scale.get("top", 0),
        level_word=scale.get("word", {}),
        mean_has_level=scale.get("mean_has_level", False),
        leading=scale.get("leading"),
        # The canonical form has sorted the ladders' keys; nothing depends on their order.
        ladders={key: tuple(names) for key, names in data.get("ladders", {}).items()},
        short_ladders={k: tuple(names) for k, names in data.get("short_ladders", {}).items()},
        groups=tuple(_build_group(group) for group in data["groups"]),
        items=tuple(_build_item(item) for item in data["items"]),
        quantities=tuple(
            Quantity(**_value_fields(quantity), standing=quantity["standing"])
            for quantity in data.get("quantities", [])
        ),
        quick=tuple(data.get("quick", [])),
        not_applicable_reasons=tuple(data["not_applicable"]),
        follows=_build_follows(data["follows"]) if data.get("follows") else None,
    )


def shipped_edition_paths() -> list[Path]:
    """Return the files of the editions that come with the software, by name."""
    return sorted(DATA_FOLDER.glob("*.yaml"))


def shipped_tables_paths() -> list[Path]:
    """Return the files of the tables that come with the software, by name; there may be none."""
    return sorted(TABLES_FOLDER.glob("*.yaml"))


def shipped_editions() -> list[Edition]:
    """Read and check every shipped edition, with its tables; raises InvalidFile at a bad file."""
    tables = {
        found.key: found
        for path in shipped_tables_paths()
        if (found := tables_from_canonical(read_canonical_tables(path)))
    }
    editions = [read_edition(path) for path in shipped_edition_paths()]
    return [edition.with_tables(tables.get(edition.key)) for edition in editions]


def _build_group(data: Mapping[str, Any]) -> Group:
    return Group(
        key=data["key"],
        kind=data["kind"],
        parent=data.get("parent"),
        name=data["name"],
        about=data.get("about") or {},
        case=data.get("case") or {},
    )


def _build_item(data: Mapping[str, Any]) -> Item:
    kind = data.get("kind", "level")
    if kind == "level":
        return LevelItem(
            **_item_fields(data),
            type=data.get("type") or "",
            ladder=data["ladder"],
            short=data["short"],
            levels=tuple(data["levels"]),
            evidence=data["evidence"],
            actions=tuple(data["actions"]),
        )
    if kind == "practice":
        return PracticeItem(
            **_item_fields(data),
            role=data["role"],
            short=data["short"],
            evidence=data["evidence"],
            action=data["action"],
            not_applicable_reasons=tuple(data.get("not_applicable", [])),
        )
    return ValueItem(**_value_fields(data))


def _item_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    names = ("key", "number", "group", "name", "question", "help")
    return {"kind": data.get("kind", "level")} | {name: data[name] for name in names}


def _value_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    condition = data.get("opens_with")
    return _item_fields(data) | {
        "unit": data.get("unit") or {},
        "lowest": data.get("lowest"),
        "highest": data.get("highest"),
        "decimals": data.get("decimals", 0),
        "options": tuple(
            Option(option["key"], option["text"], option.get("help") or {})
            for option in data.get("options", [])
        ),
        "count": data.get("count"),
        "whole": data.get("whole") or "",
        "opens_with": Condition(condition["item"], condition["value"]) if condition else None,
        "held_against": tuple(data.get("held_against", [])),
    }


def _build_follows(data: Mapping[str, Any]) -> Follows:
    return Follows(
        edition=data["edition"],
        changes=tuple(
            Change(
                kind=change["kind"],
                item=change.get("item"),
                before=change.get("before"),
                note=change.get("note") or {},
            )
            for change in data["changes"]
        ),
    )
