import json

import pytest

from maturity.instruments.check import check_files, check_relations_file, check_tables_files
from maturity.instruments.faults import Fault
from maturity.instruments.loader import DATA_FOLDER, read_canonical, read_edition
from maturity.instruments.relations import read_relations
from tests.maturity.editions import (
    build_edition,
    build_tables,
    drop,
    edition_data,
    put,
    relations_data,
    tables_data,
    tiers_data,
    write_edition,
)


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


def test_texts_are_measured_in_words_and_characters(tmp_path):
    (before,) = check_files([write_edition(tmp_path, edition_data())])
    data = edition_data()
    for language, text in (("en", "four more words here"), ("zh-hans", "多四字"), ("ja", "五文字")):
        data["items"][2]["actions"][4][language] += " " + text
    (after,) = check_files([write_edition(tmp_path, data)])
    old, new = before.coverage.length, after.coverage.length
    assert {language: new[language] - old[language] for language in old} == {
        "en": 4,
        "zh-hans": 4,
        "ja": 4,
    }
    assert after.coverage.texts == before.coverage.texts


def test_every_text_of_a_good_file_is_there_in_each_language(tmp_path):
    (checked,) = check_files([write_edition(tmp_path, edition_data())])
    texts = checked.coverage.texts
    # title, origin, word of a level; six words of the ladder; twelve groups; 16 items of 16 texts
    assert texts == 3 + 6 + 12 + 16 * (5 + 6 + 5)
    assert checked.coverage.present == {"en": texts, "zh-hans": texts, "ja": texts}


def test_text_left_in_another_language_is_a_fault_and_is_still_measured(tmp_path):
    data = edition_data()
    data["items"][2]["help"]["ja"] = "Every machine reports"
    (checked,) = check_files([write_edition(tmp_path, data)])
    params = {"language": "ja", "found": "Every machine"}
    assert checked.edition is None
    assert checked.faults == (Fault("items[2].help.ja", "text_foreign_script", params),)
    assert checked.coverage is not None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (drop("items.12.help.zh-hans"), Fault("items[12].help.zh-hans", "field_missing")),
        (
            drop("items.12.levels.5"),
            Fault("items[12].levels", "levels_count", {"expected": 6, "found": 5}),
        ),
        (put("items.12.wight", 2), Fault("items[12].wight", "field_unknown", {"field": "wight"})),
        (
            put("items.12.number", "4"),
            Fault(
                "items[12].number", "number_repeated", {"value": "4", "first": "items[3].number"}
            ),
        ),
        (
            put("groups.1.parent", "process"),
            Fault("groups[1].parent", "group_cycle", {"key": "process"}),
        ),
    ],
)
def test_mistake_in_the_shipped_questionnaire_is_one_fault(tmp_path, change, fault):
    data = json.loads(read_canonical(DATA_FOLDER / "siri-2020.yaml"))
    change(data)
    (checked,) = check_files([write_edition(tmp_path, data)])
    assert (checked.edition, checked.faults) == (None, (fault,))


def test_circle_in_the_shipped_tree_is_a_fault_of_each_group_in_it(tmp_path):
    data = json.loads(read_canonical(DATA_FOLDER / "dx-2019.yaml"))
    put("groups.0.parent", "it")(data)
    (checked,) = check_files([write_edition(tmp_path, data, name="dx-2019.yaml")])
    assert [(fault.path, fault.code) for fault in checked.faults] == [
        ("groups[0].parent", "group_cycle"),
        ("groups[2].parent", "group_cycle"),
    ]


def test_good_tables_are_given_back(tmp_path):
    path = write_edition(tmp_path, tables_data(), name="priorities.yaml")
    (checked,) = check_tables_files([path], editions=[build_edition()])
    assert (checked.path, checked.tables, checked.faults) == (path, build_tables(), ())
    assert checked.coverage.present["ja"] == checked.coverage.texts


def test_tables_that_do_not_fit_an_edition_of_their_instrument_are_refused(tmp_path):
    path = write_edition(tmp_path, tables_data(), name="priorities.yaml")
    data = edition_data()
    put("items.4.key", "EX")(data)
    (checked,) = check_tables_files([path], editions=[build_edition(), build_edition(data)])
    assert checked.tables is None
    assert checked.faults == (
        Fault("dimensions", "dimension_unknown", {"key": "EA"}),
        Fault("dimensions", "dimension_not_listed", {"key": "EX"}),
    )


def test_tables_are_not_held_against_other_instruments(tmp_path):
    path = write_edition(tmp_path, tables_data(), name="priorities.yaml")
    (checked,) = check_tables_files([path], editions=[build_edition(tiers_data())])
    assert checked.faults == ()


def test_text_of_tables_left_in_another_language_is_a_fault(tmp_path):
    data = tables_data()
    put("costs.0.help.zh-hans", "ひとの人工")(data)
    path = write_edition(tmp_path, data, name="priorities.yaml")
    (checked,) = check_tables_files([path], editions=[])
    params = {"language": "zh-hans", "found": "ひとの"}
    assert checked.faults == (Fault("costs[0].help.zh-hans", "text_foreign_script", params),)


def test_bad_tables_do_not_hide_the_next(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("[]", encoding="utf-8")
    good = write_edition(tmp_path, tables_data(), name="priorities.yaml")
    first, second = check_tables_files([bad, good], editions=[])
    assert (first.tables, first.faults) == (None, (Fault("", "not_mapping"),))
    assert second.tables == build_tables()


def test_good_relations_are_given_back(tmp_path):
    path = write_edition(tmp_path, relations_data(), name="relations.yaml")
    editions = [build_edition(), build_edition(tiers_data())]
    reading, coverage, faults = check_relations_file(path, editions=editions)
    assert (reading, faults) == (read_relations(path), ())
    assert coverage.present["zh-hans"] == coverage.texts


def test_relations_of_an_instrument_that_is_not_there_are_refused(tmp_path):
    path = write_edition(tmp_path, relations_data(), name="relations.yaml")
    reading, _coverage, faults = check_relations_file(path, editions=[build_edition()])
    params = {"value": "tiers", "known": ["siri"]}
    assert (reading, faults) == (None, (Fault("instruments", "instrument_unknown", params),))


def test_relations_that_leave_an_item_out_are_refused(tmp_path):
    data = relations_data()
    drop("no_counterpart.0")(data)
    path = write_edition(tmp_path, data, name="relations.yaml")
    editions = [build_edition(), build_edition(tiers_data())]
    reading, _coverage, faults = check_relations_file(path, editions=editions)
    assert reading is None
    assert faults == (Fault("relations", "item_not_related", {"key": "siri HI"}),)


def test_reason_of_a_relation_left_in_another_language_is_a_fault(tmp_path):
    data = relations_data()
    put("relations.0.reason.en", "两者都问同一件事")(data)
    path = write_edition(tmp_path, data, name="relations.yaml")
    editions = [build_edition(), build_edition(tiers_data())]
    _reading, _coverage, faults = check_relations_file(path, editions=editions)
    params = {"language": "en", "found": "两者都问同"}
    assert faults == (Fault("relations[0].reason.en", "text_foreign_script", params),)


def test_file_of_relations_that_is_no_such_file_has_its_faults(tmp_path):
    reading, coverage, faults = check_relations_file(tmp_path / "none.yaml", editions=[])
    assert (reading, coverage, faults) == (None, None, (Fault("", "file_missing"),))
