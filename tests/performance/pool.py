"""The pool with a million stored results: what a page asks, and what one release costs.

`python -m tests.performance.pool`, from the project's folder; a number behind it says how many
results. Starts a PostgreSQL of its own, makes one of everything and copies it inside the database,
since only the amount counts: every enterprise takes part with one complete `siri` result of one
year, and two thousand consultancies have fifty grants each. Needs about 6 KB of disk for each
result, and minutes. Nothing here fails a test.
"""

import datetime as dt
import json
import os
import random
import resource
import secrets
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bootstrap import run_command, stop_processes, tool
from tests.front_door.servers import start_postgresql
from tests.front_door.suite import make_environment

ROOT = Path(__file__).parent.parent.parent
RESULTS = 1_000_000
LOOK_UPS = 500
LOOK_UP_GOAL = 20
"""Milliseconds, the median of looking up the cell of one assessment as its page does."""
TEMPLATES = 500
CONSULTANCIES, GRANTS = 2000, 50

MAKE = """
CREATE TEMPORARY TABLE made AS
  SELECT n, gen_random_uuid() AS organisation, gen_random_uuid() AS enterprise,
         gen_random_uuid() AS assessment,
         (ARRAY['1-9', '10-49', '50-249', '250-999', '1000+'])[1 + n % 5] AS size_band,
         (ARRAY{economies})[1 + floor(power(random(), 3) * {economy_count})::int] AS economy,
         (ARRAY{sectors})[1 + floor(power(random(), 2) * {sector_count})::int] AS sector,
         timestamptz '2020-01-01 00:00:00+00' + (n % 365) * interval '1 day' AS submitted_at
  FROM generate_series(1, {results}) AS n;
CREATE TEMPORARY TABLE reading AS
  SELECT n, gen_random_uuid() AS consultancy FROM generate_series(1, {consultancies}) AS n;
CREATE TEMPORARY TABLE granted AS
  SELECT enterprise, consultancy, submitted_at
  FROM reading JOIN made ON made.n % {consultancies} = reading.n - 1
  WHERE made.n <= {consultancies} * {grants};
"""
TEMPLATE = f"made JOIN template ON number = made.n %% {TEMPLATES}"
SUBMITTED = {"enterprise_id": "enterprise", "submitted_at": "made.submitted_at"}

# By model: from which rows it is made, and which columns are not those of the prototype.
COPIES: dict[str, tuple[str, dict[str, str]]] = {
    "Organisation": ("made", {"id": "organisation"}),
    "Enterprise": (
        "made",
        {
            "id": "enterprise",
            "owner_id": "organisation",
            "size_band": "made.size_band",
            "economy": "made.economy",
            "sector": "made.sector",
        },
    ),
    "Assessment": (
        "made",
        SUBMITTED
        | {
            "id": "assessment",
            "profile": "jsonb_build_object('name', '', 'economy', made.economy,"
            " 'sector', made.sector, 'size_band', made.size_band)",
        },
    ),
    "Result": (
        TEMPLATE,
        {"assessment_id": "assessment", "data": "template.data", "trace": "template.trace"},
    ),
    "PoolContribution": (
        TEMPLATE,
        SUBMITTED | {"assessment_id": "assessment", "numbers": "template.numbers"},
    ),
    "PoolConsent": ("made", {"id": "gen_random_uuid()", "enterprise_id": "enterprise"}),
    "Grant": (
        "granted",
        {
            "id": "gen_random_uuid()",
            "enterprise_id": "enterprise",
            "consultancy_id": "consultancy",
            "accepted_at": "granted.submitted_at",
        },
    ),
}


def measure_inside(results: int) -> None:
    """Fill the database of the environment, measure, and print the table."""
    import django  # noqa: PLC0415 - the settings are there only in the process that measures

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from assessments.models import Edition  # noqa: PLC0415
    from assessments.queries.pool import count_so_far, open_window  # noqa: PLC0415
    from assessments.services.shipped import load_shipped  # noqa: PLC0415
    from tests.pools import issue_in  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    load_shipped()
    siri = Edition.objects.get(key="siri")
    issue_in(2100, *Edition.objects.exclude(pk=siri.pk))
    issue_in(2020, siri)

    filling, _ = timed(lambda: fill(siri, results))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    show(f"{results:,} results stored", f"{filling:.0f} s, {size}")
    words, _ = timed(lambda: count_so_far(siri, open_window(siri)))
    show("words before a release (how many so far)", f"{words * 1000:.1f} ms")
    measure_release()
    measure_look_ups(siri)


def measure_release() -> None:
    """Compute the one window that is due, as a worker does."""
    from django.db import transaction  # noqa: PLC0415

    from assessments import queue  # noqa: PLC0415
    from assessments.models import PoolRelease  # noqa: PLC0415
    from assessments.services.pool import (  # noqa: PLC0415
        build_pool_release,
        enqueue_due_pool_releases,
    )

    enqueue_due_pool_releases()
    job = queue.claim()
    assert job is not None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    processor = time.process_time()
    building, store = timed(lambda: build_pool_release(job))
    processor = time.process_time() - processor
    with transaction.atomic():
        storing, _ = timed(store)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = PoolRelease.objects.get().content or {}
    show("build a release of all of them", f"{building:.0f} s ({processor:.0f} s of the processor)")
    show("store it, in one transaction", f"{storing:.0f} s")
    show("memory at most (before it)", f"{memory // 1024} MB ({before // 1024} MB)")
    show("cells, as JSON", f"{len(content['cells']):,}, {len(json.dumps(content)) / 1e6:.1f} MB")


