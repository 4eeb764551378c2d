"""The report's fonts: where they are, and which characters they can draw.

The list is closed. A report made with whatever fonts a machine happens to have looks different on
the next one, and a stray system font would hide that a character cannot be drawn everywhere.
"""

import functools
import os
import unicodedata
from collections.abc import Iterator
from html import escape
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FILES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJK-Bold.ttc",
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJK-Bold.ttc",
    "OpenSans-Regular.ttf",
    "OpenSans-Bold.ttf",
)
"""Noto holds the Japanese, Chinese and Korean faces and the letters of Western Europe, Open Sans
those that names from Łódź, Győr or Eskişehir have besides. Debian ships them as `fonts-noto-cjk`
and `fonts-open-sans`."""

_SANS = ("NotoSansCJK-Regular.ttc", "OpenSans-Regular.ttf")

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path("/Library/Fonts"),
    Path.home() / "Library/Fonts",
)

# Drawn by no font and missed by nobody: joiners, variation selectors, line breaks.
_INVISIBLE = {"Cf", "Zl", "Zp", "Zs"}
_LINE_BREAKS = "\t\n\r"


class FontsMissing(Exception):
    """The report's fonts are not installed; the message names the files."""


@functools.cache
def font_files() -> tuple[Path, ...]:
    """The files of `FILES`, in that order. Raises FontsMissing."""
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.tt[cf]")):
            found.setdefault(path.name, path)
    if missing := [name for name in FILES if name not in found]:
        raise FontsMissing(", ".join(missing))
    return tuple(found[name] for name in FILES)


@functools.cache
def write_font_configuration() -> Path:
    """Write the configuration that makes Pango see these fonts and no others; return its path."""
    folder = settings.DATA_DIR / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    files = font_files()
    folders = "".join(f"<dir>{escape(str(p))}</dir>" for p in sorted({f.parent for f in files}))
    accepted = "".join(f"<glob>{escape(str(file))}</glob>" for file in files)
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig>{folders}<cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        "<selectfont><rejectfont><glob>*</glob></rejectfont>"
        f"<acceptfont>{accepted}</acceptfont></selectfont></fontconfig>\n"
    )
    path = folder / "fonts.conf"
    if not path.exists() or path.read_text("utf-8") != text:
        # Another process may be reading it: the file is there whole or not at all.
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(text, "utf-8")
        part.replace(path)
    return path


@functools.cache
def _drawable() -> frozenset[int]:
    """Code points of the two sans, of which every face covers the same. 0.1 s once per process."""
    drawable: set[int] = set()
    for path in font_files():
        if path.name in _SANS:
            with TTFont(path, fontNumber=0, lazy=True) as font:
                drawable.update(font.getBestCmap())
    return frozenset(drawable)


def font_versions() -> dict[str, str]:
    """The version each font file gives itself, by file name."""
    versions = {}
    for path in font_files():
        with TTFont(path, fontNumber=0, lazy=True) as font:
            versions[path.name] = f"{font['head'].fontRevision:.3f}"
    return versions


def missing_characters(text: str) -> list[str]:
    """The characters of a text that a report could not print, each once, in order.

    For pages too: they warn when a name or note is saved. Raises FontsMissing.
    """
    missing = list(dict.fromkeys(_undrawable(text)))
    if not missing:
        return []
    # The shaper joins a letter and its accent if the font has the joined form only.
    return list(dict.fromkeys(_undrawable(unicodedata.normalize("NFC", text))))


def _undrawable(text: str) -> Iterator[str]:
    drawable = _drawable()
    for character in text:
        if ord(character) in drawable or character in _LINE_BREAKS:
            continue
        if unicodedata.category(character) not in _INVISIBLE and not _selects_variant(character):
            yield character


def _selects_variant(character: str) -> bool:
    """Variation selectors choose among shapes; without one, the usual shape is drawn."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
