from io import StringIO

import pytest
from django.core.management import call_command

from assessments.management.commands.check_instruments import check_instruments, check_shipped
from maturity.instruments.loader import read_edition, shipped_edition_paths
from tests.maturity.editions import edition_data, rich_data, write_edition


def run(*paths):
    out, err = [], []
    status = check_instruments(paths, out=out.append, err=err.append)
    return status, out, err


def test_good_edition_is_one_line_with_its_counts_and_hash(tmp_path):
    path = write_edition(tmp_path, edition_data())
    status, out, err = run(path)
    assert (status, err) == (0, [])
    (line,) = out
    digest = read_edition(path).hash
    assert line.startswith(
        f"siri-2020.yaml: siri 2020, 12 groups, 16 items, 0 indicators, {digest}, en "
    )
    for language in ("en", "zh-hans", "ja"):
        assert f", {language} " in line


def test_each_fault_is_one_line_with_its_place(tmp_path):
    data = edition_data()
    data["items"][3]["levels"][2]["ja"] = ""
    del data["items"][4]["help"]["en"]
    data["items"][5]["weight"] = 2
    path = write_edition(tmp_path, data)
    status, out, err = run(path)
    assert (status, out) == (2, [])
    assert [line.rsplit(": ", 1)[0] for line in err] == [
        f"{path}: items[3].levels[2].ja",
        f"{path}: items[4].help.en",
        f"{path}: items[5].weight",
    ]


def test_fault_of_the_whole_file_has_no_place(tmp_path):
    path = tmp_path / "none.yaml"
    status, out, err = run(path)
    assert (status, out) == (2, [])
    assert err == [f"{path}: There is no such file."]


def test_shipped_editions_pass():
    status, out, err = run(*shipped_edition_paths())
    assert (status, err) == (0, [])
    assert len(out) == len(shipped_edition_paths())


def test_everything_that_ships_passes_with_one_line_each():
    out, err = [], []
    assert check_shipped(out=out.append, err=err.append) == 0
    assert err == []
    assert [line.split(", ")[0] for line in out] == [
        "dx-2019.yaml: dx 2019",
        "facts-2022.yaml: facts 2022",
        "siri-2020.yaml: siri 2020",
        "tiers-2022.yaml: tiers 2022",
        "siri-priorities.yaml: tables siri 1",
        "siri-dx-tiers.yaml: relations 1",
    ]


def test_what_an_edition_has_is_counted(tmp_path):
    path = write_edition(tmp_path, rich_data())
    _status, (line,), _err = run(path)
    assert line.startswith("siri-2020.yaml: siri 2020, 13 groups, 16 items, 2 indicators, sha256:")


def test_text_left_in_another_language_is_a_fault_at_its_place(tmp_path):
    data = edition_data()
    data["items"][3]["help"]["zh-hans"] = "Machines that work together"
    path = write_edition(tmp_path, data)
    status, out, err = run(path)
    assert (status, out) == (2, [])
    assert [line.split(": ")[1] for line in err] == ["items[3].help.zh-hans"]


def test_command_checks_files_without_a_database(tmp_path, capsys):
    path = write_edition(tmp_path, edition_data())
    call_command("check_instruments", str(path))
    assert capsys.readouterr().out.startswith("siri-2020.yaml: siri 2020, ")


def test_command_ends_with_status_2_if_there_is_a_fault(tmp_path):
    with pytest.raises(SystemExit) as ended:
        call_command("check_instruments", str(tmp_path / "none.yaml"), stderr=StringIO())
    assert ended.value.code == 2
