"""From bytes on a disk to text: the checks that every file we read has in common."""

from pathlib import Path

from maturity.instruments.faults import Fault, InvalidFile

FILE_LIMIT = 2_000_000
"""Bytes. A questionnaire in three languages takes about 150,000, a file of answers 10,000."""

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-bom"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """Read a file of at most `FILE_LIMIT` bytes.

    Raises InvalidFile (`file_missing`, `file_unreadable`, `file_too_large`). The size is looked at
    before reading, so that a huge file costs nothing.
    """
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise InvalidFile([_too_large(size)])
        return path.read_bytes()
    except FileNotFoundError:
        raise InvalidFile([Fault("", "file_missing")]) from None
    except OSError as error:
        raise InvalidFile([Fault("", "file_unreadable", {"error": error.strerror})]) from None


def decode(data: bytes) -> str:
    """Turn the bytes of a file into text: UTF-8 without a byte order mark, not empty, not too long.

    Raises InvalidFile (`file_too_large`, `not_utf8`, `file_empty`). Nothing is guessed or replaced.
    """
    if len(data) > FILE_LIMIT:
        raise InvalidFile([_too_large(len(data))])
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            raise InvalidFile([Fault("", "not_utf8", {"found": name, "position": 0})])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        params = {"found": "other", "position": error.start}
        raise InvalidFile([Fault("", "not_utf8", params)]) from None
    if not text.strip():
        raise InvalidFile([Fault("", "file_empty")])
    return text


def _too_large(size: int) -> Fault:
    return Fault("", "file_too_large", {"size": size, "limit": FILE_LIMIT})
