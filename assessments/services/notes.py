"""Carrying a note of one questionnaire over to the related item of another."""

import uuid
from typing import Any

from assessments.models import Answer, Assessment, User
from assessments.services.assessments import Save, save_answer
from assessments.services.refusals import Rejected
from maturity.instruments.faults import Fault
from maturity.instruments.relations import ItemRef, shipped_cross_reading


def carry_note(
    *, by: User, source: Assessment, from_item: str, target: Assessment, to_item: str
) -> Answer:
    """Copy the note of an item to a related item of another assessment of the same enterprise.

    Only the note: levels of different instruments are never copied. What stands there already is
    kept. Raises Rejected: `other_enterprise`, `not_related`, `no_note`, `note_there_already`; and
    whatever `save_answer` raises.
    """
    if source.enterprise_id != target.enterprise_id:
        raise Rejected([Fault("source", "other_enterprise")])
    first = ItemRef(source.edition.key, from_item)
    second = ItemRef(target.edition.key, to_item)
    if second not in {ref for ref, _relation in shipped_cross_reading().related_to(first)}:
        raise Rejected([Fault("item", "not_related")])
    found = source.answers.filter(item=from_item).first()
    if found is None or not found.note.strip():
        raise Rejected([Fault("source", "no_note")])
    there = target.answers.filter(item=to_item).first()
    given: dict[str, Any] = there.as_input(target.content) if there else {}
    if given.get("note", "").strip():
        raise Rejected([Fault("note", "note_there_already")])
    return save_answer(
        by=by,
        assessment=target,
        item=to_item,
        given=given | {"note": found.note},
        save=Save(client_id=str(uuid.uuid4()), save_id=1, based_on=there.version if there else 0),
        print_note=found.print_note,
    )
