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
    "current_not_allowed": _("Choose a level or say “%(state)s”, not both."),
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
    "collection_open": _(
        "Responses of colleagues are still being collected. The owner closes that first."
    ),
    "collection_still_open": _(
        "Responses are still being collected; what people said is seen after that."
    ),
    "collection_closed": _("Collecting responses is closed; nobody can be asked any more."),
    "no_responses": _("Nobody has answered anything yet."),
    "not_a_member": _(
        "%(email)s belongs to no member of the organisation. An owner can invite new people."
    ),
    "nothing_assigned": _("Choose at least one question."),
    "nothing_agreed": _("Choose the answer that you agreed on."),
    "date_past": _("%(date)s lies in the past."),
    "date_too_late": _("The last possible day is %(limit)s."),
    "report_not_ready": _("The report is not ready yet."),
    "password_too_short": _("The password needs at least %(limit)s characters."),
    "glyph_missing": _(
        "The report has no font for %(characters)s. Write it with other characters."
    ),
    "level_is_null": _(
        "A level is a whole number from 0 to %(top)s; leave it out if there is none."
    ),
    "level_is_boolean": _("A level is a whole number from 0 to %(top)s, not true or false."),
    "level_is_float": _(
        "A level is a whole number from 0 to %(top)s; %(value)s has a decimal point."
    ),
    "level_is_decimal": _(
        "There are no half levels: “%(value)s” must be a whole number from 0 to %(top)s."
    ),
    "level_is_full_width": _("“%(value)s” is written in full-width digits; use 0 to %(top)s."),
    "level_is_text": _("“%(value)s” is text; a level is a whole number from 0 to %(top)s."),
    "level_wrong_type": _("A level is a whole number from 0 to %(top)s."),
    "level_too_low": _("%(value)s is below the lowest level, 0."),
    "level_too_high": _("%(value)s is above the highest level, %(top)s."),
    "target_below_current": _("The target %(target)s is below today’s %(current)s."),
    "answer_not_allowed": _("Give an answer or say “%(state)s”, not both."),
    "practice_unknown": _("“%(value)s” is not an answer. Use one of: %(allowed)s."),
    "quick_unknown": _("The quick pass has no unit “%(key)s”."),
    "quick_bounds_reversed": _(
        "“Everywhere at least” (%(low)s) cannot be above “nowhere above” (%(high)s)."
    ),
    "quick_contradicted": _(
        "Level %(level)s lies outside what the quick pass said (%(low)s to %(high)s); "
        "what it said is no longer used."
    ),
    "priorities_not_offered": _("This questionnaire has no priorities: there are no tables."),
    "cost_shares_above_100": _(
        "The cost shares add up to %(sum)s %%. Please check that nothing is counted twice."
    ),
    "value_is_null": _("This needs a value; leave it out if there is none."),
    "not_true_or_false": _("This must be true or false."),
    "number_not_text": _('A number is given as text in quotes, such as "12.5"; found %(value)s.'),
    "number_is_full_width": _("“%(value)s” is written in full-width digits; use 0 to 9."),
    "number_malformed": _("“%(value)s” is not a number. Write it like 1200 or 12.5."),
    "number_too_long": _("The number has more than %(limit)s digits."),
    "number_too_precise": _("“%(value)s” has too many decimals; at most %(decimals)s are taken."),
    "number_too_low": _("%(value)s is too low; the lowest value is %(lowest)s."),
    "number_too_high": _("%(value)s is too high; the highest value is %(highest)s."),
    "part_exceeds_whole": _("%(value)s is a part and cannot be more than the whole, %(whole)s."),
    "option_unknown": _("“%(value)s” is not offered. Use one of: %(allowed)s."),
    "option_repeated": _("“%(value)s” is chosen twice."),
    "options_count": _("Choose exactly %(expected)s; now there are %(found)s."),
    "share_missing": _("The share of “%(key)s” is missing; 0 is an answer."),
    "share_unknown": _("There is no cost category “%(key)s”."),
    "nothing_answered": _("Answer at least one item before you submit."),
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
        "%(text)s has a decimal point. Levels are whole numbers; other decimals are given as text."
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
    "sentences_wrong": _("The sentences must be for %(expected)s; found: %(found)s."),
    "mode_without_relation": _(
        "The rule “%(rule)s” states a relation, which figures shown side by side do not allow."
    ),
    "groups_not_joined": _(
        "Each group must begin where the one before it ends; the first and the last are open."
    ),
    "qualifier_missing": _(
        "A derived rest needs the qualifier for which its sentence was written."
    ),
    "threshold_for_any": _("A threshold and the value that it stands for are given together."),
    "picture_unfit": _("A picture of this kind does not fit the rule “%(rule)s”."),
    "dimensions_order": _("The dimensions must be these, in this order: %(expected)s."),
    "number_repeated": _("The number stood already at %(first)s."),
    "reason_repeated": _("The reason stood already at %(first)s."),
    "ladder_name_repeated": _("The word stood already at %(first)s."),
    "ladder_length": _("The ladder has %(found)s names; it needs %(expected)s."),
    "ladder_unknown": _("There is no ladder “%(key)s”."),
    "group_unknown": _("There is no group “%(key)s”."),
    "group_kind": _("The group “%(key)s” must be of the kind %(expected)s."),
    "group_kind_not_for_method": _(
        "The method “%(method)s” has no such group; use one of: %(allowed)s."
    ),
    "kind_not_for_method": _("The method “%(method)s” has no items of this kind."),
    "scale_missing": _("The scale is missing: its top and what a level is called."),
    "tier_undecided": _("No practice decides the tier “%(key)s”."),
    "leading_too_high": _("This lies above the top of the scale, %(top)s."),
    "quick_repeated": _("An item of “%(key)s” is already in another unit."),
    "quick_ladders": _("The items of “%(key)s” have different ladders."),
    "unit_missing": _("An item of the kind %(kind)s needs a unit."),
    "options_missing": _("An item of the kind %(kind)s needs at least two options."),
    "options_not_allowed": _("An item of the kind %(kind)s has no options."),
    "count_missing": _("An item of the kind %(kind)s says how many are to be chosen."),
    "count_too_high": _("There are only %(found)s options."),
    "limits_reversed": _("The lowest value %(lowest)s is above the highest, %(highest)s."),
    "whole_unknown": _("There is no number “%(key)s” that this could be a part of."),
    "condition_unknown": _("There is no other item “%(key)s”."),
    "condition_value": _("The item “%(key)s” cannot have this answer."),
    "change_shape": _(
        "A change of the kind “%(kind)s” names the item now, the item before, or both, as it needs."
    ),
    "change_note_missing": _("Please say what changed."),
    "change_repeated": _("The item “%(key)s” stands in another change already."),
    "change_item_unknown": _("This edition has no item “%(key)s”."),
    "change_before_unknown": _("The edition before has no item “%(key)s”."),
    "key_reserved": _("Keys that begin with “%(prefix)s” are taken; choose another key."),
    "change_missing": _("What became of the item “%(key)s” is not said."),
    "text_foreign_script": _(
        "This text (%(language)s) seems to be left in another language: “%(found)s”."
    ),
    "weights_sum": _("The weights add up to %(sum)s; they must add up to 1."),
    "category_unknown": _("There is no category “%(key)s”."),
    "choose_too_many": _("There are only %(found)s to choose from."),
    "row_missing": _("The row “%(key)s” is missing."),
    "row_unknown": _("There is no row “%(key)s” to be filled."),
    "row_length": _("The row has %(found)s numbers; it needs %(expected)s."),
    "dimension_unknown": _("The questionnaire has no item “%(key)s”."),
    "dimension_not_listed": _("The item “%(key)s” of the questionnaire is not listed."),
    "level_above_scale": _("Level %(value)s lies above the top of the scale, %(top)s."),
    "pair_repeated": _("The pair stood already at %(first)s."),
    "theme_unknown": _("There is no theme “%(key)s”."),
    "same_instrument": _("Both items belong to “%(value)s”."),
    "item_not_related": _("“%(key)s” is in no relation and not said to be without one."),
    "item_both": _("“%(key)s” is said to have no counterpart, yet it is in a relation."),
    "already_stored": _("“%(name)s” is already here. Choose a new name of the edition or version."),
    "other_enterprise": _("The assessments are of different enterprises."),
    "not_related": _("These two items are not related."),
    "no_note": _("There is no note to carry over."),
    "note_there_already": _("There is a note already; it is kept."),
    "not_a_draft": _("“%(name)s” was published once, so it can be retired but not discarded."),
    "no_edition_fits": _("No published questionnaire “%(key)s” fits these tables."),
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
    "shipped_key_taken": _(
        "A release of this key comes with the software, but there is one by %(author)s here "
        "(%(state)s). Give that one another key in the database, then load again."
    ),
    "not_published": _("The edition %(edition)s is not open for new assessments."),
    "no_owner": _("The enterprise has no owner yet who could agree to this."),
    "pool_not_published": _("“%(name)s” is not published, so it cannot be withdrawn."),
    "nothing_chosen": _("Please choose at least one assessment."),
    "instrument_twice": _("A report holds one assessment of each questionnaire."),
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
    "name_not_typed": _("This is not the exact name of the enterprise: “%(name)s”."),
    "not_in_list": _("“%(value)s” is not in the list; please choose one of the entries."),
    "last_owner": _(
        "Nobody else could look after “%(organisation)s”. Make a colleague owner (at a "
        "consultancy: lead consultant) first, or have its enterprises erased and its other "
        "members removed."
    ),
    "too_many_economies": _("Choose at most %(limit)s economies; now there are %(count)s."),
}

