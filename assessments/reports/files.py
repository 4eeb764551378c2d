"""Files of our own below the media folder: written whole or not at all, and forgotten again."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from io import BufferedRandom
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipInfo

from django.conf import settings

REPORTS, EXPORTS, BATCHES = "reports", "exports", "batches"
"""Folders of the media folder; in each, one folder for every row that has files."""

_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest of the format: the same data give the same bytes


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


def zip_entry(name: str) -> ZipInfo:
    """An entry of an archive that does not say when it was written."""
    entry = ZipInfo(name, date_time=_NO_DATE)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def remove_files(folder: str, key: UUID) -> None:
    """Remove all files of a report, an export or a batch; there may be none."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(settings.MEDIA_ROOT / folder / str(key))
