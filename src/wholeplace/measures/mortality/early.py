"""Deaths that come too early: under 75, avoidable ones, and the years of life they take."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.core.calendar import AGE_BAND_STARTS
from wholeplace.measures.mortality.expectancy import released
from wholeplace.measures.mortality.grids import SEXES, Array, Grid
from wholeplace.measures.mortality.periods import Period
from wholeplace.measures.stacked_rows import stacked
from wholeplace.statistics import (
    DisclosureProfile,
    Interval,
    directly_standardised_rate,
    european_2013,
    round_count,
    years_of_life_lost_rate,
)
from wholeplace.statistics.released import limits_of_total

UNDER = 75
PER = 100_000
YEARS_LOST = "years_of_life_lost"
STATISTICS = ("under_75", "avoidable", "preventable", "treatable", YEARS_LOST)
EARLY_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_type", "area_code", "basis", "sex")),
        *((name, pa.string()) for name in ("breakdown", "category", "statistic")),
        ("years_pooled", pa.int64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("deaths", pa.int64()),
        ("person_years", pa.int64()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", pa.string()),
    ]
)
"""``value`` is per 100,000 people under 75 of the European Standard Population 2013: deaths, or for
``years_of_life_lost`` years."""

_BANDS = sum(start < UNDER for start in AGE_BAND_STARTS)
_STARTS = np.array([0, *range(5, UNDER, 5)], dtype=np.float64)
_MIDDLES = _STARTS + 2.5


def early_rows(grid: Grid, period: Period, profile: DisclosureProfile) -> pa.Table:
    """Gated rates of early death, standardised for age.

    Args:
        grid: The counts.
        period: The years counted.
        profile: The disclosure profile.

    Returns:
        A table of :data:`EARLY_SCHEMA`.
    """
    people = _under_75(grid.people)
    counts = {
        "under_75": _under_75(grid.deaths),
        "avoidable": _under_75(grid.preventable + grid.treatable),
        "preventable": _under_75(grid.preventable),
        "treatable": _under_75(grid.treatable),
    }
    rates = {name: _standardised(deaths, people) for name, deaths in counts.items()}
    counts[YEARS_LOST] = counts["under_75"]
    rates[YEARS_LOST] = years_of_life_lost_rate(
        counts["under_75"], people, _MIDDLES, _standard(), UNDER, PER
    )
    value = Interval(*(np.stack([rates[n][part] for n in STATISTICS], -1) for part in range(3)))
    counted = np.stack([counts[name].sum(axis=-1) for name in STATISTICS], axis=-1)
    # Half a death of each kind is still a whole death: the gate looks at deaths, rounded up.
    deaths = np.ceil(counted)
    if profile.base > 1:
        value = limits_of_total(value, counted, round_count(deaths, profile))
    gated = released(value, deaths, people.sum(axis=-1)[..., np.newaxis], profile)
    axes = {"area_code": grid.codes, "category": grid.categories}
    axes |= {"sex": SEXES, "statistic": STATISTICS}
    same = {"area_type": grid.level, "basis": "resident", "breakdown": grid.breakdown}
    columns = {
        "deaths": gated.numerator,
        "person_years": gated.denominator,
        "value": gated.value,
        "lower": gated.lower,
        "upper": gated.upper,
        "status": gated.status,
    }
    return stacked(EARLY_SCHEMA, axes, {**same, **period.columns}, columns)


def _under_75(counts: Array) -> Array:
    """Counts in the bands of the standard below 75, under 5 together."""
    kept = np.where(np.arange(counts.shape[-1]) < _BANDS, counts, 0.0)
    return european_2013.fold(kept)[..., : len(_STARTS)]


def _standard() -> Array:
    return european_2013.weights[: len(_STARTS)]


def _standardised(deaths: Array, people: Array) -> Interval:
    return directly_standardised_rate(deaths, people, _standard(), PER, empty_bands="left out")
