"""One world for all tests of a file here; each of their requests is rolled back."""

import gc
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from assessments import queue
from tests.walks.cast import World, build_world, stored_files


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Everybody and everything, in one transaction that lasts as long as the file.

    Not longer: what follows must find its own database, cache and log.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(queue.app, "send_task", lambda *_args, **_options: None)
    logging.disable(logging.CRITICAL)  # thousands of requests; an error is named by its test
    media: Path = tmp_path_factory.mktemp("media")
    # Emptied with every request, which files would make slow.
    caches = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings = override_settings(MEDIA_ROOT=media, CACHES=caches)
    with django_db_blocker.unblock(), settings, transaction.atomic():
        built = build_world()
        gc.freeze()  # it stays: looking through it time and again took an eighth of all time
        yield built
        gc.unfreeze()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    patch.undo()


@pytest.fixture(scope="module")
def files(world: World) -> Mapping[str, bytes]:
    """What lies in the media folder before anybody comes."""
    return stored_files()
