"""Reading a stored result in the shape in which pages and reports show it.

Databases do not all keep the order of keys in stored JSON; the edition has one, and every mapping
here follows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models import Answer, Assessment
from maturity.instruments.edition import Edition, Group, Texts
from maturity.instruments.items import Item, LevelItem, PracticeItem, Quantity, ValueItem
from maturity.instruments.tables import Horizon, TableSet


@dataclass(frozen=True)
class ItemResult:
    """One item as it was submitted. `current`, `target` and `gap` are levels or None."""

    item: LevelItem
    pillar: Group
    answer: Answer | None
    state: str
    current: int | None
    target: int | None
    gap: int | None

    @property
    def next_action(self) -> Texts | None:
        """The one step to the level above; None at the top or without a level."""
        if self.current is None or self.current >= len(self.item.actions):
            return None
        return self.item.actions[self.current]


@dataclass(frozen=True)
class GroupResult:
    """A block with its score, its pillars' scores and its items."""

    group: Group
    score: Mapping[str, Any]
    pillars: list[tuple[Group, Mapping[str, Any]]]
    items: list[ItemResult]


@dataclass(frozen=True)
class QuantityResult:
    """One indicator that was given: today, in three years, how it was calculated, what is done."""

    item: Quantity
    given: Mapping[str, Any]


@dataclass(frozen=True)
class RankingResult:
    """All dimensions under one horizon, best first; `values` as `manage.py score` prints them."""

    horizon: Horizon
    values: list[Mapping[str, Any]]
    recommended: list[ItemResult]


@dataclass(frozen=True)
class PrioritiesResult:
    """Where to begin. Without rankings, `missing` are the names of what would be needed."""

    tables: TableSet
    chosen: RankingResult | None
    rankings: list[RankingResult]
    missing: list[Texts]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class StoredResult:
    """What every stored result has, whatever was made of the answers."""

    assessment: Assessment
    edition: Edition
    data: Mapping[str, Any]
    trace: Mapping[str, Any]

    @property
    def narrowing(self) -> list[Item]:
        """The open items that would narrow the result most, best first."""
        return [self.edition.item(key) for key in self.data["narrowing"]]


@dataclass(frozen=True)
class MeansStored(StoredResult):
    overall: Mapping[str, Any]
    blocks: list[GroupResult]
    quantities: list[QuantityResult]
    priorities: PrioritiesResult | None

    @property
    def items(self) -> list[ItemResult]:
        return [item for block in self.blocks for item in block.items]


@dataclass(frozen=True)
class PracticeStored:
    item: PracticeItem
    answer: Answer | None
    state: str
    given: str  # "yes", "partly", "no", or empty


@dataclass(frozen=True)
class TierStored:
    """One tier with its practices; `reached` is None while it depends on open ones."""

    group: Group
    number: int
    met: bool | None
    reached: bool | None
    practices: list[PracticeStored]
    rule: str

    def _deciding(self) -> list[PracticeStored]:
        return [p for p in self.practices if p.item.role != "gain" and p.state != "not_applicable"]

    @property
    def deciding(self) -> int:
        return len(self._deciding())

    @property
    def in_place(self) -> int:
        return sum(p.given == "yes" for p in self._deciding())

    @property
    def partly(self) -> int:
        return sum(p.given == "partly" for p in self._deciding())

    @property
    def to_do(self) -> list[PracticeStored]:
        """The deciding practices that are not a yes yet, open ones among them."""
        return [p for p in self._deciding() if p.given != "yes"]


@dataclass(frozen=True)
class TiersStored(StoredResult):
    low: int
    high: int
    tiers: list[TierStored]

    @property
    def scope(self) -> str:
        """The site or workshop that was answered for; the enterprise if none was named."""
        return self.assessment.scope or str(self.assessment.profile["name"])

    @property
    def next_tier(self) -> TierStored | None:
        """The first tier that is not certainly reached; None at the top."""
        return next((tier for tier in self.tiers if tier.reached is not True), None)


@dataclass(frozen=True)
class FactStored:
    item: ValueItem
    answer: Answer | None
    state: str
    share: Mapping[str, Any] | None


@dataclass(frozen=True)
class FactsStored(StoredResult):
    questions: list[tuple[Group, list[FactStored]]]

    @property
    def asked(self) -> int:
        return len(self.questions)

    @property
    def answered(self) -> int:
        """Questions of which at least one part was answered."""
        return sum(
            any(fact.state == "answered" for fact in facts) for _group, facts in self.questions
        )