_RELEASES: Mapping[str, Promise] = {
    "release_key_taken": _("There is a release “%(key)s” already. Choose another key."),
    "release_key_reserved": _("The key “%(key)s” is reserved. Choose another key."),
    "supersedes_other_kind": _(
        "A release can supersede only one of its kind: both hold national data, or both the "
        "results of the same edition of a questionnaire."
    ),
    "too_many_to_copy": _(
        "The release has more than %(limit)s figures. Export it, and import the file as a new one."
    ),
    "copy_not_public": _("Only a release that was published can be the beginning of a new one."),
    "figure_gone": _("There is no figure “%(key)s” in this draft any more."),
    "changed_meanwhile": _(
        "Somebody else changed this in the meantime. Nothing was saved; open the page again and "
        "look at what is there now."
    ),
    "figure_key_taken": _("Another figure of this release has the key “%(key)s”."),
    "not_in_review": _("The release is not in review; please look at it again."),
    "not_published_release": _("Only a published release can be withdrawn."),
    "own_release": _("You edited this release, so somebody else has to do this."),
}

_TABLES: Mapping[str, Promise] = {
    "table_too_large": _("The file has %(megabytes)s MB; at most %(limit)s MB are read."),
    "not_a_table": _("This is neither text nor an Excel workbook. Save it as CSV or XLSX."),
    "line_too_long": _("Line %(line)s has more than %(limit)s bytes: this is not a table."),
    "row_too_long": _(
        "Row %(line)s has more than %(limit)s characters: this is not a table of figures."
    ),
    "encoding_refused": _(
        "The file seems to be written in %(found)s. Save it as UTF-8, or as XLSX."
    ),
    "encoding_unknown": _(
        "In which encoding the file is written cannot be told. Save it as UTF-8, or choose the "
        "encoding yourself."
    ),
    "encoding_unclear": _(
        "The file may be written in %(candidates)s. Save it as UTF-8, or choose the encoding "
        "yourself."
    ),
    "encoding_broken": _("From line %(line)s on the file is not %(encoding)s."),
    "header_missing": _("The first row is empty; it must hold the names of the columns."),
    "header_blank": _("Column %(column)s has no name in the first row."),
    "header_repeated": _("The name “%(header)s” stands in the first row twice (%(column)s)."),
    "too_many_columns": _("The table has more than %(limit)s columns."),
    "too_many_rows": _(
        "The table has more than %(limit)s rows, blank ones included; nothing is read from row "
        "%(line)s on."
    ),
    "xlsx_broken": _("The workbook is damaged. Open it in Excel and save it again as XLSX."),
    "xlsx_encrypted": _("The workbook is protected with a password. Save it without one."),
    "xlsx_macros": _("The workbook contains macros. Save it as XLSX without them."),
    "workbook_refused": _("This is a workbook of the kind %(found)s. Save it as XLSX."),
    "not_a_workbook": _("This is an archive, but no Excel workbook."),
    "zip_bomb": _(
        "Unpacked, the file would be out of all proportion (%(megabytes)s MB; at most %(limit)s MB "
        "are read). It was not unpacked."
    ),
    "sheet_missing": _("The workbook has no visible sheet."),
    "cells_merged": _("The cells %(cell)s are merged. Every cell must stand for itself."),
    "cell_is_formula": _("The cell holds a formula. Put its result there as text."),
    "cell_is_date": _(
        "The cell holds a date, which Excel may show in many ways. Write it as text, such as "
        "2021-09 or 2021-Q3."
    ),
    "cell_not_text": _("The cell holds %(value)s, which is neither text nor a number."),
    "cell_not_exact": _(
        "The cell shows another number than it holds (%(value)s). Write the digits as text."
    ),
    "cell_format": _(
        "The cell holds %(value)s but shows it in the format “%(format)s”. Write the digits as "
        "text."
    ),
    "period_malformed": _(
        "“%(value)s” is not a period. Write it like 2021, 2021-09, 2021-09-30, 2021-Q3 or FY2021; "
        "two of them joined by a slash."
    ),
    "figure_repeated": _("This key stands already in row %(first)s."),
    "not_in_head": _("The head of the release has no “%(value)s” of this kind."),
    "economy_unknown": _("“%(value)s” is not one of the economies known here."),
    "unit_unknown": _("“%(value)s” is not one of the units known here."),
    "number_too_large": _("%(value)s is too large a number in this unit."),
    "section_not_in_chapter": _("Section “%(value)s” does not belong to this chapter."),
    "page_before_section": _("Page %(value)s lies before its section, which begins on %(begins)s."),
    "range_not_rising": _("The upper value %(value)s is not above the value, %(low)s."),
    "fact_missing": _("What the figure is held against is missing."),
    "fact_not_used": _("A figure that is only shown is held against nothing."),
    "text_like_formula": _(
        "The text begins like a formula (“%(value)s”). Begin it with another character."
    ),
    "column_not_mapped": _("No column of the table is chosen for it."),
    "header_unknown": _("The table has no column “%(header)s”."),
    "header_used_twice": _("The column “%(header)s” is chosen twice."),
    "head_missing": _("Upload a head file, or choose the release that this one supersedes."),
}

