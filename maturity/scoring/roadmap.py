"""In which order the steps to the targets may be taken: three stages, one rule, no dates.

Nothing is invented: a step leads from a level to the next one, and no further than the target, save
for what the priorities recommend to begin with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BEGIN_WITH = 4
"""How many items stand first where no priorities say so; as many as priorities recommend."""


@dataclass(frozen=True)
class Standing:
    """Where an item stands and where it is meant to; levels, None for what is not known."""

    current: int | None
    target: int | None

    @property
    def gap(self) -> int:
        """Levels still to climb; 0 where today or the target is not known or nothing is left."""
        if self.current is None or self.target is None:
            return 0
        return max(self.target - self.current, 0)


@dataclass(frozen=True)
class Step:
    """One step up of one item, from `level` to the next."""

    item: str
    level: int


@dataclass(frozen=True)
class Rest:
    """What remains of an item's way after its first step."""

    item: str
    level: int
    target: int

    @property
    def steps(self) -> int:
        return self.target - self.level


@dataclass(frozen=True)
class Roadmap:
    """First, then, until the target; and what has no place in it, by key.

    `without_target` stand at a level, but nobody said where they should go; `without_level` are
    open or do not apply.
    """

    first: tuple[Step, ...]
    following: tuple[Step, ...]
    rest: tuple[Rest, ...]
    without_target: tuple[str, ...]
    without_level: tuple[str, ...]


def plan_roadmap(
    standings: Mapping[str, Standing],
    *,
    top: int,
    recommended: Sequence[str] = (),
    ranking: Sequence[str] = (),
) -> Roadmap:
    """Put one step of every item with a gap in order, then the steps that remain.

    `standings` come in the order of the questionnaire. First are the `recommended` items below the
    `top` level, whatever their target; without any, the `BEGIN_WITH` of the largest gaps. The
    others follow in the order of `ranking`, or of their gaps.
    """
    by_gap = order_by_gap(standings)
    first = _below(top, standings, recommended) or by_gap[:BEGIN_WITH]
    order = [key for key in ranking if standings[key].gap] or by_gap
    following = [key for key in order if key not in first]
    return Roadmap(
        first=_steps(standings, first),
        following=_steps(standings, following),
        rest=tuple(_rest(standings, [*first, *following])),
        without_target=tuple(
            key for key, it in standings.items() if it.current is not None and it.target is None
        ),
        without_level=tuple(key for key, it in standings.items() if it.current is None),
    )


def order_by_gap(standings: Mapping[str, Standing]) -> list[str]:
    """The items below their target: the larger gap first, then the lower level, then in the order
    of the questionnaire."""
    behind = [key for key, standing in standings.items() if standing.gap]
    return sorted(behind, key=lambda key: (-standings[key].gap, standings[key].current))


def _below(top: int, standings: Mapping[str, Standing], keys: Sequence[str]) -> list[str]:
    return [key for key in keys if (level := standings[key].current) is not None and level < top]


def _steps(standings: Mapping[str, Standing], keys: Sequence[str]) -> tuple[Step, ...]:
    levels = ((key, standings[key].current) for key in keys)
    return tuple(Step(key, level) for key, level in levels if level is not None)


def _rest(standings: Mapping[str, Standing], keys: Sequence[str]) -> list[Rest]:
    found = []
    for key in keys:
        current, target = standings[key].current, standings[key].target
        if current is not None and target is not None and target > current + 1:
            found.append(Rest(key, level=current + 1, target=target))
    return found
