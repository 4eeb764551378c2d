"""The command: the same import in this process, its faults one a line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Figure, Release, ReleaseImport, User
from tests.assessments.services.tables import (
    HEAD_FILE,
    csv_of,
    exported,
    rows_of,
    stored_files,
    tiny,
)
from tests.maturity.benchmarks.importing.files import write_figures
from tests.maturity.benchmarks.releases import row

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_shipped"),
]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def national(shipped: None) -> Release:
    return Release.objects.get(key="caii-2022-11")


def run(*arguments: object) -> tuple[int, list[str], list[str]]:
    """Exit status and the lines of both outputs."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("import_release", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        status = int(str(end.code))
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_alone_becomes_a_draft_that_supersedes_the_latest_release(
    national: Release, edith: User, tmp_path: Path, kind: str
) -> None:
    path = write(tmp_path / f"caii-2023-11.{kind}", exported(national, kind))
    status, out, err = run(path)
    assert (status, err) == (0, [])
    assert out == ["caii-2023-11: 263 figures, 0 added, 0 changed, 0 removed; a draft"]
    draft = Release.objects.get(key="caii-2023-11")
    assert (draft.state, draft.author, draft.supersedes) == ("draft", edith, national)
    assert rows_of(draft) == rows_of(national)
    assert stored_files() == []


def test_dry_run_prints_the_differences_and_keeps_nothing(
    national: Release, edith: User, tmp_path: Path
) -> None:
    rows = rows_of(national)
    gone = rows.pop()
    rows[0]["value"] = "17"
    rows.append(rows[1] | {"key": "brand-new"})
    path = write(tmp_path / "next.csv", csv_of(rows))
    status, out, err = run(path, "--dry-run")
    assert (status, err) == (0, [])
    assert sorted(out) == sorted(
        [
            f"changed {rows[0]['key']} value: '16' → '17'",
            "added brand-new",
            f"removed {gone['key']}",
            "next: 263 figures, 1 added, 1 changed, 1 removed; a dry run, nothing was written",
        ]
    )
    assert not Release.objects.filter(key="next").exists()
    assert not ReleaseImport.objects.exists()
    assert stored_files() == []


def test_every_fault_is_a_line_with_row_column_and_cell(edith: User, tmp_path: Path) -> None:
    path = write_figures(tmp_path, row(key="a"), row(key="b", value="four"), row(key="a"))
    head = write(tmp_path / "head.yaml", HEAD_FILE)
    status, out, err = run(path, "--head", head)
    assert (status, out) == (2, [])
    assert err == [
        f"{path}: line 3, value (M3): “four” is not a number. Write it like 1200 or 12.5.",
        f"{path}: line 4, key (A4): This key stands already in row 2.",
        f"{path}: 2 faults, nothing was written",
    ]
    assert not Release.objects.exists()
    assert not Figure.objects.exists()
    assert stored_files() == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"key,,label\na,b,c", "Column B has no name in the first row."),
        (b"", "The file is empty."),
        (
            csv_of([row()]).replace(b",unit,", b",measure,", 1),
            "unit: No column of the table is chosen for it.",
        ),
    ],
)
def test_file_that_cannot_be_read_is_refused(
    edith: User, tmp_path: Path, content: bytes, line: str
) -> None:
    head = write(tmp_path / "head.yaml", HEAD_FILE)
    path = write(tmp_path / "figures.csv", content)
    status, _out, err = run(path, "--head", head)
    assert status == 2
    assert err[0].startswith(f"{path}: ")
    assert err[0].endswith(line)
    assert not ReleaseImport.objects.exists()
    assert stored_files() == []


def test_file_of_200_megabytes_is_refused_unread(
    national: Release, edith: User, tmp_path: Path
) -> None:
    path = tmp_path / "figures.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    status, _out, err = run(path)
    assert (status, err[0]) == (2, f"{path}: The file has 200 MB; at most 100 MB are read.")


def test_missing_file_and_head_are_named(edith: User, tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv")[2][0].endswith("none.csv: There is no such file.")
    path = write(tmp_path / "figures.csv", tiny(1))
    assert run(path, "--head", tmp_path / "none.yaml")[0] == 2


def test_somebody_with_the_right_must_import(
    national: Release, edith: User, alice: User, tmp_path: Path
) -> None:
    path = write(tmp_path / "next.csv", exported(national, "csv"))
    with pytest.raises(CommandError, match="not a benchmark editor"):
        run(path, "--by", alice.email)
    edith.site_roles.all().delete()
    with pytest.raises(CommandError, match="--by"):
        run(path)
    assert not Release.objects.filter(key="next").exists()


def test_key_and_superseded_release_can_be_named(
    national: Release, edith: User, tmp_path: Path
) -> None:
    results = Release.objects.get(key="dx-2019-2024")
    path = write(tmp_path / "file.csv", exported(results, "csv"))
    status, _out, err = run(
        path, "--key", "dx-2019-2025", "--supersedes", results.key, "--by", edith.email
    )
    assert (status, err) == (0, [])
    draft = Release.objects.get(key="dx-2019-2025")
    assert (draft.supersedes, draft.results_of) == (results, results.results_of)
    with pytest.raises(CommandError, match="no published release nowhere"):
        run(path, "--supersedes", "nowhere")
