"""A batch on two workers, one of which is killed twice: every report once, and all in one file.

24 reports, so that it fits into `./test --all`; with BATCH_REPORTS=200 it is as large as an evening
of a consultancy. Both workers share the database, the broker and the media folder. Prints how long
it took, the most memory that a process of each worker held, and what it holds at the end.
"""

import contextlib
import hashlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import pytest

import bootstrap
from tests.faults.test_killed_worker import wait_for
from tests.processes import Site, prepared_site

pytestmark = pytest.mark.faults

REPORTS = int(os.environ.get("BATCH_REPORTS", "24"))
PATIENCE = 120 + 20 * REPORTS
"""Seconds until somebody has to look: not a measure, the machine may have much else to do."""

BATCH = "SELECT id, concluded_at, archive_id, file, sha256 FROM assessments_batch"
JOBS = (
    "SELECT id, state, attempt, error FROM assessments_job"
    " WHERE kind = 'report' AND priority = 0 ORDER BY created_at"
)
ENTRIES = (
    "SELECT entry.position, entry.is_archived, report.id, report.file, report.sha256, report.size"
    " FROM assessments_batchentry AS entry"
    " LEFT JOIN assessments_report AS report ON report.id = entry.report_id"
    " ORDER BY entry.position"
)
MAILS = "SELECT count(*) AS number FROM assessments_job WHERE kind = 'email' AND state = 'done'"


@dataclass
class Worker:
    """One worker process, its children, and the most memory that any of these held."""

    name: str
    process: bootstrap.Process
    peaks: dict[int, int] = field(default_factory=dict)  # KB by process

    def look(self) -> None:
        for child in children_of(self.process.pid):
            self.peaks[child] = max(memory(child, "VmHWM"), self.peaks.get(child, 0))

    def held(self) -> int:
        """KB of its largest process at this moment."""
        return max((memory(child, "VmRSS") for child in children_of(self.process.pid)), default=0)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def children_of(pid: int) -> list[int]:
    """Those of the process and of its own children."""
    found = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        for child in map(int, text.split()):
            found += [child, *children_of(child)]
    return found


def memory(pid: int, name: str) -> int:
    """A field of the process's status in KB; 0 if it has ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        status = Path(f"/proc/{pid}/status").read_text()
        if found := re.search(rf"{name}:\s+(\d+) kB", status):
            return int(found[1])
    return 0


def start_second_worker(site: Site) -> bootstrap.Process:
    """One without the beat, of which there must be only one."""
    command = bootstrap.tool(
        "celery -A maturity.celery worker --loglevel INFO --pool prefork --concurrency 1"
        " --without-gossip --without-mingle --without-heartbeat --hostname second@localhost"
    )
    options = {"environment": site.environment, "stdout": site.log, "stderr": subprocess.STDOUT}
    return bootstrap.start_process(command, **options)


@pytest.fixture
def site() -> Iterator[Site]:
    """A batch in the queue, no worker yet."""
    settings = {"JOB_LEASE_SECONDS": "6", "JOB_HEARTBEAT_SECONDS": "1"}
    with prepared_site(demo=True, **settings) as site:
        ask = "from tests.faults.large_batch import ask_for_batch"
        site.manage("shell -c", f"{ask}; ask_for_batch({REPORTS})")
        yield site


def count_done(site: Site) -> int:
    return sum(job["state"] == "done" for job in site.rows(JOBS))


def is_over(site: Site) -> bool:
    (batch,) = site.rows(BATCH)
    return bool(batch["file"])


def test_batch_survives_a_worker_killed_twice(site: Site) -> None:
    started = time.monotonic()
    site.start_worker()
    assert site.worker
    first = Worker("first", site.worker)
    second = Worker("second", start_second_worker(site))
    dead: list[Worker] = []

    def look_until(condition: Callable[[], bool]) -> None:
        def is_so() -> bool:
            for worker in (first, second):
                worker.look()
            return condition()

        wait_for(is_so, site=site, seconds=PATIENCE)

    try:
        for part in (REPORTS // 3, 2 * REPORTS // 3):
            look_until(lambda part=part: count_done(site) >= part)  # type: ignore[misc]
            second.kill()
            dead.append(second)
            second = Worker("second", start_second_worker(site))
        look_until(lambda: is_over(site))
        took = time.monotonic() - started
        wait_for(lambda: site.rows(MAILS)[0]["number"] >= 1, site=site, seconds=PATIENCE)
        print_figures(took, [first, *dead, second])
    finally:
        second.kill()
    check_reports(site)
    check_archive(site)


def print_figures(took: float, workers: list[Worker]) -> None:
    """For docs/operations.md, which says how much memory a worker needs."""
    print(f"\n{REPORTS} reports in {took:.0f} s, {took / REPORTS:.1f} s each")
    for worker in workers:
        if worker.peaks:
            peak = max(worker.peaks.values()) / 1024
            held = worker.held() / 1024  # 0 of one that was killed
            print(
                f"{worker.name} worker: at most {peak:.0f} MB in a process, {held:.0f} at the end"
            )


def check_reports(site: Site) -> None:
    """Each of them was made, once, and its file is the one that its row names."""
    jobs = site.rows(JOBS)
    assert len(jobs) == REPORTS
    assert [job["state"] for job in jobs] == ["done"] * REPORTS, [job["error"] for job in jobs]
    assert sum(job["attempt"] - 1 for job in jobs) <= 2, "only what was killed is done again"
    entries = site.rows(ENTRIES)
    assert [entry["position"] for entry in entries] == list(range(1, REPORTS + 1))
    assert len({entry["id"] for entry in entries}) == REPORTS
    media = site.data / "media"
    stored = {
        str(path.relative_to(media)) for path in (media / "reports").rglob("*") if path.is_file()
    }
    assert {entry["file"] for entry in entries} <= stored
    for entry in entries:
        content = (media / entry["file"]).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert (len(content), digest) == (entry["size"], entry["sha256"])
        folder = (media / entry["file"]).parent
        assert [path.name for path in folder.iterdir()] == [Path(entry["file"]).name]


def check_archive(site: Site) -> None:
    """It holds all, and whoever gets it can check it with what is on every machine."""
    (batch,) = site.rows(BATCH)
    path = site.data / "media" / batch["file"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == batch["sha256"]
    entries = site.rows(ENTRIES)
    assert all(entry["is_archived"] for entry in entries)
    folder = site.data / "unpacked"
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
        archive.extractall(folder)
    assert len(names) == len(set(names)) == REPORTS
    sums = [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names]
    assert sums == [entry["sha256"] for entry in entries]
    checked = subprocess.run(
        ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
