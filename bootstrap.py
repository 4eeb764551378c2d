"""The front door: prepares a fresh checkout, runs the application, runs the tests.

    python3 bootstrap.py setup            system libraries, .venv, translations, static files
    python3 bootstrap.py run [--no-demo]  setup, then web server and worker until Ctrl-C
    python3 bootstrap.py test             setup, lint, types, contracts, then the quick tests
    python3 bootstrap.py test --all       everything: PostgreSQL and Redis, browser, faults
    python3 bootstrap.py test -k answers  anything else goes to pytest, which then runs alone

./run and ./test find a Python and call this file. It runs before anything is installed, so it
uses the standard library only. PORT (8000) and DATA_DIR (var/) come from the environment.
"""

import contextlib
import ctypes
import ctypes.util
import hashlib
import http.client
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import IO, Any, NamedTuple

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one shall read this line
    sys.exit("Python 3.11 or newer is needed; this is Python " + sys.version.split()[0] + ".")
if os.name != "posix":
    sys.exit("Linux or macOS is needed; on Windows, start it in the Subsystem for Linux.")

import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
RUN_LOCK, TEST_LOCK = "requirements.lock", "requirements-dev.lock"

Environment = dict[str, str]
Process = subprocess.Popen[bytes]


def say(line: str) -> None:
    print(line, flush=True)


# --- what the operating system has to bring


class Need(NamedTuple):
    what: str
    package: str  # in Debian and its children
    is_there: Callable[[], object]


def can_load(name: str, version: str = "0") -> bool:
    with contextlib.suppress(OSError):
        ctypes.CDLL(f"lib{name}.so.{version}")
        return True
    return sys.platform != "linux" and ctypes.util.find_library(name) is not None


def has_font(family: str, *regions: str) -> bool:
    if shutil.which("fc-list") is None:
        return False
    faces = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False)
    return all(f"{family} {region}".rstrip() in faces.stdout for region in regions or ("",))


def find_redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("redis-check-rdb")


THIS_VENV = f"python3.{sys.version_info.minor}-venv"
RUN_NEEDS = (
    Need("Python's ensurepip", THIS_VENV, lambda: importlib.util.find_spec("ensurepip")),
    Need("Pango", "libpango-1.0-0", lambda: can_load("pango-1.0")),
    Need("PangoFT2", "libpangoft2-1.0-0", lambda: can_load("pangoft2-1.0")),
    # Without it a Chinese report takes 13 seconds instead of 2.
    Need("HarfBuzz-subset", "libharfbuzz-subset0", lambda: can_load("harfbuzz-subset")),
    Need("fontconfig", "fontconfig", lambda: shutil.which("fc-list")),
    Need("Noto Sans CJK", "fonts-noto-cjk", lambda: has_font("Noto Sans CJK", "SC", "JP")),
    Need("Noto Serif CJK", "fonts-noto-cjk", lambda: has_font("Noto Serif CJK", "SC", "JP")),
    Need("Open Sans", "fonts-open-sans", lambda: has_font("Open Sans")),
)
TEST_NEEDS = (
    Need("Chromium", "chromium", lambda: shutil.which("chromium")),
    # redis-tools carries the server's program without the service that starts by itself.
    Need("Redis", "redis-tools", find_redis),
    Need("pdftotext", "poppler-utils", lambda: shutil.which("pdftotext")),
    Need("msgfmt", "gettext", lambda: shutil.which("msgfmt")),
)


