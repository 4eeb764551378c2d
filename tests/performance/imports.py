"""How fast 100,000 figures are imported, and that memory does not grow with their number.

`python -m tests.performance.imports`, from the project's folder. Each import is a process of its
own with Django, as the command is: both passes over the file, the comparison with the release it
supersedes, and 500 figures in a transaction on SQLite. Peak memory is the whole process's, beside
that of 1,000 rows. Nothing here fails a test.
"""

import dataclasses
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from maturity.benchmarks.exporting import write_csv, write_xlsx
from maturity.benchmarks.release import PublishedFigure, read_release, shipped_release_paths

ROOT = Path(__file__).parent.parent.parent
FEW, MANY = 1_000, 100_000

PREPARE = """
from django.core.management import call_command
from assessments.models import SiteRole, User
call_command("migrate", verbosity=0)
call_command("load_shipped", verbosity=0)
editor = User.objects.create_user("editor@example.org", name="Editor")
SiteRole.objects.create(user=editor, role=SiteRole.Role.BENCHMARK_EDITOR)
"""
IMPORT = """
import resource, sys, time
from django.core.management import call_command
from assessments.models import Release
start = time.perf_counter()
call_command("import_release", {path!r}, "--key", {key!r}, stdout=open("/dev/null", "w"))
seconds = time.perf_counter() - start
assert Release.objects.get(key={key!r}).figures.count() == {count}
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def run(program: str, folder: Path) -> str:
    """Run a program within a site of its own; what it printed."""
    setup = "import django, logging; django.setup(); logging.disable()\n"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "maturity.settings",
        "DATA_DIR": str(folder),
        "SECRET_KEY": "measure",
        "HTTPS": "0",
    }
    command = [sys.executable, "-c", setup + program]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def invent(count: int) -> Iterator[PublishedFigure]:
    """The shipped figures over and over, each with a key and a text of its own."""
    figures = read_release(shipped_release_paths()[0]).figures
    for number in range(count):
        figure = figures[number % len(figures)]
        label = figure.label | {"en": f"{figure.label['en']} {number}"}
        yield dataclasses.replace(figure, key=f"{figure.key[:60]}-{number}", label=label)


def write(folder: Path, kind: str, count: int) -> Path:
    path = folder / f"{count}.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as text:
            write_csv(invent(count), text)
    else:
        with path.open("wb") as file:
            write_xlsx(invent(count), file)
    return path


def measure(folder: Path, kind: str, count: int) -> tuple[float, float]:
    """Seconds of one import, and the peak of its process in MB."""
    path = write(folder, kind, count)
    program = IMPORT.format(path=str(path), key=f"{kind}-{count}", count=count)
    seconds, kilobytes = run(program, folder).split()
    return float(seconds), int(kilobytes) / 1024


def measure_all() -> None:
    """Print the table."""
    print(f"{'import':22} {'s':>8} {'rows/s':>8} {'peak MB':>8} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(PREPARE, folder)
        for kind in ("csv", "xlsx"):
            seconds, base = measure(folder, kind, FEW)
            print(f"{kind + f', {FEW:,} rows':22} {seconds:8.1f} {FEW / seconds:8.0f} {base:8.0f}")
            seconds, peak = measure(folder, kind, MANY)
            rate = MANY / seconds
            what = f"{kind}, {MANY:,} rows"
            print(f"{what:22} {seconds:8.1f} {rate:8.0f} {peak:8.0f} {peak / base:6.2f}")


if __name__ == "__main__":
    measure_all()
