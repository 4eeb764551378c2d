"""What `./test` does once everything is installed: checks first, then the tests.

    ./test               checks, then the quick tests on SQLite and the filesystem broker
    ./test --all         checks, the quick tests on PostgreSQL and Redis, those marked `storage`
                         again on SQLite and the filesystem, the browser, the faults
    ./test -k answers    only pytest, with exactly these arguments (`--all -k …` works too)

Plain `./test` stops at the first failure; `--all` goes on and fails at the end.
"""

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Sequence, Set
from pathlib import Path
from typing import NamedTuple

from bootstrap import Environment, end_on_signals, run_command, say, tool
from tests.front_door.servers import running_servers

QUICK = "not browser and not faults"
# Neighbours stay on one core, so that what a module prepares is prepared once.
STEALING = ("--dist", "worksteal")
BOTH_CORES = ("-n", "auto", *STEALING)

# A developer's own settings must not decide how the tests end.
OURS = {
    *("SECRET_KEY", "DATA_DIR", "PUBLIC_URL", "ALLOWED_HOSTS", "DEMO", "DEBUG", "HTTPS", "PORT"),
    *("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"),
    *("BEHIND_PROXY", "HSTS_SECONDS", "LOG_FORMAT", "LOG_LEVEL", "DJANGO_SETTINGS_MODULE"),
    *("JOB_LEASE_SECONDS", "JOB_HEARTBEAT_SECONDS", "MFA_REQUIRED"),
    *("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_SECRET", "OIDC_NAME"),
}


class Step(NamedTuple):
    name: str
    command: Sequence[str]
    environment: Environment


def make_environment(folder: Path) -> Environment:
    """The caller's environment without our settings; a new key and a new data folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return inherited | {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATA_DIR": tempfile.mkdtemp(dir=folder),
    }


def list_checks(folder: Path) -> list[Step]:
    """Everything that finds faults without running the tests, the quickest first."""
    plain = make_environment(folder)
    production = plain | {
        "PUBLIC_URL": "https://maturity.example.org",
        "ALLOWED_HOSTS": "maturity.example.org",
        "HTTPS": "1",
    }
    deployment = tool("python manage.py check --deploy --fail-level WARNING")
    security = tool("bandit -q -c pyproject.toml -r assessments maturity bootstrap.py manage.py")
    return [
        Step("lint", tool("ruff check ."), plain),
        Step("security", security, plain),
        Step("format", tool("ruff format --check ."), plain),
        Step("templates", tool("djlint templates --lint --quiet"), plain),
        Step("import contracts", tool("lint-imports"), plain),
        Step("types", tool("mypy"), plain),
        Step("migrations", tool("python manage.py makemigrations --check --dry-run"), plain),
        Step("deployment", deployment, production),
        Step("questionnaires", tool("python manage.py check_instruments"), plain),
    ]


def list_full_tests(folder: Path, servers: Environment, arguments: Sequence[str]) -> list[Step]:
    """The four runs of `--all`. Browsers and killed processes have the machine to themselves."""
    return [
        Step(
            name,
            tool("python -m pytest", *options, *arguments),
            make_environment(folder) | engines,
        )
        for name, engines, *options in (
            ("tests on PostgreSQL and Redis", servers, *BOTH_CORES, "-m", QUICK),
            ("storage on SQLite and files", {}, *BOTH_CORES, "-m", f"storage and {QUICK}"),
            ("browser", {}, "-n", "2", *STEALING, "-m", "browser and not faults"),
            ("faults", {}, "-m", "faults"),
        )
    ]


def perform(
    steps: Sequence[Step], *, to_the_end: bool = False, acceptable: Set[int] = frozenset({0})
) -> int:
    """Run the steps and print what each took; returns the first failure's exit code, or 0."""
    summary: list[str] = []
    failure = 0
    for step in steps:
        say(f"\n=== {step.name}")
        started = time.monotonic()
        code, _ = run_command(step.command, environment=step.environment)
        outcome = "ok" if code in acceptable else f"FAILED with {code}"
        summary.append(f"=== {step.name}: {outcome}, {time.monotonic() - started:.1f} s")
        say(summary[-1])
        if code not in acceptable:
            failure = failure or code
            if not to_the_end:
                break
    say("\n" + "\n".join(summary))
    return failure


def main(*arguments: str) -> int:
    if {"-h", "--help"} & {*arguments}:
        say(str(__doc__))
        return 0
    end_on_signals()
    chosen = [argument for argument in arguments if argument != "--all"]
    with tempfile.TemporaryDirectory(prefix="maturity-suite-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        steps = [] if chosen else list_checks(folder)
        if "--all" in arguments:
            with running_servers(folder) as servers:
                steps += list_full_tests(folder, servers, chosen)
                # A choice such as `-k score` finds no test (5) in some of these runs.
                return perform(steps, to_the_end=True, acceptable={0, 5} if chosen else {0})
        command = tool("python -m pytest", *(chosen or [*BOTH_CORES, "-m", QUICK]))
        return perform([*steps, Step("tests", command, make_environment(folder))])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