def install_system_packages(needs: Sequence[Need]) -> None:
    """Install what is missing, as root or through sudo; else say what to type, and end."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    names = ", ".join(need.what for need in missing)
    packages = sorted({need.package for need in missing})
    if shutil.which("apt-get") is None:
        sys.exit(f"Missing: {names}. Please install them (in Debian: {' '.join(packages)}).")
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    way_to_root = find_way_to_root()
    if way_to_root is None:
        line = f"apt-get update; {' '.join(install)}"
        sys.exit(f"Missing: {names}. Please type as root, then start again:\n  {line}")
    say(f"Installing {names}: {' '.join(packages)}")
    # In the foreground: sudo may ask for a password. An unreachable foreign source fails the
    # update although ours are fine, so the installation decides.
    as_root = [*way_to_root, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*as_root, "apt-get", "update"], check=False)
    install[1:1] = ["-o", "DPkg::Lock::Timeout=300"]
    if subprocess.run([*as_root, *install], check=False).returncode != 0:
        sys.exit(f"apt-get could not install {' '.join(packages)}; its message stands above.")
    importlib.invalidate_caches()
    still = [need.what for need in missing if not need.is_there()]
    if still:
        sys.exit(f"Installed {' '.join(packages)}, but still missing: {', '.join(still)}.")


def find_way_to_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stderr.isatty() else None


# --- what the project brings: packages, translations, static files


def setup(environment: Environment, *, for_tests: bool = False) -> None:
    """Bring everything up to date; when it is already, this takes a fraction of a second."""
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # ./run and ./test may be started together
    try:
        install_system_packages(RUN_NEEDS + TEST_NEEDS if for_tests else RUN_NEEDS)
        install_locked_packages([RUN_LOCK, TEST_LOCK] if for_tests else [RUN_LOCK])
        compile_translations(ROOT / "locale")
        collect_static_files(environment)
    finally:
        os.close(folder)


def install_locked_packages(locks: Sequence[str]) -> None:
    """Make .venv hold what the lock files say; a changed lock or Python starts it afresh."""
    stamps = {lock: VENV / f"{lock}.stamp" for lock in locks}
    wanted = {lock: describe_lock(ROOT / lock) for lock in locks}
    changed = [
        k for k, stamp in stamps.items() if stamp.exists() and stamp.read_text() != wanted[k]
    ]
    if changed or not (VENV / "bin" / "python").exists():
        # Made by the Python behind a .venv that may be active, and is about to be cleared.
        must_run([os.path.realpath(sys.executable), "-m", "venv", "--clear", str(VENV)])
    for lock, stamp in stamps.items():
        if not stamp.exists():
            say(f"Installing {lock} into .venv")
            install = tool("python -m pip install --no-input --require-hashes -r", lock)
            if run_command([*install, "-qq"])[0] != 0:
                must_run(install)  # once more and talkative: the reason is often a warning
            stamp.write_text(wanted[lock])


def describe_lock(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{digest} {sys.version_info.major}.{sys.version_info.minor}\n"


def compile_translations(folder: Path) -> None:
    """Make a .mo beside every .po that is newer; Babel does it, so gettext is not needed."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = str(target.with_suffix(f".{os.getpid()}"))  # nobody reads half a file
        language = source.parent.parent.name
        must_run(tool("pybabel -q compile -l", language, "-i", str(source), "-o", draft))
        if not os.path.exists(draft):  # noqa: PTH110
            sys.exit(f"{source} could not be compiled; what is wrong with it stands above.")
        os.replace(draft, target)  # noqa: PTH105


def collect_static_files(environment: Environment) -> None:
    """Collect them when ours have changed or .venv is new, for the stamp lives in there."""
    sources = sorted((ROOT / "assessments" / "static").rglob("*"))
    listing = "\n".join(f"{path} {path.stat().st_mtime_ns}" for path in sources)
    wanted = hashlib.sha256(listing.encode()).hexdigest()
    stamp, manifest = VENV / "static.stamp", ROOT / "staticfiles" / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    say("Collecting static files")
    # Never sent to a browser; compressing the first two takes longer than all the rest.
    unused = "--ignore redoc --ignore rest_framework"
    collect = tool(f"python manage.py collectstatic --no-input -v 0 {unused}")
    must_run(collect, environment=environment)
    stamp.write_text(wanted)


# --- processes

# Linux tells a child when its parent dies, so even `kill -9` leaves nobody behind.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1


def tool(line: str, *more: str) -> list[str]:
    """A command whose first word is a program in .venv; `more` may hold spaces."""
    program, *words = line.split()
    return [str(VENV / "bin" / program), *words, *more]


def start_process(
    command: Sequence[str],
    *,
    environment: Environment | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    cwd: Path = ROOT,
    **options: Any,
) -> Process:
    """Start a child in a session of its own, so that one signal reaches its whole family.

    `farewell` is the signal it gets should this process die without having ended it.
    """
    parent = os.getpid()

    def follow_parent() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, farewell)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=follow_parent,  # noqa: PLW1509 - this program starts no threads
        **options,
    )


def stop_processes(
    processes: Sequence[Process], farewell: signal.Signals = signal.SIGTERM, patience: float = 10
) -> None:
    """Ask each to end, wait `patience` seconds, then kill whatever is left of their families."""
    deadline = time.monotonic() + patience
    for process in processes:
        if process.poll() is None:
            process.send_signal(farewell)
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(deadline - time.monotonic(), 0.1))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def run_command(command: Sequence[str], **options: Any) -> tuple[int, str]:
    """Run a command to its end, or end it with us; its exit code, and its output if piped."""
    process = start_process(command, **options)
    try:
        output = process.communicate()[0]
    finally:
        stop_processes([process], signal.SIGINT)
    return process.returncode, (output or b"").decode(errors="replace")


def must_run(command: Sequence[str], **options: Any) -> str:
    code, output = run_command(command, **options)
    if code != 0:
        sys.exit(f"Stopped: `{' '.join(command)}` ended with {code}.")
    return output


