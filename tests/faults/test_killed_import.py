"""`kill -9` of the worker while it writes figures: one whole draft in the end, and no half one."""

from collections.abc import Iterator

import pytest

from tests.faults.test_killed_worker import wait_for
from tests.processes import Site, prepared_site

pytestmark = pytest.mark.faults

KEY, COUNT = "killed-2023", 10_000
JOB = "SELECT state, phase, attempt, error FROM assessments_job WHERE kind = 'import'"
RELEASES = "SELECT id, key, state FROM assessments_release WHERE shipped = 0"
FIGURES = """SELECT release_id, count(*) AS number, max(position) AS last FROM assessments_figure
WHERE release_id IN (SELECT id FROM assessments_release WHERE shipped = 0) GROUP BY release_id"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A large import in the queue, no worker yet."""
    settings = {"JOB_LEASE_SECONDS": "6", "JOB_HEARTBEAT_SECONDS": "1"}
    with prepared_site(demo=True, **settings) as site:
        ask = "from tests.faults.large_import import ask_for_import"
        site.manage("shell -c", f"{ask}; ask_for_import({KEY!r}, {COUNT})")
        yield site


def test_import_survives_a_worker_killed_while_it_writes(site: Site) -> None:
    site.start_worker()
    wait_for(lambda: any(r["number"] > 1000 for r in site.rows(FIGURES)), site=site, seconds=120)
    site.kill_worker()
    (half,) = site.rows(FIGURES)
    (hidden,) = site.rows(RELEASES)
    assert 1000 < half["number"] < COUNT, "it was killed in time"
    assert half["number"] % 500 == 0, "whole transactions only"
    assert (hidden["state"], hidden["key"][0]) == ("importing", "~")

    site.start_worker()
    wait_for(lambda: site.rows(JOB)[0]["state"] in ("done", "failed"), site=site, seconds=240)
    (job,) = site.rows(JOB)
    assert (job["state"], job["attempt"], job["error"]) == ("done", 2, None)
    assert [(row["key"], row["state"]) for row in site.rows(RELEASES)] == [(KEY, "draft")]
    (whole,) = site.rows(FIGURES)
    assert (whole["number"], whole["last"]) == (COUNT, COUNT)
    assert list((site.data / "media" / "imports").iterdir()) == []
