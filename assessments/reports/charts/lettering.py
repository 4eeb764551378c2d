"""How much room words take, and where they may be broken.

A drawing cannot ask the font, so widths are estimated, a little too wide rather than too narrow:
the web chooses among several sans faces, and words that overlap are worse than words that wrap.
"""

import unicodedata
from collections.abc import Callable

_NARROW = frozenset("ijlI.,:;'’!|()[]{} -·")
_SLIM = frozenset('ftrJ/\\"°')
_BROAD = frozenset("mwMW@%&—")

_NOT_FIRST = frozenset(
    "、。，．・：；？！）」』】〉》％ー々"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    ",.:;?!)]}’”%"
    "化性的"  # not forbidden by any rule, but 自動 / 化 reads as two words
)
_NOT_LAST = frozenset("（「『【〈《([{‘“")


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Estimated width in the drawing's units of words set at `size`."""
    latin = 1.05 if bold else 1.0  # full-width characters keep their width when bold
    return sum(em if (em := _em(character)) == 1 else em * latin for character in words) * size


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF" or character in "→…":
        return 1
    if character in _NARROW:
        return 0.32
    if character in _SLIM:
        return 0.42
    if character in _BROAD:
        return 0.92
    return 0.7 if character.isupper() else 0.6


def wrap(words: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The words on as few lines as fit the width, of as equal length as can be.

    Breaks where a reader expects it (spaces, after の and colons, where the script changes); after
    a hyphen or slash only in a word wider than the line; between any two characters only in what
    is still too wide. Nothing is ever cut off.
    """

    def measure(line: str) -> float:
        return text_width(line.rstrip(), size, bold=bold)

    pieces = _split(" ".join(words.split()), _breaks_well)
    for breaks in (_breaks_at_hyphen, _can_break):
        finer = ([piece] if measure(piece) <= width else _split(piece, breaks) for piece in pieces)
        pieces = [part for parts in finer for part in parts]
    if not pieces:
        return ()
    lines = _pack(pieces, width, measure)
    if len(lines) > 1:
        candidates = {
            measure("".join(pieces[start:end]))
            for start in range(len(pieces))
            for end in range(start + 1, len(pieces) + 1)
        }
        for limit in sorted(candidate for candidate in candidates if candidate <= width):
            balanced = _pack(pieces, limit, measure)
            if len(balanced) == len(lines) and max(map(measure, balanced)) <= limit:
                lines = balanced
                break
    return tuple(line.strip() for line in lines)


def fits_whole_words(words: str, width: float, size: float, *, bold: bool = False) -> bool:
    """Whether `wrap` can keep every word in one piece."""
    return all(
        text_width(piece.rstrip(), size, bold=bold) <= width
        for piece in _split(" ".join(words.split()), _breaks_well)
    )


def _pack(pieces: list[str], width: float, measure: Callable[[str], float]) -> list[str]:
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if measure(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return lines


def _split(words: str, breaks: Callable[[str, str], bool]) -> list[str]:
    pieces: list[str] = []
    start = 0
    for at in range(1, len(words)):
        if breaks(words[at - 1], words[at]):
            pieces.append(words[start:at])
            start = at
    if words:
        pieces.append(words[start:])
    return pieces


def _can_break(before: str, after: str) -> bool:
    return after not in _NOT_FIRST and before not in _NOT_LAST and not unicodedata.combining(after)


def _breaks_at_hyphen(before: str, after: str) -> bool:
    return before in "-/" and _can_break(before, after)


def _breaks_well(before: str, after: str) -> bool:
    if not _can_break(before, after) or after == " ":
        return False
    if before in " ・、，：；）／の":
        return True
    scripts = _script(before), _script(after)
    return scripts[0] != scripts[1] and scripts[1] != "hiragana" and "latin" not in scripts


def _script(character: str) -> str:
    if "぀" <= character <= "ゟ":
        return "hiragana"
    if "゠" <= character <= "ヿ":
        return "katakana"
    return "han" if unicodedata.east_asian_width(character) in "WF" else "latin"
