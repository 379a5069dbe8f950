"""The long-range model again, one person-year at a time, in plain Python: slow and obvious."""

from __future__ import annotations

from typing import Any

from wholeplace.planning.long_range.parts import Base
from wholeplace.planning.long_range.projecting import Draws, Plan


def triangular(likely: float, low: float, high: float, u: float) -> float:
    """The value below which a share ``u`` of a triangular distribution lies."""
    if high == low:
        return likely
    turn = (likely - low) / (high - low)
    if u < turn:
        return low + (u * (high - low) * (likely - low)) ** 0.5
    return high - ((1 - u) * (high - low) * (high - likely)) ** 0.5


def trend(base: Base, activity: int) -> float:
    """Growth a year from the population alone, over five years or as many as there are."""
    reach = min(5, len(base.people[0]) - 1)
    if reach == 0:
        return 0.0
    expected = []
    for year in (0, reach):
        total = 0.0
        for area in range(len(base.areas)):
            for sex in range(2):
                for age in range(len(base.ages)):
                    rate = base.admissions[activity][area][sex][age]
                    total += base.people[0][year][area][sex][age] * rate
        expected.append(total)
    return (expected[1] / expected[0]) ** (1 / reach) - 1


def expected(plan: Plan, base: Base, drawn: Draws, r: int, year: int) -> dict[str, Any]:
    """Admissions and bed days of one replication and year, by activity and area, and who took what.

    Every case is followed through the mitigations in turn: each takes its share of the cases, or of
    the nights, that are still there.
    """
    made: dict[str, Any] = {"taken": {one.name: [0.0, 0.0] for one in plan.mitigations}}
    for place, activity in enumerate(plan.activities):
        growth = triangular(*activity.growth, drawn.growth[r][place])
        if activity.growth_of == "all":
            ends = [(1 + part) / (1 + trend(base, place)) - 1 for part in activity.growth]
            growth = triangular(*ends, drawn.growth[r][place])
        grown = (1 + growth) ** (min(year, plan.growth_until) - base.year)
        parts = [p for p in plan.parts if p.activity == activity.name]
        rest = (
            "rest",
            1 - sum(p.share for p in parts),
            1 - sum(p.share_of_days for p in parts),
        )
        shares = [(p.name, p.share, p.share_of_days) for p in parts] + [rest]
        for area_place, area in enumerate(base.areas):
            admitted, nights = 0.0, 0.0
            for sex in range(2):
                for age_place, age in enumerate(base.ages):
                    people = base.people[drawn.variant[r]][year - base.year][area_place][sex][
                        age_place
                    ]
                    for name, share, share_of_days in shares:
                        cases = people * base.admissions[place][area_place][sex][age_place]
                        days = people * base.days[place][area_place][sex][age_place]
                        cases *= share * grown
                        days *= share_of_days * grown
                        if year > base.year:
                            days *= 1 + plan.stay.get(activity.name, 0)
                        for one in plan.mitigations:
                            if one.activity != activity.name or age < one.from_age:
                                continue
                            if one.part not in ("", name):
                                continue
                            ramp = (year - one.begins) / (one.full - one.begins)
                            effect = triangular(*one.share, drawn.mitigation[one.name][r])
                            effect *= min(max(ramp, 0), 1)
                            lost = days * effect
                            made["taken"][one.name][1] += lost
                            days -= lost
                            if one.acts_on == "admissions":
                                made["taken"][one.name][0] += cases * effect
                                cases -= cases * effect
                        admitted += cases
                        nights += days
            made[activity.name, area] = (admitted, nights)
    return made
