"""The page that holds an enterprise beside the six dimensions of the report."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from assessments.models import Assessment, Enterprise, Release, User
from maturity.benchmarks.dimensions import dimension_frames
from tests.assessments.services.given import ANSWERS
from tests.assessments.web.fields import LANGUAGES, must_be_whole, url
from tests.conftest import BANDS

Finish = Callable[..., Assessment]


def parts(text: str) -> dict[str, str]:
    """The section of each dimension."""
    pieces = text.split('<section class="sec" aria-labelledby="d-')[1:]
    return {piece.split('"')[0]: unescape(piece) for piece in pieces}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_whole_before_and_after_the_assessments(
    client: Client, alice: User, enterprise: Enterprise, finish: Finish, language: str
) -> None:
    client.force_login(alice)
    client.cookies["django_language"] = language
    where = url("dimensions", enterprise)
    empty = parts(must_be_whole(client.get(where), language))
    for key in ANSWERS:
        finish(key, ANSWERS[key], scope="Hall 2")
    finish("siri", {key: {"current": level} for key, level in BANDS.items()})
    full = parts(must_be_whole(client.get(where), language))
    for frame in dimension_frames():
        for shown in (empty, full):
            assert frame.name[language] in shown[frame.key]
            assert frame.about[language] in shown[frame.key]
            for part in frame.related:
                assert part.why[language] in shown[frame.key]


def test_answers_and_figures_stand_side_by_side(
    client: Client, alice: User, enterprise: Enterprise, finish: Finish
) -> None:
    client.force_login(alice)
    siri = finish("siri", {"SG": {"current": 1, "target": 3}})
    client.post(url("economies", enterprise), {"economies": ["NO"]})
    shown = parts(client.get(url("dimensions", enterprise)).content.decode())
    strategy = shown["strategy"]
    assert "16 Strategy & Governance" in strategy
    assert "Formalisation" in strategy  # the word of level 1
    assert f'href="{url("result", siri)}"' in strategy
    assert "edition 2020" in strategy
    assert "China · " in strategy
    assert "In this dimension the report has no figure for Norway." in strategy
    assert "Not assessed yet." in strategy  # the other questionnaires


def test_page_is_there_without_a_release(
    client: Client, alice: User, enterprise: Enterprise, shipped: None
) -> None:
    client.force_login(alice)
    Release.objects.update(state="draft")
    text = must_be_whole(client.get(url("dimensions", enterprise)), "en")
    assert len(parts(text)) == 6
    assert "f-cn-" not in text


def test_results_and_the_cross_reading_lead_there(
    client: Client, alice: User, submitted: Assessment
) -> None:
    client.force_login(alice)
    where = url("dimensions", submitted.enterprise)
    for page in (url("result", submitted), url("cross_reading", submitted.enterprise)):
        assert f'href="{where}"' in client.get(page).content.decode()
