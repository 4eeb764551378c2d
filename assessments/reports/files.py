"""Files of our own below the media folder: written whole or not at all, and forgotten again."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from io import BufferedRandom
from pathlib import Path
from uuid import UUID

from django.conf import settings

REPORTS, EXPORTS, BATCHES = "reports", "exports", "batches"
"""Folders of the media folder; in each, one folder for every row that has files."""


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BufferedRandom]:
    """A file to write that is there whole or not at all afterwards, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_files(folder: str, key: UUID) -> None:
    """Remove all files of a report, an export or a batch; there may be none."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(settings.MEDIA_ROOT / folder / str(key))
