"""Messages in a folder: what a worker finds there is whole."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from maturity.celery import app


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """As the site makes it, with a folder of its own."""
    options = {
        name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")
    }
    with app.connection("filesystem://localhost", transport_options=options) as connection:
        yield connection


class SeenWhileWritten:
    """A value that lets a reader look into the folder while its message is being written."""

    def __init__(self, reader: Any) -> None:
        self.reader, self.found = reader, False

    def __json__(self) -> str:
        try:
            self.reader._get("maturity")
            self.found = True
        except Empty:
            pass
        return "value"


def test_message_is_not_found_before_it_is_whole(connection: Connection) -> None:
    value = SeenWhileWritten(connection.channel())
    connection.channel()._put("maturity", {"body": value})
    assert not value.found
    assert connection.channel()._get("maturity") == {"body": "value"}
    with pytest.raises(Empty):
        connection.channel()._get("maturity")


def test_messages_are_read_in_the_order_in_which_they_were_written(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = connection.channel()
    for moment in (5_000_000_000, 6_000_000_000, 7_000_000_000):
        monkeypatch.setattr("time.monotonic_ns", lambda moment=moment: moment)
        sender._put("maturity", moment)
    found = [connection.channel()._get("maturity") for _ in range(3)]
    assert found == [5_000_000_000, 6_000_000_000, 7_000_000_000]
