"""The life of a release: four eyes, a history of every change, nothing half-written."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assessments.access import Frozen, visible_to
from assessments.models import Event, Figure, Release, SiteRole, User
from assessments.queries.release_history import history_of
from assessments.queries.releases import figures_of, latest_release
from assessments.services.import_leftovers import clean_up
from assessments.services.refusals import Rejected
from assessments.services.releases import (
    copy_release,
    discard_release,
    edit_head,
    publish_release,
    remove_figure,
    return_to_writers,
    save_figure,
    submit_for_review,
    withdraw_release,
)
from maturity.benchmarks.canonical import hash_release
from maturity.benchmarks.rows import as_row

pytestmark = pytest.mark.django_db

SHARE = "cn-networked-collaboration-share"


@pytest.fixture
def national(shipped: None) -> Release:
    return Release.objects.get(key="caii-2022-11")


@pytest.fixture
def draft(national: Release, edith: User) -> Release:
    return copy_release(by=edith, release=national, key="caii-2023-11")


def row_of(release: Release, figure: str, **cells: str) -> dict[str, str]:
    return {**as_row(release.figures.get(key=figure).content), **cells}


def codes(error: pytest.ExceptionInfo[Rejected]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in error.value.faults]


def test_stored_releases_have_the_hash_of_their_files(shipped: None) -> None:
    for release in Release.objects.filter(shipped=True):
        assert hash_release(release.head_file, figures_of(release)) == release.hash


def test_copy_holds_every_figure_and_supersedes(national: Release, draft: Release) -> None:
    assert figures_of(draft) == figures_of(national)
    assert draft.supersedes == national
    assert draft.state == "draft"
    assert latest_release() == national


def test_key_of_a_copy_must_be_new_and_well_formed(national: Release, edith: User) -> None:
    copy_release(by=edith, release=national, key="caii-2023-11")
    for key, code in (
        ("caii-2023-11", "release_key_taken"),
        ("caii-2022-11", "release_key_reserved"),  # the software's
        ("import", "release_key_reserved"),  # an address of ours
    ):
        with pytest.raises(Rejected) as taken:
            copy_release(by=edith, release=national, key=key)
        assert codes(taken) == [("key", code)]
    with pytest.raises(Rejected) as malformed:
        copy_release(by=edith, release=national, key="in/side")
    assert codes(malformed) == [("key", "malformed")]
    assert not Release.objects.filter(key="in/side").exists()


def test_nobody_publishes_what_he_wrote(draft: Release, edith: User, paul: User) -> None:
    SiteRole.objects.create(user=paul, role=SiteRole.Role.BENCHMARK_EDITOR)
    save_figure(by=paul, release=draft, row=row_of(draft, SHARE, value="41.0"), key=SHARE)
    submit_for_review(by=edith, release=draft)
    for writer in (edith, paul):
        with pytest.raises(Rejected) as own:
            publish_release(by=writer, release=draft, seen=draft.hash)
        assert codes(own) == [("", "own_release")]
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_superuser_who_wrote_it_is_no_exception(national: Release, paul: User) -> None:
    root = User.objects.create_superuser("root@example.org", "correct horse battery")
    draft = copy_release(by=root, release=national, key="caii-2023-11")
    seen = submit_for_review(by=root, release=draft).hash
    with pytest.raises(Rejected):
        publish_release(by=root, release=draft, seen=seen)
    assert publish_release(by=paul, release=draft, seen=seen).publisher == paul


def test_published_release_is_the_latest_and_no_longer_changes(
    draft: Release, edith: User, paul: User
) -> None:
    save_figure(by=edith, release=draft, row=row_of(draft, SHARE, value="41.0"), key=SHARE)
    seen = submit_for_review(by=edith, release=draft).hash
    published = publish_release(by=paul, release=draft, seen=seen)
    assert latest_release() == published
    assert published.hash == hash_release(published.head_file, figures_of(published))
    assert published.hash != draft.supersedes.hash
    for change in (
        lambda: save_figure(by=edith, release=draft, row=row_of(draft, SHARE), key=SHARE),
        lambda: remove_figure(by=edith, release=draft, key=SHARE),
        lambda: edit_head(by=edith, release=draft, changes={"n": 5}),
        lambda: discard_release(by=edith, release=draft),
        lambda: submit_for_review(by=edith, release=draft),
    ):
        with pytest.raises(Frozen):
            change()
    assert published.figures.get(key=SHARE).value == "41.0"


def test_release_in_review_does_not_change_until_it_comes_back(
    draft: Release, edith: User, paul: User
) -> None:
    submit_for_review(by=edith, release=draft)
    with pytest.raises(Frozen):
        remove_figure(by=edith, release=draft, key=SHARE)
    with pytest.raises(Rejected) as wordless:
        return_to_writers(by=paul, release=draft, note="  ")
    assert codes(wordless) == [("note", "missing")]
    assert return_to_writers(by=paul, release=draft, note="Section 3.2?").state == "draft"
    remove_figure(by=edith, release=draft, key=SHARE)
    assert not draft.figures.filter(key=SHARE).exists()


@pytest.mark.parametrize(
    ("cells", "path", "code"),
    [
        ({"value": "39,5"}, "value", "number_malformed"),
        ({"value": ""}, "value", "field_missing"),
        ({"value_max": "39.5"}, "value_max", "range_not_rising"),
        ({"economy": "XX"}, "economy", "economy_unknown"),
        ({"unit": "furlongs"}, "unit", "unit_unknown"),
        ({"section": "9.9"}, "section", "not_in_head"),
        ({"fact": ""}, "fact", "fact_missing"),
        ({"label_ja": ""}, "label_ja", "field_missing"),
        ({"key": "cn-service-manufacturing-share"}, "key", "figure_key_taken"),
        ({"label_en": "Rockets 🚀"}, "label_en", "glyph_missing"),
    ],
)
def test_bad_cell_is_refused_by_column_and_nothing_is_written(
    draft: Release, edith: User, cells: dict[str, str], path: str, code: str
) -> None:
    before = draft.figures.get(key=SHARE).content
    with pytest.raises(Rejected) as refused:
        save_figure(by=edith, release=draft, row=row_of(draft, SHARE, **cells), key=SHARE)
    assert (path, code) in codes(refused)
    assert draft.figures.get(key=SHARE).content == before
    assert Figure.history.count() == 0


def test_added_figure_stands_at_the_end(draft: Release, edith: User) -> None:
    row = row_of(draft, SHARE, key="cn-new-share", value="12.50")
    added = save_figure(by=edith, release=draft, row=row)
    last = figures_of(draft)[-1]
    assert last == replace(draft.figures.get(key=SHARE).content, key="cn-new-share", value="12.50")
    assert added.normalised == 12.5


def test_head_is_checked_like_a_file(draft: Release, edith: User) -> None:
    with pytest.raises(Rejected) as refused:
        edit_head(by=edith, release=draft, changes={"published": "November"})
    assert codes(refused) == [("published", "malformed")]
    title = {"en": "Report", "zh-hans": "报告", "ja": "報告書"}
    edit_head(by=edith, release=draft, changes={"title": title})
    draft.refresh_from_db()
    assert draft.head["title"] == title
    assert draft.head["publisher"] == draft.supersedes.head["publisher"]


def test_history_says_who_changed_what_and_what_was_there_before(
    draft: Release, edith: User, paul: User
) -> None:
    save_figure(by=edith, release=draft, row=row_of(draft, SHARE, value="41.0"), key=SHARE)
    save_figure(by=paul, release=draft, row=row_of(draft, SHARE, label_ja="別の名"), key=SHARE)
    remove_figure(by=edith, release=draft, key=SHARE)
    submit_for_review(by=edith, release=draft)
    said = [
        (
            change.by,
            change.figure,
            change.kind,
            [(f.field, f.before, f.after) for f in change.fields],
        )
        for change in history_of(draft)
    ]
    label = draft.supersedes.figures.get(key=SHARE).label["ja"]
    assert said[:4] == [
        (edith, None, "~", [("state", "draft", "in_review")]),
        (edith, SHARE, "-", said[1][3]),
        (paul, SHARE, "~", [("label_ja", label, "別の名")]),
        (edith, SHARE, "~", [("value", "39.5", "41.0")]),
    ]
    assert ("value", "41.0", "") in said[1][3]  # what was taken out
    assert (said[4][0], said[4][2]) == (edith, "+")  # the release was begun
    assert len(said) == 5


def test_withdrawing_needs_a_reason_and_another_person(
    draft: Release, edith: User, paul: User
) -> None:
    with pytest.raises(Rejected) as early:
        withdraw_release(by=paul, release=draft, reason="Wrong table")
    assert codes(early) == [("state", "not_published_release")]
    seen = submit_for_review(by=edith, release=draft).hash
    publish_release(by=paul, release=draft, seen=seen)
    with pytest.raises(Rejected) as silent:
        withdraw_release(by=paul, release=draft, reason="")
    assert codes(silent) == [("reason", "missing")]
    with pytest.raises(Rejected) as own:
        withdraw_release(by=edith, release=draft, reason="Wrong table")
    assert codes(own) == [("", "own_release")]
    gone = withdraw_release(by=paul, release=draft, reason="Table 3 was misread.")
    assert gone.withdrawn_reason == "Table 3 was misread."
    assert latest_release() == gone.supersedes
    assert gone.figures.count() == 263


def test_every_step_is_in_the_event_log(draft: Release, edith: User, paul: User) -> None:
    submit_for_review(by=edith, release=draft)
    return_to_writers(by=paul, release=draft, note="Please check the periods.")
    seen = submit_for_review(by=edith, release=draft).hash
    publish_release(by=paul, release=draft, seen=seen)
    withdraw_release(by=paul, release=draft, reason="Misread.")
    steps = Event.objects.filter(object_id=draft.pk).order_by("at").values_list("kind", "actor")
    assert list(steps) == [
        ("release_begun", edith.pk),
        ("release_submitted", edith.pk),
        ("release_returned", paul.pk),
        ("release_submitted", edith.pk),
        ("release_published", paul.pk),
        ("release_withdrawn", paul.pk),
    ]


def test_discarded_draft_is_out_of_sight_and_then_gone(draft: Release, edith: User) -> None:
    pk, key = draft.pk, draft.key
    discard_release(by=edith, release=draft)
    assert not visible_to(Release, edith).filter(pk=pk).exists()
    assert not Release.objects.filter(key=key).exists()
    clean_up()
    assert not Figure.objects.filter(release_id=pk).exists()
    assert not Release.objects.filter(pk=pk).exists()
    assert Event.objects.filter(object_id=pk, kind="release_discarded", actor=edith).exists()


def test_only_what_was_published_is_copied(draft: Release, edith: User, paul: User) -> None:
    """A copy of somebody's draft would have the copier alone as its writer."""
    SiteRole.objects.create(user=paul, role=SiteRole.Role.BENCHMARK_EDITOR)
    for _ in range(2):
        with pytest.raises(Rejected) as refused:
            copy_release(by=paul, release=draft, key="caii-2024-11")
        assert codes(refused) == [("", "copy_not_public")]
        if draft.state == "draft":
            draft = submit_for_review(by=edith, release=draft)