_PEOPLE: Mapping[str, Promise] = {
    "not_an_address": _("“%(value)s” is not an e-mail address."),
    "invitation_over": _("This invitation was used, declined or withdrawn, or it has run out."),
    "invitation_to_another": _(
        "This invitation went to %(email)s, which is not a confirmed address of your account."
    ),
    "already_member": _("%(email)s belongs to a member of this organisation already."),
    "no_member": _("This person has left the organisation in the meantime."),
    "last_owner": _(
        "Nobody else manages the organisation. Hand it over first, or give another member the role."
    ),
    "holds_organisation": _(
        "Nobody else manages “%(organisation)s”. Hand it over first, or make another member an "
        "owner or lead consultant."
    ),
    "owner_present": _(
        "Somebody who manages this organisation signed in within the last %(days)s days, and can "
        "let others in."
    ),
    "request_over": _("This request was decided already, or it has run out."),
    "sent_just_now": _(
        "This invitation was sent within the last %(minutes)s minutes; please wait a little."
    ),
    "too_many_invitations": _(
        "At most %(limit)s invitations are sent within a day. Please go on tomorrow."
    ),
    "too_many_requests": _("At most %(limit)s requests can wait at a time."),
    "organisation_missing": _("Please choose the organisation that the enterprise belongs to."),
}

