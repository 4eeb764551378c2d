import dataclasses

import pytest

from maturity.scoring import score
from maturity.scoring.result import Result
from tests.maturity.scoring.shipped import FACTS, SIRI, SIRI_KEYS, TIERS, inputs, same_level

MEANS = score(SIRI, same_level(SIRI_KEYS, 1) | inputs())
TIER = score(TIERS, {})
STAFF = {"staff_total": {"value": "9"}, "staff_digital": {"value": "1"}}
FACT = score(FACTS, STAFF)


@pytest.mark.parametrize(
    "part",
    [
        Result("siri", "2020", "sha256:0", "1", (), ()),
        MEANS,
        MEANS.items["VI"],
        MEANS.scores["overall"],
        MEANS.scores["overall"].current,
        MEANS.scores["overall"].gap,
        MEANS.priorities,
        MEANS.priorities.chosen,
        MEANS.priorities.chosen.values[0],
        MEANS.priorities.chosen.values[0].cost,
        TIER,
        TIER.tiers[0],
        TIER.items["L1-relief"],
        FACT,
        FACT.items["staff_total"],
        FACT.shares[0],
    ],
    ids=lambda part: type(part).__name__,
)
def test_no_part_of_a_result_can_be_changed(part):
    name = dataclasses.fields(part)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(part, name, None)
