"""From a file to a draft: all or nothing, in small steps that nothing sees before the last."""

import contextlib
import datetime as dt
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments import queue
from assessments.access import Frozen, visible_to
from assessments.models import Event, Figure, Job, Release, ReleaseImport, SiteRole, User
from assessments.queries.releases import latest_release
from assessments.services import importing
from assessments.services.import_leftovers import clean_up
from assessments.services.importing import run_import
from assessments.services.imports import (
    TableFile,
    Wanted,
    choose_encoding,
    discard_import,
    receive_table,
    request_import,
)
from assessments.services.refusals import Rejected
from assessments.services.releases import publish_release, save_figure, submit_for_review
from maturity.benchmarks.canonical import hash_release
from maturity.benchmarks.exporting import write_head
from maturity.benchmarks.importing.checking import FAULTS_KEPT
from maturity.benchmarks.importing.differences import BATCH, CHANGES_KEPT
from maturity.benchmarks.rows import as_row
from tests.assessments.services.tables import (
    HEAD_FILE,
    bring,
    csv_of,
    exported,
    receive,
    rows_of,
    stored_files,
    tiny,
)
from tests.maturity.benchmarks.releases import row

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_shipped"),
]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def national(shipped: None) -> Release:
    return Release.objects.get(key="caii-2022-11")


def head_file_of(release: Release) -> bytes:
    text = io.StringIO()
    write_head(release.head_file, text)
    return text.getvalue().encode()


def nothing_was_written(releases: int = 0) -> bool:
    return (
        Release.objects.count() == releases and not Figure.objects.exists() and not stored_files()
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("key", ["caii-2022-11", "dx-2019-2024"])
def test_exported_release_is_imported_equal(
    shipped: None, edith: User, key: str, kind: str
) -> None:
    """Import → export → import: every figure and the head, apart from the key."""
    old = Release.objects.get(key=key)
    first = bring(edith, exported(old, kind), key="copy-1", supersedes=old).release
    assert first is not None
    second = bring(edith, exported(first, kind), key="copy-2", supersedes=first).release
    assert second is not None
    for new in (first, second):
        figures = [figure.content for figure in new.figures.order_by("position")]
        assert figures == [figure.content for figure in old.figures.order_by("position")]
        assert (new.head, new.results_of, new.state) == (old.head, old.results_of, "draft")
        assert hash_release(new.head_file | {"key": key}, figures) == old.hash


def test_draft_belongs_to_whoever_brought_it_and_lives_on_as_any_other(
    national: Release, edith: User, paul: User
) -> None:
    done = bring(edith, exported(national, "csv"), key="caii-2023-11", supersedes=national)
    assert (done.outcome, done.rows, done.file) == ("imported", 263, "")
    release = done.release
    assert release is not None
    assert (release.author, release.supersedes, release.shipped) == (edith, national, False)
    assert list(release.writers.all()) == [edith]
    assert [entry.history_type for entry in release.history.all()] == ["+"]
    assert Event.objects.filter(kind="release_imported", object_id=release.pk, actor=edith).exists()
    assert stored_files() == []
    seen = submit_for_review(by=edith, release=release).hash
    assert publish_release(by=paul, release=release, seen=seen).state == "published"


def test_dry_run_compares_and_writes_nothing_until_it_is_confirmed(
    national: Release, edith: User
) -> None:
    rows = rows_of(national)
    gone, changed = rows.pop(5), rows[0]
    before = dict(changed)
    changed |= {"value": "17", "label_ja": "新しいラベル"}
    rows.append(rows[1] | {"key": "brand-new"})
    done = bring(edith, csv_of(rows), key="caii-2023-11", supersedes=national, dry_run=True)
    assert (done.outcome, done.rows, done.release) == ("checked", 263, None)
    assert (done.added, done.changed, done.removed) == (1, 1, 1)
    by_kind = {kind: changes for kind, changes, _more in done.changes_by_kind}
    assert [change["key"] for change in by_kind["added"]] == ["brand-new"]
    assert [change["key"] for change in by_kind["removed"]] == [gone["key"]]
    assert by_kind["changed"] == [
        {
            "kind": "changed",
            "key": before["key"],
            "cells": [
                {"column": "value", "before": before["value"], "after": "17"},
                {"column": "label_ja", "before": before["label_ja"], "after": "新しいラベル"},
            ],
        }
    ]
    assert not Release.objects.filter(key="caii-2023-11").exists()
    assert (done.may_be_imported, len(stored_files())) == (True, 1)

    request_import(by=edith, release_import=done, dry_run=False)
    assert queue.work_one({"import": run_import})
    done.refresh_from_db()
    assert (done.outcome, done.file, stored_files()) == ("imported", "", [])
    assert rows_of(Release.objects.get(key="caii-2023-11")) == rows


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"value": "four"}, "value", "number_malformed"),
        ({"economy": "Atlantis"}, "economy", "economy_unknown"),
        ({"unit": "yards"}, "unit", "unit_unknown"),
        ({"value_max": "4"}, "value_max", "range_not_rising"),
        ({"key": "k0"}, "key", "figure_repeated"),
    ],
)
def test_one_wrong_row_among_many_refuses_the_whole_file(
    edith: User, changes: dict[str, str], column: str, code: str
) -> None:
    rows = [row(key=f"k{number}") for number in range(BATCH + 5)]
    rows[BATCH + 2] = row(**{"key": f"k{BATCH + 2}"} | changes)
    done = bring(edith, csv_of(rows))
    [fault] = done.faults_found
    assert (fault.path, fault.code, fault.params["line"]) == (column, code, BATCH + 4)
    assert (done.outcome, done.faults_total, done.file, done.changes) == ("refused", 1, "", [])
    assert done.job is not None
    assert done.job.state == Job.State.DONE
    assert nothing_was_written()