_GRANTS: Mapping[str, Promise] = {
    "until_past": _("The last day must not lie in the past."),
    "until_too_far": _("Choose a day up to %(latest)s; it can be prolonged later."),
    "grant_over": _("This access has ended already. Invite the consultancy again."),
    "has_owner": _("The enterprise has an owner already."),
    "due_past": _("The due date must not lie in the past."),
}

_JOBS: Mapping[str, Promise] = {
    "job_not_failed": _("This job has not failed, so it cannot be started again."),
    "job_without_object": _(
        "What this job was for has been asked for again, is gone or is being erased; there is "
        "nothing to start again."
    ),
    "job_not_waiting": _("This job does not wait any more, so it cannot be cancelled."),
    "erasure_promised": _("An erasure was promised to somebody and is not cancelled."),
}

_BATCHES: Mapping[str, Promise] = {
    "too_many_reports": _("A batch has at most %(limit)s reports; now there are %(count)s."),
    "report_not_allowed": _("You may not make reports on this assessment any more."),
    "cancelled": _("The batch was cancelled before the report was made."),
    "not_readable": _("You may not read this report any more."),
    "file_gone": _("The file of the report is not there any more. Please ask for it again."),
    "file_changed": _(
        "The file of the report is not the one that was made. Please tell whoever runs this site."
    ),
    "archive_outdated": _(
        "You may not read every report in the ZIP file any more. It is being made again without "
        "them; please fetch it in a moment."
    ),
    "archive_lost": _("The ZIP file is lost. It is being made again; please fetch it in a moment."),
    "archive_not_there": _("The ZIP file is not there any more. Please have it made again."),
    "batch_still_asking": _(
        "The reports are still being asked for. Please try again when that is done."
    ),
    "nothing_failed": _("No report of this batch has failed."),
    "planned_already": _("You have planned this report already: the same language, too."),
    "nothing_submitted": _("There is no submitted assessment of this questionnaire yet."),
    "unchanged": _("Nothing had changed since the last report, so no new one was made."),
    "report_right_lost": _(
        "Whoever planned it may not make reports on this enterprise any more, so it was ended."
    ),
}

