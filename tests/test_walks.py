"""Tests that walk through the whole house, so that a new room is covered without a thought."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from assessments.models import Job, SiteRole, User
from assessments.tasks import HANDLERS
from maturity.celery import app
from tests.conftest import give_authenticator

ROOT = Path(__file__).parents[1]
LOCALES = ["zh_Hans", "ja"]


def own_pages() -> list[URLPattern]:
    found: list[URLPattern] = []

    def collect(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern) and pattern.name:
                found.append(pattern)
            elif isinstance(pattern, URLResolver) and "assessments.web" in str(
                pattern.urlconf_name
            ):
                collect(pattern.url_patterns)

    collect(get_resolver().url_patterns)
    return found


PLAIN = [p for p in own_pages() if "<" not in str(p.pattern)]
WITH_ARGUMENTS = [p for p in own_pages() if "<" in str(p.pattern)]
UUID = "12345678-1234-4234-8234-123456789abc"


def test_there_are_pages_to_walk() -> None:
    assert len(PLAIN) >= 8
    assert len(WITH_ARGUMENTS) >= 12


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
@pytest.mark.parametrize("name", [str(p.name) for p in PLAIN if p.name != "set_language"])
def test_page_has_one_heading_its_language_and_no_untranslated_marks(
    client: Client, alice: User, shipped: None, settings: object, name: str, language: str
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    for role in (SiteRole.Role.BENCHMARK_EDITOR, SiteRole.Role.ADMINISTRATOR):
        SiteRole.objects.create(user=alice, role=role)
    give_authenticator(alice)
    if name != "home":  # which sends people who are signed in to their work
        client.force_login(alice)
    page = client.get(reverse(name), headers={"Accept-Language": language})
    assert page.status_code == 200
    if name == "healthz":
        return
    text = page.content.decode()
    tag = {"zh-hans": "zh-Hans"}.get(language, language)
    assert f'<html lang="{tag}">' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert "%(" not in text


def some_address(pattern: URLPattern) -> str:
    """An address of that page that names nothing that exists."""
    return "/" + re.sub(
        r"<(\w+):\w+>", lambda m: {"uuid": UUID}.get(m[1], "x"), str(pattern.pattern)
    )


@pytest.mark.parametrize("pattern", WITH_ARGUMENTS, ids=lambda p: str(p.name))
def test_unknown_object_is_not_found(client: Client, charlie: User, pattern: URLPattern) -> None:
    client.force_login(charlie)
    path = some_address(pattern)
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}


@pytest.mark.parametrize("locale", LOCALES)
def test_catalogue_is_complete(locale: str) -> None:
    with (ROOT / f"locale/{locale}/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale=locale)
    messages = [m for m in catalogue if m.id]
    untranslated = [
        m.id for m in messages if not all(m.string if isinstance(m.string, tuple) else [m.string])
    ]
    assert len(messages) > 200
    assert [m.id for m in messages if m.fuzzy] == []
    assert untranslated == []
    assert [(m.id, e) for m in messages for e in m.check(catalogue)] == []


def test_catalogues_hold_every_string_of_the_program_and_no_other(tmp_path: Path) -> None:
    """Collect the strings anew from a copy of the sources and compare."""
    for name in ("assessments", "maturity", "templates", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "manage.py", tmp_path)

    def message_ids() -> dict[str, set[tuple[object, object]]]:
        found = {}
        for locale in LOCALES:
            with (tmp_path / f"locale/{locale}/LC_MESSAGES/django.po").open("rb") as file:
                found[locale] = {(m.context, m.id) for m in read_po(file) if m.id}
        return found

    stored = message_ids()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--all", "--no-obsolete", "--no-location"],
        check=True,
        cwd=tmp_path,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "maturity.settings"},
        capture_output=True,
    )
    collected = message_ids()
    for locale in LOCALES:
        assert collected[locale] - stored[locale] == set()
        assert stored[locale] - collected[locale] == set()


@pytest.mark.parametrize("language", ["zh-hans", "ja"])
def test_catalogue_is_compiled_and_used(language: str) -> None:
    with translation.override(language):
        assert translation.gettext("My work") != "My work"


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
    assert "work" in app.tasks


def test_every_kind_of_job_has_a_handler() -> None:
    assert set(HANDLERS) == set(Job.Kind.values)


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("maturity.scoring", "django"),
        ("maturity.benchmarks.release", "django"),
        ("assessments.reports.charts", "weasyprint"),
    ],
)
def test_core_loads_no_framework(module: str, unwanted: str) -> None:
    code = f"import sys, {module}; sys.exit({unwanted!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_web_process_never_loads_the_pdf_engine() -> None:
    code = (
        "import django, sys; django.setup(); import maturity.wsgi, maturity.urls;"
        "sys.exit('weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert done.returncode == 0