def test_first_faults_are_kept_and_all_are_counted(edith: User) -> None:
    done = bring(edith, tiny(FAULTS_KEPT + 50, unit="yards"))
    assert (done.faults_total, len(done.faults)) == (FAULTS_KEPT + 50, FAULTS_KEPT)
    assert done.faults_found[0].params["line"] == 2


def test_first_changes_are_kept_and_all_are_counted(edith: User) -> None:
    old = bring(edith, tiny(CHANGES_KEPT + 10), key="old").release
    done = bring(edith, csv_of([row(key="new")]), key="new", head=HEAD_FILE, supersedes=old)
    assert (done.added, done.removed) == (1, CHANGES_KEPT + 10)
    assert [(kind, len(c), more) for kind, c, more in done.changes_by_kind] == [
        ("added", 1, 0),
        ("removed", CHANGES_KEPT, 10),
    ]


def test_too_many_rows_are_found_by_the_job_and_nothing_is_written(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maturity.benchmarks.importing.tables.ROW_LIMIT", 40)
    done = bring(edith, tiny(50))
    [fault] = done.faults_found
    assert (fault.code, fault.params) == ("too_many_rows", {"limit": 40, "line": 42})
    assert nothing_was_written()


def test_table_without_rows_is_refused(edith: User) -> None:
    assert [fault.code for fault in bring(edith, tiny(0)).faults_found] == ["figures_empty"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04 not an archive", "xlsx_broken"),
        (
            "键,指标\na,覆盖率".encode("big5", "ignore") + "企業的比例，數據".encode("big5"),
            "encoding_refused",
        ),
        (b"key,key\na,b", "header_repeated"),
        ("key,va\0lue\na,b".encode("utf-16"), "text_not_storable"),
    ],
)
def test_unreadable_file_is_refused_at_once_and_leaves_nothing(
    edith: User, content: bytes, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        receive(edith, content)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert nothing_was_written()
    assert not ReleaseImport.objects.exists()


def test_file_that_is_too_large_is_refused_while_it_comes(edith: User) -> None:
    """Whatever its size was said to be; nothing is taken after the limit."""
    taken = []

    def pieces() -> Any:
        for number in range(300):
            taken.append(number)
            yield b"x" * 1_000_000

    with pytest.raises(Rejected) as refused:
        receive_table(
            by=edith,
            file=TableFile("figures.csv", pieces()),
            wanted=Wanted(head=HEAD_FILE),
            dry_run=True,
        )
    assert [fault.code for fault in refused.value.faults] == ["table_too_large"]
    assert len(taken) == 101
    assert nothing_was_written()


def test_file_of_200_megabytes_is_not_even_opened(edith: User) -> None:
    def pieces() -> Any:
        raise AssertionError("it was read")
        yield b""

    file = TableFile("figures.csv", pieces(), size=200_000_000)
    with pytest.raises(Rejected) as refused:
        receive_table(by=edith, file=file, wanted=Wanted(head=HEAD_FILE), dry_run=True)
    [fault] = refused.value.faults
    assert (fault.code, fault.params) == ("table_too_large", {"megabytes": 200, "limit": 100})


@pytest.mark.parametrize(
    ("head", "path", "code"),
    [
        (None, "head", "head_missing"),
        (b"key: [", "head", "yaml_syntax"),
        (b"- a", "head", "not_mapping"),
        (HEAD_FILE.replace(b"themes", b"topics"), "head.themes", "field_missing"),
        (HEAD_FILE.replace(b"n: null", b"n: 0"), "head.n", "number_out_of_range"),
        (HEAD_FILE.replace(b"tiny-2022", b"tiny 2022"), "head.key", "malformed"),
        (b"\xff\xfe" + HEAD_FILE, "head", "not_utf8"),
        (HEAD_FILE.replace(b'"E"', b'"E\\x01"'), "head.title.en", "text_not_storable"),
        (HEAD_FILE.replace(b'"E"', b'"' + b"E" * 2001 + b'"'), "head.title.en", "text_too_long"),
        (HEAD_FILE.replace(b'"E"', '"E🙂"'.encode()), "head.publisher.en", "glyph_missing"),
    ],
)
def test_bad_head_is_refused_by_its_own_paths(
    edith: User, head: bytes | None, path: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        receive(edith, tiny(1), head=head)
    assert (path, code) in [(fault.path, fault.code) for fault in refused.value.faults]
    assert nothing_was_written()


def test_key_must_be_new(national: Release, edith: User) -> None:
    with pytest.raises(Rejected) as refused:
        receive(edith, tiny(1), key="caii-2022-11")
    assert [(f.path, f.code) for f in refused.value.faults] == [("key", "release_key_taken")]


@pytest.mark.parametrize("key", ["import", "caii-2022-11"])
def test_address_of_ours_and_key_of_the_software_are_reserved(edith: User, key: str) -> None:
    """The last one is not loaded yet, and could not be any more."""
    with pytest.raises(Rejected) as refused:
        receive(edith, tiny(1), key=key)
    assert [(f.path, f.code) for f in refused.value.faults] == [("key", "release_key_reserved")]
    assert nothing_was_written()


def test_release_supersedes_only_one_of_its_kind(national: Release, edith: User) -> None:
    """Neither national data the results of a questionnaire nor the other way round."""
    results = Release.objects.get(key="dx-2019-2024")
    of_results = head_file_of(results)
    for head, superseded in ((HEAD_FILE, results), (of_results, national)):
        with pytest.raises(Rejected) as refused:
            receive(edith, tiny(1), key="next", head=head, supersedes=superseded)
        assert [(f.path, f.code) for f in refused.value.faults] == [
            ("supersedes", "supersedes_other_kind")
        ]
    assert stored_files() == []
    assert receive(edith, tiny(1), key="next", head=of_results, supersedes=results).pk


def test_character_that_no_report_can_draw_is_found_with_row_and_column(edith: User) -> None:
    done = bring(edith, csv_of([row(key="a"), row(key="b", label_en="Plants 🙂")]))
    [fault] = done.faults_found
    assert (fault.path, fault.code) == ("label_en", "glyph_missing")
    assert fault.params == {
        "line": 3,
        "header": "label_en",
        "cell": "",
        "characters": ["🙂 (U+1F642)"],
    }
    assert nothing_was_written()


def test_zero_in_a_cell_is_a_fault_and_stored_nowhere(edith: User) -> None:
    """PostgreSQL cannot hold it, neither in the sample nor in what a fault repeats."""
    content = csv_of([row(key="a\0", label_en="E\0")]).decode().encode("utf-16")
    done = bring(edith, content)
    assert [(f.path, f.code) for f in done.faults_found] == [
        ("key", "text_not_storable"),
        ("label_en", "text_not_storable"),
    ]
    assert "\0" not in str([done.sample, done.faults]).replace("\\x00", "\0")
    assert "E\ufffd" in done.sample[0]


def test_reports_for_which_people_wait_go_before_an_import(edith: User) -> None:
    job = request_import(by=edith, release_import=receive(edith, tiny(1)), dry_run=True)
    assert job.priority == queue.BATCH


def test_own_imported_draft_of_that_key_is_replaced(edith: User) -> None:
    first = bring(edith, tiny(3)).release
    second = bring(edith, tiny(2, value="9")).release
    assert first is not None
    assert second is not None
    assert first.pk != second.pk
    assert [f.value for f in second.figures.all()] == ["9", "9"]
    clean_up()
    assert list(Release.objects.values_list("key", "state")) == [("tiny-2022", "draft")]
    assert Figure.objects.count() == 2


def test_draft_in_which_somebody_else_wrote_is_not_replaced(edith: User, alice: User) -> None:
    draft = bring(edith, tiny(2)).release
    assert draft is not None
    SiteRole.objects.create(user=alice, role=SiteRole.Role.BENCHMARK_EDITOR)
    cells = dict(as_row(draft.figures.get(key="k1").content)) | {"value": "5"}
    save_figure(by=alice, release=draft, row=cells, key="k1")
    with pytest.raises(Rejected):
        receive(edith, tiny(2))
    with pytest.raises(Rejected):
        receive(alice, tiny(2))


def test_key_taken_while_the_job_runs_fails_the_job_and_leaves_nothing(
    national: Release, edith: User
) -> None:
    received = receive(edith, tiny(2))
    job = request_import(by=edith, release_import=received, dry_run=False)
    Release.objects.create(key="tiny-2022", head=national.head)
    assert queue.work_one({"import": run_import})
    job.refresh_from_db()
    assert job.error == {"code": "release_key_taken", "params": {"key": "tiny-2022"}}
    clean_up()
    assert set(Release.objects.values_list("key", flat=True)) == {
        *("tiny-2022", "caii-2022-11", "dx-2019-2024")
    }


def test_draft_submitted_while_the_job_runs_is_not_replaced(edith: User) -> None:
    draft = bring(edith, tiny(3)).release
    assert draft is not None
    received = receive(edith, tiny(2))
    job = request_import(by=edith, release_import=received, dry_run=False)
    submit_for_review(by=edith, release=draft)
    assert queue.work_one({"import": run_import})
    job.refresh_from_db()
    assert job.error == {"code": "release_key_taken", "params": {"key": "tiny-2022"}}
    draft.refresh_from_db()
    assert (draft.key, draft.state, draft.figures.count()) == ("tiny-2022", "in_review", 3)


def test_release_that_is_no_draft_any_more_at_the_last_moment_is_not_replaced(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is submitted after it was judged and before it is put aside."""
    draft = bring(edith, tiny(3)).release
    assert draft is not None
    received = receive(edith, tiny(2))
    job = request_import(by=edith, release_import=received, dry_run=False)
    judge = importing.replaceable_draft

    def judge_too_early(key: str, *, by: User) -> Release | None:
        found = judge(key, by=by)
        Release.objects.filter(pk=draft.pk).update(state=Release.State.IN_REVIEW)
        return found

    monkeypatch.setattr(importing, "replaceable_draft", judge_too_early)
    assert queue.work_one({"import": run_import})
    job.refresh_from_db()
    assert job.error == {"code": "release_key_taken", "params": {"key": "tiny-2022"}}
    draft.refresh_from_db()
    assert (draft.key, draft.figures.count()) == ("tiny-2022", 3)


def test_right_is_asked_again_when_the_job_is_claimed(edith: User) -> None:
    received = receive(edith, tiny(2))
    job = request_import(by=edith, release_import=received, dry_run=False)
    edith.site_roles.all().delete()
    assert queue.work_one({"import": run_import})
    job.refresh_from_db()
    assert job.error == {"code": "not_allowed", "params": {}}
    assert not Release.objects.exists()


class KilledError(BaseException):
    """What a worker that is killed would not even raise."""


@contextlib.contextmanager
def killed_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The worker dies when it has written so many batches."""
    written: list[int] = []
    original = Figure.objects.bulk_create

    def bulk_create(rows: Any) -> Any:
        if len(written) == batches:
            raise KilledError
        written.append(1)
        return original(rows)

    with monkeypatch.context() as patch:
        patch.setattr(Figure.objects, "bulk_create", bulk_create)
        try:
            yield
        except KilledError:
            return
    raise AssertionError("it was not killed")


def let_lease_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def test_worker_killed_half_way_leaves_no_half_release(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = receive(edith, tiny(BATCH * 3))
    job = request_import(by=edith, release_import=received, dry_run=False)
    with killed_after(2, monkeypatch):
        queue.work_one({"import": run_import})
    assert Figure.objects.count() == BATCH * 2
    [half] = Release.objects.all()
    assert (half.state, half.key[0]) == (Release.State.IMPORTING, "~")

    let_lease_run_out(job)
    clean_up()  # leaves what a job may still be writing
    assert Figure.objects.count() == BATCH * 2
    assert queue.work_one({"import": run_import})
    [whole] = Release.objects.all()
    assert (whole.state, whole.key, whole.figures.count()) == ("draft", "tiny-2022", BATCH * 3)
    assert Figure.objects.count() == BATCH * 3
    assert stored_files() == []


def test_attempt_that_lost_its_lease_writes_nothing_more(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker takes the job between two batches of the first; only the second's counts."""
    received = receive(edith, tiny(BATCH * 2))
    job = request_import(by=edith, release_import=received, dry_run=False)
    pauses: list[float] = []

    def sleep(_seconds: float) -> None:
        pauses.append(1)
        if len(pauses) == 1:
            let_lease_run_out(job)
            assert queue.work_one({"import": run_import})

    monkeypatch.setattr(importing.time, "sleep", sleep)
    monkeypatch.setattr(importing.connection, "vendor", "sqlite")
    assert queue.work_one({"import": run_import})
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.DONE, 2)
    [release] = Release.objects.all()
    assert (release.state, release.figures.count()) == ("draft", BATCH * 2)
    assert Figure.objects.count() == BATCH * 2


def test_figures_are_written_in_small_transactions(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    original = Figure.objects.bulk_create

    def bulk_create(rows: Any) -> Any:
        rows = list(rows)
        assert transaction.get_connection().in_atomic_block
        sizes.append(len(rows))
        return original(rows)

    monkeypatch.setattr(Figure.objects, "bulk_create", bulk_create)
    monkeypatch.setattr(importing, "PAUSE", 0)
    bring(edith, tiny(BATCH * 2 + 1))
    assert sizes == [BATCH, BATCH, 1]
    assert BATCH <= 500


def test_what_is_being_imported_is_seen_by_nobody(
    edith: User, paul: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = receive(edith, tiny(BATCH + 1))
    request_import(by=edith, release_import=received, dry_run=False)
    with killed_after(1, monkeypatch):
        queue.work_one({"import": run_import})
    assert Release.objects.count() == 1
    assert [visible_to(Release, person).count() for person in (edith, paul)] == [0, 0]
    assert latest_release() is None


def test_progress_rises_from_row_to_row(edith: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []
    original = queue.report_progress

    def report(job: Job, *, phase: str, percent: int) -> None:
        told.append((phase, percent))
        original(job, phase=phase, percent=percent)

    monkeypatch.setattr(queue, "report_progress", report)
    bring(edith, tiny(BATCH * 4))
    assert [percent for _phase, percent in told] == sorted(percent for _phase, percent in told)
    assert {phase for phase, _percent in told} == {"reading", "storing_figures"}
    assert len(told) >= 8


def test_running_import_can_neither_be_started_again_nor_thrown_away(edith: User) -> None:
    received = receive(edith, tiny(1))
    request_import(by=edith, release_import=received, dry_run=False)
    fresh = ReleaseImport.objects.get(pk=received.pk)
    with pytest.raises(Frozen):
        request_import(by=edith, release_import=fresh, dry_run=False)
    with pytest.raises(Frozen):
        discard_import(release_import=fresh)
    assert Job.objects.count() == 1


def test_wrong_mapping_is_refused_and_no_job_is_made(edith: User) -> None:
    received = receive(edith, tiny(1))
    mapping = dict(received.mapping) | {"unit": "value"}
    del mapping["key"]
    with pytest.raises(Rejected) as refused:
        request_import(by=edith, release_import=received, mapping=mapping, dry_run=False)
    assert {(f.path, f.code) for f in refused.value.faults} == {
        ("key", "column_not_mapped"),
        ("unit", "header_used_twice"),
    }
    assert not Job.objects.exists()


def test_encoding_can_be_chosen_as_long_as_no_job_had_the_file(edith: User) -> None:
    rows = [row(key="k", label_zh_hans="中国工厂数量", label_ja="日本の工場数")]
    received = receive(edith, csv_of(rows).decode().encode("gb18030"))
    assert received.encoding == "GB18030"
    with pytest.raises(Rejected) as refused:
        choose_encoding(release_import=received, encoding="UTF-8")
    assert [fault.code for fault in refused.value.faults] == ["encoding_broken"]
    assert ReleaseImport.objects.get(pk=received.pk).encoding == "GB18030"
    request_import(by=edith, release_import=received, dry_run=False)
    assert queue.work_one({"import": run_import})
    [figure] = Figure.objects.all()
    assert (figure.label["zh-hans"], figure.label["ja"]) == ("中国工厂数量", "日本の工場数")
    with pytest.raises(Frozen):
        choose_encoding(
            release_import=ReleaseImport.objects.get(pk=received.pk), encoding="GB18030"
        )


def test_shift_jis_file_is_imported_with_its_texts(edith: User) -> None:
    # Of Chinese the encoding holds only what is written like Japanese.
    rows = [row(key="k", label_zh_hans="工場割合", label_ja="導入している工場の割合㈱")]
    done = bring(edith, csv_of(rows).decode().encode("cp932"))
    assert (done.encoding, done.outcome) == ("Shift_JIS", "imported")
    assert Figure.objects.get().label["ja"] == "導入している工場の割合㈱"


def test_file_nobody_came_back_for_is_forgotten_after_a_day(edith: User) -> None:
    waiting, fresh = receive(edith, tiny(1)), receive(edith, tiny(2))
    ReleaseImport.objects.filter(pk=waiting.pk).update(
        created_at=timezone.now() - dt.timedelta(hours=25)
    )
    stray = settings.MEDIA_ROOT / "imports" / "stray"
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    clean_up()
    assert [path.name for path in stored_files()] == [str(fresh.pk)]
    waiting.refresh_from_db()
    assert waiting.file == ""
    with pytest.raises(Frozen):
        request_import(by=edith, release_import=waiting, dry_run=True)


def test_discarded_file_is_gone(edith: User) -> None:
    discard_import(release_import=receive(edith, tiny(1)))
    assert nothing_was_written()
    assert not ReleaseImport.objects.exists()
