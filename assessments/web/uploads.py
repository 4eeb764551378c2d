"""Bodies that are looked at as they come: thrown away if too large, read through without being
kept. Django would have written them to a file before the first line of a view."""

from collections.abc import Callable

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

_PIECE = 2**20  # bytes


def declared_size(request: HttpRequest) -> int:
    """Bytes of the body, 0 if that is not said or is no number; it is counted in any case."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() else 0


def throw_away_body(request: HttpRequest, *, at_most: int) -> None:
    """Browsers read an answer only after they have sent everything."""
    taken = 0
    while taken < at_most and (piece := request.read(_PIECE)):
        taken += len(piece)


class PassingBy(FileUploadHandler):
    """Hands each piece of the files in a body to `read`; none of them appears in `FILES`."""

    def __init__(self, request: HttpRequest, read: Callable[[bytes], object]) -> None:
        super().__init__(request)
        self._read = read

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._read(raw_data)

    def file_complete(self, file_size: int) -> None:
        """There is no file."""
