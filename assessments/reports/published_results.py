"""A result beside the published results of its questionnaire, the same for page and report."""

from typing import Any

from assessments.models import Release
from assessments.queries.releases import figures_of
from assessments.queries.results import MeansStored, StoredResult
from assessments.reports.charts import GroupBar, group_bars
from assessments.reports.data.freezing import figure_data
from assessments.wording import figures as figure_words
from assessments.wording import published_results as words
from assessments.wording import results
from assessments.wording.profile import active_language
from assessments.wording.report import counted_of
from maturity.benchmarks.published_results import (
    GroupBeside,
    ItemBeside,
    Position,
    PublishedMeans,
    ResultsBeside,
    hold_against_results,
)
from maturity.benchmarks.release import PublishedFigure


class Caveats:
    """Caveats of figures as numbered notes: one that many figures share is printed once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, figure: PublishedFigure) -> int | None:
        """The number of the figure's caveat, a new one at its first occurrence; None without."""
        if figure.caveat is None:
            return None
        caveat = figure.caveat[active_language()]
        return self._numbers.setdefault(caveat, len(self._numbers) + 1)

    def listed(self) -> list[dict[str, Any]]:
        return [{"number": number, "text": text} for text, number in self._numbers.items()]


def results_section(result: StoredResult, release: Release | None) -> dict[str, Any] | None:
    """All that stands in the section, in words; None where there is nothing to be held against."""
    if release is None or not isinstance(result, MeansStored):
        return None
    found = hold_against_results(result.data, figures_of(release))
    if found is None:
        return None
    caveats = Caveats()
    return {
        "notes": words.notes(found, release=release.head["title"][active_language()]),
        "means": [_group(result, group, caveats) for group in found.groups],
        "positions": [_position(position, caveats) for position in found.positions],
        "mean_only": words.mean_only_text(found),
        "items": _items(result, found, caveats),
        "caveats": caveats.listed(),
    }


def _group(result: MeansStored, group: GroupBeside, caveats: Caveats) -> dict[str, Any]:
    target = result.data["scores"][group.group]["target"]
    return {
        "key": group.group,
        "name": result.edition.group(group.group).name[active_language()],
        "own": words.own_text(group.own),
        "counted": results.counted_text(result.data["scores"][group.group]["current"]),
        "target": target["rounded"] or "",
        "targets": counted_of(target["count"], target["of"]),
        "years": [_year(year, caveats) for year in group.years],
    }


def _year(year: PublishedMeans, caveats: Caveats) -> dict[str, Any]:
    current, target = (figure and figure.value for figure in (year.current, year.target))
    held = [figure for figure in (year.current, year.target) if figure]
    return {
        "year": year.period,
        "current": current or "",
        "target": target or "",
        **_origin(held[0], caveats),
        "data": [figure_data(figure) for figure in held],
    }


def _position(position: Position, caveats: Caveats) -> dict[str, Any]:
    period = position.distribution.period
    return {
        "year": period,
        "sentence": words.statement(position),
        "source": _source(position.groups[0].figure),
        "groups": [
            {
                "name": words.group_name(placed),
                "count": figure_words.count_text(placed.count),
                "percent": words.percent(placed, position),
                "standing": words.standing_text(placed, position),
                **_origin(placed.figure, caveats),
                "data": [figure_data(placed.figure)],
            }
            for placed in position.groups
        ],
        "pictures": group_bars(
            [
                GroupBar(
                    label=words.group_name(placed),
                    count=placed.count,
                    words=words.counted(placed, position),
                    own=words.own_mark(placed, position),
                )
                for placed in position.groups
            ],
            uid=f"groups-{period}",
            title=words.position_text(position),
            desc=words.figures_in_words(position),
            language=active_language(),
        ),
    }


def _items(result: MeansStored, found: ResultsBeside, caveats: Caveats) -> list[dict[str, Any]]:
    return [_item(result, beside, caveats) for beside in found.items]


def _item(result: MeansStored, beside: ItemBeside, caveats: Caveats) -> dict[str, Any]:
    state = result.data["items"][beside.item]["state"]
    return {
        "item": beside.item,
        "name": results.item_name(result.edition.item(beside.item)),
        "own": results.state_text(state) if beside.own is None else str(beside.own),
        "year": beside.figure.period or "",
        "value": beside.figure.value,
        **_origin(beside.figure, caveats),
        "data": [figure_data(beside.figure)],
    }


def _source(figure: PublishedFigure) -> str:
    return figure.source[active_language()] if figure.source else ""


def _origin(figure: PublishedFigure, caveats: Caveats) -> dict[str, Any]:
    """Where a figure comes from, of how many enterprises, and which note belongs to it."""
    language = active_language()
    return {
        "key": figure.key,
        "label": figure.label[language],
        "n": "" if figure.n is None else figure_words.count_text(figure.n),
        "locator": figure_words.locator_text(figure),
        "source": _source(figure),
        "note": caveats.number(figure),
    }
