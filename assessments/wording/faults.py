"""What is wrong with data, in words: where it stands is the path, here is why and what to do.

One pattern for each fault code of the core and the services. A code without a pattern is a
mistake that a test finds (tests/assessments/wording).
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maturity.instruments.faults import Fault

_ANSWERS: Mapping[str, Promise] = {
    "answers_not_object": _("The answers must be an object of item keys and answers."),
    "item_unknown": _("This edition has no item “%(key)s”."),
    "answer_not_object": _('An answer must be an object, such as {"current": 2}.'),
    "field_unknown": _("There is no field “%(field)s” here."),
    "field_missing": _("This is missing."),
    "state_unknown": _("“%(value)s” is not a state. Use one of: %(allowed)s."),
    "current_not_allowed": _("Choose a band or say “%(state)s”, not both."),
    "target_not_allowed": _("What does not apply has no target."),
    "reason_not_allowed": _("A reason belongs only to “not applicable”."),
    "action_not_allowed": _("What does not apply has no action."),
    "not_applicable_not_offered": _("This questionnaire does not offer “not applicable”."),
    "reason_missing": _("Please say why it does not apply."),
    "reason_unknown": _("“%(value)s” is not one of the reasons: %(allowed)s."),
    "note_required": _("Please describe the other reason in the note."),
    "not_text": _("This must be text."),
    "text_too_long": _("The text has %(length)s characters; at most %(limit)s are kept."),
    "text_not_storable": _("The text contains a character that cannot be stored: %(character)s."),
    "level_is_null": _(
        "A band is a whole number from 0 to %(top)s; leave it out if there is none."
    ),
    "level_is_boolean": _("A band is a whole number from 0 to %(top)s, not true or false."),
    "level_is_float": _(
        "A band is a whole number from 0 to %(top)s; %(value)s has a decimal point."
    ),
    "level_is_decimal": _(
        "There are no half bands: “%(value)s” must be a whole number from 0 to %(top)s."
    ),
    "level_is_full_width": _("“%(value)s” is written in full-width digits; use 0 to %(top)s."),
    "level_is_text": _("“%(value)s” is text; a band is a whole number from 0 to %(top)s."),
    "level_wrong_type": _("A band is a whole number from 0 to %(top)s."),
    "level_too_low": _("%(value)s is below the lowest band, 0."),
    "level_too_high": _("%(value)s is above the highest band, %(top)s."),
    "target_below_current": _("The target %(target)s is below today’s %(current)s."),
    "priorities_not_supported": _("Priorities are not supported yet."),
    "nothing_answered": _("Answer at least one dimension before you submit."),
}

_DOCUMENTS: Mapping[str, Promise] = {
    "file_missing": _("There is no such file."),
    "file_unreadable": _("The file cannot be read: %(error)s."),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file has %(size)s bytes; at most %(limit)s are read."),
    "file_name": _("The file must be called %(expected)s."),
    "not_utf8": _(
        "The text is not UTF-8 (looks like %(found)s, at byte %(position)s). Save it as UTF-8."
    ),
    "json_not_object": _("The JSON must be an object in braces."),
    "json_syntax": _("This is not JSON: line %(line)s, column %(column)s: %(problem)s."),
    "json_too_deep": _("The JSON is nested too deeply."),
    "json_duplicate_key": _("The key “%(key)s” stands here twice."),
    "json_float": _(
        "%(text)s has a decimal point. Bands are whole numbers; other decimals are given as text."
    ),
    "json_constant": _("%(text)s is not a number."),
    "json_integer_too_long": _("The number %(text)s is too long."),
    "yaml_syntax": _("This is not YAML: line %(line)s, column %(column)s: %(problem)s."),
    "yaml_documents": _("Line %(line)s: the file must hold one document."),
    "yaml_alias": _("Line %(line)s: aliases (*) are not taken."),
    "yaml_anchor": _("Line %(line)s: anchors (&) are not taken."),
    "yaml_tag": _("Line %(line)s: tags (!) are not taken."),
    "yaml_too_deep": _("Line %(line)s: nested deeper than %(limit)s."),
    "yaml_key_not_text": _("Line %(line)s: a key must be text."),
    "yaml_duplicate_key": _("Line %(line)s: the key “%(key)s” stood already in line %(first)s."),
    "csv_syntax": _("Line %(line)s is not CSV: %(problem)s."),
}

_CONTENT: Mapping[str, Promise] = {
    "not_integer": _("This must be a whole number."),
    "not_list": _("This must be a list."),
    "not_mapping": _("This must be a mapping of keys and values."),
    "value_not_allowed": _("This must be %(expected)s."),
    "key_malformed": _("This key does not have the form %(pattern)s."),
    "malformed": _("This value does not have the form it needs."),
    "number_out_of_range": _("The number must lie between %(lowest)s and %(highest)s."),
    "list_empty": _("The list must not be empty."),
    "mapping_empty": _("The mapping must not be empty."),
    "text_blank": _("The text is blank."),
    "text_not_trimmed": _("The text begins or ends with a space."),
    "text_has_line_break": _("The text must stand on one line."),
    "key_repeated": _("The key stood already at %(first)s."),
    "number_repeated": _("The number stood already at %(first)s."),
    "reason_repeated": _("The reason stood already at %(first)s."),
    "ladder_name_repeated": _("The word stood already at %(first)s."),
    "ladder_length": _("The ladder has %(found)s names; it needs %(expected)s."),
    "ladder_unknown": _("There is no ladder “%(key)s”."),
    "group_unknown": _("There is no group “%(key)s”."),
    "group_not_pillar": _("The group “%(key)s” is not a pillar."),
    "group_empty": _("No item belongs to the group “%(key)s”."),
    "group_cycle": _("The group “%(key)s” lies inside itself."),
    "overall_count": _(
        "There are %(found)s groups of the kind overall; there must be %(expected)s."
    ),
    "parent_not_allowed": _("The overall group has no parent."),
    "parent_missing": _("The parent is missing; it must be of the kind %(expected)s."),
    "parent_unknown": _("There is no parent “%(key)s”."),
    "parent_kind": _("The parent is of the kind %(found)s; it must be %(expected)s."),
    "levels_count": _("The item has %(found)s level texts; it needs %(expected)s."),
    "actions_count": _("The item has %(found)s actions; it needs %(expected)s."),
    "level_text_repeated": _("This level text is the same as %(first)s."),
    "edition_repeated": _("The same edition is already in %(first)s."),
    "instrument_unknown": _("There is no questionnaire “%(value)s”. Known: %(known)s."),
    "edition_unknown": _("There is no edition “%(value)s”. Known: %(known)s."),
    "shipped_content_changed": _(
        "The shipped content changed under the same name (stored %(stored)s, file %(file)s). "
        "A correction needs a new edition."
    ),
    "not_published": _("The edition %(edition)s is not open for new assessments."),
    "not_submitted": _("The assessment has not been submitted yet."),
    "columns_wrong": _(
        "The columns differ; missing: %(missing)s; unknown: %(unknown)s; repeated: %(repeated)s."
    ),
    "cells_count": _("Line %(line)s has %(found)s cells; it needs %(expected)s."),
    "figures_empty": _("The table holds no figure."),
    "figures_not_named": _("The head does not name the table of figures."),
    "dimension_missing": _("The name of this dimension is missing."),
    "body_missing": _("The request needs a body in JSON."),
    "missing": _("Please fill this in."),
    "not_in_list": _("“%(value)s” is not in the list; please choose one of the entries."),
}

PATTERNS: Mapping[str, Promise] = {**_ANSWERS, **_DOCUMENTS, **_CONTENT}


def fault_text(fault: Fault) -> str:
    """One sentence in the active language; the code itself if nobody has written one."""
    pattern = PATTERNS.get(fault.code)
    if pattern is None:
        return fault.code
    params = {
        name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in fault.params.items()
    }
    return str(pattern) % params
