"""Every kind of event has words, in every language, whatever has become of its names."""

import re

import pytest
from django.utils import translation

from assessments.models import Event, User
from assessments.queries.events import GROUPS
from assessments.wording import events as words

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NAMES = {"address", "person", "role", "questionnaire", "item", "count", "consultancy"}
NAMES |= {"release", "tables"}


def test_every_kind_has_sentences_and_stands_in_one_group() -> None:
    assert set(words.SENTENCES) == set(Event.Kind)
    listed = [kind for group in GROUPS.values() for kind in group]
    assert sorted(listed) == sorted(Event.Kind)
    assert set(words.GROUPS) == set(GROUPS)


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_last_sentence_needs_no_name_and_the_others_only_known_ones(kind: str) -> None:
    *fuller, last = (str(sentence) for sentence in words.SENTENCES[kind])
    assert not PLACEHOLDER.findall(last)
    for sentence in fuller:
        assert set(PLACEHOLDER.findall(sentence)) - NAMES == set()
        assert PLACEHOLDER.findall(sentence), "it would always be said, and what follows never"


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
@pytest.mark.parametrize("kind", Event.Kind.values)
def test_sentence_keeps_its_names_in_every_language(kind: str, language: str) -> None:
    with translation.override("en"):
        wanted = set(PLACEHOLDER.findall(str(words.SENTENCES[kind][0])))
    with translation.override(language):
        said = words.event_text(Event(kind=kind), {name: f"<{name}>" for name in NAMES})
        assert {name for name in wanted if f"<{name}>" not in said} == set()
        assert "%(" not in said
        assert words.event_text(Event(kind=kind), {})


def test_what_is_gone_is_said_to_be_gone() -> None:
    event = Event(kind=Event.Kind.GRANT_GIVEN)
    assert words.event_text(event, {"consultancy": None}) == "Gave (erased) a grant"
    hidden = words.event_text(event, {"consultancy": None}, is_hidden=True)
    assert hidden == "Gave (no longer visible to you) a grant"


def test_joining_oneself_and_letting_somebody_join_are_told_apart(alice: User, bob: User) -> None:
    joined = Event(kind="member_joined", actor=bob, object_type="user", object_id=bob.pk)
    let_in = Event(kind="member_joined", actor=alice, object_type="user", object_id=bob.pk)
    names = {"person": "Bob", "role": "editor"}
    assert words.event_text(joined, names) == "Joined as Editor"
    assert words.event_text(let_in, names) == "Let Bob join as Editor"


def test_actor_is_a_person_the_operator_or_gone(alice: User) -> None:
    assert words.actor_text(Event(actor=alice)) == "Alice"
    assert words.actor_text(Event(actor=None)) == "(account deleted)"
    by_command = Event(actor=None, details={"through": words.COMMAND})
    assert words.actor_text(by_command) == "The operator of this site"
