"""Sensitivity of the long-range answer: one assumption moved at a time, with the same luck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wholeplace.planning.long_range.asking import Asked, ask
from wholeplace.planning.long_range.inputs import LongRangeInputs
from wholeplace.planning.models.model import Job, Values, Vary

REPLICATIONS = 200
"""Enough here: what is compared met the same luck, so little of it is left in the difference."""
_LIMITS = {"delivered": (0, 100), "occupancy_target": (50, 100), "growth_years": (0, 50)}


def sensitivity(inputs: LongRangeInputs, values: Values, job: Job) -> list[dict[str, Any]]:
    """How many more beds of each pool are needed in the last year with one assumption moved.

    Args:
        inputs: The inputs.
        values: What holds in the scenario.
        job: Its seed and replications, and what to move.

    Returns:
        A row for each assumption and pool, the one that moves the answer most first.
    """
    few = replace(job, replications=min(REPLICATIONS, job.replications))
    before = ask(inputs, values, few)
    rows = []
    for vary in job.sensitivity:
        ends = [ask(inputs, shifted(values, vary.key, by), few) for by in (vary.low, vary.high)]
        rows += list(_rows(vary, before, ends))
    return sorted(rows, key=lambda row: -abs(row["beds_high"] - row["beds_low"]))


def shifted(values: Values, key: str, by: float) -> Values:
    """The values with one assumption, or all of a family, moved by so much, as far as allowed."""
    low, high = _LIMITS.get(key, (float("-inf"), float("inf")))
    moved = dict(values)
    for name, value in values.items():
        if name.partition(".")[0] == key and isinstance(value, int | float):
            moved[name] = min(max(value + by, low), high)
    return moved


def _rows(vary: Vary, before: Asked, ends: list[Asked]) -> Iterator[dict[str, Any]]:
    for pool in before.inputs.beds:
        need = [float(one.pools[pool.name].needed[:, -1].mean()) for one in (before, *ends)]
        yield {
            "assumption": vary.title,
            "unit": vary.unit,
            "low": vary.low,
            "high": vary.high,
            "pool": pool.title,
            "beds_low": need[1] - need[0],
            "beds_high": need[2] - need[0],
        }
