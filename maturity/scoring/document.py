"""A file of answers from its bytes to its result, without any database."""

from collections.abc import Sequence

from maturity.instruments.edition import Edition
from maturity.instruments.faults import Fault, InvalidFile
from maturity.scoring.answers import InvalidAnswers, read_answers
from maturity.scoring.engine import score
from maturity.scoring.result import Result


def score_document(text: str | bytes, *, editions: Sequence[Edition]) -> tuple[Edition, Result]:
    """Read, check and score a file of answers against the edition it names.

    Raises InvalidFile with the faults of `read_answers` or of `check_answers`, or with
    `instrument_unknown` or `edition_unknown` (value, known).
    """
    data = read_answers(text)
    edition = _find_edition(data["instrument"], data["edition"], editions=editions)
    try:
        return edition, score(edition, data["answers"])
    except InvalidAnswers as error:
        raise InvalidFile(error.faults) from None


def _find_edition(instrument: str, name: str, *, editions: Sequence[Edition]) -> Edition:
    held = [edition for edition in editions if edition.key == instrument]
    if not held:
        known = sorted({edition.key for edition in editions})
        params = {"value": instrument, "known": known}
        raise InvalidFile([Fault("instrument", "instrument_unknown", params)])
    for edition in held:
        if edition.edition == name:
            return edition
    params = {"value": name, "known": sorted(edition.edition for edition in held)}
    raise InvalidFile([Fault("edition", "edition_unknown", params)])
