"""What the parts of a questionnaire file must say together, once each has the right shape."""

from maturity.instruments.consistency.changes import check_changes
from maturity.instruments.consistency.levels import check_ladders, check_level_items, check_quick
from maturity.instruments.consistency.repeated import (
    FileData,
    find_repeated,
    find_repeated_in_items,
    find_repeated_levels,
)
from maturity.instruments.consistency.tree import check_groups, check_keys, check_method
from maturity.instruments.consistency.values import check_values
from maturity.instruments.faults import Fault


def find_inconsistencies(data: FileData) -> list[Fault]:
    """Return what contradicts itself, in the order of the file.

    Codes: `key_repeated`, `number_repeated` and `reason_repeated` (first); those of `tree.py`:
    `key_reserved` (prefix), `scale_missing`, `kind_not_for_method` and
    `group_kind_not_for_method` (method), `parent_missing`, `parent_unknown` (key),
    `parent_not_allowed`, `parent_kind` (expected), `group_cycle`, `overall_count` (found),
    `group_unknown` (key), `group_kind` (expected), `group_empty`, `tier_undecided`; of
    `levels.py`: `ladder_length`, `levels_count` and `actions_count` (expected, found),
    `ladder_name_repeated` (first), `ladder_unknown` (key), `leading_too_high`, `quick_unknown`
    (key), `quick_repeated`, `quick_ladders`; of `values.py`: `unit_missing`, `options_missing`,
    `options_not_allowed`, `count_missing`, `count_too_high`, `limits_reversed`,
    `whole_unknown`, `condition_unknown`, `condition_value`; of `changes.py`: `change_shape`,
    `change_item_unknown`, `change_repeated`, `change_missing`, `change_note_missing`; and
    `level_text_repeated` (first).
    """
    return [
        *find_repeated(data["not_applicable"], place="not_applicable", code="reason_repeated"),
        *check_method(data),
        *check_ladders(data),
        *check_groups(data),
        *(
            fault
            for field, code in (("key", "key_repeated"), ("number", "number_repeated"))
            for fault in find_repeated_in_items(data, field=field, code=code)
        ),
        *check_keys(data),
        *check_level_items(data),
        *check_values(data),
        *check_quick(data),
        *check_changes(data),
        *find_repeated_levels(data["items"]),
    ]
