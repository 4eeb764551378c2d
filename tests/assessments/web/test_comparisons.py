"""The result page of the facts: what an answer is held against, and where that comes from."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Figure, Release, User

Finish = Callable[..., Assessment]


def sections(client: Client, submitted: Assessment) -> list[str]:
    """The text of every comparison on the page, in order."""
    page = client.get(reverse("result", args=[submitted.pk]))
    assert page.status_code == 200
    parts = re.split(r'<div class="cmp(?= |")', page.content.decode())[1:]
    texts = [unescape(re.sub(r"<[^>]+>", " ", part.partition("</div>")[0])) for part in parts]
    return [" ".join(text.partition(">")[2].split()) for text in texts]


def test_answer_is_held_against_the_figure_with_caveat_and_origin(
    client: Client, alice: User, finish: Finish
) -> None:
    client.force_login(alice)
    submitted = finish("facts", {"networked_collaboration": {"value": "no"}})
    (text,) = sections(client, submitted)
    assert text.startswith(
        "Share of enterprises You do not. In the report, 39.5 % of enterprises in China carried "
        "out networked collaboration in Q2 2022; 60.5 % (derived) did not."
    )
    assert "The report describes neither the base nor the survey" in text
    assert "39.5 %, Q2 2022; section" in text
    release = Release.objects.get(key="caii-2022-11")
    page = client.get(reverse("result", args=[submitted.pk])).content.decode()
    assert page.count(f'href="{reverse("release", args=[release.key])}"') >= 1


def test_fewer_than_ten_people_get_no_relation(client: Client, alice: User, finish: Finish) -> None:
    client.force_login(alice)
    submitted = finish(
        "facts", {"staff_total": {"value": "9"}, "staff_basic_digital": {"value": "8"}}
    )
    texts = sections(client, submitted)
    assert len(texts) == 2  # the share among Europeans, and the target of the EU
    for text in texts:
        assert "8 of your 9 staff" in text
        assert not re.search(r"above|below|not reached|88|89 %", text)


@pytest.mark.parametrize(
    "given",
    [
        {"networked_collaboration": {"state": "unknown"}},
        {"network.latency": {"state": "not_applicable", "reason": "outside_site"}},
        {"staff_basic_digital": {"value": "5"}},  # of how many is not said
        {"turnover_gain": {"value": "15"}, "turnover_gain.applies": {"value": False}},  # closed
    ],
)
def test_what_was_not_answered_is_held_against_nothing(
    client: Client, alice: User, finish: Finish, given: dict[str, object]
) -> None:
    client.force_login(alice)
    submitted = finish("facts", {"reference_year": {"value": "2021"}} | given)
    assert sections(client, submitted) == []


def test_without_a_published_release_nothing_is_compared(
    client: Client, alice: User, finish: Finish
) -> None:
    client.force_login(alice)
    submitted = finish("facts", {"networked_collaboration": {"value": "no"}})
    Release.objects.update(state="draft")
    assert sections(client, submitted) == []


def test_figure_of_another_release_that_allows_no_relation_gets_none(
    client: Client, alice: User, finish: Finish
) -> None:
    client.force_login(alice)
    submitted = finish(
        "facts", {"staff_total": {"value": "40"}, "staff_basic_digital": {"value": "30"}}
    )
    figure = Figure.objects.get(key="europe-basic-digital-skills-share")
    figure.qualifier, figure.caveat = "about", {"en": "A guess.", "zh-hans": "估计。", "ja": "推測"}
    figure.save()
    share, target = sections(client, submitted)
    assert "Not comparable: the release gives this figure in another way" in share
    assert "A guess." in share
    assert "about 54 %" in share
    assert "above" not in share
    assert "among your staff, not reached" in target
