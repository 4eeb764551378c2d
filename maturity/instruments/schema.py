"""The shape of a questionnaire file, checked with pydantic when a person's file is read.

Only `validate_edition` is meant for callers.
"""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from maturity.instruments.consistency import find_inconsistencies
from maturity.instruments.faults import InvalidFile
from maturity.instruments.shapes import (
    ConditionValue,
    EditionName,
    FigureKey,
    ItemKey,
    Key,
    Limit,
    Part,
    Text,
    TextsPart,
    between,
    check_shape,
)

LOWEST_TOP, HIGHEST_TOP = 1, 9
"""What the top of a scale may be: one digit, so that a level is one."""


class ScalePart(Part):
    top: Annotated[int, between(LOWEST_TOP, HIGHEST_TOP)]
    word: TextsPart
    mean_has_level: bool = False
    leading: Annotated[int, between(1, HIGHEST_TOP)] | None = None


class GroupPart(Part):
    key: Key
    kind: Literal["overall", "block", "pillar", "tier", "question", "indicators"]
    parent: Key | None = None
    name: TextsPart
    about: TextsPart | None = None
    case: TextsPart | None = None


class ItemPart(Part):
    key: ItemKey
    number: Text
    group: Key
    name: TextsPart
    question: TextsPart
    help: TextsPart


class LevelPart(ItemPart):
    kind: Literal["level"] = "level"
    type: Literal["K", "S"] | None = None
    ladder: Key
    short: TextsPart
    levels: list[TextsPart]
    evidence: TextsPart
    actions: list[TextsPart]


class PracticePart(ItemPart):
    kind: Literal["practice"]
    role: Literal["capability", "scenario", "relief", "gain"]
    short: TextsPart
    evidence: TextsPart
    action: TextsPart
    not_applicable: list[Key] = []


class OptionPart(Part):
    key: Key
    text: TextsPart
    help: TextsPart | None = None


class ConditionPart(Part):
    item: ItemKey
    value: ConditionValue


class ValuePart(ItemPart):
    unit: TextsPart | None = None
    lowest: Limit | None = None
    highest: Limit | None = None
    decimals: Annotated[int, between(0, 12)] = 0
    options: list[OptionPart] = []
    count: Annotated[int, between(1, 99)] | None = None
    whole: ItemKey | None = None
    opens_with: ConditionPart | None = None
    held_against: list[FigureKey] = []


class FactPart(ValuePart):
    kind: Literal["yes_no", "number", "share", "choice", "choices", "text"]


class QuantityPart(ValuePart):
    kind: Literal["number", "share", "choice"]
    standing: Literal["confirmed", "modelled_on"]


class ChangePart(Part):
    kind: Literal["same", "reworded", "new", "removed", "rescaled"]
    item: ItemKey | None = None
    before: ItemKey | None = None
    note: TextsPart | None = None


class FollowsPart(Part):
    edition: EditionName
    changes: list[ChangePart] = Field(min_length=1)


def _way_of_answering(data: object) -> str:
    """Which member of the union an item belongs to; a file may leave out the kind "level"."""
    kind = data.get("kind", "level") if isinstance(data, dict) else "level"
    return kind if kind in ("level", "practice") else "fact"


AnyItem = Annotated[
    Annotated[LevelPart, Tag("level")]
    | Annotated[PracticePart, Tag("practice")]
    | Annotated[FactPart, Tag("fact")],
    Discriminator(_way_of_answering),
]


class EditionPart(Part):
    schema_: Literal[1] = Field(alias="schema")
    key: Key
    edition: EditionName
    method: Literal["means", "tiers", "facts"] = "means"
    title: TextsPart
    origin: TextsPart
    intro: TextsPart | None = None
    scale: ScalePart | None = None
    not_applicable: list[Key]
    ladders: dict[Key, list[TextsPart]] = {}
    short_ladders: dict[Key, list[TextsPart]] = {}
    groups: list[GroupPart] = Field(min_length=1)
    items: list[AnyItem] = Field(min_length=1)
    quantities: list[QuantityPart] = []
    quick: list[Key] = []
    follows: FollowsPart | None = None


def validate_edition(data: object) -> None:
    """Check the content of one questionnaire file, shape first, then what its parts say together.

    Raises InvalidFile with every fault of the first of the two stages that fails; the codes are
    those of `shapes.py` and the ones listed in `consistency.find_inconsistencies`.
    """
    check_shape(EditionPart, data, tags=("level", "practice", "fact"))
    assert isinstance(data, dict)  # noqa: S101 - the model has just established it
    faults = find_inconsistencies(data)
    if faults:
        raise InvalidFile(faults)
