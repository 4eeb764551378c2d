"""A stored result as pictures, the same for page and report.

Their titles are the sentences a reader would take away; the descriptions hold the figures.
"""

from decimal import Decimal

from assessments.queries.results import GroupResult, ItemResult, MeansStored, TiersStored
from assessments.reports.charts import (
    KeyWords,
    Row,
    RowGroup,
    Scale,
    Tile,
    TileRow,
    dot_range,
    heat_map,
)
from assessments.reports.cover import cover_staff
from assessments.wording import report as words
from assessments.wording import results
from assessments.wording.profile import active_language
from assessments.wording.tiers import statement

# A pillar of at least so many items is a row of its own in the plan of levels, and no row is longer
# than what a tile with its word needs.
ROW, LONGEST_ROW = 3, 4


def profile_chart(result: MeansStored, uid: str, compact: bool = False) -> str:
    """Today and target of every item on a rule from 0 to the top, grouped by block."""
    marks = words.mark_words()
    return dot_range(
        [
            RowGroup(
                heading=block.group.name[active_language()],
                rows=tuple(_row(item, top=result.edition.scale_top) for item in block.items),
            )
            for block in result.blocks
        ],
        uid=uid,
        key=KeyWords(
            current=marks["current"],
            target=marks["target"],
            reference=marks["reference"],
            unknown=marks["unknown"],
        ),
        title=results.furthest(result.edition, result.data),
        desc=_figures(result),
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
        desc=_figures(result),
        language=language,
        # Ladders differ from item to item, so the scale has numbers only.
        scale=Scale(
            heading=result.edition.level_word[language],
            words=("",) * (result.edition.scale_top + 1),
        ),
        compact=compact,
    )


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
        current_word=marks["current_mean"],
        target_word=marks["target_mean"],
        title=words.cover_title(current, target),
        language=active_language(),
    )


def cover_of_tiers(result: TiersStored, uid: str) -> str:
    """The staff filled to the tier reached, or open between the lowest and the highest possible."""
    decided = result.low == result.high
    return cover_staff(
        uid=uid,
        current=Decimal(result.low) if decided else None,
        ends=None if decided else (Decimal(result.low), Decimal(result.high)),
        target=None,
        current_word=results.tier_text(result.low, result.high),
        target_word="",
        title=statement(result.data, scope=result.scope),
        language=active_language(),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _two(full: str) -> Decimal:
    return Decimal(results.two_decimals(full))


def _row(item: ItemResult, *, top: int) -> Row:
    name = item.item.name[active_language()]
    if item.current is not None:
        return Row(label=name, current=item.current, target=item.target)
    said = results.state_text(item.state)
    if item.state == "not_applicable":
        return Row(label=name, words=said)
    return Row(label=name, low=0, high=top, target=item.target, words=said)


def _tile_rows(result: MeansStored, block: GroupResult) -> list[TileRow]:
    language = active_language()
    heading = block.group.name[language]
    pillars = [pillar for pillar, _ in block.pillars]
    held = {p.key: [i for i in block.items if i.pillar.key == p.key] for p in pillars}
    if all(len(items) >= ROW for items in held.values()):
        return [
            TileRow(
                heading="" if position else heading,
                detail="" if position else pillar.name[language],
                tiles=_tiles(result, row),
            )
            for pillar in pillars
            for position, row in enumerate(_lines(held[pillar.key]))
        ]
    return [
        TileRow(heading="" if position else heading, tiles=_tiles(result, row))
        for position, row in enumerate(_lines(block.items))
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


def _figures(result: MeansStored) -> str:
    """Every level and target in words, for those who do not see the picture."""
    return words.sentence_list(
        [
            words.item_figures(
                name=item.item.name[active_language()],
                current=item.current,
                word=words.level_word(result.edition, item.item, item.current),
                target=item.target,
                state=item.state,
            )
            for item in result.items
        ]
    )
