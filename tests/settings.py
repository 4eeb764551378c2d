"""Settings of the test run: the project's own, with a data folder of its own."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="maturity-tests-"))
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
