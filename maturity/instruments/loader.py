"""From a questionnaire file to an `Edition`, and the one text form that its hash is taken over.

A file edited by a person goes through the strict reader and the schema; what was stored once as
canonical JSON goes straight to `edition_from_canonical`, without pydantic or YAML.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from maturity.instruments.edition import Edition, Group, Item, Texts
from maturity.instruments.files import decode, read_bytes

DATA_FOLDER = Path(__file__).parent / "data"


def canonical_json(data: object) -> str:
    """Write data so that equal content gives equal text: keys sorted, no spaces, not escaped."""
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def edition_hash(canonical: str) -> str:
    """Return "sha256:" and the SHA-256, in hex, of the UTF-8 bytes of a canonical JSON text."""
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def read_canonical(path: Path) -> str:
    """Read and check one YAML file and return its content, texts included, as canonical JSON.

    Raises InvalidFile with every fault found; `files.py`, `strict_yaml.py`, `schema.py` and
    `consistency.py` list the codes.
    """
    # Not at the top: both cost time, and nobody who works with stored editions needs them.
    from maturity.instruments.schema import validate_edition  # noqa: PLC0415
    from maturity.instruments.strict_yaml import read_yaml  # noqa: PLC0415

    data = read_yaml(decode(read_bytes(path)))
    validate_edition(data)
    return canonical_json(data)


def read_edition(path: Path) -> Edition:
    """Read and check one YAML file; raises InvalidFile like `read_canonical`."""
    return edition_from_canonical(read_canonical(path))


def edition_from_canonical(text: str) -> Edition:
    """Build the edition from its canonical JSON, which was checked when it was made."""
    data = json.loads(text)
    return Edition(
        key=data["key"],
        edition=data["edition"],
        hash=edition_hash(text),
        title=data["title"],
        origin=data["origin"],
        scale_top=data["scale"]["top"],
        level_word=data["scale"]["word"],
        # The canonical form has sorted the ladders' keys; nothing depends on their order.
        ladders={key: tuple(names) for key, names in data["ladders"].items()},
        groups=tuple(
            Group(group["key"], group["kind"], group.get("parent"), group["name"])
            for group in data["groups"]
        ),
        items=tuple(_build_item(item) for item in data["items"]),
        not_applicable_reasons=tuple(data["not_applicable"]),
    )


def shipped_edition_paths() -> list[Path]:
    """Return the files of the editions that come with the software, by name."""
    return sorted(DATA_FOLDER.glob("*.yaml"))


def shipped_editions() -> list[Edition]:
    """Read and check every shipped edition; raises InvalidFile at the first bad file."""
    return [read_edition(path) for path in shipped_edition_paths()]


def _build_item(data: Mapping[str, Any]) -> Item:
    levels: Iterable[Texts] = data["levels"]
    actions: Iterable[Texts] = data["actions"]
    return Item(
        key=data["key"],
        number=data["number"],
        kind=data.get("kind", "level"),
        group=data["group"],
        ladder=data["ladder"],
        name=data["name"],
        short=data["short"],
        question=data["question"],
        help=data["help"],
        levels=tuple(levels),
        evidence=data["evidence"],
        actions=tuple(actions),
    )
