"""A stored result as pictures, the same for page and report.

Their titles are the sentences a reader would take away; the descriptions hold the figures.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessments.queries.results import GroupResult, ItemResult, MeansStored, TiersStored
from assessments.reports.bounds import open_ends
from assessments.reports.charts import (
    KeyWords,
    RadarAxis,
    Row,
    RowGroup,
    Scale,
    Tile,
    TileRow,
    dot_range,
    draw_radar,
    heat_map,
)
from assessments.reports.charts.palette import RANGE_DASH
from assessments.reports.charts.radar import FEWEST, MOST
from assessments.reports.cover import CoverWords, cover_staff
from assessments.wording import report as words
from assessments.wording import results
from assessments.wording.profile import active_language
from assessments.wording.tiers import statement

# A pillar of at least so many items is a row of its own in the plan of levels, and no row is longer
# than what a tile with its word needs.
ROW, LONGEST_ROW = 3, 4

# So many items fit on one page of a report: as a plan below the summary, and as one profile.
ONE_PAGE = 20


def profile_chart(result: MeansStored, uid: str, compact: bool = False) -> str:
    """Today and target of every item on a rule from 0 to the top, grouped by block."""
    return _profile(
        result,
        result.blocks,
        uid=uid,
        title=results.furthest(result.edition, result.data),
        compact=compact,
    )


def fits_one_page(result: MeansStored) -> bool:
    """Whether plan and profile may hold all items; otherwise each takes more than half a page."""
    return len(result.items) <= ONE_PAGE


def profile_pages(result: MeansStored, uid: str) -> list[dict[str, str]]:
    """The profile as a report prints it: whole, or one drawing with its message for each block."""
    parts = [result.blocks] if fits_one_page(result) else [[block] for block in result.blocks]
    pages = []
    for number, blocks in enumerate(parts, start=1):
        keys = [found.item.key for block in blocks for found in block.items]
        shown = {"items": {key: result.data["items"][key] for key in keys}}
        title = results.furthest(result.edition, shown)
        drawn = _profile(result, blocks, uid=f"{uid}-{number}", title=title)
        pages.append({"meaning": title, "picture": drawn})
    return pages


def _profile(
    result: MeansStored, blocks: list[GroupResult], *, uid: str, title: str, compact: bool = False
) -> str:
    marks = words.mark_words()
    return dot_range(
        [
            RowGroup(
                heading=block.group.name[active_language()],
                rows=tuple(_row(result, item) for item in block.items),
            )
            for block in blocks
        ],
        uid=uid,
        key=KeyWords(
            current=marks["current"],
            target=marks["target"],
            reference=marks["reference"],
            unknown=marks["unknown"],
        ),
        title=title,
        desc=_figures(result, [item for block in blocks for item in block.items]),
        language=active_language(),
        compact=compact,
    )


def level_map(result: MeansStored, uid: str, compact: bool = False) -> str:
    """The enterprise as a plan: one tile per item with its level, word and target."""
    language = active_language()
    return heat_map(
        [row for block in result.blocks for row in _tile_rows(result, block)],
        uid=uid,
        title=results.lowest(result.edition, result.data) or results.headline(result.data),
        desc=_figures(result, result.items),
        language=language,
        # Ladders differ from item to item, so the scale has numbers only.
        scale=Scale(
            heading=result.edition.level_word[language],
            words=("",) * (result.edition.scale_top + 1),
        ),
        compact=compact,
    )


def web_of_groups(result: MeansStored, uid: str) -> dict[str, str] | None:
    """The means of the pillars as a web, with its message; None where there are too few or many."""
    scores = [pair for block in result.blocks for pair in block.pillars]
    if not FEWEST <= len(scores) <= MOST:
        return None
    language, marks = active_language(), words.mark_words()
    named = [(group.name[language], score) for group, score in scores]
    meaning = words.groups_sentence([(name, score["current"]) for name, score in named])
    drawn = draw_radar(
        [_axis(name, score) for name, score in named],
        uid=uid,
        key=KeyWords(
            current=marks["current_mean"],
            target=marks["target_mean"],
            reference="",
            unknown=marks["unknown"],
        ),
        title=meaning,
        desc=words.sentence_list([words.named(name, _told(score)) for name, score in named]),
        language=language,
    )
    return {"meaning": meaning, "picture": drawn}


def _axis(name: str, score: Mapping[str, Any]) -> RadarAxis:
    current, target = score["current"], _decimal(score["target"]["rounded"])
    if not current["of"]:
        return RadarAxis(name, words=results.score_text(current), target=target)
    low, high = _two(current["low"]), _two(current["high"])
    if current["low"] == current["high"] and not current["provisional"]:
        here = str(low)
        axis = RadarAxis(name, current=low, target=target)
    else:
        here = f"{low}{RANGE_DASH[active_language()]}{high}"
        axis = RadarAxis(name, low=low, high=high, target=target)
    return replace(axis, words=here if target is None else f"{here} → {target}")


def _told(score: Mapping[str, Any]) -> str:
    """Today and target in words."""
    today, target = results.score_text(score["current"]), score["target"]["rounded"]
    return words.with_target(today, target) if target else today


def cover_picture(result: MeansStored, uid: str) -> str:
    """The staff of the title page, filled to the mean, or open over the range it lies in."""
    marks = words.mark_words()
    current, target = result.overall["current"], result.overall["target"]
    decided = current["of"] and current["low"] == current["high"]
    ends = (current["low"], current["high"]) if current["of"] and not decided else None
    return cover_staff(
        uid=uid,
        current=_decimal(current["rounded"]) if decided else None,
        ends=(_two(ends[0]), _two(ends[1])) if ends else None,
        target=_decimal(target["rounded"]),
        words=CoverWords(current=marks["current_mean"], target=marks["target_mean"]),
        title=words.cover_title(current, target),
        language=active_language(),
    )


def cover_of_tiers(result: TiersStored, uid: str) -> str:
    """The staff filled to the tier reached, or open between the lowest and the highest possible."""
    decided = result.low == result.high
    reached = results.tier_text(result.low, result.high)
    return cover_staff(
        uid=uid,
        current=Decimal(result.low) if decided else None,
        ends=None if decided else (Decimal(result.low), Decimal(result.high)),
        target=None,
        words=CoverWords(current="", number=reached) if decided else CoverWords(current=reached),
        title=statement(result.data, scope=result.scope),
        language=active_language(),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _two(full: str) -> Decimal:
    return Decimal(results.two_decimals(full))


def _row(result: MeansStored, item: ItemResult) -> Row:
    name = results.item_name(item.item)
    if item.current is not None:
        return Row(label=name, current=item.current, target=item.target)
    said = results.state_text(item.state)
    if item.state == "not_applicable":
        return Row(label=name, words=said)
    low, high = open_ends(result, item)
    return Row(label=name, low=low, high=high, target=item.target, words=said)


def _tile_rows(result: MeansStored, block: GroupResult) -> list[TileRow]:
    """A row for each pillar of some size, smaller ones next to each other share theirs. The block
    is named once."""
    language = active_language()
    rows: list[tuple[str, list[ItemResult]]] = []  # the pillar's name, if it has the row to itself
    for pillar, _ in block.pillars:
        items = [item for item in block.items if item.pillar.key == pillar.key]
        if len(items) >= ROW:
            rows.append((pillar.name[language], items))
        elif rows and not rows[-1][0]:
            rows[-1] = ("", [*rows[-1][1], *items])
        else:
            rows.append(("", items))
    return [
        TileRow(
            heading="" if number or position else block.group.name[language],
            detail="" if position else name,
            tiles=_tiles(result, line),
        )
        for number, (name, items) in enumerate(rows)
        for position, line in enumerate(_lines(items))
    ]


def _lines(items: list[ItemResult]) -> list[list[ItemResult]]:
    return [items[start : start + LONGEST_ROW] for start in range(0, len(items), LONGEST_ROW)]


def _tiles(result: MeansStored, items: list[ItemResult]) -> tuple[Tile, ...]:
    return tuple(
        Tile(
            label=item.item.short[active_language()],
            level=item.current,
            word=words.level_label(result.edition, item.item, item.current)
            or results.state_text(item.state),
            target=item.target,
        )
        for item in items
    )


def _figures(result: MeansStored, items: list[ItemResult]) -> str:
    """Every level and target in words, for those who do not see the picture."""
    return words.sentence_list(
        [
            words.item_figures(
                name=results.item_name(item.item),
                current=item.current,
                word=words.level_word(result.edition, item.item, item.current),
                target=item.target,
                state=item.state,
            )
            for item in items
        ]
    )