def test_nobody_publishes_what_he_has_not_seen(draft: Release, edith: User, paul: User) -> None:
    seen = submit_for_review(by=edith, release=draft).hash
    return_to_writers(by=paul, release=draft, note="Please check.")
    save_figure(by=edith, release=draft, row=row_of(draft, SHARE, value="41.0"), key=SHARE)
    again = submit_for_review(by=edith, release=draft).hash
    with pytest.raises(Rejected) as stale:
        publish_release(by=paul, release=draft, seen=seen)
    assert codes(stale) == [("", "changed_meanwhile")]
    assert publish_release(by=paul, release=draft, seen=again).state == "published"


def test_draft_may_be_emptied_and_its_texts_still_edited(draft: Release, edith: User) -> None:
    draft.figures.exclude(key=SHARE).delete()
    remove_figure(by=edith, release=draft, key=SHARE)
    edit_head(by=edith, release=draft, changes={"n": 12})
    with pytest.raises(Rejected) as empty:
        submit_for_review(by=edith, release=draft)
    assert codes(empty) == [("figures", "figures_empty")]
    with pytest.raises(Rejected) as gone:
        remove_figure(by=edith, release=draft, key=SHARE)
    assert codes(gone) == [("key", "figure_gone")]


def test_history_costs_the_same_whatever_its_length(
    draft: Release, edith: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for n in range(1, 6):
        edit_head(by=edith, release=draft, changes={"n": n})
        with django_assert_num_queries(2):
            history_of(draft)
