"""A PNG file made anew from its pixels: what else lay in it, or behind it, is gone."""

import io
import struct
import zlib

from PIL import Image, ImageFile

from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault

SIDE_LIMIT = 2000
"""Pixels in each direction; looked at before anything is unpacked."""

_HEADER = struct.Struct(">8sI4sII")
_DEEP = ("I", "I;16", "I;16B", "F")


def remade_png(content: bytes) -> bytes:
    """The same picture with its transparency, in 8 bits a channel, and nothing else.

    Raises Rejected at the path `logo`: `logo_unreadable`, `logo_too_many_pixels`.
    """
    try:
        _signature, _length, chunk, width, height = _HEADER.unpack_from(content)
    except struct.error:
        chunk, width, height = b"", 0, 0
    if chunk != b"IHDR" or not width or not height:
        raise Rejected([Fault("logo", "logo_unreadable")])
    if max(width, height) > SIDE_LIMIT:
        size = {"width": width, "height": height, "limit": SIDE_LIMIT}
        raise Rejected([Fault("logo", "logo_too_many_pixels", size)])
    # WeasyPrint, once imported, has Pillow draw half a file for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.load()
            pixels = _in_eight_bits(image)
    except (OSError, SyntaxError, ValueError, IndexError, struct.error, zlib.error) as error:
        raise Rejected([Fault("logo", "logo_unreadable")]) from error
    pixels.info.clear()  # Pillow writes colour profiles and resolutions back from here
    made = io.BytesIO()
    pixels.save(made, format="PNG", optimize=True)
    return made.getvalue()


def _in_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in _DEEP:
        grey = image.convert("I").point(lambda value: value * (1 / 257))
        return grey.convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")
