"""The page on privacy: three texts that say the same, with the numbers that hold here."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from assessments.web.views.shares import OPENED

LANGUAGES = ["en", "zh-hans", "ja"]


def read(client: Client, language: str) -> str:
    page = client.get(reverse("privacy"), headers={"Accept-Language": language})
    assert page.status_code == 200
    text: str = page.content.decode()
    return text[text.index("<main") : text.index("</main>")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_retention_is_said_as_it_is_set(
    client: Client, db: None, settings: Settings, language: str
) -> None:
    settings.EVENT_RETENTION_DAYS = 1111
    settings.EXPORT_RETENTION_DAYS = 2222
    settings.INVITATION_RETENTION_DAYS = 3333
    settings.JOB_RETENTION_DAYS = 4444
    settings.SESSION_COOKIE_AGE = 5555 * 24 * 60 * 60
    cells = re.findall(r"<td>(?:[^<]*?)(\d{4}) ?(?:days|天|日)", read(client, language))
    assert cells == ["1111", "2222", "3333", "4444", "5555"]


def test_three_texts_have_the_same_parts(client: Client, db: None) -> None:
    counts = set()
    for language in LANGUAGES:
        text = read(client, language)
        counts.add(tuple(text.count(f"<{tag}") for tag in ("h1", "h2", "li>", "tr>", "p>", "code")))
    assert len(counts) == 1, counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cookie_of_ours_is_named(
    client: Client, db: None, settings: Settings, language: str
) -> None:
    text = read(client, language)
    for name in (
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        "messages",
        OPENED,
    ):
        assert f"<code>{name}</code>" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_operator_and_contact_are_said_or_missed(
    client: Client, db: None, settings: Settings, language: str
) -> None:
    text = read(client, language)
    assert "OPERATOR_NAME" in text
    assert "CONTACT_EMAIL" in text
    settings.OPERATOR_NAME, settings.CONTACT_EMAIL = "Lakeside <Council>", "privacy@example.org"
    text = read(client, language)
    assert "Lakeside &lt;Council&gt;" in text
    assert '<a href="mailto:privacy@example.org">' in text
    assert "note warn" not in text


def test_every_page_leads_to_it(client: Client, db: None) -> None:
    assert f'href="{reverse("privacy")}"' in client.get(reverse("home")).content.decode()
