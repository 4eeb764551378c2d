"""How long it takes to load every questionnaire and to score 10,000 assessments of `dx`.

`python -m tests.performance.scoring`, from the project's folder. Each figure is a whole process,
start of Python included, as a command would cost; medians of several runs, and the ratio to an
empty process of the same run, because machines differ. Nothing here fails a test.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RUNS, LONG_RUNS = 9, 3
ASSESSMENTS = 10_000
LOADING_GOAL = 150
"""Milliseconds for loading all questionnaires in a new process, from the compiled cache."""

EMPTY = "pass"
LOAD = """
from maturity.instruments.loader import shipped_editions
assert len(shipped_editions()) == 4
"""
LOAD_UNCACHED = """
from pathlib import Path
from maturity.instruments import cache
cache.FOLDER = Path({folder!r}) / "not there"
cache._write = lambda path, text: None
"""
SCORE = f"""
import random
from maturity.instruments.loader import shipped_editions
from maturity.scoring import as_json, score
dx = next(edition for edition in shipped_editions() if edition.key == "dx")
keys = [item.key for item in dx.items]
random.seed(1)
level = lambda: random.randint(0, 5)
for _ in range({ASSESSMENTS}):
    as_json(score(dx, {{key: {{"current": level(), "target": level()}} for key in keys}}))
"""


def run(program: str) -> float:
    """Return the seconds of one new process that runs the program."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    return time.perf_counter() - start


def measure(program: str, *, runs: int) -> float:
    """Return the median of several runs, after one that is not counted."""
    run(program)
    return statistics.median(run(program) for _ in range(runs))


def measure_all() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        uncached = LOAD_UNCACHED.format(folder=folder) + LOAD
        figures = {
            "an empty process": measure(EMPTY, runs=RUNS),
            "load all questionnaires, from the cache": measure(LOAD, runs=RUNS),
            "load all questionnaires, from their YAML": measure(uncached, runs=LONG_RUNS),
            f"score {ASSESSMENTS:,} assessments of dx": measure(SCORE, runs=LONG_RUNS),
        }
    empty, loading, *_rest = figures.values()
    print(f"{'whole process, median':42} {'ms':>9} {'ratio':>8}")
    for name, seconds in figures.items():
        print(f"{name:42} {seconds * 1000:9.0f} {seconds / empty:8.1f}")
    verdict = "met" if loading * 1000 <= LOADING_GOAL else "missed"
    print(f"goal: load from the cache in {LOADING_GOAL} ms: {verdict}")


if __name__ == "__main__":
    measure_all()
