"""`kill -9` of the worker in the middle of a render: a delay, never a lost or doubled report.

The lease is 6 seconds instead of 30 and the heartbeat 1 instead of 5, which only shortens the
wait for the killed worker's job. The sweep keeps its 60 seconds: nobody touches it here.
"""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import Site, prepared_site

pytestmark = pytest.mark.faults

REPORTS = 10
RUNNING = "SELECT id, phase FROM assessments_job WHERE state = 'running' AND kind = 'report'"
JOBS = (
    "SELECT id, state, attempt, phase, error FROM assessments_job"
    " WHERE kind = 'report' ORDER BY created_at"
)
FILES = "SELECT id, job_id, file, sha256, size, pages FROM assessments_report"


@pytest.fixture
def site() -> Iterator[Site]:
    """Ten reports in the queue, no worker yet."""
    settings = {"JOB_LEASE_SECONDS": "6", "JOB_HEARTBEAT_SECONDS": "1"}
    with prepared_site(demo=True, **settings) as site:
        ask = "from tests.faults.ten_reports import ask_for_reports"
        site.manage("shell -c", f"{ask}; ask_for_reports({REPORTS})")
        yield site


def wait_for(condition: Callable[[], object], *, site: Site, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s:\n{site.read_log()[-4000:]}"
        time.sleep(0.1)


def kill_during_render(site: Site) -> str:
    """Start a worker and kill it while it renders its second report; returns that job's id."""
    site.start_worker()

    def second_renders() -> bool:
        done = [job for job in site.rows(JOBS) if job["state"] == "done"]
        return bool(done) and [job["phase"] for job in site.rows(RUNNING)] == ["rendering"]

    wait_for(second_renders, site=site, seconds=90)
    site.kill_worker()
    (job,) = site.rows(RUNNING)
    assert job["phase"] == "rendering", "it was killed in time"
    return str(job["id"])


def finish_all(site: Site) -> None:
    """The next worker does the rest by itself."""
    site.start_worker()

    def is_finished() -> bool:
        return {job["state"] for job in site.rows(JOBS)} <= {"done", "failed"}

    wait_for(is_finished, site=site, seconds=240)


def check_each_once(site: Site, *, killed: str) -> None:
    jobs = site.rows(JOBS)
    assert len(jobs) == REPORTS
    assert [job["state"] for job in jobs] == ["done"] * REPORTS, [job["error"] for job in jobs]
    # The killed job was taken twice, every other one exactly once.
    attempts = {str(job["id"]): job["attempt"] for job in jobs}
    assert attempts == {str(job["id"]): 1 for job in jobs} | {killed: 2}

    reports = site.rows(FILES)
    assert {report["job_id"] for report in reports} == {job["id"] for job in jobs}
    media = site.data / "media"
    stored = {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}
    assert stored == {report["file"] for report in reports}, "one file for each report"
    for report in reports:
        content = (media / report["file"]).read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            report["size"],
            report["sha256"],
        )
        assert report["pages"] > 5


def empty(folder: Path) -> int:
    """Delete every file below; how many there were."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    shutil.rmtree(folder)
    return len(files)


def test_reports_survive_a_worker_killed_in_a_render(site: Site) -> None:
    killed = kill_during_render(site)
    finish_all(site)
    check_each_once(site, killed=killed)


def test_reports_survive_a_killed_worker_and_an_emptied_broker(site: Site) -> None:
    """No message is left, so only the beat's sweep can find the jobs."""
    killed = kill_during_render(site)
    assert empty(site.broker) > 0, "there were messages to lose"
    finish_all(site)
    check_each_once(site, killed=killed)
