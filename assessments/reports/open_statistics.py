"""A pool release as a file for anybody: the same cells as JSON and as CSV, with their rules."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from assessments.models import PoolRelease
from assessments.wording import pool as words
from maturity.benchmarks.pool import TREE
from maturity.instruments.loader import canonical_json

COLUMNS = (*TREE, "figure", "value", "qualifier")
"""An empty step is the whole of its level. `figure` is "n", "overall", the key of a group or item,
or "bin 0", "bin 1" …; `qualifier` tells a rounded mean from one end of the scale."""


def release_as_json(release: PoolRelease) -> str:
    """The published content to the letter, with its hash, the rules in words and the licence.

    Of a withdrawn release only why it was withdrawn.
    """
    return canonical_json(_head(release) | {"content": _content(release)}) + "\n"


def release_as_csv(release: PoolRelease) -> str:
    """One line for each number; above them, in lines that begin with #, what concerns them all."""
    head, content = _head(release), _content(release)
    text = io.StringIO()
    for name, said in head.items():
        text.write(f"# {name}: {_one_line(said)}\n")
    lines = csv.writer(text, lineterminator="\n")
    if content is not None:
        for name in ("edition", "window", "rules", "n", "excluded"):
            text.write(f"# {name}: {_one_line(content[name])}\n")
        lines.writerow(COLUMNS)
        for cell in content["cells"]:
            lines.writerows(_lines(cell))
    return text.getvalue()


def _head(release: PoolRelease) -> dict[str, Any]:
    withdrawn = release.withdrawn_at
    return {
        "id": str(release.pk),
        "key": release.key,
        "state": release.state,
        "hash": release.hash,
        "published": release.published_at.date().isoformat() if release.published_at else "",
        "withdrawn": withdrawn.date().isoformat() if withdrawn else "",
        "withdrawn_reason": release.withdrawn_reason,
        "disclosure_rules": _in_every_language(words.rule_sentences),
        "licence": _in_every_language(words.licence_text),
    }


def _content(release: PoolRelease) -> Mapping[str, Any] | None:
    """None once it was withdrawn: what was wrong is not handed out again."""
    return release.content if release.state == PoolRelease.State.PUBLISHED else None


def _in_every_language(said: Callable[[], Any]) -> dict[str, Any]:
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = said()
    return found


def _one_line(said: Any) -> str:
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, sort_keys=True)
    return " ".join(text.split())


def _lines(cell: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    place = tuple(cell["path"].get(level, "") for level in TREE)
    yield (*place, "n", cell["n"], "")
    means = {"overall": cell["overall"]} if cell["overall"] else {}
    for key, mean in (means | cell["means"]).items():
        yield (*place, key, mean["value"], mean["qualifier"])
    for number, count in enumerate(cell["bins"] or ()):
        yield (*place, f"bin {number}", count, "")
