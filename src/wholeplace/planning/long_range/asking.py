"""A scenario of the long-range model: its changes made to the inputs, and the run itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from wholeplace.core.errors import ScenarioError
from wholeplace.planning.long_range.beds import BedNeed, bed_need, financial_year
from wholeplace.planning.long_range.inputs import LongRangeInputs
from wholeplace.planning.long_range.projecting import Plan, Projected, draws, projected
from wholeplace.planning.long_range.ranges import Array, Range
from wholeplace.planning.models.assumption import EVERY
from wholeplace.planning.models.model import Job, Values


class Asked(NamedTuple):
    """What a scenario asks, and what came out.

    Attributes:
        inputs: The inputs.
        plan: What was projected.
        target: The occupancy aimed at.
        found: Admissions and bed days.
        pools: Pool → its beds.
        held: Pool → beds held in each year.
    """

    inputs: LongRangeInputs
    plan: Plan
    target: float
    found: Projected
    pools: Mapping[str, BedNeed]
    held: Mapping[str, Array]


def ask(inputs: LongRangeInputs, values: Values, job: Job) -> Asked:
    """Run a scenario.

    Args:
        inputs: The inputs.
        values: What holds for every assumption.
        job: Seed and replications.

    Raises:
        ScenarioError: If the projection of the population does not reach the last year, or two
            mitigations claim the same activity.
    """
    plan = plan_of(inputs, values)
    chosen = _words(values["variants"])
    variants = list(inputs.base.variants) if EVERY in chosen else chosen
    drawn = draws(plan, inputs.base, variants, job.seed, job.replications)
    found = projected(plan, inputs.base, drawn)
    target = _number(values, "occupancy_target") / 100
    pools: dict[str, BedNeed] = {}
    held: dict[str, Array] = {}
    for pool in inputs.beds:
        mine = [n for n, one in enumerate(plan.activities) if one.pool == pool.name]
        more = _number(values, f"more_beds.{pool.name}")
        open_from = _number(values, "more_beds_after")
        later = np.asarray(plan.years) >= inputs.base.year + open_from
        held[pool.name] = (pool.held + more * later).astype(np.float64)
        if np.any(held[pool.name] < 0):
            raise ScenarioError(
                f"The scenario closes more than the {pool.held:,.0f} beds of {pool.title}.",
                f"Close fewer with more_beds.{pool.name}.",
            )
        days = found.days[:, :, mine].sum(axis=(2, 3))
        pools[pool.name] = bed_need(days, plan.years, held[pool.name], target)
    return Asked(inputs, plan, target, found, pools, held)


def plan_of(inputs: LongRangeInputs, values: Values) -> Plan:
    """What is projected in a scenario.

    Args:
        inputs: The inputs.
        values: What holds for every assumption.

    Raises:
        ScenarioError: If the projection of the population does not reach the last year.
    """
    base = inputs.base
    last = base.year + int(_number(values, "years_ahead"))
    if last > base.last:
        raise ScenarioError(
            f"The scenario looks ahead to {financial_year(last)}; the projected population ends in "
            f"{financial_year(base.last)}.",
            f"Set years_ahead to {base.last - base.year} or less.",
        )
    activities = [
        replace(one, growth=_moved(one.growth, _number(values, f"growth_change.{one.name}") / 100))
        for one in inputs.activities
    ]
    mitigations = [
        replace(one, share=_times(one.share, _number(values, f"delivered.{one.name}") / 100))
        for one in inputs.mitigations
    ]
    return Plan(
        activities=activities,
        parts=inputs.parts,
        mitigations=mitigations,
        years=range(base.year, last + 1),
        growth_until=base.year + int(_number(values, "growth_years")),
        stay={
            one.name: _number(values, f"stay_change.{one.name}") / 100 for one in inputs.activities
        },
    )


def _moved(given: Range, by: float) -> Range:
    return Range(*(part + by for part in given))


def _times(given: Range, by: float) -> Range:
    return Range(*(part * by for part in given))


def _number(values: Values, key: str) -> float:
    value = values[key]
    if not isinstance(value, int | float):
        raise ScenarioError(f"{key} is {value!r}.", "Use a number.")
    return float(value)


def _words(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
