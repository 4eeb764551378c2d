from maturity.instruments.check import check_files, measure_texts
from maturity.instruments.faults import Fault
from maturity.instruments.loader import read_edition
from tests.maturity.editions import build_edition, edition_data, write_edition


def test_good_file_gives_its_edition(tmp_path):
    path = write_edition(tmp_path, edition_data())
    (checked,) = check_files([path])
    assert (checked.path, checked.edition, checked.faults) == (path, read_edition(path), ())


def test_bad_file_does_not_hide_the_next(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("", encoding="utf-8")
    good = write_edition(tmp_path, edition_data())
    first, second = check_files([bad, good])
    assert (first.edition, first.faults) == (None, (Fault("", "file_empty"),))
    assert second.edition == read_edition(good)


def test_file_is_named_for_its_edition(tmp_path):
    path = write_edition(tmp_path, edition_data(), name="siri-2021.yaml")
    (checked,) = check_files([path])
    assert checked.edition is None
    assert checked.faults == (Fault("", "file_name", {"expected": "siri-2020.yaml"}),)


def test_edition_stands_in_one_file_only(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    first = write_edition(tmp_path, edition_data())
    second = write_edition(other, edition_data())
    faults = [checked.faults for checked in check_files([first, second])]
    assert faults == [(), (Fault("edition", "edition_repeated", {"first": str(first)}),)]


def test_texts_are_measured_in_words_and_characters():
    before = measure_texts(build_edition())
    data = edition_data()
    for language, text in (("en", "four more words here"), ("zh-hans", "多四字"), ("ja", "五文字")):
        data["items"][2]["actions"][4][language] += " " + text
    after = measure_texts(build_edition(data))
    grown = {language: after[language] - before[language] for language in before}
    assert grown == {"en": 4, "zh-hans": 4, "ja": 4}
