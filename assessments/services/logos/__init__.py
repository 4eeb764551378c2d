"""Logos that somebody brings: told apart by what they are, and made anew from what is drawn.

`read_logo` is all that others need. Nothing of the file is kept but the drawing itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assessments.models import Branding
from assessments.services.logos.png import remade_png
from assessments.services.logos.svg import remade_svg
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

FILE_LIMIT = 1_000_000
"""Bytes that are looked at: a file of many pixels or of an editor may shrink when it is remade."""

LOGO_LIMIT = 100_000
"""Bytes of the logo as it is kept: it lies in the context of every report."""

_PNG = b"\x89PNG\r\n\x1a\n"
_OTHERS = {
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"%PDF": "PDF",
    b"%!PS": "EPS",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "SVGZ",
}
"""How files begin that people take for a logo, by what they are called."""


@dataclass(frozen=True)
class Logo:
    content: bytes
    type: Branding.LogoType


def read_logo(content: bytes) -> Logo:
    """The logo in a file, whatever its name says.

    Raises Rejected at the path `logo`: `file_empty`, `file_too_large`, `logo_type`,
    `logo_too_large`, and what `remade_png` and `remade_svg` find.
    """
    if not content:
        raise Rejected([Fault("logo", "file_empty")])
    if len(content) > FILE_LIMIT:
        size = {"size": len(content), "limit": FILE_LIMIT}
        raise Rejected([Fault("logo", "file_too_large", size)])
    kind, remade = _kind(content)
    found = remade(content)
    if len(found) > LOGO_LIMIT:
        size = {"kilobytes": -(-len(found) // 1000), "limit": LOGO_LIMIT // 1000}
        raise Rejected([Fault("logo", "logo_too_large", size)])
    return Logo(found, kind)


def _kind(content: bytes) -> tuple[Branding.LogoType, Callable[[bytes], bytes]]:
    if content.startswith(_PNG):
        return Branding.LogoType.PNG, remade_png
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")):
        return Branding.LogoType.SVG, remade_svg
    found = next((name for begin, name in _OTHERS.items() if content.startswith(begin)), "")
    raise Rejected([Fault("logo", "logo_type_other" if found else "logo_type", {"found": found})])
