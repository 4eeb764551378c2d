"""Logos as people bring them, and as nobody should."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60">'
    b'<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="-28" x2="28"'
    b' gradientTransform="translate(30 30) rotate(45)"><stop offset="0" stop-color="#7a1450"/>'
    b'<stop offset="100%" stop-color="#d08"/></linearGradient>'
    b'<clipPath id="c"><rect width="60" height="60"/></clipPath></defs>'
    b'<g clip-path="url(#c)"><circle cx="30" cy="30" r="28" fill="url(#g)"/></g>'
    b'<path d="M15 40L30 12 45 40z" fill="#fff"/>'
    b'<rect x="70" y="20" width="160" height="20" style="fill:rgb(200, 30, 30);stroke:none"/>'
    b"</svg>"
)
"""A disc with a gradient to the left, a red bar to the right."""


def svg(body: str = '<rect width="9" height="9"/>', root: str = 'viewBox="0 0 10 10"') -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {root}>{body}</svg>".encode()


def png(width: int = 300, height: int = 100, *, mode: str = "RGBA", fill: object = None) -> bytes:
    made = io.BytesIO()
    colour = (200, 30, 30, 128) if fill is None else fill
    Image.new(mode, (width, height), colour).save(made, format="PNG")  # type: ignore[arg-type]
    return made.getvalue()


def png_with_notes() -> bytes:
    """One that carries what was not drawn: a text, a resolution, and a page behind its end."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>secret note</script>")
    made = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(made, "PNG", pnginfo=notes, dpi=(300, 300))
    return made.getvalue() + b"<html><script>behind the end</script></html>"


def png_that_claims(width: int, height: int) -> bytes:
    """A file of some bytes whose header, with its checksum, announces a picture of that size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk


def noisy_png(side: int) -> bytes:
    """Pixels of which none follows from another: nothing to compress."""
    state, values = 1, bytearray()
    for _ in range(side * side * 3):
        state = (state * 1103515245 + 12345) % 2**31
        values.append(state >> 16 & 255)
    made = io.BytesIO()
    Image.frombytes("RGB", (side, side), bytes(values)).save(made, format="PNG")
    return made.getvalue()
