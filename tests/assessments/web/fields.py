"""What a browser sends for a page of questions, and what may be asked of every page."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from maturity.instruments.edition import Page

MARKS = {"client_id": "page", "save_id": "1", "based_on": "0", "print_note": "on"}
LANGUAGES = ("en", "zh-hans", "ja")


def url(name: str, *args: Any) -> str:
    return reverse(name, args=[getattr(arg, "pk", arg) for arg in args])


def question_url(assessment: Assessment, key: str) -> str:
    return url("question", assessment, key)


def page_form(page: Page, answers: dict[str, dict[str, Any]], **extra: Any) -> dict[str, Any]:
    """The fields of every item on the page; those of several carry their item as prefix."""
    data: dict[str, Any] = dict(extra)
    for item in page.items:
        prefix = f"{item.key}-" if len(page.items) > 1 else ""
        sent = MARKS | answers.get(item.key, {})
        data |= {f"{prefix}{name}": value for name, value in sent.items()}
    return data


def page_of(assessment: Assessment, key: str) -> Page:
    return next(page for page in assessment.content.pages if page.key == key)


def post_page(
    client: Client, assessment: Assessment, key: str, answers: dict[str, dict[str, Any]], **how: Any
) -> Any:
    """Continue on a page of questions, without script."""
    data = page_form(page_of(assessment, key), answers)
    return client.post(question_url(assessment, key), data, **how)


def save_one(
    client: Client, assessment: Assessment, key: str, item: str, answers: dict[str, dict[str, Any]]
) -> Any:
    """What the script sends for one item; the other fields of the page go with it."""
    data = page_form(page_of(assessment, key), answers, item=item)
    headers = {"Accept": "application/json"}
    return client.post(question_url(assessment, key), data, headers=headers)


def must_be_whole(answer: Any, language: str) -> str:
    """The page is there, in that language, with one h1 and no pattern left; returns its text."""
    assert answer.status_code == 200
    text = str(answer.content.decode())
    tag = {"zh-hans": "zh-Hans"}.get(language, language)
    assert f'<html lang="{tag}">' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert "%(" not in text
    assert "{{" not in text
    return text
