import pytest

from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.strict_yaml import read_yaml


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(InvalidFile) as caught:
        read_yaml(text)
    return caught.value.faults


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2020-01-01", "2020-01-01"),
        ("2020.1", "2020.1"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("0x10", "0x10"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("0", 0),
        ("-7", -7),
        ('"1"', "1"),
        ("'true'", "true"),
        ("", None),
        ("null", None),
        ("~", None),
        ("'水平'", "水平"),
        ("|\n  a\n  b", "a\nb\n"),
    ],
)
def test_plain_value_is_read_as_written(written, read):
    value = read_yaml(f"key: {written}\n")["key"]
    assert value == read
    assert type(value) is type(read)


def test_nested_lists_and_mappings_keep_order():
    assert read_yaml("b: [1, {c: d}]\na:\n  - x\n  - - y\n") == {
        "b": [1, {"c": "d"}],
        "a": ["x", ["y"]],
    }
    assert list(read_yaml("b: 1\na: 2\n")) == ["b", "a"]


def test_merge_key_is_plain_text():
    assert read_yaml("<<: {a: b}\n") == {"<<": {"a": "b"}}


def test_duplicate_key_names_both_lines():
    text = "a: 1\nitems:\n  - key: x\n    name: y\n    key: z\n"
    params = {"line": 5, "key": "key", "first": 3}
    assert faults_of(text) == (Fault("items[0].key", "yaml_duplicate_key", params),)


@pytest.mark.parametrize("key", ["1", "true", "null", "~", "[a]", "{a: b}"])
def test_key_that_is_not_text_is_refused(key):
    assert faults_of(f"a: 1\n? {key}\n: 2\n") == (Fault("", "yaml_key_not_text", {"line": 2}),)


def test_quoted_number_is_a_key():
    assert read_yaml('"1": x\n') == {"1": "x"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: &x 1\n", Fault("a", "yaml_anchor", {"line": 1})),
        ("a: &x [1]\n", Fault("a", "yaml_anchor", {"line": 1})),
        ("a: 1\nb: *x\n", Fault("b", "yaml_alias", {"line": 2})),
        ("a: !!python/object/apply:os.getcwd []\n", Fault("a", "yaml_tag", {"line": 1})),
        ('a: !!int "3"\n', Fault("a", "yaml_tag", {"line": 1})),
        ("a: !own {b: c}\n", Fault("a", "yaml_tag", {"line": 1})),
        ("a: 1\n---\nb: 2\n", Fault("", "yaml_documents", {"line": 2})),
        ("[" * 30 + "]" * 30, Fault("[0]" * 21, "yaml_too_deep", {"line": 1, "limit": 20})),
    ],
)
def test_construct_that_hides_meaning_is_refused(text, fault):
    assert faults_of(text) == (fault,)


def test_file_without_a_value_is_refused():
    assert faults_of("# only a comment\n") == (Fault("", "file_empty"),)


def test_syntax_error_has_line_and_column():
    (fault,) = faults_of('a: 1\nb: "open\n')
    assert (fault.path, fault.code, fault.params["line"]) == ("", "yaml_syntax", 3)
    assert fault.params["problem"]


def test_control_character_is_a_syntax_error():
    (fault,) = faults_of('a: "\x07"\n')
    assert fault.code == "yaml_syntax"
    assert fault.params["problem"]


def test_deep_nesting_does_not_exhaust_the_stack():
    assert faults_of("[" * 100_000)[0].code == "yaml_too_deep"
