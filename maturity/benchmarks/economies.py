"""Economies of the national data: countries, what they belong to, and places within them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias, cast, get_args

from maturity.benchmarks.release import DATA_FOLDER
from maturity.instruments.edition import Texts
from maturity.instruments.files import decode, read_bytes
from maturity.instruments.strict_yaml import read_yaml

WORLD = "WORLD"

EconomyKind: TypeAlias = Literal["world", "continent", "union", "country", "region", "city"]
ECONOMY_KINDS: tuple[EconomyKind, ...] = get_args(EconomyKind)
PLACES: tuple[EconomyKind, ...] = ("region", "city")
"""Kinds that lie within an economy and have no economy of their own below them."""

Standing: TypeAlias = Literal["own", "above", "within", "world", "elsewhere"]
"""How an economy stands to the enterprise's: the same, what that belongs to, a place in it, the
world, another one."""


@dataclass(frozen=True)
class Economy:
    """`code` is ISO 3166-1 alpha-2, EU, EUROPE, WORLD, or a place's name in capitals; `parents`
    are the direct ones only."""

    code: str
    kind: EconomyKind
    parents: tuple[str, ...]
    name: Texts


@cache
def economies() -> Mapping[str, Economy]:
    """Return the economies by code, in the order of the file."""
    data = cast("dict[str, Any]", read_yaml(decode(read_bytes(DATA_FOLDER / "economies.yaml"))))
    return {
        code: Economy(code, entry["kind"], tuple(entry["parents"]), entry["name"])
        for code, entry in data.items()
    }


def economy_name(code: str, language: str) -> str:
    """Return an economy's name as read in a language; KeyError for a code the file has not."""
    return economies()[code].name[language]


def ancestors(code: str) -> tuple[str, ...]:
    """Return what an economy belongs to, nearest first and breadth first, without itself.

    WORLD is nobody's parent. An economy that the file does not name has no ancestors: an
    enterprise may sit in any country, also in one no release ever mentions.
    """
    return _walk(code, lambda at: economies()[at].parents if at in economies() else ())


def children(code: str) -> tuple[str, ...]:
    """Return the economies and places directly below one, in the order of the file."""
    return tuple(at for at, economy in economies().items() if code in economy.parents)


def places_within(code: str) -> tuple[str, ...]:
    """Return the regions and cities below an economy at any depth, nearest first.

    Only places are passed through: a city of Germany is within DE, not within EU.
    """
    return _walk(
        code, lambda at: (below for below in children(at) if economies()[below].kind in PLACES)
    )


def choosable_economies() -> tuple[str, ...]:
    """Return what an enterprise may choose to be held against; the world is always shown."""
    return tuple(code for code in economies() if code != WORLD)


def standing(code: str, own: str) -> Standing:
    """Say how an economy that a figure speaks of stands to the enterprise's `own`."""
    if code == own:
        return "own"
    if code == WORLD:
        return "world"
    if code in ancestors(own):
        return "above"
    return "within" if code in places_within(own) else "elsewhere"


def _walk(start: str, step: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    seen = [start]
    for at in seen:  # grows while it is walked: breadth first, each once
        seen += [near for near in step(at) if near not in seen]
    return tuple(seen[1:])
