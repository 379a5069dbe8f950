"""Saying less: rows of a release with numbers withheld, or rounded more coarsely than usual."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.disclosure.columns import (
    COUNTS,
    ROUNDED_TO,
    Words,
    number,
    with_rows,
    with_word,
    written_out,
)
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import (
    COARSER,
    NOTHING_SAID,
    DisclosureProfile,
    Interval,
    coarser,
    poisson_rate,
    significant_figures,
    wilson,
)
from wholeplace.statistics.released import limits_of_total

WITHHELD = "withheld"
RELEASED_SCHEMA = written_out(
    pa.schema([*VALUES_SCHEMA, *((name, pa.int64()) for name in ROUNDED_TO)])
)
"""The table of values as it is released."""
_ESTIMATE = ("value", "lower", "upper")
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def say_less(values: pa.Table, steps: dict[str, IntArray], profile: DisclosureProfile) -> pa.Table:
    """Rows that say as much as some steps allow.

    Args:
        values: Rows of the release's values, each gated on its own.
        steps: ``numerator`` and ``denominator`` → the step of each row's count, as
            :func:`~wholeplace.statistics.withheld_besides` gives them.
        profile: The disclosure profile they passed.

    Returns:
        The rows with two more columns, :data:`ROUNDED_TO`; what is withheld has the status
        ``withheld``. Proportions, crude rates and limits follow from the counts as they are shown.
    """
    for name in ROUNDED_TO:
        values = values.append_column(name, pa.nulls(values.num_rows, pa.int64()))
    return say_still_less(values, steps, profile)


def say_still_less(
    values: pa.Table, steps: dict[str, IntArray], profile: DisclosureProfile
) -> pa.Table:
    """Rows of which less was said already, and that are to say as much as some more steps allow.

    Args:
        values: Rows with :data:`ROUNDED_TO`.
        steps: As for :func:`say_less`; counts that are rounded more coarsely already must be as
            they are, or withheld: nobody could tell what a number rounded twice had been.
        profile: The disclosure profile they passed.
    """
    changed = np.flatnonzero(steps["numerator"] + steps["denominator"])
    some = values.take(pa.array(changed))
    less = _less(some, {name: step[changed] for name, step in steps.items()}, profile)
    return with_rows(values, changed, less)


def _less(rows: pa.Table, steps: dict[str, IntArray], profile: DisclosureProfile) -> pa.Table:
    """What changes in rows that say less: their counts, estimates and status."""
    gone = {name: step == NOTHING_SAID for name, step in steps.items()}
    any_gone = gone["numerator"] | gone["denominator"]
    bases = {name: np.array([0, *COARSER, 0])[step] for name, step in steps.items()}
    # First what goes: a count withheld may be larger than its group as that is rounded now.
    for name in ("numerator", *_ESTIMATE, "denominator"):
        rows = _set(rows, name, gone["denominator"] if name == "denominator" else any_gone)
    rows = _worked_out_again(rows, bases, profile)
    rows = with_word(rows, "status", any_gone, WITHHELD)
    for column, name in zip(ROUNDED_TO, COUNTS, strict=True):
        base = np.where(bases[name] > 0, bases[name], np.nan_to_num(number(rows, column)))
        shown = np.asarray(rows[name].is_valid()) & (base > 0)
        made = pa.array(base.astype(np.int64), mask=~shown)
        rows = rows.set_column(rows.schema.get_field_index(column), column, made)
    return rows.select([*COUNTS, *_ESTIMATE, "status", *ROUNDED_TO])


def _worked_out_again(
    rows: pa.Table, bases: dict[str, IntArray], profile: DisclosureProfile
) -> pa.Table:
    """Rows with their counts rounded to their bases, and what follows from them."""
    counts = {name: _rounded(number(rows, name), bases[name], profile) for name in COUNTS}
    new = counts | dict(zip(_ESTIMATE, _estimate(rows, counts, profile), strict=True))
    for name, part in new.items():
        field = rows.schema.field(name)
        column = pa.array(part, from_pandas=True).cast(field.type)
        rows = rows.set_column(rows.schema.get_field_index(name), field, column)
    return rows


def _rounded(counts: FloatArray, base: IntArray, profile: DisclosureProfile) -> FloatArray:
    for to in COARSER:
        counts = np.where(base == to, coarser(counts, to, profile), counts)
    return counts


def _estimate(
    rows: pa.Table, counts: dict[str, FloatArray], profile: DisclosureProfile
) -> tuple[FloatArray, ...]:
    """Value and limits of rows whose counts are rounded anew."""
    statistic = Words.of(rows, "statistic")
    before = tuple(number(rows, name) for name in _ESTIMATE)
    numerator, denominator = counts["numerator"], counts["denominator"]
    found = [np.where(statistic.are("count"), numerator, before[0]), *before[1:]]
    for name in ("proportion", "rate"):
        at = np.flatnonzero(statistic.are(name) & ~np.isnan(numerator))
        if name == "proportion":
            made = wilson(numerator[at], denominator[at])
        else:
            made = Interval(
                *(_per(rows, at) * part for part in poisson_rate(numerator[at], denominator[at]))
            )
        for part, again in zip(found, made, strict=True):
            part[at] = again
    at = np.flatnonzero(statistic.are("dsr") & ~np.isnan(numerator) & ~np.isnan(before[1]))
    rate = Interval(*(part[at] for part in before))
    limits = limits_of_total(rate, number(rows, COUNTS[0])[at], numerator[at])[1:]
    for part, limit in zip(found[1:], limits, strict=True):
        part[at] = significant_figures(limit, profile.significant_figures)
    return tuple(found)


def _per(rows: pa.Table, at: IntArray) -> FloatArray:
    """What the rates of some rows are given per."""
    events, people = (number(rows, name)[at] for name in COUNTS)
    once = poisson_rate(events, people).upper
    return np.round(number(rows, "upper")[at] / once)


def _set(values: pa.Table, name: str, gone: NDArray[np.bool_]) -> pa.Table:
    """The table with nothing in some rows of a column."""
    field = values.schema.field(name)
    kept = pc.if_else(pa.array(~gone), values[name].combine_chunks(), pa.scalar(None, field.type))
    return values.set_column(values.schema.get_field_index(name), field, kept)
