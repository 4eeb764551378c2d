"""Whether a colour can be read on white paper, by the formula of WCAG 2."""

import colorsys
import math
import re

PAPER = "#ffffff"
READABLE = 4.5
"""What text needs against its ground (WCAG 2.2, 1.4.3); black on white has 21."""

COLOUR = re.compile(r"#[0-9a-f]{6}")


def contrast(colour: str, ground: str = PAPER) -> float:
    """The ratio between two colours such as "#14507a": from 1, the same, to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def contrast_text(ratio: float) -> str:
    """Two decimals, rounded down: what just fails must not look as if it passed."""
    return f"{math.floor(ratio * 100) / 100:.2f}"


def darkened(colour: str) -> str:
    """The same hue, dark enough to be read; the colour itself if it is already."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    while contrast(colour) < READABLE:  # black passes, so this ends
        lightness = max(0.0, lightness - 0.005)
        parts = colorsys.hls_to_rgb(hue, lightness, saturation)
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
    return colour


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1."""
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)