def wait_until(is_ready: Callable[[], bool], process: Process, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        if is_ready():
            return True
        time.sleep(0.1)
    return False


def end_on_signals() -> None:
    """Turn the first SIGINT, SIGTERM or SIGHUP into an orderly end; later ones change nothing."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup sets it
        numbers.append(signal.SIGHUP)

    def end(number: int, _: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for each in numbers:
        signal.signal(each, end)


# --- run


def read_port(text: str) -> int:
    """The port to listen on, when it is a number and free; else a line that says so."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"PORT must be a number from 1 to 65535, not “{text}”.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            sys.exit(f"Port {text} cannot be used ({error.strerror}). Try: PORT=8001 ./run")
    return int(text)


def read_or_create_key(path: Path) -> str:
    """The secret key of a data folder: random, made once, readable by its owner only."""
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def run(*, demo: bool) -> None:
    """Prepare everything, start web server and worker, and keep them until told to end."""
    port = read_port(os.environ.get("PORT", "8000"))
    address = f"http://127.0.0.1:{port}"
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.ExitStack() as stack:
        held = stack.enter_context((data / "run.lock").open("w"))
        try:  # two workers on one SQLite file and one broker folder would get in each other's way
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Already running on {data}. A second one needs its own: DATA_DIR=… ./run")
        environment = os.environ | {
            "SECRET_KEY": read_or_create_key(data / "key"),
            "DATA_DIR": str(data),
            "PUBLIC_URL": address,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DEMO": str(int(demo)),
            "DEBUG": "0",
            "HTTPS": "0",
            "MFA_REQUIRED": str(int(not demo)),
        }
        setup(environment)
        must_run(tool("python manage.py migrate --no-input -v 0"), environment=environment)
        must_run(tool("python manage.py load_shipped"), environment=environment)
        accounts = ""
        if demo:
            load_demo = tool("python manage.py load_demo")
            quiet = environment | {"LOG_LEVEL": "WARNING"}  # what it queues is noted, line by line
            accounts = must_run(load_demo, environment=quiet, stdout=subprocess.PIPE)
        web_log = stack.enter_context(open_log(data / "log" / "web.log"))
        worker_log = stack.enter_context(open_log(data / "log" / "worker.log"))
        children: list[Process] = []
        try:
            children.append(start_web_server(port, environment, web_log))
            children.append(start_worker(data, environment, worker_log))
            if not wait_until(lambda: is_healthy(port), children[0]):
                sys.exit(f"The web server did not come up; its log is {web_log.name}.")
            say(f"{accounts}\nData, mail and logs: {data}\nRunning at {address} (Ctrl-C ends it)")
            keep_running(children, lambda: start_worker(data, environment, worker_log))
        finally:
            stop_processes(children)
            say("Stopped.")


def open_log(path: Path) -> IO[bytes]:
    """A new log for this run; the one before stays beside it."""
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        path.replace(path.with_suffix(".before.log"))
    return path.open("ab")


def start_web_server(port: int, environment: Environment, log: IO[bytes]) -> Process:
    command = tool(
        f"gunicorn maturity.wsgi:application --bind 127.0.0.1:{port} --workers 1 --threads 4"
        " --graceful-timeout 5 --no-control-socket"
    )
    return start_process(command, environment=environment, stdout=log, stderr=subprocess.STDOUT)


def start_worker(data: Path, environment: Environment, log: IO[bytes]) -> Process:
    """One worker with the beat inside, after a sweep that frees what a dead one still holds."""
    options: dict[str, Any] = {
        "environment": environment,
        "stdout": log,
        "stderr": subprocess.STDOUT,
    }
    run_command(tool("python manage.py sweep_jobs"), **options)
    # One worker has no others to greet, and every greeting is a file in the broker's folder.
    command = tool(
        "celery -A maturity.celery worker --loglevel INFO --pool prefork --concurrency 1"
        " --without-gossip --without-mingle --without-heartbeat --beat --schedule",
        str(data / "beat-schedule"),
    )
    return start_process(command, **options)


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def choose_pause(*, before: int, lived: float) -> int:
    """Seconds until the next start: doubling up to 30, from 1 again after a good minute."""
    return 1 if lived > 60 else min(before * 2, 30)


def keep_running(children: list[Process], start_worker: Callable[[], Process]) -> None:
    """Watch web server and worker; replace a dead worker, end when the web server has ended."""
    web, worker = children
    pause, started = 1, time.monotonic()
    while web.poll() is None:
        time.sleep(1)
        if worker.poll() is None:
            continue
        stop_processes([worker])  # its pool and its beat outlive a `kill -9`
        pause = choose_pause(before=pause, lived=time.monotonic() - started)
        say(f"The worker ended with {worker.returncode}; the next one starts in {pause} s.")
        time.sleep(pause)
        children[1] = worker = start_worker()
        started = time.monotonic()
    sys.exit(f"The web server ended with {web.returncode}; its log is in the data folder.")


def main(command: str = "", *arguments: str) -> int:
    end_on_signals()
    if {"-h", "--help"} & {command, *arguments}:
        say(str(__doc__))
    elif command == "setup" and not arguments:
        setup(os.environ | {"SECRET_KEY": secrets.token_urlsafe(64)})
    elif command == "run" and set(arguments) <= {"--no-demo"}:
        run(demo=not arguments)
    elif command == "test":
        setup(os.environ | {"SECRET_KEY": secrets.token_urlsafe(64)}, for_tests=True)
        suite = tool("python -m tests.front_door.suite", *arguments)
        os.chdir(ROOT)
        os.execv(suite[0], suite)  # noqa: S606
    else:
        say(str(__doc__))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
