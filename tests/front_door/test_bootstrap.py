"""The front door without the application; test_running.py starts that too.

What starts processes runs in a Python of its own: bootstrap.py relies on having no threads, and
pytest's workers have some.
"""

import ast
import gettext
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bootstrap
from tests.front_door.suite import make_environment

ROOT = Path(bootstrap.__file__).parent


def run_python(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for_end(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def test_bootstrap_can_be_read_by_an_older_python() -> None:
    """Else the line that asks for a newer one would never be seen."""
    assert ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 8)).body


@pytest.mark.parametrize("words", [[], ["start"], ["run", "--fast"], ["setup", "--all"]])
def test_bootstrap_refuses_unknown_words(words: list[str]) -> None:
    command = [sys.executable, "bootstrap.py", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "bootstrap.py run [--no-demo]" in done.stdout


@pytest.mark.parametrize("text", ["", "http", "-1", "0", "65536", "８０００"])
def test_port_refuses_what_is_no_port(text: str) -> None:
    with pytest.raises(SystemExit, match="from 1 to 65535"):
        bootstrap.read_port(text)


def test_port_refuses_a_taken_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} cannot be used"):
            bootstrap.read_port(str(port))
    assert bootstrap.read_port(str(port)) == port


def test_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = bootstrap.read_or_create_key(path)
    assert len(key) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert bootstrap.read_or_create_key(path) == key
    assert bootstrap.read_or_create_key(tmp_path / "another") != key


def test_pause_doubles_and_starts_afresh_after_a_good_minute() -> None:
    pauses = [1]
    for _ in range(6):
        pauses.append(bootstrap.choose_pause(before=pauses[-1], lived=3))
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert bootstrap.choose_pause(before=30, lived=61) == 1


def test_lock_description_follows_the_file(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("a==1\n")
    before = bootstrap.describe_lock(lock)
    assert bootstrap.describe_lock(lock) == before
    lock.write_text("a==2\n")
    assert bootstrap.describe_lock(lock) != before


@pytest.mark.parametrize("name", [bootstrap.RUN_LOCK, bootstrap.TEST_LOCK])
def test_lock_files_hold_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert text.count("--hash=sha256:") > text.count("==") > 30
    assert "://" not in text


def test_translations_are_compiled_when_newer(tmp_path: Path) -> None:
    script = (
        "import bootstrap, pathlib, sys; bootstrap.compile_translations(pathlib.Path(sys.argv[1]))"
    )
    source = tmp_path / "ja" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    source.write_text(head + 'msgid "Report"\nmsgstr "報告書"\n')

    def translate() -> str:
        done = run_python(script, str(tmp_path))
        assert done.returncode == 0, done.stderr
        with source.with_suffix(".mo").open("rb") as file:
            return gettext.GNUTranslations(file).gettext("Report")

    assert translate() == "報告書"
    compiled = source.with_suffix(".mo").stat().st_mtime_ns
    assert translate() == "報告書"
    assert source.with_suffix(".mo").stat().st_mtime_ns == compiled

    source.write_text(head + 'msgid "Report"\nmsgstr "レポート"\n')
    os.utime(source, ns=(compiled + 1, compiled + 1))
    assert translate() == "レポート"
    assert [path.name for path in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]


STUBBORN = (
    "import bootstrap, subprocess\n"
    """command = ["sh", "-c", "trap '' TERM; sleep 300 & echo $$ $!; wait"]\n"""
    "child = bootstrap.start_process(command, stdout=subprocess.PIPE)\n"
    "print(child.stdout.readline().decode(), end='', flush=True)\n"
)


def test_stop_kills_the_family_of_a_child_that_will_not_end() -> None:
    done = run_python(STUBBORN + "bootstrap.stop_processes([child], patience=0.2)")
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2, done.stderr
    assert [wait_for_end(pid) for pid in pids] == [True, True]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of this death")
def test_children_end_when_the_front_door_is_killed() -> None:
    script = (
        "import bootstrap, time\n"
        "child = bootstrap.start_process(['sleep', '300'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(300)\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as door:
        assert door.stdout is not None
        pid = int(door.stdout.readline())
        assert is_alive(pid)
        door.send_signal(signal.SIGKILL)
    assert wait_for_end(pid)


@pytest.mark.parametrize("door", ["run", "test"])
def test_door_hands_over_its_name_and_words(door: str, tmp_path: Path) -> None:
    """A Python that is too old gets the words too: bootstrap.py says what is wrong."""
    for program in ("dirname", "basename"):
        (tmp_path / program).symlink_to(f"/usr/bin/{program}")
    (tmp_path / "python3").write_text('#!/bin/sh\n[ "$1" = -c ] && exit 1\necho "$@"\n')
    (tmp_path / "python3").chmod(0o755)
    done = subprocess.run(
        [str(ROOT / door), "-k", "two words"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == f"bootstrap.py {door} -k two words\n"


def test_door_says_what_is_missing_without_a_python(tmp_path: Path) -> None:
    for program in ("dirname", "basename"):
        (tmp_path / program).symlink_to(f"/usr/bin/{program}")
    done = subprocess.run(
        [str(ROOT / "run")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "Python 3.11 or newer is needed; please install it.\n"


def test_tests_start_without_our_own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/production")
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    first, second = make_environment(tmp_path), make_environment(tmp_path)
    assert "DATABASE_URL" not in first
    assert first["LANG"] == "ja_JP.UTF-8"
    assert first["DATA_DIR"] != second["DATA_DIR"]
    assert first["SECRET_KEY"] != second["SECRET_KEY"]


@pytest.mark.parametrize(
    ("to_the_end", "seen"), [(False, ["one", "two"]), (True, ["one", "two", "three"])]
)
def test_steps_stop_at_the_first_failure_unless_asked(to_the_end: bool, seen: list[str]) -> None:
    script = (
        "import os, sys\n"
        "from tests.front_door.suite import Step, perform\n"
        "commands = {'one': 'exit 0', 'two': 'exit 3', 'three': 'exit 4'}\n"
        "steps = [Step(name, ['sh', '-c', line], dict(os.environ))"
        " for name, line in commands.items()]\n"
        f"sys.exit(perform(steps, to_the_end={to_the_end}))\n"
    )
    done = run_python(script)
    assert done.returncode == 3, done.stderr
    summary = done.stdout.split("\n\n")[-1].splitlines()
    assert [line.split()[1].rstrip(":") for line in summary] == seen
    assert "FAILED with 3" in summary[1]
