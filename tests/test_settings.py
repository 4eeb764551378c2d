"""Settings are read from the environment, loudly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOUND = {"SECRET_KEY": "0123456789abcdef" * 4, "PUBLIC_URL": "https://maturity.example.org"}


def manage(*arguments: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing in the environment but what is given."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_without_a_secret_names_it(tmp_path: Path) -> None:
    done = manage("check", tmp_path=tmp_path)
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS", "yes"),
        ("DEBUG", "ture"),
        ("DEMO", ""),
        ("JOB_LEASE_SECONDS", "half a minute"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_value_that_cannot_be_read_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    done = manage("check", tmp_path=tmp_path, **SOUND, **{name: value})
    assert done.returncode != 0
    assert f"{name} must be" in done.stderr


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **SOUND)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_commands_typed_by_hand_find_the_key_that_run_made(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("0123456789abcdef" * 4)
    done = manage("check", tmp_path=tmp_path, PUBLIC_URL=SOUND["PUBLIC_URL"])
    assert done.returncode == 0, done.stderr
