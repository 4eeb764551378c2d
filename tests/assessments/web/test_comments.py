"""Comments on an assessment: read by all who may read it, written by consultants."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Comment, Grant, User
from assessments.services.comments import write_comment
from tests.assessments.web.fields import LANGUAGES


@pytest.fixture
def commenting(grant: Grant) -> Grant:
    Grant.objects.update(may_comment=True)
    return grant


def page_of(assessment: Assessment) -> str:
    return reverse("comments", args=[assessment.pk])


@pytest.mark.parametrize("language", LANGUAGES)
def test_consultant_comments_on_what_was_submitted_and_the_client_reads_it(
    client: Client,
    alice: User,
    dora: User,
    commenting: Grant,
    submitted: Assessment,
    language: str,
) -> None:
    client.force_login(dora)
    sent = {"item": "VI", "text": "<b>Cards</b> first"}
    answer = client.post(page_of(submitted), sent)
    assert (answer.status_code, answer.url) == (302, f"{page_of(submitted)}#c-VI")

    client.force_login(alice)
    text = client.get(page_of(submitted), headers={"Accept-Language": language}).content.decode()
    assert "&lt;b&gt;Cards&lt;/b&gt; first" in text
    assert "Dora" in text
    assert "Morimoto Consulting" in text
    assert "<textarea" not in text  # the client only reads
    result = client.get(reverse("result", args=[submitted.pk])).content.decode()
    assert page_of(submitted) in result


def test_refused_comment_is_shown_with_what_was_typed(
    client: Client, dora: User, commenting: Grant, submitted: Assessment
) -> None:
    client.force_login(dora)
    page = client.post(page_of(submitted), {"item": "VI", "text": "y" * 5001})
    assert page.status_code == 422
    assert "y" * 5001 in page.content.decode()
    assert not Comment.objects.exists()


def test_others_may_not_write(
    client: Client, alice: User, charlie: User, dora: User, grant: Grant, submitted: Assessment
) -> None:
    for person, status in ((alice, 403), (dora, 403), (charlie, 404)):
        client.force_login(person)
        assert client.post(page_of(submitted), {"item": "", "text": "x"}).status_code == status
    assert not Comment.objects.exists()


def test_own_comment_is_deleted_and_no_other(
    client: Client, dora: User, alice: User, commenting: Grant, submitted: Assessment
) -> None:
    comment = write_comment(by=dora, assessment=submitted, item="", text="Hm")
    delete = reverse("comment_delete", args=[submitted.pk, comment.pk])
    client.force_login(alice)
    assert client.post(delete).status_code == 403
    client.force_login(dora)
    assert client.post(delete).status_code == 302
    assert not Comment.objects.exists()
