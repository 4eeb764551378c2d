"""Reading a request's body: JSON in which nothing is silently lost or bent."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from assessments.api.refusals import TooLarge
from maturity.scoring.strict_json import read_json

BODY_LIMIT = 1_000_000
"""Bytes. The longest answer takes about 30,000."""


class StrictJSONParser(BaseParser):
    """UTF-8 whatever the header says, no repeated keys, no floats, no NaN, at most `BODY_LIMIT`.

    What the values may be is not decided here. Raises InvalidFile and TooLarge.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            raise TooLarge
        return read_json(body)