_BRANDING: Mapping[str, Promise] = {
    "branding_not_offered": _("You make this report through another organisation. Choose again."),
    "too_many_lines": _("At most %(limit)s lines are printed."),
    "colour_malformed": _("“%(value)s” is not a colour. Write it like #14507a."),
    "colour_too_pale": _(
        "On white paper this colour has a contrast of %(ratio)s : 1 and can hardly be read; it "
        "needs %(least)s : 1. The same colour, darker, is %(suggestion)s."
    ),
    "logo_type": _("This is neither a PNG nor an SVG file. Export the logo as one of these."),
    "logo_type_other": _("This is a %(found)s file. Export the logo as PNG or SVG."),
    "logo_too_large": _(
        "The logo has %(kilobytes)s KB; at most %(limit)s are kept. Export it with fewer pixels "
        "or, a drawing, with fewer points."
    ),
    "logo_too_many_pixels": _(
        "The logo has %(width)s × %(height)s pixels; at most %(limit)s in each direction are "
        "taken. On the report it is about 500 wide."
    ),
    "logo_unreadable": _("The file is damaged or not complete. Export the logo once more."),
    "svg_doctype": _(
        "The file begins with a DOCTYPE or declares entities, which are not read. Export it as "
        "plain SVG, or delete the line <!DOCTYPE …> in a text editor."
    ),
    "svg_not_svg": _("The file is not an SVG drawing. Export the logo as PNG or SVG."),
    "svg_too_complex": _(
        "The drawing has more than %(elements)s parts, or groups more than %(depth)s deep. "
        "Simplify it, or export it as PNG."
    ),
    "svg_text": _(
        "The logo contains text, which would be set in another font. Convert text to outlines "
        "in your drawing program, and export it again."
    ),
    "svg_style_sheet": _(
        "The logo is coloured by a style sheet. Export it with presentation attributes or with "
        "inline styles; drawing programs offer that for SVG."
    ),
    "svg_image": _(
        "The logo contains a picture made of pixels. Export it as PNG, or trace the picture."
    ),
    "svg_element": _(
        "The logo contains “%(element)s”, which reports do not draw. Turn it into plain shapes in "
        "your drawing program, or export the logo as PNG."
    ),
    "svg_attribute": _(
        "The logo uses “%(attribute)s”, which reports do not draw. Turn it into plain shapes in "
        "your drawing program, or export the logo as PNG."
    ),
    "svg_value": _(
        "In the logo, “%(attribute)s” has a value that reports cannot draw: %(value)s. Export it "
        "again as plain SVG, or as PNG."
    ),
    "svg_size": _("The drawing does not say how large it is. Export it again with a viewBox."),
    "svg_empty": _("There is no shape in the drawing."),
}

PATTERNS: Mapping[str, Promise] = {
    **_ANSWERS,
    **_DOCUMENTS,
    **_CONTENT,
    **_RELEASES,
    **_TABLES,
    **_PEOPLE,
    **_GRANTS,
    **_JOBS,
    **_BATCHES,
    **_BRANDING,
}


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
