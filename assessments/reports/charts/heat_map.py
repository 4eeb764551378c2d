"""The plan of levels: the enterprise as a plan, one tile per item."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.reports.charts.frame import frame, rect, text
from assessments.reports.charts.lettering import fits_whole_words, wrap
from assessments.reports.charts.marks import check_level, hatch, staff
from assessments.reports.charts.palette import EDGE, INK_SOFT, LINE, PAPER, TOP, WATER


@dataclass(frozen=True)
class Tile:
    """One item: its short name, its level (None: not scored), the level's word, the target.

    Of a tile that is not scored `word` says the state: "Don't know", "Not applicable".
    """

    label: str
    level: int | None
    word: str
    target: int | None = None


@dataclass(frozen=True)
class TileRow:
    """Tiles of one group. `detail` is a second, smaller line of the heading, or stands alone."""

    heading: str
    tiles: tuple[Tile, ...]
    detail: str = ""


@dataclass(frozen=True)
class Scale:
    """The tints in words: what a level is called here, and one word for each level 0 to 5."""

    heading: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Lettered:
    """A tile with its words broken into lines."""

    tile: Tile
    label: tuple[str, ...]
    label_size: float
    word: tuple[str, ...]
    word_size: float

    @property
    def height(self) -> float:
        return 16 + _LEADING * (len(self.label) + len(self.word))


_GAP = 6
_LEADING = 15
_WIDTH = {False: 760.0, True: 360.0}
_INDENT = 100
_WORDS_AT = 56  # staff and number stand to the left of the words
_JOINT = {"en": " · ", "zh-hans": "·", "ja": "・"}


def heat_map(
    rows: Sequence[TileRow],
    *,
    uid: str,
    title: str,
    desc: str,
    language: str,
    scale: Scale | None = None,
    compact: bool = False,
) -> str:
    """The plan as SVG. `title` is its message in one sentence, `desc` its levels in words.

    `compact` is the phone's form: headings above, two tiles beside each other. Each form needs a
    `uid` of its own.

    Raises ValueError for a level outside 0 to 5, an empty row, and a scale without six words.
    """
    _check(rows, scale)
    columns = 2 if compact else max(len(row.tiles) for row in rows)
    indent = 0 if compact else _INDENT
    tile_width = (_WIDTH[compact] - indent - _GAP * (columns - 1)) / columns
    lettered = [[_letter(tile, tile_width) for tile in row.tiles] for row in rows]
    height = max(58.0, *(tile.height for tiles in lettered for tile in tiles))

    body: list[str] = []
    y = 1.0
    for row, tiles in zip(rows, lettered, strict=True):
        drawn, y = _heading(row, y, compact, language)
        body += drawn
        for start in range(0, len(tiles), columns):
            for column, tile in enumerate(tiles[start : start + columns]):
                corner = (indent + column * (tile_width + _GAP), y)
                body += _tile(tile, corner, (tile_width, height))
            y += height + _GAP
    if scale:
        free = 0 if compact else _free_rows(rows, columns)
        if free >= 3:
            left = indent + (columns - 1) * (tile_width + _GAP)
            body += _upright(scale, left + 18, tile_width - 18, free * (height + _GAP) - _GAP)
        else:
            drawn, y = _lying(scale, indent, y + 8, _WIDTH[compact] - indent)
            body += drawn
    return frame(
        body,
        kind="ch heat ch-s" if compact else "ch heat ch-l",
        uid=uid,
        width=_WIDTH[compact],
        height=y,
        title=title,
        desc=desc,
        language=language,
    )


def _check(rows: Sequence[TileRow], scale: Scale | None) -> None:
    for row in rows:
        if not row.tiles:
            raise ValueError(f"{row.heading}: a row without tiles")
        for tile in row.tiles:
            check_level(tile.level)
            check_level(tile.target)
    if scale and len(scale.words) != TOP + 1:
        raise ValueError(f"a scale has {TOP + 1} words")


def _letter(tile: Tile, width: float) -> _Lettered:
    room = width - _WORDS_AT - 5
    label_size = _size(tile.label, room, bold=True)
    word_size = _size(tile.word, room, bold=False)
    return _Lettered(
        tile=tile,
        label=wrap(tile.label, room, label_size, bold=True),
        label_size=label_size,
        word=wrap(tile.word, room, word_size),
        word_size=word_size,
    )


def _size(words: str, room: float, *, bold: bool) -> float:
    """A little smaller rather than a word broken in two; never smaller than 11."""
    for size in (13.0, 12.5, 12.0, 11.5):
        if fits_whole_words(words, room, size, bold=bold):
            return size
    return 11.0


def _heading(row: TileRow, y: float, compact: bool, language: str) -> tuple[list[str], float]:
    if compact:
        whole = _JOINT[language].join(part for part in (row.heading, row.detail) if part)
        lines = wrap(whole, _WIDTH[True], 14, bold=True)
        drawn = [
            text(0, y + 16 + 18 * at, part, "c-h", 14, bold=True) for at, part in enumerate(lines)
        ]
        return drawn, y + 18 * len(lines) + 6
    at = y + 22
    drawn = []
    for part in wrap(row.heading, _INDENT - 6, 13, bold=True):
        drawn.append(text(0, at, part, "c-h", 13, bold=True))
        at += 17
    for part in wrap(row.detail, _INDENT - 6, 11.5):
        drawn.append(text(0, at, part, "c-s", 11.5, fill=INK_SOFT))
        at += 16
    return drawn, y


def _tile(lettered: _Lettered, corner: tuple[float, float], size: tuple[float, float]) -> list[str]:
    tile = lettered.tile
    (x, y), (_, height) = corner, size
    if tile.level is None:
        drawn = [
            rect(corner, size, "v-none", fill=PAPER),
            hatch(corner, size, "v-hatch", stroke=LINE),
            rect(
                (x + _WORDS_AT - 6, y + 1),
                (size[0] - _WORDS_AT + 5, height - 2),
                "v-none",
                fill=PAPER,
            ),
        ]
    else:
        drawn = [rect(corner, size, f"v{tile.level}", fill=WATER[tile.level])]
    drawn.append(rect(corner, size, "v-box", fill="none", stroke=EDGE))
    drawn.append(staff((x + 8, y + 8), (15, height - 16), tile.level, tile.target, outlined=True))
    middle = x + 40
    number = "–" if tile.level is None else str(tile.level)
    beside = y + height / 2 + (2 if tile.target is not None else 8.5)
    drawn.append(text(middle, beside, number, "v-n", 24, anchor="middle", bold=True))
    if tile.target is not None:
        drawn.append(text(middle, beside + 18, f"→ {tile.target}", "v-n", 12, anchor="middle"))
    lines = len(lettered.label) + len(lettered.word)
    at = y + height / 2 - _LEADING * lines / 2 + 11.5
    for part in lettered.label:
        drawn.append(text(x + _WORDS_AT, at, part, "v-l", lettered.label_size, bold=True))
        at += _LEADING
    for part in lettered.word:
        drawn.append(text(x + _WORDS_AT, at, part, "v-l", lettered.word_size))
        at += _LEADING
    return drawn


def _free_rows(rows: Sequence[TileRow], columns: int) -> int:
    """How many rows from the top leave the last column empty."""
    free = 0
    for row in rows:
        if len(row.tiles) >= columns:
            break
        free += 1
    return free


def _upright(scale: Scale, x: float, width: float, height: float) -> list[str]:
    drawn = [text(x, 13, scale.heading, "c-h", 12.5, bold=True)]
    step = (height - 24) / (TOP + 1)
    for level in range(TOP + 1):
        top = 24 + (TOP - level) * step
        drawn.append(
            rect((x, top), (16, step), f"v{level}", fill=WATER[level], stroke=EDGE, width=0.8)
        )
        drawn.append(text(x + 24, top + step / 2 + 4, str(level), "c-ax", 12.5, bold=True))
        lines = wrap(scale.words[level], width - 40, 12)
        first = top + step / 2 + 4 - 13 * (len(lines) - 1) / 2
        drawn += [
            text(x + 38, first + 13 * at, part, "c-s", 12, fill=INK_SOFT)
            for at, part in enumerate(lines)
        ]
    return drawn


def _lying(scale: Scale, x: float, y: float, width: float) -> tuple[list[str], float]:
    drawn = [text(x, y + 12, scale.heading, "c-h", 12.5, bold=True)]
    step = width / (TOP + 1)
    lines = [wrap(word, step - 6, 12) for word in scale.words]
    y += 20
    for level, parts in enumerate(lines):
        left = x + level * step
        drawn.append(
            rect((left, y), (step, 12), f"v{level}", fill=WATER[level], stroke=EDGE, width=0.8)
        )
        drawn.append(text(left, y + 28, str(level), "c-ax", 12.5, bold=True))
        drawn += [
            text(left, y + 43 + 14 * at, part, "c-s", 12, fill=INK_SOFT)
            for at, part in enumerate(parts)
        ]
    return drawn, y + 36 + 14 * max(len(parts) for parts in lines)
