"""`./run` for real: it comes up, replaces a killed worker, and leaves nobody behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import bootstrap
from tests.front_door.servers import find_free_port, is_listening
from tests.front_door.suite import make_environment

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


def list_family(pid: int) -> dict[int, str]:
    """The command lines of everything below a process, by pid."""
    parents, commands = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
            commands[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, parent = stat.rpartition(") ")[2].split()[:2]
        if state != "Z":
            parents[int(folder.name)] = int(parent)
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return {member: commands[member] for member in family - {pid}}


def find_worker(door: int) -> int | None:
    """The worker itself, not the pool and the beat that it starts."""
    children = f"/proc/{door}/task/{door}/children"
    pids = [int(pid) for pid in Path(children).read_text().split()]
    return next((pid for pid in pids if "maturity.celery" in list_family(door).get(pid, "")), None)


def wait_for(condition: Callable[[], object], seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(condition())


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """`./run --no-demo` on a free port and an empty data folder: process, port, its output."""
    port, output = find_free_port(), folder / "output"
    environment = make_environment(folder) | {"PORT": str(port)}
    with output.open("wb") as file:
        door = subprocess.Popen(
            [str(bootstrap.ROOT / "run"), "--no-demo"],
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        assert wait_for(lambda: b"Running at" in output.read_bytes() or door.poll() is not None)
        assert door.poll() is None, output.read_text()
        yield door, port, output
    finally:
        if door.poll() is None:
            door.terminate()
            door.wait(30)


def test_run_replaces_a_killed_worker_and_ends_as_a_whole(tmp_path: Path) -> None:
    with running(tmp_path) as (door, port, output):
        assert bootstrap.is_healthy(port)
        assert f"Running at http://127.0.0.1:{port}" in output.read_text()

        killed = find_worker(door.pid)
        assert killed is not None
        assert wait_for(lambda: len(list_family(killed)) == 2), "its pool and its beat"
        orphans = set(list_family(killed))
        os.kill(killed, signal.SIGKILL)
        assert wait_for(lambda: find_worker(door.pid) not in {None, killed})
        assert "The worker ended with -9" in output.read_text()
        assert bootstrap.is_healthy(port)
        assert not any(Path(f"/proc/{pid}").exists() for pid in orphans)

        family = set(list_family(door.pid))
        assert len(family) >= 3
        door.send_signal(signal.SIGTERM)
        assert door.wait(30) == 128 + signal.SIGTERM
        assert not any(Path(f"/proc/{pid}").exists() for pid in family)
        assert not is_listening(port)


def test_run_killed_outright_leaves_nobody_behind(tmp_path: Path) -> None:
    with running(tmp_path) as (door, port, _):
        family = set(list_family(door.pid))
        door.kill()
        door.wait()
        assert wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), 30)
        assert not is_listening(port)
