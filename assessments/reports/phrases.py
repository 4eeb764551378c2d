"""Breaking a headline where a reader would.

Chinese and Japanese lines may break after any character. That is right for a paragraph; in a
headline it tears words apart, 层 from 级. There a line ends after a mark or before a bracket.
"""

import re

_PAUSE = re.compile(r"(?<=[、，。；：])(?![、，。；：）」』》”])|(?<=[^（])(?=（)")
_SPACELESS = ("zh-hans", "ja")


def phrases(text: str, *, language: str) -> list[str]:
    """The text in the parts that stay whole if they fit a line; English breaks at its spaces."""
    return [part for part in _PAUSE.split(text) if part] if language in _SPACELESS else [text]
