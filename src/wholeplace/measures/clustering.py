"""Clustering: how much a rate varies by chance because the same person is counted again."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.measures.cubes import REGISTERED, terms_of
from wholeplace.measures.measure import Measure
from wholeplace.record.plan import Plan


def clustering(
    engine: Engine, plan: Plan, people: ir.Table, measures: Sequence[Measure]
) -> dict[str, float]:
    """The variance of each rate by chance, as a multiple of what single events would have.

    One person's ten nights are not ten separate events. Where people come independently and each
    brings some events, the variance of the total is the sum of the squares of what each brings.

    Args:
        engine: The engine.
        plan: The plan the person table was made by.
        people: The person table.
        measures: The measures; those that count people once are left aside.

    Returns:
        Measure → multiple, 1 or more.

    Source:
        Cox DR, Miller HD. The theory of stochastic processes. London: Methuen, 1965, section 3.2
        (compound Poisson process); Stukel TA and others. Standardized rates of recurrent outcomes.
        Stat Med 1994;13:1781-91.
    """
    repeated = [m for m in measures if m.statistic in ("rate", "dsr")]
    if not repeated:
        return {}
    inside = people.filter(people[REGISTERED.inside].notnull())
    amounts = {}
    for measure in repeated:
        number, among = terms_of(measure, plan, inside)
        amounts[measure.name] = ibis.ifelse(among, number, 0).cast("int64")
    wide = inside.select(**amounts)
    sums = {f"{name}__sum": wide[name].sum() for name in amounts}
    sums |= {f"{name}__squares": (wide[name] * wide[name]).sum() for name in amounts}
    (found,) = engine.fetch(wide.agg(**sums)).to_pylist()
    return {
        name: max(1.0, (found[f"{name}__squares"] or 0) / (found[f"{name}__sum"] or 1))
        for name in amounts
    }
