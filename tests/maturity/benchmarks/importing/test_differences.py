"""What a new table changes: figures added, changed and gone, cell by cell."""

import dataclasses
from pathlib import Path

from maturity.benchmarks.importing.differences import (
    BATCH,
    CHANGES_KEPT,
    CellChange,
    Change,
    Changes,
    compare_figures,
    in_batches,
    removed,
)
from maturity.benchmarks.release import read_release
from tests.maturity.benchmarks.releases import row, write


def test_new_and_changed_figures_with_old_and_new_cells(tmp_path: Path) -> None:
    release = read_release(write(tmp_path, row(key="a"), row(key="b"), row(key="c")))
    before = {figure.key: figure for figure in release.figures}
    changed = dataclasses.replace(
        before["b"], value="4.20", label={**before["b"].label, "ja": "新しいラベル"}, page=None
    )
    new = dataclasses.replace(before["c"], key="d", value_max="9")
    found = list(compare_figures(before, [before["a"], changed, new]))
    assert [(change.kind, change.key) for change in found] == [("changed", "b"), ("added", "d")]
    assert found[0].cells == (
        CellChange("page", "3", ""),
        CellChange("value", "4.10", "4.20"),
        CellChange("label_ja", "ラベル", "新しいラベル"),
    )
    assert CellChange("value_max", "", "9") in found[1].cells
    assert CellChange("label_zh_hans", "", "标签") in found[1].cells


def test_figure_that_is_gone_says_which_it_was(tmp_path: Path) -> None:
    [figure] = read_release(write(tmp_path)).figures
    change = removed(figure)
    assert (change.kind, change.key) == ("removed", "plain")
    assert CellChange("value", "4.10", "") in change.cells
    assert {cell.after for cell in change.cells} == {""}


def test_equal_figures_are_no_change(tmp_path: Path) -> None:
    [figure] = read_release(write(tmp_path)).figures
    assert list(compare_figures({figure.key: figure}, [dataclasses.replace(figure)])) == []


def test_first_changes_of_each_kind_are_kept_and_all_are_counted() -> None:
    changes = Changes()
    changes.note(Change("added", f"new-{n}", ()) for n in range(CHANGES_KEPT + 2))
    changes.note([Change("removed", "gone", ())])
    assert changes.totals == {"added": CHANGES_KEPT + 2, "changed": 0, "removed": 1}
    assert [change.key for change in changes.kept[-2:]] == [f"new-{CHANGES_KEPT - 1}", "gone"]
    assert len(changes.kept) == CHANGES_KEPT + 1


def test_batches_leave_nothing_out() -> None:
    assert [len(batch) for batch in in_batches(range(BATCH * 2 + 1))] == [BATCH, BATCH, 1]
    assert list(in_batches([])) == []
