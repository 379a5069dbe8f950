"""Clustering: how much a rate varies by chance because the same person is counted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.measures.cubes import REGISTERED, terms_of
from wholeplace.measures.disclosure.columns import Words, number, with_rows
from wholeplace.measures.measure import Measure
from wholeplace.record.plan import Plan
from wholeplace.statistics import Interval, significant_figures
from wholeplace.statistics.amounts import limits_of_lumps

_FIGURES = 2
"""Significant figures that a dispersion is told in, and worked with."""
_ESTIMATE = ("value", "lower", "upper")


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


def dispersion_told(clustered: Mapping[str, float]) -> dict[str, float]:
    """The dispersion of rates as it is told and worked with, of those that count people again.

    Args:
        clustered: What :func:`clustering` gives.

    Returns:
        Measure → the variance of its count, as a multiple of what single events would have, in two
        significant figures; those of single events are left out.
    """
    told = significant_figures(list(clustered.values()), _FIGURES).tolist()
    return {name: size for name, size in zip(clustered, told, strict=True) if size > 1}


def with_limits_of_lumps(values: pa.Table, dispersion: Mapping[str, float]) -> pa.Table:
    """Released values whose rates have limits that know that one person may be counted again.

    It is done once the gate is passed, from counts as they are shown, so limits tell nothing more.

    Args:
        values: Rows of a release's values.
        dispersion: What :func:`dispersion_told` gives.
    """
    standing, statistic = Words.of(values, "measure"), Words.of(values, "statistic")
    rows = np.flatnonzero(standing.are(*dispersion) & statistic.are("rate", "dsr"))
    if not len(rows):
        return values
    multiple = np.array([dispersion.get(word, 1.0) for word in standing.words])
    some = values.select(["numerator", *_ESTIMATE]).take(pa.array(rows))
    given = Interval(*(number(some, name) for name in _ESTIMATE))
    wider = limits_of_lumps(given, number(some, "numerator"), multiple[standing.number[rows]])
    limits = zip(_ESTIMATE[1:], wider[1:], strict=True)
    columns = {name: pa.array(limit, pa.float64(), from_pandas=True) for name, limit in limits}
    return with_rows(values, rows, pa.table(columns))
