"""Between which levels an open item may stand."""

from collections.abc import Mapping

from assessments.queries.results import ItemResult, MeansStored


def open_ends(result: MeansStored, found: ItemResult) -> tuple[int, int]:
    """What a quick pass said of the item's unit; without one, anything is possible."""
    side = result.trace["scores"][result.edition.groups_by_rank[0].key]["current"]
    low, high = (_each(side[end]["each"], found.item.key) for end in ("low", "high"))
    return low, high


def _each(each: int | Mapping[str, int], key: str) -> int:
    return each[key] if isinstance(each, Mapping) else each
