"""The application for tests as `./run` starts it: a web server and a worker with the beat.

Both are child processes with a data folder of their own below a temporary one: a SQLite file, the
filesystem broker, a folder of mail. What happens in them is read through pages, files and rows,
never through this process's own Django.
"""

import contextlib
import os
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import bootstrap
from tests.front_door.servers import find_free_port
from tests.front_door.suite import make_environment


@dataclass
class Site:
    """One running application; `web` and `worker` are None while they are stopped."""

    data: Path
    port: int
    environment: bootstrap.Environment
    log: IO[bytes]
    web: bootstrap.Process | None = None
    worker: bootstrap.Process | None = None

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def broker(self) -> Path:
        return self.data / "broker"

    def start_web_server(self) -> None:
        self.web = bootstrap.start_web_server(self.port, self.environment, self.log)
        if not bootstrap.wait_until(lambda: bootstrap.is_healthy(self.port), self.web):
            raise RuntimeError(f"The web server did not come up:\n{self.read_log()}")

    def stop_web_server(self) -> None:
        if self.web is not None:
            bootstrap.stop_processes([self.web])
            self.web = None

    def start_worker(self) -> None:
        """As `./run` starts the first one and the next after one that died."""
        self.worker = bootstrap.start_worker(self.data, self.environment, self.log)

    def kill_worker(self) -> None:
        """`kill -9` to the worker, its pool and its beat at once."""
        if self.worker is not None:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def has_worker(self) -> bool:
        return self.worker is not None and self.worker.poll() is None

    def stop(self) -> None:
        bootstrap.stop_processes([each for each in (self.web, self.worker) if each is not None])
        self.web = self.worker = None

    def manage(self, line: str, *more: str) -> None:
        """Run a command of manage.py; raises SystemExit when it fails."""
        options = {"environment": self.environment, "stdout": self.log, "stderr": self.log}
        bootstrap.must_run(bootstrap.tool(f"python manage.py {line}", *more), **options)

    def rows(self, query: str, *parameters: object) -> list[sqlite3.Row]:
        """Read from the database beside the processes that use it."""
        with contextlib.closing(sqlite3.connect(self.data / "db.sqlite3", timeout=20)) as base:
            base.row_factory = sqlite3.Row
            return base.execute(query, parameters).fetchall()

    def read_log(self) -> str:
        return Path(self.log.name).read_text(errors="replace")


@contextlib.contextmanager
def prepared_site(*, demo: bool, **settings: str) -> Iterator[Site]:
    """A site with migrations, shipped content and on wish the demonstration; nothing runs yet.

    `settings` go to the environment of every process. Everything ends with the block.
    """
    with tempfile.TemporaryDirectory(prefix="maturity-site-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        port = find_free_port()
        environment = make_environment(folder) | {
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEMO": str(int(demo)),
            "HTTPS": "0",
            "MFA_REQUIRED": str(int(not demo)),
            **settings,
        }
        bootstrap.compile_translations(bootstrap.ROOT / "locale")
        bootstrap.collect_static_files(environment)
        with (folder / "log").open("ab") as log:
            site = Site(Path(environment["DATA_DIR"]), port, environment, log)
            site.manage("migrate --no-input -v 0")
            site.manage("load_shipped")
            if demo:
                site.manage("load_demo")
            try:
                yield site
            finally:
                site.stop()


@contextlib.contextmanager
def running_site(*, demo: bool, **settings: str) -> Iterator[Site]:
    """A prepared site whose web server answers and whose worker has been started."""
    with prepared_site(demo=demo, **settings) as site:
        site.start_web_server()
        site.start_worker()
        yield site