def measure_look_ups(edition: Any) -> None:
    """Look up what a result stands beside, for many assessments one after the other."""
    from assessments.models import Assessment  # noqa: PLC0415
    from assessments.queries.pool import latest_pool_release, read_pool  # noqa: PLC0415

    def look_up(assessment: Assessment) -> float:
        seconds, reading = timed(
            lambda: read_pool(assessment, release=latest_pool_release(edition))
        )
        assert reading is not None
        assert reading.cell is not None
        return seconds * 1000

    chosen = Assessment.objects.select_related("edition").order_by("pk")[:LOOK_UPS]
    first, *others = (look_up(assessment) for assessment in chosen)
    median = statistics.median(others)
    show("first look-up of a process", f"{first:.0f} ms")
    show(f"look-up, median of {len(others)}", f"{median:.2f} ms (longest {max(others):.1f} ms)")
    verdict = "met" if median <= LOOK_UP_GOAL else "missed"
    print(f"goal: look up a cell in {LOOK_UP_GOAL} ms: {verdict}")


def fill(edition: Any, results: int) -> None:
    """Make one of everything by the services; the rest are copies that the database makes."""
    from django.db import connection, transaction  # noqa: PLC0415 - as above

    from assessments.models import PoolConsent  # noqa: PLC0415
    from assessments.wording.profile import economy_codes, sector_codes  # noqa: PLC0415
    from tests.pools import (  # noqa: PLC0415
        all_at,
        found_enterprise,
        found_organisation,
        let_in,
        submit,
    )

    day = dt.date(2020, 5, 1)
    enterprise = found_enterprise("Prototype")
    assessment = submit(enterprise, edition, all_at(edition, 2), on=day)
    consultancy = found_organisation("Consultancy", kind="consultancy")
    prototypes = [
        *(enterprise.owner, enterprise, assessment, assessment.result),
        assessment.pool_contribution,
        PoolConsent.objects.get(),
        let_in(consultancy, enterprise, on=day),
    ]
    economies, sectors = sorted(economy_codes())[:40], sorted(sector_codes())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys are right
        cursor.execute(
            "CREATE TEMPORARY TABLE template (number int, data jsonb, trace jsonb, numbers jsonb)"
        )
        cursor.executemany("INSERT INTO template VALUES (%s, %s, %s, %s)", make_templates(edition))
        cursor.execute(
            MAKE.format(
                results=results,
                economies=economies,
                economy_count=len(economies),
                sectors=sectors,
                sector_count=len(sectors),
                consultancies=CONSULTANCIES,
                grants=GRANTS,
            )
        )
        for prototype in prototypes:
            cursor.execute(copy_statement(prototype), [prototype.pk])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy_statement(prototype: Any) -> str:
    """An INSERT of as many copies as COPIES says; columns not named there are the prototype's."""
    meta = prototype._meta
    rows, changed = COPIES[meta.object_name]
    columns = [field.column for field in meta.concrete_fields]
    values = [changed.get(column, f"prototype.{column}") for column in columns]
    return (
        f"INSERT INTO {meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608
        f" FROM {rows} CROSS JOIN {meta.db_table} AS prototype"
        f" WHERE prototype.{meta.pk.column} = %s"
    )


def make_templates(edition: Any) -> list[tuple[Any, ...]]:
    """Results of many shapes, as they are stored: some high, some low, some with an item less."""
    from maturity.benchmarks.pool_results import take_numbers  # noqa: PLC0415 - as above
    from maturity.scoring import as_json, score, trace  # noqa: PLC0415

    chance = random.Random(1)  # noqa: S311 - no secret
    rows = []
    for number in range(TEMPLATES):
        middle = chance.uniform(0, 5)
        answers = {
            item.key: {"current": min(5, max(0, round(chance.gauss(middle, 1)))), "target": 5}
            for item in edition.content.level_items
        }
        if number % 10 == 0:
            answers["VI"] = {"state": "not_applicable", "reason": "no_such_activity"}
        result = score(edition.content, answers)
        parts = (as_json(result), trace(result, edition.content, answers), take_numbers(result))
        rows.append((number, *(json.dumps(part) for part in parts)))
    return rows


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds it took, and what came of it."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def show(what: str, measured: str) -> None:
    print(f"{what:44} {measured}", flush=True)


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["--inside"]:
        measure_inside(int(arguments[1]))
        return 0
    results = arguments[0] if arguments else str(RESULTS)
    servers: list[Any] = []
    with tempfile.TemporaryDirectory(prefix="maturity-pool-", ignore_cleanup_errors=True) as name:
        folder, password = Path(name), secrets.token_hex(16)
        try:
            port = start_postgresql(folder, password, servers)
            environment = make_environment(folder) | {
                "DATABASE_URL": f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres",
                "DJANGO_SETTINGS_MODULE": "maturity.settings",
                "PYTHONPATH": os.fspath(ROOT),
                "LOG_LEVEL": "ERROR",
            }
            command = tool("python -m tests.performance.pool --inside", results)
            return run_command(command, environment=environment)[0]
        finally:
            stop_processes(servers, signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
