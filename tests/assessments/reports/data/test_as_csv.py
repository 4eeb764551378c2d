import csv
import io
from collections.abc import Callable

import pytest

from assessments.models import Assessment, User
from assessments.reports.cells import harmless
from assessments.reports.data.as_csv import COLUMNS, write_csv
from tests.assessments.reports.data.conftest import Frozen, every_report

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝１", "＋１", "－１", "＠")


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "or Excel takes it for another encoding"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@every_report
def test_file_has_a_row_for_each_answer_and_score(frozen: Frozen) -> None:
    rows = read(write_csv(frozen.data))
    stored = frozen.stored
    items = [row for row in rows if row["row"] == "item"]
    assert [row["key"] for row in items] == list(stored["items"])
    for row in items:
        held = stored["items"][row["key"]]
        for name in ("current", "target", "gap"):
            if name in held:
                assert row[name] == ("" if held[name] is None else str(held[name]))
        assert row["state"] == held["state"]
    groups = [(row["key"], row["side"]) for row in rows if row["row"] == "group"]
    sides = ("current", "target", "gap")
    assert groups == [(key, side) for key in stored.get("scores", {}) for side in sides]
    for row in rows:
        assert list(row) == list(COLUMNS)
        assert row["edition_hash"] == frozen.edition.hash
        assert frozen.release.hash in row["release_hashes"]
        if row["row"] == "group":
            held = stored["scores"][row["key"]][row["side"]]
            for name in ("sum", "count", "of", "mean", "rounded"):
                assert row[name] == ("" if held[name] is None else str(held[name]))


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["湖畔精密", "１２", "a=b", "", "－".join("ab")])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("note", DANGEROUS)
def test_notes_that_look_like_formulas_stand_behind_an_apostrophe(
    assessment: Assessment,
    alice: User,
    finish: Callable[..., Assessment],
    freeze: Callable[..., Frozen],
    note: str,
) -> None:
    given = {"VI": {"current": 4, "target": 3, "note": note, "action": note}}
    (row, *_others) = read(write_csv(freeze(finish("siri", given)).data))
    assert (row["note"], row["action"]) == (f"'{note}", f"'{note}")
    assert row["gap"] == "-1", "a number is none"
