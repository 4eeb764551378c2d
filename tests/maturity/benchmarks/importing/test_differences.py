"""What a new table changes: figures added, changed and gone, cell by cell."""

import dataclasses
from pathlib import Path

from maturity.benchmarks.importing.differences import CellChange, compare_figures, removed
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
