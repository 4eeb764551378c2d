"""The published cells as JSON: what is stored, sent and read again, and nothing else."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from maturity.benchmarks.pool import (
    FEWEST_OUTSIDERS,
    RULES,
    SMALLEST_CELL,
    TREE,
    TREE_VERSION,
    Path,
)
from maturity.benchmarks.pool_figures import (
    HIGH_END,
    LOW_END,
    ROUNDING_BASE,
    SMALLEST_WITH_BINS,
    PublishedCell,
    PublishedMean,
)
from maturity.benchmarks.pool_results import MOST_NOT_APPLICABLE
from maturity.scoring.numbers import half_up


def rules_as_json() -> dict[str, Any]:
    """Return the rules by which cells are made and rounded: part of every release."""
    return {
        "version": RULES,
        "tree": {"version": TREE_VERSION, "levels": list(TREE)},
        "thresholds": {
            "smallest_cell": SMALLEST_CELL,
            "fewest_outsiders": FEWEST_OUTSIDERS,
            "counts_rounded_to": ROUNDING_BASE,
            "mean_decimals": 1,
            "lowest_mean": half_up(LOW_END, 1),
            "highest_mean": half_up(HIGH_END, 1),
            "smallest_with_bins": SMALLEST_WITH_BINS,
            "most_not_applicable": MOST_NOT_APPLICABLE,
        },
    }


def cells_as_json(cells: Iterable[PublishedCell]) -> list[dict[str, Any]]:
    """Return the cells in their order; a path is an object of its steps."""
    return [
        {
            "path": dict(cell.path),
            "n": cell.n,
            "overall": cell.overall and _mean(cell.overall),
            "means": {key: _mean(mean) for key, mean in cell.means.items()},
            "bins": cell.bins and list(cell.bins),
        }
        for cell in cells
    ]


def cells_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[PublishedCell, ...]:
    """Read cells again, whatever the order of keys in which they were stored."""
    return tuple(
        PublishedCell(
            path=read_path(cell["path"]),
            n=cell["n"],
            overall=cell["overall"] and _read_mean(**cell["overall"]),
            means={key: _read_mean(**mean) for key, mean in cell["means"].items()},
            bins=cell["bins"] and tuple(cell["bins"]),
        )
        for cell in data
    )


def read_path(steps: Mapping[str, str]) -> Path:
    """Return the path of a cell from its steps."""
    return tuple((level, steps[level]) for level in TREE if level in steps)


@functools.cache  # one object for each of the few dozen means that there can be
def _read_mean(value: str, qualifier: Literal["rounded", "at_most", "at_least"]) -> PublishedMean:
    return PublishedMean(value, qualifier)


def _mean(mean: PublishedMean) -> dict[str, str]:
    return {"value": mean.value, "qualifier": mean.qualifier}
