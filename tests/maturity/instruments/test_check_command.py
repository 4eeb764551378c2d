from assessments.management.commands.check_instruments import check_instruments
from maturity.instruments.loader import read_edition, shipped_edition_paths
from tests.maturity.editions import edition_data, write_edition


def run(*paths):
    out, err = [], []
    status = check_instruments(paths, out=out.append, err=err.append)
    return status, out, err


def test_good_edition_is_one_line_with_its_counts_and_hash(tmp_path):
    path = write_edition(tmp_path, edition_data())
    status, out, err = run(path)
    assert (status, err) == (0, [])
    (line,) = out
    assert line.startswith(
        f"siri-2020.yaml: siri 2020, 12 groups, 16 items, 1 ladders, {read_edition(path).hash}, en "
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
