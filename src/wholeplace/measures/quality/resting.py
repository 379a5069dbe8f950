"""What a measure rests on: the fields of each data set that its rule, or its groups, read."""

from __future__ import annotations

from collections.abc import Iterable

import ibis.expr.operations as ops

from wholeplace.measures.measure import Measure
from wholeplace.record.plan import EVENTS, Plan

ALWAYS: dict[str, tuple[str, ...]] = {
    "person": ("birth_date", "sex", "ethnic_category", "death_date"),
    "registration": ("practice_code",),
    "residence": ("lsoa21",),
}
"""Every measure is counted by place, age, sex and ethnic group."""
RESTING = dict[str, dict[str, list[str]]]
"""Measure → data set → fields."""


def fields_behind(plan: Plan, measures: Iterable[Measure]) -> RESTING:
    """The fields that each measure rests on.

    Args:
        plan: The plan of the run.
        measures: The measures.
    """
    return {measure.name: _of(plan, measure) for measure in measures}


def _of(plan: Plan, measure: Measure) -> dict[str, list[str]]:
    behind = plan.behind(measure.rule)
    found: dict[str, set[str]] = {name: set(fields) for name, fields in ALWAYS.items()}
    for name in behind.datasets:
        found.setdefault(name, set())
    if behind.measurements:
        found.setdefault(EVENTS, set()).update(("value", "unit"))
    activities = {activity.name: activity for activity in plan.activities}
    for name in behind.activities:
        activity = activities[name]
        query, _ = plan.query_of(activity)
        read = {field.name for field in query.op().find(ops.Field)}
        found[activity.dataset] |= read - {activity.name}
    return {name: sorted(fields) for name, fields in sorted(found.items())}
