"""The shape of `data/published-results.yaml`, and what its parts must say together."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from maturity.instruments.faults import Fault, InvalidFile
from maturity.instruments.loader import parse_checked
from maturity.instruments.shapes import (
    EditionName,
    FigureKey,
    Key,
    Part,
    TextsPart,
    between,
    check_shape,
)

Border = Annotated[int, between(0, 5)]


class CountedGroupPart(Part):
    figure: FigureKey
    low: Border | None = Field(default=None, alias="from")
    high: Border | None = Field(default=None, alias="to")
    name: TextsPart


class DistributionPart(Part):
    period: Key
    groups: list[CountedGroupPart] = Field(min_length=2)
    published: TextsPart
    caveat: TextsPart


class SentencesPart(Part):
    mean: TextsPart
    range: TextsPart
    undecided: TextsPart


class NotesPart(Part):
    beside: TextsPart
    mean_only: TextsPart
    range: TextsPart
    provisional: TextsPart
    no_means: TextsPart
    no_distribution: TextsPart


class PublishedResultsPart(Part):
    instrument: Key
    edition: EditionName
    distributions: list[DistributionPart]
    sentences: SentencesPart
    notes: NotesPart


def parse_published_results(content: bytes) -> str:
    """Check the bytes of the file and return its content as canonical JSON.

    Raises InvalidFile; codes besides those of `shapes.py`: `groups_not_joined` (a group that does
    not begin where the one before it ends, or ends of the scale that are not open).
    """
    return parse_checked(content, _validate)


def _validate(data: object) -> None:
    check_shape(PublishedResultsPart, data)
    assert isinstance(data, dict)  # noqa: S101 - the model has just established it
    faults = list(_find_gaps(data))
    if faults:
        raise InvalidFile(faults)


def _find_gaps(data: Mapping[str, Any]) -> Iterator[Fault]:
    for position, distribution in enumerate(data["distributions"]):
        groups = distribution["groups"]
        starts = [group.get("from") for group in groups]
        ends = [group.get("to") for group in groups]
        borders = ends[:-1]
        rising = None not in borders and borders == sorted(set(borders))
        if starts != [None, *borders] or ends[-1] is not None or not rising:
            yield Fault(f"distributions[{position}].groups", "groups_not_joined")
