"""A result beside the pool, in words: the same for page and report."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assessments.queries.pool import PoolReading
from assessments.queries.results import MeansStored, StoredResult, TiersStored
from assessments.reports.charts import Bin, draw_bins
from assessments.wording import pool as words
from assessments.wording import results
from assessments.wording.profile import active_language
from assessments.wording.report import mark_words, sentence_list
from maturity.benchmarks.pool import SCALE_TOP
from maturity.benchmarks.pool_figures import PublishedCell, find_bin, position

NONE = "–"


def pool_section(result: StoredResult, reading: PoolReading, *, uid: str) -> dict[str, Any]:
    """What the chosen cell says beside the own result; without a release how many there are so far.

    A provisional result, which rests on bounds of a quick pass, is held against nothing.
    """
    release, cell = reading.release, reading.cell
    if release is None or cell is None:
        so_far = words.so_far_text(reading.so_far, reading.window) if reading.so_far else ""
        return {"so_far": so_far, "release": None}
    is_wider = reading.is_wider and cell is reading.cells[0]
    head = {
        "so_far": "",
        "release": {"id": str(release.pk), "key": release.key, "hash": release.hash},
        "group": words.group_text(cell, reading.window, is_wider=is_wider),
        "caveat": results.sentences(words.volunteers_caveat(), words.rounding_caveat()),
    }
    if _is_provisional(result):
        said = words.provisional_text()
        return head | {"statement": said, "bins": [], "groups": [], "pictures": {}}
    means, bins = _means(result, cell), _bins(result, cell, uid=uid)
    return head | means | bins | {"statement": results.sentences(means["beside"], bins["position"])}


def _is_provisional(result: StoredResult) -> bool:
    return isinstance(result, MeansStored) and bool(result.overall["current"]["provisional"])


def _means(result: StoredResult, cell: PublishedCell) -> dict[str, Any]:
    """Overall, blocks and items, own and published side by side; tiers have no mean."""
    if not isinstance(result, MeansStored):
        return {"beside": "", "groups": []}
    own = results.score_text(result.overall["current"])
    return {
        "beside": words.side_by_side(pool=cell.overall, own=own) if cell.overall else "",
        "groups": list(_groups(result, cell)),
    }


def _groups(result: MeansStored, cell: PublishedCell) -> Iterator[dict[str, Any]]:
    """The overall mean, then each block with its items."""
    language = active_language()
    whole = result.edition.groups_by_rank[0]
    published = {**cell.means, **({whole.key: cell.overall} if cell.overall else {})}

    def row(key: str, name: str, own: str) -> dict[str, Any]:
        said = words.mean_text(published[key]) if key in published else NONE
        return {"key": key, "name": name, "own": own, "pool": said}

    yield row(whole.key, whole.name[language], results.score_text(result.overall["current"])) | {
        "items": []
    }
    for block in result.blocks:
        own = results.score_text(block.score["current"])
        yield row(block.group.key, block.group.name[language], own) | {
            "items": [
                row(
                    found.item.key,
                    results.item_name(found.item),
                    results.state_text(found.state)
                    if found.current is None
                    else str(found.current),
                )
                for found in block.items
            ]
        }


def _bins(result: StoredResult, cell: PublishedCell, *, uid: str) -> dict[str, Any]:
    """The counted ranges with the own one marked, as rows and as a picture."""
    is_tier = isinstance(result, TiersStored)
    low, high = _own_range(result)
    own = find_bin(cell, low=low, high=high)
    found = None if own is None else position(cell, low)
    said = (
        words.position_text(found, is_tier=is_tier)
        if found
        else words.no_position_text(has_bins=cell.bins is not None, is_tier=is_tier)
    )
    if cell.bins is None:
        return {"position": said, "bins": [], "pictures": {}}
    rows = [
        Bin(words.bin_text(number, bins=len(cell.bins), is_tier=is_tier), count, number == own)
        for number, count in enumerate(cell.bins)
    ]
    picture = draw_bins(
        rows,
        uid=uid,
        own=mark_words()["own"],
        title=said,
        desc=sentence_list([f"{row.label}: {row.count}" for row in rows]),
        language=active_language(),
    )
    return {
        "position": said,
        "bins": [{"label": r.label, "count": r.count, "is_own": r.is_own} for r in rows],
        "pictures": {"bins": picture},
    }


def _own_range(result: StoredResult) -> tuple[Fraction, Fraction]:
    """The lowest and the highest that the own mean or tier can be."""
    if isinstance(result, TiersStored):
        return Fraction(result.low), Fraction(result.high)
    if isinstance(result, MeansStored) and result.overall["current"]["of"]:
        current = result.overall["current"]
        return Fraction(current["low"]), Fraction(current["high"])
    return Fraction(0), Fraction(SCALE_TOP)  # without a score: anywhere
