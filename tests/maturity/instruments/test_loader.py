import subprocess
import sys

import pytest

from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import (
    canonical_json,
    content_hash,
    edition_from_canonical,
    read_canonical,
    read_edition,
)
from tests.maturity.editions import KEYS, build_edition, edition_data, write_edition


def faults_of(path):
    with pytest.raises(InvalidFile) as caught:
        read_edition(path)
    return caught.value.faults


def test_canonical_json_is_sorted_and_keeps_characters():
    assert canonical_json({"b": [1, True, None], "a": "级 レ"}) == '{"a":"级 レ","b":[1,true,null]}'


def test_canonical_json_refuses_not_a_number():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))


def test_content_hash_is_sha256_of_utf8():
    assert content_hash('{"a":"级"}') == (
        "sha256:ffb427d73314c24d6359aabe7753b0fae3433faa935ca52a69299791f8aab977"
    )


def test_hash_ignores_layout_but_not_one_character(tmp_path):
    data = edition_data()
    compact = tmp_path / "compact.yaml"
    compact.write_text("# a comment\n" + canonical_json(data), encoding="utf-8")
    spacious = write_edition(tmp_path, data)
    assert read_edition(compact).hash == read_edition(spacious).hash
    data["items"][3]["help"]["ja"] += "。"
    assert read_edition(write_edition(tmp_path, data)).hash != read_edition(compact).hash


def test_edition_survives_its_canonical_form(tmp_path):
    path = write_edition(tmp_path, edition_data())
    canonical = read_canonical(path)
    assert edition_from_canonical(canonical) == read_edition(path)
    assert edition_from_canonical(canonical).hash == content_hash(canonical)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault("", "file_empty")),
        (b" \n\t\n", Fault("", "file_empty")),
        (b"# nothing\n", Fault("", "file_empty")),
        (b"\xef\xbb\xbfa: 1\n", Fault("", "not_utf8", {"found": "utf-8-bom", "position": 0})),
        ("a: 级\n".encode("utf-16"), Fault("", "not_utf8", {"found": "utf-16", "position": 0})),
        ("a: 级\n".encode("utf-32"), Fault("", "not_utf8", {"found": "utf-32", "position": 0})),
        ("a: 级\n".encode("gb18030"), Fault("", "not_utf8", {"found": "other", "position": 3})),
        (b"[1]\n", Fault("", "not_mapping")),
        (b"text\n", Fault("", "not_mapping")),
        (
            b"#" * 2_000_001,
            Fault("", "file_too_large", {"size": 2_000_001, "limit": 2_000_000}),
        ),
    ],
)
def test_file_that_is_no_questionnaire_is_refused(tmp_path, data, fault):
    path = tmp_path / "siri-2020.yaml"
    path.write_bytes(data)
    assert faults_of(path) == (fault,)


def test_missing_file_is_refused(tmp_path):
    assert faults_of(tmp_path / "none.yaml") == (Fault("", "file_missing"),)


def test_folder_is_refused(tmp_path):
    (fault,) = faults_of(tmp_path)
    assert fault.code == "file_unreadable"


def test_ancestors_lead_from_pillar_to_root():
    edition = build_edition()
    keys = [group.key for group in edition.ancestors(edition.item("FC"))]
    assert keys == ["connectivity", "technology", "overall"]


def test_items_of_any_group_are_in_order_of_asking():
    edition = build_edition()
    assert [item.key for item in edition.items_of("overall")] == KEYS
    assert [item.key for item in edition.items_of("process")] == ["VI", "HI", "IPL"]
    assert [item.key for item in edition.items_of("structure_management")] == ["IIC", "SG"]


def test_groups_by_rank_puts_blocks_before_pillars():
    kinds = [group.kind for group in build_edition().groups_by_rank]
    assert kinds == ["overall"] + ["block"] * 3 + ["pillar"] * 8


def test_blocks_and_their_pillars_are_in_order():
    edition = build_edition()
    assert [block.key for block in edition.blocks] == ["process", "technology", "organisation"]
    assert [pillar.key for pillar in edition.pillars_of(edition.blocks[1])] == [
        "automation",
        "connectivity",
        "intelligence",
    ]


def test_level_name_is_the_ladders_word():
    edition = build_edition()
    assert edition.level_name(edition.item("VI"), 3)["ja"] == "word 3（ja）"


@pytest.mark.parametrize("level", [-1, 6])
def test_level_name_outside_the_scale_is_an_error(level):
    edition = build_edition()
    with pytest.raises(IndexError):
        edition.level_name(edition.item("VI"), level)


def test_unknown_keys_are_errors():
    edition = build_edition()
    assert not edition.has_item("XX")
    with pytest.raises(KeyError):
        edition.item("XX")
    with pytest.raises(KeyError):
        edition.group("XX")


def test_stored_edition_is_built_without_pydantic_and_yaml():
    program = (
        "import sys\n"
        "from maturity.instruments.loader import edition_from_canonical\n"
        "print(edition_from_canonical(sys.stdin.read()).key)\n"
        "print(sorted({'pydantic', 'yaml', 'django', 'celery'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=canonical_json(edition_data()),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == ["siri", "[]"]
