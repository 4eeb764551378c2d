"""Reading a checked file again costs no check: seen by what lies in the cache's folder."""

import pytest

from maturity.instruments import cache
from maturity.instruments.cache import cached
from maturity.instruments.faults import InvalidFile
from maturity.instruments.loader import canonical_json, read_canonical, read_edition
from tests.maturity.editions import edition_data, write_edition


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty cache of this test's own."""
    path = tmp_path / "cache" / "checked"
    monkeypatch.setattr(cache, "FOLDER", path)
    return path


def entries(folder):
    return sorted(folder.iterdir()) if folder.exists() else []


def test_first_read_stores_the_canonical_form_and_nothing_else(tmp_path, folder):
    canonical = read_canonical(write_edition(tmp_path, edition_data()))
    (entry,) = entries(folder)
    assert canonical == canonical_json(edition_data())
    assert entry.suffix == ".json"
    assert entry.read_text(encoding="utf-8") == canonical


def test_second_read_takes_what_is_stored_and_does_not_parse(tmp_path, folder):
    path = write_edition(tmp_path, edition_data())
    read_canonical(path)
    (entry,) = entries(folder)
    entry.write_text("what is stored", encoding="utf-8")
    assert read_canonical(path) == "what is stored"
    assert entries(folder) == [entry]


def test_file_of_the_same_content_elsewhere_shares_the_entry(tmp_path, folder):
    read_canonical(write_edition(tmp_path, edition_data()))
    copy = write_edition(tmp_path, edition_data(), name="copy.yaml")
    assert read_edition(copy).key == "siri"
    assert len(entries(folder)) == 1


def test_edited_file_is_parsed_anew_and_the_old_one_kept(tmp_path, folder):
    before = read_canonical(write_edition(tmp_path, edition_data()))
    data = edition_data()
    data["items"][3]["help"]["ja"] += "。"
    after = read_canonical(write_edition(tmp_path, data))
    assert after == canonical_json(data) != before
    assert sorted(entry.read_text("utf-8") for entry in entries(folder)) == sorted([before, after])
    assert read_canonical(write_edition(tmp_path, edition_data())) == before


def test_comment_alone_makes_a_new_entry_of_the_same_content(tmp_path, folder):
    path = write_edition(tmp_path, edition_data())
    before = read_canonical(path)
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_canonical(path) == before
    assert len(entries(folder)) == 2


@pytest.mark.parametrize("spoil", ["", "[1]", "a: 1\na: 2"])
def test_invalid_file_is_never_stored(tmp_path, folder, spoil):
    path = tmp_path / "siri-2020.yaml"
    path.write_text(spoil, encoding="utf-8")
    for _attempt in range(2):
        with pytest.raises(InvalidFile):
            read_canonical(path)
    assert entries(folder) == []


def test_file_that_became_invalid_is_refused_although_it_was_stored(tmp_path, folder):
    data = edition_data()
    read_canonical(write_edition(tmp_path, data))
    del data["items"][0]["help"]["ja"]
    path = write_edition(tmp_path, data)
    with pytest.raises(InvalidFile):
        read_canonical(path)
    assert len(entries(folder)) == 1


def test_missing_file_is_refused_although_it_was_stored(tmp_path):
    path = write_edition(tmp_path, edition_data())
    read_canonical(path)
    path.unlink()
    with pytest.raises(InvalidFile):
        read_canonical(path)


def test_folder_that_cannot_be_written_only_makes_reading_slower(tmp_path, monkeypatch):
    # A file stands where the folder should be; a mode would not stop root, who runs CI.
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("", encoding="utf-8")
    monkeypatch.setattr(cache, "FOLDER", obstacle / "checked")
    path = write_edition(tmp_path, edition_data())
    assert read_canonical(path) == read_canonical(path) == canonical_json(edition_data())
    assert obstacle.read_text(encoding="utf-8") == ""


def test_entry_that_cannot_be_read_is_parsed_anew(tmp_path, folder):
    path = write_edition(tmp_path, edition_data())
    canonical = read_canonical(path)
    (entry,) = entries(folder)
    entry.unlink()
    entry.mkdir()
    assert read_canonical(path) == canonical


def test_cache_may_be_deleted_at_any_time(tmp_path, folder):
    path = write_edition(tmp_path, edition_data())
    canonical = read_canonical(path)
    for entry in entries(folder):
        entry.unlink()
    folder.rmdir()
    assert read_canonical(path) == canonical
    assert len(entries(folder)) == 1


def test_what_one_check_has_passed_is_not_taken_for_passed_by_another(folder):
    def checked_as_edition(content):
        return "edition"

    def checked_as_tables(content):
        return "tables"

    assert cached(b"same", checked_as_edition) == "edition"
    assert cached(b"same", checked_as_tables) == "tables"
    assert len(entries(folder)) == 2
