"""What a change in bed days is made of: population, ageing, other growth, stays, mitigations."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholeplace.planning.long_range.asking import Asked
from wholeplace.planning.long_range.beds import days_in_year, financial_year
from wholeplace.planning.long_range.parts import Beds
from wholeplace.statistics.decomposition import stepwise_parts


class Change(NamedTuple):
    """Mean change in bed days from the base year to the last; the parts add up to the whole.

    Attributes:
        population: More people, each age growing as the whole does.
        ageing: Growing older: the ages' shares change.
        stay: Longer or shorter stays.
        growth: Growth of rates on top of the population's.
        mitigations: What mitigations take away; not above 0.
    """

    population: float
    ageing: float
    stay: float
    growth: float
    mitigations: float

    @property
    def whole(self) -> float:
        """The change."""
        return float(sum(self))


def change_in_days(asked: Asked, activities: list[int]) -> Change:
    """Split the mean change of some activities' bed days, one cause changed after another.

    Args:
        asked: A scenario and what came out.
        activities: Places of the activities.
    """
    base, last = asked.inputs.base, len(asked.plan.years) - 1
    people = asked.found.people
    more = people[last].sum(axis=(1, 2)) / people[0].sum(axis=(1, 2))
    states = np.zeros(6)
    for place in activities:
        rate = base.days[place]
        stays = 1 + asked.plan.stay.get(asked.plan.activities[place].name, 0.0)
        first = float((people[0] * rate).sum())
        larger = float((people[0] * more[:, np.newaxis, np.newaxis] * rate).sum())
        older = float((people[last] * rate).sum())
        grown = float(asked.found.before[1, :, last, place].mean())
        left = float(asked.found.days[:, last, place].sum(axis=1).mean())
        states += [first, larger, older, older * stays, grown, left]
    return Change(*(float(part) for part in stepwise_parts(states)))


def change_words(asked: Asked, pool: Beds) -> str:
    """What the change in beds needed by a pool is made of, in a sentence."""
    mine = [n for n, one in enumerate(asked.plan.activities) if one.pool == pool.name]
    years = asked.plan.years
    per_bed = days_in_year(years[-1]) * asked.target
    change = change_in_days(asked, mine)
    names = {
        "population": "more people",
        "ageing": "older people",
        "stay": "longer stays" if change.stay >= 0 else "shorter stays",
        "growth": "other growth",
        "mitigations": "what is planned to avoid admissions or shorten stays",
    }
    parts = [
        f"{'+' if part >= 0 else '−'}{abs(part) / per_bed:,.0f} for {names[name]}"
        for name, part in change._asdict().items()
        if round(abs(part) / per_bed) > 0
    ]
    moved = change.whole / per_bed
    more = f"{abs(moved):,.0f} {'more' if moved >= 0 else 'fewer'} {pool.title}"
    made_of = ": " + ", ".join(parts) if parts else ""
    return (
        f"That is {more} than the use of {financial_year(years[0])} takes at the same "
        f"occupancy{made_of}."
    )
