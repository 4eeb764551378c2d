"""Settings of the test run: the project's own, with a data folder of its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="maturity-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["DATA_DIR"] += f"/{worker}"
    Path(os.environ["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    # Two Redis databases for each worker: the cache is emptied before every test, whole.
    first = 2 * int(worker.removeprefix("gw"))
    for name, database in (("CELERY_BROKER_URL", first), ("CACHE_URL", first + 1)):
        if os.environ.get(name, "").startswith("redis"):
            os.environ[name] = f"{os.environ[name].rpartition('/')[0]}/{database}"
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("PUBLIC_URL", "http://testserver")
os.environ.setdefault("EMAIL_URL", "memorymail://")

from maturity.settings import *  # noqa: F403 - the same settings, read after the environment

# Argon2 is slow on purpose; the tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

JOB_HEARTBEAT_SECONDS = 3600  # a test's transaction would make the thread wait for its lock

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in use: in memory, threads would share one connection and hide locking.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