def stored_data(assessment: Assessment) -> tuple[dict[str, Any], dict[str, Any]]:
    """The stored result and its arithmetic, in the order of the edition."""
    content, result = assessment.content, assessment.result
    data, trace = dict(result.data), dict(result.trace)
    asked = {
        "means": content.level_items,
        "tiers": content.practices,
        "facts": content.items,
    }[content.method]
    data["items"] = {item.key: data["items"][item.key] for item in asked}
    if content.method == "means":
        groups = [group.key for group in content.groups_by_rank]
        data["scores"] = {key: data["scores"][key] for key in groups}
        trace["scores"] = {key: trace["scores"][key] for key in groups}
    if content.method == "tiers":
        tiers = [group.key for group in content.groups_of_kind("tier")]
        trace["tiers"] = {key: trace["tiers"][key] for key in tiers}
    return data, trace


def stored_result(assessment: Assessment) -> StoredResult:
    """The result computed at submission: MeansStored, TiersStored or FactsStored by its method.

    Raises Result.DoesNotExist while it is a draft.
    """
    data, trace = stored_data(assessment)
    content = assessment.content
    answers = {answer.item: answer for answer in assessment.answers.all()}
    build = {"means": _means, "tiers": _tiers, "facts": _facts}[content.method]
    return build(assessment, content, data, trace, answers)


def _means(
    assessment: Assessment,
    content: Edition,
    data: dict[str, Any],
    trace: dict[str, Any],
    answers: dict[str, Answer],
) -> MeansStored:
    def item_result(item: LevelItem) -> ItemResult:
        found = data["items"][item.key]
        return ItemResult(
            item=item,
            pillar=content.group(item.group),
            answer=answers.get(item.key),
            state=found["state"],
            current=found["current"],
            target=found["target"],
            gap=found["gap"],
        )

    blocks = [
        GroupResult(
            group=block,
            score=data["scores"][block.key],
            pillars=[(p, data["scores"][p.key]) for p in content.pillars_of(block)],
            items=[item_result(item) for item in content.level_items_of(block.key)],
        )
        for block in content.blocks
    ]
    given = data.get("quantities", {})
    return MeansStored(
        assessment=assessment,
        edition=content,
        data=data,
        trace=trace,
        overall=data["scores"][content.groups_by_rank[0].key],
        blocks=blocks,
        quantities=[QuantityResult(q, given[q.key]) for q in content.quantities if q.key in given],
        priorities=_priorities(content, data["priorities"], blocks),
    )


def _priorities(
    content: Edition, data: Mapping[str, Any] | None, blocks: list[GroupResult]
) -> PrioritiesResult | None:
    tables = content.tables
    if data is None or tables is None:
        return None
    items = {found.item.key: found for block in blocks for found in block.items}
    rankings = [
        RankingResult(
            horizon=horizon,
            values=data["horizons"][key]["values"],
            recommended=[items[k] for k in data["horizons"][key]["recommended"]],
        )
        for key, horizon in tables.horizons.items()
        if key in data["horizons"]
    ]
    return PrioritiesResult(
        tables=tables,
        chosen=next((r for r in rankings if r.horizon.key == data["horizon"]), None),
        rankings=rankings,
        missing=[content.item(key).name for key in data["missing"]],
        data=data,
    )


def _tiers(
    assessment: Assessment,
    content: Edition,
    data: dict[str, Any],
    trace: dict[str, Any],
    answers: dict[str, Answer],
) -> TiersStored:
    decided = {tier["key"]: tier for tier in data["tiers"]}
    return TiersStored(
        assessment=assessment,
        edition=content,
        data=data,
        trace=trace,
        low=data["low"],
        high=data["high"],
        tiers=[
            TierStored(
                group=group,
                number=number,
                met=decided[group.key]["met"],
                reached=decided[group.key]["reached"],
                practices=[
                    PracticeStored(
                        item=item,
                        answer=answers.get(item.key),
                        state=data["items"][item.key]["state"],
                        given=data["items"][item.key]["answer"] or "",
                    )
                    for item in content.practices
                    if item.group == group.key
                ],
                rule=trace["tiers"][group.key]["rule"],
            )
            for number, group in enumerate(content.groups_of_kind("tier"), start=1)
        ],
    )


def _facts(
    assessment: Assessment,
    content: Edition,
    data: dict[str, Any],
    trace: dict[str, Any],
    answers: dict[str, Answer],
) -> FactsStored:
    shares = {share["key"]: share for share in data["shares"]}
    return FactsStored(
        assessment=assessment,
        edition=content,
        data=data,
        trace=trace,
        questions=[
            (
                group,
                [
                    FactStored(
                        item=item,
                        # what another answer closed counts as unanswered, whatever is stored
                        answer=answers.get(item.key)
                        if data["items"][item.key]["state"] != "unanswered"
                        else None,
                        state=data["items"][item.key]["state"],
                        share=shares.get(item.key),
                    )
                    for item in content.items_of(group.key)
                    if isinstance(item, ValueItem)
                ],
            )
            for group in content.groups_of_kind("question")
        ],
    )
