"""The broker of a site without Redis: kombu's folder of messages, each written whole.

kombu opens a message's file under its final name and fills it after that. A worker that looks in
between takes an empty file, cannot read it, and ends.
"""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override]
        """Put a message into the queue; raises ChannelError when the folder takes no file."""
        folder = Path(self.data_folder_out)
        # Read in the order of their names; one that begins with a point is read by nobody.
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid4()}.{queue}.msg"
        draft = folder / f".{name}"
        try:
            draft.write_text(dumps(payload), encoding="utf-8")
            draft.rename(folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add file {name!r} to {folder}") from error


class Transport(filesystem.Transport):
    Channel = Channel


def install_file_broker() -> None:
    """Let every address that begins with filesystem:// mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
